"""Meetings in a browser, on a phone: axe on every state, and a board meeting from its first item to its minutes as people press it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.journeys.conftest import follow, press
from tests.journeys.test_budget import as_who, seen, world  # noqa: F401 the same phone, the same world

STATES = ("draft", "inquorate", "cancelled", "held", "general")


@pytest.fixture(autouse=True)
def own_keys(settings, tmp_path):
    settings.LETGO_HOME = tmp_path


def test_every_state_of_a_meeting_is_whole_on_a_phone(world, seen):  # noqa: F811
    """What every page of the house is asked once, these are asked in each state that its table does not hold."""
    from tests.web.boards import meetings_made as made

    for state in STATES:
        row = made.STATES[state](world)
        seen("resident", "meeting", meeting=row.pk)
    for what in ("proxy", "minutes"):
        seen("resident", "meeting-print", meeting=row.pk, what=what)
    seen("resident", "body", body=row.body_id)


def test_a_resident_says_they_come_and_lets_a_neighbour_vote(world, seen):  # noqa: F811
    from tests.web.boards import meetings_made as made

    row = made.general(world)
    page = seen("resident", "meeting", meeting=row.pk)
    follow(page.get_by_role("link", name="Say whether you come"))
    page.get_by_label("No, I cannot come").check()
    page.get_by_label("No", exact=True).check()
    press(page, "Continue")
    seen.well(page, "check the answer")
    press(page, "Send my answer")
    seen.well(page, "answered")
    page = seen("resident", "meeting", meeting=row.pk)
    page.get_by_text("You said that you cannot come.").wait_for()
    follow(page.get_by_role("link", name="Let someone vote for you"))
    page.locator("#holder").fill("Canary Elector 1")
    press(page, "Continue")
    press(page, "Let them vote for me")
    page.get_by_text("They can vote for you").first.wait_for()
    page = seen("resident", "meeting", meeting=row.pk)
    follow(page.get_by_role("link", name="Take back the vote you gave"))
    page.get_by_label("Yes, go on").check()
    press(page, "Continue")
    press(page, "Take it back")
    page.get_by_text("Nobody votes for you any more").first.wait_for()
    assert not row.given.filter(state="given").exists()


def test_a_board_meeting_from_its_door_to_its_minutes(world, seen):  # noqa: F811
    from letgo.commons.places.queries import today
    from tests.web.boards import meetings_made as made

    row = made.called(world, ahead=-10 / 1440, days=12)
    made.agenda.put_escalation(made.Ref("petition", row.pk), row.body.place)
    desk = reverse("meeting-desk", args=[row.pk])
    page = seen("secretary", "meeting-desk", meeting=row.pk)
    press(page, "Open it")
    for who in made.MEMBERS:
        person = page.locator("li", has_text=f"Person {who.title()}")
        follow(person.get_by_role("button", name="Is there").first)
    seen.well(page, "who is there")
    press(page, "Count them")
    page.get_by_text("3 people are there, and 2 are needed").first.wait_for()
    follow(page.locator("li", has_text="Roof of Block C").get_by_role("link", name="Vote on it"))
    page.locator("#motion").fill("We ask the manager for a new roof.")
    press(page, "Continue")
    seen.well(page, "by which majority")
    page.get_by_label("More for it than against it").check()
    press(page, "Continue")
    press(page, "Open the vote")
    follow(page.get_by_role("link", name="Back to the vote"))
    vote = seen.well(page, "an open vote").url
    member = seen("board", "meeting", meeting=row.pk)
    member.goto(vote)
    follow(member.get_by_role("link", name="Vote", exact=True))
    member.get_by_label("For", exact=True).check()
    press(member, "Continue")
    press(member, "This is my vote")
    seen.well(member, "voted")
    page.goto(vote)
    follow(page.get_by_role("link", name="Write down how each voted"))
    for name, choice in (("Person Treasurer", "For"), ("Person Secretary", "Against")):
        page.get_by_role("group", name=name).get_by_label(choice, exact=True).check()
    seen.well(page, "all hands")
    press(page, "Write them down")
    press(page, "Close this vote")
    page.get_by_text("Carried: 2 for, 1 against, 0 abstained.").first.wait_for()
    seen.well(page, "carried")
    page.goto(desk)
    follow(page.locator("li", has_text="Roof of Block C").get_by_role("link", name="Say what became of it"))
    page.locator("#outcome").fill("The manager asks three firms.")
    press(page, "Continue")
    press(page, "This is what became of it")
    page.goto(desk)
    follow(page.get_by_role("link", name="Give someone something to do"))
    page.locator("#what").fill("Ask three firms")
    page.get_by_label("The secretary").check()
    page.locator("#by_day").fill(f"{today() + timedelta(days=20):%d %m %Y}")
    press(page, "Continue")
    press(page, "Promise it")
    page.goto(desk)
    if page.get_by_role("button", name="End it").count():
        press(page, "End it")
    seen.well(page, "ended")
    follow(page.get_by_role("link", name="Write them").first)
    page.locator("#notes").fill("Nine neighbours listened.")
    press(page, "Continue")
    press(page, "Keep these minutes")
    page.goto(desk)
    follow(page.get_by_role("link", name="Read them once more, and publish"))
    page.get_by_label("Yes, go on").check()
    press(page, "Continue")
    seen.well(page, "publish the minutes?")
    press(page, "Publish them")
    page = seen("resident", "meeting", meeting=row.pk)
    for said in ("Nine neighbours listened.", "Ask three firms", "What was voted on"):
        page.get_by_text(said).first.wait_for()

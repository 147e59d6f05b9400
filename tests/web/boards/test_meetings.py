"""Pages of meetings: each state whole, plain and cheap; nothing that is closed reaches a reader; the desk as people click it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localtime

from letgo.commons.record.clock import now, travel
from letgo.decide.boards.proxies import queries as proxies
from tests.web.boards import meetings_made as made
from tests.web.html import Page, sentences
from tests.web.test_words import LONGEST, banned, words

pytestmark = pytest.mark.django_db
KEY = "k" * 22
SAYS = {
    "called": (
        "Tansy Row board meets on",
        "Nobody can strike it off",
        "whole days before it",
        "Only the board reads about this",
    ),
    "general": ("General meeting on", "for at most 2 other people"),
    "open": ("it has begun", "3 people are there so far"),
    "quorate": ("enough people are there", "What is decided now counts"),
    "held": ("what was decided", "Carried", "Get three prices", "Eleven neighbours listened", "Person Board: For"),
    "draft": ("what was decided", "They cannot be read yet"),
    "inquorate": (
        "too few came, and nothing was decided",
        "Too few came. It stands on the next agenda.",
        "A second meeting is to be called",
    ),
    "cancelled": ("called off", "The hall is flooded."),
}


def get(client, name, status=200, **address):
    response = client.get(reverse(name, kwargs=address))
    assert response.status_code == status, response.content.decode()[:600]
    return response.content.decode()


def post(client, name, data, status=200, **address):
    response = client.post(reverse(name, kwargs=address), {"form_key": KEY, **data})
    assert response.status_code == status, text(response.content.decode())
    return response.content.decode()


def text(source):
    return " ".join(sentences(source))


def sound(source):
    """The page is whole, and says nothing long or banned."""
    assert Page(source).wrong() == []
    assert [s for s in sentences(source) if words(s) > LONGEST or banned(s)] == []
    return text(source)


@pytest.mark.parametrize("state", made.STATES)
def test_a_meeting_is_whole_plain_and_cheap_in_every_state_and_hides_what_is_closed(state, world):
    row = made.STATES[state](world)
    for who in ("anyone", "resident", "secretary"):
        with CaptureQueriesContext(connection) as caught:
            source = get(world.client(who), "meeting", meeting=row.pk)
        assert len(caught) <= 12, (who, [one["sql"] for one in caught])
        said = sound(source)
        for expected in SAYS[state] if who == "anyone" else ():
            assert expected in said, expected
        assert "Canary words" not in source or who == "secretary"
        assert "<b>leaks" not in source
    for what in ("notice", "agenda", "attendance", "proxy", "minutes"):
        printed = sound(get(world.client("anyone"), "meeting-print", meeting=row.pk, what=what))
        assert "Canary" not in printed
        assert state != "draft" or "Eleven neighbours" not in printed
    sound(get(world.client("anyone"), "meetings", body=row.body_id))
    if state != "cancelled":
        with CaptureQueriesContext(connection) as caught:
            sound(get(world.client("secretary"), "meeting-desk", meeting=row.pk))
        assert len(caught) <= 12, [one["sql"] for one in caught]


def test_the_page_of_a_body_my_page_and_the_home_of_the_place_lead_to_the_next_meeting(world):
    row = made.general(world)
    made.held(world, published=False)
    source = get(world.client("anyone"), "body", body=row.body_id)
    assert f'href="{reverse("meeting", args=[row.pk])}"' in source
    said = sound(source)
    assert "Next: General meeting" in said
    assert "Last: Board meeting" in said
    assert "You can come: General meeting" in text(get(world.client("anyone"), "place", slug=row.body.place.slug))
    for who, waits in (("resident", True), ("neighbour", False)):
        assert ("A meeting: General meeting" in text(get(world.client(who), "mine"))) is waits
    with CaptureQueriesContext(connection) as caught:
        mine = text(get(world.client("secretary"), "mine"))
    assert len(caught) <= 12, [one["sql"] for one in caught]
    assert "Minutes wait: Board meeting" in mine


def test_a_calendar_reads_the_meetings_and_says_which_are_called_off(world):
    from icalendar import Calendar

    row = made.cancelled(world)
    going = made.general(world)
    for name, address in (
        ("meetings-calendar", {"body": row.body_id}),
        ("place-calendar", {"slug": row.body.place.slug}),
    ):
        answer = world.client("anyone").get(reverse(name, kwargs=address))
        assert answer["Content-Type"] == "text/calendar; charset=utf-8"
        found = {event["uid"]: event for event in Calendar.from_ical(answer.content).walk("VEVENT")}
        assert found[f"{row.pk}@letgo"]["status"] == "CANCELLED"
        event = found[f"{going.pk}@letgo"]
        assert event.decoded("dtstart") == going.at.replace(microsecond=0)
        assert (event["location"], event["status"]) == ("The hall", "CONFIRMED")
        assert event["url"].endswith(f"/meeting/{going.pk}")
        assert b"Canary" not in answer.content
    answer = world.client("anyone").get(reverse("meeting-calendar", args=[going.pk]))
    assert len(list(Calendar.from_ical(answer.content).walk("VEVENT"))) == 1


def test_a_board_meeting_from_its_call_to_its_minutes_as_people_click_it(world):
    """Called, opened, counted, voted, heard, ended, written down, published: each on a page."""
    secretary = world.client("secretary")
    at = made.body(world)
    with travel(by=-12 * made.DAY):
        day = now() + 12 * made.DAY
        asked = {
            "go": "send", "kind": "board", "day": f"{day:%d %m %Y}", "hour": f"{localtime(day):%H:%M}", "lasts": "90", "where": "The hall",
            "step_free": "yes", "online": "", "childcare": "no", "name": "November meeting", "about": "",
        }  # fmt: skip
        assert "The meeting is called" in post(secretary, "meeting-call", asked, body=at.pk)
        row = at.meetings.get()
        item = {"go": "send", "name": "Roof", "about": "It leaks.", "closed": "no"}
        assert "It is item 1" in post(secretary, "meeting-item", item, meeting=row.pk)
    address = {"meeting": row.pk}
    post(secretary, "meeting-open", {}, 302, **address)
    for who in made.MEMBERS:
        post(
            secretary,
            "meeting-sign",
            {"person": world.person(who).pk, "how": "present", "form_key": who * 6},
            302,
            **address,
        )
    post(secretary, "meeting-count", {}, 302, **address)
    item = row.items.get()
    assert "The vote is open" in post(
        secretary, "vote-put", {"go": "send", "motion": "We ask for a roof.", "majority": "ordinary"}, item=item.pk
    )
    vote = item.resolutions.get()
    assert "You have voted" in post(
        world.client("board"), "vote-hand", {"go": "send", "vote": "yes"}, resolution=vote.pk
    )
    others = {
        f"hand-{one.pk}": "no" if one.person_id == world.person("treasurer").pk else "yes" for one in at.mandates.all()
    }
    post(secretary, "vote-hands", others, 302, resolution=vote.pk)
    post(secretary, "vote-close", {}, 302, resolution=vote.pk)
    assert "Carried: 2 for, 1 against" in text(get(world.client("anyone"), "vote", resolution=vote.pk))
    post(secretary, "item-hear", {"go": "send", "outcome": "The manager asks three firms."}, item=item.pk)
    owed = {"go": "send", "what": "Three prices", "owner": "secretary", "by_day": f"{now() + 20 * made.DAY:%d %m %Y}"}
    assert "It is promised" in post(secretary, "task-set", owed, **address)
    post(secretary, "meeting-close", {}, 302, **address)
    post(
        secretary,
        "meeting-minutes",
        {"go": "send", "notes": "Nine listened.", "closed_notes": "Canary words."},
        **address,
    )
    assert "Nine listened" in get(secretary, "meeting-minutes", **address)
    assert "Nine listened" not in get(world.client("anyone"), "meeting", **address)
    assert "The minutes are published" in post(secretary, "minutes-publish", {"go": "send", "sure": "yes"}, **address)
    seen = text(get(world.client("anyone"), "meeting", **address))
    for said in (
        "Nine listened.",
        "Three prices",
        "Carried",
        "Person Treasurer: Against",
        "The manager asks three firms.",
    ):
        assert said in seen, said
    assert "Canary" not in seen


def test_who_votes_for_others_reads_their_words_before_a_vote_and_nobody_else_does(world):
    given = made.given(world)
    holder = made.bodies.elector(world, 1)
    row = given.meeting
    assert [one.pk for one in proxies.held_by(row, holder)] == [given.pk]
    for who in ("resident", "subject", "secretary"):
        said = sound(get(world.client(who), "proxies-held", meeting=row.pk))
        assert "You vote for nobody but yourself." in said
        assert "Canary: against." not in said
        assert "Read for whom you vote" not in text(get(world.client(who), "meeting", meeting=row.pk))
    made.proxies.take_back(given.pk, by=world.actor("resident"), key=made.key())
    made.proxies.give(
        row.pk, world.person("subject").pk, "Canary <b>: for.", by=world.actor("resident"), key=made.key()
    )
    client = world.client("subject")
    with CaptureQueriesContext(connection) as caught:
        said = text(get(client, "proxies-held", meeting=row.pk))
    assert len(caught) <= 12
    assert "You vote for one other person." in said or "You vote for 1 other person." in said
    assert world.person("resident").name in said
    assert "Canary <b>: for." in said
    page = get(client, "meeting", meeting=row.pk)
    assert reverse("proxies-held", kwargs={"meeting": row.pk}) in page
    made.actions.cancel(row.pk, "The hall is shut.", by=world.actor("secretary"), key=made.key())
    assert "You vote for nobody but yourself." in text(get(client, "proxies-held", meeting=row.pk))


def test_a_general_meeting_is_counted_by_two_tellers_and_proxies_are_never_told_as_people(world):
    with travel(by=-11.9 * made.DAY):
        before = made.general(world, ahead=11.9 - 10 / 1440, days=0)
        form = {"go": "send", "holder": "Canary Elector 1", "how": "Canary words: against."}
        assert "They can vote for you" in post(world.client("subject"), "proxy-give", form, meeting=before.pk)
        nobody = {"go": "send", "holder": "Nobody At All", "how": ""}
        stranger = post(world.client("resident"), "proxy-give", nobody, 422, meeting=before.pk)
        off_list = post(
            world.client("resident"), "proxy-give", {**nobody, "holder": "Canary Neighbour"}, 422, meeting=before.pk
        )
        for source in (stranger, off_list):
            assert "Only people who may vote at this meeting can give or hold a proxy." in source
    opened = made.opened_now(world, before, "general", 5)
    secretary = world.client("secretary")
    post(secretary, "meeting-count", {}, 302, meeting=opened.pk)
    assert "it has begun" in text(get(world.client("anyone"), "meeting", meeting=opened.pk))
    post(world.client("board"), "meeting-count", {"form_key": "b" * 22}, 302, meeting=opened.pk)
    seen = text(get(world.client("anyone"), "meeting", meeting=opened.pk))
    assert "5 people were there." in seen
    assert "Canary" not in seen
    for number, who in enumerate(("resident", None)):
        form = {"go": "send", "who": f"Canary {'Resident' if who else 'Elector 0'}", "form_key": f"{number}" * 22}
        assert "They count votes" in post(secretary, "meeting-teller", form, meeting=opened.pk)
    item = opened.items.get()
    post(secretary, "vote-put", {"go": "send", "motion": "We ask.", "majority": "ordinary"}, item=item.pk)
    vote = item.resolutions.get()
    counted = {"go": "send", "yes": "4", "no": "2", "abstained": "0", "by_proxy": "1"}
    assert "One of two counts is in." in post(world.client("resident"), "vote-tell", counted, resolution=vote.pk)
    assert "One of two counts is in." in text(get(world.client("anyone"), "vote", resolution=vote.pk))
    assert "Two tellers do not agree yet" in post(secretary, "vote-close", {}, 422, resolution=vote.pk)
    made.tell(world, vote, 0, (4, 2, 0, 1))
    post(secretary, "vote-close", {"form_key": "z" * 22}, 302, resolution=vote.pk)
    assert "Carried: 4 for, 2 against" in text(get(world.client("anyone"), "vote", resolution=vote.pk))


def test_an_escalation_has_no_button_that_takes_it_off_and_the_meeting_does_not_end_without_it(world):
    row = made.called(world, ahead=-10 / 1440, days=12)
    made.agenda.put_escalation(made.Ref("petition", row.pk), row.body.place)
    row = made.opened_now(world, row, "board", 3)
    kept = row.body.items.get(kept=True)
    secretary = world.client("secretary")
    assert reverse("item-strike", args=[kept.pk]) not in get(secretary, "meeting", meeting=row.pk)
    refused = post(secretary, "item-strike", {"go": "send", "reason": "No."}, 422, item=kept.pk)
    assert "cannot be struck off" in refused
    assert "nobody can strike it off" in text(get(world.client("anyone"), "meetings", body=row.body_id)).lower()


def test_what_coming_cost_is_asked_for_agreed_by_another_and_paid(world):
    from letgo.commons.money.models import Pot

    row = made.held(world)
    made.with_pot(world)
    member, secretary, treasurer = (world.client(who) for who in ("board", "secretary", "treasurer"))
    asked = {"go": "send", "kind": "childcare", "pounds": "12.50", "why": "Two hours"}
    assert "You asked for £12.50" in post(member, "expense-ask", asked, meeting=row.pk)
    one = row.expenses.get()
    assert "Somebody else on the board must do this" in text(
        post(member, "expense", {"go": "send", "answer": "yes", "reason": ""}, 403, expense=one.pk)
    )
    assert "Two hours" in get(secretary, "meeting-desk", meeting=row.pk)
    assert "You said yes" in post(secretary, "expense", {"go": "send", "answer": "yes", "reason": ""}, expense=one.pk)
    pot = Pot.objects.get(name="Board costs")
    assert "It is paid" in post(treasurer, "expense-pay", {"go": "send", "pot": str(pot.pk)}, expense=one.pk)
    one.refresh_from_db()
    assert (one.state, one.transfer.pence) == ("paid", 1250)
    assert "Two hours" not in get(world.client("anyone"), "meeting", meeting=row.pk)


def test_the_first_weeks_are_ticked_off_by_the_board(world):
    task = made.first_task(world)
    assert "2 of 2 things are still to be done" in text(get(world.client("anyone"), "first-weeks", body=task.body_id))
    post(world.client("board"), "first-task", {}, 302, task=task.pk)
    assert "1 of 2 things are still to be done" in sound(get(world.client("board"), "first-weeks", body=task.body_id))


def test_a_meeting_costs_the_same_with_2_people_or_100(world):
    row = made.opened(world, "general", 2)

    def cost(who, name):
        with CaptureQueriesContext(connection) as caught:
            get(world.client(who), name, meeting=row.pk)
        return len(caught)

    few = {name: cost("secretary", name) for name in ("meeting", "meeting-desk")}
    made.crowd(world, row, 100)
    assert {name: cost("secretary", name) for name in few} == few


def test_a_neighbour_who_came_to_a_general_meeting_asks_where_the_terms_say_so_and_who_did_not_is_not_offered_it(world):
    made.body(world, expenses="all")
    row = made.called(world, "general", ahead=-5, days=20)
    with travel(row.at):
        made.actions.open_meeting(row.pk, by=made.by(world), key=made.key())
        made.actions.mark(row.pk, world.person("resident").pk, "present", by=made.by(world), key=made.key())
    with travel(row.at + 31 * made.MINUTE):
        made.count(world, row)
    resident, other = world.client("resident"), world.client("subject")
    offer = reverse("expense-ask", kwargs={"meeting": row.pk})
    assert offer in get(resident, "meeting", meeting=row.pk)
    assert offer not in get(other, "meeting", meeting=row.pk)
    asked = {"go": "send", "kind": "childcare", "pounds": "12.50", "why": "Canary sitter"}
    assert "This is for who came" in post(other, "expense-ask", asked, 422, meeting=row.pk)
    assert "You asked for £12.50" in post(resident, "expense-ask", asked, meeting=row.pk)
    with CaptureQueriesContext(connection) as caught:
        assert "You asked: Childcare, £12.50." in sound(get(resident, "meeting", meeting=row.pk))
    assert len(caught) <= 12, [one["sql"] for one in caught]
    for who in ("anyone", "subject"):
        assert "12.50" not in get(world.client(who), "meeting", meeting=row.pk)
    desk = text(get(world.client("secretary"), "meeting-desk", meeting=row.pk))
    assert f"{world.person('resident').name}: Childcare, £12.50." in desk
    assert "to everybody who comes to a general meeting" in text(get(world.client("anyone"), "body", body=row.body_id))


def test_who_was_written_down_and_was_not_there_says_so_and_somebody_from_outside_settles_it(world):
    row = made.marked(world)
    resident, checker = world.client("resident"), world.client("checker")
    assert "You were written down as there: General meeting" in text(get(resident, "mine"))
    assert "You were written down as there." in sound(get(resident, "meeting", meeting=row.pk))
    assert reverse("meeting-not-there", args=[row.pk]) not in get(world.client("subject"), "meeting", meeting=row.pk)
    assert "Were you at this meeting?" in sound(get(resident, "meeting-not-there", meeting=row.pk))
    said = post(resident, "meeting-not-there", {"go": "send", "was_not": "no"}, meeting=row.pk)
    assert "You are not counted there any more." in text(said)
    assert "You said that you were not there." in text(get(resident, "meeting", meeting=row.pk))
    assert "says they were not" in text(get(world.client("secretary"), "meeting-desk", meeting=row.pk))
    with CaptureQueriesContext(connection) as caught:
        mine = text(get(checker, "mine"))
    assert len(caught) <= 12, [one["sql"] for one in caught]
    assert "Someone says they were not there: General meeting" in mine
    asked = row.attendances.get(doubt="asked")
    assert "They say that they were not." in sound(get(checker, "attendance", attendance=asked.pk))
    get(world.client("secretary"), "attendance", 403, attendance=asked.pk)
    assert "It is settled" in post(checker, "attendance", {"go": "send", "there": "no"}, attendance=asked.pk)
    assert "You were not there: that is settled." in text(get(resident, "meeting", meeting=row.pk))
    assert "Someone says they were not there" not in text(get(checker, "mine"))


def test_a_vote_that_rests_on_who_was_not_there_is_under_question_on_every_page(world):
    row = made.quorate(world, "general", 3)
    for person in made.people(world, "general")[1:3]:
        made.actions.mark(row.pk, person, "present", True, by=made.by(world), key=made.key())
    vote = made.resolutions.put(row.items.get().pk, made.ROOF, by=made.by(world), key=made.key())
    for number in (0, 1):
        made.tell(world, vote, number, (2, 0, 0, 0))
    made.resolutions.close(vote.pk, by=made.by(world), key=made.key())
    assert "Carried: 2 for" in text(get(world.client("anyone"), "vote", resolution=vote.pk))
    made.presence.deny(row.pk, by=world.actor("resident"), key=made.key())
    for name, address in (("vote", {"resolution": vote.pk}), ("meeting", {"meeting": row.pk})):
        said = sound(get(world.client("anyone"), name, **address))
        assert "Under question" in said or "This is under question." in said
        assert "Carried" not in said
        assert "Canary" not in said


def test_the_second_who_counts_sees_the_number_and_the_first_is_told_to_wait(world):
    row = made.first_counted(world)
    assert "Somebody else counts too" in sound(get(world.client("secretary"), "meeting-desk", meeting=row.pk))
    assert "Look round, and count" in sound(get(world.client("board"), "meeting-desk", meeting=row.pk))
    assert "written down as there" in sound(get(world.client("checker"), "meeting-count-too", meeting=row.pk))
    assert reverse("meeting-count-too", args=[row.pk]) in get(world.client("checker"), "meeting", meeting=row.pk)
    assert reverse("meeting-count-too", args=[row.pk]) not in get(world.client("subject"), "meeting", meeting=row.pk)
    done = text(post(world.client("checker"), "meeting-count-too", {"go": "send", "seen": "yes"}, meeting=row.pk))
    assert "Two people counted the same." in done
    assert "enough people are there" in text(get(world.client("anyone"), "meeting", meeting=row.pk))

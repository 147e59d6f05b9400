"""Boards and elections on pages: every state whole, plain and cheap; from the call to the seats as people click it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.web.boards import elections_made as made
from tests.web.html import Page, sentences
from tests.web.test_words import LONGEST, banned, words

pytestmark = pytest.mark.django_db
KEY = "k" * 22


def page(client, name, status=200, **address):
    response = client.get(reverse(name, kwargs=address))
    assert response.status_code == status, response.content.decode()[:600]
    return response.content.decode()


def text(source):
    return " ".join(sentences(source))


@pytest.mark.parametrize("state", made.STATES)
def test_an_election_has_a_whole_and_plain_page_in_every_state(state, world):
    row = made.STATES[state](world)
    names = [("election", {"election": row.pk}), ("body", {"body": row.body_id})]
    for who in ("anyone", "resident", "checker", "secretary"):
        client = world.client(who)
        for name, address in names:
            with CaptureQueriesContext(connection) as caught:
                source = page(client, name, **address)
            assert len(caught) <= 12, (name, who, [one["sql"] for one in caught])
            assert Page(source).wrong() == []
            assert [s for s in sentences(source) if words(s) > LONGEST or banned(s)] == []
            assert "Canary" not in source
            assert "<b>on</b>" not in source


def test_a_page_costs_the_same_with_3_or_300_names(world):
    from letgo.commons.people.models import Person
    from letgo.commons.record.clock import now
    from letgo.decide.boards.models import Nomination

    row = made.nominating(world)

    def cost():
        found = {}
        for name, who in (
            ("election", "anyone"),
            ("election", "resident"),
            ("election-desk", "checker"),
            ("body", "resident"),
        ):
            address = {"body": row.body_id} if name == "body" else {"election": row.pk}
            with CaptureQueriesContext(connection) as caught:
                page(world.client(who), name, **address)
            found[name, who] = len(caught)
        return found

    few = cost()
    line = row.nominations.first().line
    for number in range(300):
        person = Person.objects.create(name=f"Canary Many {number}", made=now())
        Nomination.objects.create(
            election=row,
            person=person,
            name=f"Many {number:03}",
            statement="x",
            state="stands",
            consent=True,
            line=line,
        )
    assert cost() == few
    assert max(few.values()) <= 12, few
    assert "Show the next 20" in page(world.client("anyone"), "election", election=row.pk)


def send(client, name, status, key="", follow=False, fields=None, **address):
    response = client.post(reverse(name, kwargs=address), {"form_key": key or KEY, **(fields or {})}, follow=follow)
    assert response.status_code == status, response.content.decode()[:900]
    return response.content.decode()


def test_someone_stands_is_backed_and_takes_the_name_back(world):
    row = made.called(world)
    client = world.client("resident")
    given = {"name": "Person A", "statement": "Lights.\nAnd a gate.", "consent": "no", "at": "2", "go": "send"}
    assert "Say yes, or stop here" in send(client, "election-stand", 422, fields=given, election=row.pk)
    done = send(client, "election-stand", 200, fields={**given, "consent": "yes"}, election=row.pk)
    assert "You have come forward" in done
    name = row.nominations.get()
    own = page(client, "nomination", nomination=name.pk)
    assert "Pass the address of this page on" in own
    assert "I back this name" not in own
    other = world.client("subject")
    assert "I back this name" in page(other, "nomination", nomination=name.pk)
    seen = send(other, "nomination-second", 200, follow=True, nomination=name.pk)
    assert "You back this name" in seen
    assert "Stands." in text(seen)
    send(client, "nomination-withdraw", 200, nomination=name.pk)
    assert "Person A" not in page(world.client("anyone"), "election", election=row.pk)


def test_whoever_opens_a_name_and_cannot_back_it_reads_why_and_what_to_do(world):
    row = made.called(world)
    given = {"name": "Person A", "statement": "Lights.", "consent": "yes", "at": "2", "go": "send"}
    send(world.client("resident"), "election-stand", 200, fields=given, election=row.pk)
    name = row.nominations.get().pk
    assert "Sign in, and you come back here" in text(page(world.client("anyone"), "nomination", nomination=name))
    for who in ("councillor", "administrator"):
        seen = text(page(world.client(who), "nomination", nomination=name))
        assert "You are not on the list of who elects it" in seen, who
        assert "I back this name" not in seen


def test_only_the_returning_officer_reads_who_backs_whom(world):
    row = made.nominating(world)
    backer = "Canary Elector 1"
    assert backer in page(world.client("checker"), "election-desk", election=row.pk)
    assert backer not in page(world.client("secretary"), "election-desk", election=row.pk)
    for who in ("anyone", "resident", "officer", "administrator", "councillor"):
        page(world.client(who), "election-desk", 403, election=row.pk)
    for who in world.who:
        source = page(world.client(who), "election", election=row.pk)
        assert "Canary" not in source
    for name in row.nominations.all():
        assert "Canary" not in page(world.client("secretary"), "nomination", nomination=name.pk)


def test_the_days_are_shown_before_an_election_is_called(world):
    body = made.body(world)
    client, address = world.client("secretary"), {"body": body.pk}
    first = page(client, "election-call", **address)
    assert "Seat 1" in first
    given = {
        "seats": ["1", "2", "3"], "nominations_close": "", "opens": "", "closes": "", "officer": str(world.person("checker").pk),
        "seed_from": "Dice in the hall", "reason": "", "at": "2",
    }  # fmt: skip
    check = text(send(client, "election-call", 200, fields={**given, "go": "next"}, **address))
    assert "People can stand until" in check
    assert "The vote opens on" in check
    assert "would be on the list, as of today" in check
    early = {**given, "opens": "1 1 2026", "go": "send"}
    assert "There is a problem" in send(client, "election-call", 422, key="e" * 22, fields=early, **address)
    assert "The election is called" in send(client, "election-call", 200, fields={**given, "go": "send"}, **address)
    row = body.elections.get()
    assert row.places == [1, 2, 3]
    later = send(world.client("anyone"), "election-call", 403, fields={**given, "go": "send"}, **address)
    assert "Canary" not in later


@pytest.mark.parametrize(("state", "sheet", "says"), [
    ("nominating", "notice", "Notice of election: Tansy Row board"),
    ("nominating", "form", "I agree that my name and these words are public"),
    ("voting", "candidates", "5 people stand."),
    ("declared", "declaration", "I declare that these people are elected"),
    ("unopposed", "declaration", "so there was no vote"),
    ("failed", "declaration", "Nobody stood."),
])  # fmt: skip
def test_everything_prints(state, sheet, says, world):
    row = made.STATES[state](world)
    for size in ("", "?print=large"):
        response = world.client("anyone").get(
            reverse("election-print", kwargs={"election": row.pk, "sheet": sheet}) + size
        )
        source = response.content.decode()
        assert says in text(source)
        assert Page(source).wrong() == []
        assert "Canary" not in source
    assert (
        world.client("anyone").get(reverse("election-print", kwargs={"election": row.pk, "sheet": "no"})).status_code
        == 404
    )


def test_the_sheets_of_an_election_go_with_its_vote(world):
    """`letgo paper POLL` prints them; a vote about anything else has none."""
    from uuid import uuid4

    from letgo.web.boards.printing import of_vote

    row = made.voting(world)
    found = dict(of_vote(row.poll_id))
    assert list(found) == ["Notice of election", "Who stands"]
    assert "Person 0" in found["Who stands"]
    assert of_vote(uuid4()) == []


def test_a_board_for_which_nobody_stands_says_what_happens_and_who_helps(world):
    row = made.failed(world)
    source = text(page(world.client("anyone"), "body", body=row.body_id))
    assert "stays with residents" in source
    assert "someone must help to find people" in source


def test_an_empty_seat_is_offered_and_taken(world):
    found = made.vacancy(world)
    assert found.state == "filling"
    client = world.client("resident")
    assert "A seat is offered to you" in page(client, "vacancy", vacancy=found.pk)
    assert "It is offered to someone who stood in that vote" in text(
        page(world.client("anyone"), "body", body=found.body_id)
    )
    assert "The seat is yours" in send(client, "vacancy", 200, fields={"yes": "yes"}, vacancy=found.pk)
    assert "Person A" in page(world.client("anyone"), "body", body=found.body_id)


def test_an_approver_is_shown_as_a_veto_and_a_no_needs_reasons(world):
    row = made.approval(world)
    assert "This is a veto" in page(world.client("anyone"), "body", body=row.mandate.body_id)
    client = world.client("councillor")
    assert "Give your reasons" in send(client, "approval", 422, fields={"yes": "no", "reasons": ""}, approval=row.pk)
    assert "You said no" in send(
        client, "approval", 200, fields={"yes": "no", "reasons": "It is ours."}, approval=row.pk
    )
    assert "It is ours." in page(world.client("anyone"), "body", body=row.mandate.body_id)


def test_rules_change_when_a_second_person_agrees(world):
    change = made.change(world)
    shown = text(page(world.client("anyone"), "terms-change", change=change.pk))
    assert "Three are too few." in shown
    assert "I agree" not in page(world.client("treasurer"), "terms-change", change=change.pk)
    assert "The rules have changed" in send(
        world.client("secretary"), "terms-change", 200, fields={"yes": "yes"}, change=change.pk
    )
    change.body.refresh_from_db()
    assert change.body.fixed.seats == 5


def test_a_weighted_body_says_how_often_each_vote_decides(world):
    from letgo.commons.record.actions import write
    from letgo.decide.boards.models import put
    from tests.world import TEST

    row = made.unopposed(world, weights=True)
    first = row.body.mandates.filter(state="serving").first()
    put(first, write("boards.fill", row.body.ref, by=TEST), weight=9)
    source = text(page(world.client("anyone"), "body", body=row.body_id))
    assert "One member decides everything alone" in source


def test_a_seat_that_is_offered_waits_on_my_page(world):
    seat = made.vacancy(world)
    assert f"/boards/seats/{seat.pk}" in page(world.client("resident"), "mine")
    assert f"/boards/seats/{seat.pk}" not in page(world.client("subject"), "mine")


def test_names_to_check_wait_on_the_returning_officers_page(world):
    row = made.checking(world)
    assert f"/boards/elections/{row.pk}/desk" in page(world.client("checker"), "mine")
    assert f"/boards/elections/{row.pk}/desk" not in page(world.client("secretary"), "mine")


@pytest.mark.parametrize(
    "more", [{}, {"proxies": 2, "second_meeting": "those-present", "second_meeting_decides": ("ordinary",)}]
)
def test_the_rules_of_a_board_stand_on_one_page_each_with_where_it_comes_from(world, more):
    from letgo.commons.promises.queries import in_force

    found = made.body(world, recall_percent=15, hearing_days=10, meeting_quorum_percent=25, **more)
    for who in ("anyone", "resident", "secretary"):
        with CaptureQueriesContext(connection) as caught:
            source = page(world.client(who), "body-rules", body=found.pk)
        assert len(caught) <= 12, [one["sql"] for one in caught]
        assert Page(source).wrong() == []
        assert [s for s in sentences(source) if words(s) > LONGEST or banned(s)] == []
    said = text(source)
    rule = in_force("boards.nominations")
    for expected in (
        "15 of every 100 who can vote", "10 whole days apart", "25 of every 100 who can vote", str(rule.read.within), rule.read.source,
        "The board’s own rules, from its founding", "Someone votes for you", "Two people count them.",
    ):  # fmt: skip
        assert expected in said, expected
    assert reverse("rule", args=[rule.pk]) in source
    assert reverse("body-rules", args=[found.pk]) in page(world.client("anyone"), "body", body=found.pk)
    assert ("At a meeting of all, for at most 2 other people." in said) is bool(more)


def test_an_election_leads_to_its_objections_and_its_vote_back_to_it(world):
    """While people can object, and only whoever may; the vote leads back to who stands."""
    from datetime import timedelta

    from letgo.commons.record.clock import travel

    row = made.declared(world)
    to = reverse("poll-object", kwargs={"poll": row.poll_id})
    with travel(to=row.poll.declared + timedelta(hours=1)):
        assert to in page(world.client("resident"), "election", election=row.pk)
        assert to not in page(world.client("anyone"), "election", election=row.pk)
    assert to not in page(world.client("resident"), "election", election=row.pk)
    assert reverse("election", kwargs={"election": row.pk}) in page(world.client("anyone"), "poll", poll=row.poll_id)

"""What a rung does, and what starts a clock by itself."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from letgo.commons.door.models import Message
from letgo.commons.people.concerns.actions import answer_concern, raise_concern
from letgo.commons.people.queries import may
from letgo.commons.promises import actions, queries
from letgo.commons.promises.models import Promise
from letgo.commons.promises.rules import Length, Rung
from letgo.commons.promises.tables import PackFile
from letgo.commons.promises.versions import actions as versions
from letgo.commons.record import jobs
from letgo.commons.record.clock import now, travel
from letgo.commons.record.models import Line
from letgo.commons.record.refs import PUBLIC, Ref
from letgo.commons.record.refusals import Refused
from tests.commons.promises.made import CALENDAR, bring_in, rule
from tests.world import TEST

START = datetime(2026, 12, 21, 10, tzinfo=UTC)
TOLD = (
    Rung(Length(0, "hours"), "promises.tell-holder", "the manager"),
    Rung(Length(0, "hours"), "promises.tell-place", "everyone here"),
)
ANSWER = {
    "name": "people.answer-a-concern",
    "starts_on": "people.concern-raised",
    "role": "answerer",
    "ends": "instant",
    "ladder": TOLD[:1],
}


def lines(verb: str) -> list[tuple[str, str]]:
    return list(Line.objects.filter(verb=verb).values_list("about_kind", "audience_kind"))


def over(promised, **more) -> Promise:
    row = promised(START, **more)
    with travel(row.due + timedelta(hours=1)):
        actions.tick()
        jobs.run_waiting()
    return row


def test_the_holder_and_the_place_are_told_once(world, law, promised):
    law("5 days", ladder=TOLD)
    over(promised)
    with travel(START + timedelta(days=90)):
        actions.tick()
        jobs.run_waiting()
    assert lines("promises.tell-holder") == [("promise", "place")]
    assert lines("promises.tell-place") == [("place", "public")]
    sent = Message.objects.filter(template="waits")
    assert [(row.person_id, row.about_kind) for row in sent] == [(world.person("manager").pk, "promise")]


def test_who_holds_the_duty_today_and_nobody_who_left(world, law, promised):
    law("5 days", name="test.officer", role="officer")
    law("5 days", name="test.board", role="board-member")
    row = promised(now(), rule="test.officer")
    assert set(queries.duty_bound(row)) == {world.person(who).pk for who in ("officer", "officer-here", "officer-weak")}
    of_board = promised(now(), Ref("organisation", world.board.pk), rule="test.board")
    assert queries.duty_bound(of_board) == [world.person("board").pk]


def test_the_doctor_sees_a_clock_that_stands_and_rules_that_wait(world, law, promised):
    def states():
        return [finding.state for finding in queries.findings()]

    assert states() == ["note"]
    law("5 days")
    promised(now())
    assert states() == ["well"]
    bring_in(rule("4 days"))
    assert states() == ["note", "well"]
    with travel(by=timedelta(days=20)):
        assert states() == ["wrong", "note"]


def test_of_a_private_promise_no_resident_is_told(world, law, promised):
    law("5 days", ladder=TOLD)
    over(promised, audience=Ref("concern", uuid4()))
    assert lines("promises.tell-holder") == [("promise", "concern")]
    assert lines("promises.tell-place") == []


def test_a_worry_starts_its_clock_and_an_answer_meets_it(world):
    bring_in(rule("24 hours", **ANSWER))
    here = world.places["here"]
    worry = raise_concern("A canary of a worry.", world.actor("resident"), uuid4().hex, reach=here.lineage)
    jobs.run_waiting()
    owed = queries.of(Ref("concern", worry.pk))
    assert [(row.holder, row.start, row.due) for row in owed] == [
        (Ref("place", here.pk), worry.at, (worry.at + timedelta(hours=24)).replace(microsecond=0))
    ]
    assert queries.of(Ref("concern", worry.pk), world.actor("answerer")) == owed
    for who in ("anyone", "resident", "neighbour", "officer", "manager"):
        assert queries.of(Ref("concern", worry.pk), world.actor(who)) == [], who
    with pytest.raises(Refused, match="answer itself"):  # nobody calls it done and says nothing
        actions.meet(owed[0].pk, world.actor("answerer"), uuid4().hex)
    assert not may(world.actor("answerer"), "promises.meet", owed[0])
    answer_concern(worry.pk, "I rang.", world.actor("answerer"), uuid4().hex)
    with travel(by=timedelta(days=3)):  # the worker comes late; the answer did not
        jobs.run_waiting()
    assert queries.of(Ref("concern", worry.pk))[0].state == "kept"
    assert not Line.objects.filter(audience_kind="public", verb__startswith="promises.meet").exists()


def test_a_worry_from_nowhere_has_a_holder_too(world):
    bring_in(rule("24 hours", **ANSWER))
    worry = raise_concern("Somewhere.", world.actor("anyone"), uuid4().hex)
    jobs.run_waiting()
    assert queries.of(Ref("concern", worry.pk))[0].holder == Ref("place", world.places["council"].pk)


@pytest.fixture
def three_states(world, law, promised):
    law("5 days", ladder=TOLD)
    kept, broken, waiting = promised(START), promised(START), promised(START + timedelta(days=60))
    with travel(START + timedelta(days=1)):
        actions.meet(kept.pk, TEST, "k")
    with travel(START + timedelta(days=30)):
        actions.tick()
    return kept, broken, waiting


def test_lists_for_other_rooms(world, three_states):
    kept, broken, waiting = three_states
    here, council = world.places["here"], world.places["council"]
    manager = world.actor("manager")
    since, until = START, START + timedelta(days=30)
    asked = {
        "of": (lambda: queries.of(kept.about), [kept]),
        "open_at": (lambda: queries.open_at(here.pk), [broken, waiting]),
        "owed_by": (lambda: queries.owed_by(Ref("place", here.pk)), [broken, waiting]),
        "due_soon": (lambda: queries.due_soon(manager), [broken, waiting]),
        "broken_in": (lambda: queries.broken_in(council.lineage), [broken]),
        "elsewhere": (lambda: queries.broken_in(world.places["there"].lineage), []),
        "tally": (lambda: queries.tally(here.lineage, since, until), {"kept": 1, "late": 0, "broken": 1, "waiting": 0}),
    }
    for name, (ask, expected) in asked.items():
        with CaptureQueriesContext(connection) as caught:
            assert ask() == expected, name
        assert len(caught) == 1, name


def test_a_list_costs_one_query_for_100_too(world, law, promised):
    law("5 days")
    rows = [promised(now()) for _ in range(40)]
    with CaptureQueriesContext(connection) as caught:
        found = queries.open_at(world.places["here"].pk)
        [(row.rule.title, row.calendar.read.country, row.place.name) for row in found]
    assert (len(found), len(caught)) == (queries.PAGE, 1)
    assert rows[0].audience_kind == PUBLIC.kind


def test_the_nearest_settings_win(world):
    bring_in(rule("5 days"))
    for where, word in {"council": "chief", "here": "warden"}.items():
        file = PackFile(
            where, 1, "x", CALENDAR, [], {"roles": {"manager": word}, "power": [{"what": "benches", "who": word}]}
        )
        versions.apply_pack(file, world.places[where].pk, TEST, uuid4().hex)
    roles = {name: queries.settings_at(world.places[name])["roles"]["manager"] for name in ("council", "here", "there")}
    assert roles == {"council": "chief", "here": "warden", "there": "chief"}
    assert queries.settings_at(world.places["here"])["power"] == [{"what": "benches", "who": "warden"}]
    assert queries.settings_at(None)["roles"] == {"manager": "caretaker"}
    assert queries.settings_at(None)["power"] == []


def test_boards_of_packs_are_settings_too_and_the_nearest_of_a_name_wins(world):
    bring_in(rule("5 days"))
    for where, seats in {"council": 9, "here": 5}.items():
        file = PackFile(where, 1, "x", CALENDAR, [], {"board": [{"name": "tmo", "title": "A board", "seats": seats}]})
        versions.apply_pack(file, world.places[where].pk, TEST, uuid4().hex)
    seats = {
        name: [row["seats"] for row in queries.settings_at(world.places[name])["board"]] for name in ("here", "there")
    }
    assert seats == {"here": [5], "there": [9]}

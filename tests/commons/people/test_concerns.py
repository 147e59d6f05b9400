"""A worry about someone: always taken, read by those who answer and by nobody else, on a clock where the house has one."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from letgo.commons.people import actions, queries
from letgo.commons.people.models import Concern, ConcernWords
from letgo.commons.people.queries import visible
from letgo.commons.people.rules import ANYONE, CROWD
from letgo.commons.record.clock import now, travel
from letgo.commons.record.models import Doer, Job, Line, Once, Words
from letgo.commons.record.refusals import Refused

CANARY = "Canary words about a neighbour"


def tell(by=ANYONE, key="tell", said=CANARY, **more) -> Concern:
    return actions.raise_concern(said, by=by, key=key, **more)


def test_nobody_has_to_say_who_they_are_and_then_it_is_written_nowhere(world):
    row = tell(world.actor("resident"))
    assert row.words.person is None
    assert Doer.objects.get(line=row.line).body == {}


def test_who_chose_to_be_named_is_named_to_who_answers_only(world):
    row = tell(world.actor("resident"), named=True)
    assert row.words.person == world.person("resident")


def test_only_those_who_answer_worries_read_one(world):
    row = tell()
    reading = {who for who in world.who if queries.one_concern(world.actor(who), row.pk)}
    assert reading == {"answerer", "safeguarding"}
    assert {who for who in world.who if queries.concerns(world.actor(who))} == reading


def test_one_of_a_place_is_read_there_and_above_only(world):
    from letgo.commons.people.rules import Actor, Grant

    here, there = world.places["here"].lineage, world.places["there"].lineage
    row = tell(reach=here)
    at = {reach: Actor(person=row.pk, grants=frozenset({Grant("answerer", reach)})) for reach in (here, there, "/")}
    assert {reach for reach, actor in at.items() if queries.one_concern(actor, row.pk)} == {here, "/"}
    unknown = tell(key="no place", said="Where is not known.")
    assert all(queries.one_concern(actor, unknown.pk) for actor in at.values())


def test_no_line_of_it_is_public_or_read_by_where_someone_lives(world):
    row = tell(reach=world.places["here"].lineage)
    actions.answer_concern(row.pk, "Rang the council.", by=world.actor("answerer"), key="answer")
    assert not Line.objects.filter(about_kind="concern", audience_kind="public").exists()
    for who in world.who:
        assert not visible(world.actor(who), "record.read", Line.objects.filter(about_kind="concern")).exists(), who


def test_its_words_stand_in_one_row_and_in_no_job_key_or_line(world):
    row = tell(key=f"{CANARY} as a key", about=CANARY)
    for model in (Job, Once, Line, Doer, Words):
        for found in model.objects.values():
            assert CANARY not in str(found), model
    assert ConcernWords.objects.get(pk=row.pk).said == CANARY
    assert CANARY not in f"{row!r}{row}{row.words!r}"


def test_its_words_can_be_deleted_and_that_it_was_there_stays(world):
    row = tell()
    with pytest.raises(Refused):
        actions.forget_concern(row.pk, by=world.actor("answerer"), key="not a lead")
    actions.forget_concern(row.pk, by=world.actor("safeguarding"), key="forget")
    assert not ConcernWords.objects.exists()
    assert queries.one_concern(world.actor("answerer"), row.pk) == row
    assert [line.verb for line, _ in queries.concern_history(world.actor("answerer"), row)] == [
        "people.raise-concern",
        "people.forget-concern",
    ]


def test_a_named_person_takes_it_says_what_they_did_and_closes_it(world):
    row, answerer = tell(), world.actor("answerer")
    with pytest.raises(Refused):
        actions.close_concern(row.pk, "Nobody had it yet.", by=answerer, key="too soon")
    actions.answer_concern(row.pk, "Rang the council.", by=answerer, key="answer")
    taken = queries.one_concern(world.actor("safeguarding"), row.pk)
    assert (taken.state, taken.answerer) == ("taken", world.person("answerer"))
    actions.close_concern(row.pk, "The council visits on Monday.", by=answerer, key="close")
    assert queries.concerns(answerer) == []
    assert [words for _, words in queries.concern_history(answerer, row)] == [
        "",
        "Rang the council.",
        "The council visits on Monday.",
    ]
    with pytest.raises(Refused):
        actions.answer_concern(row.pk, "Again.", by=answerer, key="after the end")


def test_an_answer_needs_a_line_and_someone_who_may(world):
    row = tell()
    with pytest.raises(Refused):
        actions.answer_concern(row.pk, " ", by=world.actor("answerer"), key="empty")
    for who in ("officer", "resident", "manager", "anyone"):
        with pytest.raises(Refused):
            actions.answer_concern(row.pk, "I look.", by=world.actor(who), key=f"by {who}")


def test_the_same_words_twice_are_one_worry_and_none_is_ever_turned_away(world):
    first = tell()
    assert tell(key="second click") == first
    assert ConcernWords.objects.get(pk=first.pk).again == 1
    assert tell(key="another number", reply="07700 900 001") != first
    with travel(by=timedelta(days=2)):
        assert tell(key="two days on") != first


def test_one_that_came_again_after_it_was_closed_is_a_new_one(world):
    first = tell()
    actions.answer_concern(first.pk, "Looked.", by=world.actor("answerer"), key="a")
    actions.close_concern(first.pk, "All well.", by=world.actor("answerer"), key="b")
    assert tell(key="again") != first


def test_of_very_many_at_once_all_are_kept_and_the_first_are_read_first(world):
    for n in range(CROWD + 3):
        tell(key=f"flood {n}", said=f"Words {n}")
    assert Concern.objects.count() == CROWD + 3
    assert Concern.objects.filter(late=True).count() == 3
    rows = queries.concerns(world.actor("answerer"))
    assert [row.late for row in rows] == sorted(row.late for row in rows)


def test_its_clock_starts_by_the_houses_table_and_without_one_the_doctor_can_say_so(world, settings):
    settings.LETGO_EFFECTS = "tests.commons.people.test_concerns.NO_EFFECTS"
    assert tell().clock is False
    assert queries.unclocked() == 1
    settings.LETGO_EFFECTS = "tests.commons.people.test_concerns.EFFECTS"
    row = tell(key="with a clock", said="Other words")
    assert row.clock
    assert queries.unclocked() == 1
    job = Job.objects.get(name="record.effect")
    assert job.args == {
        "name": "people.concern-raised",
        "kind": "concern",
        "id": str(row.pk),
        "args": {},
        "key": str(row.pk),
    }
    actions.answer_concern(row.pk, "Rang.", by=world.actor("answerer"), key="answer")
    assert Job.objects.filter(name="record.effect").count() == 2


NO_EFFECTS: dict[str, str] = {}
EFFECTS = dict.fromkeys(
    ("people.concern-raised", "people.concern-answered"), "tests.commons.people.test_concerns.nothing"
)


def nothing(cause, args) -> None:
    """An effect that does nothing."""


def test_the_database_refuses_a_silent_change_and_a_taken_one_without_a_name(world):
    row = tell()
    for change in ({"state": "closed"}, {"at": now()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Concern.objects.filter(pk=row.pk).update(**change)

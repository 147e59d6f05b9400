"""What staff say to the board in confidence: one reader, an answer by a clock, and nowhere who said it."""

import pytest
from django.apps import apps
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from letgo.commons.people.rules import Grant
from letgo.commons.promises.queries import of as promises_about
from letgo.commons.record.refusals import Refused
from letgo.decide.boards import office_rules as rules
from letgo.decide.boards.confidences import actions, queries
from letgo.decide.boards.office_models import Confidence, ConfidenceWords
from tests.decide.boards import offices
from tests.decide.boards.offices import key

pytestmark = pytest.mark.django_db


def refused(act, *given_, **named) -> str:
    with pytest.raises(Refused) as no, transaction.atomic():
        act(*given_, **({"key": key()} | named))
    return no.value.sentence


def worker(of):
    who = offices.votes.person("Person W")
    return offices.replace(who, grants=frozenset({Grant("worker", of.body.place.lineage)}))


def everything() -> str:
    """All that stands in the database, as text."""
    rows = [model.objects.values_list() for model in apps.get_models() if model._meta.app_label not in ("people",)]
    return str([list(each) for each in rows])


def test_who_said_it_is_written_nowhere_and_the_slip_opens_the_answer(of):
    who, form = worker(of), key()
    before = everything().count(str(who.person))
    row, slip = actions.speak(of.body.pk, of.members[0].person, "The tools are broken.", by=who, key=form)
    assert actions.speak(of.body.pk, of.members[0].person, "The tools are broken.", by=who, key=form) == (row, slip)
    actions.answer(row.pk, "New ones are ordered.", by=of.members[0], key=key())
    after = everything()
    assert after.count(str(who.person)) == before == 0
    assert form not in after
    assert slip not in after
    found = queries.by_slip(slip.lower().replace("-", " "))
    assert (found.said, found.answer) == ("The tools are broken.", "New ones are ordered.")
    assert queries.by_slip("AAAA-BBBB-CCCC-DDDD") is None


def test_only_the_named_reader_reads_and_answers(of):
    row, _ = actions.speak(of.body.pk, of.members[0].person, "The tools are broken.", by=worker(of), key=key())
    assert queries.read(row.pk, of.members[0]).said == "The tools are broken."
    assert [one.pk for one in queries.waiting(of.members[0])] == [row.pk]
    for other in (of.members[1], of.secretary, of.board.estate.world.actor("administrator"), worker(of)):
        assert queries.read(row.pk, other) is None
        assert not queries.waiting(other)
        assert "Only the person it was said to" in refused(actions.answer, row.pk, "Hm.", by=other)


def test_the_manager_is_never_a_reader_whatever_else_they_are(of):
    held, who = offices.manager(of)
    offices.seating.fill(
        of.body, who.person, name="Manager M", source=("appointment", None), start=held.start, end=held.end, title="treasurer",
        by=offices.TEST, key=key(),
    )  # fmt: skip
    assert who.person not in {one.person for one in queries.readers(of.body)}
    assert "Choose who shall read it" in refused(actions.speak, of.body.pk, who.person, "x", by=worker(of))
    row, _ = actions.speak(of.body.pk, of.members[0].person, "x", by=worker(of), key=key())
    with pytest.raises(DatabaseError, match="never read by the manager"), transaction.atomic():
        Confidence.objects.filter(pk=row.pk).update(reader=who.person, line=held.line)
    with pytest.raises(DatabaseError, match="never read by the manager"), transaction.atomic():
        Confidence.objects.create(
            body=of.body, reader_id=who.person, reads_as="chair", said=row.said, slip_digest="x", line=held.line
        )


def test_it_is_for_people_who_work_here_and_an_outside_checker_can_be_the_reader(of):
    readers = {one.office for one in queries.readers(of.body)}
    assert readers == {"chair", "outside-checker"}
    assert "people who work here" in refused(actions.speak, of.body.pk, of.members[0].person, "x", by=of.people[6])
    _, manager = offices.manager(of)
    assert actions.speak(of.body.pk, of.members[0].person, "x", by=manager, key=key())


def test_the_record_says_nothing_on_the_day_itself_and_no_second_afterwards(of):
    """The seal of a line holds its second, and who worked in that hour is on a list: so the line is that of a later day."""
    from datetime import timedelta

    from letgo.commons.record.clock import now, travel
    from letgo.commons.record.models import Line
    from letgo.decide.boards import jobs

    noon = now().replace(hour=12, minute=34, second=56, microsecond=0)
    with travel(noon):
        row, _ = actions.speak(of.body.pk, of.members[0].person, "The tools are broken.", by=worker(of), key=key())
        jobs.tick()
    assert not Line.objects.filter(about_kind="confidence").exists()
    with travel(noon + timedelta(days=1, minutes=-34)):
        jobs.tick()
    row.refresh_from_db()
    assert row.line.at >= noon + timedelta(days=1, minutes=-34)
    assert promises_about(row.ref)
    assert not Line.objects.filter(about_kind="confidence", at__lt=noon + timedelta(hours=11)).exists()
    with pytest.raises(DatabaseError), transaction.atomic():
        Confidence.objects.filter(pk=row.pk).update(reads_as="chair", line=None)


def tomorrow() -> None:
    """What was said stands in the record from the next day on."""
    from datetime import timedelta

    from letgo.commons.record.clock import travel

    with travel(by=timedelta(days=1)):
        actions.tick()


def test_the_answer_is_owed_by_a_clock_that_nobody_else_sees_and_the_words_can_be_deleted(of):
    row, slip = actions.speak(of.body.pk, of.members[0].person, "The tools are broken.", by=worker(of), key=key())
    tomorrow()
    [owed] = promises_about(row.ref)
    assert (owed.audience_kind, owed.audience_id, owed.state) == ("confidence", row.pk, "waiting")
    assert not promises_about(row.ref, of.people[6])
    assert "Answer it first" in refused(actions.forget, row.pk, by=of.members[0])
    actions.answer(row.pk, "New ones are ordered.", by=of.members[0], key=key())
    owed.refresh_from_db()
    assert owed.state == "kept"
    actions.forget(row.pk, by=of.members[0], key=key())
    assert not ConfidenceWords.objects.exists()
    assert queries.by_slip(slip).answer == ""


@given(st.text(min_size=1, max_size=40))
def test_a_key_always_gives_the_same_slip_and_it_opens_however_it_is_typed(form):
    slip = rules.slip(form)
    assert slip == rules.slip(form)
    assert len(slip) == 19
    assert rules.slip_digest(slip) == rules.slip_digest(f" {slip.lower().replace('-', ' ')} ")

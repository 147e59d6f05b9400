"""Names of those who were not elected go when their papers fill no seat any more; who sits keeps theirs, and the count stays whole."""

from datetime import timedelta
from typing import Any

import pytest

DAY = timedelta(days=1)


def _left(row: Any) -> set[str]:
    return set(row.nominations.filter(forgotten__isnull=True).values_list("name", flat=True))


def test_names_are_kept_as_long_as_the_old_papers_can_fill_a_seat_and_deleted_then(made: Any, elected: Any) -> None:
    """By the terms a countback fills a seat: whom it would name is known until the term of the last who was elected is over."""
    from letgo.commons.record.clock import travel
    from letgo.decide.ballots import queries as ballots

    of = elected
    row = of.body.elections.get()
    stood, count = _left(row), ballots.result(row.poll).report
    assert len(stood) == 5
    with travel(by=400 * DAY):
        made.tick()
    assert _left(row) == stood
    with travel(by=1_300 * DAY):
        made.tick()
        made.tick()
    assert not of.body.mandates.filter(state="serving").exists()
    assert len(_left(row)) == 3
    gone = row.nominations.filter(forgotten__isnull=False)
    assert {(one.name, one.statement, one.person_id, one.state) for one in gone} == {("", "", None, "stands")}
    row.poll.refresh_from_db()
    assert ballots.result(row.poll).report == count


def test_a_name_is_kept_while_the_papers_of_its_vote_can_fill_a_seat_whatever_was_agreed_later(
    made: Any, elected: Any
) -> None:
    """The way of an empty seat is that of the call: other terms since then delete nobody whom it would name."""
    from letgo.commons.record.clock import travel
    from letgo.decide.boards.models import Vacancy
    from letgo.decide.boards.vacancies import actions

    of = elected
    row = of.body.elections.get()
    made.with_terms(of, vacancy="by-election")
    with travel(row.line.at + 400 * DAY):
        made.tick()
        assert len(_left(row)) == 5
        held = of.body.mandates.get(person=of.people[0].person, state="serving")
        actions.resign(held.pk, by=of.people[0], key=made.key())
        made.tick()
    empty = Vacancy.objects.get(mandate=held)
    assert (empty.state, empty.way, empty.offered.person_id) == ("filling", "countback", of.people[3].person)


def test_a_name_that_is_deleted_never_comes_back(made: Any, elected: Any) -> None:
    from django.db import DatabaseError, transaction

    from letgo.decide.boards.elections.forgetting import forget

    row = elected.body.elections.get()
    name = row.nominations.order_by("pk").first()
    forget(name.pk)
    forget(name.pk)
    name.refresh_from_db()
    for fields in ({"name": "Person A"}, {"statement": "x"}, {"person": elected.people[0].person}):
        with pytest.raises(DatabaseError), transaction.atomic():
            type(name).objects.filter(pk=name.pk).update(line=elected.body.line, **fields)


def test_looking_for_names_that_are_due_costs_one_query(elected: Any, django_assert_num_queries: Any) -> None:
    from letgo.decide.boards.elections import forgetting

    with django_assert_num_queries(1):
        assert forgetting.tick() == 0

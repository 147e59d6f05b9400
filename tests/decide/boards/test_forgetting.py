"""Names of those who were not elected go when their papers fill no seat any more; who sits keeps theirs, and the count stays whole."""

from datetime import timedelta
from typing import Any

import pytest

DAY = timedelta(days=1)


def _left(row: Any) -> set[str]:
    return set(row.nominations.filter(forgotten__isnull=True).values_list("name", flat=True))


def _terms(of: Any, **changed: Any) -> None:
    from tests.decide.boards.sittings import terms

    terms(of, **changed)


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


def test_half_a_year_is_enough_where_an_empty_seat_has_an_election(made: Any, elected: Any) -> None:
    from letgo.commons.record.clock import travel

    of = elected
    row = of.body.elections.get()
    _terms(of, vacancy="by-election")
    for days, names in ((182, 5), (185, 3), (186, 3)):
        with travel(row.line.at + days * DAY):
            made.tick()
        assert len(_left(row)) == names, days
    assert of.body.mandates.filter(state="serving").count() == 3
    assert {held.person_id for held in of.body.mandates.all()} == set(
        row.nominations.filter(forgotten__isnull=True).values_list("person", flat=True)
    )


def test_a_countback_asked_for_after_the_names_are_gone_names_nobody(made: Any, elected: Any) -> None:
    """The terms were changed later: the seat has an election, and nothing breaks."""
    from letgo.commons.record.clock import travel
    from letgo.decide.boards.models import Vacancy
    from letgo.decide.boards.vacancies import actions

    of = elected
    _terms(of, vacancy="by-election")
    over = of.body.elections.get().line.at
    with travel(over + 185 * DAY):
        made.tick()
    _terms(of, vacancy="countback")
    with travel(over + 186 * DAY):
        held = of.body.mandates.get(person=of.people[0].person, state="serving")
        actions.resign(held.pk, by=of.people[0], key=made.key())
        made.tick()
    empty = Vacancy.objects.get(mandate=held)
    assert (empty.state, empty.way, empty.offered) == ("open", "by-election", None)


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

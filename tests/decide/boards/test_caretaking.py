"""Nobody sits and nobody calls an election: when the days of that duty are over, the clock calls it, run by someone from outside."""

from datetime import timedelta
from typing import Any

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


def _deserted(made: Any, board: Any, **terms: Any) -> Any:
    """A board of three, elected without a vote, from which all step down."""
    from letgo.decide.boards.vacancies import actions

    of = board(**terms)
    row = made.called(of)
    for number in (0, 1, 2):
        made.stand(of, row, number)
    made.names_closed(row)
    for number, held in enumerate(of.body.mandates.filter(state="serving").order_by("seat__number")):
        who = next(each for each in of.people if each.person == held.person_id)
        actions.resign(held.pk, by=who, key=f"{made.key()}:{number}")
    made.tick()
    return of


def test_where_the_last_stepped_down_the_clock_calls_the_election_once_its_days_are_over(made: Any, board: Any) -> None:
    from letgo.commons.record.clock import travel
    from letgo.decide.boards.owing import clocks

    of = _deserted(made, board)
    due = clocks(of.body)["boards.by-election"].due
    with travel(due - MINUTE):
        made.tick()
        assert of.body.elections.count() == 1
    with travel(due + MINUTE):
        made.tick()
        made.tick()
    row = of.body.elections.get(state="nominating")
    assert row.places == [1, 2, 3]
    assert (row.nominations_close - row.called).days >= 14  # by the dated rules, as any other
    assert row.officer_id == of.officer.person
    assert row.reason == "Nobody sits on the board, and nobody called an election in time."
    assert set(of.body.vacancies.exclude(state="filled").values_list("state", "election")) == {("filling", row.pk)}
    assert "boards.by-election" not in clocks(of.body)


def test_a_term_that_ends_and_a_body_that_never_sat_are_not_left_alone_either(made: Any, board: Any) -> None:
    from letgo.commons.record.clock import travel

    of = board()
    with travel(by=30 * DAY):
        made.tick()
        assert of.body.elections.get().places == [1, 2, 3]
        row = of.body.elections.get()
    for number in (0, 1, 2):
        with travel(row.called + DAY):
            made.stand(of, row, number)
    made.names_closed(row)
    end = of.body.mandates.first().end
    for days in (0, 40):
        with travel(row.called.replace(year=end.year, month=end.month, day=end.day) + days * DAY):
            made.tick()
    assert of.body.elections.filter(state="nominating").count() == 1


def test_where_nobody_from_outside_can_run_it_the_council_owes_to_name_someone(made: Any, board: Any) -> None:
    """No election is called then; a duty of the officer at the place runs, and with the first who can run it the election is called."""
    from letgo.commons.places.models import Role
    from letgo.commons.record.actions import write
    from letgo.commons.record.clock import travel
    from letgo.decide.boards.owing import clocks
    from tests.world import TEST

    of = _deserted(made, board)
    due = clocks(of.body)["boards.by-election"].due
    with travel(due + MINUTE):
        line = write("test.gone", of.body.ref, by=TEST)
        outside = Role.objects.filter(name__in=["returning-officer", "outside-checker"])
        outside.update(end=due.date() - DAY, line=line)
        made.tick()
        made.tick()
        assert not of.body.elections.filter(state="nominating").exists()
        owed = clocks(of.body)["boards.name-officer"]
        assert (owed.rule.role, owed.holder_kind, owed.holder_id) == ("officer", "place", of.body.place_id)
        new = named(of, "Person N", "returning-officer", place=of.body.place)
        made.tick()
        assert of.body.elections.get(state="nominating").officer_id == new.person
        assert "boards.name-officer" not in clocks(of.body)


def named(of: Any, name: str, role: str, **where: Any) -> Any:
    """Somebody from elsewhere has this role from today on."""
    from letgo.commons.places.models import Role
    from letgo.commons.places.queries import today
    from letgo.commons.record.actions import write
    from tests.decide.ballots.made import person
    from tests.world import TEST

    who = person(name)
    line = write("test.role", of.body.ref, by=TEST)
    Role.objects.create(person_id=who.person, name=role, start=today(), line=line, evidence="Named.", **where)
    return who


def test_the_duty_is_not_done_by_saying_so_and_an_excuse_starts_it_again(made: Any, board: Any) -> None:
    """Whoever holds it cannot call it done without an election; where it is excused, a new one runs."""
    import pytest

    from letgo.commons.promises import actions as promises
    from letgo.commons.record.clock import travel
    from letgo.commons.record.refusals import Refused
    from letgo.decide.boards.owing import clocks

    of = _deserted(made, board)
    known = clocks(of.body)["boards.by-election"]
    with pytest.raises(Refused, match="done by the answer itself"):
        promises.meet(known.pk, of.secretary, made.key())
    with travel(known.due + MINUTE):
        promises.excuse(known.pk, "The hall was flooded.", made_by(), made.key())
        made.tick()
        again = clocks(of.body)["boards.by-election"]
        assert again.pk != known.pk
        assert not of.body.elections.filter(state="nominating").exists()
    with travel(again.due + MINUTE):
        made.tick()
    assert of.body.elections.filter(state="nominating").exists()


def made_by() -> Any:
    from tests.world import TEST

    return TEST


def test_who_runs_it_is_first_of_all_whom_the_body_named(made: Any, board: Any) -> None:
    from letgo.decide.boards.electors import outsiders

    of = board()
    named(of, "Person A", "outside-checker", place=of.body.place)
    named(of, "Person B", "returning-officer", place=of.body.place)
    named(of, "Person Z", "returning-officer", organisation=of.body.organisation)
    names = [name for _, name in outsiders(of.body)]
    assert names[0] == "Person Z"
    assert names.index("Person B") < names.index("Person A")


def test_an_election_for_one_seat_does_not_end_the_clock_of_the_others(made: Any, board: Any) -> None:
    """Nobody wins time by calling an election for one seat after the other."""
    from letgo.commons.record.clock import travel
    from letgo.decide.boards.owing import clocks
    from letgo.decide.boards.vacancies import actions

    of = board(vacancy="by-election")
    row = made.called(of)
    for number in (0, 1, 2):
        made.stand(of, row, number)
    made.names_closed(row)
    for held in of.body.mandates.filter(state="serving", seat__number__lt=3):
        who = next(each for each in of.people if each.person == held.person_id)
        actions.resign(held.pk, by=who, key=made.key())
    known = clocks(of.body)["boards.by-election"]
    with travel(by=2 * DAY):
        made.called(of, places=[1])
        assert clocks(of.body)["boards.by-election"].pk == known.pk


def test_while_an_election_runs_the_days_of_the_next_call_begin_after_it(made: Any, board: Any) -> None:
    """Only one runs at a time, so nobody owes what cannot be done; when it is called off, the days run from then."""
    from letgo.commons.record.clock import now, travel
    from letgo.decide.boards.elections import actions
    from letgo.decide.boards.models import Vacancy
    from letgo.decide.boards.owing import clocks
    from letgo.decide.boards.vacancies import actions as vacancies

    of = board(vacancy="by-election")
    row = made.called(of)
    for number in (0, 1):
        made.stand(of, row, number)
    made.names_closed(row)
    again = made.called(of)
    held = of.body.mandates.filter(state="serving").first()
    who = next(each for each in of.people if each.person == held.person_id)
    vacancies.resign(held.pk, by=who, key=made.key())
    assert Vacancy.objects.get(mandate=held).state == "open"
    later = clocks(of.body)["boards.by-election"]
    assert later.start > again.closes
    with travel(by=3 * DAY):
        actions.void_election(again.pk, "A mistake.", by=of.officer, key=made.key())
        soon = clocks(of.body)["boards.by-election"]
        assert soon.start <= now()
    later.refresh_from_db()
    assert (later.closed, later.state) == ("cancel", "waiting")

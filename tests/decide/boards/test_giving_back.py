"""A challenge was upheld: all that an election ended is given back, by new offices to the same day; what cannot be is said, with why."""

from datetime import timedelta
from typing import Any

from letgo.commons.record.refs import Ref

DAY, NOON = timedelta(days=1), timedelta(hours=12)  # a vote closes with its day


def _sits(made: Any, board: Any) -> Any:
    """A board of three; the first chairs, and somebody whom the board asked in sits beside them."""
    from letgo.commons.places.queries import today
    from letgo.decide.boards.seating import fill
    from tests.world import TEST

    of = board()
    row = made.called(of)
    for number in (0, 1, 2):
        made.stand(of, row, number)
    made.names_closed(row)
    start, end = today(), today() + 300 * DAY
    usual = {"start": start, "end": end, "by": TEST}
    fill(
        of.body,
        of.people[0].person,
        name="Person 0",
        title="chair",
        source=("appointment", None),
        key=made.key(),
        **usual,
    )
    asked_in = {"source": ("co-option", None), "coopted": True}
    fill(of.body, of.people[6].person, name="Person 6", key=made.key(), **asked_in, **usual)
    return of


def _again(made: Any, of: Any) -> Any:
    """Another election to all seats: the three sit no more, and whom the board had asked in is elected."""
    again = made.called(of, places=[1, 2, 3])
    for number in (3, 4, 6, 7):
        made.stand(of, again, number)
    ballots = [[3], [4], [6], [3], [4], [6], [7]]
    return made.seated(of, made.voted(of, made.names_closed(again), ballots))


def _held(of: Any) -> set[tuple[Any, str, Any, Any]]:
    rows = of.body.mandates.filter(state="serving")
    return {(held.person_id, held.title, held.seat_id, held.end) for held in rows}


def test_who_chaired_and_who_was_asked_in_have_it_back_with_the_seats(made: Any, board: Any) -> None:
    from letgo.commons.places.models import Role
    from letgo.commons.record.clock import travel
    from letgo.decide.boards import effects

    of = _sits(made, board)
    before = _held(of)
    assert len(before) == 5
    row = _again(made, of)
    assert {person for person, *_ in _held(of)} == {of.people[n].person for n in (3, 4, 6)}
    rows = of.body.mandates.filter(state="ended", ended_by_id=row.pk).count()
    with travel(row.poll.closes + 20 * DAY + NOON):
        effects.seat_undo(Ref("poll", row.poll_id), {})
        effects.seat_undo(Ref("poll", row.poll_id), {})
        held = Role.objects.filter(organisation=of.body.organisation, end__gt=row.poll.closes.date() + 21 * DAY)
        assert set(held.values_list("person", flat=True)) == {person for person, *_ in before}
    assert _held(of) == before
    assert of.body.mandates.filter(state="ended", ended_by_id=row.pk).count() == rows == 5  # nothing is deleted
    assert made.fresh(row).why == "A challenge was upheld, so the result does not stand."


def test_what_cannot_be_given_back_is_said_with_why(made: Any, board: Any) -> None:
    """Somebody else was asked in and one seat's time is over meanwhile; the seat waits for an election, with its clock."""
    from letgo.commons.places.queries import today
    from letgo.commons.record.actions import write
    from letgo.commons.record.clock import travel
    from letgo.commons.record.models import Line
    from letgo.decide.boards import effects
    from letgo.decide.boards.models import put
    from letgo.decide.boards.owing import clocks
    from letgo.decide.boards.seating import fill
    from tests.world import TEST

    of = _sits(made, board)
    row = _again(made, of)
    with travel(row.poll.closes + 20 * DAY + NOON):
        more = {"source": ("co-option", None), "start": today(), "end": today() + 90 * DAY, "coopted": True}
        fill(of.body, of.people[8].person, name="Person 8", by=TEST, key=made.key(), **more)
        short = of.body.mandates.get(state="ended", person=of.people[1].person, seat__isnull=False)
        put(short, write("test.short", of.body.ref, by=TEST), end=today())
        effects.seat_undo(Ref("poll", row.poll_id), {})
        why = made.fresh(row).why
        assert "The member is not given back: the board has asked in as many others as its rules allow." in why
        assert f"The member in seat {short.seat.number} is not given back: its time is over." in why
        assert "chair" not in why
        assert of.body.mandates.filter(state="serving", title="chair", person=of.people[0].person).exists()
        empty = of.body.vacancies.exclude(state="filled").get()
        assert (empty.seat.number, empty.state, empty.way) == (short.seat.number, "open", "by-election")
        assert "boards.by-election" in clocks(of.body)
    said = Line.objects.filter(verb="boards.empty-seats").select_related("words").get().words.body
    assert len(said["not"]) == 2
    assert not any(f"Person {number}" in str(said) for number in range(9))


def test_a_seat_offered_by_papers_that_do_not_stand_is_offered_no_more(made: Any, elected: Any) -> None:
    import pytest

    from letgo.commons.record.refusals import Refused
    from letgo.decide.boards import effects
    from letgo.decide.boards.vacancies import actions

    of = elected
    row = of.body.elections.get()
    held = of.body.mandates.get(person=of.people[0].person, state="serving")
    actions.resign(held.pk, by=of.people[0], key=made.key())
    made.tick()
    empty = of.body.vacancies.get()
    assert empty.offered is not None
    effects.seat_undo(Ref("poll", row.poll_id), {})
    with pytest.raises(Refused, match="not offered"):
        actions.answer_offer(empty.pk, True, by=of.people[3], key=made.key())
    empty.refresh_from_db()
    assert (empty.state, empty.way, empty.offered) == ("open", "by-election", None)
    assert not of.body.mandates.filter(state="serving").exists()

"""A seat without a holder is filled by the way that was written before the vote, and by no other."""

from datetime import timedelta
from typing import Any

import pytest

from letgo.commons.record.refusals import Refused
from letgo.decide.boards.rules import Approver

DAY = timedelta(days=1)
# 0, 1 and 2 are elected; who put 0 first puts 3 next, and then 4.
BALLOTS = [[0, 3, 4], [0, 3, 4], [0, 3, 4], [1, 4], [1, 4], [1, 4], [2], [2], [2], [4], [4]]


def _leaves(made: Any, of: Any, number: int) -> Any:
    from letgo.decide.boards.models import Vacancy
    from letgo.decide.boards.vacancies import actions

    held = of.body.mandates.get(person=of.people[number].person, state="serving")
    with pytest.raises(Refused):
        actions.resign(held.pk, by=of.people[5], key=made.key())
    actions.resign(held.pk, by=of.people[number], key=made.key())
    made.tick()
    return Vacancy.objects.get(mandate=held)


def test_the_old_papers_are_counted_again_and_the_next_is_asked(made: Any, board: Any) -> None:
    """The seat of who leaves is offered to whom the same papers name; on a no, to the one after; never to who sits already. The vote
    itself stays closed, and the count has its own proof."""
    from letgo.decide.boards.vacancies import actions

    of = board()
    row = made.elected(of, [0, 1, 2, 3, 4], BALLOTS)
    assert {held.person_id for held in of.body.mandates.all()} == {of.people[n].person for n in (0, 1, 2)}
    end = of.body.mandates.get(person=of.people[0].person).end
    empty = _leaves(made, of, 0)
    assert (empty.state, empty.way) == ("filling", "countback")
    assert empty.offered.person_id == of.people[3].person
    with pytest.raises(Refused, match="not offered to you"):
        actions.answer_offer(empty.pk, True, by=of.people[4], key=made.key())
    empty = actions.answer_offer(empty.pk, False, by=of.people[3], key=made.key())
    assert empty.offered.person_id == of.people[4].person
    empty = actions.answer_offer(empty.pk, True, by=of.people[4], key=made.key())
    assert empty.state == "filled"
    held = empty.filled_by
    assert (held.person_id, held.end, held.source_kind) == (of.people[4].person, end, "countback")
    assert held.seat_id == empty.seat_id
    assert row.poll.countbacks.count() == 2
    row.poll.refresh_from_db()
    assert row.poll.state == "done"


def test_silence_is_a_no_and_at_last_another_election_fills_it(made: Any, board: Any) -> None:
    from letgo.commons.record.clock import travel

    of = board()
    made.elected(of, [0, 1, 2, 3, 4], BALLOTS)
    empty = _leaves(made, of, 0)
    for days in (16, 32):
        with travel(by=days * DAY):
            made.tick()
    empty.refresh_from_db()
    assert (empty.state, empty.way, empty.offered) == ("open", "by-election", None)
    assert empty.why
    again = made.called(of)
    assert again.places == [empty.seat.number]


def test_the_next_in_order_where_that_was_written(made: Any, board: Any) -> None:
    of = board(vacancy="next", method="scottish-stv")
    row = made.elected(of, [0, 1, 2, 3, 4], BALLOTS)
    assert row.poll.settings["vacancy"] == "next"
    empty = _leaves(made, of, 1)
    assert empty.offered.person_id == of.people[4].person  # went out last: one vote more than 3


def test_a_seat_with_little_time_left_stays_empty_where_that_was_written(made: Any, board: Any) -> None:
    of = board(vacancy_until_months=60)
    made.elected(of, [0, 1, 2, 3, 4], BALLOTS)
    empty = _leaves(made, of, 0)
    assert empty.state == "kept-empty"
    assert "Less than 60 months" in empty.why


def test_without_a_vote_behind_it_another_election_fills_the_seat(made: Any, board: Any) -> None:
    of = board()
    row = made.called(of)
    for number in (0, 1, 2):
        made.stand(of, row, number)
    made.names_closed(row)
    empty = _leaves(made, of, 2)
    assert (empty.state, empty.way) == ("open", "by-election")


def test_a_term_ends_on_its_day_and_its_seat_waits_for_an_election(made: Any, board: Any) -> None:
    from letgo.commons.record.clock import travel
    from letgo.decide.boards.models import Vacancy

    of = board(term_months=12)
    row = made.called(of)
    for number in (0, 1, 2):
        made.stand(of, row, number)
    made.names_closed(row)
    with travel(by=420 * DAY):
        made.tick()
    assert set(of.body.mandates.values_list("state", "ended_why")) == {("ended", "term")}
    assert Vacancy.objects.filter(body=of.body, state="open", way="by-election").count() == 3


def test_nobody_is_written_off_the_board_while_they_elect_it(made: Any, board: Any) -> None:
    from letgo.decide.boards.vacancies import actions

    of = board()
    row = made.called(of)
    made.stand(of, row, 0)
    made.names_closed(row)
    held = of.body.mandates.get()
    for why, sentence in (("recalled", "died or moved away"), ("moved-away", "not moved away")):
        with pytest.raises(Refused, match=sentence):
            actions.end_office(held.pk, why, by=of.secretary, key=made.key())


def test_approvers_are_a_veto_with_reasons_and_silence_is_a_yes(made: Any, board: Any) -> None:
    """Who is elected waits without the role; a no is public and empties the seat; no answer in time is a yes."""
    from letgo.commons.record.clock import travel
    from letgo.decide.boards.models import Approval
    from letgo.decide.boards.vacancies import actions

    of = board(approvers=(Approver("the council", 10), Approver("the MP", 10)))
    row = made.called(of)
    for number in (0, 1, 2):
        made.stand(of, row, number)
    made.names_closed(row)
    assert set(of.body.mandates.values_list("state", "role")) == {("waiting", None)}
    first = Approval.objects.filter(mandate__seat__number=1).first()
    councillor = of.estate.world.actor("councillor")
    with pytest.raises(Refused, match="reasons"):
        actions.approve(first.pk, False, " ", by=councillor, key=made.key())
    with pytest.raises(Refused):
        actions.approve(first.pk, True, by=of.secretary, key=made.key())
    actions.approve(first.pk, False, "Holds an office that may not sit here.", by=councillor, key=made.key())
    assert of.body.mandates.get(seat__number=1).ended_why == "not-approved"
    with travel(by=40 * DAY):
        made.tick()
    assert set(of.body.mandates.filter(seat__number__gt=1).values_list("state", flat=True)) == {"serving"}
    assert all(held.role for held in of.body.mandates.filter(state="serving"))
    assert set(Approval.objects.filter(mandate__seat__number=2).values_list("state", flat=True)) == {"silent"}


def test_an_office_that_ended_is_never_held_again_by_its_row(made: Any, board: Any) -> None:
    from django.db import IntegrityError, transaction

    from letgo.commons.record.actions import write
    from letgo.decide.boards.models import Mandate
    from tests.world import TEST

    of = board()
    row = made.called(of)
    made.stand(of, row, 0)
    made.names_closed(row)
    held = of.body.mandates.get()
    _leaves(made, of, 0)
    line = write("test.revive", of.body.ref, by=TEST)
    for change in ({"state": "serving", "ended": None, "ended_why": ""}, {"person": of.people[1].person}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Mandate.objects.filter(pk=held.pk).update(line=line, **change)


def test_a_seat_has_one_holder_and_a_co_option_a_resolution_and_a_cap(made: Any, board: Any) -> None:
    from letgo.commons.places.queries import today
    from letgo.commons.record.rules import CLOCK
    from letgo.decide.boards import seating
    from letgo.decide.boards.vacancies import actions

    of = board(coopted_most=0)
    seat = of.body.seats.first()
    given = {"source": ("election", None), "start": today(), "end": today() + 9 * DAY, "by": CLOCK}
    seating.fill(of.body, of.people[0].person, name="Person A", seat=seat, key=made.key(), **given)
    with pytest.raises(Refused, match="has a holder"):
        seating.fill(of.body, of.people[1].person, name="Person B", seat=seat, key=made.key(), **given)
    with pytest.raises(Refused, match="already"):
        seating.fill(of.body, of.people[0].person, name="Person A", key=made.key(), **given)
    with pytest.raises(Refused, match="not elected"):
        actions.co_opt(of.body.pk, of.people[2].person, "Person C", of.body.pk, by=CLOCK, key=made.key())

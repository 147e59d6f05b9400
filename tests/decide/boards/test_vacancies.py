"""A seat without a holder is filled by the way that was written before the vote, and by no other."""

from datetime import timedelta
from typing import Any

import pytest

from letgo.commons.record.refusals import Refused

DAY = timedelta(days=1)


def _leaves(made: Any, of: Any, number: int) -> Any:
    from letgo.decide.boards.models import Vacancy
    from letgo.decide.boards.vacancies import actions

    held = of.body.mandates.get(person=of.people[number].person, state="serving")
    with pytest.raises(Refused):
        actions.resign(held.pk, by=of.people[5], key=made.key())
    actions.resign(held.pk, by=of.people[number], key=made.key())
    made.tick()
    return Vacancy.objects.get(mandate=held)


def test_the_old_papers_are_counted_again_and_the_next_is_asked(made: Any, elected: Any) -> None:
    """The seat of who leaves is offered to whom the same papers name; on a no, to the one after; never to who sits already. The vote
    itself stays closed, and the count has its own proof."""
    from letgo.decide.boards.vacancies import actions

    of = elected
    row = of.body.elections.get()
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


def test_silence_is_a_no_and_at_last_another_election_fills_it(made: Any, elected: Any) -> None:
    from letgo.commons.record.clock import travel

    of = elected
    empty = _leaves(made, of, 0)
    for days in (16, 32):
        with travel(by=days * DAY):
            made.tick()
    empty.refresh_from_db()
    assert (empty.state, empty.way, empty.offered) == ("open", "by-election", None)
    assert empty.why
    again = made.called(of)
    assert again.places == [empty.seat.number]


def test_a_term_ends_on_its_day_and_its_seat_waits_for_an_election(made: Any, elected: Any) -> None:
    from letgo.commons.record.clock import travel
    from letgo.decide.boards.models import Vacancy

    of = elected
    with travel(by=1200 * DAY):
        made.tick()
    assert set(of.body.mandates.values_list("state", "ended_why")) == {("ended", "term")}
    assert Vacancy.objects.filter(body=of.body, state="open", way="by-election").count() == 3


def test_nobody_is_written_off_the_board_while_they_elect_it(made: Any, elected: Any) -> None:
    from letgo.decide.boards.vacancies import actions

    of = elected
    held = of.body.mandates.get(person=of.people[0].person)
    for why, sentence in (("recalled", "died or moved away"), ("moved-away", "not moved away")):
        with pytest.raises(Refused, match=sentence):
            actions.end_office(held.pk, why, by=of.secretary, key=made.key())


def test_who_took_a_seat_while_they_stood_for_another_does_not_hold_up_who_else_was_elected(
    made: Any, elected: Any
) -> None:
    """One seat each: the winner sits already by the old papers, so the seat of the new election is empty, and the election is over."""
    from letgo.decide.boards.vacancies import actions

    of = elected
    _leaves(made, of, 0)
    other = made.called(of, places=[of.body.mandates.get(person=of.people[1].person, state="serving").seat.number])
    of.names = {}
    for number in (3, 4):
        made.stand(of, other, number)
    empty = of.body.vacancies.get()
    actions.answer_offer(empty.pk, True, by=of.people[3], key=made.key())
    other = made.seated(of, made.voted(of, made.names_closed(other), [[3]] * 6 + [[4]] * 2))
    assert other.state == "filled"
    assert of.body.mandates.filter(person=of.people[3].person).exclude(state="ended").count() == 1


def test_a_member_whom_the_board_asked_in_can_be_elected(made: Any, elected: Any) -> None:
    """Their time without a seat ends with their first day on one, and nobody's seat waits for that."""
    from letgo.commons.places.queries import today
    from letgo.decide.boards.seating import fill
    from tests.world import TEST

    of = elected
    usual = {"source": ("co-option", None), "start": today(), "end": today() + 300 * DAY, "coopted": True}
    asked_in = fill(of.body, of.people[4].person, name="Person 4", by=TEST, key=made.key(), **usual)
    other, of.names = made.called(of, places=[1]), {}
    for number in (3, 4):
        made.stand(of, other, number)
    other = made.seated(of, made.voted(of, made.names_closed(other), [[4]] * 6 + [[3]] * 2))
    asked_in.refresh_from_db()
    assert (other.state, asked_in.state) == ("filled", "ended")
    held = of.body.mandates.get(person=of.people[4].person, state="serving")
    assert (held.coopted, held.seat.number) == (False, 1)


def test_an_office_that_ended_is_never_held_again_by_its_row(made: Any, elected: Any) -> None:
    from django.db import IntegrityError, transaction

    from letgo.commons.record.actions import write
    from letgo.decide.boards.models import Mandate
    from tests.world import TEST

    of = elected
    held = of.body.mandates.get(person=of.people[0].person)
    _leaves(made, of, 0)
    line = write("test.revive", of.body.ref, by=TEST)
    for change in ({"state": "serving", "ended": None, "ended_why": ""}, {"person": of.people[1].person}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Mandate.objects.filter(pk=held.pk).update(line=line, **change)


def test_a_seat_is_offered_to_nobody_who_has_left_or_sits_already_and_taken_by_nobody_who_leaves(
    made: Any, elected: Any
) -> None:
    """Of those who put 0 first 3 comes next, then 4: whoever cannot sit is passed over."""
    from letgo.commons.places.queries import today
    from letgo.decide.boards.seating import fill
    from letgo.decide.boards.vacancies import actions
    from tests.world import TEST

    of = elected
    usual = {"source": ("co-option", None), "start": today(), "end": today() + 300 * DAY, "coopted": True}
    fill(of.body, of.people[3].person, name="Person 3", by=TEST, key=made.key(), **usual)
    empty = _leaves(made, of, 0)
    assert empty.offered.person_id == of.people[4].person
    made.leaves_the_list(of, 4)
    with pytest.raises(Refused, match="Only who is on the list"):
        actions.answer_offer(empty.pk, True, by=of.people[4], key=made.key())


def test_who_left_the_list_is_not_asked(made: Any, elected: Any) -> None:
    made.leaves_the_list(elected, 3)
    assert _leaves(made, elected, 0).offered.person_id == elected.people[4].person


def test_days_of_a_seat_are_whole_days(made: Any, elected: Any) -> None:
    """An answer is waited for to the end of its last day, and an office ends on its own day."""
    from letgo.commons.record.clock import travel

    of = elected
    empty = _leaves(made, of, 0)
    left = of.body.mandates.get(person=of.people[0].person)
    assert left.role.end == left.ended < left.end  # nothing of the office is left with who left it
    for days, number in ((14, 3), (15, 4)):
        with travel(by=days * DAY):
            made.tick()
        empty.refresh_from_db()
        assert empty.offered.person_id == of.people[number].person, days
    held = of.body.mandates.get(person=of.people[1].person)
    noon = made.now().replace(hour=12)
    for day, state in ((held.end - DAY, "serving"), (held.end, "ended")):
        with travel(noon + (day - noon.date())):
            made.tick()
        held.refresh_from_db()
        assert held.state == state, day


def test_nobody_but_the_secretary_or_an_officer_writes_down_that_someone_died(made: Any, elected: Any) -> None:
    from letgo.decide.boards.vacancies import actions

    of = elected
    made.leaves_the_list(of, 0)
    held = of.body.mandates.get(person=of.people[0].person)
    for by in (of.people[1], of.officer, of.estate.world.actor("manager")):
        with pytest.raises(Refused, match="Only the secretary or an officer"):
            actions.end_office(held.pk, "moved-away", by=by, key=made.key())
    assert actions.end_office(held.pk, "moved-away", by=of.secretary, key=made.key()).state == "ended"

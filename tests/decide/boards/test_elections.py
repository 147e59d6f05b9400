"""From the call of an election to the seats it fills: in time, by who elects the body, and once."""

from datetime import timedelta
from typing import Any

import pytest

from letgo.commons.record.refusals import Refused
from letgo.decide.boards.rules import Approver, Reserved

DAY = timedelta(days=1)
BALLOTS = [[0, 1], [0], [0], [1], [1], [1], [2], [2], [2], [3], [4]]


def test_from_the_call_to_the_seats_once_and_back_again(made: Any, board: Any) -> None:
    """Three of five are elected; each has a seat, a term of three years and the role. A second run of the effect seats nobody; a
    challenge that is upheld empties the seats by new lines, and no row that ended serves again."""
    from letgo.commons.places.models import Role
    from letgo.commons.record.models import Line
    from letgo.commons.record.refs import Ref
    from letgo.decide.boards import effects
    from letgo.decide.boards.models import Vacancy

    of = board()
    row = made.elected(of, [0, 1, 2, 3, 4], BALLOTS)
    assert row.state == "filled"
    held = list(of.body.mandates.filter(state="serving").order_by("seat__number"))
    assert {each.person_id for each in held} == {of.people[n].person for n in (0, 1, 2)}
    assert all((each.end.year - each.start.year) == 3 for each in held)
    assert [each.seat.number for each in held] == [1, 2, 3]
    roles = Role.objects.filter(person__in=[each.person_id for each in held], organisation=of.body.organisation)
    assert {role.name for role in roles} == {"board-member"}
    assert {role.end for role in roles} == {held[0].end}
    assert of.fresh().state == "standing"
    names = {made_.name for made_ in of.names.values()}
    said = [str(line.words.body) for line in Line.objects.filter(verb__startswith="boards.").select_related("words")]
    assert not any(name in text for name in names for text in said)

    cause = Ref("poll", row.poll_id)
    effects.seat(cause, {})
    assert of.body.mandates.count() == 3

    effects.seat_undo(cause, {})
    effects.seat_undo(cause, {})
    assert list(of.body.mandates.values_list("state", "ended_why").distinct()) == [("ended", "undone")]
    assert Vacancy.objects.filter(body=of.body, state="open", way="by-election").count() == 3
    assert made.fresh(row).state == "void"


def test_who_comes_after_the_call_is_not_on_the_list(made: Any, board: Any) -> None:
    """The night before the vote the list cannot be swollen: the day of the call decides."""
    from letgo.commons.places.models import Standing
    from letgo.commons.record.actions import write
    from letgo.commons.record.clock import now, travel
    from letgo.commons.record.refs import Ref
    from tests.decide.ballots.made import person
    from tests.world import TEST

    of = board()
    row = made.called(of)
    for number in range(4):
        made.stand(of, row, number)
    with travel(row.nominations_close - DAY):
        late = person()
        line = write(
            "places.add-standing", Ref("place", of.body.place_id), audience=Ref("person", late.person), by=TEST
        )
        Standing.objects.create(
            person_id=late.person, place=of.body.place, kind="lives-here", start=now().date(), line=line
        )
    row = made.names_closed(row)
    roll = set(row.poll.roll.values_list("person", flat=True))
    assert late.person not in roll
    assert roll == {voter.person for voter in of.people}
    assert row.poll.as_of == row.called.date()


def test_who_may_stand_and_second(made: Any, board: Any) -> None:
    from letgo.decide.boards.nominations import actions as names
    from tests.decide.ballots.made import person

    of = board(seconders=2)
    row = made.called(of)

    def stand(who: Any, **more: Any) -> Any:
        given = {"name": "Person X", "statement": "", "groups": {}, "consent": True} | more
        return names.stand(row.pk, by=who, key=made.key(), **given)

    one = of.people[0]
    for who, more in ((person(), {}), (of.officer, {}), (one, {"consent": False}), (one, {"name": " "})):
        with pytest.raises(Refused):
            stand(who, **more)
    mine = stand(of.people[0])
    assert mine.state == "offered"
    with pytest.raises(Refused, match="stand already"):
        stand(of.people[0])
    with pytest.raises(Refused, match="themselves"):
        names.second(mine.pk, by=of.people[0], key=made.key())
    with pytest.raises(Refused, match="not on the list"):
        names.second(mine.pk, by=person(), key=made.key())
    names.second(mine.pk, by=of.people[1], key=made.key())
    with pytest.raises(Refused, match="second this already"):
        names.second(mine.pk, by=of.people[1], key=made.key())
    assert names.second(mine.pk, by=of.people[2], key=made.key()).state == "stands"
    with pytest.raises(Refused):
        names.withdraw(mine.pk, by=of.people[1], key=made.key())
    assert names.withdraw(mine.pk, by=of.people[0], key=made.key()).state == "withdrawn"
    assert stand(of.people[0]).state == "offered"


def test_too_few_seconders_are_told_and_the_officer_refuses_with_reasons(made: Any, board: Any) -> None:
    from letgo.commons.record.clock import travel
    from letgo.decide.boards.nominations import actions as names

    of = board(seconders=2)
    row = made.called(of)
    for number in range(4):
        made.stand(of, row, number)
    short = names.stand(row.pk, "Person S", "", {}, True, by=of.people[8], key=made.key())
    names.second(short.pk, by=of.people[9], key=made.key())
    with pytest.raises(Refused):
        names.refuse(of.names[3].pk, "Lives elsewhere.", by=of.secretary, key=made.key())
    with travel(row.nominations_close + DAY):
        made.tick()
        with pytest.raises(Refused, match="Nobody would know"):
            names.refuse(of.names[3].pk, " ", by=of.officer, key=made.key())
        names.refuse(of.names[3].pk, "The list shows another home.", by=of.officer, key=made.key())
    short.refresh_from_db()
    assert (short.state, short.reason) == ("refused", "1 of 2 seconders.")
    row = made.names_closed(row)
    assert (row.state, row.poll) == ("filled", None)  # three are left for three seats


def test_no_more_than_seats_are_elected_without_a_vote(made: Any, board: Any) -> None:
    """Two stand for three seats: both sit, the third seat waits for another election, and a clock runs on who calls it."""
    from letgo.commons.promises.queries import of as promises
    from letgo.decide.boards.models import Vacancy

    of = board()
    row = made.called(of)
    for number in (0, 1):
        made.stand(of, row, number)
    row = made.names_closed(row)
    assert (row.state, row.poll) == ("filled", None)
    assert of.body.mandates.filter(state="serving").count() == 2
    empty = Vacancy.objects.get(body=of.body)
    assert (empty.seat.number, empty.way, empty.state) == (3, "by-election", "open")
    running = {each.rule.name for each in promises(of.body.ref) if not each.closed}
    assert running == {"boards.call-election", "boards.by-election"}
    again = made.called(of)
    empty.refresh_from_db()
    assert (again.places, empty.state, empty.election_id) == ([3], "filling", again.pk)
    made.stand(of, again, 5)
    assert made.names_closed(again).state == "filled"
    empty.refresh_from_db()
    assert (empty.state, empty.filled_by.person_id) == ("filled", of.people[5].person)


def test_nobody_willing_fails_and_someone_owes_help(made: Any, board: Any) -> None:
    from letgo.commons.promises.queries import of as promises

    of = board()
    row = made.names_closed(made.called(of))
    assert (row.state, row.why) == ("failed", "Nobody stood.")
    owed = {each.rule.name: each.rule.role for each in promises(of.body.ref) if not each.closed}
    assert owed == {"boards.nobody-stood": "officer", "boards.by-election": "secretary"}
    made.called(of)
    assert not [each for each in promises(of.body.ref) if not each.closed]


def test_a_vote_below_its_quorum_elects_nobody(made: Any, board: Any) -> None:
    of = board(poll_quorum_percent=50)
    row = made.elected(of, [0, 1, 2, 3], [[0], [1]])
    assert row.state == "failed"
    assert "2 people voted, and it takes 6" in row.why
    assert not of.body.mandates.exists()


@pytest.mark.parametrize(("fallback", "seats"), [("leave-empty", 2), ("fill-any", 3)])
def test_a_reserved_seat_is_filled_by_others_only_where_that_was_written_before(
    made: Any, board: Any, fallback: str, seats: int
) -> None:
    kept = Reserved("tenure", ("tenant",), 1, None, "tenants")
    of = board(reserve=(kept,), fallback=fallback)
    row = made.called(of)
    for number in range(3):
        made.stand(of, row, number, groups={"tenure": "leaseholder"})
    row = made.names_closed(row)
    if fallback == "fill-any":
        assert (row.state, of.body.mandates.count()) == ("filled", seats)
        return
    assert row.state == "voting"
    assert "stays empty" in row.why
    assert row.poll.settings["seats"] == seats


def test_a_reserved_seat_goes_to_whom_it_is_kept_for(made: Any, board: Any) -> None:
    """Nearly all votes go to leaseholders; one of three seats is still a tenant's, and it is the seat that was kept."""
    of = board(reserve=(Reserved("tenure", ("tenant",), 1, None, "tenants"),))
    row = made.called(of)
    for number, tenure in enumerate(["leaseholder", "leaseholder", "leaseholder", "tenant"]):
        made.stand(of, row, number, groups={"tenure": tenure, "secret": "x"})
    assert of.names[0].groups == {"tenure": "leaseholder"}
    row = made.seated(of, made.voted(of, made.names_closed(row), [[0], [0], [0], [1], [1], [1], [2], [2], [3]]))
    by_seat = {held.seat.group: held.person_id for held in of.body.mandates.all() if held.seat.group}
    assert by_seat == {"tenants": of.people[3].person}
    assert of.body.mandates.count() == 3


def test_a_call_takes_an_officer_from_outside_and_days_that_are_long_enough(made: Any, board: Any) -> None:
    from dataclasses import replace

    from letgo.commons.record.clock import now
    from letgo.decide.boards.elections import actions, queries

    of = board()
    least = queries.preview(of.body).days
    assert (least.nominations_close - now()).days == 14
    for officer in (of.people[0].person, of.secretary.person):
        with pytest.raises(Refused, match="from outside"):
            actions.call_election(of.body.pk, officer, by=of.secretary, key=made.key())
    with pytest.raises(Refused, match="cannot call"):
        actions.call_election(of.body.pk, of.officer.person, by=of.people[0], key=made.key())
    short = replace(least, nominations_close=least.nominations_close - DAY)
    with pytest.raises(Refused, match="Names are taken until"):
        made.called(of, days=short)
    long = replace(least, closes=least.closes + 7 * DAY)
    assert made.called(of, days=long).closes == long.closes
    with pytest.raises(Refused, match="runs already"):
        made.called(of)


def test_terms_and_officer_of_an_election_never_change_after_its_call(made: Any, board: Any) -> None:
    from django.db import IntegrityError, transaction

    from letgo.commons.record.actions import write
    from tests.world import TEST

    row = made.called(board())
    line = write("tests.vandal", row.ref, by=TEST)
    other = {"seats": 9, "terms": {}, "officer": line.pk, "seed_from": "mine", "closes": row.closes + DAY}
    for name, value in other.items():
        with pytest.raises(IntegrityError, match="fixed at its call"), transaction.atomic():
            type(row).objects.filter(pk=row.pk).update(line=line, **{name: value})


def test_a_caretaker_election_needs_nobody_on_the_board(made: Any, board: Any) -> None:
    """Where nobody is left to call one, an election is called for every seat, run by who holds that office outside."""
    from letgo.commons.record.rules import CLOCK
    from letgo.decide.boards.elections import actions

    of = board()
    row = actions.call_caretaker(of.body.pk, "Nobody sits any more.", by=CLOCK, key=made.key())
    assert (row.places, row.state) == ([1, 2, 3], "nominating")
    assert row.officer_id in {of.officer.person, of.estate.world.people["checker"].pk}


def test_who_sat_before_sits_again_after_a_challenge(made: Any, board: Any) -> None:
    """An election cut terms short, and its result falls: those hold a new office to the same day; the old row stays ended."""
    from letgo.commons.record.clock import travel
    from letgo.commons.record.refs import Ref
    from letgo.decide.boards import effects

    of = board()
    row = made.called(of)
    for number in (0, 1, 2):
        made.stand(of, row, number)
    made.names_closed(row)
    first = {held.person_id: held.end for held in of.body.mandates.all()}
    again = made.called(of, places=[1, 2, 3])
    for number in (3, 4, 5, 6):
        made.stand(of, again, number)
    again = made.seated(of, made.voted(of, made.names_closed(again), [[3], [4], [5], [3], [4], [5], [6]]))
    assert {held.person_id for held in of.body.mandates.filter(state="serving")} == {
        of.people[n].person for n in (3, 4, 5)
    }
    with travel(again.poll.closes + 20 * DAY):
        effects.seat_undo(Ref("poll", again.poll_id), {})
    back = {held.person_id: held.end for held in of.body.mandates.filter(state="serving")}
    assert back == first
    assert of.body.mandates.filter(state="ended").count() == 6


def test_a_name_on_the_voting_paper_is_never_edited_out(made: Any, board: Any) -> None:
    """After the vote is called nobody takes a name back, refuses one or calls the election off here: that is ruled on in the vote."""
    from letgo.decide.boards.elections import actions
    from letgo.decide.boards.nominations import actions as names

    of = board()
    row = made.called(of)
    for number in range(4):
        made.stand(of, row, number)
    row = made.names_closed(row)
    assert row.state == "voting"
    with pytest.raises(Refused, match="name you already"):
        names.withdraw(of.names[0].pk, by=of.people[0], key=made.key())
    with pytest.raises(Refused, match="never edited out"):
        names.refuse(of.names[0].pk, "Lives elsewhere.", by=of.officer, key=made.key())
    with pytest.raises(Refused, match="vote is called"):
        actions.void_election(row.pk, "A mistake.", by=of.officer, key=made.key())


def test_an_election_is_called_off_by_its_officer_alone_and_with_reasons(made: Any, board: Any) -> None:
    from letgo.decide.boards.elections import actions

    of = board()
    row = made.called(of)
    for who, reason in ((of.secretary, "We know who wins."), (of.officer, " ")):
        with pytest.raises(Refused):
            actions.void_election(row.pk, reason, by=who, key=made.key())
    done = actions.void_election(row.pk, "The notice named the wrong day.", by=of.officer, key=made.key())
    assert done.state == "void"
    assert made.called(of).state == "nominating"


def test_without_a_vote_behind_it_another_election_fills_the_seat(made: Any, board: Any) -> None:
    from letgo.decide.boards.models import Vacancy
    from letgo.decide.boards.vacancies import actions

    of = board()
    row = made.called(of)
    for number in (0, 1, 2):
        made.stand(of, row, number)
    made.names_closed(row)
    held = of.body.mandates.get(person=of.people[2].person)
    actions.resign(held.pk, by=of.people[2], key=made.key())
    made.tick()
    empty = Vacancy.objects.get(mandate=held)
    assert (empty.state, empty.way) == ("open", "by-election")


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


def test_a_list_that_changes_after_the_call_stops_the_vote_and_the_next_call_takes_the_new_one(
    made: Any, board: Any, django_assert_num_queries: Any
) -> None:
    """The wrong list is never used: the election fails, says why, and a clock runs on the next, which follows the newest list."""
    from letgo.commons.places.electorates.actions import set_electorate
    from letgo.commons.places.rules import Eligibility
    from letgo.decide.boards.elections import actions
    from letgo.decide.boards.vacancies import actions as vacancies

    of = board()
    row = made.called(of)
    for number in range(4):
        made.stand(of, row, number)
    with django_assert_num_queries(7):  # nothing is due
        assert actions.tick() + vacancies.tick() == 0
    rule = Eligibility(standings=("lives-here",), days=7)
    newer = set_electorate(of.body.place, "Residents", rule, of.estate.world.actor("officer"), made.key())
    row = made.names_closed(row)
    assert (row.state, row.poll) == ("failed", None)
    assert "newer version" in row.why
    assert made.called(of).body.electorate_id == newer.pk

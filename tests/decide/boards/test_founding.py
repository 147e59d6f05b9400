"""Founding a body from a pack, changing its terms by two people, going on, thirds that retire, and what weights are worth."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest

from letgo.commons.record.refusals import Refused

DAY = timedelta(days=1)


def test_each_pack_founds_its_body(made: Any) -> None:
    from letgo.commons.promises.versions.actions import apply_pack
    from letgo.decide.boards.founding.actions import found_body
    from letgo.house.pack_files import load, with_needs
    from tests.decide.ballots.made import estate
    from tests.world import TEST

    of = estate(4)
    for part in with_needs("tmo"):
        apply_pack(part, None, TEST, made.key())
    table = load("tmo").body["board"][0]
    here, board = of.world.places["here"], of.world.board
    with pytest.raises(Refused, match="cannot found"):
        found_body(here, board, "A board", table, of.electorate, by=of.voters[0], key=made.key())
    with pytest.raises(Refused, match="does not have"):
        found_body(here, board, "A board", {**table, "kings": 1}, of.electorate, by=of.caller, key=made.key())
    body = found_body(here, board, "A board", table, of.electorate, by=of.caller, key=made.key())
    assert (body.kind, body.state, body.seats.count()) == ("tmo", "forming", 12)
    assert list(body.seats.order_by("number").values_list("group", flat=True))[6:8] == ["tenants of the council", ""]
    from letgo.commons.promises.queries import of as promises

    due = {row.rule.name: row.due.date() for row in promises(body.ref)}
    assert due["boards.continuation"] == date(body.founded.year + 5, body.founded.month, body.founded.day)
    assert "boards.by-election" in due
    with pytest.raises(Refused, match="has a board already"):
        found_body(here, board, "Another", table, of.electorate, by=of.caller, key=made.key())


def test_terms_are_changed_by_two_people_and_never_by_who_asked(made: Any, board: Any) -> None:
    from letgo.decide.boards.founding import actions

    of = board()
    asked = actions.change_terms(of.body.pk, {"seats": 5, "board_quorum": 3}, "More work.", by=of.secretary, key="1")
    assert of.fresh().fixed.seats == 3
    for changes, sentence in (({"seats": 0}, "Another change"), ({}, "Another change")):
        with pytest.raises(Refused, match=sentence):
            actions.change_terms(of.body.pk, changes, "Why.", by=of.secretary, key=made.key())
    with pytest.raises(Refused, match="cannot agree to it"):
        actions.agree_terms(asked.pk, by=of.secretary, key="2")
    with pytest.raises(Refused, match="Only the board"):
        actions.agree_terms(asked.pk, by=of.people[0], key="3")
    actions.agree_terms(asked.pk, by=of.estate.world.actor("board"), key="4")
    assert (of.fresh().fixed.seats, of.body.seats.count()) == (5, 5)
    with pytest.raises(Refused, match="cannot be followed"):
        actions.change_terms(of.body.pk, {"seats": 0}, "Why.", by=of.secretary, key=made.key())


def test_a_seat_that_is_too_many_keeps_its_holder_and_is_not_filled_again(made: Any, board: Any) -> None:
    from letgo.decide.boards import queries, seating
    from letgo.decide.boards.elections.queries import due_seats
    from letgo.decide.boards.founding import actions

    of = board()

    def numbers() -> list[int]:
        return [seat.number for seat in queries.seats(of.fresh())]

    row = made.called(of)
    for number in (0, 1, 2):
        made.stand(of, row, number)
    made.names_closed(row)
    held = of.body.mandates.get(seat__number=3)
    asked = actions.change_terms(
        of.body.pk, {"seats": 2, "board_quorum": 1, "coopted_most": 0}, "Less work.", by=of.secretary, key="1"
    )
    actions.agree_terms(asked.pk, by=of.estate.world.actor("board"), key="2")
    assert numbers() == [1, 2, 3]
    seating.end(held.pk, "resigned", by=of.secretary, key="3")
    assert (numbers(), due_seats(of.fresh())) == ([1, 2], [])
    assert not of.body.vacancies.filter(state__in=["open", "filling"]).exists()
    seating.end(of.body.mandates.get(seat__number=2, state="serving").pk, "resigned", by=of.secretary, key="4")
    assert due_seats(of.fresh()) == [2]
    asked = actions.change_terms(of.body.pk, {"seats": 1}, "Less still.", by=of.secretary, key="5")
    actions.agree_terms(asked.pk, by=of.estate.world.actor("board"), key="6")
    assert of.body.vacancies.get(seat__number=2).state == "kept-empty"
    assert (numbers(), due_seats(of.fresh())) == ([1], [])


def test_one_third_retires_and_nobody_sits_longer_than_the_terms_allow(made: Any, board: Any) -> None:
    from letgo.commons.record.clock import travel
    from letgo.decide.boards.elections.queries import due_seats

    of = board(retire_third=True, most_terms_months=36)
    row = made.called(of)
    for number in (0, 1, 2):
        made.stand(of, row, number)
    made.names_closed(row)
    with travel(by=365 * DAY):
        first = due_seats(of.body)
        assert len(first) == 1
        assert due_seats(of.body) == first
        again = made.called(of)
        assert again.places == first
        sits = of.body.mandates.get(seat__number=first[0]).person_id
        who = next(n for n in (0, 1, 2) if of.people[n].person == sits)
        with pytest.raises(Refused, match="months in a row"):
            made.stand(of, again, who)
        other = next(n for n in (0, 1, 2) if n != who)
        with pytest.raises(Refused, match="goes on"):
            made.stand(of, again, other)
        made.stand(of, again, 7)
        made.names_closed(again)
    assert of.body.mandates.filter(state="serving").count() == 3


def test_a_body_goes_on_by_the_vote_of_all_and_of_its_secure_tenants(made: Any, board: Any) -> None:
    """The duty is done once both lists said yes, and its next clock starts; one yes of two does not do."""
    from letgo.commons.places.electorates.actions import set_electorate
    from letgo.commons.places.rules import Eligibility
    from letgo.commons.promises.queries import of as promises
    from letgo.commons.record.clock import now, travel
    from letgo.commons.record.jobs import run_waiting
    from letgo.commons.record.rules import CLOCK
    from letgo.decide.ballots import actions as ballots
    from letgo.decide.ballots import queries
    from letgo.decide.boards.continuing.actions import call_continuation
    from letgo.decide.boards.models import Body
    from letgo.decide.boards.owing import owe
    from tests.decide.ballots import made as votes

    of = board(continuation_rule="boards.continuation")
    officer, here = of.estate.world.actor("officer"), of.body.place
    secure = set_electorate(here, "Secure", Eligibility(standings=("lives-here",)), officer, made.key())
    from letgo.decide.boards.models import put

    put(Body.objects.get(pk=of.body.pk), secure.line, secure=secure)
    at, asked = now(), {"seed_from": "Dice", "by": of.secretary}
    for opens, closes, wrong in ((6, 40, "People are told before"), (9, 20, "open for 15 days at least")):
        with pytest.raises(Refused, match=wrong):
            call_continuation(
                of.body.pk, of.officer.person, at + opens * DAY, at + closes * DAY, key=made.key(), **asked
            )
    polls = call_continuation(of.body.pk, of.officer.person, at + 9 * DAY, at + 24 * DAY, key=made.key(), **asked)
    assert len(polls) == 2
    for poll in polls:
        with travel(poll.opens + timedelta(minutes=1)):
            ballots.open_poll(poll.pk, by=CLOCK, key=str(poll.pk))
            for voter in of.people[:3]:
                ballots.cast(poll.pk, votes.ids(poll, "Yes"), by=voter)
    for poll, done in zip(polls, (False, True), strict=True):
        with travel(votes.fresh(poll).closes + timedelta(minutes=1)):
            ballots.close_poll(poll.pk, by=CLOCK, key=str(poll.pk))
            for reader in of.estate.scrutineers:
                ballots.read_seed(poll.pk, "1 2 3", by=reader, key=made.key())
            run_waiting()
            ballots.declare(poll.pk, by=of.officer, key=made.key())
        with travel(queries.objections_end(votes.fresh(poll)) + DAY):
            votes.tick()
            clocks = [row for row in promises(of.body.ref) if row.rule.name == "boards.continuation"]
            assert [bool(row.closed) for row in clocks] == ([True, False] if done else [False])
    assert owe(of.body, "", CLOCK) is None


def test_weights_say_what_a_vote_is_worth_and_warn_at_none_and_all(made: Any, board: Any) -> None:
    from letgo.commons.places.queries import today
    from letgo.commons.record.rules import CLOCK
    from letgo.decide.boards import seating
    from letgo.decide.boards.queries import powers

    of = board(weights=True)
    given = {"source": ("appointment", None), "start": today(), "end": today() + 9 * DAY, "by": CLOCK}
    for number, weight in enumerate((50, 49, 1)):
        seat = of.body.seats.get(number=number + 1)
        person = of.people[number].person
        seating.fill(of.body, person, name="Person", seat=seat, weight=weight, key=made.key(), **given)
    assert [say.part for _, say in powers(of.body).rows] == [Fraction(3, 5), Fraction(1, 5), Fraction(1, 5)]
    assert powers(of.body).warnings == ()
    assert [say.none for _, say in powers(of.body, 51).rows] == [False, False, False]
    assert powers(of.body, 99).warnings == ("One member has votes that never change anything.",)
    chair = seating.fill(of.body, of.people[0].person, name="Person", title="chair", key=made.key(), **given)
    assert chair.role is None  # a member has it already
    held = of.body.mandates.get(seat__number=1)
    seating.end(held.pk, "resigned", by=CLOCK, key=made.key())
    chair.refresh_from_db()
    assert chair.state == "ended"
    heavy = of.body.mandates.get(seat__number=2)
    seating.end(heavy.pk, "resigned", by=CLOCK, key=made.key())
    assert replace(powers(of.body).rows[0][1], weight=1).all


def test_a_seat_is_filled_by_the_way_that_was_written_before_its_vote(made: Any) -> None:
    """Here the next in order: other terms that the board agrees on later count from the next election on."""
    from letgo.decide.boards.vacancies.actions import resign

    of = made.board(vacancy="next")
    made.elected(of, [0, 1, 2, 3, 4], made.PAPERS)
    made.with_terms(of, vacancy="by-election")
    held = of.body.mandates.get(person=of.people[1].person)
    resign(held.pk, by=of.people[1], key=made.key())
    made.tick()
    empty = of.body.vacancies.get()
    assert (empty.way, empty.state) == ("next", "filling")
    assert empty.offered.person_id == of.people[4].person  # went out last: one vote more than 3


def test_a_seat_with_little_time_left_stays_empty_where_that_was_written_before_its_vote(made: Any) -> None:
    from letgo.decide.boards.vacancies.actions import resign

    of = made.board(vacancy_until_months=60)
    made.elected(of, [0, 1, 2, 3, 4], made.PAPERS)
    made.with_terms(of, vacancy_until_months=0)
    held = of.body.mandates.get(person=of.people[1].person)
    resign(held.pk, by=of.people[1], key=made.key())
    made.tick()
    empty = of.body.vacancies.get()
    assert empty.state == "kept-empty"
    assert "Less than 60 months" in empty.why


def test_what_is_not_kept_goes_to_the_board_that_sits_and_not_to_one_that_is_founded_beside_it(made: Any) -> None:
    """Whoever founds a younger body at a place, or a smaller one in it, hides no escalation from the board that was elected."""
    from dataclasses import replace as other

    from letgo.commons.places.models import Organisation
    from letgo.commons.record.clock import travel
    from letgo.decide.boards.agenda.queries import board_of
    from letgo.decide.boards.founding.actions import found_body
    from tests.world import TEST

    of = made.board()
    assert board_of(of.body.place).pk == of.body.pk  # nobody sits yet, and what comes waits for them
    row = made.called(of)
    for number in (0, 1, 2):  # as many as there are seats
        made.stand(of, row, number)
    assert made.names_closed(row).state == "filled"
    beside = Organisation.objects.exclude(pk=of.body.organisation_id).first()
    with travel(by=DAY):
        terms = other(of.body.fixed, seats=1, board_quorum=1, coopted_most=0)
        found_body(of.body.place, beside, "Beside it", terms, of.estate.electorate, by=TEST, key=made.key())
    assert board_of(of.body.place).pk == of.body.pk


def test_only_the_vote_that_was_called_on_going_on_decides_it(made: Any) -> None:
    """An officer calls a short vote by hand that names the same effect: it says yes, and the duty of the real one runs on."""
    from letgo.commons.promises.queries import of as promises_about
    from letgo.commons.record.refs import Ref
    from letgo.decide.ballots.calls.actions import call
    from letgo.decide.ballots.rules import Call, Offered
    from letgo.decide.boards.continuing.actions import go_on
    from tests.decide.ballots import made as votes

    of = made.board(continuation_rule="boards.continuation")
    opens, closes = made.now() + DAY, made.now() + 3 * DAY
    poll = call(
        Call(
            place=of.body.place_id, electorate=of.estate.electorate.pk, question="Should it go on?",
            options=(Offered("Yes"), Offered("No")), opens=opens, closes=closes, officer=of.officer.person, seed_from="Dice",
            method="yes-no", about=("body", of.body.pk), effect="boards.continue",
        ),
        by=of.estate.world.actor("officer"), key=made.key(),
    )  # fmt: skip
    with pytest.raises(Refused, match="not the vote"):
        go_on(Ref("poll", poll.pk), {})
    assert votes.fresh(poll).state == "called"
    (duty,) = [row for row in promises_about(of.body.ref) if row.rule.name == "boards.continuation"]
    assert not duty.closed

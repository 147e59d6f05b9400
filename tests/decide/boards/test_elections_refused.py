"""What an election says no to, to the minute and to the person: before the call, while names are taken, and when it is over."""

from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import Any

import pytest

from letgo.commons.people.rules import Acting, Grant
from letgo.commons.record.clock import travel
from letgo.commons.record.refusals import Refused
from letgo.commons.record.rules import CLOCK
from letgo.decide.boards.elections import actions
from letgo.decide.boards.nominations import actions as names

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


def _stands(of: Any, row: Any, number: int, by: Any, key: str) -> Any:
    return names.stand(row.pk, f"Person {number}", "", {}, True, by=by, key=key)


def test_whoever_calls_an_election_does_not_run_it(made: Any, board: Any) -> None:
    """Someone from outside who holds the office of returning officer, and may call elections too."""
    of = board()
    both = replace(of.officer, grants=of.officer.grants | {Grant("officer", of.body.place.lineage)})
    with pytest.raises(Refused, match="not who calls"):
        actions.call_election(of.body.pk, both.person, by=both, key=made.key())
    assert actions.call_election(of.body.pk, both.person, by=of.secretary, key=made.key()).officer_id == both.person


def test_names_are_taken_and_backed_to_the_last_second_and_not_after(made: Any, board: Any) -> None:
    of = board(seconders=2)
    row = made.called(of)
    with travel(row.nominations_close - SECOND):
        mine = _stands(of, row, 0, of.people[0], made.key())
        assert names.second(mine.pk, by=of.people[1], key=made.key()).state == "offered"  # it takes two
    with travel(row.nominations_close - SECOND), pytest.raises(Refused, match="until their hour"):
        actions.close_names(row.pk, by=CLOCK, key=made.key())
    with travel(row.nominations_close + SECOND):
        for act in (
            lambda: _stands(of, row, 5, of.people[5], made.key()),
            lambda: names.second(mine.pk, by=of.people[2], key=made.key()),
        ):
            with pytest.raises(Refused, match="were taken until"):
                act()
        assert actions.close_names(row.pk, by=CLOCK, key=made.key()).state == "checking"


def test_who_left_the_list_stands_no_more_and_what_they_backed_counts_for_nothing(made: Any, board: Any) -> None:
    of = board()
    row = made.called(of)
    for number in (0, 3, 6):
        made.stand(of, row, number)
    made.leaves_the_list(of, 1)  # who backed 0
    made.leaves_the_list(of, 3)
    with travel(row.nominations_close + SECOND):
        actions.close_names(row.pk, by=CLOCK, key=made.key())
    assert dict(row.nominations.values_list("name", "reason")) == {
        "Person 0": "0 of 1 seconders.",
        "Person 3": "They are not on the list of who elects this body any more.",
        "Person 6": "",
    }


def test_nobody_backs_themselves_in_another_ones_place_and_who_runs_it_never_stands(made: Any, board: Any) -> None:
    of = board()
    row = made.called(of)
    mine = _stands(of, row, 0, of.people[0], made.key())
    instead = replace(of.people[0], acting=Acting(of.people[1].person, frozenset({"everything"})))
    with pytest.raises(Refused, match="themselves"):
        names.second(mine.pk, by=replace(instead, grants=of.people[1].grants), key=made.key())
    lives = made.moves_in(of, of.officer)  # since the call
    with pytest.raises(Refused, match="You run this election"):
        _stands(of, row, 9, lives, made.key())


def test_whoever_says_that_they_live_there_and_is_not_on_the_list_neither_stands_nor_backs(
    made: Any, board: Any
) -> None:
    from tests.decide.ballots.made import person

    of = board()
    row = made.called(of)
    mine = _stands(of, row, 0, of.people[0], made.key())
    near = replace(person(), grants=of.people[0].grants)
    for act in (
        lambda: _stands(of, row, 9, near, made.key()),
        lambda: names.second(mine.pk, by=near, key=made.key()),
    ):
        with pytest.raises(Refused, match="not on the list"):
            act()


def test_a_quorum_is_rounded_up(made: Any, board: Any) -> None:
    """Half of thirteen are seven. And what settles a tie is what was named at the call."""
    of = board(13, poll_quorum_percent=50)
    row = made.called(of, seed_from="The lottery of Saturday")
    for number in range(4):
        made.stand(of, row, number)
    poll = made.names_closed(row).poll
    assert (poll.quorum, poll.seed_from) == (7, "The lottery of Saturday")


def test_a_vote_that_is_called_off_ends_its_election_and_its_seats_wait_for_another(made: Any, board: Any) -> None:
    from letgo.decide.ballots.actions import void_poll

    of = board()
    row = made.called(of)
    for number in range(4):
        made.stand(of, row, number)
    row = made.names_closed(row)
    void_poll(row.poll_id, "The notice named the wrong day.", by=of.officer, key=made.key())
    made.tick()
    assert (made.fresh(row).state, made.fresh(row).why) == ("failed", "The vote was called off.")
    assert made.called(of).places == [1, 2, 3]


def test_a_challenge_that_is_upheld_before_the_seats_are_filled_elects_nobody(made: Any, board: Any) -> None:
    from letgo.decide.ballots.rulings.actions import overturn

    of = board()
    row = made.called(of)
    for number in range(4):
        made.stand(of, row, number)
    row = made.voted(of, made.names_closed(row), [[0], [1], [2], [3]])
    with travel(row.poll.closes + DAY):
        overturn(row.poll_id, "There were two lists.", by=of.officer, key=made.key())
        made.tick()
    assert "challenge was upheld" in made.fresh(row).why
    made.seated(of, row)
    assert (made.fresh(row).state, of.body.mandates.count()) == ("failed", 0)


def test_who_moved_away_before_the_seats_are_filled_does_not_sit(made: Any, board: Any) -> None:
    from letgo.decide.boards.models import Vacancy

    of = board()
    row = made.called(of)
    for number in range(4):
        made.stand(of, row, number)
    row = made.voted(of, made.names_closed(row), [[0], [0], [1], [1], [2], [2], [3]])
    made.leaves_the_list(of, 1)
    row = made.seated(of, row)
    sits = set(of.body.mandates.filter(state="serving").values_list("person", flat=True))
    assert sits == {of.people[number].person for number in (0, 2)}
    assert Vacancy.objects.get(body=of.body).way == "by-election"


def test_half_a_year_is_enough_where_an_empty_seat_has_an_election(made: Any, board: Any) -> None:
    """By the terms of its call: that others were agreed later brings no old name back into use, and takes none out of it."""
    of = board(vacancy="by-election")
    row = made.elected(of, [0, 1, 2, 3, 4], made.PAPERS)
    made.with_terms(of, vacancy="countback")
    for days, many in ((182, 5), (185, 3), (186, 3)):
        with travel(row.line.at + days * DAY):
            made.tick()
        assert row.nominations.filter(forgotten__isnull=True).count() == many, days
    assert of.body.mandates.filter(state="serving").count() == 3
    assert {held.person_id for held in of.body.mandates.all()} == set(
        row.nominations.filter(forgotten__isnull=True).values_list("person", flat=True)
    )


def test_terms_of_one_election_begin_on_one_day_though_midnight_comes_meanwhile(
    made: Any, board: Any, monkeypatch: Any
) -> None:
    from letgo.commons.places.queries import today
    from letgo.decide.boards.elections import filling

    of, days = board(), count()
    row = made.called(of)
    for number in (0, 1):
        made.stand(of, row, number)
    monkeypatch.setattr(filling, "today", lambda: today() + next(days) * DAY)
    made.names_closed(row)
    starts = set(of.body.mandates.filter(state="serving").values_list("start", "end"))
    assert len(starts) == 1

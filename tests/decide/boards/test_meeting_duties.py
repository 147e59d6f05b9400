"""A board that sits owes its next meeting: by a day, and called off does not count."""

from typing import Any

import pytest

DAY_RULES = {"boards.call-board-meeting": ("board-member", 90), "boards.call-general-meeting": ("secretary", 365)}
BOARD, GENERAL = DAY_RULES


@pytest.fixture
def of(at: Any) -> Any:
    """The board of three with the dated rules of its meetings in force and in its terms; its clocks run since today."""
    from letgo.decide.boards.watching import watch
    from tests.commons.promises.made import bring_in, rule

    bring_in(
        *(rule(name=n, role=role, within=f"{days} days", excused_by="") for n, (role, days) in DAY_RULES.items()),
        pack="of-duties",
    )
    at.terms(at.of, board_meeting_rule=BOARD, general_meeting_rule=GENERAL)
    watch(at.of.body, at.TEST)
    return at.of


def owed(of: Any) -> dict[str, Any]:
    from letgo.decide.boards.owing import clocks

    return clocks(of.body)


def test_a_call_in_time_keeps_it_and_the_next_days_run_from_the_meeting(at: Any, of: Any) -> None:
    from letgo.commons.record.clock import now

    assert {BOARD, GENERAL} <= set(owed(of))
    first = owed(of)[BOARD]
    assert (first.due - now()).days in (89, 90)
    row = at.called(of)
    first.refresh_from_db()
    assert (first.closed, first.state) == ("meet", "kept")
    assert BOARD not in owed(of)
    assert GENERAL in owed(of)  # a meeting of the board is no general one
    at.counted(of, row, 3)
    with at.travel(row.at + 60 * at.MINUTE):
        at.held(of, row)
        after = owed(of)[BOARD]
        assert after.start == row.at.replace(microsecond=0)


def test_called_and_called_off_wins_no_time(at: Any, of: Any) -> None:
    from letgo.decide.boards.meetings import actions

    first = owed(of)[BOARD]
    with at.travel(by=80 * at.DAY):
        row = at.called(of, days=9)
        actions.cancel(row.pk, "Nobody has time.", by=of.secretary, key=at.key())
        again = owed(of)[BOARD]
    assert (again.pk != first.pk, again.due) == (True, first.due)


def test_a_call_for_a_day_that_is_too_late_is_not_enough(at: Any, of: Any) -> None:
    """It is met late, once the meeting took place; and a meeting to which too few came counts as one that was called."""
    row = at.called(of, days=120)
    first = owed(of)[BOARD]
    at.counted(of, row, 1)
    first.refresh_from_db()
    assert first.closed == "meet"
    assert first.state in ("late", "broken")
    with at.travel(row.at + at.DAY):
        assert owed(of)[BOARD].start == row.at.replace(microsecond=0)


def test_nobody_says_that_they_met_without_a_meeting_and_an_empty_board_owes_none(at: Any, of: Any) -> None:
    from letgo.commons.promises import actions as promises
    from letgo.commons.record.refusals import Refused
    from letgo.decide.boards import seating

    with pytest.raises(Refused, match="done by the answer itself"):
        promises.meet(owed(of)[BOARD].pk, of.members[0], at.key())
    for held in of.mandates:
        seating.end(held.pk, "resigned", by=at.TEST, key=at.key())
    assert not {BOARD, GENERAL} & set(owed(of))
    at.made.tick()
    assert "boards.by-election" in owed(of)

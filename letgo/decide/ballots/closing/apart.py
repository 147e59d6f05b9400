"""Of two options that cannot both be built at most one wins: the count that would pay for both is not the last one."""

from collections.abc import Sequence

from letgo.commons.record.rules import CLOCK
from letgo.decide.ballots.models import Option, Poll
from letgo.decide.ballots.moving import move
from letgo.decide.ballots.rules import State, Terms, conflicted


def leave_out(row: Poll, won: Sequence[int]) -> bool:
    """Take the option off that the count put second of two that cannot both be built, with the reason in public. True: count again.

    Its money then goes to others. Each count takes off one, so it ends; every one of them stays to be checked.
    """
    found = conflicted(won, Terms.from_data(row.settings).apart)
    if found is None:
        return False
    later, earlier = (Option.objects.get(poll=row, number=number) for number in found)
    why = f"It cannot be built beside “{earlier.title}”, which the count put first."
    move(
        row, State.CLOSED, "ballots.leave-out", CLOCK, {"option": later.number, "beside": earlier.number, "reason": why}
    )
    later.withdrawn, later.reason, later.line = True, why, row.line
    later.save()
    return True

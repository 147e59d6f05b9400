"""What can be asked for after a meeting, and how an expense moves."""

from collections.abc import Mapping

KINDS = ("travel", "childcare", "care")
MOVES: Mapping[str, frozenset[str]] = {
    "asked": frozenset({"agreed", "refused"}),
    "agreed": frozenset({"paid", "refused"}),
    "paid": frozenset(),
    "refused": frozenset(),
}
MOST = 100_000  # pence for one meeting: more is a mistake of typing

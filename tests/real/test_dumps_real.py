"""The reference dumps of another counter, matched round by round by settings of ours that only this test uses."""

import re
from collections.abc import Collection, Sequence
from pathlib import Path

import pytest

from letgo.engines.counting import meek, scottish
from letgo.engines.counting.election import Election
from letgo.engines.counting.files import load
from letgo.engines.counting.result import FIRST, Count, Tie
from letgo.engines.counting.settings import Gregory, Meek
from letgo.engines.counting.ties import Ties
from letgo.engines.counting.words import votes
from tests.real import dumps

pytestmark = pytest.mark.real
PRF = Meek(tolerance=1000, products=False, wait=True)
GREGORY = {"scotland": Gregory(), "wigm-prf": Gregory(digits=4, whole_quota=False)}
MATCHED = {*GREGORY, "meek-prf"}
NOT_OURS = {  # rules that we do not have: there is nothing of ours to compare
    "cfer": "rules for a committee, with a surplus threshold of their own",
    "cfer-batch": "as cfer, with candidates excluded together",
    "meek": "Meek with exact or guarded numbers; ours are cut to 9 decimals, as the law says",
    "mpls": "Minneapolis: mathematically impossible candidates go out together",
    "qpq": "quota preferential by quotient",
    "warren": "Warren: the price of a seat instead of a part of each paper",
    "wigm": "weighted inclusive Gregory with exact or guarded numbers",
    "wigm-prf-batch": "as wigm-prf, with candidates excluded together",
}


class Numbered(Ties):
    """Ties by the order of the file's candidates, or the order that it names; before that by stages where `back`."""

    def __init__(self, order: Sequence[int], back: bool) -> None:
        super().__init__()
        self.order, self.back = list(order), back

    def _settle(self, tied: Collection[int], history: Sequence[Sequence[int]], sign: int) -> tuple[int, Tie | None]:
        left = self._narrowed(tied, history, sign) if self.back else tied
        return min(left, key=self.order.index), None


def counted(place: Path, rule: str) -> tuple[Election, Count]:
    election, _ = load(place)
    named = re.search(r"\[tie ([\d ]+)\]", place.read_text(encoding="utf-8"))
    order = [int(n) for n in named[1].split()] if named else range(1, len(election.candidates) + 1)
    ties = Numbered(order, back=rule == "scotland")
    if rule == "meek-prf":
        return election, meek.count(election, PRF, ties)
    return election, scottish.count(election, GREGORY[rule], ties)


def test_every_dump_is_matched_or_named(real_data):
    found = {rule for _, _, rule in dumps.each(real_data / "stv" / "droop" / "dumps")}
    assert found == MATCHED | set(NOT_OURS)


def test_every_round_of_every_dump_is_ours(real_data):
    """Totals to the decimals dumped, what nobody holds or the quota, who is elected and who goes out, in each round."""
    folder, wrong, seen = real_data / "stv" / "droop", [], 0
    for place, profile, rule in dumps.each(folder / "dumps"):
        if rule in MATCHED:
            seen += 1
            wrong += [
                f"{place.stem}: {what}"
                for what in differences(place, next((folder / "blt").rglob(f"{profile}.blt")), rule)
            ]
    assert wrong == []
    assert seen == 50


def exhausted(count: Count, at: int, rest: str) -> bool:
    """Whether what nobody holds is what the dump calls not transferable and decimals cut off a paper, which it leaves out."""
    whole, _, part = rest.partition(".")
    cut = count.stages[at].lost - int(whole + part)
    return 0 <= cut <= at * count.valid


def differences(place: Path, profile: Path, rule: str) -> list[str]:
    kept = rule == "meek-prf"
    election, count = counted(profile, rule)
    numbers, rows = dumps.rows_of(place, *((4, 4) if kept else (2, 3)))
    theirs = dumps.parts_kept(rows) if kept else dumps.transfers(rows)
    decimals = len(rows[0].totals[0].split(".")[1])
    found = []
    for at, (stage, event) in enumerate(zip(count.stages, theirs, strict=False)):
        totals = [votes(stage.totals[n - 1], count.scale, decimals) for n in numbers]
        quota = sum(stage.totals) // (election.seats + 1) + 1
        rest = (
            votes(quota, count.scale, decimals) if kept else event.rest if exhausted(count, at, event.rest) else "more"
        )
        how = "begin" if stage.action == FIRST else "elect" if kept and stage.action == "surplus" else stage.action
        filled = event.elected & set(count.filled)
        ours = (how, totals, rest, set(stage.elected), list(stage.excluded))
        if ours != (event.how, event.totals, event.rest, event.elected - filled, event.gone):
            found.append(f"round {at}: {ours} is not {event}")
            break
    if len(count.stages) != len(theirs):
        found.append(f"{len(count.stages)} rounds, not {len(theirs)}")
    if set(count.winners) != dumps.winners(rows):
        found.append(f"{sorted(count.winners)} elected, not {sorted(dumps.winners(rows))}")
    return found

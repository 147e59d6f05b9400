"""Who of equal candidates is taken: by the last stage at which they were unequal, else by a lot that anybody can draw again."""

from collections.abc import Collection, Sequence

from letgo.engines.counting.result import Tie
from letgo.engines.sealing.lots import lot


class Ties:
    """Settles ties of one count and remembers them. `election` and `seed` go into the lot; it is the candidate's number that is drawn."""

    def __init__(self, election: str = "", seed: str = "letgo", *, forwards: bool = False) -> None:
        """`forwards`: the first stage at which they were unequal decides, not the last one (Meek)."""
        self._election, self._seed, self._forwards = election, seed, forwards
        self.settled: list[Tie] = []
        self._lots: dict[int, str] = {}  # drawn once: hundreds whom nobody ranked go out one by one

    def most(self, tied: Collection[int], history: Sequence[Sequence[int]]) -> tuple[int, Tie | None]:
        """The one who had most at the last stage where they were unequal; else who comes first by lot (rule 49(4)).

        `history`: the totals after each stage up to now, by candidate number less one.
        """
        return self._settle(tied, history, 1)

    def fewest(self, tied: Collection[int], history: Sequence[Sequence[int]]) -> tuple[int, Tie | None]:
        """The one who had fewest at the last stage where they were unequal; else who comes last by lot (rule 51)."""
        return self._settle(tied, history, -1)

    def ahead(self, tied: Collection[int], history: Sequence[Sequence[int]]) -> list[int]:
        """Those who had most at the stage that decides; more than one where a lot would have to part them."""
        return self._narrowed(tied, history, 1)

    def _settle(self, tied: Collection[int], history: Sequence[Sequence[int]], sign: int) -> tuple[int, Tie | None]:
        if len(tied) == 1:
            return next(iter(tied)), None
        left = self._narrowed(tied, history, sign)
        by = "stage" if len(left) == 1 else "lot"
        drawn = sorted(left, key=self._lot)
        chosen = drawn[0] if sign > 0 else drawn[-1]
        tie = Tie(tuple(sorted(tied)), chosen, by)
        self.settled.append(tie)
        return chosen, tie

    def _lot(self, number: int) -> str:
        if number not in self._lots:
            self._lots[number] = lot(self._election, self._seed, str(number))
        return self._lots[number]

    def _narrowed(self, tied: Collection[int], history: Sequence[Sequence[int]], sign: int) -> list[int]:
        left = sorted(tied)
        for totals in history if self._forwards else reversed(history):
            best = max(sign * totals[number - 1] for number in left)
            left = [number for number in left if sign * totals[number - 1] == best]
            if len(left) == 1:
                break
        return left

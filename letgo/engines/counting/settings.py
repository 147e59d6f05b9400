"""How a count by transfers is made: how fine its numbers are, and what a quota is."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Gregory:
    """Weighted inclusive Gregory. `digits` decimals are kept of every value, the rest is dropped.

    `whole_quota`: the quota is a whole number of votes, as in SSI 2007/42; else it is cut to `digits` and one last digit added.
    """

    digits: int = 5
    whole_quota: bool = True

    @property
    def scale(self) -> int:
        """Parts of a vote in which everything is counted."""
        return int(10**self.digits)

    def quota(self, valid: int, seats: int) -> int:
        """The quota, in parts of a vote, of `valid` votes. Rule 46: votes over seats and one, rounded down, and one."""
        if self.whole_quota:
            return (valid // (seats + 1) + 1) * self.scale
        return valid * self.scale // (seats + 1) + 1


SCOTTISH = Gregory()


@dataclass(frozen=True, slots=True)
class Meek:
    """Meek's method with 9 decimals. `tolerance`: below it, in 1/10^9 of a vote, the surplus left over is as good as moved.

    `products`: what passes a candidate on is itself a product, rounded up, as in the New Zealand regulations; else it is what is
    left of the paper after what was kept.
    """

    tolerance: int = 10**5
    products: bool = True
    wait: bool = (
        False  # no exclusion before the surplus is as good as moved; votes are counted before new keep values are made
    )

    @property
    def scale(self) -> int:
        """Parts of a vote in which everything is counted."""
        return 10**9


MEEK_NZ = Meek()

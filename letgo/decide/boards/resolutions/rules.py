"""How votes are added up, which majority carries what, and when two tellers agree."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

CHOICES = ("yes", "no", "abstain")
# The part of the votes for and against that must be for. An ordinary resolution needs more than its part.
MAJORITIES: Mapping[str, Fraction] = {
    "ordinary": Fraction(1, 2),
    "two-thirds": Fraction(2, 3),
    "three-quarters": Fraction(3, 4),
}


@dataclass(frozen=True)
class Votes:
    """So many for, against and abstained; `by_proxy` of them all."""

    yes: int = 0
    no: int = 0
    abstained: int = 0
    by_proxy: int = 0

    @property
    def all(self) -> int:
        """Votes of every kind."""
        return self.yes + self.no + self.abstained


@dataclass(frozen=True)
class Told:
    """What one teller counted."""

    teller: str
    votes: Votes


def added(hands: Iterable[tuple[str, int]]) -> Votes:
    """The votes of (choice, weight) pairs. Whoever abstains counts for neither side."""
    sums = dict.fromkeys(CHOICES, 0)
    for choice, weight in hands:
        sums[choice] += weight
    return Votes(sums["yes"], sums["no"], sums["abstain"])


def has_majority(kind: str, yes: int, no: int) -> bool:
    """Whether so many for and against are the majority that `kind` asks for. A tie is no majority, and nobody has a casting vote."""
    if yes <= 0:
        return False
    part = Fraction(yes, yes + no)
    return part > MAJORITIES[kind] if kind == "ordinary" else part >= MAJORITIES[kind]


def carried(kind: str, votes: Votes, present: int, quorum: int) -> bool:
    """Whether it is carried: enough were there, and its majority was for it."""
    return 0 < quorum <= present and has_majority(kind, votes.yes, votes.no)


def agreed(counts: Sequence[Told]) -> Votes | None:
    """The votes that two different tellers counted alike in one round; None while there are none."""
    for index, one in enumerate(counts):
        if any(other.teller != one.teller and other.votes == one.votes for other in counts[index + 1 :]):
            return one.votes
    return None


def fault(votes: Votes, present: int, proxies: int) -> str:
    """Why a teller's figures cannot be, in one sentence; "" when they can."""
    if min(votes.yes, votes.no, votes.abstained, votes.by_proxy) < 0:
        return "A count is never below nothing."
    if votes.by_proxy > min(proxies, votes.all):
        return f"At most {min(proxies, votes.all)} of these votes can be by proxy."
    if votes.all - votes.by_proxy > present:
        return f"Only {present} are here to vote."
    return ""


def sentence(kind: str, votes: Votes, present: int, quorum: int, weighted: bool = False) -> str:
    """The result in plain words."""
    unit = " by weight" if weighted else ""
    count = f"{votes.yes} for, {votes.no} against, {votes.abstained} abstained{unit}"
    if not 0 < quorum <= present:
        return f"Nothing was decided: {present} were there who could vote on this, and {quorum} are needed."
    needs = {"ordinary": "more for than against", "two-thirds": "two thirds", "three-quarters": "three quarters"}[kind]
    word = "Carried" if has_majority(kind, votes.yes, votes.no) else "Not carried"
    return f"{word}: {count}. It needed {needs}."

"""What a paper says, where two readings of a batch differ, and whether papers and cover slips add up."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile

from letgo.commons.record.rules import Sentence
from letgo.decide.ballots.rules import Choice, Terms, picks_fault

Paper = list[int] | str  # the numbers marked, ascending (ranked: in their order), or one of the two words below

SPOILT = "spoilt"  # the returning officer found no vote in it
DOUBTFUL = "doubtful"  # whoever typed it is not sure, or it holds too many marks: only the returning officer decides

LARGEST_BATCH = 50  # papers: what two people type without a break
ON_PAPER = "on paper"  # how somebody agreed to be helped whose slip does not say how
FEWEST = 5  # papers opened together before the close, so that whoever types them does not know whose they are
SMALL_BODY = 60  # voters: below, one neutral outside checker is the second pair of eyes (DESIGN §5)

PAPER_WINS, ONLINE_WINS = "paper-wins", "online-wins"
BOTH_WAYS = {
    PAPER_WINS: "If you vote on paper and online, your paper counts. Your online vote is taken out.",
    ONLINE_WINS: "If you have voted online when your paper comes, your online vote counts. Your paper stays unopened.",
}
LATE_REFUSED, LATE_RULED = "refused", "ruled"
LATE_POST = {
    LATE_REFUSED: "A paper that comes after the close does not count. We say how many there were.",
    LATE_RULED: "A paper that comes after the close counts only if the returning officer finds that it was posted in time.",
}


def terms_fault(terms: Terms) -> str:
    """Why papers cannot be dealt with by these terms, in a sentence; "" when they can."""
    if terms.paper not in BOTH_WAYS:
        return "Say what counts when someone votes on paper and online."
    if terms.late_post not in LATE_POST:
        return "Say what becomes of late post."
    return "" if 1 <= terms.paper_hours <= 14 * 24 else "Give from 1 to 336 hours for typing papers."


def settled_by(closes: datetime, terms: Terms) -> datetime:
    """Until when papers are typed and settled. Then the vote goes on with what stands: nobody's absence blocks it."""
    return closes + timedelta(hours=terms.paper_hours)


def read(marked: object, choices: Collection[Choice], most: int, ranked: bool = False) -> Paper:
    """One paper as it was typed: numbers, or DOUBTFUL. Marks that together are no vote are DOUBTFUL.

    `most` marks are allowed, 0 for any number. `ranked`: the numbers of the options in the voter's order, the first choice first;
    else their order tells nothing. Raises ValueError for a number that is on no paper, one typed twice, or another word.
    """
    if marked == DOUBTFUL:
        return DOUBTFUL
    if not isinstance(marked, list | tuple | set | frozenset):
        raise ValueError("a paper is a list of numbers")
    numbers, known = list(marked), {choice.number for choice in choices}
    if any(type(number) is not int or number not in known for number in numbers) or len(set(numbers)) < len(numbers):
        raise ValueError("a number that is not on the paper, or one twice")
    if picks_fault(numbers, choices, most, ranked):
        return DOUBTFUL
    return numbers if ranked else sorted(numbers)


def unlike(first: Sequence[Paper], second: Sequence[Paper]) -> list[int]:
    """At which papers (from 1) two readings are not alike: all that anyone is told of a difference."""
    return [at for at, (one, other) in enumerate(zip(first, second, strict=True), start=1) if one != other]


def settled(first: Sequence[Paper], second: Sequence[Paper], third: Mapping[int, Paper]) -> list[Paper]:
    """Each paper as it counts: what two of the three read. DOUBTFUL: the returning officer must look.

    `third` holds what a third person read at the positions of unlike(). It never stands alone: one person decides nothing.
    """
    found: list[Paper] = []
    for at, (one, other) in enumerate(zip(first, second, strict=True), start=1):
        again = one if one == other else third.get(at, DOUBTFUL)
        found.append(again if again in (one, other) else DOUBTFUL)
    return found


def by_the_clock(
    readings: Sequence[Sequence[Paper]], again: Sequence[Paper] | None = None, ranked: bool = False
) -> list[Paper]:
    """Each paper as it counts when time is up: what one person read where nobody else did; of two, the marks that both read; where
    the vote is `ranked`, the choices up to the first that they did not read alike.

    `again`: what a third person had settled by then. A paper that was not sure for everybody is SPOILT. [] when nobody read them.
    """
    if again is not None:
        return [SPOILT if paper == DOUBTFUL else paper for paper in again]
    if not readings:
        return []
    return [_both(papers, ranked) for papers in zip(*readings, strict=True)]


def _both(papers: Sequence[Paper], ranked: bool) -> Paper:
    marks = [paper for paper in papers if not isinstance(paper, str)]
    if not marks:
        return SPOILT
    if ranked:
        alike = takewhile(lambda places: len(set(places)) == 1, zip(*marks, strict=False))
        return [places[0] for places in alike]
    return sorted(set.intersection(*map(set, marks)))


@dataclass(frozen=True)
class Totals:
    """Papers and cover slips of one vote. Every slip is in just one of these; only those received have a paper that counts."""

    received: int  # slips that count
    late: int  # slips that came late and do not count
    spoilt: int  # slips that cannot be used: their envelope stays closed
    lost: int  # slips whose paper was lost
    replaced: int  # slips set aside unopened since their voter's online vote counts
    papers: int  # in batches, as declared

    @property
    def missing(self) -> int:
        """Slips that count without a paper in a batch: an empty envelope, or a paper that nobody can find. Never below 0."""
        return max(0, self.received - self.papers)

    def words(self) -> str:
        """Whether they add up, in one sentence."""
        if self.papers > self.received:
            return Sentence("There are {more} more papers than cover slips.", more=self.papers - self.received)
        if self.missing:
            return Sentence(
                "{missing} of {received} papers are in no batch.", missing=self.missing, received=self.received
            )
        return Sentence("All {received} papers that count are in batches.", received=self.received)


def fits(totals: Totals, more: int) -> bool:
    """Whether a batch of `more` papers can be opened: there are never more papers than cover slips that count."""
    return totals.papers + more <= totals.received

"""Yes or no: quorum, what part a yes needs, and of whom. Whole numbers; a part is an exact fraction."""

from dataclasses import dataclass
from fractions import Fraction

from letgo.engines.counting.lines import Lines

YES, NO, ABSTAIN = "yes", "no", "abstain"
WORDS = {
    "yes": YES,
    "for": YES,
    "no": NO,
    "against": NO,
    "abstain": ABSTAIN,
    "abstention": ABSTAIN,
    "abstentions": ABSTAIN,
}


@dataclass(frozen=True, slots=True)
class Question:
    """`roll`: how many may vote, None where nobody says. `quorum`: ballots that must be cast, abstentions among them.

    `passes`: a yes needs more than this part (at least it, with `at_least`) of yes and no, or of the roll with `of_roll`.
    """

    roll: int | None = None
    quorum: int = 0
    passes: Fraction = Fraction(1, 2)
    at_least: bool = False
    of_roll: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What came out. `why`: "passed", "not-enough", "tie" or "no-quorum"."""

    yes: int
    no: int
    abstain: int
    passed: bool
    why: str


def decide(yes: int, no: int, abstain: int, question: Question) -> Answer:
    """Whether a yes passed. Without more yes than no it never does, whatever part is asked for; below the quorum nothing does."""
    cast = yes + no + abstain
    whole = (question.roll or 0) if question.of_roll else yes + no
    needed = question.passes * whole
    enough = yes > no and (yes > needed or (question.at_least and yes == needed))
    why = "no-quorum" if cast < question.quorum else "passed" if enough else "tie" if yes == no else "not-enough"
    return Answer(yes, no, abstain, why == "passed", why)


def read(lines: Lines) -> tuple[int, int, int]:
    """Yes, no and abstentions from lines `option,count`. Raises BadFile."""
    counts: dict[str, int] = {}
    for row in lines:
        cells = lines.cells(row)
        if not any(cells) or (not counts and [cell.lower() for cell in cells[:2]] == ["option", "count"]):
            continue
        if len(cells) < 2 or (word := WORDS.get(cells[0].lower())) is None:
            raise lines.bad("is not an answer with its count", "Write: yes,120")
        if word in counts:
            raise lines.bad(f"counts “{word}” a second time", "Give each answer one line")
        counts[word] = lines.number(cells[1], "the number of ballots")
    if YES not in counts or NO not in counts:
        raise lines.bad("does not say how many said yes and how many said no", "Give a line for each")
    return counts[YES], counts[NO], counts.get(ABSTAIN, 0)

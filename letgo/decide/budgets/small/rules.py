"""When small money is released, until when an ask stands, and how asks for the same thing are added up."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

NEEDED = 3  # residents
CONCERNED = 2  # of them, of the group that it is for
OPEN_FOR = timedelta(days=14)  # an ask that three did not want by then is over
WINDOW = timedelta(days=28)  # asks for the same thing within this time count as one
MANY_HELPED = 2  # of the three, by one helper: then those who pay are told
SAME = 50  # percent of the letter groups of the shorter words that two asks share


@dataclass(frozen=True)
class Ask:
    """One ask for small money: what for, whom it concerns, how many pence, on which day."""

    title: str
    group: str
    pence: int
    on: date


def released(concerned: Collection[bool]) -> bool:
    """Whether so many residents said yes; True for one of the group concerned."""
    return len(concerned) >= NEEDED and sum(concerned) >= CONCERNED


def missing(concerned: Collection[bool]) -> tuple[int, int]:
    """How many more must say yes, and how many of these at least of the group concerned."""
    of_group = max(0, CONCERNED - sum(concerned))
    return max(NEEDED - len(concerned), of_group), of_group


def most_by_one(helpers: Iterable[object]) -> int:
    """How many of the yeses one and the same helper stood beside, from the helper of each, None for nobody. 0 below MANY_HELPED."""
    beside = Counter(helper for helper in helpers if helper is not None)
    most = max(beside.values(), default=0)
    return most if most >= MANY_HELPED else 0


def lapses(asked: datetime) -> datetime:
    """Until when an ask stands."""
    return asked + OPEN_FOR


def same(one: str, other: str) -> bool:
    """Whether two asks are for the same thing: half the groups of three letters of the shorter one are in the longer one too."""
    first, second = _threes(one), _threes(other)
    shorter = min(len(first), len(second))
    return 100 * len(first & second) >= SAME * shorter if shorter else one.strip() == other.strip()


def _threes(text: str) -> set[str]:
    plain = " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())
    return {plain[i : i + 3] for i in range(len(plain) - 2)}


def together(new: Ask, others: Iterable[Ask]) -> int:
    """Pence of `new` and of all asks for the same thing within the window: what the limit is held against."""
    near = (ask for ask in others if abs((new.on - ask.on).days) <= WINDOW.days)
    return new.pence + sum(ask.pence for ask in near if same(new.title, ask.title))

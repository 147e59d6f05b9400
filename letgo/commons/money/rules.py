"""Pence: how they are written, divided and limited, and what a pot's terms and a payment's states can be."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from letgo.commons.record.rules import Sentence

MOST = 10**13  # pence in one transfer: a hundred thousand million pounds; so no sum of a ledger runs over


class Kind(StrEnum):
    """What a pot is. The least set with which all money adds up to nothing."""

    OUTSIDE = "outside"  # the world beyond our books: what comes from there or goes there. The only one without a floor
    POT = "pot"  # money for a purpose
    PERSON = "person"  # one person's money


class Move(StrEnum):
    """What a transfer does."""

    POST = "post"  # from one pot to another
    HOLD = "hold"  # set aside for another pot, and not yet there
    CAPTURE = "capture"  # a hold is used, in whole or in part; what is over is free again
    RELEASE = "release"  # a hold is let go
    REVERSE = "reverse"  # a post or a capture is undone


class Vat(StrEnum):
    """How a pot's payments stand to VAT."""

    OUTSIDE = "outside"  # not a matter of VAT: grants, money to people
    RECOVERED = "recovered"  # the body gets the VAT back: the pot pays the net price
    COST = "cost"  # it does not: the pot pays the price with VAT


class YearEnd(StrEnum):
    """What becomes of money that is not decided when the financial year ends."""

    CARRY_OVER = "carry-over"
    RETURN = "return"


class Stage(StrEnum):
    """How far a payment is. "Decided" is the transfer itself; each of the others is a Step."""

    DECIDED = "decided"
    ORDERED = "ordered"
    SENT = "sent"
    ARRIVED = "arrived"
    FAILED = "failed"  # the bank could not pay it
    RETURNED = "returned"  # it was paid, and came back


MOVES: Mapping[Stage, frozenset[Stage]] = {
    Stage.DECIDED: frozenset({Stage.ORDERED, Stage.SENT}),
    Stage.ORDERED: frozenset({Stage.SENT}),
    Stage.SENT: frozenset({Stage.ARRIVED, Stage.FAILED, Stage.RETURNED}),
    Stage.ARRIVED: frozenset({Stage.RETURNED}),
    Stage.FAILED: frozenset({Stage.SENT}),
    Stage.RETURNED: frozenset(),
}
# Each of the four bars holds the payments that came at least so far.
REACHED: Mapping[Stage, frozenset[Stage]] = {
    Stage.DECIDED: frozenset(Stage),
    Stage.ORDERED: frozenset({Stage.ORDERED, Stage.SENT, Stage.ARRIVED, Stage.FAILED}),
    Stage.SENT: frozenset({Stage.SENT, Stage.ARRIVED}),
    Stage.ARRIVED: frozenset({Stage.ARRIVED}),
}


@dataclass(frozen=True)
class Terms:
    """What a pot is bound to. Amounts are pence; None: no such limit. `officer` is a role, never a name.

    `most_each` and `most_a_year` bind every payment out but one back to the giver; from `two_people_from` on a second person must agree.
    """

    officer: str = "treasurer"
    most_each: int | None = None
    most_a_year: int | None = None
    two_people_from: int | None = None
    cost_code: str = ""
    vat: Vat = Vat.OUTSIDE
    year_end: YearEnd = YearEnd.CARRY_OVER
    floor: int = 0

    def fault(self) -> str:
        """What is wrong with these terms, in a sentence; "" when nothing is."""
        limits = (self.most_each, self.most_a_year, self.two_people_from)
        if any(limit is not None and not 0 < limit <= MOST for limit in limits):
            return "A limit is an amount above nothing."
        if abs(self.floor) > MOST:
            return "This floor is too far from nothing."
        if not self.officer:
            return "Somebody must look after this money."
        return ""


def pounds(pence: int) -> str:
    """123450 as "£1,234.50", 120000 as "£1,200", -5 as "−£0.05". Whole pounds without their pence."""
    whole, rest = divmod(abs(pence), 100)
    return f"{'−' if pence < 0 else ''}£{whole:,}" + (f".{rest:02d}" if rest else "")


def pence(text: str) -> int:
    """What someone wrote as an amount of money, in pence: "£1,234.50", "12", "0.05". Raises ValueError with a sentence."""
    plain = text.strip().removeprefix("£").replace(",", "").replace(" ", "")
    whole, point, rest = plain.partition(".")
    digits = whole.isascii() and whole.isdigit() and len(whole) <= 12
    if not digits or (point and not (rest.isascii() and rest.isdigit() and len(rest) == 2)):
        raise ValueError("Write the money in pounds and pence, like 25 or 25.50.")
    found = int(whole) * 100 + int(rest or 0)
    if not 0 < found <= MOST:
        raise ValueError("Write an amount above nothing.")
    return found


def divided(pence: int, weights: Sequence[int]) -> list[int]:
    """`pence` in parts as large as `weights`, to the penny: each part is rounded down, and the pennies over go to the largest
    remainders, the first of equals first. The parts always add up to `pence`. Source: Hamilton's method.

    Raises ValueError for weights below nothing, or when all are nothing.
    """
    whole = sum(weights)
    if whole <= 0 or min(weights) < 0 or pence < 0:
        raise ValueError("Money is divided by weights above nothing.")
    exact = [Fraction(pence * weight, whole) for weight in weights]
    parts = [int(part) for part in exact]
    over = sorted(range(len(weights)), key=lambda i: (parts[i] - exact[i], i))
    for i in over[: pence - sum(parts)]:
        parts[i] += 1
    return parts


def vat_inside(gross: int, rate: Fraction) -> int:
    """The VAT that a price of `gross` pence holds at `rate` (1/5 for 20 %), rounded down to the penny. Source: VAT Notice 700, §17.5."""
    return int(gross * rate / (1 + rate))


def financial_year(day: date, begins: tuple[int, int] = (4, 1)) -> int:
    """The year in which the financial year of `day` began: 2026 for 1 April 2026 to 31 March 2027."""
    return day.year if (day.month, day.day) >= begins else day.year - 1


def year_words(year: int) -> str:
    """2026 as "2026 to 2027"."""
    return f"{year} to {year + 1}"


def year_span(year: int) -> tuple[date, date]:
    """First and last day of a financial year."""
    return date(year, 4, 1), date(year + 1, 4, 1) - timedelta(days=1)


@dataclass(frozen=True)
class Standing:
    """A pot's money at one moment, in pence: all that ever came in and went out, and what is set aside now."""

    paid_in: int = 0
    paid_out: int = 0
    held: int = 0

    @property
    def balance(self) -> int:
        """What is in the pot."""
        return self.paid_in - self.paid_out

    @property
    def available(self) -> int:
        """What is in the pot and not set aside."""
        return self.balance - self.held


def too_much(terms: Terms, standing: Standing, pence: int, *, back: bool = False) -> str:
    """Why a pot bound by `terms` cannot pay or set aside `pence`, in a sentence with its own figures; "" when it can.

    A payment `back` to the giver is bound by the floor alone. The yearly limit is judged by the database.
    """
    if standing.available - pence < terms.floor:
        left = max(standing.available - terms.floor, 0)
        return Sentence("There is not enough in this pot. {left} of it is free.", left=pounds(left))
    if terms.most_each is not None and pence > terms.most_each and not back:
        return Sentence("This pot pays at most {most} at a time.", most=pounds(terms.most_each))
    return ""


def needs_two(terms: Terms, pence: int) -> bool:
    """Whether a second person must agree to a payment of `pence`."""
    return terms.two_people_from is not None and pence >= terms.two_people_from


def step_fault(move: str, ending: str | None, undone: bool, before: Stage, stage: Stage) -> str:
    """Why a payment that came as far as `before` cannot be `stage` next, in a sentence; "" when it can.

    `move` is how it began, `ending` how its hold ended (None: it has not).
    """
    if move not in (Move.POST, Move.HOLD) or undone or ending == Move.RELEASE:
        return "This is no payment that goes anywhere."
    if move == Move.HOLD and ending is None and stage != Stage.ORDERED:
        return "This money is only set aside. Use it first. Then it can be sent."
    if stage in MOVES[before]:
        return ""
    return Sentence("This payment is {before}. It cannot be {stage} next.", before=before.value, stage=stage.value)


def bars(payments: Iterable[tuple[int, str]]) -> dict[Stage, int]:
    """Pence that came at least so far, for each of the four bars, from (pence, stage) of each payment."""
    found = dict.fromkeys(REACHED, 0)
    for amount, stage in payments:
        for bar, reached in REACHED.items():
            if stage in reached:
                found[bar] += amount
    return found

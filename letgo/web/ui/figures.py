"""How numbers, money and days are written for people. Rounding is for reading only: nothing is decided here."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_FLOOR, ROUND_HALF_EVEN, Decimal
from fractions import Fraction

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

BEFORE = {"GBP": "£", "EUR": "€", "USD": "$", "JPY": "¥", "INR": "₹", "UAH": "₴", "KRW": "₩"}
AFTER = {"PLN": "zł", "CZK": "Kč", "HUF": "Ft", "SEK": "kr", "NOK": "kr", "DKK": "kr"}
SPACE = "\N{NO-BREAK SPACE}"
ORDINALS = ("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
NUMBER_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
CENT = Decimal("0.01")


def whole(number: int) -> str:
    """12345 as 12,345."""
    return f"{number:,}"


def exact(text: str) -> Fraction:
    """A decimal ("51.31") or an exact ratio ("1000/3"), as engines write money."""
    return Fraction(text)


@dataclass(frozen=True)
class Money:
    """Writes amounts of one currency. `code` is what the file says, "" when it says nothing: then no sign is made up."""

    code: str = ""

    def __call__(self, amount: str | Fraction) -> str:
        """To the nearest hundredth, without a needless .00."""
        return self._signed(_decimal(exact(amount) if isinstance(amount, str) else amount, ROUND_HALF_EVEN))

    def at_most(self, amount: str | Fraction, *, in_full: bool = False) -> str:
        """Rounded down, `in_full` to the whole unit: what a group could pay is never said to be more than it is."""
        value = exact(amount) if isinstance(amount, str) else amount
        return self._signed(_decimal(Fraction(value.__floor__()) if in_full else value, ROUND_FLOOR))

    def _signed(self, amount: Decimal) -> str:
        number = f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,.2f}"
        code = self.code.strip()
        if code.upper() in BEFORE:
            return BEFORE[code.upper()] + number
        mark = AFTER.get(code.upper(), code)
        return f"{number}{SPACE}{mark}" if mark else number


def _decimal(amount: Fraction, rounding: str) -> Decimal:
    cents = amount * 100
    nearest = round(cents) if rounding == ROUND_HALF_EVEN else cents.__floor__()
    return Decimal(nearest) * CENT


def people(number: int, one: str = "", many: str = "") -> str:
    """1 person, 1,320 people; or what else is counted, by its words for one and for many, which a translator finds where they stand."""
    counted = ngettext(one, many, number) if one else ngettext("person", "people", number)
    return f"{whole(number)} {counted}"


def in_words(number: int) -> str:
    """Small numbers as words: three; others as figures: 12."""
    return NUMBER_WORDS[number] if number < len(NUMBER_WORDS) else whole(number)


def ordinal(number: int) -> str:
    """A place in an order: first, second, tenth; then 11th, 21st, 112th."""
    if number < len(ORDINALS):
        return ORDINALS[number]
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th") if number % 100 not in (11, 12, 13) else "th"
    return f"{number:,}{ending}"


def one_in(part: int, total: int) -> str:
    """How large a part is, in words that are never too large: "more than half", "one voter in five", "1 voter in 40"."""
    if not 0 < part <= total:
        raise ValueError("A part is more than nothing and at most the whole.")
    if part == total:
        return _("every voter")
    if 2 * part > total:
        return _("more than half of all voters")
    every = round(Fraction(total, part))
    near = abs(Fraction(part, total) * every - 1) <= Fraction(1, 20)
    said = _("one voter in {number}") if near else _("about one voter in {number}")
    return said.format(number=in_words(every))


def of_100(part: int, total: int) -> str:
    """How many of every 100, without decimals; "fewer than 1" rather than a false 0."""
    if total == 0 or part == 0:
        return "0"
    share = round(Fraction(100 * part, total))
    return str(share) if share else _("fewer than 1")


def day(moment: date | datetime) -> str:
    """29 November 2026, in the place's own time."""
    if isinstance(moment, datetime):
        moment = localtime(moment)
    return f"{moment.day} {moment:%B %Y}"


def moment(at: datetime) -> str:
    """Thursday 26 November 2026, 8:00pm; at midnight in words, since 12:00am may be either end of a day."""
    here = localtime(at)
    when = _("as the day begins") if (here.hour, here.minute) == (0, 0) else clock(at)
    return f"{here:%A} {day(at)}, {when}"


def clock(moment: datetime) -> str:
    """9:40am, in the place's own time."""
    moment = localtime(moment)
    return f"{moment.hour % 12 or 12}:{moment:%M}{'am' if moment.hour < 12 else 'pm'}"

"""What a code looks like, how long things hold, how often one may try, and when help is due: plain values only."""

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Final

# The ways in. A code by one of SENT belongs to the phone or e-mail that it goes to; the others to a person.
SENT: Final = ("text", "email")
WAYS: Final = (*SENT, "letter", "call", "person", "neighbour", "enrol", "let-in", "passkey", "account")
ALONE: Final = frozenset({"letter", "call", "person", "neighbour", "enrol"})  # the code says by itself whose it is
HELP: Final = ("ring", "letter", "visit")

LETTERS: Final = "ACDEFHJKLMNPRTUVWXY3479"  # none that is taken for another, by eye or by ear
DIGITS: Final = "0123456789"
LETTER_CODE, NUMBER_CODE = 12, 6
GROUP: Final = 4

HOLDS: Final[Mapping[str, timedelta]] = {
    "text": timedelta(minutes=15),
    "email": timedelta(minutes=15),
    "letter": timedelta(days=14),
    "call": timedelta(minutes=15),
    "person": timedelta(days=1),
    "neighbour": timedelta(days=1),
    "enrol": timedelta(days=1),
    "let-in": timedelta(minutes=30),
}
STEP: Final = timedelta(minutes=15)  # from a right code to the second step

TRIES_A_CODE: Final = 5
SENT_AN_HOUR, SENT_A_DAY = 5, 10  # codes to one address; those that were sent stay good
NEWEST: Final = 2  # so many live codes of an address are compared with what was typed
MISSES_A_DAY: Final = 10  # wrong codes for one address in a day: then only other ways in, until tomorrow
TRIES_A_SECRET: Final = 5  # wrong PINs or app codes by one person
SECRET_RESTS: Final = timedelta(minutes=30)
SECRETS_A_DAY: Final = 6  # and in a day
STEPS_OF_AN_APP: Final = 3  # half minutes whose code is taken: this one and its neighbours

IDLE: Final = timedelta(days=30)
STAFF: Final = timedelta(hours=12)  # a session with a second step, and how long that step holds
SHARED: Final = timedelta(hours=12)
FRESH: Final = timedelta(minutes=15)  # for GRAVEST the second step must be this young
GRAVEST: Final = frozenset({"door.end-factor", "door.give-enrolment"})

WORKING_DAYS_TO_HELP: Final = 2
KEPT: Final = timedelta(days=30)  # what someone wrote when they asked for help, and ended sessions and messages

VOUCHES: Final = 3  # by one neighbour
VOUCH_PERIOD: Final = timedelta(days=90)
VOUCHER_SINCE: Final = timedelta(days=90)  # so long must the neighbour have lived there

BACKOFF: Final = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))

BROWSERS: Final = (
    ("Edg", "Edge"), ("OPR", "Opera"), ("SamsungBrowser", "Samsung browser"), ("Firefox", "Firefox"), ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"), ("Chrom", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
SYSTEMS: Final = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("CrOS", "Chromebook"),
    ("Mac OS", "Mac"), ("Linux", "Linux"),
)  # fmt: skip


def grouped(code: str) -> str:
    """How a letter code is written and read out: ACDE FHJK LMNP."""
    return " ".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def typed(text: str) -> str:
    """What someone typed as a code, in the form in which it was made: no gaps, capital letters."""
    return re.sub(r"[\s.\-_–—]+", "", text).upper()


def is_number_code(code: str) -> bool:
    """Whether `code` (after typed()) is one of six figures, as texts and e-mails hold."""
    return len(code) == NUMBER_CODE and all(letter in DIGITS for letter in code)


def guessed(tries: int, right: int) -> Fraction:
    """The most that the chance can be to hit one of `right` codes of six figures with `tries` of them."""
    return Fraction(tries * right, len(DIGITS) ** NUMBER_CODE)


def is_letter_code(code: str) -> bool:
    """Whether `code` (after typed()) is a long one, as letters and officers' screens show."""
    return len(code) == LETTER_CODE and all(letter in LETTERS for letter in code)


def help_due(asked: datetime, off: Container[date]) -> datetime:
    """The end of the second working day after `asked` (in the hour that it was asked, in the zone of `asked`).

    `off` holds the bank holidays. Asked on a day off, the clock starts with the next working day's beginning: Saturday noon is due
    by the end of Tuesday. Source: "a route within 2 working days" (the founding requirement for lost phone and lost e-mail).
    """
    day, left = asked.date(), WORKING_DAYS_TO_HELP
    while left:
        day += timedelta(days=1)
        if works(day, off):
            left -= 1
    return datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=asked.tzinfo)


def works(day: date, off: Container[date]) -> bool:
    """Whether `day` is a working day: Monday to Friday and no bank holiday."""
    return day.weekday() < 5 and day not in off


def next_try(tries: int) -> timedelta:
    """How long to wait after the `tries`-th try of a message failed (1 is the first)."""
    return BACKOFF[min(tries, len(BACKOFF)) - 1]


def device(agent: str) -> str:
    """A browser's own description of itself in words that its owner knows: "Chrome on Android". At most 60 characters."""
    browser = next((word for mark, word in BROWSERS if mark in agent), "A browser")
    system = next((word for mark, word in SYSTEMS if mark in agent), "")
    return f"{browser} on {system}" if system else browser


@dataclass(frozen=True)
class Life:
    """How long a session holds: until `expires`; `kept` in the browser after it is closed."""

    expires: datetime
    kept: bool


def life(at: datetime, *, shared: bool, strong: bool) -> Life:
    """The life of a session that is opened, or given its second step, at `at`."""
    if strong:
        return Life(at + STAFF, not shared)
    return Life(at + (SHARED if shared else IDLE), not shared)


def prolonged(at: datetime, expires: datetime, *, shared: bool, strong: bool) -> datetime:
    """When a session that is used at `at` ends: idle ones 30 days later; shared phones and staff never later than was said."""
    return expires if shared or strong else max(expires, at + IDLE)

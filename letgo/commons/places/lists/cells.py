"""What one cell of a list may hold, and how it is written so that no spreadsheet takes it for a formula."""

import re
from datetime import date

from letgo.commons.people.rules import LANGUAGES, NEEDS, tidy_address
from letgo.commons.places import rules

COLUMNS = ("name", "language", "needs", "address", "uprn", "place", "standing", "start", "end", "email", "phone")
REQUIRED = ("name", "place", "standing", "start")
LONGEST = {"name": 200, "address": 200}

# A spreadsheet runs what begins like this (OWASP, "CSV Injection"), also in the full-width letters of East Asian keyboards.
STARTS = "=+\\-@\t\r\n＝＋－＠"
RISKY = re.compile(f"[{STARTS}]")
QUOTED = re.compile(f"'+[{STARTS}]")
CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]")
PHONE = re.compile(r"\+[0-9 ()-]{6,25}")
ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
BRITISH = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")


class Wrong(Exception):
    """What is wrong with a cell, and its cure."""

    def __init__(self, what: str, cure: str):
        super().__init__(what)
        self.what, self.cure = what, cure


def escaped(text: str) -> str:
    """A cell as we write it: one apostrophe before what could be taken for a formula. plain() takes it away again."""
    return f"'{text}" if RISKY.match(text) or QUOTED.match(text) else text


def plain(text: str) -> str:
    """What escaped() was given."""
    return text[1:] if QUOTED.match(text) else text


def read(column: str, written: str) -> str:
    """A cell's text, without needless spaces. Raises Wrong for a formula, a line break, or a text that is too long."""
    if RISKY.match(written) and not (column == "phone" and PHONE.fullmatch(written)):
        raise Wrong("This cell begins like a formula.", "Take away its first sign, or put an apostrophe before it.")
    text = " ".join(plain(written).split(" ")).strip()
    if CONTROL.search(text):
        raise Wrong("This cell holds a tab or a sign that cannot be seen.", "Type it again.")
    if len(text) > LONGEST.get(column, 300):
        raise Wrong(f"This cell is longer than {LONGEST.get(column, 300)} letters.", "Write it shorter.")
    return " ".join(text.split())


def day(text: str) -> date:
    """2026-03-31 or 31/03/2026 (day first). Raises Wrong for a day that no calendar has."""
    if found := ISO.fullmatch(text):
        year, month, number = map(int, found.groups())
    elif found := BRITISH.fullmatch(text):
        number, month, year = map(int, found.groups())
    else:
        raise Wrong("This is not a date as we read it.", "Write 2026-03-31 or 31/03/2026.")
    try:
        return date(year, month, number)
    except ValueError:
        raise Wrong("There is no such day.", "Look it up and write 2026-03-31 or 31/03/2026.") from None


def language(text: str) -> str:
    """A language's code, "en" when nothing is said."""
    if text and text not in LANGUAGES:
        raise Wrong("We do not know this language.", f"One of: {', '.join(sorted(LANGUAGES))}.")
    return text or "en"


def needs(text: str) -> list[str]:
    """Words of NEEDS, with spaces or semicolons between them."""
    found = text.replace(";", " ").split()
    if set(found) - set(NEEDS):
        raise Wrong("We do not know one of these needs.", f"Any of: {', '.join(sorted(NEEDS))}.")
    return sorted(set(found))


def standing(text: str) -> tuple[str, str]:
    """(kind, detail): "lives-here", "lives here", or "age-band 16-17"."""
    kind, _, band = text.partition(" ") if text.startswith("age-band") else (text.replace(" ", "-"), "", "")
    if kind in rules.GRANTED or (kind == "age-band" and band in rules.AGE_BANDS):
        return kind, band
    ages = ", ".join(rules.AGE_BANDS)
    raise Wrong("We do not know this standing.", f"One of: {', '.join(rules.GRANTED)}; or age-band and one of {ages}.")


def uprn(text: str) -> str:
    """A UPRN, or ""."""
    if text and rules.uprn_fault(text):
        raise Wrong(rules.uprn_fault(text), "Leave it empty if you do not know it.")
    return text


def route(kind: str, text: str) -> tuple[str, str] | None:
    """(kind, address) as people's routes keep it, or None for an empty cell. A British mobile is a "text", another number a "phone"."""
    found = tidy_address("email" if kind == "email" else "phone", text) if text else ""
    if text and not found:
        cure = "Write it like name@example.org." if kind == "email" else "Write it like 07700 900123."
        raise Wrong("This cannot be right.", cure)
    if not found:
        return None
    return ("email" if kind == "email" else "text" if found.startswith("+447") else "phone"), found

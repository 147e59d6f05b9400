"""A rule and a calendar as plain tables (in a pack, in a row), and back. What cannot be read is named, with the cure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from letgo.commons.places.rules import ROLES
from letgo.commons.promises.rules import STATUSES, UNITS, Calendar, Extension, Length, Owed, Rule, Rung
from letgo.engines.sealing.canonical import encode

Table = Mapping[str, Any]
LONGEST = 10_000
NEEDED = ("name", "title", "status", "source", "read", "start", "within", "role", "country")


@dataclass(frozen=True)
class PackFile:
    """A pack as a file says it, read and checked (house/pack.py): `rules` and `calendar` as tables, everything else in `body`."""

    name: str
    version: int
    title: str
    calendar: Mapping[str, Any]
    rules: Sequence[Table]
    body: Mapping[str, Any]
    needs: tuple[str, ...] = ()
    path: str = field(default="", compare=False)

    @property
    def digest(self) -> str:
        """Of its settings, without rules and calendar, which have their own."""
        return digest(self.body)


def digest(table: Mapping[str, Any]) -> str:
    """Hex of SHA-256 over the canonical JSON."""
    return sha256(encode(dict(table))).hexdigest()


@dataclass
class BadTable(Exception):
    """A table that is no rule: the key that is wrong ("" for the table itself), what is wrong with it, and the cure."""

    key: str
    what: str

    def __str__(self) -> str:
        return f"{self.key}: {self.what}" if self.key else self.what


def rule_of(table: Table) -> Rule:
    """The rule that `table` says. Raises BadTable for a key that is missing, unknown or of the wrong shape."""
    known = {entry.name for entry in fields(Rule)}
    for key in table:
        if key not in known:
            raise BadTable(key, f"no rule has this. Use: {', '.join(sorted(known))}.")
    for key in NEEDED:
        if not table.get(key):
            raise BadTable("", f"a rule without {key}. Add: {key} = …")
    rule = Rule(**{key: READ[key](key, value) for key, value in table.items() if value is not None})
    _check(rule)
    return rule


def _check(rule: Rule) -> None:
    if rule.ends == "instant" and rule.within.unit != "hours":
        raise BadTable("ends", 'only hours end at an instant. Write: ends = "end-of-day".')
    if rule.within.number < 1:
        raise BadTable("within", "a promise needs time. Write 1 or more.")
    if rule.excused_by == rule.role:
        raise BadTable("excused_by", "nobody excuses their own broken promise. Name another role.")
    if rule.valid_from and rule.valid_to and rule.valid_to < rule.valid_from:
        raise BadTable("valid_to", "ends before it begins. Write a later day, or leave it out.")
    seen = [_days(rung.after) for rung in rule.ladder]
    if seen != sorted(seen):
        raise BadTable("ladder", "a rung stands before an earlier one. Put the shortest time first.")


def _days(length: Length) -> float:
    """Roughly how long, for putting rungs in order."""
    return length.number * {"hours": 1 / 24, "days": 1, "weeks": 7, "months": 30, "working-days": 1.4}[length.unit]


def table_of(rule: Rule) -> dict[str, Any]:
    """The rule as plain JSON, without what it does not say; rule_of() reads it back."""
    said = {
        "within": str(rule.within),
        "broken_after": str(rule.broken_after),
        "read": rule.read.isoformat(),
        "valid_from": rule.valid_from and rule.valid_from.isoformat(),
        "valid_to": rule.valid_to and rule.valid_to.isoformat(),
        "pauses": list(rule.pauses),
        "ladder": [{"after": str(rung.after), "effect": rung.effect, "who": rung.who} for rung in rule.ladder],
        "extension": rule.extension and _extension_table(rule.extension),
        "owed": rule.owed and {"first": rule.owed.first, "a_day": rule.owed.a_day, "most": rule.owed.most},
    }
    table = {entry.name: said.get(entry.name, getattr(rule, entry.name)) for entry in fields(Rule)}
    return {key: value for key, value in table.items() if value not in (None, "", [])}


def _extension_table(extension: Extension) -> dict[str, Any]:
    return {
        "most": str(extension.most),
        "times": extension.times,
        "reasons": list(extension.reasons),
        "notify": extension.notify,
    }


def length_of(key: str, value: Any) -> Length:
    """ "10 working days", "1 hour", "12 weeks". Raises BadTable."""
    number, _, unit = value.strip().partition(" ") if isinstance(value, str) else ("", "", "")
    unit = unit.strip().replace(" ", "-")
    unit = unit if unit.endswith("s") else f"{unit}s"
    if not (number.isascii() and number.isdecimal() and len(number) < 6 and unit in UNITS):
        raise BadTable(key, f'{_shown(value)} is no length. Write for instance: {key} = "10 working days".')
    if int(number) > LONGEST:
        raise BadTable(key, f"at most {LONGEST} {unit}.")
    return Length(int(number), unit)  # type: ignore[arg-type]


def calendar_of(table: Table) -> Calendar:
    """The calendar that `table` says: country, first, last, zone, source, days = {"2026-12-25": "Christmas Day"}. Raises BadTable."""
    for key in ("country", "first", "last", "zone", "source", "days"):
        if not table.get(key):
            raise BadTable("", f"a calendar without {key}. Add: {key} = …")
    first, last = _whole("first", table["first"]), _whole("last", table["last"])
    if not isinstance(table["days"], Mapping):
        raise BadTable("days", "is no table of days and their names.")
    days = {_day("days", day): _text("days", name) for day, name in table["days"].items()}
    if outside := [day for day in days if not first <= day.year <= last]:
        raise BadTable("days", f"{outside[0]} lies outside {first} to {last}.")
    zone = _text("zone", table["zone"])
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadTable("zone", f"{_shown(zone)} is no time zone. Write for instance: Europe/London.") from None
    return Calendar(country=_text("country", table["country"]), first=first, last=last, holidays=days, zone=zone)


def _text(key: str, value: Any) -> str:
    if not isinstance(value, str) or len(value) > 1000:
        raise BadTable(key, f'needs words of at most 1,000 letters. Write: {key} = "…".')
    return value.strip()


def _whole(key: str, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 10**9:
        raise BadTable(key, f"needs a whole number. Write for instance: {key} = 1.")
    return value


def _day(key: str, value: Any) -> date:
    try:
        return value if type(value) is date else date.fromisoformat(value)
    except (TypeError, ValueError):
        raise BadTable(key, f"{_shown(value)} is no day. Write for instance: 2026-12-31.") from None


def _texts(key: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or not all(isinstance(word, str) and word.strip() for word in value):
        raise BadTable(key, f'needs a list of words. Write: {key} = ["…", "…"].')
    return tuple(_text(key, word) for word in value)


def _one_of(*allowed: str) -> Callable[[str, Any], Any]:
    def read(key: str, value: Any) -> str:
        if value not in allowed:
            raise BadTable(
                key, f"{_shown(value)} is not known. Use one of: {', '.join(word for word in allowed if word)}."
            )
        return str(value)

    return read


def _extension(key: str, value: Any) -> Extension:
    _keys(key, value, {"most", "times", "reasons", "notify"}, "most")
    return Extension(
        most=length_of("most", value["most"]),
        times=_whole("times", value.get("times", 1)),
        reasons=_texts("reasons", value.get("reasons", [])),
        notify=_text("notify", value.get("notify", "")),
    )


def _rungs(key: str, value: Any) -> tuple[Rung, ...]:
    if not isinstance(value, list | tuple):
        raise BadTable(key, "is no list of rungs. Write [[rule.ladder]] before each.")
    for rung in value:
        _keys(key, rung, {"after", "effect", "who"}, "after", "effect", "who")
    return tuple(
        Rung(length_of("after", r["after"]), _text("effect", r["effect"]), _text("who", r["who"])) for r in value
    )


def _owed(key: str, value: Any) -> Owed:
    _keys(key, value, {"first", "a_day", "most"}, "first", "a_day", "most")
    return Owed(*(_whole(word, value[word]) for word in ("first", "a_day", "most")))


def _keys(key: str, value: Any, known: set[str], *needed: str) -> None:
    if not isinstance(value, Mapping):
        raise BadTable(key, f"is no table. Write [rule.{key}] before its lines.")
    for word in value:
        if word not in known:
            raise BadTable(word, f"{key} does not have this. Use: {', '.join(sorted(known))}.")
    for word in needed:
        if word not in value:
            raise BadTable(key, f"{word} is missing. Add: {word} = …")


def _shown(value: Any) -> str:
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in f"“{str(value)[:60]}”")


READ: dict[str, Callable[[str, Any], Any]] = {
    "name": _text,
    "title": _text,
    "status": _one_of(*STATUSES),
    "source": _text,
    "read": _day,
    "start": _text,
    "within": length_of,
    "role": _one_of(*ROLES),
    "country": _text,
    "version": _whole,
    "starts_on": _text,
    "valid_from": _day,
    "valid_to": _day,
    "ends": _one_of("instant", "end-of-day"),
    "extension": _extension,
    "pauses": _texts,
    "broken_after": length_of,
    "excused_by": _one_of("", *ROLES),
    "ladder": _rungs,
    "output": _text,
    "insist": _text,
    "owed": _owed,
}

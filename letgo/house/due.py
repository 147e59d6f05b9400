"""`letgo due`: what is due when under a dated rule, and why. It needs no database; where one is there, its rules count."""

import json
import os
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, NoReturn
from zoneinfo import ZoneInfo

import typer

from letgo.commons.promises import rules
from letgo.commons.promises.rules import Calendar, Event, OutOfCalendar, Rule, Standing
from letgo.commons.promises.tables import BadTable, calendar_of, rule_of
from letgo.house import pack_files
from letgo.house.pack_files import BadPack, shown

NAMES = tuple(kind for kind in rules.BY_PEOPLE if kind != "start")
AS_WRITTEN = "Write 2026-12-21, 2026-12-21T14:30 or 2026-12-21T14:30+00:00."


def due(
    rule: Annotated[str, typer.Argument(help="The name of a rule, such as complaints.acknowledge.", metavar="RULE")],
    start: Annotated[str, typer.Option(help="When the clock starts: 2026-12-21, or 2026-12-21T14:30.", metavar="WHEN")],
    event: Annotated[
        list[str] | None,
        typer.Option(help=f"What happened since, once for each: {', '.join(NAMES)}.", metavar="NAME=WHEN"),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Say what is due when under a dated rule, and why. “extend” moves the date by the most that the rule allows."""
    written, calendar, place = _rule(rule)
    begun = _moment("--start", start, written, calendar)
    events = [Event("start", begun), *_events(event or [], written, calendar)]
    try:
        standing, warned = _replay(written, calendar, events)
        found = _report(written, calendar, standing, place, events[-1].at, warned)
    except (OutOfCalendar, OverflowError) as error:
        _fail(f"{error} Choose an earlier day, or apply a pack with a longer calendar.")
    typer.echo(json.dumps(found, ensure_ascii=False, indent=1) if as_json else _as_text(found))


def _replay(rule: Rule, calendar: Calendar, events: Sequence[Event]) -> tuple[Standing, list[str]]:
    standing, warned = rules.begin(rule, calendar, events[0]), []
    if not rule.in_force(calendar.day_of(events[0].at)):
        warned.append("This rule is not in force on the day of the start.")
    for event in events[1:]:
        if no := rules.refusal(rule, calendar, standing, event):
            _fail(
                f"--event {event.kind}={event.at.astimezone(ZoneInfo(calendar.zone)).isoformat()}: {no} Take it out, or choose another day."
            )
        standing = rules.after(rule, calendar, standing, event)
    return standing, warned


def _report(
    rule: Rule, calendar: Calendar, standing: Standing, place: str, at: datetime, warned: list[str]
) -> dict[str, Any]:
    zone = ZoneInfo(calendar.zone)

    def moment(value: datetime | None) -> str | None:
        return value and value.astimezone(zone).isoformat()

    by_day = rule.ends == "end-of-day"
    until = standing.due
    return {
        "rule": rule.name,
        "version": rule.version,
        "title": rule.title,
        "status": rule.status,
        "source": rule.source,
        "read": rule.read.isoformat(),
        "from": place,
        "start": moment(standing.start),
        "due": until and (calendar.day_of(until).isoformat() if by_day else moment(until)),
        "date": until and calendar.day_of(until).isoformat(),
        "instant": moment(until),
        "words": until and rules.moment_in_words(until, calendar),
        "state": rules.word(rule, calendar, standing, at),
        "why": [*standing.steps, *([] if until else [rules.why(rule, calendar, standing, at)])],
        "latest": _latest(rule, calendar, standing, moment),
        "ladder": [
            {
                "after": str(rung.after),
                "at": moment(when),
                "words": rules.moment_in_words(when, calendar),
                "who": rung.who,
                "effect": rung.effect,
            }
            for rung, when in ([] if standing.closed else rules.ladder(rule, calendar, standing))
        ],
        "notes": warned,
    }


def _latest(rule: Rule, calendar: Calendar, standing: Standing, moment: Callable[[datetime], str | None]) -> str | None:
    """The day or moment to which it could still be moved; None when it cannot."""
    if rule.extension is None or standing.closed or standing.due is None or standing.extended >= rule.extension.times:
        return None
    last = standing.due
    for _ in range(rule.extension.times - standing.extended):
        last = rules.add(last, rule.extension.most, calendar)
    return calendar.day_of(last).isoformat() if last == calendar.end_of(calendar.day_of(last)) else moment(last)


def _as_text(found: dict[str, Any]) -> str:
    lines = [f"{found['title']} ({found['rule']}, version {found['version']}, {found['from']})"]
    lines.append(f"Due: {found['words']}" if found["due"] else "No date: the clock stands still.")
    lines += [f"  {sentence}" for sentence in found["why"]]
    if found["latest"]:
        lines.append(f"It can be moved to {found['latest']} at the latest.")
    lines += [f"If it is not done by {rung['words']}: {rung['who']}." for rung in found["ladder"]]
    lines += found["notes"]
    lines.append(f"Source: {found['source']}. Read on {found['read']}.")
    return "\n".join(lines)


def _events(given: list[str], rule: Rule, calendar: Calendar) -> list[Event]:
    found = []
    for text in given:
        name, equals, when = text.partition("=")
        if not equals or name not in NAMES:
            _fail(f"--event “{shown(text)}” is none. Write NAME=WHEN; the names are {', '.join(NAMES)}.")
        at = _moment("--event", when, rule, calendar)
        found.append(Event(name, at, _reason(name, rule)))  # type: ignore[arg-type]
    return sorted(found, key=lambda event: event.at)


def _reason(name: str, rule: Rule) -> str:
    """One that the rule allows: here only the dates are asked about."""
    if name == "pause" and rule.pauses:
        return rule.pauses[0]
    if name == "extend" and rule.extension and rule.extension.reasons:
        return rule.extension.reasons[0]
    return "not said" if name == "extend" else ""


def _moment(option: str, text: str, rule: Rule, calendar: Calendar) -> datetime:
    """A day (its first second) or a moment on the place's own clock. Hours need a time; a time that is there twice or never is refused."""
    text, zone = text.strip(), ZoneInfo(calendar.zone)
    try:
        if len(text) == 10:
            if rule.within.unit == "hours":
                _fail(f"{option} “{shown(text)}”: this rule counts hours. Add the time, as in 2026-12-21T14:30.")
            read = datetime.combine(date.fromisoformat(text), datetime.min.time())
        else:
            read = datetime.fromisoformat(text)
    except ValueError:
        _fail(f"{option} “{shown(text)}” is no day and no time. {AS_WRITTEN}")
    if not 1900 <= read.year <= 2200:
        _fail(f"{option} “{shown(text)}” lies too far away. Use a year from 1900 to 2200.")
    if read.tzinfo is not None:
        return read
    first, second = (read.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if first.utcoffset() != second.utcoffset():
        how = "is there twice" if first.utcoffset() > second.utcoffset() else "never is"  # type: ignore[operator]
        _fail(f"{option} “{shown(text)}”: on the night when clocks change this time {how}. Add +00:00 or +01:00.")
    return first


def _rule(name: str) -> tuple[Rule, Calendar, str]:
    """The rule in force here, from the database where there is one, else from the packs that come with Letgo."""
    if found := _from_database(name):
        return found
    try:
        shipped = {
            table["name"]: (table, read) for read in map(pack_files.load, pack_files.names()) for table in read.rules
        }
    except BadPack as bad:
        _fail(str(bad))
    if name not in shipped:
        _fail(f"There is no rule “{shown(name)}”. There is: {', '.join(sorted(shipped))}.")
    table, read = shipped[name]
    return rule_of(table), calendar_of(read.calendar), f"pack {read.name}"


def _from_database(name: str) -> tuple[Rule, Calendar, str] | None:
    here = Path(os.environ.get("LETGO_HOME") or "var") / "letgo.sqlite3"
    if not (os.environ.get("LETGO_DATABASE_URL") or here.is_file()):
        return None
    from letgo.house import serving

    serving.load_django()
    from django.db import DatabaseError, OperationalError, ProgrammingError

    from letgo.commons.promises import queries

    try:
        row = queries.in_force(name)
        calendar = queries.newest_calendar(row.read.country) if row else None
        return (row.read, calendar.read, "in force here") if row and calendar else None
    except ProgrammingError:  # PostgreSQL, not migrated yet: the packs say what would hold
        return None
    except OperationalError as error:
        if "no such table" in str(error):
            return None
        _fail(f"The database does not answer: {str(error).splitlines()[0]}")
    except DatabaseError as error:
        _fail(f"The database does not answer: {type(error).__name__}.")
    except BadTable as bad:
        _fail(f"The rule in the database cannot be read: {bad}")


def _fail(line: str) -> NoReturn:
    typer.echo(f"letgo: {line}", err=True)
    raise typer.Exit(2)

"""Reading promises, rules and packs. Every list is of what the asking actor may see, and costs the same for 1 row or 100,000."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from letgo.commons.people.prepared import prepared_for
from letgo.commons.people.queries import visible
from letgo.commons.people.rules import ANYONE, Actor
from letgo.commons.places.models import Organisation, Place, Role
from letgo.commons.places.queries import open_on
from letgo.commons.promises import rules, tables
from letgo.commons.promises.models import Calendar, Event, Pack, Promise, Rule
from letgo.commons.promises.policies import held_by
from letgo.commons.record import effects
from letgo.commons.record.clock import now
from letgo.commons.record.findings import Finding
from letgo.commons.record.prepared import prepared
from letgo.commons.record.refs import Ref

PAGE = 20
BEHIND = timedelta(minutes=10)


@dataclass(frozen=True)
class Step:
    """One event for people: what happened, when, why, and for "told" who was told."""

    kind: str
    at: datetime
    reason: str
    by: str


@dataclass(frozen=True)
class Whole:
    """One promise with everything its page shows; `standing` is replayed from its events."""

    row: Promise
    rule: rules.Rule
    calendar: rules.Calendar
    standing: rules.Standing
    steps: tuple[Step, ...]
    holder: str  # what people call the place or organisation


def find(promise: UUID) -> Promise | None:
    """The promise with this id. 1 SQL query."""
    return _rows().filter(pk=promise).first()


def whole(row: Promise) -> Whole:
    """Everything about one promise. 2 SQL queries."""
    events = list(Event.objects.filter(promise=row).order_by("number"))
    rule, calendar = row.rule.read, row.calendar.read
    standing = rules.replay(rule, calendar, [event.read for event in events])
    steps = tuple(Step(event.kind, event.at, event.reason, event.by) for event in events)
    return Whole(row, rule, calendar, standing, steps, holder_name(row))


def holder_name(row: Promise) -> str:
    """What people call the place or organisation where the duty is held. At most 1 SQL query."""
    if row.holder_kind == "place" and row.place and row.place_id == row.holder_id:
        return row.place.name
    model = Place if row.holder_kind == "place" else Organisation
    return model.objects.values_list("name", flat=True).get(pk=row.holder_id)


def of(about: Ref, actor: Actor | None = None) -> list[Promise]:
    """The promises about one thing, oldest first; with `actor` only those they may see. 1 SQL query."""
    rows = _rows().filter(about_kind=about.kind, about_id=about.id)
    return list((visible(actor, "promises.read", rows) if actor else rows).order_by("start", "pk"))


def at_place(place: UUID, actor: Actor, *, start: int = 0, size: int = PAGE, only_open: bool = False) -> list[Promise]:
    """The promises that show at a place: open ones first, the longest over its date first; at most `size` + 1. 1 SQL query."""
    return list(_shown(actor, place, only_open=only_open)[start : start + size + 1])


def open_at(place: UUID, size: int = PAGE) -> list[Promise]:
    """The open promises at a place that anyone may read, the next due first. 1 SQL query."""
    return _open_to_all(place, size=size)


@prepared
def _open_to_all(place: UUID, size: int) -> QuerySet[Promise]:
    return _shown(ANYONE, place, only_open=True)[:size]


def _shown(actor: Actor, place: UUID, only_open: bool) -> QuerySet[Promise]:
    rows = visible(actor, "promises.read", _rows().filter(place=place))
    return (rows.filter(closed="") if only_open else rows).order_by("closed", "due", "pk")


def owed_by(holder: Ref, actor: Actor | None = None, size: int = PAGE) -> list[Promise]:
    """The open promises of one holder, the next due first. 1 SQL query."""
    rows = _rows().filter(holder_kind=holder.kind, holder_id=holder.id, closed="")
    return list((visible(actor, "promises.read", rows) if actor else rows).order_by("due", "pk")[:size])


def due_soon(actor: Actor, size: int = PAGE) -> list[Promise]:
    """The open promises whose duty is the actor's own, the next due first: what waits for them. 1 SQL query."""
    return _due(actor, size=size)


@prepared_for
def _due(actor: Actor, size: int) -> QuerySet[Promise]:
    return _rows().filter(held_by(actor), closed="").order_by("due", "pk")[:size]


def promised_to(person: UUID, size: int = PAGE) -> list[Promise]:
    """The promises that only this person is the audience of, open ones first. 1 SQL query."""
    return _promised(person, size=size)


@prepared
def _promised(person: UUID, size: int) -> QuerySet[Promise]:
    rows = _rows().filter(audience_kind="person", audience_id=person)
    return rows.order_by("closed", "due", "pk")[:size]


def broken_in(lineage: str, since: datetime | None = None, size: int = PAGE) -> list[Promise]:
    """The public promises that were broken at this place or below it, the newest date first; `since`: due after it. 1 SQL query."""
    rows = _rows().filter(place__lineage__startswith=lineage, state=Promise.State.BROKEN, audience_kind="public")
    return list((rows.filter(due__gte=since) if since else rows).order_by("-due", "pk")[:size])


def tally(lineage: str, since: datetime, until: datetime) -> dict[str, int]:
    """How many public promises due in that time at this place or below it have each of the four words. 1 SQL query."""
    rows = Promise.objects.filter(
        place__lineage__startswith=lineage, audience_kind="public", due__gte=since, due__lt=until
    ).exclude(closed=Promise.Closed.CANCELLED)
    found = dict(rows.values_list("state").annotate(number=Count("pk")))
    return {str(word): found.get(str(word), 0) for word in Promise.State}


def _rows() -> QuerySet[Promise]:
    return Promise.objects.select_related("rule", "calendar", "place")


def duty_bound(row: Promise) -> list[UUID]:
    """The persons who hold the duty today: the rule's role at the holder's place or above it, or in its organisation. 1 SQL query."""
    above = [UUID(word) for word in row.place.lineage.split("/") if word] if row.place else []
    held = Q(place__in=above) if row.holder_kind == "place" else Q(organisation=row.holder_id)
    roles = Role.objects.filter(open_on(row.calendar.read.day_of(now())), held, name=row.rule.role)
    return list(roles.filter(person__ended__isnull=True).order_by("person").values_list("person", flat=True).distinct())


def findings() -> Iterator[Finding]:
    """What `letgo doctor` says of promises. 3 SQL queries."""
    behind = Promise.objects.filter(next_at__lt=now() - BEHIND).count()
    if behind:
        yield Finding("wrong", f"The clock is behind: {behind} promises wait for it.", "Start a worker: letgo work")
    force = rules_in_force()
    lost = sorted({rung.effect for row in force for rung in row.read.ladder if not effects.known(rung.effect)})
    if lost:
        yield Finding("wrong", f"Rules name what this house cannot do: {', '.join(lost)}.", "Propose them without it.")
    if waiting := proposals():
        yield Finding("note", f"{len(waiting)} changed rules wait for a yes.", "letgo pack accept RULE")
    if not force:
        yield Finding("note", "No rule is in force, so nothing can be promised.", "letgo pack apply house")
    elif not (behind or lost):
        yield Finding("well", f"The clock of promises is on time; {len(force)} rules are in force.")


# Rules, calendars and packs


@dataclass(frozen=True)
class Change:
    """What bringing in one rule would do. `how`: new, changed, unchanged, proposed (waits already), edited-here (kept as it is)."""

    rule: rules.Rule
    table: tables.Table
    digest: str
    how: str
    newest: int  # its newest version here, 0 for none
    edited: bool = False  # the version in force, or the one that waits for its day, was made here


def compare(rows: Sequence[tables.Table]) -> list[Change]:
    """What each of these rules would change here. Raises BadTable. 1 SQL query."""
    read = [(tables.rule_of(row), tables.table_of(tables.rule_of(row))) for row in rows]
    known: dict[str, list[Rule]] = {}
    for row in Rule.objects.filter(name__in=[rule.name for rule, _ in read]).order_by("version"):
        known.setdefault(row.name, []).append(row)
    return [_compared(rule, table, known.get(rule.name, [])) for rule, table in read]


def _compared(rule: rules.Rule, table: dict[str, Any], versions: list[Rule]) -> Change:
    table.pop("version", None)  # the number is given here, not by the file
    mark = tables.digest(table)
    edited = any(row.pack == Rule.LOCAL and row.state in (Rule.State.IN_FORCE, Rule.State.AGREED) for row in versions)
    states = {row.state for row in versions if row.digest == mark}
    if not versions:
        how = "new"
    elif Rule.State.IN_FORCE in states:
        how = "unchanged"
    elif states & {Rule.State.PROPOSED, Rule.State.AGREED}:
        how = "proposed"
    elif states and edited:
        how = "edited-here"
    else:
        how = "changed"
    return Change(rule, table, mark, how, versions[-1].version if versions else 0, edited)


def in_force(name: str) -> Rule | None:
    """The version of a rule that is in force. 1 SQL query."""
    return Rule.objects.filter(name=name, state=Rule.State.IN_FORCE).first()


def version_on(name: str, start: datetime) -> tuple[Rule, Calendar] | None:
    """The version of a rule under which a promise that starts then is made, and its calendar; None when there is none. 2 SQL queries.

    Each agreed version holds from its own day until that of the next: a start of yesterday, written down today, keeps yesterday's.
    """
    agreed = (Rule.State.IN_FORCE, Rule.State.AGREED, Rule.State.SUPERSEDED)
    versions = list(Rule.objects.filter(name=name, state__in=agreed).order_by("-version"))
    calendar = newest_calendar(versions[0].body["country"]) if versions else None
    if calendar is None:
        return None
    day = calendar.read.day_of(start)
    row = next((row for row in versions if row.read.valid_from is None or row.read.valid_from <= day), None)
    return (row, calendar) if row and row.read.in_force(day) else None


def rules_in_force() -> list[Rule]:
    """Every rule in force, by name. 1 SQL query."""
    return list(Rule.objects.filter(state=Rule.State.IN_FORCE).order_by("name"))


def started_by(effect: str, place: Place | None = None) -> list[str]:
    """The names of the rules in force that this effect starts; with `place` only those of packs that are applied there, above it, or for
    the whole house. 1 SQL query."""
    rows = Rule.objects.filter(starts_on=effect, state=Rule.State.IN_FORCE)
    if place is not None:
        known = Pack.objects.filter(Q(place=None) | Q(place__in=_above(place))).values("name")
        rows = rows.filter(
            name__in=Rule.objects.filter(pack__in=known).values("name")
        )  # a change made here keeps its pack's places
    return list(rows.order_by("name").values_list("name", flat=True))


def _above(place: Place) -> list[UUID]:
    """The place and those above it, from the top. No SQL."""
    return [UUID(word) for word in place.lineage.split("/") if word]


def proposals() -> list[Rule]:
    """The versions that wait to be put in force. 1 SQL query."""
    return list(Rule.objects.filter(state=Rule.State.PROPOSED).select_related("line").order_by("name"))


def newest_calendar(country: str) -> Calendar | None:
    """The calendar of a country that counts for what is promised now. 1 SQL query."""
    return Calendar.objects.filter(country=country).order_by("-version").first()


def applied(pack: tables.PackFile, place: UUID | None) -> bool:
    """Whether exactly these settings are the newest of this pack there. 1 SQL query."""
    newest = Pack.objects.filter(name=pack.name, place=place).order_by("-at").first()
    return newest is not None and newest.digest == pack.digest


def settings_at(place: Place | None) -> dict[str, Any]:
    """The settings that hold at a place: of the house, of the places above it, and its own, whose words win. 1 SQL query.

    "roles" and "words" by name; "board", "electorate" and "power" as lists of tables.
    """
    above = _above(place) if place else []
    rows = Pack.objects.filter(Q(place=None) | Q(place__in=above)).order_by("at", "pk")
    newest = {(row.name, row.place_id): row for row in rows}  # a later one takes the place of an earlier one
    found: dict[str, Any] = {"roles": {}, "words": {}, "board": [], "electorate": [], "power": []}
    for row in sorted(newest.values(), key=lambda row: above.index(row.place_id) if row.place_id else -1):
        for part, given in row.body.items():
            if isinstance(found.get(part), dict):
                found[part] |= given
            elif part in found:
                found[part] = _over(found[part], given, "what" if part == "power" else "name")
    return found


def _over(wide: list[dict[str, Any]], near: list[dict[str, Any]], key: str) -> list[dict[str, Any]]:
    """All of these; of two with one key the nearer."""
    named = {entry[key] for entry in near}
    return [entry for entry in wide if entry[key] not in named] + near

"""Reading the register of powers. All of it is public."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, F, FilteredRelation, Q, QuerySet
from django.utils.text import slugify

from letgo.commons.people.prepared import prepared_for
from letgo.commons.people.queries import visible
from letgo.commons.people.rules import Actor
from letgo.commons.places.models import Organisation, Place
from letgo.commons.places.queries import today
from letgo.commons.places.rules import ancestors
from letgo.commons.powers.models import Decision, Power, Veto, VetoRight
from letgo.commons.powers.rules import (
    NOT_GIVEN,
    SPEAKERS,
    WITH_HOLDER,
    Judged,
    Rung,
    in_force,
    may_stop_until,
    order_of_next,
    rung,
)
from letgo.commons.record.prepared import prepared


@dataclass(frozen=True)
class Entry:
    """One row of "who decides what here": the power, what its terms are worth, and how far the say reaches today and as promised."""

    power: Power
    judged: Judged
    today: Rung
    promised: Rung
    inherited: bool
    rights: tuple[VetoRight, ...]


@dataclass(frozen=True)
class Candidate:
    """A power that could be let go next, and how many other places of the same house hold it."""

    power: Power
    neighbours: int


@dataclass(frozen=True)
class Stopped:
    """One use of a right to stop: what was stopped, where, by whom, with its reasons."""

    veto: Veto
    decision: Decision | None

    @property
    def answer(self) -> str:
        """What would make it possible, as who stopped it said; "" while they have not."""
        said = getattr(self.veto, "answer", None)
        return said.words if said else ""


def title(row: Any) -> str:
    """What people call a power, a decision or a petition."""
    return getattr(row, "title", "") or str(row)


def at(place: Place) -> list[Entry]:
    """Who decides what at a place: its own entries and those from above; the nearest counts where there are two. 1 SQL query."""
    entries = _entries(_at(ancestors(place.lineage)), place)
    nearest = {each.power.what: each for each in sorted(entries, key=lambda each: len(each.power.place.lineage))}
    return sorted(nearest.values(), key=lambda each: (-each.today, -each.promised, each.power.title))


@prepared
def _at(lineages: list[str]) -> QuerySet[Power]:
    return _with_rights(_living().filter(place__lineage__in=lineages))


def one(power: UUID) -> Entry | None:
    """One entry, ended ones too, or None. 1 SQL query."""
    return next(iter(_entries(_with_rights(Power.objects.filter(pk=power)))), None)


def within(place: Place) -> list[Entry]:
    """Every living entry at a place, below it and above it: what a ward's councillor answers for. 1 SQL query."""
    inside = Q(place__lineage__startswith=place.lineage) | Q(place__lineage__in=ancestors(place.lineage))
    return _entries(_with_rights(_living().filter(inside)), place)


def kept(place: Place) -> list[Power]:
    """What was not let go at a place or above it, and why: kept, or offered and declined. 1 SQL query."""
    rows = Power.objects.filter(state__in=["kept", "declined"], place__lineage__in=ancestors(place.lineage))
    return list(rows.select_related("place", "giver").order_by("review", "title"))


def next_to_let_go(entries: Iterable[Entry], most: int = 3) -> list[Candidate]:
    """Which of these kept powers could be let go next: asked for, done by neighbours, reviewed soon. 1 SQL query."""
    rows = [entry.power for entry in entries if entry.power.state in ("kept", "declined")]
    held = Power.objects.filter(state__in=WITH_HOLDER, what__in={row.what for row in rows})
    counts = dict(held.values("what").annotate(count=Count("place", distinct=True)).values_list("what", "count"))
    found = [Candidate(row, counts.get(row.what, 0)) for row in rows]
    found.sort(
        key=lambda c: (order_of_next(c.power.asked_for is not None, c.neighbours, c.power.review), c.power.title)
    )
    return found[:most]


def decisions_of(power: UUID, size: int = 20, start: int = 0) -> list[Decision]:
    """What was decided under a power, the newest first, from the one numbered `start`. 1 SQL query."""
    return list(Decision.objects.filter(power=power).order_by("-on", "-pk")[start : start + size])


def can_be_stopped(right: VetoRight) -> list[Decision]:
    """Decisions that this right can still stop today. 1 SQL query."""
    day = today()
    stopped = Veto.objects.filter(about_kind="decision").values("about_id")
    rows = Decision.objects.filter(power=right.power_id).exclude(pk__in=stopped).order_by("-on", "-pk")[:100]
    return [row for row in rows if day <= may_stop_until(row.on, right.days)]


def stopped_in(place: Place, since: date | None = None, size: int = 20) -> list[Stopped]:
    """Rights to stop that were used at a place, below it and above it, the newest first. 2 SQL queries."""
    inside = Q(right__power__place__lineage__startswith=place.lineage)
    rows = Veto.objects.filter(inside | Q(right__power__place__lineage__in=ancestors(place.lineage)))
    return _stopped(rows.filter(on__gte=since) if since else rows, size)


def stopped_under(power: UUID, size: int = 20) -> list[Stopped]:
    """Rights to stop that were used under one power, the newest first. 2 SQL queries."""
    return _stopped(Veto.objects.filter(right__power=power), size)


def stopped(veto: UUID) -> Stopped | None:
    """One use of a right to stop, with its answer, or None. 2 SQL queries."""
    return next(iter(_stopped(Veto.objects.filter(pk=veto), 1)), None)


def right(pk: UUID) -> VetoRight | None:
    """One right to stop, with its power and place. 1 SQL query."""
    return VetoRight.objects.select_related("power__place", "power__giver", "organisation").filter(pk=pk).first()


def due_to_move() -> tuple[list[UUID], list[UUID]]:
    """Powers that begin today, and those that lapse or whose watch is over. 2 SQL queries, by index of state."""
    day = today()
    begins = Power.objects.filter(state="accepted", start__lte=day)
    over = Power.objects.filter(state__in=["held", "warned", "helped", "supervised"]).filter(
        Q(end__lte=day) | Q(state="supervised", until__lte=day)
    )
    return list(begins.values_list("pk", flat=True)), list(over.values_list("pk", flat=True))


def offered_to(actor: Actor) -> list[Power]:
    """Powers on offer that this actor may accept, the soonest to start first. 1 SQL query."""
    return _offered(actor)


@prepared_for
def _offered(actor: Actor) -> QuerySet[Power]:
    return visible(actor, "powers.accept", Power.objects.filter(state="offered")).order_by("start", "pk")


def place_called(slug: str) -> Place | None:
    """The place with this address. 1 SQL query."""
    return Place.objects.filter(slug=slug).first()


def kept_entry(place: Place, what: str) -> Power | None:
    """The entry for one thing at a place that is not handed over yet, or None. 1 SQL query."""
    return Power.objects.filter(place=place, what=what, state__in=NOT_GIVEN).first()


def giver_of(place: Place) -> Organisation | None:
    """The council of a place, or its landlord, or that of the nearest place above it. 1 SQL query."""
    found = Organisation.objects.filter(kind__in=["council", "landlord"], place__lineage__in=ancestors(place.lineage))
    rows = sorted(found.select_related("place"), key=lambda body: (-len(body.place.lineage), body.kind, body.name))
    return next(iter(rows), None)


def speakers_at(place: Place) -> list[Organisation]:
    """The boards and other bodies of a place, or below it, that can speak for its people. 1 SQL query."""
    rows = Organisation.objects.filter(place__lineage__startswith=place.lineage)
    return list(rows.exclude(kind__in=["council", "landlord", "provider"]).order_by("name"))


def speakers_of(actor: Actor, place: Place) -> UUID | None:
    """The body of a place, or of one above it, for which the actor speaks; the nearest where there are several. No SQL."""
    mine = [g for g in actor.grants if g.role in SPEAKERS and g.organisation and place.lineage.startswith(g.reach)]
    return max(mine, key=lambda grant: len(grant.reach)).organisation if mine else None


def key_of(title: str) -> str:
    """The catalogue's key for something new: its title as a slug."""
    return slugify(title)[:60] or "power"


def _stopped(rows: QuerySet, size: int) -> list[Stopped]:
    found = list(
        rows.select_related("right__power__place", "right__power__giver", "right__organisation", "answer").order_by(
            "-on", "-pk"
        )[:size]
    )
    decisions = Decision.objects.in_bulk([row.about_id for row in found if row.about_kind == "decision"])
    return [Stopped(row, decisions.get(row.about_id)) for row in found]


def _living() -> QuerySet:
    return Power.objects.exclude(state="ended")


def _with_rights(rows: QuerySet) -> QuerySet:
    """A row for each right to stop, as `veto`, and one for a power without."""
    present = FilteredRelation("rights", condition=Q(rights__edition=F("edition")))
    joined = rows.annotate(veto=present).select_related("place", "giver", "speaker", "veto__organisation")
    return joined.order_by("title", "place__name", "pk", "veto__pk")


def _entries(rows: Iterable[Power], place: Place | None = None) -> list[Entry]:
    """The entries of these powers with rights as seen at a place (None: each at its own). 1 SQL query when `rows` is one."""
    powers: dict[UUID, tuple[Power, list[VetoRight]]] = {}
    for row in rows:
        _, rights = powers.setdefault(row.pk, (row, []))
        if getattr(row, "veto", None):  # Django leaves it out where there is none
            rights.append(row.veto)
    return [_entry(row, place or row.place, tuple(rights)) for row, rights in powers.values()]


def _entry(row: Power, place: Place, rights: tuple[VetoRight, ...]) -> Entry:
    judged = rung(row.terms(rights))
    held = row.start is not None and in_force(row.state, row.start, today())
    reach = judged.rung if held else Rung(row.until_then)
    coming = row.state in ("offered", "accepted")
    promised = max(reach, Rung(row.declared)) if held else max(reach, judged.rung) if coming else reach
    inherited = row.place_id != place.pk and place.lineage.startswith(row.place.lineage)
    return Entry(row, judged, reach, promised, inherited, rights)

"""The councillor's page of a ward: answers owed first; what was let go, what was kept and why; what could be let go next."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from markupsafe import Markup

from letgo.commons.people.queries import may
from letgo.commons.places.models import Place
from letgo.commons.places.queries import today
from letgo.commons.powers import queries
from letgo.commons.powers.petitions import queries as petitions
from letgo.commons.powers.queries import Candidate, Entry
from letgo.commons.powers.rules import Rung
from letgo.commons.promises.queries import broken_in, tally
from letgo.commons.record.clock import now
from letgo.web.powers import words
from letgo.web.powers.views import of_place
from letgo.web.ui import charts
from letgo.web.ui.figures import people
from letgo.web.ui.verbs import get, page

QUARTER, YEAR = timedelta(days=91), timedelta(days=365)


@dataclass(frozen=True)
class Given:
    """One row of the table of what was let go or shared."""

    power: str
    title: str
    who: str
    since: str
    going: str
    mark: str


@get("powers.read", of_place)
def _councillor(request: HttpRequest, ward: Place, slug: str) -> HttpResponse:
    entries = queries.within(ward)
    groups = {name: [entry for entry in entries if group(entry) == name] for name in ("gone", "shared", "kept")}
    since = now() - QUARTER
    candidates = queries.next_to_let_go(entries)
    shown = {
        "ward": ward,
        "owed": [
            words.demand(asked, may(request.actor, "powers.answer", asked.petition))
            for asked in petitions.owed_in(ward)
        ],
        "answered": petitions.answered_since(ward, today() - YEAR),
        "picture": _picture(ward, groups, len(entries)),
        "says": _says(groups, len(entries)),
        "given": [_given(entry) for entry in [*groups["gone"], *groups["shared"]]],
        "kept": [_kept(entry) for entry in groups["kept"]],
        "stopped": queries.stopped_in(ward, today() - YEAR),
        "broken": broken_in(ward.lineage, since),
        "due": sum(tally(ward.lineage, since, now()).values()),
        "next": [_next(candidate) for candidate in candidates],
        "offers": may(request.actor, "powers.hand-over", ward),
    }
    return render(request, "powers/councillor.html", shown)


councillor = page(_councillor)


def group(entry: Entry) -> str:
    """Let go, shared or kept, by how much say residents have today."""
    return {Rung.RESIDENTS: "gone", Rung.TOGETHER: "shared"}.get(entry.today, "kept")


def _says(groups: dict[str, list[Entry]], total: int) -> str:
    gone = len(groups["gone"])
    if not total:
        return "No power over homes and estates in this ward is written down yet."
    verb = "is" if gone == 1 else "are"
    return f"Of {people(total, 'power', 'powers')} over homes and estates in this ward, {gone} {verb} with residents."


def _picture(ward: Place, groups: dict[str, list[Entry]], total: int) -> Markup:
    if not total:
        return Markup()
    count = {name: len(rows) for name, rows in groups.items()}
    marks = {"gone": ("Let go", "m1"), "shared": ("Shared", "m1c"), "kept": ("Kept", "m4")}
    rows = [
        charts.Parts(name, f"{count[key]} of {people(total, 'power', 'powers')}", count[key], mark)
        for key, (name, mark) in marks.items()
    ]
    says = f"{count['gone']} let go, {count['shared']} shared, {count['kept']} kept, of {total}."
    return charts.blocks("let", f"Powers let go, shared and kept in {ward.name}", says, rows, total)


def _given(entry: Entry) -> Given:
    power = entry.power
    going = words.STATES[power.state] if power.state != "held" else f"Looked at again by {words.day(power.review)}"
    mark = "m1" if group(entry) == "gone" else "m1c"
    since = (
        f"From {words.day(power.start)}" if power.state == "accepted" else words.day(power.start) if power.start else ""
    )
    return Given(str(power.pk), f"{power.title}, {power.place.name}", words.who(entry), since, going, mark)


def _kept(entry: Entry) -> dict[str, str]:
    """What was kept, why, and when that is looked at again; where no reason was given, by when one is due."""
    power = entry.power
    day = words.day(power.review)
    if power.state not in ("kept", "declined"):
        why = f"{words.news(entry)} Looked at again by {day}."
    elif power.reasons:
        why = f"{power.reasons.rstrip('.')}. Looked at again by {day}."
    else:
        why = f"No reason has been given yet. Reasons are due by {day}."
    return {"power": str(power.pk), "title": f"{power.title}, {power.place.name}", "why": why}


def _next(candidate: Candidate) -> dict[str, Any]:
    power = candidate.power
    asked = f"The board asked for it on {words.day(power.asked_for)}. " if power.asked_for else ""
    others = (
        f"{people(candidate.neighbours, 'other place holds', 'other places hold')} it. " if candidate.neighbours else ""
    )
    why = f"{asked}{others}It is looked at again by {words.day(power.review)}."
    return {"title": f"{power.title}, {power.place.name}", "why": why, "what": power.what, "place": power.place.slug}

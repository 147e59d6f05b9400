"""The councillor's page of a ward: answers owed first; what was let go, what was kept and why; what could be let go next."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
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
        return _("No power over homes and estates in this ward is written down yet.")
    verb = "is" if gone == 1 else "are"
    return _("Of {people} over homes and estates in this ward, {gone} {verb} with residents.").format(
        people=people(total, "power", "powers"), gone=gone, verb=verb
    )


def _picture(ward: Place, groups: dict[str, list[Entry]], total: int) -> Markup:
    if not total:
        return Markup()
    count = {name: len(rows) for name, rows in groups.items()}
    marks = {"gone": (_("Let go"), "m1"), "shared": (_("Shared"), "m1c"), "kept": (_("Kept"), "m4")}
    rows = [
        charts.Parts(
            name,
            _("{count} of {people}").format(count=count[key], people=people(total, "power", "powers")),
            count[key],
            mark,
        )
        for key, (name, mark) in marks.items()
    ]
    says = _("{count} let go, {count_2} shared, {count_3} kept, of {total}.").format(
        count=count["gone"], count_2=count["shared"], count_3=count["kept"], total=total
    )
    return charts.blocks("let", _("Powers let go, shared and kept in {name}").format(name=ward.name), says, rows, total)


def _given(entry: Entry) -> Given:
    power = entry.power
    going = (
        words.STATES[power.state]
        if power.state != "held"
        else _("Looked at again by {day}").format(day=words.day(power.review))
    )
    mark = "m1" if group(entry) == "gone" else "m1c"
    since = (
        _("From {day}").format(day=words.day(power.start))
        if power.state == "accepted"
        else words.day(power.start)
        if power.start
        else ""
    )
    return Given(str(power.pk), f"{power.title}, {power.place.name}", words.who(entry), since, going, mark)


def _kept(entry: Entry) -> dict[str, str]:
    """What was kept, why, and when that is looked at again; where no reason was given, by when one is due."""
    power = entry.power
    day = words.day(power.review)
    if power.state not in ("kept", "declined"):
        why = _("{news} Looked at again by {day}.").format(news=words.news(entry), day=day)
    elif power.reasons:
        why = _("{reasons}. Looked at again by {day}.").format(reasons=power.reasons.rstrip("."), day=day)
    else:
        why = _("No reason has been given yet. Reasons are due by {day}.").format(day=day)
    return {"power": str(power.pk), "title": f"{power.title}, {power.place.name}", "why": why}


def _next(candidate: Candidate) -> dict[str, Any]:
    power = candidate.power
    asked = _("The board asked for it on {day}. ").format(day=words.day(power.asked_for)) if power.asked_for else ""
    others = (
        ngettext("{number} other place holds it. ", "{number} other places hold it. ", candidate.neighbours).format(
            number=candidate.neighbours
        )
        if candidate.neighbours
        else ""
    )
    why = _("{asked}{others}It is looked at again by {day}.").format(
        asked=asked, others=others, day=words.day(power.review)
    )
    return {"title": f"{power.title}, {power.place.name}", "why": why, "what": power.what, "place": power.place.slug}

"""The panel "who decides what here": one picture and one table, for the page of a place and for the register."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from markupsafe import Markup

from letgo.commons.places.models import Place
from letgo.commons.powers import queries
from letgo.commons.powers.queries import Entry
from letgo.web.powers import words
from letgo.web.ui import charts


@dataclass(frozen=True)
class Row:
    """One row of the table."""

    power: str
    title: str
    who: str
    how_far: str
    stopping: str
    kept: bool
    above: str


@dataclass(frozen=True)
class Panel:
    """What the macro powers/parts.html who_decides() shows."""

    lead: str
    picture: Markup
    rows: list[Row]


def who_decides(place: Place) -> Panel:
    """The panel of a place. 1 SQL query, whatever is decided there."""
    return panel(queries.at(place), place.name)


def panel(entries: list[Entry], name: str) -> Panel:
    """The same from entries that were read already."""
    stairs = [
        charts.Stair(entry.power.title, words.RUNGS[entry.today], entry.today, entry.promised) for entry in entries
    ]
    title = _("How much say people of {name} have over {number} things").format(name=name, number=len(entries))
    picture = charts.stairs("who", title, words.desc(entries), stairs) if entries else Markup()
    return Panel(words.lead(entries), picture, [_row(entry) for entry in entries])


def _row(entry: Entry) -> Row:
    power = entry.power
    return Row(
        power=str(power.pk),
        title=power.title,
        who=words.who(entry),
        how_far=words.how_far(entry),
        stopping=words.stopping(entry),
        kept=power.state in ("kept", "declined") and bool(power.reasons),
        above=power.place.name if entry.inherited else "",
    )

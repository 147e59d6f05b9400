"""The result of an election: who is elected, how votes moved stage by stage, who is left with nobody, who took a seat later."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from markupsafe import Markup

from letgo.decide.ballots.models import Countback, Poll
from letgo.decide.ballots.queries import Result, Row
from letgo.decide.ballots.rules import TRANSFERS
from letgo.web.ballots import words
from letgo.web.ui import charts, elected, lists, stages, transfers
from letgo.web.ui.figures import day, in_words, of_100, one_in, people, whole
from letgo.web.ui.saying import each

SHOWN = 20  # who is not elected: so many in the open, the others behind one link
WAYS = {"block": lazy("An X for each seat"), "plurality": lazy("One X each")}
VACANCIES = each(
    {
        "countback": "If someone who is elected leaves, the same papers are counted again without them.",
        "by-election": "If someone who is elected leaves, there is a new vote for the seat.",
        "next": "If someone who is elected leaves, who came next takes the seat.",
    }
)
Report = Mapping[str, Any]


@dataclass(frozen=True)
class Again:
    """A seat that fell empty later: what happened, when, and how the same papers were counted again."""

    says: str
    why: str
    told: list[stages.Told]
    last: str
    proof: str


@dataclass(frozen=True)
class Left:
    """One way of counting the same papers, and how many voters it leaves with nobody they numbered."""

    way: str
    mark: int
    voters: str
    of_100: str


@dataclass(frozen=True)
class LeftWithNobody:
    """Of so many voters who numbered someone: in a sentence, as bars ("" when nobody is left with nobody), and as a table."""

    of: int
    says: str
    picture: Markup
    rows: list[Left]


def report_of(poll: Poll, result: Result) -> Report:
    """The count as the words and pictures of elections read it: with the question as its title."""
    return {**result.report, "title": poll.question, "pairs": result.report.get("matrix")}


def shown(poll: Poll, result: Result) -> dict[str, Any]:
    """What the page says of it beside the lists of results.shown(). No SQL."""
    report = report_of(poll, result)
    told = lists.part(stages.told(report))
    return {
        "news": news(poll, result),
        "note": _("In the order in which they were elected.") if len(result.won) > 1 else "",
        "empty": empty(result),
        "moved": transfers.moved(report),
        "told": told if poll.method in TRANSFERS and report["valid"] else None,
        "last": report.get("last", ""),
        "table": stages.table(report),
        "many_stages": told.total > 1,
        "lost_votes": elected.lost(report) if report["quota"] is not None else [],
        "lots": elected.lots(report),
        "shut_out": elected.shut_out(report),
        "pairs": stages.pairs(report),
        "left": left(poll, report),
        "closest": report["audit"]["closest"]["text"] if report["audit"]["closest"] else "",
        "reserved": reserved(poll),
    }


def of_stages(poll: Poll, result: Result, start: int) -> dict[str, Any]:
    """Some of the stages, 20 from `start` on, with all who stood in the table."""
    report = report_of(poll, result)
    told = lists.part(stages.told(report), start)
    return {
        "told": told,
        "table": stages.table(report, told.start, lists.WHOLE),
        "last": report.get("last", "") if told.after is None else "",
    }


def news(poll: Poll, result: Result) -> tuple[str, str]:
    """The lead: its bold sentence, and the rest."""
    voted = words.turnout(result.voters, result.roll)
    if not result.won or not result.mandate:
        return _("Nobody is elected."), f"{result.why} {voted}".strip()
    names = [row.option.title for row in result.won]
    said = ngettext("{who} is elected.", "{who} are elected.", len(names)).format(who=words.listed(names))
    if len(said) > elected.LONGEST:
        many = ngettext("{number} person is elected.", "{number} people are elected.", len(names))
        said = many.format(number=in_words(len(names)).capitalize())
    return said, " ".join(filter(None, [empty(result), voted]))


def empty(result: Result) -> str:
    """How many seats “none of these” keeps empty, in a sentence; "" when it keeps none."""
    seats = result.report.get("empty_seats", 0)
    if not seats:
        return ""
    return ngettext(
        "{number} seat stays empty, and people can stand again.",
        "{number} seats stay empty, and people can stand again.",
        seats,
    ).format(number=in_words(seats).capitalize())


def lost(result: Result) -> list[Row]:
    """Who is not elected, the nearest to it first; who withdrew comes last."""
    rows = {row.option.number: row for row in result.rows if not row.won and not row.option.none}
    near = {number: at for at, number in enumerate(result.report.get("next", []))}
    far = len(near)
    return sorted(rows.values(), key=lambda row: (row.option.withdrawn, near.get(row.option.number, far), -row.votes))


def left(poll: Poll, report: Report) -> LeftWithNobody | None:
    """Voters left with nobody they numbered: as it was counted here, and with crosses; None when nobody voted."""
    found, seats = report["audit"]["left_with_nobody"], report["settings"]["seats"]
    if not report["valid"]:
        return None
    others = ["plurality"] if seats == 1 else ["block", "plurality"]
    ways = [(_("As counted here"), found["result"])]
    ways += [(WAYS[way], found[way]) for way in others if way != poll.method]
    rows = [Left(way, mark, whole(many), of_100(many, report["valid"])) for mark, (way, many) in enumerate(ways, 1)]
    mine = found["result"]
    says = _("Everyone who voted numbered someone who is elected.")
    if mine:
        says = _("{people}, {one_in}, numbered nobody who is elected.").format(
            people=people(mine), one_in=one_in(mine, report["valid"])
        )
    if not any(many for way, many in ways):
        return LeftWithNobody(report["valid"], says, Markup(), rows)
    bars = [charts.Bar(f"{way}:", people(many), many, mark) for mark, (way, many) in enumerate(ways, 1)]
    told = " ".join(f"{bar.name} {bar.words}." for bar in bars)
    return LeftWithNobody(
        report["valid"],
        says,
        charts.bars("left", _("Voters left with nobody they numbered"), told, bars, _("voters")),
        rows,
    )


def later(poll: Poll, result: Result, countbacks: Sequence[Countback]) -> list[Again]:
    """Seats of this vote that fell empty after it, and who took each. The result itself stays as it was said."""
    names = {row.option.number: row.option.title for row in result.rows}
    found = []
    for row in countbacks:
        left_on = _("{who} left the seat. On {day} the same papers were counted again without them.").format(
            who=names[row.leaver], day=day(row.line.at)
        )
        took = _("{who} takes the seat.").format(who=names[row.filled]) if row.filled else _("The seat stays empty.")
        report = {**row.report, "title": poll.question}
        found.append(
            Again(
                took, f"{left_on} {row.report['why']}".strip(), stages.told(report), report.get("last", ""), row.digest
            )
        )
    return found


def reserved(poll: Poll) -> list[str]:
    """Seats that are kept for some, as it was written down before the vote, a sentence each."""
    kept = poll.settings.get("reserve") or {}
    return [
        *map(_bounds, kept.get("groups", ())),
        *(
            _("{seats} for {group}.").format(seats=people(pool["seats"], "seat", "seats"), group=pool["name"])
            for pool in kept.get("pools", ())
        ),
    ]


def of_group(poll: Poll, option: int) -> str:
    """Which groups with seats kept for them the person with this number belongs to: tenant, Block A. "" where none is. No SQL."""
    kept = poll.settings.get("reserve") or {}
    groups = [*kept.get("groups", ()), *kept.get("pools", ())]
    return ", ".join(group["name"] for group in groups if option in group["candidates"])


def _bounds(group: Mapping[str, Any]) -> str:
    least, most = group.get("minimum", 0), group.get("maximum")
    if most is None:
        said = _("{group}: at least {least} of the seats.")
    elif not least:
        said = _("{group}: at most {most} of the seats.")
    else:
        said = _("{group}: at least {least} and at most {most} of the seats.")
    return said.format(group=group["name"], least=least, most=most)

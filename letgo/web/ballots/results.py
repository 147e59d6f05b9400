"""A declared result as its page shows it: the news, what won and why not, who paid for what, and how many voted."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from markupsafe import Markup

from letgo.decide.ballots.models import Poll
from letgo.decide.ballots.queries import Result, Row
from letgo.decide.ballots.rules import ELECTS, RANKED
from letgo.web.ballots import ranked, words
from letgo.web.ui import charts, counted
from letgo.web.ui.figures import people, whole


@dataclass(frozen=True)
class Line:
    """One option in the lists of the result."""

    title: str
    price: str
    reason: str


@dataclass(frozen=True)
class Lists:
    """What won, in its order, and what did not, most votes first."""

    won: list[Line]
    lost: list[Line]


@dataclass(frozen=True)
class Bars:
    picture: Markup
    rows: list[tuple[str, str]]


def shown(poll: Poll, result: Result) -> dict[str, Any]:
    """All that the page says of a result. `ranked` is what only elections have, else None. No SQL."""
    votes = {"voters": result.ballots, "turnout": turnout(poll, result)}
    if poll.method in ELECTS:
        bars_of = None if poll.method in RANKED else bars(poll, result)
        own = ranked.shown(poll, result)
        lists = Lists([_line(row) for row in result.won], [_line(row) for row in ranked.lost(result)])
        said = {"result": lists, "news": own["news"], "note": own["note"], "ranked": own, "bars": bars_of}
        return {**said, **votes, "paid": None, "left": None, "other": []}
    funds = poll.purse_pence is not None
    shares = poll.method == "equal-shares" and result.mandate
    return {
        "result": Lists([_line(row) for row in result.won], [_line(row) for row in lost(result)]),
        "news": news(poll, result),
        "note": _("In the order the money was paid. Pence are rounded.") if shares else "",
        "paid": who_paid(poll, result) if shares else None,
        "bars": None if shares else bars(poll, result),
        "left": left(result) if funds and result.mandate else None,
        "other": other(poll, result) if funds else [],
        "ranked": None,
        **votes,
    }


def news(poll: Poll, result: Result) -> tuple[str, str]:
    """The lead: its bold sentence, and the rest."""
    voted = words.turnout(result.voters, result.roll)
    if not result.mandate:
        return _("Nothing won."), f"{result.why} {voted}".strip()
    won = [row.option.title for row in result.won]
    if poll.purse_pence:
        many = _("{number} of the {ideas} won.").format(
            number=whole(len(won)), ideas=people(len(result.rows) - _nones(result), "idea", "ideas")
        )
        spent = words.POUNDS(words.pounds(result.spent))
        cost = _("They cost {spent} of the {purse}.") if len(won) > 1 else _("It costs {spent}.")
        return many, f"{cost.format(spent=spent, purse=words.purse(poll))} {voted}"
    if poll.method == "yes-no":
        return _("{names} won.").format(names=won[0]), voted
    return _("{names} won.").format(names=words.listed(won)), voted


def _nones(result: Result) -> int:
    return sum(row.option.none for row in result.rows)


def lost(result: Result) -> list[Row]:
    """What did not win, most votes first, then as on the paper. "None of these" is told apart, under how many voted."""
    rows = [row for row in result.rows if not row.won and not row.option.none]
    return sorted(rows, key=lambda row: (-row.votes, row.option.number))


def _line(row: Row) -> Line:
    return Line(row.option.title, words.price(row.option), row.reason)


def who_paid(poll: Poll, result: Result) -> counted.WhoPaid | None:
    """Boxes of what was bought from people's parts."""
    bought = (result.report.get("count") or {}).get("purchases") or []
    ideas = {
        str(row.option.number): {
            "id": str(row.option.number),
            "name": row.option.title,
            "cost": words.pounds(row.cost or 0),
        }
        for row in result.rows
    }
    return counted.who_paid(
        poll.question, words.POUNDS, [(purchase, ideas[purchase["project"]]) for purchase in bought]
    )


def bars(poll: Poll, result: Result) -> Bars | None:
    """How many picked each option, most first."""
    if not result.ballots:
        return None
    rows = sorted(result.rows, key=lambda row: (-row.votes, row.option.number))
    drawn = [
        charts.Bar(row.option.title, people(row.votes, "vote", "votes"), row.votes, 1 if row.won else 4) for row in rows
    ]
    says = " ".join(f"{bar.name}: {bar.words}." for bar in drawn[:20])
    title = _("Votes for each choice: {question}").format(question=poll.question)
    picture = charts.bars("votes", title, says, drawn[:20], _("votes"))
    return Bars(picture, [(row.option.title, whole(row.votes)) for row in rows])


def left(result: Result) -> counted.LeftWithNothing | None:
    """Who got nothing that they voted for: as it was counted here, and with most votes first."""
    audit = result.audit
    ways = [(_("As counted here"), 1, audit["result"]["left_with_nothing"])]
    if result.report["settings"]["rule"] != "greedy":
        ways.append((_("Most votes first"), 2, audit["greedy"]["left_with_nothing"]))
    return counted.left_with_nothing(result.ballots, ways)


def other(poll: Poll, result: Result) -> list[tuple[str, str]]:
    """What another way of counting the same votes changes, in words."""
    names = {str(row.option.number): row.option.title for row in result.rows}
    mine, theirs = [str(number) for number in result.report["won"]], result.report["greedy"]["winners"]
    rows = [(_("{way} (used here)").format(way=words.NAMES[poll.method]), _("Nothing: this is the result"))]
    if poll.method == "greedy":
        return rows
    more, fewer = [names[n] for n in theirs if n not in mine], [names[n] for n in mine if n not in theirs]
    if not more and not fewer:
        return [*rows, (_("Most votes first"), _("Nothing"))]
    said = [_("{names} would win.").format(names=words.listed(more))] if more else []
    said += [_("{names} would not.").format(names=words.listed(fewer))] if fewer else []
    return [*rows, (_("Most votes first"), " ".join(said))]


def turnout(poll: Poll, result: Result) -> list[tuple[str, str]]:
    """How many voted, and how."""
    facts = [(_("Voted"), words.turnout(result.voters, result.roll)), (_("It takes"), words.quorum(poll))]
    facts.append((_("Online"), whole(poll.ballots or 0)))
    facts.append((_("On paper"), whole(poll.paper or 0)))
    if poll.replaced:
        facts.append((_("Online votes taken out, since a paper came"), whole(poll.replaced)))
    if poll.spoilt:
        facts.append((_("Papers without a vote in them"), whole(poll.spoilt)))
    if poll.late:
        facts.append((_("Papers that came late"), whole(poll.late)))
    if result.report.get("empty"):
        facts.append((_("Votes that picked nothing"), whole(result.report["empty"])))
    if poll.none_option:
        facts.append((_("None of these, come back to us"), whole(result.none_votes)))
    return facts

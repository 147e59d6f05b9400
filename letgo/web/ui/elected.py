"""What the page of an election says: who is elected, why, how near it was, what was lost. From a report, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from letgo.engines.sealing.canonical import encode
from letgo.web.ui import lists
from letgo.web.ui.figures import in_words, of_100, one_in, people, whole

Report = Mapping[str, Any]
LONGEST = 100  # letters of a heading
MOST_NAMES = 6  # in a sentence about a lot
CENT = Decimal("0.01")
PAIRWISE = ("ranked-pairs", "schulze", "minimax")
WAYS = {
    "scottish-stv": lazy("Scottish STV"),
    "av": lazy("the alternative vote (AV)"),
    "ranked-pairs": lazy("ranked pairs"),
    "schulze": lazy("Schulze’s rule"),
    "minimax": "minimax",
    "meek-nz": lazy("Meek’s rule, as in New Zealand"),
    "ers97": lazy("the rules of the Electoral Reform Society (ERS97)"),
    "approval": lazy("a vote for everyone who is ranked"),
    "block": lazy("an X for each seat"),
    "plurality": lazy("one X (first past the post)"),
}


@dataclass(frozen=True)
class Person:
    """Someone who stood: their name, what the file puts beside it, and why they are elected or not."""

    name: str
    party: str
    why: str


@dataclass(frozen=True)
class Other:
    """One way of counting the same papers: who is elected, and how many voters are left with nobody they ranked."""

    way: str
    mark: int
    elected: str
    left: int
    voters: str
    of_100: str


@dataclass(frozen=True)
class Lot:
    """A tie that nothing but a lot could settle: the sentence, and what was drawn, first to last: (name, text, SHA-256 of that text)."""

    says: str
    drawn: list[tuple[str, str, str]]


def votes(text: str) -> str:
    """A number of votes as it was counted: "1204.50312" as 1,204.50312, "334.00000" as 334."""
    number = Decimal(text)
    return f"{number:,.0f}" if number == number.to_integral_value() else f"{number:,}"


def short(text: str) -> str:
    """The same for a sentence, cut to two decimals."""
    number = Decimal(text)
    if number == number.to_integral_value():
        return f"{number:,.0f}"
    return f"{number.quantize(CENT, ROUND_DOWN):,}" if abs(number) >= CENT else _("less than 0.01")


def names(report: Report, numbers: Sequence[int]) -> str:
    """Candidates by their numbers: Ann, Bo and Cy."""
    named = [report["candidates"][number - 1]["name"] for number in numbers]
    return _(" and ").join(filter(None, [", ".join(named[:-1]), *named[-1:]]))


def way(report: Report) -> str:
    """The rule, in words."""
    return WAYS.get(report["settings"]["rule"], report["settings"]["rule"])


def headline(report: Report) -> str:
    """The page's h1: the news in one line."""
    return f"{report['title'] or _('This election')}: {_news(report)}"


def lead(report: Report) -> str:
    """How many voted for what, and how it was counted."""
    seats, quota = report["settings"]["seats"], report["quota"]
    room = ngettext("{number} seat", "{number} seats", seats).format(number=in_words(seats))
    takes = _(" A seat takes {short} votes.").format(short=short(str(quota))) if quota is not None else ""
    if not report["valid"]:
        return ngettext(
            "No paper ranks anyone who stands. There is {room}.",
            "No paper ranks anyone who stands. There are {room}.",
            seats,
        ).format(room=room)
    return _("{people} voted for {room}.{takes} We counted by {way}.").format(
        people=people(report["valid"]), room=room, takes=takes, way=way(report)
    )


def elected(report: Report) -> list[Person]:
    """Who is elected, in order, each with the stage and the votes; seats that stay empty at their place."""
    once = list(dict.fromkeys(report["winners"]))
    return [_person(report, number, _won(report, number)) for number in once]


def not_elected(report: Report) -> lists.Rows[Person]:
    """Who is not, the nearest to it first; who withdrew last."""
    others = {each["number"] for each in report["candidates"]} - set(report["winners"])
    went = {number: at for at, stage in enumerate(report["stages"]) for number in stage["excluded"]}
    last = report["stages"][-1]["totals"]
    gone, pairs = _withdrawn(report), by_pairs(report)

    def far(number: int) -> tuple[bool, int, Decimal, int]:
        had = Decimal(_beats(report, number)[0] if pairs else last[number - 1])
        return number in gone, -went.get(number, len(report["stages"])), -had, number

    return lists.Rows(sorted(others, key=far), lambda number: _person(report, number, _lost(report, number)))


def others(report: Report) -> list[Other]:
    """This way of counting and the others beside it: who is elected, and who is left with nobody they ranked."""
    own = {
        "rule": report["settings"]["rule"],
        "winners": report["winners"],
        "left_with_nobody": report["audit"]["left_with_nobody"]["result"],
    }
    return [_other(report, row, mark) for mark, row in enumerate([own, *report["beside"]], 1)]


def left_says(report: Report) -> str:
    """How many are left with nobody, in a sentence."""
    left = report["audit"]["left_with_nobody"]["result"]
    if not left:
        return _("Everyone who voted ranked someone who is elected.")
    return _("{people}, {one_in}, ranked nobody who is elected.").format(
        people=people(left), one_in=one_in(left, report["valid"])
    )


def shut_out(report: Report) -> list[str]:
    """Groups that are owed a seat and have not got it, a sentence each; [] when there is none."""
    return [
        ngettext(
            "{voters} put {names} before all others. That is enough for {owed} of them. {won} of them is elected.",
            "{voters} put {names} before all others. That is enough for {owed} of them. {won} of them are elected.",
            group["elected"],
        ).format(
            voters=people(group["voters"]),
            names=names(report, group["candidates"]),
            owed=in_words(group["owed"]),
            won=in_words(group["elected"]).capitalize(),
        )
        for group in report["audit"]["shut_out"]
    ]


def otherwise(report: Report) -> str:
    """Who would be elected to one seat when all are compared in pairs, if that is somebody else; "" when it is not."""
    for row in report["beside"]:
        if row["rule"] == "ranked-pairs" and row["winners"] and row["winners"] != report["winners"]:
            who = names(report, row["winners"])
            return _(
                "Ranked pairs compares everyone with everyone, one by one. It would elect {who}. See “One against one”."
            ).format(who=who)
    return ""


def alone(report: Report) -> str:
    """What publishing every paper would give away, "" when that is nothing."""
    single = report["audit"]["unique_rankings"]
    if not single:
        return ""
    told = ngettext(
        "{number} paper is filled in like no other.", "{number} papers are filled in like no other.", single
    )
    told = told.format(number=whole(single))
    return _("{told} To publish each paper could show how someone voted.").format(told=told)


def lost(report: Report) -> list[str]:
    """Votes lost at the end and why, in sentences."""
    told = [
        _("{short} of {number} votes ended with nobody.").format(
            short=short(report["lost"]), number=whole(report["valid"])
        )
    ]
    why = report.get("lost_why")
    if not Decimal(report["lost"]):
        return [_("No vote was lost.")]
    if why and Decimal(why["nobody_else"]):
        told.append(
            _("{short} of them: their papers ranked nobody else who still stood.").format(
                short=short(why["nobody_else"])
            )
        )
    if why and Decimal(why["dropped"]):
        told.append(
            _("{votes} of them: what the rule drops after its last decimal.").format(votes=votes(why["dropped"]))
        )
    return told


def lots(report: Report) -> list[Lot]:
    """The first lots that were drawn, 20 at most: where hundreds stand whom nobody ranked, each who goes out goes by lot."""
    return [_lot(report, tie) for tie in islice((tie for tie in report["ties"] if tie["by"] == "lot"), lists.ROWS)]


def _news(report: Report) -> str:
    ron, once = report["settings"]["ron"], list(dict.fromkeys(report["winners"]))
    won = [number for number in once if number != ron]
    empty = report["winners"].count(ron) if ron else 0
    tail = ngettext(", {number} seat stays empty", ", {number} seats stay empty", empty) if empty else ""
    tail = tail.format(number=in_words(empty))
    if not won:
        return _("nobody is elected{tail}").format(tail=tail)
    told = ngettext("{names} is elected{tail}", "{names} are elected{tail}", len(won))
    told = told.format(names=names(report, won), tail=tail)
    return (
        told
        if len(told) + len(report["title"]) <= LONGEST
        else _("{number} are elected{tail}").format(number=in_words(len(won)), tail=tail)
    )


def _person(report: Report, number: int, why: str) -> Person:
    each = report["candidates"][number - 1]
    return Person(each["name"], each["party"], why)


def _won(report: Report, number: int) -> str:
    stages = report["stages"]
    if number == report["settings"]["ron"]:
        times = report["winners"].count(number)
        return (
            _("One seat stays empty, and people may stand again.")
            if times == 1
            else (_("{what} seats stay empty, and people may stand again.").format(what=in_words(times).capitalize()))
        )
    if report["quota"] is None:
        return _stood(report, number)
    for at, stage in enumerate(stages, 1):
        if number in stage["elected"]:
            return _("Elected at stage {at} with {short} votes.").format(
                at=at, short=short(stage["totals"][number - 1])
            )
    had = short(stages[-1]["totals"][number - 1])
    return _("Elected at the end with {had} votes: no more people stood than there were seats.").format(had=had)


def _lost(report: Report, number: int) -> str:
    stages = report["stages"]
    if number in _withdrawn(report):
        return _("Withdrew. Papers that rank them went to the next one.")
    if report["quota"] is None:
        return _stood(report, number)
    for at, stage in enumerate(stages):
        if number in stage["excluded"]:
            before = stages[at - 1] if at and report["settings"]["rule"] != "meek-nz" else stage
            had = _("Went out at stage {number} with {short} votes").format(
                number=at + 1, short=short(before["totals"][number - 1])
            )
            return (
                _("{had}, by lot.").format(had=had)
                if (stage["tie"] or {}).get("by") == "lot"
                else _("{had}, the fewest.").format(had=had)
            )
    if not report["winners"]:
        return _("Nobody is elected.")
    return _("Had {short} votes when every seat was filled.").format(short=short(stages[-1]["totals"][number - 1]))


def _stood(report: Report, number: int) -> str:
    """How they did under a rule without stages."""
    if not by_pairs(report):
        return _("Had {short} votes.").format(short=short(report["stages"][-1]["totals"][number - 1]))
    beats, rivals = _beats(report, number)
    won = in_words(beats) if beats else "none"
    return _("More papers put them first against {won} of the {number} others, one by one.").format(
        won=won, number=in_words(rivals)
    )


def by_pairs(report: Report) -> bool:
    """Whether the rule compares everyone with everyone, and the figures are here."""
    return bool(report.get("pairs")) and report["settings"]["rule"] in PAIRWISE


def _beats(report: Report, number: int) -> tuple[int, int]:
    """How many others more papers put this one before, and how many others there are."""
    pairs, gone = report["pairs"], _withdrawn(report)
    rivals = [other for other in range(1, len(pairs) + 1) if other != number and other not in gone]
    return sum(pairs[number - 1][other - 1] > pairs[other - 1][number - 1] for other in rivals), len(rivals)


def _withdrawn(report: Report) -> set[int]:
    return set(report["withdrawn"])


def _other(report: Report, row: Mapping[str, Any], mark: int) -> Other:
    left = row["left_with_nobody"]
    name = WAYS.get(row["rule"], row["rule"])
    return Other(
        name[:1].upper() + name[1:], mark, names(report, list(dict.fromkeys(row["winners"]))) or "nobody",
        left, whole(left), of_100(left, report["valid"]),
    )  # fmt: skip


def _lot(report: Report, tie: Mapping[str, Any]) -> Lot:
    drawn = sorted(tie["tied"], key=lambda number: report["lot_of"][str(number)])
    out = any(tie["chosen"] in stage["excluded"] for stage in report["stages"])
    became = _("went out") if out else _("came first")
    equal = names(report, tie["tied"]) if len(tie["tied"]) <= MOST_NAMES else people(len(tie["tied"]))
    says = _("{equal} were equal, and nothing before told them apart. By lot {names} {became}.").format(
        equal=equal, names=names(report, [tie["chosen"]]), became=became
    )
    return Lot(says, [(names(report, [n]), _drawn(report, n), report["lot_of"][str(n)]) for n in drawn])


def _drawn(report: Report, number: int) -> str:
    """The text whose SHA-256 is a candidate's lot, to the letter."""
    return encode([report["settings"]["election"], report["settings"]["seed"], str(number)]).decode()

"""What the page of an election says: who is elected, why, how near it was, what was lost. From a report, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from itertools import islice
from typing import Any

from letgo.engines.sealing.canonical import encode
from letgo.web.ui import lists
from letgo.web.ui.figures import in_words, of_100, one_in, people, whole

Report = Mapping[str, Any]
LONGEST = 100  # letters of a heading
MOST_NAMES = 6  # in a sentence about a lot
CENT = Decimal("0.01")
PAIRWISE = ("ranked-pairs", "schulze", "minimax")
WAYS = {
    "scottish-stv": "Scottish STV",
    "av": "the alternative vote (AV)",
    "ranked-pairs": "ranked pairs",
    "schulze": "Schulze’s rule",
    "minimax": "minimax",
    "meek-nz": "Meek’s rule, as in New Zealand",
    "ers97": "the rules of the Electoral Reform Society (ERS97)",
    "approval": "a vote for everyone who is ranked",
    "block": "an X for each seat",
    "plurality": "one X (first past the post)",
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
    return f"{number.quantize(CENT, ROUND_DOWN):,}" if abs(number) >= CENT else "less than 0.01"


def names(report: Report, numbers: Sequence[int]) -> str:
    """Candidates by their numbers: Ann, Bo and Cy."""
    named = [report["candidates"][number - 1]["name"] for number in numbers]
    return " and ".join(filter(None, [", ".join(named[:-1]), *named[-1:]]))


def way(report: Report) -> str:
    """The rule, in words."""
    return WAYS.get(report["settings"]["rule"], report["settings"]["rule"])


def headline(report: Report) -> str:
    """The page's h1: the news in one line."""
    return f"{report['title'] or 'This election'}: {_news(report)}"


def lead(report: Report) -> str:
    """How many voted for what, and how it was counted."""
    seats, quota = report["settings"]["seats"], report["quota"]
    room = f"{in_words(seats)} seat{'' if seats == 1 else 's'}"
    takes = f" A seat takes {short(str(quota))} votes." if quota is not None else ""
    if not report["valid"]:
        return f"No paper ranks anyone who stands. There {'is' if seats == 1 else 'are'} {room}."
    return f"{people(report['valid'])} voted for {room}.{takes} We counted by {way(report)}."


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
        return "Everyone who voted ranked someone who is elected."
    return f"{people(left)}, {one_in(left, report['valid'])}, ranked nobody who is elected."


def shut_out(report: Report) -> list[str]:
    """Groups that are owed a seat and have not got it, a sentence each; [] when there is none."""
    return [
        f"{people(group['voters'])} put {names(report, group['candidates'])} before all others. "
        f"That is enough for {in_words(group['owed'])} of them. {in_words(group['elected']).capitalize()} of them "
        f"{'is' if group['elected'] == 1 else 'are'} elected."
        for group in report["audit"]["shut_out"]
    ]


def otherwise(report: Report) -> str:
    """Who would be elected to one seat when all are compared in pairs, if that is somebody else; "" when it is not."""
    for row in report["beside"]:
        if row["rule"] == "ranked-pairs" and row["winners"] and row["winners"] != report["winners"]:
            who = names(report, row["winners"])
            return f"Ranked pairs compares everyone with everyone, one by one. It would elect {who}. See “One against one”."
    return ""


def alone(report: Report) -> str:
    """What publishing every paper would give away, "" when that is nothing."""
    single = report["audit"]["unique_rankings"]
    if not single:
        return ""
    told = f"{people(single, 'paper is', 'papers are')} filled in like no other."
    return f"{told} To publish each paper could show how someone voted."


def lost(report: Report) -> list[str]:
    """Votes lost at the end and why, in sentences."""
    told = [f"{short(report['lost'])} of {whole(report['valid'])} votes ended with nobody."]
    why = report.get("lost_why")
    if not Decimal(report["lost"]):
        return ["No vote was lost."]
    if why and Decimal(why["nobody_else"]):
        told.append(f"{short(why['nobody_else'])} of them: their papers ranked nobody else who still stood.")
    if why and Decimal(why["dropped"]):
        told.append(f"{votes(why['dropped'])} of them: what the rule drops after its last decimal.")
    return told


def lots(report: Report) -> list[Lot]:
    """The first lots that were drawn, 20 at most: where hundreds stand whom nobody ranked, each who goes out goes by lot."""
    return [_lot(report, tie) for tie in islice((tie for tie in report["ties"] if tie["by"] == "lot"), lists.ROWS)]


def _news(report: Report) -> str:
    ron, once = report["settings"]["ron"], list(dict.fromkeys(report["winners"]))
    won = [number for number in once if number != ron]
    empty = report["winners"].count(ron) if ron else 0
    tail = f", {in_words(empty)} seat{'' if empty == 1 else 's'} stay{'s' if empty == 1 else ''} empty" if empty else ""
    if not won:
        return f"nobody is elected{tail}"
    told = f"{names(report, won)} {'is' if len(won) == 1 else 'are'} elected{tail}"
    return told if len(told) + len(report["title"]) <= LONGEST else f"{in_words(len(won))} are elected{tail}"


def _person(report: Report, number: int, why: str) -> Person:
    each = report["candidates"][number - 1]
    return Person(each["name"], each["party"], why)


def _won(report: Report, number: int) -> str:
    stages = report["stages"]
    if number == report["settings"]["ron"]:
        times = report["winners"].count(number)
        return (
            "One seat stays empty, and people may stand again."
            if times == 1
            else (f"{in_words(times).capitalize()} seats stay empty, and people may stand again.")
        )
    if report["quota"] is None:
        return _stood(report, number)
    for at, stage in enumerate(stages, 1):
        if number in stage["elected"]:
            return f"Elected at stage {at} with {short(stage['totals'][number - 1])} votes."
    had = short(stages[-1]["totals"][number - 1])
    return f"Elected at the end with {had} votes: no more people stood than there were seats."


def _lost(report: Report, number: int) -> str:
    stages = report["stages"]
    if number in _withdrawn(report):
        return "Withdrew. Papers that rank them went to the next one."
    if report["quota"] is None:
        return _stood(report, number)
    for at, stage in enumerate(stages):
        if number in stage["excluded"]:
            before = stages[at - 1] if at and report["settings"]["rule"] != "meek-nz" else stage
            had = f"Went out at stage {at + 1} with {short(before['totals'][number - 1])} votes"
            return f"{had}, by lot." if (stage["tie"] or {}).get("by") == "lot" else f"{had}, the fewest."
    if not report["winners"]:
        return "Nobody is elected."
    return f"Had {short(stages[-1]['totals'][number - 1])} votes when every seat was filled."


def _stood(report: Report, number: int) -> str:
    """How they did under a rule without stages."""
    if not by_pairs(report):
        return f"Had {short(report['stages'][-1]['totals'][number - 1])} votes."
    beats, rivals = _beats(report, number)
    won = in_words(beats) if beats else "none"
    return f"More papers put them first against {won} of the {in_words(rivals)} others, one by one."


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
    became = "went out" if out else "came first"
    equal = names(report, tie["tied"]) if len(tie["tied"]) <= MOST_NAMES else people(len(tie["tied"]))
    says = f"{equal} were equal, and nothing before told them apart. By lot {names(report, [tie['chosen']])} {became}."
    return Lot(says, [(names(report, [n]), _drawn(report, n), report["lot_of"][str(n)]) for n in drawn])


def _drawn(report: Report, number: int) -> str:
    """The text whose SHA-256 is a candidate's lot, to the letter."""
    return encode([report["settings"]["election"], report["settings"]["seed"], str(number)]).decode()

"""What a result page says first: the news, one lead sentence, and the plain finding about who was left out. From a report, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from letgo.web.ui.figures import Money, exact, in_words, one_in, people, whole

Report = Mapping[str, Any]
ROWS = 20
MEANT = "This does not say that anyone meant it. Counting “most votes first” often does this to a group that agrees but is smaller."
KEPT = (
    "We looked for a group that all voted for one idea that was not funded. "
    "Their equal part of the money would have paid for it, on top of all they got."
)
READ_AS = {
    "approval": "Each voting paper names ideas. All ideas on a paper count the same.",
    "choose-1": "Each voting paper names one idea.",
    "cumulative": "These voting papers give points. We read each as the set of ideas it names. The points are not used.",
    "scoring": "These voting papers give points. We read each as the set of ideas it names. The points are not used.",
    "ordinal": "These voting papers put ideas in order. We read each as the set of ideas it names. The order is not used.",
}


@dataclass(frozen=True)
class LeftOut:
    """One idea whose voters were left out, in figures for people."""

    idea: str
    group: str
    part: str
    price: str
    got: str


@dataclass(frozen=True)
class Finding:
    """One hard fact in a bold sentence, then what it means and what it does not.

    `groups`: how many were left out. `largest` holds the first 20 of them when there are several.
    """

    title: str
    strong: str
    says: list[str]
    kept: bool
    groups: int = 0
    largest: list[LeftOut] = field(default_factory=list)


def name_of(report: Report) -> str:
    """What the vote is called: its title, else its place."""
    election = report["election"]
    return (election.get("title") or election.get("place") or "This vote").strip()


def money_of(report: Report) -> Money:
    return Money(report["election"].get("currency") or "")


def headline(report: Report) -> str:
    """The page's h1: the news in one line."""
    return f"{name_of(report)}: {_news(report)}"


def lead(report: Report) -> str:
    """What was counted, and what it is compared with."""
    voters, budget = report["election"]["voters"], money_of(report)(report["budget"])
    counted = f"{people(voters)} voted on {budget}."
    if report["recorded"]:
        return f"{counted} We counted their votes again and looked at what the town decided."
    return f"{counted} The file does not say what the town decided. So we show two ways to count."


def finding(report: Report) -> Finding | None:
    """Who was left out: in the town's own result where the file has one, else if most votes first were used.

    None when nothing can be said.
    """
    if not report["election"]["voters"] or not exact(report["budget"]):
        return None
    audit, recorded = _audited(report)
    if audit is None or audit.get("holds") is None:
        return None
    if audit["holds"]:
        return _nobody(recorded)
    return _somebody(report, audit["excluded"], recorded)


def read_as(report: Report) -> str:
    """How the voting papers were read, in a sentence or two."""
    if report["settings"]["utility"] == "score":
        return "These voting papers give points or put ideas in order. The points were used."
    return READ_AS.get(report["election"]["vote_type"], READ_AS["approval"])


def _news(report: Report) -> str:
    if not report["election"]["voters"]:
        return "nobody voted"
    if not exact(report["budget"]):
        return "there was no money to share"
    audit, recorded = _audited(report)
    if audit is None or audit.get("holds") is None:
        return f"{whole(len(report['winners']))} of {whole(len(report['election']['projects']))} ideas are funded"
    if audit["holds"]:
        return "the town shut no group out" if recorded else "no group is shut out"
    first = audit["excluded"][0]
    group = f"a group of {whole(first['group_size'])}"
    got = "got nothing" if not exact(first["got"]) else "was left out"
    return f"{group} {got}" if recorded else f"most votes first would leave out {group}"


def _audited(report: Report) -> tuple[Mapping[str, Any] | None, bool]:
    """The audit that the page speaks of, and whether it is the town's own result."""
    audit = report["audit"]
    return (audit["recorded"], True) if audit["recorded"] else (audit["greedy"], False)


def _nobody(recorded: bool) -> Finding:
    strong = (
        "We found no group that the town’s result shut out."
        if recorded
        else "No group is shut out, by either way of counting."
    )
    says = [KEPT, "There is none. This says nothing else about the result."]
    return Finding("Was anyone left out?", strong, says, kept=True)


def _somebody(report: Report, excluded: Sequence[Mapping[str, Any]], recorded: bool) -> Finding:
    money, voters = money_of(report), report["election"]["voters"]
    projects = {p["id"]: p for p in report["election"]["projects"]}
    first = excluded[0]
    idea, size = projects[first["project"]], first["group_size"]
    strong = f"{people(size)}, {one_in(size, voters)}, all voted for “{_short(idea['name'])}”."
    in_full = all("." not in p["cost"] for p in projects.values())
    price, part = money(idea["cost"]), money.at_most(first["entitled"], in_full=in_full)
    says = [f"It costs {price}. Their equal part of the money is {part}. {_got(first, money, recorded)}"]
    title = "Who was left out" if recorded else "Who would be left out"
    if len(excluded) == 1:
        return Finding(title, strong, [*says, MEANT], kept=False, groups=1)
    says.append(_others([projects[case["project"]]["name"] for case in excluded[1:]]))
    rows = [_row(case, projects[case["project"]], money, in_full) for case in excluded[:ROWS]]
    return Finding(title, strong, [*says, MEANT], kept=False, groups=len(excluded), largest=rows)


def _got(case: Mapping[str, Any], money: Money, recorded: bool) -> str:
    who = "The town did not fund it" if recorded else "Most votes first would not fund it"
    if not exact(case["got"]):
        return f"{who}, nor anything else that they voted for."
    return f"{who}. Of what they voted for, none of them got more than {money(case['got'])}."


def _others(names: Sequence[str]) -> str:
    if len(names) == 1:
        return f"The same is true of a group behind one other idea: “{_short(names[0])}”."
    return f"The same is true of groups behind {in_words(len(names))} other ideas. Some people may be in more than one group."


def _row(case: Mapping[str, Any], idea: Mapping[str, Any], money: Money, in_full: bool) -> LeftOut:
    part = money.at_most(case["entitled"], in_full=in_full)
    return LeftOut(idea["name"], people(case["group_size"]), part, money(idea["cost"]), money(case["got"]))


def _short(name: str, most: int = 80) -> str:
    return name if len(name) <= most else name[: most - 1].rstrip() + "…"

"""What a result page says first: the news, one lead sentence, and the plain finding about who was left out. From a report, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from letgo.web.ui.figures import Money, exact, in_words, one_in, people, whole
from letgo.web.ui.saying import each

Report = Mapping[str, Any]
ROWS = 20
MEANT = lazy(
    "This does not say that anyone meant it. Counting “most votes first” often does this to a group that agrees but is smaller."
)
KEPT = lazy(
    "We looked for a group that all voted for one idea that was not funded. "
    "Their equal part of the money would have paid for it, on top of all they got."
)
READ_AS = each(
    {
        "approval": "Each voting paper names ideas. All ideas on a paper count the same.",
        "choose-1": "Each voting paper names one idea.",
        "cumulative": "These voting papers give points. We read each as the set of ideas it names. The points are not used.",
        "scoring": "These voting papers give points. We read each as the set of ideas it names. The points are not used.",
        "ordinal": "These voting papers put ideas in order. We read each as the set of ideas it names. The order is not used.",
    }
)


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
    return (election.get("title") or election.get("place") or _("This vote")).strip()


def money_of(report: Report) -> Money:
    return Money(report["election"].get("currency") or "")


def headline(report: Report) -> str:
    """The page's h1: the news in one line."""
    return f"{name_of(report)}: {_news(report)}"


def lead(report: Report) -> str:
    """What was counted, and what it is compared with."""
    voters, budget = report["election"]["voters"], money_of(report)(report["budget"])
    counted = _("{people} voted on {budget}.").format(people=people(voters), budget=budget)
    if report["recorded"]:
        return _("{counted} We counted their votes again and looked at what the town decided.").format(counted=counted)
    return _("{counted} The file does not say what the town decided. So we show two ways to count.").format(
        counted=counted
    )


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
        return _("These voting papers give points or put ideas in order. The points were used.")
    return READ_AS.get(report["election"]["vote_type"], READ_AS["approval"])


def _news(report: Report) -> str:
    if not report["election"]["voters"]:
        return _("nobody voted")
    if not exact(report["budget"]):
        return _("there was no money to share")
    audit, recorded = _audited(report)
    if audit is None or audit.get("holds") is None:
        return _("{number} of {number_2} ideas are funded").format(
            number=whole(len(report["winners"])), number_2=whole(len(report["election"]["projects"]))
        )
    if audit["holds"]:
        return _("the town shut no group out") if recorded else _("no group is shut out")
    first = audit["excluded"][0]
    group = _("a group of {number}").format(number=whole(first["group_size"]))
    got = _("got nothing") if not exact(first["got"]) else _("was left out")
    return f"{group} {got}" if recorded else _("most votes first would leave out {group}").format(group=group)


def _audited(report: Report) -> tuple[Mapping[str, Any] | None, bool]:
    """The audit that the page speaks of, and whether it is the town's own result."""
    audit = report["audit"]
    return (audit["recorded"], True) if audit["recorded"] else (audit["greedy"], False)


def _nobody(recorded: bool) -> Finding:
    strong = (
        _("We found no group that the town’s result shut out.")
        if recorded
        else _("No group is shut out, by either way of counting.")
    )
    says = [KEPT, _("There is none. This says nothing else about the result.")]
    return Finding(_("Was anyone left out?"), strong, says, kept=True)


def _somebody(report: Report, excluded: Sequence[Mapping[str, Any]], recorded: bool) -> Finding:
    money, voters = money_of(report), report["election"]["voters"]
    projects = {p["id"]: p for p in report["election"]["projects"]}
    first = excluded[0]
    idea, size = projects[first["project"]], first["group_size"]
    strong = _("{people}, {one_in}, all voted for “{short}”.").format(
        people=people(size), one_in=one_in(size, voters), short=_short(idea["name"])
    )
    in_full = all("." not in p["cost"] for p in projects.values())
    price, part = money(idea["cost"]), money.at_most(first["entitled"], in_full=in_full)
    says = [
        _("It costs {price}. Their equal part of the money is {part}. {got}").format(
            price=price, part=part, got=_got(first, money, recorded)
        )
    ]
    title = _("Who was left out") if recorded else _("Who would be left out")
    if len(excluded) == 1:
        return Finding(title, strong, [*says, MEANT], kept=False, groups=1)
    says.append(_others([projects[case["project"]]["name"] for case in excluded[1:]]))
    rows = [_row(case, projects[case["project"]], money, in_full) for case in excluded[:ROWS]]
    return Finding(title, strong, [*says, MEANT], kept=False, groups=len(excluded), largest=rows)


def _got(case: Mapping[str, Any], money: Money, recorded: bool) -> str:
    who = _("The town did not fund it") if recorded else _("Most votes first would not fund it")
    if not exact(case["got"]):
        return _("{who}, nor anything else that they voted for.").format(who=who)
    return _("{who}. Of what they voted for, none of them got more than {pounds}.").format(
        who=who, pounds=money(case["got"])
    )


def _others(names: Sequence[str]) -> str:
    if len(names) == 1:
        return _("The same is true of a group behind one other idea: “{short}”.").format(short=_short(names[0]))
    return _(
        "The same is true of groups behind {number} other ideas. Some people may be in more than one group."
    ).format(number=in_words(len(names)))


def _row(case: Mapping[str, Any], idea: Mapping[str, Any], money: Money, in_full: bool) -> LeftOut:
    part = money.at_most(case["entitled"], in_full=in_full)
    return LeftOut(idea["name"], people(case["group_size"]), part, money(idea["cost"]), money(case["got"]))


def _short(name: str, most: int = 80) -> str:
    return name if len(name) <= most else name[: most - 1].rstrip() + "…"

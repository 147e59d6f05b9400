"""The two pictures of a result, from a report; how they look is ui/counted.py."""

from django.utils.translation import gettext as _

from letgo.web.checks.news import Report, money_of, name_of
from letgo.web.ui import counted
from letgo.web.ui.counted import LeftWithNothing, WhoPaid


def who_paid(report: Report) -> WhoPaid | None:
    """Boxes of what was bought from people's parts; None when nothing was."""
    bought = (report.get("count") or {}).get("purchases") or []
    ideas = {p["id"]: p for p in report["election"]["projects"]}
    pairs = [(purchase, ideas[purchase["project"]]) for purchase in bought]
    return counted.who_paid(name_of(report), money_of(report), pairs)


def left_with_nothing(report: Report) -> LeftWithNothing | None:
    """Bars of voters with nothing they voted for, one for each way of counting; None when nobody voted."""
    audit = report["audit"]
    ways = [(_("Equal parts"), 1, audit["result"]), (_("Most votes first"), 2, audit["greedy"])]
    if audit["recorded"]:
        ways.append((_("The town’s result"), 3, audit["recorded"]))
    left = [(way, mark, found["left_with_nothing"]) for way, mark, found in reversed(ways)]
    return counted.left_with_nothing(report["election"]["voters"], left)

"""The pages of an election that was checked: its result, its longer lists, and counting it another way."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from letgo.decide.checks import actions, queries
from letgo.decide.checks.models import Check
from letgo.web.checks.forms import AgainForm
from letgo.web.checks.result import notes
from letgo.web.checks.shown import of_address, show
from letgo.web.ui import elected, lists, stages, transfers
from letgo.web.ui.forms import error_summary, field
from letgo.web.ui.verbs import get, keyed, page, post

PARTS = {"not-elected": elected.not_elected, "stages": stages.told}
FIRST = ("rule", "seats", "withdraw", "ron")  # questions that stand in the open


def result(request: HttpRequest, found: queries.Page, *, whole: bool = False, large: bool = False) -> HttpResponse:
    """The result of an election; `whole` with everything on one page, for paper."""
    report = found.report
    part = lists.whole if whole else lists.part
    told = part(stages.told(report))
    bounds = (lists.WHOLE, lists.WHOLE) if whole else (stages.MOST_ROWS, lists.ROWS)
    shown = {
        "whole": whole,
        "large": large,
        "not_elected": part(elected.not_elected(report)),
        "told": told,
        "many_stages": told.total > 1,
        "table": stages.table(report, 0, *bounds),
        **_facts(report),
    }
    return show(request, "election", found, **shown)


def more(request: HttpRequest, found: queries.Page, part: str) -> HttpResponse:
    """One list, 20 rows at a time: ?from=20. Raises Http404 for a list that elections do not have."""
    if part not in PARTS:
        raise Http404
    report = found.report
    shown = lists.part(PARTS[part](report), lists.number(request.GET.get("from", "")))
    table = stages.table(report, shown.start, lists.WHOLE) if part == "stages" else None
    name = report["title"] or _("This election")
    return show(
        request, "election_more", found, part=part, shown=shown, table=table, name=name, last=report.get("last", "")
    )


@get("checks.again", of_address)
def _how(request: HttpRequest, check: Check, address: str) -> HttpResponse:
    ballots = _ballots(check)
    return ask(request, check, ballots, AgainForm(ballots))


@post("checks.again", of_address)
def _count(request: HttpRequest, check: Check, address: str) -> HttpResponse:
    ballots = _ballots(check)
    form = AgainForm(ballots, request.POST)
    if not form.is_valid():
        return ask(request, check, ballots, form, status=422)
    choices = form.choices()
    made = actions.again(check.pk, choices, by=request.actor, key=keyed(request, address, choices.as_dict()))
    return redirect("result", address=made.address)


again = page(_how, _count)


def ask(
    request: HttpRequest, check: Check, ballots: queries.Ballots, form: AgainForm, status: int = 200
) -> HttpResponse:
    """The form that asks how to count, or only for how many seats."""
    counted = ballots.chosen is not None
    return show(
        request, "again", queries.page(check), status=status, form=form, field=field, error_summary=error_summary,
        counted=counted, first=FIRST if counted else ("seats",), total=len(ballots.candidates),
    )  # fmt: skip


def _ballots(check: Check) -> queries.Ballots:
    found = queries.ballots_of(check)
    if found is None:
        raise Http404
    return found


def _facts(report: elected.Report) -> dict[str, Any]:
    """What both forms of the result page say besides the lists."""
    audit = report["audit"]
    return {
        "headline": elected.headline(report),
        "lead": elected.lead(report),
        "shut_out": elected.shut_out(report),
        "holds": audit["holds"],
        "elected": elected.elected(report),
        "closest": audit["closest"]["text"] if audit["closest"] else "",
        "last": report.get("last", ""),
        "lost": elected.lost(report),
        "lots": elected.lots(report),
        "moved": transfers.moved(report),
        "left": transfers.left_with_nobody(report),
        "left_says": elected.left_says(report),
        "pairs": stages.pairs(report),
        "notes": notes(report),
        "settings": report["settings"],
        "alone": elected.alone(report),
        "otherwise": elected.otherwise(report),
    }

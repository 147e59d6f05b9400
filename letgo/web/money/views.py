"""Pages of pots and payments. Each finds its pot or payment, asks the room, and shows; nothing is decided here."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from letgo.commons.money import actions, queries
from letgo.commons.money.models import Approval, Pot, Transfer
from letgo.commons.money.rules import MOVES, Kind, Stage, Terms, Vat, YearEnd, needs_two, pounds, step_fault, year_words
from letgo.commons.people.queries import may
from letgo.commons.record.refs import Ref
from letgo.commons.record.refusals import Refused
from letgo.web.money import pictures
from letgo.web.money.forms import AnswerForm, PayForm, StepForm
from letgo.web.ui import saying
from letgo.web.ui.forms import error_summary, field
from letgo.web.ui.saying import each
from letgo.web.ui.verbs import get, keyed, page, post

IN_ONE_FILE = 10_000
VAT = each(
    {
        Vat.OUTSIDE: "This money has nothing to do with VAT.",
        Vat.RECOVERED: "VAT comes back, so the pot pays prices without VAT.",
        Vat.COST: "VAT does not come back, so the pot pays prices with VAT.",
    }
)
YEAR_END = {
    YearEnd.CARRY_OVER: lazy("On 31 March, what is not decided stays in the pot."),
    YearEnd.RETURN: lazy("On 31 March, what is not decided goes back to {giver}."),
}


def of_pot(request: HttpRequest, pot: UUID, **rest: Any) -> Pot:
    """The pot with this id, or Http404."""
    found = queries.find(pot)
    if found is None:
        raise Http404
    return found


def _found(request: HttpRequest, transfer: UUID) -> queries.Payment:
    found = queries.payment(transfer)
    if found is None:
        raise Http404
    request.payment, request.steps = found
    return found[0]


def of_payment(request: HttpRequest, transfer: UUID) -> Pot:
    """The pot that a payment leaves, or Http404; the payment itself goes with the request."""
    return _found(request, transfer).transfer.debit


def read_payment(request: HttpRequest, transfer: UUID) -> Pot:
    """The pot through which a payment is read: the one of the two that is not for everybody."""
    row = _found(request, transfer).transfer
    return row.debit if row.debit.audience_id else row.credit


def of_answer(request: HttpRequest, transfer: UUID) -> Approval:
    """The approval that a payment waits for, or Http404."""
    found = queries.approval(transfer)
    if found is None:
        raise Http404
    return found


@get("money.read", of_pot)
def _pot(request: HttpRequest, row: Pot, pot: UUID) -> HttpResponse:
    standing = queries.standing_of(row)
    bar = queries.money_bar(row, standing)
    shown = {
        "standing": standing,
        "bar": pictures.money_bar(bar, queries.title(row)) if row.kind != Kind.OUTSIDE else None,
        "year": year_words(bar.year),
        "rows": pictures.told(queries.statement(row, size=5)),
        "terms": _terms(row),
        "binds": row.closed is None and may(request.actor, "money.set-terms", row),
        "closes": row.closed is None and may(request.actor, "money.close-pot", row),
        "pays": row.closed is None and may(request.actor, "money.transfer", row),
    }
    return _show(request, "pot", row, **shown)


pot = page(_pot)


@get("money.read", of_pot)
def _statement(request: HttpRequest, row: Pot, pot: UUID) -> HttpResponse:
    """20 entries, newest first: ?before=41 shows those from 40 down."""
    found = queries.statement(row, before=_before(request))
    return _show(request, "statement", row, rows=pictures.told(found), statement=found)


statement = page(_statement)


@get("money.read", of_pot)
def _export(request: HttpRequest, row: Pot, pot: UUID) -> HttpResponse:
    """The statement as CSV, newest first, the newest 10,000 entries or those before ?before."""
    found = queries.statement(row, before=_before(request), size=IN_ONE_FILE)
    headers = {"Content-Disposition": 'attachment; filename="statement.csv"', "X-Robots-Tag": "noindex"}
    return HttpResponse("\N{BOM}" + pictures.as_csv(found), content_type="text/csv; charset=utf-8", headers=headers)


export = page(_export)


@get("money.transfer", of_pot)
def _pay(request: HttpRequest, row: Pot, pot: UUID) -> HttpResponse:
    return _ask(request, row, PayForm(pots=queries.payable_from(row)))


@post("money.transfer", of_pot)
def _pay_or_check(request: HttpRequest, row: Pot, pot: UUID) -> HttpResponse:
    """The form → check your answers → done. The key of the first showing goes along, so two clicks pay once."""
    pots = queries.payable_from(row)
    form = PayForm(request.POST, pots=pots)
    if not form.is_valid() or "change" in request.POST:
        return _ask(request, row, form, status=200 if form.is_valid() else 422)
    given, to = form.cleaned_data, next(one for one in pots if str(one.pk) == form.cleaned_data["to"])
    if "sure" not in request.POST:
        two = needs_two(row.terms, given["pence"])
        return _show(request, "check", row, form=form, to=queries.title(to), money=pounds(given["pence"]), two=two)
    made = actions.transfer(
        row, to, given["pence"], Ref("pot", row.pk), request.actor, keyed(request, row.pk), why=given["why"].strip()
    )
    return redirect("payment-next", transfer=made.pk)


pay = page(_pay, _pay_or_check)


@get("money.read", read_payment)
def _payment(request: HttpRequest, row: Pot, transfer: UUID) -> HttpResponse:
    return _show_payment(request, request.payment)


@post("money.step", of_payment)
def _step(request: HttpRequest, row: Pot, transfer: UUID) -> HttpResponse:
    form = StepForm(request.POST, stages=_next_stages(request.payment))
    if not form.is_valid():
        return _show_payment(request, request.payment, form, status=422)
    stage, day = form.cleaned_data["stage"], form.cleaned_data["day"]
    try:
        actions.step(request.payment.transfer, stage, request.actor, keyed(request, transfer, stage), day=day)
    except Refused as refusal:
        if refusal.kind != "refused":
            raise
        form.add_error("day" if "day" in refusal.sentence else "stage", saying.refusal(refusal))
        return _show_payment(request, request.payment, form, status=422)
    return redirect("payment", transfer=transfer)


payment = page(_payment, _step)


@get("money.read", read_payment)
def _payment_next(request: HttpRequest, row: Pot, transfer: UUID) -> HttpResponse:
    return _show(
        request, "next", request.payment.transfer.debit, payment=request.payment, **_payment_words(request.payment)
    )


payment_next = page(_payment_next)


@get("money.approve", of_answer)
def _answer(request: HttpRequest, row: Approval, transfer: UUID) -> HttpResponse:
    return _show_answer(request, row, AnswerForm())


@post("money.approve", of_answer)
def _answered(request: HttpRequest, row: Approval, transfer: UUID) -> HttpResponse:
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _show_answer(request, row, form, status=422)
    said = form.cleaned_data
    actions.approve(
        row, said["answer"] == "yes", request.actor, keyed(request, transfer), reason=said["reason"].strip()
    )
    return redirect("payment-next", transfer=transfer)


answer = page(_answer, _answered)


def _ask(request: HttpRequest, row: Pot, form: PayForm, status: int = 200) -> HttpResponse:
    free = pounds(max(queries.standing_of(row).available - row.terms.floor, 0))
    shown = {"form": form, "field": field, "error_summary": error_summary, "free": free, "terms": _terms(row)}
    return _show(request, "pay", row, status=status, **shown)


def _show_payment(
    request: HttpRequest, found: queries.Payment, form: StepForm | None = None, status: int = 200
) -> HttpResponse:
    row, stages = found.transfer, _next_stages(found)
    steps = may(request.actor, "money.step", row.debit) and bool(stages)
    shown = {
        "payment": found,
        "steps": request.steps,
        "form": form or StepForm(stages=stages) if steps else None,
        "field": field,
        "error_summary": error_summary,
        "said": pictures.SAID,
        "answers": found.waits and may(request.actor, "money.approve", _with(row)),
        **_payment_words(found),
    }
    return _show(request, "payment", row.debit, status=status, **shown)


def _with(row: Transfer) -> Approval:
    row.approval.hold = row
    return row.approval


def _show_answer(request: HttpRequest, row: Approval, form: AnswerForm, status: int = 200) -> HttpResponse:
    words = getattr(row.hold.line, "words", None)
    shown = {
        "approval": row,
        "money": pounds(row.hold.pence),
        "to": queries.title(row.hold.credit),
        "why": words.body.get("for", "") if words else _("Taken out of the record"),
        "form": form,
        "field": field,
        "error_summary": error_summary,
    }
    return _show(request, "answer", row.hold.debit, status=status, **shown)


def _show(request: HttpRequest, template: str, row: Pot, status: int = 200, **shown: Any) -> HttpResponse:
    known = {"pot": row, "title": queries.title(row), "body": row.place or row.organisation, "pounds": pounds}
    response = render(request, f"money/{template}.html", {**known, **shown}, status=status)
    if row.audience_id:
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers["Cache-Control"] = "no-store, private"
    return response


def _payment_words(found: queries.Payment) -> dict[str, Any]:
    row = found.transfer
    return {
        "money": pounds(found.pence or row.pence),
        "to": queries.title(row.credit),
        "why": _("Taken out of the record") if found.why is None else found.why,
        "state": _("Waits for a second person") if found.waits else _("Undone") if found.undone else _state(found),
    }


def _state(found: queries.Payment) -> str:
    aside = found.transfer.move == "hold" and not hasattr(found.transfer, "ending")
    words = pictures.SAID[found.stage]
    return (
        (_("Set aside, {what}").format(what=words.lower()) if found.stage != Stage.DECIDED else _("Set aside"))
        if aside
        else words
    )


def _next_stages(found: queries.Payment) -> list[Stage]:
    """What can come next, with the room's own rule."""
    row = found.transfer
    ending = getattr(row, "ending", None)
    ended = ending and ending.move
    if found.waits:
        return []
    return [s for s in MOVES[found.stage] if not step_fault(row.move, ended, found.undone, found.stage, s)]


def _terms(row: Pot) -> list[tuple[str, str]]:
    """What a pot is bound to, as questions and answers."""
    terms: Terms = row.terms
    at = row.officer_place or row.officer_organisation
    each, year = terms.most_each, terms.most_a_year
    limits = [
        _("At most {pounds} at a time.").format(pounds=pounds(each)) if each else "",
        _("At most {pounds} a year.").format(pounds=pounds(year)) if year else "",
    ]
    two = terms.two_people_from
    giver = queries.title(row.giver) if row.giver else _("the giver")
    found = [
        (
            _("Who looks after it?"),
            _("The {what} of {name}.").format(what=terms.officer.replace("-", " "), name=at.name),
        ),
        (_("What is it for?"), row.purpose or _("Nobody has written this down yet.")),
        (_("How much can be paid?"), " ".join(filter(None, limits)) or _("There is no limit but what is in it.")),
        (
            _("When does it take two people?"),
            _("From {pounds} up.").format(pounds=pounds(two)) if two else _("One person is enough."),
        ),
        (_("What happens when the year ends?"), YEAR_END[terms.year_end].format(giver=giver)),
        (
            _("Can it go below nothing?"),
            _("Down to {pounds}.").format(pounds=pounds(terms.floor))
            if terms.floor < 0
            else _("No. The database refuses it."),
        ),
        (_("What about VAT?"), VAT[terms.vat]),
    ]
    return (
        found[:2]
        if row.kind == Kind.OUTSIDE
        else [*found, *([(_("Cost code"), terms.cost_code)] if terms.cost_code else [])]
    )


def _before(request: HttpRequest) -> int | None:
    text = request.GET.get("before", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None

"""The desk of those who help people in: who asked, who it is, a code for them, neighbours' words, and what became of messages."""

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from letgo.commons.door import actions, queries, rules
from letgo.commons.door.factors import accounts
from letgo.commons.door.factors import actions as factors
from letgo.commons.door.knocks import actions as knocks
from letgo.commons.door.messages import actions as messages
from letgo.commons.door.models import Code, Knock, Vouch
from letgo.commons.people.models import Person
from letgo.commons.people.queries import may, visible
from letgo.web.door.arriving import show
from letgo.web.door.forms import BindForm, FindForm, GiveForm
from letgo.web.ui.verbs import get, keyed, page, post


def a_person(request: HttpRequest, person: UUID) -> Person:
    """Someone whom the one who asks may help in; anyone else is not there."""
    found = visible(request.actor, "door.give-code", Person.objects.filter(pk=person)).first()
    if found is None:
        raise Http404
    return found


def a_knock(request: HttpRequest, knock: UUID) -> Knock:
    found = visible(request.actor, "door.answer", Knock.objects.filter(pk=knock)).first()
    if found is None:
        raise Http404
    return found


def a_vouch(request: HttpRequest, vouch: UUID) -> Vouch:
    found = visible(request.actor, "door.judge-vouch", Vouch.objects.filter(pk=vouch)).first()
    if found is None:
        raise Http404
    return found


@get("door.answer")
def _desk(request: HttpRequest) -> HttpResponse:
    return _shown(request, FindForm(), None)


@post("door.answer")
def _find(request: HttpRequest) -> HttpResponse:
    """Who needs a code? By a form that is sent, so that no name stands in an address."""
    form = FindForm(request.POST)
    return _shown(
        request, form, queries.people_named(request.actor, form.cleaned_data["name"]) if form.is_valid() else None
    )


def _shown(request: HttpRequest, form: FindForm, found: list[Person] | None) -> HttpResponse:
    shown = {"knocks": queries.waiting_knocks(request.actor), "vouches": queries.vouches(request.actor)}
    shown["codes"] = queries.codes_to_confirm(request.actor)
    numbers = [(row, queries.member_number(row)) for row in found] if found is not None else None
    return show(request, "desk", 422 if form.errors else 200, form=form, found=numbers, moment=queries.now(), **shown)


desk = page(_desk, _find)


@post("door.answer", a_knock)
def _answer(request: HttpRequest, found: Knock, knock: UUID) -> HttpResponse:
    knocks.answer(found.pk, by=request.actor, key=request.form_key)
    return redirect("desk")


answer = page(_answer)


@get("door.give-code", a_person)
def _person(request: HttpRequest, found: Person, person: UUID) -> HttpResponse:
    return _one(request, found, GiveForm())


@post("door.give-code", a_person)
def _give(request: HttpRequest, found: Person, person: UUID) -> HttpResponse:
    form = GiveForm(request.POST)
    if not form.is_valid():
        return _one(request, found, form, 422)
    way = form.cleaned_data["way"]
    key, kind = keyed(request, person, way), "letter" if way == "post" else way
    code, letters = actions.give_code(found, kind, form.cleaned_data["seen"], by=request.actor, key=key)
    if way == "post":
        messages.post_code(code, found, letters, by=request.actor, key=key)
        return redirect("desk-messages")
    return _code(request, code, letters)


def _one(
    request: HttpRequest, found: Person, form: GiveForm, status: int = 200, bind: BindForm | None = None
) -> HttpResponse:
    return show(
        request,
        "person",
        status,
        person=found,
        number=queries.member_number(found),
        form=form,
        bind=(bind or BindForm()) if accounts.is_on() and may(request.actor, "door.bind-account", found) else None,
        alone=may(request.actor, "door.give-code-alone", found),
        may_enrol=may(request.actor, "door.give-enrolment", found),
        may_end=may(request.actor, "door.end-factor", found),
    )


def _code(request: HttpRequest, code: Code, letters: str) -> HttpResponse:
    """The code, large: to print, to show, or to read out. Once; the same form sent again shows the same."""
    site, large = settings.LETGO_SITE.partition("//")[2], request.POST.get("large") == "yes"
    return show(request, "letter", code=code, letters=rules.grouped(letters), large=large, site=site)


person = page(_person, _give)


def a_code(request: HttpRequest, code: UUID) -> Code:
    found = visible(request.actor, "door.confirm-code", Code.objects.filter(pk=code)).first()
    if found is None:
        raise Http404
    return found


@post("door.confirm-code", a_code)
def _confirm(request: HttpRequest, found: Code, code: UUID) -> HttpResponse:
    actions.confirm_code(found.pk, by=request.actor, key=request.form_key)
    return redirect("desk")


confirm = page(_confirm)


@post("door.bind-account", a_person)
def _bind(request: HttpRequest, found: Person, person: UUID) -> HttpResponse:
    form = BindForm(request.POST)
    if not accounts.is_on() or not form.is_valid():
        return _one(request, found, GiveForm(), 422, bind=form)
    issuer, given = settings.LETGO_ACCOUNTS["issuer"], form.cleaned_data
    factors.bind_account_of(found, issuer, given["subject"], given["known"], by=request.actor, key=request.form_key)
    return redirect("desk-messages")


bind = page(_bind)


@post("door.give-enrolment", a_person)
def _enrolment(request: HttpRequest, found: Person, person: UUID) -> HttpResponse:
    code, letters = actions.give_code(found, "enrol", "known", by=request.actor, key=request.form_key)
    return _code(request, code, letters)


enrolment = page(_enrolment)


@post("door.end-factor", a_person)
def _end_factors(request: HttpRequest, found: Person, person: UUID) -> HttpResponse:
    factors.end_factors(found, by=request.actor, key=request.form_key)
    return redirect("desk-person", person=found.pk)


end_factors = page(_end_factors)


@post("door.judge-vouch", a_vouch)
def _agree(request: HttpRequest, found: Vouch, vouch: UUID) -> HttpResponse:
    knocks.agree(found.pk, by=request.actor, key=request.form_key)
    return redirect("desk")


agree = page(_agree)


@post("door.judge-vouch", a_vouch)
def _take_back(request: HttpRequest, found: Vouch, vouch: UUID) -> HttpResponse:
    knocks.take_back(found.pk, by=request.actor, key=request.form_key)
    return redirect("desk")


take_back = page(_take_back)


@get("door.read-messages")
def _messages(request: HttpRequest) -> HttpResponse:
    return show(request, "messages", messages=queries.messages_seen_by(request.actor))


messages_page = page(_messages)


@get("door.read-outbox")
def _outbox(request: HttpRequest) -> HttpResponse:
    return show(request, "outbox", messages=queries.outbox())


outbox = page(_outbox)

"""Coming in: choose a way, give a code, take the second step; and asking for help when no way works."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from letgo.commons.door import actions
from letgo.commons.door.factors import actions as factors
from letgo.commons.door.factors import passkeys
from letgo.commons.door.knocks import actions as knocks
from letgo.web.door.arriving import arrived, device, is_shared, show, tried, way_on
from letgo.web.door.forms import CodeForm, EmailForm, HelpForm, SentForm, TextForm, WhoForm
from letgo.web.ui.actors import signed_out
from letgo.web.ui.coming_back import leading
from letgo.web.ui.helping import MINE, helps
from letgo.web.ui.verbs import View, get, keyed, page, post


@get("door.come-in")
def _choose(request: HttpRequest) -> HttpResponse:
    return show(request, "choose", accounts=settings.LETGO_ACCOUNTS.get("name", ""))


choose = page(_choose)


@get("door.come-in")
def _short(request: HttpRequest) -> HttpResponse:
    """/c: an address that fits in a text and on a letter."""
    return redirect("sign-in-code")


short = page(_short)


def _asking(kind: str, form: type[Form]) -> View:
    """The page that asks where a code shall go."""

    @get("door.come-in")
    def ask(request: HttpRequest) -> HttpResponse:
        return show(request, "where", form=form())

    @post("door.come-in")
    def send(request: HttpRequest) -> HttpResponse:
        given = form(request.POST)
        answer = tried(given, "address", lambda: _sent_to(request, kind, given)) if given.is_valid() else None
        return answer or show(request, "where", 422, form=given)

    return page(ask, send)


def _sent_to(request: HttpRequest, kind: str, form: Form) -> HttpResponse:
    address = form.cleaned_data["address"]
    row = actions.ask_code(kind, address, key=keyed(request, kind, address))
    return redirect(leading(reverse("sign-in-sent", kwargs={"asked": row.pk}), way_on(request)))


text = _asking("text", TextForm)
email = _asking("email", EmailForm)


@get("door.come-in")
def _sent(request: HttpRequest, asked: UUID) -> HttpResponse:
    return show(request, "sent", form=SentForm(), asked=asked, demonstration=settings.LETGO_DEMONSTRATION)


@post("door.come-in")
def _enter_sent(request: HttpRequest, asked: UUID) -> HttpResponse:
    form = SentForm(request.POST)
    answer = _try_code(request, form, asked=asked) if form.is_valid() else None
    return answer or show(request, "sent", 422, form=form, asked=asked, demonstration=settings.LETGO_DEMONSTRATION)


sent = page(_sent, _enter_sent)


@get("door.come-in")
def _code(request: HttpRequest) -> HttpResponse:
    return show(request, "code", form=CodeForm())


@post("door.come-in")
def _enter_code(request: HttpRequest) -> HttpResponse:
    form = CodeForm(request.POST)
    answer = _try_code(request, form, address=form.cleaned_data["address"]) if form.is_valid() else None
    return answer or show(request, "code", 422, form=form)


code = page(_code, _enter_code)


def _try_code(request: HttpRequest, form: Form, **where: Any) -> HttpResponse | None:
    given, shared = form.cleaned_data["code"], is_shared(form)
    key = keyed(request, given, *where.values())
    return tried(
        form,
        "code",
        lambda: arrived(request, actions.come_in(given, device(request), key, shared=shared, **where), shared=shared),
    )


@get("door.come-in")
def _link(request: HttpRequest, secret: str) -> HttpResponse:
    """What the link of an e-mail opens: a button. Opening it spends nothing, so a mail scanner may."""
    return show(request, "link", secret=secret)


@post("door.come-in")
def _press(request: HttpRequest, secret: str) -> HttpResponse:
    shared = "shared" in request.POST
    entry = actions.come_in_by_link(secret, device(request), keyed(request, secret), shared=shared)
    return arrived(request, entry, shared=shared)


link = page(_link, _press)


@get("door.come-in")
def _who(request: HttpRequest, secret: str) -> HttpResponse:
    return show(request, "who", form=WhoForm(), secret=secret)


@post("door.come-in")
def _enter_who(request: HttpRequest, secret: str) -> HttpResponse:
    form = WhoForm(request.POST)
    answer = tried(form, "pin", lambda: _step(request, secret, form)) if form.is_valid() else None
    return answer or show(request, "who", 422, form=form, secret=secret)


def _step(request: HttpRequest, secret: str, form: Form) -> HttpResponse:
    name, pin, shared = form.cleaned_data["name"], form.cleaned_data["pin"], is_shared(form)
    key = keyed(request, secret, name, pin)
    return arrived(request, actions.take_step(secret, name, pin, device(request), key, shared=shared), shared=shared)


who = page(_who, _enter_who)


@get("door.come-in")
def _passkey(request: HttpRequest) -> HttpResponse:
    return show(request, "passkey", question=passkeys.to_sign_in())


@post("door.come-in")
def _enter_passkey(request: HttpRequest) -> HttpResponse:
    answer, token, shared = request.POST.get("answer", ""), request.POST.get("token", ""), "shared" in request.POST
    entry = factors.come_in_by_passkey(answer, token, device(request), keyed(request, answer), shared=shared)
    return arrived(request, entry, shared=shared)


passkey = page(_passkey, _enter_passkey)


@get("door.come-in")
def _help(request: HttpRequest) -> HttpResponse:
    return show(request, "help", form=HelpForm(helps=helps(request.actor)))


@post("door.come-in")
def _ask_help(request: HttpRequest) -> HttpResponse:
    form = HelpForm(request.POST, helps=helps(request.actor))
    if not form.is_valid():
        return show(request, "help", 422, form=form)
    given = [form.cleaned_data[name] for name in ("way", "name", "reach", "words")]
    told = form.cleaned_data.get("how", MINE)
    more = {} if told == MINE else {"told": told, "by": request.actor}
    knock = knocks.ask_for_help(*given, key=keyed(request, *given), **more)
    return show(request, "helped", knock=knock)


ask_help = page(_help, _ask_help)


@get("door.come-in")
def _leaving(request: HttpRequest) -> HttpResponse:
    return show(request, "sign-out")


@post("door.come-in")
def _sign_out(request: HttpRequest) -> HttpResponse:
    if request.actor.session:
        actions.leave(request.actor.session)
    return signed_out(show(request, "signed-out"))


sign_out = page(_leaving, _sign_out)

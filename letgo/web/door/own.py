"""My own doors: my devices, my PIN, my passkeys, my second step; and giving my word for a neighbour."""

from uuid import UUID

import pyotp
import segno
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from letgo.commons.door import actions, codes, queries
from letgo.commons.door.factors import actions as factors
from letgo.commons.door.factors import passkeys
from letgo.commons.door.knocks import actions as knocks
from letgo.commons.door.models import Factor, Session
from letgo.commons.people.models import Person
from letgo.commons.people.queries import visible
from letgo.commons.places.models import Place
from letgo.commons.record.refs import Ref
from letgo.web.door.arriving import first_page, next_page, show, tried
from letgo.web.door.forms import EnrolForm, NeighbourForm, PinForm, ProveForm, SecondForm
from letgo.web.ui.actors import signed_in, signed_out
from letgo.web.ui.verbs import get, keyed, page, post


def my_session(request: HttpRequest, session: UUID) -> Session:
    """One of my sessions, or Http404: nobody learns of others'."""
    found = visible(request.actor, "door.end-session", Session.objects.filter(pk=session)).first()
    if found is None:
        raise Http404
    return found


@get("door.own")
def _devices(request: HttpRequest) -> HttpResponse:
    return show(request, "devices", devices=queries.devices(request.actor), first=first_page())


devices = page(_devices)


@post("door.end-session", my_session)
def _end(request: HttpRequest, found: Session, session: UUID) -> HttpResponse:
    actions.end_session(found.pk, by=request.actor, key=request.form_key)
    if found.pk == request.actor.session:
        return signed_out(redirect("sign-in"))
    return redirect("sessions")


end = page(_end)


@post("door.own")
def _end_all(request: HttpRequest) -> HttpResponse:
    actions.end_everywhere(request.actor.person, by=request.actor, key=request.form_key)
    return signed_out(show(request, "signed-out"))


end_all = page(_end_all)


@get("door.own")
def _pin(request: HttpRequest) -> HttpResponse:
    has = queries.has_pin(request.actor.person)
    return show(request, "pin", form=PinForm(), has=has, needs=queries.needs_pin(request.actor.person))


@post("door.own")
def _set_pin(request: HttpRequest) -> HttpResponse:
    form = PinForm(request.POST)
    if form.is_valid():
        pin = form.cleaned_data["pin"]
        answer = tried(form, "pin", lambda: _chosen(request, pin))
        if answer:
            return answer
    return show(request, "pin", 422, form=form, has=queries.has_pin(request.actor.person), needs=False)


def _chosen(request: HttpRequest, pin: str) -> HttpResponse:
    factors.set_pin(pin, by=request.actor, key=keyed(request, pin))
    return redirect(next_page(request))


pin = page(_pin, _set_pin)


@get("door.own")
def _keys(request: HttpRequest) -> HttpResponse:
    person = Person.objects.get(pk=request.actor.person)
    has = [row for row in queries.factors_of(person.pk) if row.kind == Factor.Kind.PASSKEY]
    return show(request, "passkeys", keys=has, question=passkeys.to_register(person, has))


@post("door.own")
def _add_key(request: HttpRequest) -> HttpResponse:
    answer, token = request.POST.get("answer", ""), request.POST.get("token", "")
    name = request.POST.get("name", "")
    factors.add_passkey(answer, token, name, by=request.actor, key=keyed(request, answer))
    return redirect("passkeys")


keys = page(_keys, _add_key)


@post("door.own")
def _remove_key(request: HttpRequest, factor: UUID) -> HttpResponse:
    factors.remove_passkey(factor, by=request.actor, key=request.form_key)
    return redirect("passkeys")


remove_key = page(_remove_key)


@get("door.own")
def _second(request: HttpRequest) -> HttpResponse:
    return show(request, "second", form=SecondForm(), has=bool(queries.factors_of(request.actor.person)))


@post("door.own")
def _give_second(request: HttpRequest) -> HttpResponse:
    form = SecondForm(request.POST)
    answer = tried(form, "code", lambda: _given(request, form)) if form.is_valid() else None
    return answer or show(request, "second", 422, form=form, has=True)


def _given(request: HttpRequest, form: SecondForm) -> HttpResponse:
    code = form.cleaned_data["code"]
    entry = factors.give_second(code, by=request.actor, key=keyed(request, code))
    rotate_token(request)
    return signed_in(redirect(next_page(request)), entry.secret, shared=entry.session.shared)


second = page(_second, _give_second)


@get("door.own")
def _enrol(request: HttpRequest) -> HttpResponse:
    return show(request, "enrol", form=EnrolForm())


@post("door.own")
def _start(request: HttpRequest) -> HttpResponse:
    form = EnrolForm(request.POST)
    answer = tried(form, "code", lambda: _started(request, form)) if form.is_valid() else None
    return answer or show(request, "enrol", 422, form=form)


def _started(request: HttpRequest, form: EnrolForm) -> HttpResponse:
    code = form.cleaned_data["code"]
    factors.start_app(code, by=request.actor, key=keyed(request, code))
    return redirect("second-app")


enrol = page(_enrol, _start)


@get("door.own")
def _app(request: HttpRequest) -> HttpResponse:
    return _shown(request, ProveForm())


@post("door.own")
def _prove(request: HttpRequest) -> HttpResponse:
    form = ProveForm(request.POST)
    answer = tried(form, "code", lambda: _proved(request, form)) if form.is_valid() else None
    return answer or _shown(request, form, 422)


def _proved(request: HttpRequest, form: ProveForm) -> HttpResponse:
    code = form.cleaned_data["code"]
    entry, spares = factors.prove_app(code, by=request.actor, key=keyed(request, code))
    rotate_token(request)
    return signed_in(show(request, "spares", spares=spares), entry.secret, shared=entry.session.shared)


def _shown(request: HttpRequest, form: ProveForm, status: int = 200) -> HttpResponse:
    """The picture that the app reads, and the same as letters to type."""
    row = queries.unproved_app(request.actor.person)
    if row is None:
        return redirect("second-start")
    seed = codes.opened(row.secret)
    address = pyotp.TOTP(seed).provisioning_uri(name=_("My account"), issuer_name="Letgo")
    picture = segno.make(address, error="m").svg_data_uri(scale=5, border=4, dark="#1d1b26", light="#fff")
    return show(
        request,
        "app",
        status,
        form=form,
        picture=picture,
        seed=" ".join(seed[i : i + 4] for i in range(0, len(seed), 4)),
    )


app = page(_app, _prove)


@get("pages.mine")
def _neighbour(request: HttpRequest) -> HttpResponse:
    return show(request, "neighbour", form=_neighbour_form(request))


@post("pages.mine")
def _vouch(request: HttpRequest) -> HttpResponse:
    form = _neighbour_form(request, request.POST)
    answer = tried(form, "name", lambda: _vouched(request, form)) if form.is_valid() else None
    return answer or show(request, "neighbour", 422, form=form)


def _vouched(request: HttpRequest, form: NeighbourForm) -> HttpResponse:
    place, name = Place.objects.get(pk=form.cleaned_data["place"]), form.cleaned_data["name"]
    key = keyed(request, place.pk, name)
    letters = knocks.vouch(Ref("place", place.pk), place, name, by=request.actor, key=key)[1]
    return show(request, "vouched", letters=letters)


def _neighbour_form(request: HttpRequest, given: object = None) -> NeighbourForm:
    form = NeighbourForm(given)
    places = visible(request.actor, "door.vouch", Place.objects.order_by("name", "pk"))
    form.fields["place"].choices = [(str(place.pk), place.name) for place in places]
    return form


neighbour = page(_neighbour, _vouch)

"""Who belongs where: say that someone lives here or is a member, end it, leave oneself; also as asked by phone, paper or at the door."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from letgo.commons.people.models import Person
from letgo.commons.places import actions, queries
from letgo.commons.places.belonging import queries as belonging
from letgo.commons.places.models import Membership, Organisation, Place, Standing
from letgo.commons.record.refusals import Refused
from letgo.web.places.forms import STANDING_WORDS, EndForm, FindForm, MemberForm, StandingForm, rests_on
from letgo.web.places.views import acted, body_of, form_page, place_of, show
from letgo.web.ui import saying
from letgo.web.ui.journeys import Done, done
from letgo.web.ui.verbs import get, keyed, page, post

NOBODY = UUID(int=0)
AT_ONCE = 50


def new_standing(request: HttpRequest, slug: str, **rest: Any) -> Standing:
    """What someone would be to this place."""
    return Standing(place=place_of(request, slug), person_id=NOBODY)


def new_member(request: HttpRequest, body: UUID, **rest: Any) -> Membership:
    """Someone who would belong to this body."""
    return Membership(organisation=body_of(request, body), person_id=NOBODY)


def standing_of(request: HttpRequest, standing: UUID, **rest: Any) -> Standing:
    """The standing with this id, or Http404."""
    return _there(belonging.standing(standing))


def member_of(request: HttpRequest, membership: UUID, **rest: Any) -> Membership:
    """The membership with this id, or Http404."""
    return _there(belonging.membership(membership))


def _there(row: Any) -> Any:
    if row is None:
        raise Http404
    return row


def one_person(form: forms.Form, at: Place | None) -> Person | None:
    """Whom the form's `who` means; None, with the fault on the form, for nobody and for several."""
    people = queries.whom(form.cleaned_data["who"], at)
    if len(people) == 1:
        return people[0]
    many = _("We know more than one person by that.") if people else _("We know nobody by that.")
    form.add_error("who", _("{many} Try their e-mail address.").format(many=many))
    return None


@get("places.add-standing", new_standing)
def _ask_standing(request: HttpRequest, found: Standing, slug: str) -> HttpResponse:
    return form_page(
        request,
        "add",
        StandingForm(),
        place=found.place,
        title=_("Who lives or works at {name}").format(name=found.place.name),
    )


@post("places.add-standing", new_standing)
def _add_standing(request: HttpRequest, found: Standing, slug: str) -> HttpResponse:
    form, title = StandingForm(request.POST), _("Who lives or works at {name}").format(name=found.place.name)

    def act(given: dict[str, Any], key: str) -> HttpResponse:
        person = one_person(form, found.place)
        if person is None:
            return form_page(request, "add", form, status=422, place=found.place, title=title)
        said = (given["kind"], None, given["start"], rests_on(given))
        actions.add_standing(person, found.place, *said, by=request.actor, key=key, detail=given["detail"])
        lines = [_("It counts from the day that you gave."), _("They can read it, and end it.")]
        return done(
            request, Done(_("It is written down"), lines, ("keep-place", _("Back")), {"slug": slug}), found.place
        )

    return acted(request, "add", form, act, place=found.place, title=title)


add_standing = page(_ask_standing, _add_standing)


@get("places.add-standing", new_standing)
def _look(request: HttpRequest, found: Standing, slug: str) -> HttpResponse:
    return show(request, "standings", place=found.place, form=FindForm(), rows=None, kinds=STANDING_WORDS)


@post("places.add-standing", new_standing)
def _find(request: HttpRequest, found: Standing, slug: str) -> HttpResponse:
    """What someone is here. By a form that is sent, so that no name stands in an address."""
    form = FindForm(request.POST)
    people = queries.whom(form.cleaned_data["who"], found.place) if form.is_valid() else []
    rows = belonging.standings_of(request.actor, people, found.place) if people else []
    if form.is_valid() and not rows:
        form.add_error("who", _("We know nobody here by that."))
    status = 422 if form.errors else 200
    return show(request, "standings", status, place=found.place, form=form, rows=rows, kinds=STANDING_WORDS)


find_standing = page(_look, _find)


def _ending(request: HttpRequest, form: EndForm, row: Any, status: int = 200) -> HttpResponse:
    at = row.place if isinstance(row, Standing) else row.organisation.place
    what = (
        STANDING_WORDS[row.kind]
        if isinstance(row, Standing)
        else _("A member of {name}").format(name=row.organisation.name)
    )
    return show(request, "end_belonging", status, form=form, row=row, what=what, place=at)


def _end(request: HttpRequest, row: Any, act: Any) -> HttpResponse:
    form = EndForm(request.POST)

    def send(given: dict[str, date], key: str) -> HttpResponse:
        act(row, given["end"], by=request.actor, key=key)
        lines = [_("It counts no longer from that day on."), _("That it was so stays in the record.")]
        return done(request, Done(_("It is over"), lines, ("mine", _("My page"))))

    if form.is_valid():
        try:
            return send(form.cleaned_data, keyed(request, row.pk, request.actor.person))
        except Refused as no:
            if no.kind == "not-allowed":
                raise
            form.add_error(None, saying.refusal(no))
    return _ending(request, form, row, 422)


@get("places.end-standing", standing_of)
def _ask_end_standing(request: HttpRequest, found: Standing, standing: UUID) -> HttpResponse:
    return _ending(request, EndForm(), found)


@post("places.end-standing", standing_of)
def _end_standing(request: HttpRequest, found: Standing, standing: UUID) -> HttpResponse:
    return _end(request, found, actions.end_standing)


end_standing = page(_ask_end_standing, _end_standing)


@get("places.add-member", new_member)
def _members(request: HttpRequest, found: Membership, body: UUID) -> HttpResponse:
    return _list(request, found.organisation, MemberForm())


@post("places.add-member", new_member)
def _add_member(request: HttpRequest, found: Membership, body: UUID) -> HttpResponse:
    form, owner = MemberForm(request.POST), found.organisation
    person = one_person(form, owner.place) if form.is_valid() else None
    if person is None:
        return _list(request, owner, form)
    given = form.cleaned_data
    try:
        actions.add_member(
            person,
            owner,
            given["start"],
            rests_on(given),
            by=request.actor,
            key=keyed(request, person.pk, request.actor.person),
        )
    except Refused as no:
        if no.kind == "not-allowed":
            raise
        form.add_error(None, saying.refusal(no))
        return _list(request, owner, form)
    lines = [_("They belong from the day that you gave."), _("They can read it, and leave at any time.")]
    return done(
        request, Done(_("They are a member"), lines, ("members", _("All members")), {"body": body}), owner.place
    )


members = page(_members, _add_member)


def _list(request: HttpRequest, body: Organisation, form: MemberForm) -> HttpResponse:
    """?from=50: 50 at a time, by name."""
    text = request.GET.get("from", "")
    start = int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0
    rows = belonging.members(request.actor, body.pk, start, AT_ONCE)
    more = start + AT_ONCE if len(rows) > AT_ONCE else 0
    shown = {"body": body, "place": body.place, "rows": rows[:AT_ONCE], "more": more, "form": form}
    return show(request, "members", 422 if form.errors else 200, **shown)


@get("places.end-member", member_of)
def _ask_end_member(request: HttpRequest, found: Membership, membership: UUID) -> HttpResponse:
    return _ending(request, EndForm(), found)


@post("places.end-member", member_of)
def _end_member(request: HttpRequest, found: Membership, membership: UUID) -> HttpResponse:
    return _end(request, found, actions.end_member)


end_member = page(_ask_end_member, _end_member)


@get("pages.mine")
def _own(request: HttpRequest) -> HttpResponse:
    """Where I live and belong, and how I end it."""
    standings, memberships = belonging.own(request.actor)
    return show(request, "own", standings=standings, memberships=memberships, kinds=STANDING_WORDS)


own = page(_own)

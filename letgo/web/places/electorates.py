"""Who can vote: the rules of a place in words, a new one, and a look at whom one would let vote on a day."""

from collections import Counter
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from letgo.commons.people.queries import may
from letgo.commons.places import queries as places
from letgo.commons.places import rules
from letgo.commons.places.electorates import actions, queries
from letgo.commons.places.lists.cells import Wrong, day
from letgo.commons.places.models import Electorate, Place
from letgo.web.places.forms import BAND_WORDS, ElectorateForm
from letgo.web.places.views import place_of, show
from letgo.web.ui.journeys import Answers, Done, Journey
from letgo.web.ui.saying import each
from letgo.web.ui.verbs import get, page, post

GROUNDS = each(
    {
        "lives-here": "Lives here",
        "uses-service": "Uses a service here",
        "works-here": "Works here",
        "member": "Is a member",
    }
)
SAID = each({"lives-here": "lives here", "uses-service": "uses a service here", "works-here": "works here"})


def electorate_of(request: HttpRequest, electorate: UUID, **rest: Any) -> Electorate:
    """The rule with this id, or Http404."""
    found = queries.one(electorate)
    if found is None:
        raise Http404
    return found


def new_electorate(request: HttpRequest, slug: str, **rest: Any) -> Electorate:
    """A rule that would be of this place."""
    return Electorate(place=place_of(request, slug))


def in_words(row: Electorate) -> list[str]:
    """The rule as sentences, one idea each."""
    rule = rules.Eligibility.from_data(row.rule)
    grounds = [str(SAID[kind]) for kind in rule.standings]
    body = row.organisation.name if row.organisation else _("the body")
    member = _("is a member of {body}").format(body=body)
    if rule.members:
        grounds = [
            _("{what}, and {member}").format(what=_(" or ").join(grounds), member=member)
            if rule.both
            else _(" or ").join([*grounds, member])
        ]
    said = [_("Whoever {what}.").format(what=_(" or ").join(grounds))]
    said += [_("For at least {days} days without a break.").format(days=rule.days)] if rule.days else []
    if rule.youngest or rule.oldest:
        ages = [BAND_WORDS[band].lower() for band in (rule.youngest, rule.oldest) if band]
        said.append(_("Of this age: {what}. They must have shown us.").format(what=_(" to ").join(dict.fromkeys(ages))))
    if rule.excludes:
        said.append(
            _("Not who is one of these here: {what}.").format(
                what=", ".join(rules.ROLE_WORDS[r].lower() for r in rule.excludes)
            )
        )
    return said


@get("pages.read", place_of)
def _all(request: HttpRequest, place: Place, slug: str) -> HttpResponse:
    rows = [(row, in_words(row)) for row in queries.at(place)]
    sets = may(request.actor, "places.set-electorate", Electorate(place=place))
    return show(request, "electorates", place=place, rows=rows, sets=sets)


electorates = page(_all)


@get("pages.read", electorate_of)
def _one(request: HttpRequest, found: Electorate, electorate: UUID) -> HttpResponse:
    """?on=2026-12-01 looks at that day. Whoever may change the rule sees who is in, and by what; everybody sees how many."""
    asked, wrong = request.GET.get("on", "").strip(), ""
    try:
        on: date = day(asked) if asked else places.today()
    except Wrong as no:
        on, wrong = places.today(), f"{no.what} {no.cure}"
    eligible = queries.eligible(found, on)
    sets = may(request.actor, "places.set-electorate", found)
    counted = Counter(GROUNDS.get(ground, ground) for _, ground in eligible)
    shown = {
        "row": found,
        "says": in_words(found),
        "on": on,
        "asked": asked,
        "wrong": wrong,
        "number": len(eligible) if sets else rules.shown(len(eligible)),
        "counted": sorted(counted.items()) if sets else [],
        "named": [(name, GROUNDS.get(ground, ground)) for name, ground in queries.named(eligible[:500])]
        if sets
        else [],
        "more": max(0, len(eligible) - 500),
        "sets": sets,
    }
    return show(request, "electorate", place=found.place, **shown)


electorate = page(_one)


def _set(request: HttpRequest, answers: Answers, place: Place) -> Done:
    owner = next((body for body in places.organisations(place) if str(body.pk) == answers["members"]), None)
    alone = owner if owner and (answers["rule"].both or not answers["standings"]) else None
    key = f"{request.form_key}{answers['name']}"
    row = actions.set_electorate(place, answers["name"], answers["rule"], request.actor, key, organisation=alone)
    lines = [
        _("It counts for votes that are called from now on."),
        _("Votes that are called already keep their own list."),
    ]
    return Done(_("It is set"), lines, ("electorate", _("Look at who can vote")), {"electorate": row.pk})


def _journey(place: Place) -> Journey:
    form = partial(ElectorateForm, bodies=places.organisations(place))
    return Journey(
        "electorate",
        [form],
        lambda request, answers: _set(request, answers, place),
        button=_("Set it"),
        back=("electorates", _("Back")),
    )


@get("places.set-electorate", new_electorate)
def _ask(request: HttpRequest, found: Electorate, slug: str) -> HttpResponse:
    return _journey(found.place).start(request, place=found.place, address={"slug": slug})


@post("places.set-electorate", new_electorate)
def _do(request: HttpRequest, found: Electorate, slug: str) -> HttpResponse:
    return _journey(found.place).go(request, place=found.place, address={"slug": slug})


set_electorate = page(_ask, _do)

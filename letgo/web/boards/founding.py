"""Founding a board from the rules of its kind, and changing those rules: one person asks, another agrees."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from letgo.commons.people.queries import may
from letgo.commons.places.electorates.queries import newest
from letgo.commons.places.models import Electorate, Place
from letgo.commons.places.queries import organisations
from letgo.commons.promises.queries import settings_at
from letgo.decide.boards.founding import actions
from letgo.decide.boards.models import Body, TermsChange
from letgo.decide.boards.rules import BodyTerms, board_of
from letgo.web.boards import election_forms as forms
from letgo.web.boards import words
from letgo.web.boards.acting import Ask, act_page
from letgo.web.boards.finding import of_body, of_change, of_place
from letgo.web.ui.figures import people
from letgo.web.ui.journeys import Answers, Done, Journey
from letgo.web.ui.verbs import get, keyed, page, post

CHANGED = ("seats", "term_months", "most_terms_months", "seconders", "vacancy", "recall_percent", "object_days")


def presets(place: Place) -> list[tuple[str, str, BodyTerms]]:
    """The kinds of boards that the packs of this place know: (name, title, its rules). At least the plain one. 1 SQL query."""
    known = [(row["name"], row["title"], board_of(row)) for row in settings_at(place)["board"]]
    return [*known, ("board", _("A board with the usual rules"), BodyTerms())]


def of_founding(request: HttpRequest, slug: str, **rest: Any) -> Body:
    """A board that might be founded at this place."""
    return Body(place=of_place(request, slug))


def _journey(place: Place) -> Journey:
    kinds = presets(place)
    steps = (
        partial(forms.Kind, boards=[(name, title) for name, title, terms in kinds]),
        partial(
            forms.Electors, organisations=organisations(place),
            lists=newest(Electorate.objects.filter(place=place).select_related("organisation", "place")),
        ),
    )  # fmt: skip
    return Journey(
        "found-a-board", steps, partial(_found, place), check=_("Look at this board before you found it"),
        button=_("Found this board"), back=("boards", _("Boards")),
    )  # fmt: skip


def _found(place: Place, request: HttpRequest, answers: Answers) -> Done:
    terms = _chosen(place, answers)
    secure = UUID(answers["secure"]) if terms.continuation_rule and answers["secure"] else None
    made = actions.found_body(
        place, UUID(answers["organisation"]), answers["name"], terms, UUID(answers["electorate"]), secure, kind=answers["board"],
        by=request.actor, key=keyed(request, place.pk, "found"),
    )  # fmt: skip
    next_ = [_("Its seats are empty. Its secretary calls the first election."), _("Its rules stand on its page.")]
    return Done(_("The board is founded"), next_, ("body", _("See the board")), {"body": made.pk})


def _look(place: Place, answers: Answers) -> list[str]:
    """The rules that come with this kind."""
    return [f"{name}: {said}" for name, said in _rules(_chosen(place, answers))]


def _chosen(place: Place, answers: Answers) -> BodyTerms:
    return next(terms for name, title, terms in presets(place) if name == answers["board"])


def _around(place: Place) -> dict[str, Any]:
    return {"place": place, "here": "board", "address": {"slug": place.slug}, "judged": partial(_look, place)}


@get("boards.found", of_founding)
def _begin(request: HttpRequest, draft: Body, slug: str) -> HttpResponse:
    return _journey(draft.place).start(request, **_around(draft.place))


@post("boards.found", of_founding)
def _go(request: HttpRequest, draft: Body, slug: str) -> HttpResponse:
    return _journey(draft.place).go(request, **_around(draft.place))


found = page(_begin, _go)


# Other rules.


def _ask(body: Body, answers: Answers, **by: Any) -> Done:
    now = body.fixed
    changes = {name: answers[name] for name in CHANGED if answers[name] != getattr(now, name)}
    made = actions.change_terms(body.pk, changes, answers["reason"], **by)
    next_ = [_("Nothing changes yet. A second person of the board, or its outside checker, must agree.")]
    return Done(_("You have asked for it"), next_, ("terms-change", _("See the change")), {"change": made.pk})


def _form(body: Body, data: Any) -> forms.Terms:
    return forms.Terms(data, initial={name: getattr(body.fixed, name) for name in CHANGED})


terms = act_page(
    "boards.change-terms", of_body,
    lambda body: Ask(
        body.name, _("Change the rules"), _("What you leave as it is does not change. A second person must agree."),
        _("Ask for this change"), body.place, ("body", {"body": body.pk}, body.name),
        (_("An election that runs keeps the rules of its call."),),
    ),
    _form, _ask,
)  # fmt: skip


def _rules(terms: BodyTerms) -> list[tuple[str, str]]:
    """The rules of a body, with those that its page says elsewhere: a second person sees all that would be other."""
    must = (
        _("{percent} of every 100 must sign, and at least {people}.")
        if terms.recall_least
        else _("{percent} of every 100 must sign.")
    )
    sign = must.format(percent=terms.recall_percent, people=people(terms.recall_least))
    return [
        *words.rules_of(terms),
        (_("Taking a seat back"), f"{sign} {words.rest(terms)}".strip()),
        *words.approvers(terms),
    ]


@get("boards.read", of_change)
def _change(request: HttpRequest, row: TermsChange, /, **address: Any) -> HttpResponse:
    """What a change of the rules would make other, the old beside the new. 2 SQL queries."""
    old, new = dict(_rules(row.body.fixed)), dict(_rules(BodyTerms.from_data(row.terms)))
    names = [name for name in {**old, **new} if old.get(name) != new.get(name)]
    agrees = row.state == "asked" and row.asked_by_id != request.actor.person
    shown = {
        "change": row, "body": row.body, "place": row.body.place, "reason": row.reason,
        "rows": [(name, old.get(name, _("Nothing")), new.get(name, _("Nothing"))) for name in names],
        "agrees": agrees and may(request.actor, "boards.agree-terms", row),
    }  # fmt: skip
    return render(request, "boards/terms.html", shown)


@post("boards.agree-terms", of_change)
def _agree(request: HttpRequest, row: TermsChange, /, **address: Any) -> HttpResponse:
    """A second person agrees, or drops it; the page then says so."""
    yes = request.POST.get("yes") == "yes"
    actions.agree_terms(row.pk, yes, by=request.actor, key=keyed(request, row.pk, "agree"))
    return _change(request, change=row.pk)


change = page(_change, _agree)

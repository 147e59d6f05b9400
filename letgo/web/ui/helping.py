"""Doing something with a person, by phone, on paper or at the door: one form part for every page, one way (decision 0121).

Whoever helps says whom, and how they agreed. From then on they act in that person's name for two hours, on the very same pages and
by the same deadlines, and each act says who helped. A page that does something for a person is known by its verb here, or says
`{% set for_someone = true %}`. What someone says who has no account is written down with how they told it (`how_told`).
"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _

from letgo.commons.people.queries import may
from letgo.commons.people.rules import AGREED_HOW, Actor
from letgo.web.ui.forms import field
from letgo.web.ui.journeys import Step

FOR_A_PERSON = frozenset({
    "ballots.add-option", "ballots.cast", "ballots.challenge",
    "people.add-route", "people.change-details", "people.choose-acting", "people.end-acting", "people.give-acting",
    "people.give-agreement", "people.read-details", "people.remove-route", "people.set-safe-contact",
    "places.end-member", "places.end-standing", "places.leave", "powers.start-petition", "powers.withdraw-petition",
})  # fmt: skip
ROOMS_FOR_PERSONS = (
    "budgets.",
)  # residents' own verbs; what only an officer may do is refused to the helper as to the person
WRITTEN_DOWN = frozenset({"budgets.write-down"})  # asks by itself whose it is and how it was told
MINE = "mine"


class WhomForm(Step):
    """Whom someone helps: found by their exact address only. There is no list of people to look through."""

    title = _("Whom do you help?")
    lead = _("They must have said yes. They can read in their record that you helped them, and how they agreed.")
    their_address = forms.CharField(
        label=_("Their phone number or e-mail address"),
        max_length=200,
        error_messages={
            "required": _("Type their phone number or e-mail address."),
            "max_length": _("This is too long."),
        },
    )
    their_name = forms.CharField(
        label=_("Their name here"),
        help_text=_("Only needed when several people share the phone number."),
        required=False,
        max_length=200,
        error_messages={"max_length": _("Use at most 200 letters.")},
    )


class HowForm(Step):
    """How they agreed."""

    how = forms.ChoiceField(
        label=_("How did they agree?"),
        choices=list(AGREED_HOW.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how they agreed."), "invalid_choice": _("Choose how they agreed.")},
    )


class _Here(WhomForm, HowForm):
    """Both on any page: its ids are its own, whatever else stands there."""

    def __init__(self) -> None:
        super().__init__()
        self.auto_id = "helped-%s"


def helps(actor: Actor) -> bool:
    """Whether they may begin to help someone: not while they act for someone already. No SQL query."""
    alone = actor.acting is None and actor.helper is None
    return actor.person is not None and alone and may(actor, "people.help")


def offered(request: HttpRequest, for_someone: bool = False) -> dict[str, Any] | None:
    """The part by which this page can be done with someone, or None. Also on the page that says no: it is the person's to do."""
    actor, match = getattr(request, "actor", None), request.resolver_match
    if actor is None or match is None or not helps(actor):
        return None
    verbs = set(getattr(match.func, "verbs", {}).values()) - WRITTEN_DOWN
    if for_someone or verbs & FOR_A_PERSON or any(verb.startswith(ROOMS_FOR_PERSONS) for verb in verbs):
        return {"form": _Here(), "field": field, "to": request.path}
    return None


def way_on(path: str) -> tuple[str, Mapping[str, Any]]:
    """The page from which someone began to help, by its name and what its address needs; else the person's own details."""
    try:
        found = resolve(path) if path.startswith("/") and not path.startswith("//") else None
    except Resolver404:
        found = None
    opens = found is not None and found.url_name and "GET" in getattr(found.func, "verbs", {})
    return (str(found.url_name), found.kwargs) if found and opens else ("my-details", {})


def how_told() -> forms.ChoiceField:
    """For what anybody may say without an account: whether it is the writer's own, or whom they write it down for told it."""
    told = [
        (how, _("No. They told me: {how}").format(how=words[:1].lower() + words[1:]))
        for how, words in AGREED_HOW.items()
    ]
    wrong = _("Choose whether it is yours.")
    return forms.ChoiceField(
        label=_("Is this your own?"),
        help_text=_("Only you see this question, because you help people here."),
        choices=[(MINE, _("Yes, it is my own")), *told],
        initial=MINE,
        widget=forms.RadioSelect,
        error_messages={"required": wrong, "invalid_choice": wrong},
    )


def heard(form: forms.Form) -> str:
    """What `how_told` was answered with, as words for the record: "told by phone, written down by someone else", or ""."""
    how = AGREED_HOW.get(form.cleaned_data.get("how", ""), "")
    return _("told {how}, written down by someone else").format(how=how[:1].lower() + how[1:]) if how else ""

"""The short journeys with one power: each one page with its form, then the page that says what happens next."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from letgo.commons.people.queries import may
from letgo.commons.people.rules import Actor
from letgo.commons.powers import actions, queries
from letgo.commons.powers.ladder import actions as ladder
from letgo.commons.powers.models import Power
from letgo.commons.record.refusals import Refused
from letgo.web.powers import forms, words
from letgo.web.ui import saying
from letgo.web.ui.easy import Lines
from letgo.web.ui.forms import error_summary, field
from letgo.web.ui.verbs import View, get, keyed, page, post

NOT_GIVEN = {"kept", "declined", "offered"}
HELD = {"held", "warned", "helped", "supervised", "lapsed"}


@dataclass(frozen=True)
class Act:
    """One thing that can be done with a power: its verb and title, when it can be done, and what it does with the filled form."""

    name: str
    verb: str
    title: str
    button: str
    form: type[forms.Plain]
    do: Callable[..., Any]
    states: frozenset[str]
    says: tuple[str, ...] = ()
    given: Callable[[Mapping[str, Any]], Mapping[str, Any]] = dict
    easy: Lines = ()


def _money(cleaned: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"words": cleaned["words"], "pence": forms.pence(cleaned["pounds"])}


ACTS = [
    Act("accept", "powers.accept", _("Say yes to this power"), _("Yes, we take it"), forms.Yes, actions.accept,
        frozenset({"offered"}), (_("You say yes for those who will decide."), _("What is written here then binds both sides.")),
        easy=(("people", _("The council offers you a power.")), ("you", _("Then you decide, and no longer the council.")),
         ("paper", _("Read what it says first.")), ("no", _("You can say no.")), ("time", _("They can offer it again.")))),
    Act("decline", "powers.decline", _("Say no to this offer"), _("No, not on these terms"), forms.Reasons, actions.decline,
        frozenset({"offered"}), (_("Nothing changes. The council can offer it again on other terms."),)),
    Act("use", "powers.use", _("Write down a decision"), _("Write it down"), forms.Use, actions.use, frozenset(HELD | {"noticed"}),
        (_("It is public at once."), _("Whoever may say no has days from today.")), _money),
    Act("notice", "powers.give-notice", _("Give notice to end this power"), _("Give notice"), forms.Notice, actions.give_notice,
        frozenset(HELD | {"accepted"}), (_("Until the day you name nothing changes."), _("Those who hold it can answer in public."))),
    Act("take-back-notice", "powers.take-back-notice", _("Take the notice back"), _("Take it back"), forms.Reasons,
        actions.take_back_notice, frozenset({"noticed"}), (_("The power stays where it is."),)),
    Act("end", "powers.end", _("End this power"), _("End it"), forms.Reasons, actions.end, frozenset({"noticed"}),
        (_("This works only when the notice has run out."),)),
    Act("agree-to-end", "powers.agree-to-end", _("Agree to end this power now"), _("We agree"), forms.Reasons,
        actions.agree_to_end, frozenset(HELD | {"noticed", "accepted"}),
        (_("It ends at once when both sides have said yes."), _("One side alone changes nothing.")),
        easy=(("stop", _("This power can end now.")), ("people", _("Both sides must say yes.")),
         ("you", _("Say yes only if you want that.")),
         ("no", _("If you say no, it goes on.")))),
    Act("warn", "powers.warn", _("Say what must be put right"), _("Give this warning"), forms.ReasonsUntil, ladder.warn,
        frozenset({"held", "warned"}), (_("This takes nothing away."), _("Say what is wrong, and by when it must be right."))),
    Act("help", "powers.offer-help", _("Offer help"), _("Offer this help"), forms.ReasonsUntil, ladder.offer_help,
        frozenset({"warned", "helped"}), (_("Say which help, and until when."),)),
    Act("supervise", "powers.supervise", _("Have an outside checker watch over it"), _("Start watching over it"), forms.ReasonsUntil,
        ladder.supervise, frozenset({"helped", "supervised"}),
        (_("The outside checker then writes down each decision."), _("On the day you name it ends by itself."))),
    Act("give-back", "powers.give-back", _("Say that all is right again"), _("All is right again"), forms.Reasons, ladder.give_back,
        frozenset({"warned", "helped", "supervised", "lapsed"}), (_("Those who hold it decide as before."),)),
    Act("reply", "powers.reply", _("Answer in public"), _("Publish our answer"), forms.Reply, ladder.reply,
        frozenset({"warned", "helped", "supervised", "noticed"}), (_("Your answer stands beside the council’s reasons."),)),
    Act("review", "powers.review", _("Write down what a review found"), _("Write it down"), forms.Review, actions.review,
        frozenset(HELD | NOT_GIVEN | {"noticed", "accepted"})),
    Act("keep", "powers.keep", _("Say why this is kept"), _("Publish these reasons"), forms.Keep, actions.keep,
        frozenset(NOT_GIVEN), (_("Residents read this on the page of their place."),)),
    Act("ask-for", "powers.ask-for", _("Ask for this power"), _("Ask for it"), forms.Reasons, actions.ask_for,
        frozenset(NOT_GIVEN), (_("It then stands first on the councillor’s page."),)),
]  # fmt: skip


def of_power(request: HttpRequest, power: Any, **rest: Any) -> Power:
    """The entry with this id, or Http404; the view finds all of it as request.entry."""
    request.entry = queries.one(power)
    if request.entry is None:
        raise Http404
    return request.entry.power


def open_to(actor: Actor, power: Power) -> list[Act]:
    """What this actor may do with a power as it stands."""
    return [act for act in ACTS if power.state in act.states and may(actor, act.verb, power)]


def view(act: Act) -> View:
    """The page of one act: the form, and the doing."""

    @get(act.verb, of_power)
    def ask(request: HttpRequest, found: Power, power: Any) -> HttpResponse:
        return _form(request, act, act.form())

    @post(act.verb, of_power)
    def send(request: HttpRequest, found: Power, power: Any) -> HttpResponse:
        form = act.form(request.POST)
        if not form.is_valid():
            return _form(request, act, form)
        try:
            act.do(found.pk, **act.given(form.cleaned_data), by=request.actor, key=keyed(request, power, act.name))
        except Refused as refusal:
            if refusal.kind != "refused":
                raise
            form.add_error(None, saying.refusal(refusal))
            return _form(request, act, form)
        return redirect("power-next", power=power)

    return page(ask, send)


def _form(request: HttpRequest, act: Act, form: forms.Plain) -> HttpResponse:
    shown = {"act": act, "form": form, "field": field, "error_summary": error_summary}
    entry = request.entry
    more = {"entry": entry, "power": entry.power, "news": words.news(entry), "place": entry.power.place}
    return render(request, "powers/act.html", shown | more, status=422 if form.errors else 200)

"""The short journeys with one power: each one page with its form, then the page that says what happens next."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from letgo.commons.people.queries import may
from letgo.commons.people.rules import Actor
from letgo.commons.powers import actions, queries
from letgo.commons.powers.ladder import actions as ladder
from letgo.commons.powers.models import Power
from letgo.commons.record.refusals import Refused
from letgo.web.powers import forms, words
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
    Act("accept", "powers.accept", "Say yes to this power", "Yes, we take it", forms.Yes, actions.accept,
        frozenset({"offered"}), ("You say yes for those who will decide.", "What is written here then binds both sides."),
        easy=(("people", "The council offers you a power."), ("you", "Then you decide, and no longer the council."),
         ("paper", "Read what it says first."), ("no", "You can say no."), ("time", "They can offer it again."))),
    Act("decline", "powers.decline", "Say no to this offer", "No, not on these terms", forms.Reasons, actions.decline,
        frozenset({"offered"}), ("Nothing changes. The council can offer it again on other terms.",)),
    Act("use", "powers.use", "Write down a decision", "Write it down", forms.Use, actions.use, frozenset(HELD | {"noticed"}),
        ("It is public at once.", "Whoever may say no has days from today."), _money),
    Act("notice", "powers.give-notice", "Give notice to end this power", "Give notice", forms.Notice, actions.give_notice,
        frozenset(HELD | {"accepted"}), ("Until the day you name nothing changes.", "Those who hold it can answer in public.")),
    Act("take-back-notice", "powers.take-back-notice", "Take the notice back", "Take it back", forms.Reasons,
        actions.take_back_notice, frozenset({"noticed"}), ("The power stays where it is.",)),
    Act("end", "powers.end", "End this power", "End it", forms.Reasons, actions.end, frozenset({"noticed"}),
        ("This works only when the notice has run out.",)),
    Act("agree-to-end", "powers.agree-to-end", "Agree to end this power now", "We agree", forms.Reasons,
        actions.agree_to_end, frozenset(HELD | {"noticed", "accepted"}),
        ("It ends at once when both sides have said yes.", "One side alone changes nothing."),
        easy=(("stop", "This power can end now."), ("people", "Both sides must say yes."), ("you", "Say yes only if you want that."),
         ("no", "If you say no, it goes on."))),
    Act("warn", "powers.warn", "Say what must be put right", "Give this warning", forms.ReasonsUntil, ladder.warn,
        frozenset({"held", "warned"}), ("This takes nothing away.", "Say what is wrong, and by when it must be right.")),
    Act("help", "powers.offer-help", "Offer help", "Offer this help", forms.ReasonsUntil, ladder.offer_help,
        frozenset({"warned", "helped"}), ("Say which help, and until when.",)),
    Act("supervise", "powers.supervise", "Have an outside checker watch over it", "Start watching over it", forms.ReasonsUntil,
        ladder.supervise, frozenset({"helped", "supervised"}),
        ("The outside checker then writes down each decision.", "On the day you name it ends by itself.")),
    Act("give-back", "powers.give-back", "Say that all is right again", "All is right again", forms.Reasons, ladder.give_back,
        frozenset({"warned", "helped", "supervised", "lapsed"}), ("Those who hold it decide as before.",)),
    Act("reply", "powers.reply", "Answer in public", "Publish our answer", forms.Reply, ladder.reply,
        frozenset({"warned", "helped", "supervised", "noticed"}), ("Your answer stands beside the council’s reasons.",)),
    Act("review", "powers.review", "Write down what a review found", "Write it down", forms.Review, actions.review,
        frozenset(HELD | NOT_GIVEN | {"noticed", "accepted"})),
    Act("keep", "powers.keep", "Say why this is kept", "Publish these reasons", forms.Keep, actions.keep,
        frozenset(NOT_GIVEN), ("Residents read this on the page of their place.",)),
    Act("ask-for", "powers.ask-for", "Ask for this power", "Ask for it", forms.Reasons, actions.ask_for,
        frozenset(NOT_GIVEN), ("It then stands first on the councillor’s page.",)),
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
            form.add_error(None, f"{refusal.sentence} {refusal.cure}".strip())
            return _form(request, act, form)
        return redirect("power-next", power=power)

    return page(ask, send)


def _form(request: HttpRequest, act: Act, form: forms.Plain) -> HttpResponse:
    shown = {"act": act, "form": form, "field": field, "error_summary": error_summary}
    entry = request.entry
    more = {"entry": entry, "power": entry.power, "news": words.news(entry), "place": entry.power.place}
    return render(request, "powers/act.html", shown | more, status=422 if form.errors else 200)

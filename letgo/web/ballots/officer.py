"""The returning officer's desk: look at the count and declare it, rule on doubts and objections, see what needs a look, and the lot."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from letgo.commons.people.queries import may
from letgo.commons.people.queries import person as person_of
from letgo.commons.people.rules import Actor
from letgo.commons.places.models import Place
from letgo.commons.places.queries import whom
from letgo.commons.record.clock import now
from letgo.commons.record.refusals import Refused
from letgo.decide.ballots import actions, queries
from letgo.decide.ballots.models import Challenge, PaperBatch, Poll
from letgo.decide.ballots.papers import queries as paper_queries
from letgo.decide.ballots.published import actions as published
from letgo.decide.ballots.rulings import actions as rulings
from letgo.web.ballots import forms, results, words
from letgo.web.ballots.papers import of_batch
from letgo.web.ballots.polls import asked, attempt, of_poll, told
from letgo.web.ui.figures import people
from letgo.web.ui.verbs import View, get, keyed, page, post

BEFORE, OPEN = frozenset({"called"}), frozenset({"open"})
STANDS = frozenset({"declared", "done"})
REASONS_PUBLIC = lazy("Your reasons are public.")
ANY = frozenset({"called", "open", "closed", "counted", "declared", "done"})


@dataclass(frozen=True)
class Act:
    """One thing that the returning officer does with a vote: its form, what it calls, and what happens then."""

    name: str
    verb: str
    title: str
    lead: str
    button: str
    form: type[forms.Plain]
    do: Callable[..., Any]
    states: frozenset[str]
    then: tuple[str, ...]
    given: Callable[[Mapping[str, Any]], Mapping[str, Any]] = dict


def _outage(given: Mapping[str, Any]) -> Mapping[str, Any]:
    return {name: given[name] for name in ("start", "end", "reasons")}


def _agents(poll: UUID, one: str, other: str, *, by: Actor, key: str) -> Poll:
    place = Place.objects.get(polls=poll)
    found = [whom(said, place) or whom(said, None) for said in (one, other)]
    if any(len(people) != 1 for people in found):
        raise Refused("We do not know one of them.", "Write a phone number or an e-mail address that we have.")
    return published.name_agents(poll, [people[0].pk for people in found], by=by, key=key)


def _withdraw(poll: UUID, number: int, reasons: str, *, by: Actor, key: str) -> Any:
    row = queries.poll(poll)
    found = next((option for option in queries.options(row) if option.number == number), None) if row else None
    if found is None:
        raise Refused("There is no such number on this paper.", "Look at it again.")
    return rulings.withdraw_option(found.pk, reasons, by=by, key=key)


ACTS = [
    Act("agents", "ballots.name-agents", lazy("Name two who can recount"),
        lazy("With fewer than 200 votes the ballots are not published. "
             "Two people, one from each side, can open them and count again."),
        lazy("Name these two"), forms.Agents, _agents, BEFORE | OPEN,
        (lazy("They are told. Who they are is not public."), lazy("Once there is a result, its page lets them recount it."))),
    Act("declare", "ballots.declare", lazy("Say the result"),
        lazy("From now on everybody can read it. You cannot take this back."),
        lazy("Say the result"), forms.Nothing, actions.declare, frozenset({"counted"}),
        (lazy("Everybody can read the result now."), lazy("People can object for the days that were fixed at the call."),
         lazy("Then what was voted happens by itself, if no objection waits."))),
    Act("rule", "ballots.rule", lazy("Write down a ruling"),
        lazy("For what changes no paper and no date."),
        lazy("Publish this ruling"), forms.Rule, rulings.rule, ANY,
        (lazy("Your ruling and its reasons are public."),)),
    Act("outage", "ballots.rule", lazy("People could not vote for a time"),
        lazy("By the rule of this vote everyone gets that time again."),
        lazy("Give the time again"), forms.Outage, rulings.note_outage, OPEN,
        (lazy("The close has moved for everyone, online and on paper."), lazy("Why stands on the page of this vote.")), _outage),
    Act("admit", "ballots.rule", lazy("Let a late paper in"),
        lazy("Only if the rule of this vote allows it, and it was posted in time."),
        lazy("Let it in"), forms.OnSlip, rulings.admit, OPEN,
        (lazy("The paper counts."), lazy("Your reasons are public, without a name."))),
    Act("lose", "ballots.rule", lazy("A paper was lost"),
        lazy("Its voter can vote again, on paper or online, until the close."),
        lazy("Say that it was lost"), forms.OnSlip, rulings.lose, OPEN,
        (lazy("Tell the voter by their safe way."), REASONS_PUBLIC)),
    Act("refuse-paper", "ballots.rule", lazy("A paper does not count"),
        lazy("Someone else filled it in, or made them. It stays closed."),
        lazy("It does not count"), forms.OnSlip, rulings.refuse_paper, OPEN,
        (lazy("The voter can still vote online."), REASONS_PUBLIC)),
    Act("withdraw", "ballots.rule", lazy("Someone who stands has withdrawn"),
        lazy("Or died, or cannot be elected. Before the vote opens, or after it closed. "
             "No paper is edited: the count passes over what is written beside it."),
        lazy("Take it off the list"), forms.Withdraw, _withdraw, frozenset({"called", "closed", "counted"}),
        (lazy("It is off the list, and your reasons are public."),
         lazy("A count that was made before stays to be seen. Another is made."))),
    Act("overturn", "ballots.rule", lazy("The result no longer stands"),
        lazy("A court said so, or what nobody could know came out."),
        lazy("Take the result back"), forms.Overturn, rulings.overturn, STANDS,
        (lazy("What happened because of it is taken back by new entries, or you said why not."), REASONS_PUBLIC)),
    Act("void", "ballots.declare", lazy("Call this vote off"),
        lazy("Only before it opens, or when a closed box cannot be counted."),
        lazy("Call it off"), forms.Reasons, actions.void_poll, frozenset({"called", "closed", "counted"}),
        (lazy("Nothing happens because of this vote."), REASONS_PUBLIC)),
]  # fmt: skip


def view(act: Act) -> View:
    """The page of one act: the form, and the doing."""

    def ask(request: HttpRequest, poll: Poll, form: forms.Plain) -> HttpResponse:
        return asked(request, poll, form, act.title, act.lead, act.button)

    @get(act.verb, of_poll)
    def show(request: HttpRequest, poll: Poll, /, **address: Any) -> HttpResponse:
        return ask(request, poll, act.form())

    @post(act.verb, of_poll)
    def send(request: HttpRequest, poll: Poll, /, **address: Any) -> HttpResponse:
        form = act.form(request.POST)
        if not form.is_valid():
            return ask(request, poll, form)
        given = act.given(form.cleaned_data)
        if attempt(form, act.do, poll.pk, **given, by=request.actor, key=keyed(request, poll.pk, act.name)) is None:
            return ask(request, poll, form)
        return told(request, poll, _("It is done"), list(act.then))

    return page(show, send)


@get("ballots.read-flags", of_poll)
def _desk(request: HttpRequest, poll: Poll, /, **address: Any) -> HttpResponse:
    """15 SQL queries at most, however many papers, helpers and objections there are."""
    flags = queries.flags(poll)
    result = queries.result_for(poll, request.actor)
    names = {pk: person_of(pk) for pk in [*(pk for pk, votes in flags.many[:3]), *flags.interested[:3]]}

    def named(pk: UUID) -> str:
        return getattr(names.get(pk), "name", "") or _("Someone")

    shown = {
        "poll": poll, "place": poll.place, "lead": words.lead(poll, now()),
        "acts": [act for act in ACTS if _open(act, poll, request)],
        "faults": flags.faults,
        "many": [
            _("{who} helped with {votes}.").format(who=named(pk), votes=people(votes, "vote", "votes")) for pk, votes in flags.many
        ],
        "interested": [
            _("{who} helped, and works for those who hand over this power.").format(who=named(pk)) for pk in flags.interested
        ],
        "challenges": list(poll.challenges.filter(state="waiting").order_by("pk")[:20]),
        "doubtful": [
            (found.batch, position)
            for found in (paper_queries.batches(poll, request.actor) if poll.state == "open" else [])
            for position in found.doubtful
        ],
        **(results.shown(poll, result) if result else {"result": None, "news": None}),
    }  # fmt: skip
    return render(request, "ballots/desk.html", shown)


desk = page(_desk)


def _open(act: Act, poll: Poll, request: HttpRequest) -> bool:
    named = act.name == "agents" and poll.agents.exists()
    return poll.state in act.states and may(request.actor, act.verb, poll) and not named


# An objection.


def of_challenge(request: HttpRequest, challenge: Any, **rest: Any) -> Challenge:
    """The objection with this id, or Http404."""
    found = (
        Challenge.objects.select_related("poll__place", "poll__power", "poll__electorate").filter(pk=challenge).first()
    )
    if found is None:
        raise Http404
    return found


@get("ballots.rule", of_challenge)
def _challenge(request: HttpRequest, row: Challenge, /, **address: Any) -> HttpResponse:
    return _weigh(request, row, forms.Decide())


@post("ballots.rule", of_challenge)
def _decide(request: HttpRequest, row: Challenge, /, **address: Any) -> HttpResponse:
    form = forms.Decide(request.POST)
    if not form.is_valid():
        return _weigh(request, row, form)
    given, key = form.cleaned_data, keyed(request, row.pk)
    upheld = given["upheld"] == "yes"
    done = attempt(
        form,
        rulings.decide_challenge,
        row.pk,
        upheld,
        given["reasons"],
        why_not=given["why_not"],
        by=request.actor,
        key=key,
    )
    if done is None:
        return _weigh(request, row, form)
    then = [_("The result no longer stands.")] if upheld else [_("The result stands.")]
    return told(request, row.poll, _("You have ruled"), [*then, _("Your reasons are public. Who objected is not.")])


challenge = page(_challenge, _decide)


def _weigh(request: HttpRequest, row: Challenge, form: forms.Decide) -> HttpResponse:
    return asked(
        request, row.poll, form, _("An objection"), _("Someone says: {grounds}").format(grounds=row.grounds), _("Publish your ruling"),
        (_("Who it is you do not see, and nobody does."),),
    )  # fmt: skip


# One doubtful paper.


@get("ballots.rule", of_batch)
def _doubt(request: HttpRequest, batch: PaperBatch, /, position: int, **address: Any) -> HttpResponse:
    return _look(request, batch, position, forms.OnPaper())


@post("ballots.rule", of_batch)
def _settle_doubt(request: HttpRequest, batch: PaperBatch, /, position: int, **address: Any) -> HttpResponse:
    form = forms.OnPaper(request.POST)
    if not form.is_valid():
        return _look(request, batch, position, form)
    given, key = form.cleaned_data, keyed(request, batch.pk, position)
    if attempt(
        form, rulings.rule_on_paper, batch.pk, position, given["marks"], given["reasons"], by=request.actor, key=key
    ) is None:  # fmt: skip
        return _look(request, batch, position, form)
    return redirect("poll-desk", poll=batch.poll_id)


doubt = page(_doubt, _settle_doubt)


def _look(request: HttpRequest, batch: PaperBatch, position: int, form: forms.OnPaper) -> HttpResponse:
    title = _("Pile {number}, paper {position}").format(number=batch.number, position=position)
    lead = _("Whoever typed it was not sure. Look at the paper itself. You decide what its voter meant.")
    return asked(request, batch.poll, form, title, lead, _("This is what it says"))


# The lot: what was read on the dice or in the public source.


@get("ballots.read-seed", of_poll)
def _seed(request: HttpRequest, poll: Poll, /, **address: Any) -> HttpResponse:
    return _ask_seed(request, poll, forms.Seed())


@post("ballots.read-seed", of_poll)
def _read(request: HttpRequest, poll: Poll, /, **address: Any) -> HttpResponse:
    form = forms.Seed(request.POST)
    if not form.is_valid():
        return _ask_seed(request, poll, form)
    if attempt(
        form, actions.read_seed, poll.pk, form.cleaned_data["seed"], by=request.actor, key=keyed(request, poll.pk)
    ) is None:  # fmt: skip
        return _ask_seed(request, poll, form)
    then = [
        _("A second person reads it too, apart from you. One of you is from outside."),
        _("When both have typed the same, the count begins."),
    ]
    return told(request, poll, _("It is written down"), then)


seed = page(_seed, _read)


def _ask_seed(request: HttpRequest, poll: Poll, form: forms.Seed) -> HttpResponse:
    lead = _("At the call it was settled: {seed_from}. It decides between choices that are level.").format(
        seed_from=poll.seed_from
    )
    return asked(request, poll, form, _("Read the dice or the number"), lead, _("This is what I read"))

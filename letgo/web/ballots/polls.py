"""A vote's own page in every state, the votes of a place, one's own entry of the list, check slips, proofs, and saying that it is wrong."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from letgo.commons.people.queries import may
from letgo.commons.people.rules import Actor
from letgo.commons.places.electorates.queries import newest
from letgo.commons.places.models import Electorate, Place
from letgo.commons.places.queries import place as place_with
from letgo.commons.places.rules import Eligibility
from letgo.commons.powers.models import Power
from letgo.commons.record.clock import now
from letgo.commons.record.refusals import Refused
from letgo.decide.ballots import queries
from letgo.decide.ballots.models import Option, Poll
from letgo.decide.ballots.published import actions as opening
from letgo.decide.ballots.published import queries as published
from letgo.decide.ballots.rolls import own_entry
from letgo.decide.ballots.rules import PUBLIC, PUBLISHED_FROM, TRANSFERS, Terms
from letgo.web.ballots import forms, happened, ranked, results, words
from letgo.web.ui import lists, saying
from letgo.web.ui.figures import day, people
from letgo.web.ui.forms import error_summary, field
from letgo.web.ui.verbs import get, keyed, page, post
from letgo.web.ui.voters import eligible_words

SHOWN = 5
HELD = ("held", "warned", "helped", "supervised", "noticed")


def of_poll(request: HttpRequest, poll: Any, **rest: Any) -> Poll:
    """The vote with this id, or Http404."""
    found = queries.poll(poll)
    if found is None:
        raise Http404
    return found


def of_place(request: HttpRequest, slug: str, **rest: Any) -> Place:
    """The place with this address, or Http404."""
    found = place_with(slug)
    if found is None:
        raise Http404
    return found


def of_call(request: HttpRequest, slug: str, **rest: Any) -> Poll:
    """A vote that might be called at this place: for a power or a list for which the asker may, if there is one. 3 SQL queries."""
    place = of_place(request, slug)
    request.powers = list(Power.objects.filter(place=place, state__in=HELD).order_by("title"))
    request.lists = newest(Electorate.objects.filter(place=place).select_related("organisation", "place"))
    anyones = Electorate(place=place)
    tries = [Poll(place=place, power=power, electorate=anyones) for power in request.powers]
    tries += [Poll(place=place, power=None, electorate=one) for one in [*request.lists, anyones]]
    return next((poll for poll in tries if may(request.actor, "ballots.call", poll)), tries[-1])


def rows_of(polls: list[Poll], actor: Actor | None = None) -> list[dict[str, Any]]:
    """Votes as lists show them. 1 SQL query for a reader who is signed in, else none. Nothing in it says whether someone voted.

    `way`: what this reader can do with an open vote: "vote", "sign-in", "me" (they are not on its list), or "" where nobody is asked.
    """
    at = now()
    known = actor is not None and actor.person is not None
    own = queries.may_vote_in(polls, actor) if actor is not None and known else ()
    ways = {
        poll.pk: "vote" if poll.pk in own else "me" if known else "sign-in" if actor is not None else ""
        for poll in polls
    }
    return [
        {
            "id": poll.pk,
            "headline": words.headline(poll, at),
            "question": poll.question,
            "lead": words.lead(poll, at),
            "open": words.stage(poll, at) == "open",
            "way": ways[poll.pk],
            "closes": words.moment(poll.closes),
            "do": _("Read the result") if poll.state in PUBLIC else _("Read about it"),
        }
        for poll in polls
    ]


@get("ballots.read", of_place)
def _all(request: HttpRequest, place: Place, slug: str) -> HttpResponse:
    """5 SQL queries, however many votes there were."""
    rows = rows_of(queries.of_place(place, request.actor), request.actor)
    shown = {
        "place": place,
        "now": [row for row in rows if row["open"]],
        "shown": lists.part([row for row in rows if not row["open"]], lists.number(request.GET.get("from", ""))),
        "calls": _calls(request, place),
    }
    return render(request, "ballots/votes.html", shown)


def _calls(request: HttpRequest, place: Place) -> bool:
    """Whether the asker may call a vote here; looked up only for those who might."""
    known = any(request.actor.reaches("officer", "secretary", "board-member", "outside-checker"))
    return known and may(request.actor, "ballots.call", of_call(request, place.slug))


polls = page(_all)


@get("ballots.read", of_poll)
def _poll(request: HttpRequest, poll: Poll, /, **address: Any) -> HttpResponse:
    """12 SQL queries at most, however many options, papers and objections there are."""
    at, actor = now(), request.actor
    stage = words.stage(poll, at)
    result = queries.result(poll)
    large = request.GET.get("print") == "large"
    votes = stage == "open" and may(actor, "ballots.cast", poll)
    shown = {
        "poll": poll, "place": poll.place, "stage": stage, "headline": words.headline(poll, at), "lead": words.lead(poll, at),
        "about": _about(poll), "who": words.who_may(poll.electorate, poll.roll_size), "secrecy": words.SECRECY,
        "strange": actor.person is None, "large": large, "whole": bool(request.GET.get("print")),
        "votes": votes, "unlisted_here": stage == "open" and actor.person is not None and not votes,
        "election": happened.election_of(poll), "closes": words.moment(poll.closes), "links": _links(poll, actor, stage),
        "rulings": list(poll.rulings.order_by("pk")) if stage != "called" else [],
        "checks": _checks(poll), "files": result is not None, **_ahead(poll, actor, stage, result), **_after(poll, actor, result),
    }  # fmt: skip
    return render(request, "ballots/poll.html", shown)


poll = page(_poll)


def _ahead(poll: Poll, actor: Actor, stage: str, result: queries.Result | None) -> dict[str, Any]:
    """What the page says of the options while nothing is declared. 3 SQL queries at most."""
    if result is not None:
        return {"options": [], "names_needed": "", "adds": False}
    adding = stage == "called" and poll.add_names is not None and may(actor, "ballots.add-option", poll)
    needed = people(poll.add_names) if poll.add_names else ""
    return {
        "options": [_option(option, poll, adding) for option in queries.options(poll)],
        "names_needed": needed,
        "adds": adding,
    }


def _option(option: Option, poll: Poll, adding: bool) -> dict[str, Any]:
    waits = option.added and not option.withdrawn and option.names < (poll.add_names or 0)
    return {
        "id": option.pk,
        "title": option.title,
        "words": option.words,
        "price": words.price(option),
        "withdrawn": option.withdrawn,
        "reason": option.reason,
        "waits": people(option.names, "person wants it so far.", "people want it so far.") if waits else "",
        "backs": waits and adding,
    }


def _after(poll: Poll, actor: Actor, result: queries.Result | None) -> dict[str, Any]:
    """What the page says once it is declared. 3 SQL queries at most."""
    if result is None:
        return {"result": None, "news": None, "steps": [], "objects": False, "ranked": None, "later": []}
    at = now()
    waiting = poll.challenges.filter(state="waiting").count()
    ends, few = words.objections_end(poll), result.ballots < PUBLISHED_FROM
    agents = few and poll.agents.exists()
    falls = poll.settings.get("vacancy") == "countback"
    return {
        "steps": _because(poll, at, waiting),
        "objects": poll.state == "declared" and at < ends and may(actor, "ballots.challenge", poll),
        "objections_end": words.moment(ends),
        "few": few,
        "recounts": agents and may(actor, "ballots.read-sealed", poll),
        "agents": agents,
        "later": ranked.later(poll, result, queries.countbacks(poll)) if falls else [],
        **results.shown(poll, result),
    }


def _because(poll: Poll, at: datetime, waiting: int) -> list[happened.Step]:
    """What follows from a result: what is booked, and once its effect ran what that did. 2 SQL queries at most."""
    steps, did = [happened.Step(*said) for said in words.because(poll, at, waiting)], happened.of(poll)
    return [*(steps[:-1] if did and poll.state == "done" else steps), *did]


def _links(poll: Poll, actor: Actor, stage: str) -> list[tuple[str, str]]:
    """The ways on from here that this reader has. No SQL but for who is on the list."""
    found = [("poll-print", _("Vote on paper"))] if stage in ("called", "open") else []
    found += (
        [("poll-papers", _("Papers"))]
        if stage in ("open", "closed") and may(actor, "ballots.receive-paper", poll)
        else []
    )
    found += [("poll-desk", _("The returning officer’s desk"))] if may(actor, "ballots.rule", poll) else []
    found += (
        [("poll-seed", _("Read the dice or the number"))]
        if stage == "closed" and may(actor, "ballots.read-seed", poll)
        else []
    )
    return found


def _about(poll: Poll) -> list[tuple[str, str]]:
    facts = [
        (_("Opens"), words.moment(poll.opens)),
        (_("Closes"), words.moment(poll.closes)),
        (_("How it is counted"), words.METHODS[poll.method]),
    ]
    if poll.extended_minutes:
        more = people(poll.extended_minutes, "minute", "minutes")
        facts.insert(2, (_("Why later"), _("Voting broke down. Everyone got {minutes} more.").format(minutes=more)))
    if poll.purse_pence:
        facts.append((_("Money"), _("{pounds} to spend").format(pounds=words.purse(poll))))
    if seats := words.seats_of(poll):
        facts.append((_("Seats"), seats))
    if kept := ranked.reserved(poll):
        facts.append((_("Seats kept for some"), " ".join(kept)))
    if after := ranked.VACANCIES.get(poll.settings.get("vacancy", "")):
        facts.append((_("If a seat falls empty"), after))
    officer = _("A returning officer from outside, who is not on the list. They rule on doubts, and give reasons.")
    days = people(poll.object_days, "day", "days")
    return [
        *facts,
        (_("What happens because of it"), words.effect(poll)),
        (_("How many must vote"), words.quorum(poll)),
        (_("Who runs it"), officer),
        (_("Objections"), _("For {days} after the result is said.").format(days=days)),
    ]


def _checks(poll: Poll) -> list[tuple[str, str]]:
    terms = Terms.from_data(poll.settings)
    since = _("Who belonged to it on {day}, and still does.").format(day=day(poll.as_of)) if poll.as_of else ""
    seed = _("{source}. It was {seed}.") if poll.seed else _("{source}. Nobody knows it yet.")
    outage = _("Over {minutes} minutes in the last {hours} hours: all get that time again.")
    facts = [
        (_("Who is on the list"), " ".join(eligible_words(Eligibility.from_data(poll.electorate.rule)))),
        *([(_("Since when"), since)] if since else []),
        (_("Size of the list"), words.whole(poll.roll_size)),
        (_("Fingerprint of the list"), poll.roll_root),
        (_("Rule of counting"), poll.edition),
        (_("What settles a tie"), seed.format(source=poll.seed_from, seed=poll.seed)),
        (_("If voting breaks down"), outage.format(minutes=terms.outage_minutes, hours=terms.outage_hours)),
    ]
    return [(name, str(text)) for name, text in facts]


@get("ballots.read-result", of_poll)
def _stages(request: HttpRequest, poll: Poll, /, **address: Any) -> HttpResponse:
    """How votes moved in the count of an election, 20 stages at a time. 5 SQL queries."""
    result = queries.result(poll)
    if result is None or poll.method not in TRANSFERS:
        raise Http404
    found = ranked.of_stages(poll, result, lists.number(request.GET.get("from", "")))
    return render(request, "ballots/stages.html", {"poll": poll, "place": poll.place, **found})


stages = page(_stages)


@get("ballots.read", of_poll)
def _me(request: HttpRequest, poll: Poll, /, **address: Any) -> HttpResponse:
    """Whether I am on the list, and the proof. Never whether I voted. 5 SQL queries."""
    own = own_entry(poll, request.actor)
    shown = {
        "poll": poll,
        "place": poll.place,
        "own": own,
        "strange": request.actor.person is None,
        "ground": words.GROUNDS.get(own.ground, words.BELONGING) if own else "",
        "rule": eligible_words(Eligibility.from_data(poll.electorate.rule)),
        "on": poll.roll_day,
        "lead": words.lead(poll, now()),
        "can": words.can_still(poll, now()),
    }
    return render(request, "ballots/me.html", shown)


me = page(_me)


@get("ballots.read", of_poll)
def _entry(request: HttpRequest, poll: Poll, /, **address: Any) -> HttpResponse:
    """One's own entry as a file: with it anyone can check that it is in the published fingerprint."""
    own = published.own_entry(poll, request.actor)
    if own is None:
        raise Http404
    return file(published.as_file(own), "my-entry.json")


entry = page(_entry)


@get("ballots.read-result", of_poll)
def _slips(request: HttpRequest, poll: Poll, /, **address: Any) -> HttpResponse:
    return _show_slips(request, poll, forms.Code())


@post("ballots.read-result", of_poll)
def _is_there(request: HttpRequest, poll: Poll, /, **address: Any) -> HttpResponse:
    """Whether a slip is on the list. Asked by POST, so that no address and no log holds it."""
    form = forms.Code(request.POST)
    given = "".join(form.data.get("slip", "").upper().split()).replace("-", "") if form.is_valid() else ""
    return _show_slips(request, poll, form, given)


slips = page(_slips, _is_there)


def _show_slips(request: HttpRequest, poll: Poll, form: forms.Code, given: str = "") -> HttpResponse:
    found = queries.slips(poll)
    shown = {
        "poll": poll,
        "place": poll.place,
        "form": form,
        "field": field,
        "error_summary": error_summary,
        "shown": lists.Part(found, min(lists.number(request.GET.get("from", "")), len(found)), len(found), lists.WHOLE),
        "given": given,
        "there": given in {slip.replace("-", "") for slip in found},
    }
    return render(request, "ballots/slips.html", shown, status=422 if form.errors else 200)


@get("ballots.read-result", of_poll)
def _bundle(request: HttpRequest, poll: Poll, /, **address: Any) -> HttpResponse:
    """All that is published of a vote, to check at home. 20 SQL queries, however many voted."""
    found = published.bundle(poll)
    if found is None:
        raise Refused("This is not ready yet.", "Try again in a minute: the public record is sealed first.")
    return file(published.as_file(found), "vote.json")


bundle = page(_bundle)


@get("ballots.read-sealed", of_poll)
def _sealed(request: HttpRequest, poll: Poll, /, **address: Any) -> HttpResponse:
    lead = _("Fewer than 200 people voted, so the ballots are not published. You are one of the two who recount them.")
    says = (
        _("The record says that an agent opened them, not who."),
        _("Show them to nobody else. Delete the file when you are done."),
    )
    return asked(request, poll, forms.Nothing(), _("Recount this vote"), lead, _("Save the ballots"), says)


@post("ballots.read-sealed", of_poll)
def _open_sealed(request: HttpRequest, poll: Poll, /, **address: Any) -> HttpResponse:
    found = opening.open_sealed(poll.pk, by=request.actor, key=keyed(request, poll.pk))
    return file(published.as_file(found), "vote-sealed.json")


sealed = page(_sealed, _open_sealed)


def file(data: bytes, name: str, kind: str = "application/json") -> HttpResponse:
    """A file to save."""
    return HttpResponse(data, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def attempt(form: forms.Plain, act: Any, *given: Any, **named: Any) -> Any:
    """What the act gave, or None with its refusal on the form. What is not allowed at all goes on up."""
    try:
        return act(*given, **named)
    except Refused as refusal:
        if refusal.kind != "refused":
            raise
        form.add_error(None, saying.refusal(refusal))
        return None


def asked(
    request: HttpRequest, poll: Poll, form: forms.Plain, title: str, lead: str, button: str, says: tuple[str, ...] = ()
) -> HttpResponse:
    """A page with one form: its heading, one sentence, what happens, and the button."""
    shown = {
        "poll": poll, "place": poll.place, "form": form, "title": title, "lead": lead, "button_text": button, "says": says,
        "field": field, "error_summary": error_summary,
    }  # fmt: skip
    return render(request, "ballots/ask.html", shown, status=422 if form.errors else 200)


def told(request: HttpRequest, poll: Poll, title: str, says: list[str]) -> HttpResponse:
    """The page after an act: what happens next."""
    return render(request, "ballots/told.html", {"poll": poll, "place": poll.place, "title": title, "says": says})


def back(poll: Poll, name: str = "poll") -> HttpResponse:
    return redirect(name, poll=poll.pk)

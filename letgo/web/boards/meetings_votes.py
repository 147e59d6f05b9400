"""Votes at a meeting: put to the vote, each member's own hand, what tellers counted, and the close."""

from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from letgo.commons.people.queries import may
from letgo.commons.people.rules import Actor
from letgo.commons.record.refusals import Refused
from letgo.decide.boards.agenda.queries import voting_mandates
from letgo.decide.boards.meeting_models import Item, Resolution
from letgo.decide.boards.meeting_rules import CHOICES, TO_ALL, Votes
from letgo.decide.boards.queries import decides
from letgo.decide.boards.resolutions import actions, queries
from letgo.web.boards import meetings_agenda_words as agenda_words
from letgo.web.boards import meetings_forms as forms
from letgo.web.boards import meetings_words as words
from letgo.web.boards.finding import journey_page, or_404
from letgo.web.boards.meetings_finding import TO_DESK, about, about_item, of_item
from letgo.web.ui import saying
from letgo.web.ui.fields import choice
from letgo.web.ui.figures import people
from letgo.web.ui.forms import error_summary, field
from letgo.web.ui.journeys import Answers, Done, Journey, Step
from letgo.web.ui.verbs import get, keyed, page, post

TO_VOTE = ("vote", lazy("Back to the vote"))


def of_resolution(request: HttpRequest, resolution: UUID, **rest: Any) -> Resolution:
    """The vote with this id, with its item, meeting and body, or Http404."""
    return or_404(queries.find(resolution))


# Putting words to the vote.


def _put(request: HttpRequest, answers: Answers) -> Done:
    row: Item = request.row
    power = answers.get("power") or None
    pence = answers.get("pounds") if power else None
    made = actions.put(
        row.pk, answers["motion"], answers["majority"], power=UUID(power) if power else None, pence=pence,
        by=request.actor, key=keyed(request, row.pk, answers["motion"]),
    )  # fmt: skip
    who = (
        _("Two people count, each alone.")
        if row.meeting.kind in TO_ALL
        else _("Each member votes by name, or you write it down.")
    )
    next_ = [who, _("Enough people must still be there when you close it. Else it decides nothing.")]
    return Done(_("The vote is open"), next_, TO_VOTE, {"resolution": made.pk})


def _putting(request: HttpRequest, row: Item) -> Journey:
    powers = [(str(power.pk), power.title) for power in decides(row.body)]
    under = [forms.under(powers)] if powers else []
    return Journey("put-to-vote", [forms.Motion, forms.Majority, *under], _put, button=_("Open the vote"), back=TO_DESK)


put = journey_page("boards.put-resolution", of_item, _putting, about_item)


# One vote: who may vote, what was counted, and the close.


@get("boards.read", of_resolution)
def _vote(request: HttpRequest, row: Resolution, /, **address: Any) -> HttpResponse:
    """One vote of a meeting. 12 SQL queries at most."""
    actor: Actor = request.actor
    meeting, is_open = row.item.meeting, row.state == "open"
    by_name = meeting.kind not in TO_ALL
    given = [(name, words.CHOICES[hand.choice]) for name, hand in queries.hands(row, actor)] if by_name else []
    out = queries.kept_out(row) if by_name and is_open else []
    writes = is_open and by_name and may(actor, "boards.write-down-vote", row)
    present, quorum = queries.there_for(row.item) if is_open else (row.present, row.quorum)
    shown = {
        "vote": _shown(row, given), "meeting": meeting, "place": row.item.body.place, "open": is_open, "enough": _enough(present, quorum),
        "out": [one.name or _("A member") for one in out], "own": _own(row, actor) if by_name else "",
        "votes": is_open and by_name and may(actor, "boards.vote-by-name", row) and _sits(row, actor, out),
        "writes": writes, "tells": is_open and not by_name and queries.is_teller(meeting.pk, actor.person),
        "told": _told(row) if not by_name and is_open else "", "closes": is_open and may(actor, "boards.close-vote", row),
        "desk": may(actor, "boards.mark-attendance", meeting),
    }  # fmt: skip
    return render(request, "boards/vote.html", shown)


vote = page(_vote)


def _shown(row: Resolution, given: list[tuple[str, str]]) -> agenda_words.Vote:
    needs = words.MAJORITIES[row.kind]
    return agenda_words.Vote(row, agenda_words.result(row), needs, given, agenda_words.rests(row))


def _enough(present: int, quorum: int) -> str:
    said = people(present, "person who may vote on this is there.", "people who may vote on this are there.")
    if 0 < quorum <= present:
        rest = _("{quorum} are needed. That is enough.")
    else:
        rest = _("{quorum} are needed. That is too few: this vote would decide nothing.")
    return f"{said} {rest.format(quorum=quorum)}"


def _sits(row: Resolution, actor: Actor, out: list[Any]) -> bool:
    return actor.person is not None and actor.person not in {one.person_id for one in out}


def _own(row: Resolution, actor: Actor) -> str:
    found = queries.own(row, actor)
    return words.CHOICES[found.choice] if found else ""


def _told(row: Resolution) -> str:
    """How far the tellers are, without their figures."""
    rows = queries.told(row)
    if queries.agreed(row):
        return _("Two people counted the same. You can close it.")
    if len(rows) >= 2:
        return _("The two counts differ. Both count again.")
    return _("One of two counts is in.") if rows else _("Nobody has counted yet.")


def _hand(request: HttpRequest, answers: Answers) -> Done:
    row: Resolution = request.row
    actions.vote(row.pk, answers["vote"], by=request.actor, key=keyed(request, row.pk, answers["vote"]))
    next_ = [_("You can change it until the vote is closed."), _("Then everybody reads how each member voted.")]
    return Done(_("You have voted"), next_, TO_VOTE, {"resolution": row.pk})


def _about(request: HttpRequest, row: Resolution) -> dict[str, Any]:
    needs = _("It needs {majority}.").format(majority=words.MAJORITIES[row.kind])
    return {**about(request, row), "address": {"resolution": row.pk}, "says": [row.words, needs]}


GAINS = (
    ("you", lazy("You are on the board.")),
    ("yes", lazy("Say yes, no or neither.")),
    ("money", lazy("Do you gain by it? Then do not vote.")),
    ("people", lazy("Everybody can read how you voted.")),
)
HAND = Journey("hand", [forms.Hand], _hand, button=lazy("This is my vote"), back=TO_VOTE, easy=GAINS)
hand = journey_page("boards.vote-by-name", of_resolution, HAND, _about)


def _counted(request: HttpRequest, answers: Answers) -> Done:
    row: Resolution = request.row
    votes = Votes(*(answers[name] for name in ("yes", "no", "abstained", "by_proxy")))
    actions.tell_count(
        row.pk, votes, by=request.actor, key=keyed(request, row.pk, *(answers[name] for name in answers))
    )
    said = _told(queries.find(row.pk) or row)
    return Done(
        _("Your count is in"),
        [said, _("Nobody is shown your figures before the other has counted.")],
        TO_VOTE,
        {"resolution": row.pk},
    )


COUNT = Journey("count", [forms.Counted], _counted, button=lazy("This is what I counted"), back=TO_VOTE)
tell = journey_page("boards.tell-count", of_resolution, COUNT, _about)


@post("boards.close-vote", of_resolution)
def _close(request: HttpRequest, row: Resolution, /, **address: Any) -> HttpResponse:
    actions.close(row.pk, by=request.actor, key=keyed(request, row.pk, "close"))
    return redirect("vote", resolution=row.pk)


close = page(_close)


# Hands that the secretary writes down as they were raised.


class Hands(Step):
    """How each member voted; its questions are made for one vote."""

    title = lazy("How did each vote?")
    lead = lazy("Write down what you saw. It is public.")


def hands_form(row: Resolution) -> type[Step]:
    """One question for each member who may vote on it and has not done so themselves."""
    out = {one.pk for one in queries.kept_out(row)} | queries.by_themselves(row)
    names = {f"hand-{one.pk}": one for one in voting_mandates(row.item.body) if one.pk not in out}
    choices = [*((key, words.CHOICES[key]) for key in CHOICES), ("", _("Did not vote"))]
    fields: dict[str, django_forms.Field] = {
        name: choice(one.name or _("Seat {number}").format(number=one.seat_id), choices, required=False)
        for name, one in names.items()
    }
    return type(Hands.__name__, (Hands,), fields)


@get("boards.write-down-vote", of_resolution)
def _hands(request: HttpRequest, row: Resolution, /, **address: Any) -> HttpResponse:
    given = {f"hand-{hand.mandate_id}": hand.choice for name, hand in queries.hands(row, request.actor)}
    return _ask(request, row, hands_form(row)(initial=given))


@post("boards.write-down-vote", of_resolution)
def _written(request: HttpRequest, row: Resolution, /, **address: Any) -> HttpResponse:
    form = hands_form(row)(request.POST)
    if form.is_valid():
        try:
            for name, picked in form.cleaned_data.items():
                if picked:
                    mandate = UUID(name.removeprefix("hand-"))
                    actions.vote(
                        row.pk, picked, mandate=mandate, by=request.actor, key=keyed(request, row.pk, mandate, picked)
                    )
            return redirect("vote", resolution=row.pk)
        except Refused as refusal:
            if refusal.kind != "refused":
                raise
            form.add_error(None, saying.refusal(refusal))
    return _ask(request, row, form, 422)


hands = page(_hands, _written)


def _ask(request: HttpRequest, row: Resolution, form: Step, status: int = 200) -> HttpResponse:
    shown = {"row": row, "place": row.item.body.place, "form": form, "field": field, "error_summary": error_summary}
    return render(request, "boards/vote_hands.html", shown, status=status)

"""Voting: one screen for each part of the paper, check, and into the box. Picks travel inside the form; nothing else here holds them.

What someone voted before is never shown, nor whether they did: phones are shared, and someone may stand behind them.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from letgo.commons.people.rules import AGREED_HOW
from letgo.commons.record.clock import now
from letgo.commons.record.refusals import Refused
from letgo.decide.ballots import actions, queries
from letgo.decide.ballots.models import Option, Poll
from letgo.decide.ballots.rules import RANKED, Choice, Helped, Terms, picks_fault
from letgo.web.ballots import ranking, words
from letgo.web.ui.verbs import get, page, post

SCREEN = 20  # options on one screen
FORGET = {"Clear-Site-Data": '"cache"'}  # pages that the browser keeps to go back to showed the picks


@dataclass(frozen=True)
class Paper:
    """The voting paper of one vote: its screens, each a heading and options, and what may be picked on it."""

    poll: Poll
    screens: Sequence[tuple[str, list[Option]]]
    terms: Terms

    @classmethod
    def of(cls, poll: Poll) -> "Paper":
        """1 SQL query."""
        options = [option for option in queries.options(poll) if not option.withdrawn]
        screens = words.pages_of(options, SCREEN)
        if poll.method in RANKED:  # people, all on one page: an order is made by looking at all of them
            screens = [("", sorted(options, key=lambda one: (one.none, one.number)))]
        return cls(poll, screens, Terms.from_data(poll.settings))

    @property
    def options(self) -> list[Option]:
        return [option for _, options in self.screens for option in options]

    @property
    def one_only(self) -> bool:
        return self.terms.most == 1 or self.poll.method in ("yes-no", "plurality")

    @property
    def ranked(self) -> bool:
        """Whether it takes an order instead of crosses."""
        return self.poll.method in RANKED

    def known(self, numbers: Collection[int]) -> frozenset[int]:
        """Those of the numbers that stand on the paper."""
        return frozenset(numbers) & {option.number for option in self.options}

    def fault(self, picks: frozenset[int]) -> str:
        """Why this cannot go into the box, or ""."""
        choices = [Choice(option.number, option.none) for option in self.options]
        return picks_fault(sorted(picks), choices, 1 if self.one_only else self.terms.most)


@lru_cache(maxsize=64)
def _at_turn(poll: UUID, turn: int) -> Paper | None:
    """The paper of a vote as it stood at this turn of the clock. 2 SQL queries."""
    found = queries.poll(poll)
    return None if found is None else Paper.of(found)


def paper_of(poll: UUID) -> Paper:
    """The voting paper, the same for all, so made once for all who vote within some seconds; what goes into the box is checked anew.

    Raises Http404 where there is no such vote.
    """
    seconds = settings.LETGO_PAGE_SECONDS
    found = _at_turn(poll, int(now().timestamp() // seconds)) if seconds else _at_turn.__wrapped__(poll, 0)
    if found is None:
        raise Http404
    return found


def of_paper(request: HttpRequest, poll: UUID, **rest: Any) -> Poll:
    """The vote with this id, or Http404; the view finds its paper as request.paper."""
    request.paper = paper_of(poll)
    return request.paper.poll


@get("ballots.cast", of_paper)
def _begin(request: HttpRequest, poll: Poll, /, **address: Any) -> HttpResponse:
    """4 SQL queries, however many options there are."""
    if words.stage(poll, now()) != "open":
        return redirect("poll", poll=poll.pk)
    if request.actor.helper:
        return _help(request, poll)
    if request.paper.ranked:
        options = request.paper.options
        return ranking.numbers(request, poll, options, ranking.filled(options, {}))
    return _screen(request, request.paper, 0, frozenset())


@post("ballots.cast", of_paper)
def _go(request: HttpRequest, poll: Poll, /, **address: Any) -> HttpResponse:
    if request.actor.helper and request.POST.get("agreed", "") not in AGREED_HOW:
        return _help(request, poll, _("Say how they agreed to your help."))
    paper: Paper = request.paper
    if paper.ranked:
        return _ranked(request, paper)
    asked, at = request.POST.get("go", ""), _number(request.POST.get("at", ""), len(paper.screens))
    picks = _picked(request, paper, at)
    if asked == "send":
        return _send(request, paper, picks)
    if asked.startswith("change-"):
        return _screen(request, paper, _number(asked.removeprefix("change-"), len(paper.screens) - 1), picks)
    if asked == "begin":
        return _screen(request, paper, 0, picks)
    step = at - 1 if asked == "back" else at + 1
    if 0 <= step < len(paper.screens) and asked != "check":
        return _screen(request, paper, step, picks)
    fault = paper.fault(picks)
    return _screen(request, paper, at, picks, fault) if fault else _check(request, paper, picks)


vote = page(_begin, _go)


def _ranked(request: HttpRequest, paper: Paper) -> HttpResponse:
    """A vote that is an order: its two pages are in ranking.py."""
    page, order = ranking.answered(request, paper.poll, paper.options)
    if page is not None:
        return page
    again = partial(ranking.check, request, paper.poll, paper.options, order)
    return _into_box(request, paper, order, lambda refusal: again(refusal=refusal))


def _send(request: HttpRequest, paper: Paper, picks: frozenset[int]) -> HttpResponse:
    return _into_box(request, paper, sorted(picks), lambda refusal: _check(request, paper, picks, refusal))


def _into_box(
    request: HttpRequest, paper: Paper, picks: Sequence[int], again: Callable[[Refused], HttpResponse]
) -> HttpResponse:
    """Into the box, and the page after it: the only one that shows the check slip, once. `again`: the page of a refusal."""
    named, helped = {option.number: option.pk for option in paper.options}, _helped(request)
    try:
        tracker = actions.cast(paper.poll.pk, [named[number] for number in picks], by=request.actor, helped=helped)
    except Refused as refusal:
        if refusal.kind != "refused":
            raise
        return again(refusal)
    shown = {"poll": paper.poll, "place": paper.poll.place, "closes": words.moment(paper.poll.closes), "slip": tracker}
    response = render(request, "ballots/voted.html", {**shown, "helped": helped is not None})
    for name, value in FORGET.items():
        response.headers[name] = value
    return response


def _helped(request: HttpRequest) -> Helped | None:
    if not request.actor.helper:
        return None
    return Helped(agreed=request.POST["agreed"])


def _help(request: HttpRequest, poll: Poll, fault: str = "") -> HttpResponse:
    shown = {"poll": poll, "place": poll.place, "how": AGREED_HOW, "fault": fault, "closes": words.moment(poll.closes)}
    return render(request, "ballots/helping.html", shown, status=422 if fault else 200)


def _screen(request: HttpRequest, paper: Paper, at: int, picks: frozenset[int], fault: str = "") -> HttpResponse:
    at = min(at, len(paper.screens) - 1)
    heading, options = paper.screens[at]
    here = {option.number for option in options}
    shown = {
        "poll": paper.poll,
        "place": paper.poll.place,
        "heading": heading,
        "options": options,
        "at": at,
        "screens": len(paper.screens),
        "picks": picks,
        "kept": _written(picks - here),
        "one_only": paper.one_only,
        "most": paper.terms.most,
        "fault": fault,
        "closes": words.moment(paper.poll.closes),
        "purse": words.purse(paper.poll),
        "price": words.price,
        "agreed": request.POST.get("agreed", ""),
    }
    return render(request, "ballots/vote.html", shown, status=422 if fault else 200)


def _check(request: HttpRequest, paper: Paper, picks: frozenset[int], refusal: Refused | None = None) -> HttpResponse:
    shown = {
        "poll": paper.poll,
        "place": paper.poll.place,
        "screens": [
            (at, heading, [option for option in options if option.number in picks])
            for at, (heading, options) in enumerate(paper.screens)
        ],
        "kept": _written(picks),
        "any": bool(picks),
        "last": len(paper.screens),
        "refusal": refusal,
        "closes": words.moment(paper.poll.closes),
        "price": words.price,
        "agreed": request.POST.get("agreed", ""),
    }
    return render(request, "ballots/vote_check.html", shown, status=422 if refusal else 200)


def _picked(request: HttpRequest, paper: Paper, at: int) -> frozenset[int]:
    """All picks so far: what this screen says of its own options, and what was kept of the others."""
    here = {option.number for option in paper.screens[at][1]} if at < len(paper.screens) else set()
    kept = frozenset(_numbers(request.POST.get("kept", "").split(","))) - here
    return paper.known(kept | (frozenset(_numbers(request.POST.getlist("pick"))) & here))


def _numbers(texts: Sequence[str]) -> list[int]:
    return [int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 6]


def _number(text: str, most: int) -> int:
    return min(int(text), most) if text.isascii() and text.isdigit() and len(text) < 5 else 0


def _written(picks: frozenset[int]) -> str:
    return ",".join(map(str, sorted(picks)))

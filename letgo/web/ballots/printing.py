"""The voting paper to print, A4 or large print: the same order, words and size for all; with one's own cover slip."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from letgo.commons.record.clock import now
from letgo.decide.ballots import queries
from letgo.decide.ballots.models import Poll
from letgo.decide.ballots.papers import queries as papers
from letgo.decide.ballots.papers.rules import BOTH_WAYS, LATE_POST
from letgo.decide.ballots.policies import voter
from letgo.decide.ballots.rules import RANKED, Terms
from letgo.web.ballots import words
from letgo.web.ballots.polls import of_poll
from letgo.web.ballots.ranked import of_group, reserved
from letgo.web.ui.verbs import get, page


@get("ballots.read", of_poll)
def _print(request: HttpRequest, poll: Poll, /, **address: Any) -> HttpResponse:
    """4 SQL queries. Nothing on the paper itself says whose it is; only the slip, which is parted from it, does."""
    terms, person = Terms.from_data(poll.settings), voter(request.actor)
    entry = poll.roll.filter(person=person).first() if person else None
    listed, ranked = [option for option in queries.options(poll) if not option.withdrawn], poll.method in RANKED
    by_number = [("", sorted(listed, key=lambda one: (one.none, one.number)))]
    shown = {
        "poll": poll,
        "place": poll.place,
        "screens": by_number if ranked else words.pages_of(listed, 1000),
        "ranked": ranked,
        "large": request.GET.get("print") == "large",
        "code": papers.code_of(entry) if entry else "",
        "strange": request.actor.person is None,
        "open": words.stage(poll, now()) in ("called", "open"),
        "rules": [BOTH_WAYS[terms.paper], LATE_POST[terms.late_post]],
        "bring_to": terms.bring_to,
        "closes": words.moment(poll.closes),
        "purse": words.purse(poll),
        "price": words.price,
        "one_only": terms.most == 1 or poll.method in ("yes-no", "plurality"),
        "most": terms.most,
        "kept": reserved(poll),
        "group": partial(of_group, poll),
    }
    return render(request, "ballots/print.html", shown)


paper = page(_print)

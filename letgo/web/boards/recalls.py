"""Pages of a vote to end an office early: who asks for it, how many names it takes, and what happens then. Nobody's name is shown."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from letgo.decide.boards.models import Body
from letgo.decide.boards.office_models import Recall
from letgo.decide.boards.office_rules import VOTE_DAYS, VOTE_NOTICE_DAYS
from letgo.decide.boards.queries import serving
from letgo.decide.boards.recalls import actions, queries
from letgo.web.boards import offices_words as words
from letgo.web.boards import removals_forms as forms
from letgo.web.boards.finding import journey_page, of_body, or_404
from letgo.web.boards.words import moment, weekday
from letgo.web.ui import charts
from letgo.web.ui.figures import people
from letgo.web.ui.journeys import Answers, Done, Journey
from letgo.web.ui.verbs import get, keyed, page


def of_recall(request: HttpRequest, recall: UUID, **rest: Any) -> Recall:
    """The recall with this id, with its body, petition and vote, or Http404."""
    return or_404(queries.find(recall))


@get("boards.read", of_recall)
def _recall(request: HttpRequest, row: Recall, /, **address: Any) -> HttpResponse:
    """3 SQL queries."""
    asked = queries.names(row)
    many, needs = (asked.names, asked.petition.threshold) if asked else (0, 0)
    shown = {
        "row": row, "body": row.body, "place": row.body.place, "title": words.recall_title(row),
        "news": words.recall_state(row, many, needs), "signs": row.state == "signing", "petition": row.petition, "poll": row.poll,
        "election": row.election, "words": row.petition.words if row.petition else "",
        "picture": _picture(many, needs) if row.state == "signing" and needs else None,
        "counts": [("Names so far", many), ("Names that are needed", needs)], "steps": steps(row),
    }  # fmt: skip
    return render(request, "boards/recall.html", shown)


recall = page(_recall)


def _picture(names: int, needs: int) -> Any:
    """One bar of all names that are needed, as full as it is. Who they are is shown nowhere."""
    said = f"{people(names)} of {needs}."
    bar = charts.Parts("Names", said, min(names, needs), "m1")
    return charts.blocks("names", "How many names there are, of those that are needed", said, [bar], needs)


def steps(row: Recall) -> list[tuple[str, str]]:
    """What happens, and when: of a recall that is asked for, voted on, or over."""
    who = "the board" if row.mandate is None else "this member"
    until = f"Until {weekday(row.petition.closes)}." if row.petition else ""
    vote = (
        f"In secret, from {moment(row.poll.opens)} to {moment(row.poll.closes)}."
        if row.poll
        else f"It opens by itself {VOTE_NOTICE_DAYS} days after the last name, for {VOTE_DAYS} days. Someone from outside runs it."
    )
    quorum = row.body.fixed.recall_quorum_percent
    if quorum:
        vote += f" At least {quorum} of every 100 on the list must vote."
    found = [("Names.", until), ("A vote.", row.why if row.state == "reached" and row.why else vote)]
    if row.state == "recalled":
        found.append(("They go.", "Their seats are empty from that day."))
    elif row.state in ("kept", "lapsed"):
        found.append(("They stay.", f"{row.why} {again(row)}".strip()))
    else:
        found.append((f"If most say yes, {who} goes.", "The seats are empty from that day."))
    if row.state not in ("kept", "lapsed"):
        found.append(("Nobody is left without a way to elect.", _caretaker(row)))
    return found


def again(row: Recall) -> str:
    """From when the same can be asked for again, or ""."""
    if row.again_from is None:
        return ""
    return f"The same can be asked for again from {weekday(row.again_from)}."


def _caretaker(row: Recall) -> str:
    if row.election:
        return "A new election was called in the same moment. Someone from outside runs it."
    return "If the last seat is emptied, a new election is called in the same moment, run by someone from outside."


# Asking for one.


def _ask(request: HttpRequest, answers: Answers) -> Done:
    body: Body = request.row
    whom = None if answers["mandate"] == "all" else UUID(answers["mandate"])
    key = keyed(request, body.pk, answers["mandate"])
    made = actions.start_recall(body.pk, whom, answers["reasons"], by=request.actor, key=key)
    needs = made.petition.threshold if made.petition else 0
    next_ = [
        f"It takes {people(needs, 'name', 'names')}. Yours is the first, and is never shown.",
        "Tell your neighbours. They can add their names here, by phone or at the door.",
        "With the last name a vote is called by itself. Nobody can stop it.",
    ]
    return Done("Names are asked for", next_, ("recall", "See how many there are"), {"recall": made.pk})


def asking(request: HttpRequest, body: Body) -> Journey:
    """Who should go, and why."""
    seated = [row for row in serving(body) if row.seat_id]
    people_ = [(str(row.pk), f"{row.name or 'The member'} (seat {row.seat.number})") for row in seated]

    def whom(*given: Any, **named: Any) -> forms.Whom:
        return forms.Whom(*given, people=people_, **named)

    return Journey(
        "recall", [whom, forms.WhyGo], _ask, button="Ask for a vote", back=("offices", "Back to all offices"), easy=EASY
    )


def whose(row: Recall) -> str:
    """Whom it was about."""
    if row.mandate is None:
        return "Everybody"
    return row.mandate.name or words.office(row.mandate)


EASY = (
    ("people", "You elected them."), ("stop", "You can end it early."), ("paper", "Enough people must sign."),
    ("lock", "Nobody sees your name."), ("yes", "Then everybody votes."),
)  # fmt: skip


def about_body(request: HttpRequest, body: Body) -> Mapping[str, Any]:
    """What it takes, before anybody asks. 4 SQL queries."""
    takes = queries.takes(body)
    says = [
        f"It takes {people(takes.names, 'name', 'names')} of the {people(takes.electors)} who can vote. You have 60 days.",
        "Your name is counted and never shown.",
        "Who signs must be on the list today, and still be on it when they sign. So nobody can bring in others for it.",
        *(f"{whose(row)}: this was asked for, and failed. {again(row)}" for row in queries.resting(body)),
    ]
    return {"place": body.place, "here": "board", "address": {"body": body.pk}, "says": says}


recall_ask = journey_page("boards.start-recall", of_body, asking, about_body)

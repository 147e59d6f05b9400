"""Pages of a vote to end an office early: who asks for it, how many names it takes, and what happens then. Nobody's name is shown."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from letgo.decide.boards.models import Body, Mandate
from letgo.decide.boards.office_models import Recall
from letgo.decide.boards.office_rules import VOTE_DAYS, VOTE_NOTICE_DAYS
from letgo.decide.boards.queries import serving
from letgo.decide.boards.recalls import actions, queries
from letgo.web.boards import offices_words as words
from letgo.web.boards import removals_forms as forms
from letgo.web.boards.finding import journey_page, of_body, or_404
from letgo.web.boards.words import least_voting, weekday
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
        "counts": [(_("Names so far"), many), (_("Names that are needed"), needs)], "steps": steps(row),
    }  # fmt: skip
    return render(request, "boards/recall.html", shown)


recall = page(_recall)


def _picture(names: int, needs: int) -> Any:
    """One bar of all names that are needed, as full as it is. Who they are is shown nowhere."""
    said = _("{people} of {needs}.").format(people=people(names), needs=needs)
    bar = charts.Parts(_("Names"), said, min(names, needs), "m1")
    return charts.blocks("names", _("How many names there are, of those that are needed"), said, [bar], needs)


def steps(row: Recall) -> list[tuple[str, str]]:
    """What happens, and when: of a recall that is asked for, voted on, or over."""
    yes = _("If most say yes, the board goes.") if row.mandate is None else _("If most say yes, this member goes.")
    until = _("Until {day}.").format(day=weekday(row.petition.closes)) if row.petition else ""
    found = [(_("Names."), until), (_("A vote."), row.why if row.state == "reached" and row.why else _vote(row))]
    if row.state == "recalled":
        found.append((_("They go."), _("Their seats are empty from that day.")))
    elif row.state in ("kept", "lapsed"):
        found.append((_("They stay."), f"{row.why} {again(row)}".strip()))
    else:
        found.append((yes, _("The seats are empty from that day.")))
    if row.state not in ("kept", "lapsed"):
        found.append((_("Nobody is left without a way to elect."), _caretaker(row)))
    return found


def _vote(row: Recall) -> str:
    by_itself = _("It opens by itself {after} days after the last name, for {days} days. Someone from outside runs it.")
    vote = words.in_secret(row.poll) if row.poll else by_itself.format(after=VOTE_NOTICE_DAYS, days=VOTE_DAYS)
    return f"{vote} {least_voting(row.body.fixed)}".strip()


def again(row: Recall) -> str:
    """From when the same can be asked for again, or ""."""
    if row.again_from is None:
        return ""
    return _("The same can be asked for again from {day}.").format(day=weekday(row.again_from))


def _caretaker(row: Recall) -> str:
    if row.election:
        return _("A new election was called in the same moment. Someone from outside runs it.")
    return _("If the last seat is emptied, a new election is called in the same moment, run by someone from outside.")


# Asking for one.


def _ask(request: HttpRequest, answers: Answers) -> Done:
    body: Body = request.row
    whom = None if answers["mandate"] == "all" else UUID(answers["mandate"])
    key = keyed(request, body.pk, answers["mandate"])
    made = actions.start_recall(body.pk, whom, answers["reasons"], by=request.actor, key=key)
    needs = made.petition.threshold if made.petition else 0
    next_ = [
        _("It takes {names}. Yours is the first, and is never shown.").format(names=people(needs, "name", "names")),
        _("Tell your neighbours. They can add their names here, by phone or at the door."),
        _("With the last name a vote is called by itself. Nobody can stop it."),
    ]
    return Done(_("Names are asked for"), next_, ("recall", _("See how many there are")), {"recall": made.pk})


def asking(request: HttpRequest, body: Body) -> Journey:
    """Who should go, and why."""
    seated = [row for row in serving(body) if row.seat_id]
    people_ = [(str(row.pk), _seated(row)) for row in seated]

    def whom(*given: Any, **named: Any) -> forms.Whom:
        return forms.Whom(*given, people=people_, **named)

    back = ("offices", _("Back to all offices"))
    return Journey("recall", [whom, forms.WhyGo], _ask, button=_("Ask for a vote"), back=back, easy=EASY)


def _seated(row: Mandate) -> str:
    return _("{name} (seat {number})").format(name=row.name or _("The member"), number=row.seat.number)


def whose(row: Recall) -> str:
    """Whom it was about."""
    if row.mandate is None:
        return _("Everybody")
    return row.mandate.name or words.office(row.mandate)


def _failed(row: Recall) -> str:
    return _("{who}: this was asked for, and failed. {again}").format(who=whose(row), again=again(row))


EASY = (
    ("people", lazy("You elected them.")),
    ("stop", lazy("You can end it early.")),
    ("paper", lazy("Enough people must sign.")),
    ("lock", lazy("Nobody sees your name.")),
    ("yes", lazy("Then everybody votes.")),
)


def about_body(request: HttpRequest, body: Body) -> Mapping[str, Any]:
    """What it takes, before anybody asks. 4 SQL queries."""
    takes = queries.takes(body)
    says = [
        _("It takes {names} of the {people} who can vote. You have 60 days.").format(
            names=people(takes.names, "name", "names"), people=people(takes.electors)
        ),
        _("Your name is counted and never shown."),
        _(
            "Who signs must be on the list today, and still be on it when they sign. So nobody can bring in others for it."
        ),
        *(_failed(row) for row in queries.resting(body)),
    ]
    return {"place": body.place, "here": "board", "address": {"body": body.pk}, "says": says}


recall_ask = journey_page("boards.start-recall", of_body, asking, about_body)

"""Pages on the way from a concern to a vote: plan, facts, hearing, reply, reasons that two have read. No step is left out."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from letgo.commons.people.rules import Actor
from letgo.decide.boards.models import Mandate
from letgo.decide.boards.office_models import Removal
from letgo.decide.boards.office_rules import deciders
from letgo.decide.boards.removals import actions, queries
from letgo.decide.boards.removals.queries import Seen
from letgo.web.boards import offices_forms as jobs
from letgo.web.boards import offices_words as words
from letgo.web.boards import removals_forms as forms
from letgo.web.boards.finding import or_404
from letgo.web.boards.offices_finding import Act, act, asked, links, runs
from letgo.web.boards.words import moment, weekday
from letgo.web.ui.fields import at
from letgo.web.ui.figures import day
from letgo.web.ui.journeys import Answers, Done, Journey
from letgo.web.ui.verbs import get, keyed, page

TO_REMOVAL = ("removal", "Back to where it stands")


def of_removal(request: HttpRequest, removal: UUID, **rest: Any) -> Removal:
    """The removal with this id as the actor may see it, or Http404; the view finds all of it as request.seen."""
    request.seen = or_404(queries.find(removal, request.actor))
    return request.seen.removal


@get("boards.read", of_removal)
def _removal(request: HttpRequest, row: Removal, /, **address: Any) -> HttpResponse:
    """3 SQL queries. Before the vote only the board, an outside checker and who it is about get here at all."""
    actor: Actor = request.actor
    shown = {
        "row": row, "body": row.mandate.body, "place": row.mandate.body.place, "title": words.removal_title(row),
        "news": words.removal_news(row), "open": links(actor, row, ACTS, "removal"),
        "over": row.state in ("removed", "kept", "dropped"), "steps": steps(request.seen), "private": request.seen.private,
        "poll": row.poll,
    }  # fmt: skip
    return render(request, "boards/removal.html", shown)


removal = page(_removal)


def steps(seen: Seen) -> list[tuple[str, str]]:
    """The way so far and what is still to come: each its bold words and the rest."""
    row, inside = seen.removal, seen.private is not None
    found = []
    if inside:
        found.append(("A concern.", "The person it is about was told at once."))
        plan = (
            f"It ran until {day(row.plan_until)}." if row.plan_until else "What must be better, who helps, and by when."
        )
        found.append(("A plan.", plan))
        days = row.mandate.body.fixed.hearing_days
        heard = (
            f"{moment(row.hearing_at)}."
            if row.hearing_at
            else f"They see the facts {days} days before it, and can reply."
        )
        found.append(("A hearing.", heard))
    elif row.hearing_at:
        found.append(("A hearing was held.", f"{weekday(row.hearing_at)}, before the vote was called."))
    found.append(("A vote.", _vote(row)))
    found.append(_end(row))
    return found


def _vote(row: Removal) -> str:
    if row.decides == "board":
        return "The board votes by name. Too few there, and it is no decision."
    if row.poll:
        return f"In secret, from {moment(row.poll.opens)} to {moment(row.poll.closes)}."
    return "Everybody who can vote here, in secret. Too few votes, and it is no decision."


def _end(row: Removal) -> tuple[str, str]:
    if row.state == "removed":
        by = f" It must answer by {weekday(row.due.due)}." if row.due and row.due.due else ""
        return (
            "The office is ended.",
            f"{row.employer.name if row.employer else 'The employer'} has an instruction.{by}",
        )
    if row.state in ("kept", "dropped"):
        return "The office goes on.", row.why
    return (
        "If the vote says yes:",
        "the office ends, and the employer has an instruction with a day. This site dismisses nobody.",
    )


def about(request: HttpRequest, row: Removal) -> Mapping[str, Any]:
    """What the pages of a journey about a removal show around it. No name stands in a title or an address."""
    return {
        "place": row.mandate.body.place, "here": "board", "address": {"removal": row.pk},
        "says": [words.removal_news(row), *getattr(request, "read_first", ())],
    }  # fmt: skip


def about_mandate(request: HttpRequest, row: Mandate) -> Mapping[str, Any]:
    """The same around an office."""
    says = [
        f"{words.office(row)}, {row.body.name}.",
        "The board, an outside checker and the person it is about read this. Nobody else does before there is a vote.",
    ]
    return {"place": row.body.place, "here": "board", "address": {"mandate": row.pk}, "says": says}


# What the board does.


def concern(request: HttpRequest, row: Mandate) -> Journey:
    """Writing down a concern about someone in office."""
    ways = deciders(row.seat_id is not None, row.coopted)
    employers = [(str(one.pk), one.name) for one in queries.employers(row.body)]

    def decides(*given: Any, **named: Any) -> forms.Decides:
        return forms.Decides(*given, ways=ways, employers=employers, **named)

    return Journey(
        "concern", [forms.Concern, decides], _concern, button="Write it down", back=("office", "Back to the office")
    )


def _concern(request: HttpRequest, answers: Answers) -> Done:
    row: Mandate = request.row
    made = actions.raise_concern(
        row.pk, answers["concern"], decides=answers["decides"], employer=UUID(answers["employer"]), by=request.actor,
        key=keyed(request, row.pk, "concern"),
    )  # fmt: skip
    next_ = [
        "The person it is about is told now, and can read it.",
        "Next comes a plan: what must be better, and by when.",
    ]
    return Done("The concern is written down", next_, TO_REMOVAL, {"removal": made.pk})


def _plan(request: HttpRequest, answers: Answers) -> Done:
    row = request.row
    actions.agree_plan(row.pk, answers["plan"], answers["until"], by=request.actor, key=keyed(request, row.pk, "plan"))
    next_ = ["They are told now.", f"Until {words.weekday(answers['until'])} there is no next step but to drop it."]
    return Done("The plan runs", next_, TO_REMOVAL, {"removal": row.pk})


def _hearing(request: HttpRequest, answers: Answers) -> Done:
    row, when = request.row, at(answers["day"], answers["clock"])
    key = keyed(request, row.pk, "hearing", when)
    actions.call_hearing(row.pk, answers["facts"], when, answers["where"], by=request.actor, key=key)
    next_ = ["They see the facts now, and can reply until the vote.", "There is no vote before the hearing."]
    return Done("The hearing is called", next_, TO_REMOVAL, {"removal": row.pk})


def _reasons(request: HttpRequest, answers: Answers) -> Done:
    row, sure = request.row, answers.get("sure") == "yes"
    key = keyed(request, row.pk, "reasons", answers["reasons"], answers["instruction"])
    actions.give_reasons(row.pk, answers["reasons"], answers["instruction"], sure=sure, by=request.actor, key=key)
    next_ = [
        "A second member of the board reads them now.",
        "Then the vote can be called. With it everybody can read them.",
    ]
    return Done("The reasons are written down", next_, TO_REMOVAL, {"removal": row.pk})


def _read(request: HttpRequest, answers: Answers) -> Done:
    row = request.row
    if answers["nothing"] == "no":
        return Done(
            "The reasons go back", ["Tell who wrote them what must be left out."], TO_REMOVAL, {"removal": row.pk}
        )
    actions.read_reasons(row.pk, by=request.actor, key=keyed(request, row.pk, row.line_id, "read"))
    return Done("Two of you have read them", ["The vote can be called."], TO_REMOVAL, {"removal": row.pk})


EASY_REPLY = (
    ("paper", "The board has written what went wrong."), ("you", "Now you can say what you think."),
    ("people", "The board reads it before it votes."), ("yes", "Say yes, and everyone can read it."),
    ("no", "Say no, and only the board reads it."),
)  # fmt: skip
EASY_READ = (
    ("paper", "Someone wrote why a person should go."), ("you", "You read it as the second one."),
    ("lock", "Look for words about health or family."), ("no", "Say no when you find such words."),
)  # fmt: skip
EASY_BOARD = (
    ("people", "The board will vote on this."), ("you", "The person it is about does not vote."),
    ("talk", "They are told when the board meets."),
)  # fmt: skip


def _reading(request: HttpRequest, row: Removal) -> Journey:
    request.read_first = [f"The reasons: {row.reasons}", f"What the employer must do: {row.instruction}"]
    return Journey("read", [forms.SecondReader], _read, button="Send my answer", back=TO_REMOVAL, easy=EASY_READ)


def _put(request: HttpRequest, answers: Answers) -> Done:
    row = request.row
    key = keyed(request, row.pk, "vote")
    actions.put_to_members(row.pk, asked(answers), by=request.actor, key=key)
    next_ = [
        "Everybody on the list can vote, in secret.",
        "If too few vote, nothing is decided and the office goes on.",
    ]
    return Done("The vote is called", next_, TO_REMOVAL, {"removal": row.pk})


def _voting(request: HttpRequest, row: Removal) -> Journey:
    steps = [jobs.VoteDays, runs(row.mandate.body)]
    return Journey("vote", steps, _put, button="Call the vote", back=TO_REMOVAL)


def _to_board(request: HttpRequest, answers: Answers) -> Done:
    row = request.row
    actions.put_to_board(row.pk, by=request.actor, key=keyed(request, row.pk, "board"))
    next_ = ["Put an item about it on the agenda.", "The person it is about does not vote."]
    return Done("It goes to the board", next_, TO_REMOVAL, {"removal": row.pk})


def _drop(request: HttpRequest, answers: Answers) -> Done:
    row = request.row
    actions.drop(row.pk, answers["reasons"], by=request.actor, key=keyed(request, row.pk, "drop"))
    return Done("It is dropped", ["The office goes on. They are told now."], TO_REMOVAL, {"removal": row.pk})


# What the person it is about does.


def _reply(request: HttpRequest, answers: Answers) -> Done:
    row = request.row
    actions.reply(
        row.pk,
        answers["reply"],
        public=answers["public"] == "yes",
        by=request.actor,
        key=keyed(request, row.pk, "reply"),
    )
    next_ = ["The board reads it before it votes.", "You can also speak at the hearing. You may bring someone."]
    return Done("Your reply stands beside the facts", next_, TO_REMOVAL, {"removal": row.pk})


def _replying(request: HttpRequest, row: Removal) -> Journey:
    request.read_first = ["The facts:", *filter(str.strip, row.facts.splitlines())]
    return Journey("reply", [forms.Reply], _reply, button="Send my reply", back=TO_REMOVAL, easy=EASY_REPLY)


def _ready(row: Removal) -> bool:
    return row.state == "hearing" and not queries.missing(row)


def _agreed(row: Removal) -> bool:
    return _ready(row) and bool(row.reasons) and row.read_by_id is not None


BACK = TO_REMOVAL
ACTS = (
    Act("reply", "boards.reply", "Reply to the facts", _replying, lambda row: row.state == "hearing" and not row.reply),
    act("plan", "boards.remove", "Write the plan", [forms.Plan], _plan, "Agree this plan", BACK,
        lambda row: row.state in ("concern", "plan")),
    act("hearing", "boards.remove", "Show the facts and call a hearing", [forms.Hearing], _hearing, "Show the facts", BACK,
        lambda row: row.state == "plan"),
    act("reasons", "boards.remove", "Write the reasons", [forms.Brief], _reasons, "Write them down", BACK, _ready),
    Act("read", "boards.remove", "Read the reasons as the second reader", _reading,
        lambda row: _ready(row) and bool(row.reasons) and row.read_by_id is None),
    Act("vote", "boards.remove", "Call the vote", _voting, lambda row: _agreed(row) and row.decides == "members"),
    act("board", "boards.remove", "Put it to the board", [jobs.Sure], _to_board, "Put it to the board", BACK,
        lambda row: _agreed(row) and row.decides == "board", easy=EASY_BOARD),
    act("drop", "boards.remove", "Drop it", [forms.Why], _drop, "Drop it", BACK,
        lambda row: row.state in ("concern", "plan", "hearing"), check="Drop it?"),
)  # fmt: skip

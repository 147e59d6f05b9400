"""Pages on the way from a concern to a vote: plan, facts, hearing, reply, reasons that two have read. No step is left out."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

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
from letgo.web.boards.words import weekday
from letgo.web.ui.fields import at
from letgo.web.ui.figures import day, moment
from letgo.web.ui.journeys import Answers, Done, Journey
from letgo.web.ui.verbs import get, keyed, page

TO_REMOVAL = ("removal", lazy("Back to where it stands"))


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
        found.append((_("A concern."), _("The person it is about was told at once.")))
        plan = _("What must be better, who helps, and by when.")
        if row.plan_until:
            plan = _("It ran until {day}.").format(day=day(row.plan_until))
        found.append((_("A plan."), plan))
        before = _("They see the facts {days} days before it, and can reply.")
        heard = before.format(days=row.mandate.body.fixed.hearing_days)
        found.append((_("A hearing."), f"{moment(row.hearing_at)}." if row.hearing_at else heard))
    elif row.hearing_at:
        held = _("{day}, before the vote was called.").format(day=weekday(row.hearing_at))
        found.append((_("A hearing was held."), held))
    found.append((_("A vote."), _vote(row)))
    found.append(_end(row))
    return found


def _vote(row: Removal) -> str:
    if row.decides == "board":
        return _("The board votes by name. Too few there, and it is no decision.")
    if row.poll:
        return words.in_secret(row.poll)
    return _("Everybody who can vote here, in secret. Too few votes, and it is no decision.")


def _end(row: Removal) -> tuple[str, str]:
    if row.state == "removed":
        employer = row.employer.name if row.employer else _("The employer")
        said = _("{employer} has an instruction.").format(employer=employer)
        if row.due and row.due.due:
            said += " " + _("It must answer by {day}.").format(day=weekday(row.due.due))
        return _("The office is ended."), said
    if row.state in ("kept", "dropped"):
        return _("The office goes on."), row.why
    return (
        _("If the vote says yes:"),
        _("the office ends, and the employer has an instruction with a day. This site dismisses nobody."),
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
        _(
            "The board, an outside checker and the person it is about read this. Nobody else does before there is a vote."
        ),
    ]
    return {"place": row.body.place, "here": "board", "address": {"mandate": row.pk}, "says": says}


# What the board does.


def concern(request: HttpRequest, row: Mandate) -> Journey:
    """Writing down a concern about someone in office."""
    ways = deciders(row.seat_id is not None, row.coopted)
    employers = [(str(one.pk), one.name) for one in queries.employers(row.body)]

    def decides(*given: Any, **named: Any) -> forms.Decides:
        return forms.Decides(*given, ways=ways, employers=employers, **named)

    back = ("office", _("Back to the office"))
    return Journey("concern", [forms.Concern, decides], _concern, button=_("Write it down"), back=back)


def _concern(request: HttpRequest, answers: Answers) -> Done:
    row: Mandate = request.row
    made = actions.raise_concern(
        row.pk, answers["concern"], decides=answers["decides"], employer=UUID(answers["employer"]), by=request.actor,
        key=keyed(request, row.pk, "concern"),
    )  # fmt: skip
    next_ = [
        _("The person it is about is told now, and can read it."),
        _("Next comes a plan: what must be better, and by when."),
    ]
    return Done(_("The concern is written down"), next_, TO_REMOVAL, {"removal": made.pk})


def _plan(request: HttpRequest, answers: Answers) -> Done:
    row = request.row
    actions.agree_plan(row.pk, answers["plan"], answers["until"], by=request.actor, key=keyed(request, row.pk, "plan"))
    next_ = [
        _("They are told now."),
        _("Until {day} there is no next step but to drop it.").format(day=words.weekday(answers["until"])),
    ]
    return Done(_("The plan runs"), next_, TO_REMOVAL, {"removal": row.pk})


def _hearing(request: HttpRequest, answers: Answers) -> Done:
    row, when = request.row, at(answers["day"], answers["clock"])
    key = keyed(request, row.pk, "hearing", when)
    actions.call_hearing(row.pk, answers["facts"], when, answers["where"], by=request.actor, key=key)
    next_ = [_("They see the facts now, and can reply until the vote."), _("There is no vote before the hearing.")]
    return Done(_("The hearing is called"), next_, TO_REMOVAL, {"removal": row.pk})


def _reasons(request: HttpRequest, answers: Answers) -> Done:
    row, sure = request.row, answers.get("sure") == "yes"
    key = keyed(request, row.pk, "reasons", answers["reasons"], answers["instruction"])
    actions.give_reasons(row.pk, answers["reasons"], answers["instruction"], sure=sure, by=request.actor, key=key)
    next_ = [
        _("A second member of the board reads them now."),
        _("Then the vote can be called. With it everybody can read them."),
    ]
    return Done(_("The reasons are written down"), next_, TO_REMOVAL, {"removal": row.pk})


def _read(request: HttpRequest, answers: Answers) -> Done:
    row = request.row
    if answers["nothing"] == "no":
        return Done(
            _("The reasons go back"), [_("Tell who wrote them what must be left out.")], TO_REMOVAL, {"removal": row.pk}
        )
    actions.read_reasons(row.pk, by=request.actor, key=keyed(request, row.pk, row.line_id, "read"))
    return Done(_("Two of you have read them"), [_("The vote can be called.")], TO_REMOVAL, {"removal": row.pk})


EASY_REPLY = (
    ("paper", lazy("The board has written what went wrong.")), ("you", lazy("Now you can say what you think.")),
    ("people", lazy("The board reads it before it votes.")), ("yes", lazy("Say yes, and everyone can read it.")),
    ("no", lazy("Say no, and only the board reads it.")),
)  # fmt: skip
EASY_READ = (
    ("paper", lazy("Someone wrote why a person should go.")), ("you", lazy("You read it as the second one.")),
    ("lock", lazy("Look for words about health or family.")), ("no", lazy("Say no when you find such words.")),
)  # fmt: skip
EASY_BOARD = (
    ("people", lazy("The board will vote on this.")), ("you", lazy("The person it is about does not vote.")),
    ("talk", lazy("They are told when the board meets.")),
)  # fmt: skip


def _reading(request: HttpRequest, row: Removal) -> Journey:
    request.read_first = [
        _("The reasons: {reasons}").format(reasons=row.reasons),
        _("What the employer must do: {instruction}").format(instruction=row.instruction),
    ]
    return Journey("read", [forms.SecondReader], _read, button=_("Send my answer"), back=TO_REMOVAL, easy=EASY_READ)


def _put(request: HttpRequest, answers: Answers) -> Done:
    row = request.row
    key = keyed(request, row.pk, "vote")
    actions.put_to_members(row.pk, asked(answers), by=request.actor, key=key)
    next_ = [
        _("Everybody on the list can vote, in secret."),
        _("If too few vote, nothing is decided and the office goes on."),
    ]
    return Done(_("The vote is called"), next_, TO_REMOVAL, {"removal": row.pk})


def _voting(request: HttpRequest, row: Removal) -> Journey:
    steps = [jobs.VoteDays, runs(row.mandate.body)]
    return Journey("vote", steps, _put, button=_("Call the vote"), back=TO_REMOVAL)


def _to_board(request: HttpRequest, answers: Answers) -> Done:
    row = request.row
    actions.put_to_board(row.pk, by=request.actor, key=keyed(request, row.pk, "board"))
    next_ = [_("Put an item about it on the agenda."), _("The person it is about does not vote.")]
    return Done(_("It goes to the board"), next_, TO_REMOVAL, {"removal": row.pk})


def _drop(request: HttpRequest, answers: Answers) -> Done:
    row = request.row
    actions.drop(row.pk, answers["reasons"], by=request.actor, key=keyed(request, row.pk, "drop"))
    return Done(_("It is dropped"), [_("The office goes on. They are told now.")], TO_REMOVAL, {"removal": row.pk})


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
    next_ = [_("The board reads it before it votes."), _("You can also speak at the hearing. You may bring someone.")]
    return Done(_("Your reply stands beside the facts"), next_, TO_REMOVAL, {"removal": row.pk})


def _replying(request: HttpRequest, row: Removal) -> Journey:
    request.read_first = [_("The facts:"), *filter(str.strip, row.facts.splitlines())]
    return Journey("reply", [forms.Reply], _reply, button=_("Send my reply"), back=TO_REMOVAL, easy=EASY_REPLY)


def _ready(row: Removal) -> bool:
    return row.state == "hearing" and not queries.missing(row)


def _agreed(row: Removal) -> bool:
    return _ready(row) and bool(row.reasons) and row.read_by_id is not None


BACK = TO_REMOVAL
ACTS = (
    Act("reply", "boards.reply", lazy("Reply to the facts"), _replying, lambda row: row.state == "hearing" and not row.reply),
    act("plan", "boards.remove", lazy("Write the plan"), [forms.Plan], _plan, lazy("Agree this plan"), BACK,
        lambda row: row.state in ("concern", "plan")),
    act("hearing", "boards.remove", lazy("Show the facts and call a hearing"), [forms.Hearing], _hearing, lazy("Show the facts"), BACK,
        lambda row: row.state == "plan"),
    act("reasons", "boards.remove", lazy("Write the reasons"), [forms.Brief], _reasons, lazy("Write them down"), BACK, _ready),
    Act("read", "boards.remove", lazy("Read the reasons as the second reader"), _reading,
        lambda row: _ready(row) and bool(row.reasons) and row.read_by_id is None),
    Act("vote", "boards.remove", lazy("Call the vote"), _voting, lambda row: _agreed(row) and row.decides == "members"),
    act("board", "boards.remove", lazy("Put it to the board"), [jobs.Sure], _to_board, lazy("Put it to the board"), BACK,
        lambda row: _agreed(row) and row.decides == "board", easy=EASY_BOARD),
    act("drop", "boards.remove", lazy("Drop it"), [forms.Why], _drop, lazy("Drop it"), BACK,
        lambda row: row.state in ("concern", "plan", "hearing"), check=lazy("Drop it?")),
)  # fmt: skip

"""Seats that fall empty and are filled: stepping down, a seat that is offered, someone asked in, an approver's yes or veto."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from letgo.commons.places.queries import whom
from letgo.commons.record.refusals import Refused
from letgo.decide.boards import queries
from letgo.decide.boards.models import Approval, Body, Mandate, Vacancy
from letgo.decide.boards.vacancies import actions
from letgo.web.boards import election_forms as forms
from letgo.web.boards import words
from letgo.web.boards.acting import Ask, Back, act_page
from letgo.web.boards.finding import of_approval, of_body, of_mandate, of_vacancy
from letgo.web.ui.figures import day
from letgo.web.ui.journeys import Answers, Done

EASY_OFFER = (
    ("home", lazy("A seat on the board is empty.")),
    ("you", lazy("People voted for you. You can have it.")),
    ("yes", lazy("If you say yes, you sit on the board.")),
    ("no", lazy("If you say no, the next person is asked.")),
    ("stop", lazy("You can step down later.")),
)
EASY_APPROVE = (
    ("people", lazy("People here elected someone.")),
    ("yes", lazy("If you say yes, they sit on the board.")),
    ("no", lazy("If you say no, they cannot.")),
    ("talk", lazy("Then you must say why. All can read it.")),
    ("time", lazy("If you say nothing, that is a yes.")),
)


def _to(body: Body) -> Back:
    return "body", {"body": body.pk}, body.name


def _ended(title: str, body: Body, *says: str) -> Done:
    return Done(title, says, words.to_body(body), {"body": body.pk})


# Leaving.


def _resign(row: Mandate, answers: Answers, **by: Any) -> Done:
    actions.resign(row.pk, **by)
    return _ended(_("You have stepped down"), row.body, _("Your office ended today."), _next(row.body))


def _next(body: Body) -> str:
    return _("What fills the seat was written down before: {way}").format(way=words.WAYS[body.fixed.vacancy])


resign = act_page(
    "boards.resign", of_mandate,
    lambda row: Ask(
        row.body.name, _("Step down"), _("From today on you do not sit on it any more. Nobody asks why."), _("I step down"),
        row.body.place, _to(row.body), (_("You cannot take this back. You can stand again at the next election."), _next(row.body)),
    ),
    lambda row, data: forms.Nothing(data), _resign,
)  # fmt: skip


def _end(row: Mandate, answers: Answers, **by: Any) -> Done:
    actions.end_office(row.pk, answers["why"], **by)
    return _ended(_("It is written down"), row.body, _("The office ended today."), _next(row.body))


end = act_page(
    "boards.end-office", of_mandate,
    lambda row: Ask(
        row.body.name, _("Someone has left: {name}").format(name=row.name),
        _("Only when they have died, or moved away. All else takes a vote."),
        _("Write it down"), row.body.place, _to(row.body), (_("Who is still on the list has not moved away. Correct the list first."),),
    ),
    lambda row, data: forms.Left(data), _end,
)  # fmt: skip


# A seat that is offered.


def _offered(row: Vacancy) -> Ask:
    until = row.mandate.end if row.mandate else None
    says = [_("If you say no, or nothing, the next person is asked.")]
    says += [_("It lasts until {day}.").format(day=day(until))] if until else []
    says += [_("Answer by {day}.").format(day=words.weekday(row.offered_until))] if row.offered_until else []
    lead = _("You stood in the last election of {body}. This seat is empty now, and it is yours if you want it.")
    return Ask(
        row.body.name, _("A seat is offered to you"), lead.format(body=words.named(row.body)), _("This is my answer"),
        row.body.place, _to(row.body), says, EASY_OFFER,
    )  # fmt: skip


def _answer(row: Vacancy, answers: Answers, **by: Any) -> Done:
    yes = answers["yes"] == "yes"
    actions.answer_offer(row.pk, yes, **by)
    if yes:
        says = (_("You sit on it from today on."), _("Your name stands on its page."))
        return _ended(_("The seat is yours"), row.body, *says)
    says = (_("The next person is asked."), _("You can stand at the next election."))
    return _ended(_("You have said no"), row.body, *says)


offer = act_page("boards.answer-offer", of_vacancy, _offered, lambda row, data: forms.Offer(data), _answer)


# Someone asked in.


def _asking(body: Body, data: Any) -> forms.Asked:
    return forms.Asked(data, resolutions=queries.carried(body))


def _co_opt(body: Body, answers: Answers, **by: Any) -> Done:
    found = whom(answers["person"], body.place) or whom(answers["person"], None)
    if len(found) != 1:
        raise Refused("We do not know one person by this.", "Write how they sign in here, or their whole name.")
    if "resolution" not in answers:
        raise Refused("The board has not voted on anything yet.", "Put it on the agenda of a meeting first.")
    resolution = UUID(answers["resolution"])
    made = actions.co_opt(body.pk, found[0].pk, answers["name"], resolution, months=answers["months"], **by)
    until = _("Until {day}.").format(day=day(made.end))
    return _ended(_("They are asked in"), body, until, _("Nobody elected them, so they have no vote on who chairs."))


co_opt = act_page(
    "boards.co-opt", of_body,
    lambda body: Ask(
        body.name, _("Ask someone in"),
        _("The board voted on them by name at a meeting. They join without a seat, for a year at most."),
        _("Ask them in"), body.place, _to(body),
        (_("The rules allow {most} of them at a time.").format(most=body.fixed.coopted_most),),
    ),
    _asking, _co_opt,
)  # fmt: skip


# A yes from outside.


def _approve(row: Approval, answers: Answers, **by: Any) -> Done:
    yes = answers["yes"] == "yes"
    actions.approve(row.pk, yes, answers["reasons"], **by)
    body = row.mandate.body
    if yes:
        return _ended(_("You said yes"), body, _("When all who are asked have said yes, they take their seat."))
    says = (_("This is shown as what it is: a veto."), _("Your reasons are public."), _next(body))
    return _ended(_("You said no"), body, *says)


approve = act_page(
    "boards.approve", of_approval,
    lambda row: Ask(
        row.mandate.body.name, _("Does {name} take the seat?").format(name=row.mandate.name),
        _("People elected them. You may say no until {day}. Saying nothing is a yes.").format(day=words.weekday(row.until)),
        _("This is my answer"), row.mandate.body.place, _to(row.mandate.body),
        (_("You answer as: {who}.").format(who=row.words),), EASY_APPROVE,
    ),
    lambda row, data: forms.Answer(data), _approve,
)  # fmt: skip

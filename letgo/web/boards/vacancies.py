"""Seats that fall empty and are filled: stepping down, a seat that is offered, someone asked in, an approver's yes or veto."""

from typing import Any
from uuid import UUID

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
    ("home", "A seat on the board is empty."), ("you", "People voted for you. You can have it."),
    ("yes", "If you say yes, you sit on the board."),
    ("no", "If you say no, the next person is asked."), ("stop", "You can step down later."),
)  # fmt: skip
EASY_APPROVE = (
    ("people", "People here elected someone."), ("yes", "If you say yes, they sit on the board."), ("no", "If you say no, they cannot."),
    ("talk", "Then you must say why. All can read it."), ("time", "If you say nothing, that is a yes."),
)  # fmt: skip


def _to(body: Body) -> Back:
    return "body", {"body": body.pk}, body.name


def _ended(title: str, body: Body, *says: str) -> Done:
    return Done(title, says, ("body", f"Back to {words.named(body)}"), {"body": body.pk})


# Leaving.


def _resign(row: Mandate, answers: Answers, **by: Any) -> Done:
    actions.resign(row.pk, **by)
    return _ended("You have stepped down", row.body, "Your office ended today.", _next(row.body))


def _next(body: Body) -> str:
    return f"What fills the seat was written down before: {words.WAYS[body.fixed.vacancy]}"


resign = act_page(
    "boards.resign", of_mandate,
    lambda row: Ask(
        row.body.name, "Step down", "From today on you do not sit on it any more. Nobody asks why.", "I step down", row.body.place,
        _to(row.body), ("You cannot take this back. You can stand again at the next election.", _next(row.body)),
    ),
    lambda row, data: forms.Nothing(data), _resign,
)  # fmt: skip


def _end(row: Mandate, answers: Answers, **by: Any) -> Done:
    actions.end_office(row.pk, answers["why"], **by)
    return _ended("It is written down", row.body, "The office ended today.", _next(row.body))


end = act_page(
    "boards.end-office", of_mandate,
    lambda row: Ask(
        row.body.name, f"Someone has left: {row.name}", "Only when they have died, or moved away. All else takes a vote.",
        "Write it down", row.body.place, _to(row.body), ("Who is still on the list has not moved away. Correct the list first.",),
    ),
    lambda row, data: forms.Left(data), _end,
)  # fmt: skip


# A seat that is offered.


def _offered(row: Vacancy) -> Ask:
    until = row.mandate.end if row.mandate else None
    says = ["If you say no, or nothing, the next person is asked."]
    says += [f"It lasts until {day(until)}."] if until else []
    says += [f"Answer by {words.weekday(row.offered_until)}."] if row.offered_until else []
    lead = f"You stood in the last election of {words.named(row.body)}. This seat is empty now, and it is yours if you want it."
    return Ask(
        row.body.name, "A seat is offered to you", lead, "This is my answer", row.body.place, _to(row.body), says, EASY_OFFER
    )  # fmt: skip


def _answer(row: Vacancy, answers: Answers, **by: Any) -> Done:
    yes = answers["yes"] == "yes"
    actions.answer_offer(row.pk, yes, **by)
    if yes:
        return _ended("The seat is yours", row.body, "You sit on it from today on.", "Your name stands on its page.")
    return _ended("You have said no", row.body, "The next person is asked.", "You can stand at the next election.")


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
    return _ended(
        "They are asked in", body, f"Until {day(made.end)}.", "Nobody elected them, so they have no vote on who chairs."
    )


co_opt = act_page(
    "boards.co-opt", of_body,
    lambda body: Ask(
        body.name, "Ask someone in", "The board voted on them by name at a meeting. They join without a seat, for a year at most.",
        "Ask them in", body.place, _to(body), (f"The rules allow {body.fixed.coopted_most} of them at a time.",),
    ),
    _asking, _co_opt,
)  # fmt: skip


# A yes from outside.


def _approve(row: Approval, answers: Answers, **by: Any) -> Done:
    yes = answers["yes"] == "yes"
    actions.approve(row.pk, yes, answers["reasons"], **by)
    body = row.mandate.body
    if yes:
        return _ended("You said yes", body, "When all who are asked have said yes, they take their seat.")
    return _ended("You said no", body, "This is shown as what it is: a veto.", "Your reasons are public.", _next(body))


approve = act_page(
    "boards.approve", of_approval,
    lambda row: Ask(
        row.mandate.body.name, f"Does {row.mandate.name} take the seat?",
        f"People elected them. You may say no until {words.weekday(row.until)}. Saying nothing is a yes.", "This is my answer",
        row.mandate.body.place, _to(row.mandate.body), (f"You answer as: {row.words}.",), EASY_APPROVE,
    ),
    lambda row, data: forms.Answer(data), _approve,
)  # fmt: skip

"""What pages say of jobs, offices, reviews, removals and recalls: the news first, who holds the duty, by when, how to insist."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from letgo.commons.places.queries import today
from letgo.decide.boards.models import Body, Mandate
from letgo.decide.boards.office_models import Appointment, Recall, Removal, Review
from letgo.web.boards.words import ENDED, SOURCES, TITLES, moment, months, named, weekday
from letgo.web.ui.figures import day, people, whole

DECIDERS = {
    "members": "Everybody who can vote here, in a secret vote. \u201cNone of these\u201d is on the paper.",
    "board": "The board, at a meeting with enough of them there.",
}
APPLIED = {
    "applied": "The panel has not given points yet.",
    "stands": "Stands in the vote.",
    "left-out": "Does not stand: {reason}",
    "withdrawn": "Does not want it any more.",
}


@dataclass(frozen=True)
class Row:
    """One row of a list: where it leads, its title, what stands at the right, and one sentence."""

    id: UUID
    title: str
    until: str
    said: str


def targets(rows: list[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """What must be reached, each with its day."""
    return [(row["words"], day(date.fromisoformat(row["by"]))) for row in rows]


# Jobs.


def job_news(row: Appointment) -> str:
    """Where a job stands, and by when what happens."""
    if row.state == "described":
        return "It is written down, and only the board sees it. Publish it, so that people can apply."
    if row.state == "published":
        if row.until and row.until >= today():
            return f"You can apply until {weekday(row.until)}."
        return "Nobody can apply any more. The panel gives its points. Then there is a vote."
    if row.state == "voting":
        if row.poll:
            return f"The vote is open from {moment(row.poll.opens)} to {moment(row.poll.closes)}."
        return "The board decides at its next meeting with enough of them there."
    if row.state == "appointed" and row.mandate:
        return f"{row.mandate.name or 'Someone'} was chosen, and has the job until {day(row.mandate.end)}."
    return row.why


def job_title(row: Appointment) -> str:
    """The page's h1."""
    said = {"appointed": "Chosen", "none": "Nobody was chosen", "void": "Ended", "voting": "Vote"}.get(row.state, "Job")
    return f"{said}: {row.role}"


def job_facts(row: Appointment) -> list[tuple[str, str]]:
    """The terms of a job."""
    return [
        ("How long", months(row.term_months)),
        ("How often it is looked at", f"Every {months(row.review_months)}" if row.review_months > 1 else "Every month"),
        ("Who gives the points", row.panel),
        ("Who decides", DECIDERS[row.decides]),
    ]


def job_steps(row: Appointment) -> list[tuple[str, str]]:
    """What happens because somebody was chosen."""
    held = row.mandate
    if row.state != "appointed" or held is None:
        return []
    every = months(row.review_months)
    return [
        (f"They begin on {weekday(held.start)}.", f"The office ends by itself on {day(held.end)}."),
        (f"The board looks at it every {every}." if row.review_months > 1 else "The board looks at it every month.",
         "The first figures are counted by this site."),
        ("If a promise is not kept,", "the board says so, makes a plan, hears them, and votes. Never without a hearing."),
    ]  # fmt: skip


# Those in office.


def office(row: Mandate) -> str:
    """What the office is called: as the job was, where it had a name of its own."""
    return row.called or TITLES.get(row.title, row.title.capitalize())


def held(row: Mandate, under_review: bool) -> Row:
    """Somebody in office, in a list."""
    said = f"{row.name or 'Someone'}, {SOURCES[row.source_kind]}. " if row.name else ""
    every = f"Looked at every {months(row.review_months)}." if row.review_months else ""
    now = "Under review now." if under_review else every
    return Row(row.pk, office(row), f"until {day(row.end)}", f"{said}{now}".strip())


def office_news(row: Mandate, reviews: list[Review]) -> str:
    """How an office stands."""
    if row.state == "ended":
        return f"{ENDED[row.ended_why]} It ended on {day(row.ended or row.end)}."
    under_way = next((one for one in reviews if one.state in ("facts", "commented")), None)
    if under_way:
        return f"Under review. {review_news(under_way)}"
    return f"{row.name or 'Someone'} has the office until {day(row.end)}."


def office_facts(row: Mandate) -> list[tuple[str, str]]:
    """The terms of an office."""
    found = [
        ("Who", row.name or "Someone who does not want their name here"),
        ("How they came", SOURCES[row.source_kind].capitalize()),
        ("From", day(row.start)),
        ("Until", day(row.ended or row.end)),
    ]
    if row.review_months:
        found.append(("Looked at", f"Every {months(row.review_months)}" if row.review_months > 1 else "Every month"))
    return found


# Reviews.


def review_title(row: Review) -> str:
    """The page's h1."""
    return f"Review {row.number} of the {office(row.mandate).lower()}"


def review_news(row: Review) -> str:
    """Where a review stands."""
    span = f"It is about {day(row.since)} to {day(row.until)}."
    if row.state == "done":
        return f"It is done. {span}"
    if row.state == "commented":
        return f"The figures are there, and the comments beside them. {span}"
    if row.comment_until and row.comment_until >= today():
        return f"Who is reviewed can write beside the figures until {weekday(row.comment_until)}. {span}"
    return f"The board writes now what it comes to. {span}"


def reviewed(row: Review) -> Row:
    """A review in a list."""
    return Row(row.pk, f"Review {row.number}", day(row.due), review_news(row))


# Removals.


def removal_title(row: Removal) -> str:
    """The page's h1: how far it is."""
    said = {
        "concern": "Concern",
        "plan": "Plan",
        "hearing": "Hearing",
        "vote": "Vote",
        "removed": "The office is ended",
        "kept": "The office goes on",
        "dropped": "Dropped",
    }[row.state]
    return f"{said}: {office(row.mandate).lower()}"


def removal_news(row: Removal) -> str:
    """Where it stands, and what comes next."""
    return {
        "concern": "A concern is written down. Next comes a plan: what must be better, who helps, and by when.",
        "plan": f"A plan runs until {weekday(row.plan_until)}." if row.plan_until else "",
        "hearing": _hearing(row),
        "vote": "The reasons are written, and a second person has read them. The vote decides.",
        "removed": "The vote has ended the office.",
        "kept": f"The office goes on. {row.why}".strip(),
        "dropped": f"Nothing more happens. {row.why}".strip(),
    }[row.state]


def _hearing(row: Removal) -> str:
    if row.hearing_at is None:
        return ""
    where = f", {row.hearing_where}" if row.hearing_where else ""
    return f"The hearing is on {moment(row.hearing_at)}{where}. There is no vote before it."


def removed(row: Removal) -> Row:
    """A removal in a list."""
    return Row(row.pk, removal_title(row), "", removal_news(row))


# Voting them out early.


def recall_title(row: Recall) -> str:
    """The page's h1."""
    if row.mandate is None:
        return f"Should {named(row.body)} go?"
    return f"Should {row.mandate.name or 'this member'} go?"


def recall_state(row: Recall, names: int, needs: int) -> str:
    """Where a recall stands: of names, counted and never shown."""
    if row.state == "signing":
        return (
            f"{people(names)} of the {whole(needs)} that are needed {'wants' if names == 1 else 'want'} a vote on it."
        )
    return {
        "reached": "Enough people asked for it. The vote is called by itself.",
        "voting": "Enough people asked for it. The vote decides.",
        "recalled": "The vote said: they go.",
        "kept": "The vote said: they stay." if not row.why else row.why,
        "lapsed": f"{row.why} Nothing happens.",
    }[row.state]


def recall_listed(row: Recall) -> str:
    """The same in a list, where nothing is counted."""
    if row.state == "signing" and row.petition:
        return f"{people(row.petition.threshold, 'name', 'names')} are needed until {day(row.petition.closes)}."
    return recall_state(row, 0, 0)


def recall_rule(body: Body) -> str:
    """What it takes, in a sentence."""
    terms = body.fixed
    least = f", and at least {people(terms.recall_least)}" if terms.recall_least else ""
    return f"{terms.recall_percent} of every 100 people who can vote{least} can ask for a vote on it."

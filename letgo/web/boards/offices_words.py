"""What pages say of jobs, offices, reviews, removals and recalls: the news first, who holds the duty, by when, how to insist."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from letgo.commons.places.queries import today
from letgo.decide.ballots.models import Poll
from letgo.decide.boards.models import Body, Mandate
from letgo.decide.boards.office_models import Appointment, Recall, Removal, Review
from letgo.web.boards.words import ENDED, SOURCES, TITLES, months, named, weekday
from letgo.web.ui.figures import day, moment, people, whole
from letgo.web.ui.saying import each

DECIDERS = each(
    {
        "members": "Everybody who can vote here, in a secret vote. \u201cNone of these\u201d is on the paper.",
        "board": "The board, at a meeting with enough of them there.",
    }
)
APPLIED = each(
    {
        "applied": "The panel has not given points yet.",
        "stands": "Stands in the vote.",
        "left-out": "Does not stand: {reason}",
        "withdrawn": "Does not want it any more.",
    }
)


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
        return _("It is written down, and only the board sees it. Publish it, so that people can apply.")
    if row.state == "published":
        if row.until and row.until >= today():
            return _("You can apply until {day}.").format(day=weekday(row.until))
        return _("Nobody can apply any more. The panel gives its points. Then there is a vote.")
    if row.state == "voting":
        if row.poll:
            return _("The vote is open from {opens} to {closes}.").format(
                opens=moment(row.poll.opens), closes=moment(row.poll.closes)
            )
        return _("The board decides at its next meeting with enough of them there.")
    if row.state == "appointed" and row.mandate:
        said = _("{name} was chosen, and has the job until {day}.")
        return said.format(name=row.mandate.name or _("Someone"), day=day(row.mandate.end))
    return row.why


def job_title(row: Appointment) -> str:
    """The page's h1."""
    said = {
        "appointed": _("Chosen: {role}"),
        "none": _("Nobody was chosen: {role}"),
        "void": _("Ended: {role}"),
        "voting": _("Vote: {role}"),
    }
    return said.get(row.state, _("Job: {role}")).format(role=row.role)


def job_facts(row: Appointment) -> list[tuple[str, str]]:
    """The terms of a job."""
    return [
        (_("How long"), months(row.term_months)),
        (_("How often it is looked at"), _every(row.review_months)),
        (_("Who gives the points"), row.panel),
        (_("Who decides"), DECIDERS[row.decides]),
    ]


def job_steps(row: Appointment) -> list[tuple[str, str]]:
    """What happens because somebody was chosen."""
    held = row.mandate
    if row.state != "appointed" or held is None:
        return []
    ends = _("The office ends by itself on {day}.").format(day=day(held.end))
    looks = _("The board looks at it every month.")
    if row.review_months > 1:
        looks = _("The board looks at it every {months}.").format(months=months(row.review_months))
    hears = _("the board says so, makes a plan, hears them, and votes. Never without a hearing.")
    return [
        (_("They begin on {day}.").format(day=weekday(held.start)), ends),
        (looks, _("The first figures are counted by this site.")),
        (_("If a promise is not kept,"), hears),
    ]


def _every(number: int) -> str:
    return _("Every {months}").format(months=months(number)) if number > 1 else _("Every month")


# Those in office.


def office(row: Mandate) -> str:
    """What the office is called: as the job was, where it had a name of its own."""
    return row.called or TITLES.get(row.title, row.title.capitalize())


def held(row: Mandate, under_review: bool) -> Row:
    """Somebody in office, in a list."""
    who = f"{row.name}, {SOURCES[row.source_kind]}." if row.name else ""
    every = _("Looked at every {months}.").format(months=months(row.review_months)) if row.review_months else ""
    now = _("Under review now.") if under_review else every
    return Row(row.pk, office(row), _("until {day}").format(day=day(row.end)), f"{who} {now}".strip())


def office_news(row: Mandate, reviews: list[Review]) -> str:
    """How an office stands."""
    if row.state == "ended":
        return _("{why} It ended on {day}.").format(why=ENDED[row.ended_why], day=day(row.ended or row.end))
    under_way = next((one for one in reviews if one.state in ("facts", "commented")), None)
    if under_way:
        return f"{_('Under review.')} {review_news(under_way)}"
    return _("{name} has the office until {day}.").format(name=row.name or _("Someone"), day=day(row.end))


def office_facts(row: Mandate) -> list[tuple[str, str]]:
    """The terms of an office."""
    found = [
        (_("Who"), row.name or _("Someone who does not want their name here")),
        (_("How they came"), SOURCES[row.source_kind].capitalize()),
        (_("From"), day(row.start)),
        (_("Until"), day(row.ended or row.end)),
    ]
    if row.review_months:
        found.append((_("Looked at"), _every(row.review_months)))
    return found


# Reviews.


def review_title(row: Review) -> str:
    """The page's h1."""
    return _("Review {number} of the {office}").format(number=row.number, office=office(row.mandate).lower())


def review_news(row: Review) -> str:
    """Where a review stands."""
    now = _("The board writes now what it comes to.")
    if row.state == "done":
        now = _("It is done.")
    elif row.state == "commented":
        now = _("The figures are there, and the comments beside them.")
    elif row.comment_until and row.comment_until >= today():
        now = _("Who is reviewed can write beside the figures until {day}.").format(day=weekday(row.comment_until))
    span = _("It is about {since} to {until}.").format(since=day(row.since), until=day(row.until))
    return f"{now} {span}"


def reviewed(row: Review) -> Row:
    """A review in a list."""
    return Row(row.pk, _("Review {number}").format(number=row.number), day(row.due), review_news(row))


# Removals.


def removal_title(row: Removal) -> str:
    """The page's h1: how far it is."""
    said = {
        "concern": _("Concern: {office}"),
        "plan": _("Plan: {office}"),
        "hearing": _("Hearing: {office}"),
        "vote": _("Vote: {office}"),
        "removed": _("The office is ended: {office}"),
        "kept": _("The office goes on: {office}"),
        "dropped": _("Dropped: {office}"),
    }[row.state]
    return said.format(office=office(row.mandate).lower())


def removal_news(row: Removal) -> str:
    """Where it stands, and what comes next."""
    return {
        "concern": _("A concern is written down. Next comes a plan: what must be better, who helps, and by when."),
        "plan": _("A plan runs until {day}.").format(day=weekday(row.plan_until)) if row.plan_until else "",
        "hearing": _hearing(row),
        "vote": _("The reasons are written, and a second person has read them. The vote decides."),
        "removed": _("The vote has ended the office."),
        "kept": f"{_('The office goes on.')} {row.why}".strip(),
        "dropped": f"{_('Nothing more happens.')} {row.why}".strip(),
    }[row.state]


def _hearing(row: Removal) -> str:
    if row.hearing_at is None:
        return ""
    said = (
        _("The hearing is on {moment}, {where}. There is no vote before it.")
        if row.hearing_where
        else _("The hearing is on {moment}. There is no vote before it.")
    )
    return said.format(moment=moment(row.hearing_at), where=row.hearing_where)


def removed(row: Removal) -> Row:
    """A removal in a list."""
    return Row(row.pk, removal_title(row), "", removal_news(row))


# Voting them out early.


def in_secret(poll: Poll) -> str:
    """When a secret vote is, in a sentence."""
    return _("In secret, from {opens} to {closes}.").format(opens=moment(poll.opens), closes=moment(poll.closes))


def recall_title(row: Recall) -> str:
    """The page's h1."""
    if row.mandate is None:
        return _("Should {who} go?").format(who=named(row.body))
    return _("Should {who} go?").format(who=row.mandate.name or _("this member"))


def recall_state(row: Recall, names: int, needs: int) -> str:
    """Where a recall stands: of names, counted and never shown."""
    if row.state == "signing":
        said = ngettext(
            "{people} of the {needs} that are needed wants a vote on it.",
            "{people} of the {needs} that are needed want a vote on it.",
            names,
        )
        return said.format(people=people(names), needs=whole(needs))
    return {
        "reached": _("Enough people asked for it. The vote is called by itself."),
        "voting": _("Enough people asked for it. The vote decides."),
        "recalled": _("The vote said: they go."),
        "kept": _("The vote said: they stay.") if not row.why else row.why,
        "lapsed": f"{row.why} {_('Nothing happens.')}",
    }[row.state]


def recall_listed(row: Recall) -> str:
    """The same in a list, where nothing is counted."""
    if row.state == "signing" and row.petition:
        needs = row.petition.threshold
        said = ngettext("{number} name is needed until {day}.", "{number} names are needed until {day}.", needs)
        return said.format(number=whole(needs), day=day(row.petition.closes))
    return recall_state(row, 0, 0)


def recall_rule(body: Body) -> str:
    """What it takes, in a sentence."""
    terms = body.fixed
    said = (
        _("{percent} of every 100 people who can vote, and at least {people} can ask for a vote on it.")
        if terms.recall_least
        else _("{percent} of every 100 people who can vote can ask for a vote on it.")
    )
    return said.format(percent=terms.recall_percent, people=people(terms.recall_least))

"""Who works for a body, and the page of one office: its terms, targets, reviews, and what is said about it in public."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from letgo.commons.people.queries import may
from letgo.commons.people.rules import Actor
from letgo.decide.boards import queries
from letgo.decide.boards.appointments import queries as appointments
from letgo.decide.boards.confidences import queries as confidences
from letgo.decide.boards.interests.queries import register
from letgo.decide.boards.models import Body, Mandate
from letgo.decide.boards.office_models import Appointment, Recall
from letgo.decide.boards.recalls import queries as recalls
from letgo.decide.boards.removals import queries as removals
from letgo.decide.boards.reviews import queries as reviews
from letgo.web.boards import offices_words as words
from letgo.web.boards.appointments import DESCRIBE, about_body
from letgo.web.boards.body_parts import PARTS, Link, Part
from letgo.web.boards.finding import journey_page, of_body, of_mandate
from letgo.web.boards.removals import about_mandate, concern
from letgo.web.ui.figures import day
from letgo.web.ui.verbs import get, page

APPOINTED = "member"  # a seat is no office by appointment


@get("boards.read", of_body)
def _offices(request: HttpRequest, body: Body, /, **address: Any) -> HttpResponse:
    """10 SQL queries at most, however many work there."""
    actor: Actor = request.actor
    jobs = [*(appointments.drafts(body) if may(actor, "boards.appoint", body) else []), *appointments.at(body)]
    held = [row for row in queries.serving(body) if row.title != APPOINTED]
    under = {one.mandate_id: one for one in reviews.at(body) if one.state in ("facts", "commented")}
    held.sort(key=lambda row: row.pk not in under)
    asked = recalls.at(body)
    shown = {
        "body": body, "place": body.place, "news": _news(held, under, jobs), "open": _links(actor, body),
        "holders": [words.held(row, row.pk in under) for row in held], "jobs": [_job(row) for row in jobs],
        "recalls": [_recall(row) for row in asked], "recall_rule": words.recall_rule(body),
        "interests": [f"{name}, {day(one.line.at)}: {one.words}" for name, one in register(body)],
    }  # fmt: skip
    return render(request, "boards/offices.html", shown)


offices = page(_offices)
appointment_describe = journey_page("boards.appoint", of_body, DESCRIBE, about_body)


def _links(actor: Actor, body: Body) -> list[Link]:
    address: dict[str, object] = {"body": body.pk}
    found: list[Link] = []
    if may(actor, "boards.appoint", body):
        found.append(("appointment-describe", address, _("Describe a job")))
    if may(actor, "boards.start-recall", body):
        found.append(("recall-ask", address, _("Ask for a vote to end an office early")))
    if may(actor, "boards.speak-in-confidence", body):
        found.append(("confidence-say", address, _("You work here? Speak to the board in confidence")))
    if confidences.waiting(actor):
        found.append(("confidences", {}, _("Read what was said to you in confidence")))
    return found


def _news(held: list[Mandate], under: Collection[UUID], jobs: list[Appointment]) -> str:
    if held and held[0].pk in under:
        said = _("{office}: {name}, under review now.")
        return said.format(office=words.office(held[0]), name=held[0].name or _("someone"))
    open_now = [row for row in jobs if row.state in ("published", "voting")]
    if open_now:
        return f"{open_now[0].role}: {words.job_news(open_now[0])}"
    if held:
        said = _("{office}: {name}, until {day}.")
        return said.format(office=words.office(held[0]), name=held[0].name or _("someone"), day=day(held[0].end))
    return _("Nobody has an office yet. The board describes a job, and everybody can read it.")


def _job(row: Appointment) -> words.Row:
    return words.Row(row.pk, words.job_title(row), "", words.job_news(row))


def _recall(row: Recall) -> words.Row:
    return words.Row(row.pk, words.recall_title(row), "", words.recall_listed(row))


# One office.


@get("boards.read", of_mandate)
def _office(request: HttpRequest, row: Mandate, /, **address: Any) -> HttpResponse:
    """6 SQL queries at most, however long someone is in office."""
    actor: Actor = request.actor
    looked = reviews.of(row)
    about = [one for one in removals.at(row.body, actor) if one.mandate_id == row.pk]
    shown = {
        "row": row, "body": row.body, "place": row.body.place, "title": words.office(row), "news": words.office_news(row, looked),
        "open": _acts(actor, row, any(one.state in ("concern", "plan", "hearing", "vote") for one in about)),
        "said": words.office_facts(row), "aims": words.targets(row.targets), "reviews": [words.reviewed(one) for one in looked],
        "removals": [words.removed(one) for one in about],
    }  # fmt: skip
    return render(request, "boards/office.html", shown)


office = page(_office)
office_concern = journey_page("boards.remove", of_mandate, concern, about_mandate)


def _acts(actor: Actor, row: Mandate, under_way: bool) -> list[Link]:
    if row.state != "serving" or under_way or not may(actor, "boards.remove", row):
        return []
    return [("office-concern", {"mandate": row.pk}, _("Write down a concern"))]


# On the page of the body.


def part(request: HttpRequest, body: Body) -> Part:
    """The way to who works for the body, and to end an office early. No SQL query."""
    address: Mapping[str, object] = {"body": body.pk}
    again: list[Link] = []
    if may(request.actor, "boards.start-recall", body):
        again.append(("recall-ask", dict(address), _("Ask for a vote to end an office early")))
    again.append(("offices", dict(address), _("Read what was asked for so far")))
    links: list[Link] = [("offices", dict(address), _("Who works for it, and how they are held to account"))]
    return Part(links=tuple(links), recall_links=tuple(again))


PARTS.append(part)

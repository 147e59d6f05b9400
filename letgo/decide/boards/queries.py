"""What pages read of bodies, seats and elections. Offices and meetings have queries of their own in their inner rooms."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from letgo.commons.people.rules import Actor
from letgo.commons.places.models import Place
from letgo.commons.powers.models import Power
from letgo.commons.powers.rules import WITH_HOLDER
from letgo.commons.record.prepared import prepared
from letgo.decide.boards.meeting_models import Resolution
from letgo.decide.boards.models import (
    Approval,
    Body,
    Election,
    Mandate,
    Nomination,
    Seat,
    Seconding,
    TermsChange,
    Vacancy,
)
from letgo.decide.boards.rules import RUNNING
from letgo.decide.boards.weights import Powers, powers  # noqa: F401 pages read them here


def title(row: Any) -> str:
    """What people call a body, an election, a job, a meeting: for house/kinds.py. No SQL: it names no row beside its own."""
    if isinstance(row, Election):
        return f"Election of {row.seats} to a board" if row.seats > 1 else "Election of one to a board"
    return str(getattr(row, "name", "") or getattr(row, "title", "") or row)


def body(pk: UUID) -> Body | None:
    """The body with this id, with its place, organisation and electorate. 1 SQL query."""
    return Body.objects.filter(pk=pk).select_related("place", "organisation", "electorate").first()


def serving(of: Body) -> list[Mandate]:
    """Who holds an office of this body now, by seat. 1 SQL query."""
    rows = of.mandates.filter(state="serving").select_related("seat", "person")
    return list(rows.order_by("seat__number", "title", "pk"))


# What the pages of elections read.


def of_place(place: Place) -> list[Body]:
    """The bodies of a place that are not over, by name. 1 SQL query."""
    rows = Body.objects.filter(place=place).exclude(state="over").select_related("place", "organisation", "electorate")
    return list(rows.order_by("name"))


def seats(of: Body) -> list[Seat]:
    """Its seats by number: as many as its terms say, and those too many that still have a holder. 1 SQL query."""
    held = Q(pk__in=of.mandates.exclude(state="ended").filter(seat__isnull=False).values("seat"))
    return list(of.seats.filter(Q(number__lte=of.fixed.seats) | held).order_by("number"))


def holders(of: Body) -> list[Mandate]:
    """Who holds an office or waits for an approval, by seat, seats first. 1 SQL query."""
    rows = of.mandates.exclude(state="ended").select_related("seat").order_by("seat__number", "title", "start", "pk")
    return sorted(rows, key=lambda row: row.seat_id is None)


def elections(of: Body, most: int = 20) -> list[Election]:
    """Its elections, the newest first. 1 SQL query."""
    return list(of.elections.select_related("body", "poll").order_by("-called")[:most])


def running(bodies: Iterable[Body]) -> dict[UUID, Election]:
    """The election that runs for each of these bodies. 1 SQL query."""
    rows = Election.objects.filter(body__in=list(bodies), state__in=RUNNING).select_related("body", "poll")
    return {row.body_id: row for row in rows}


def nomination(pk: UUID) -> Nomination | None:
    """The nomination with this id, with its election and body, and `backed`; None once its name is deleted. 1 SQL query."""
    kept = ("election__body__place", "election__body__organisation", "election__body__electorate", "election__poll")
    return (
        Nomination.objects.filter(pk=pk, forgotten__isnull=True)
        .annotate(backed=Count("secondings"))
        .select_related(*kept)
        .first()
    )


def backers(of: Election) -> dict[UUID, list[str]]:
    """Who seconds whom, by name, for the returning officer alone: nomination -> names. 1 SQL query."""
    found: dict[UUID, list[str]] = {}
    for row in (
        Seconding.objects.filter(nomination__election=of).select_related("person").order_by("person__name", "pk")
    ):
        found.setdefault(row.nomination_id, []).append(row.person.name)
    return found


def backs(of: Nomination, person: UUID | None) -> bool:
    """Whether this person seconds it. 1 SQL query."""
    return person is not None and of.secondings.filter(person=person).exists()


def election_of(poll: UUID) -> Election | None:
    """The election that this vote decides, with its body, or None. 1 SQL query."""
    kept = ("body__place", "body__organisation", "body__electorate", "poll")
    return Election.objects.filter(poll=poll).select_related(*kept).first()


def offered_to(actor: Actor) -> list[Vacancy]:
    """Empty seats that are offered to this person. 1 SQL query, none for who is not signed in."""
    return [] if actor.person is None else _offered_to(actor.person)


@prepared
def _offered_to(person: UUID) -> QuerySet[Vacancy]:
    rows = Vacancy.objects.filter(state="filling", offered__person=person).select_related("body")
    return rows.order_by("offered_until", "pk")


def to_check(actor: Actor) -> list[Election]:
    """Elections whose names wait for this returning officer. 1 SQL query for who holds such an office, else none."""
    if not any(grant.role in ("returning-officer", "outside-checker") for grant in actor.grants):
        return []
    return _to_check(actor.person)


@prepared
def _to_check(officer: UUID | None) -> QuerySet[Election]:
    rows = Election.objects.filter(state="checking", officer=officer).select_related("body")
    return rows.order_by("opens", "pk")


def vacancies(of: Body) -> list[Vacancy]:
    """Empty seats that are not filled, by seat. 1 SQL query."""
    rows = of.vacancies.exclude(state="filled").select_related("seat", "mandate", "election")
    return list(rows.order_by("seat__number", "-since"))


def vacancy(pk: UUID) -> Vacancy | None:
    """The vacancy with this id, with its body and seat. 1 SQL query."""
    kept = ("body__place", "body__organisation", "body__electorate", "seat", "mandate", "election", "offered")
    return Vacancy.objects.filter(pk=pk).select_related(*kept).first()


def mandate(pk: UUID) -> Mandate | None:
    """The mandate with this id, with its body and seat. 1 SQL query."""
    kept = ("body__place", "body__organisation", "body__electorate", "seat")
    return Mandate.objects.filter(pk=pk).select_related(*kept).first()


def approvals(of: Body) -> list[Approval]:
    """What approvers said, or may still say, about those who are in or about to be; the waiting first. 1 SQL query."""
    rows = Approval.objects.filter(mandate__body=of).exclude(mandate__state="ended", state__in=["given", "silent"])
    return sorted(
        rows.select_related("mandate__body__place").order_by("until", "words"), key=lambda row: row.state != "waiting"
    )


def approval(pk: UUID) -> Approval | None:
    """The approval with this id, with its mandate and body. 1 SQL query."""
    kept = ("mandate__body__place", "mandate__body__organisation", "mandate__seat")
    return Approval.objects.filter(pk=pk).select_related(*kept).first()


def carried(of: Body, most: int = 20) -> list[tuple[UUID, str]]:
    """What its meetings resolved and how it was put, the newest first: by it someone is taken in. 1 SQL query."""
    rows = Resolution.objects.filter(item__meeting__body=of, carried=True, doubt="").order_by("-line__at")
    return list(rows.values_list("pk", "words")[:most])


def change_of(of: Body) -> TermsChange | None:
    """The change of its terms that waits for a second person. 1 SQL query."""
    return of.changes.filter(state="asked").first()


def last_change(of: Body) -> TermsChange | None:
    """The newest change of its terms to which two people agreed. 1 SQL query."""
    return of.changes.filter(state="agreed").select_related("line").order_by("-line__at").first()


def terms_change(pk: UUID) -> TermsChange | None:
    """The change of terms with this id, with its body. 1 SQL query."""
    kept = ("body__place", "body__organisation", "body__electorate")
    return TermsChange.objects.filter(pk=pk).select_related(*kept).first()


def decides(of: Body) -> list[Power]:
    """The powers that are with whom the body's organisation speaks for, also past their end until they are ended. 1 SQL query."""
    return list(Power.objects.filter(speaker=of.organisation_id, state__in=WITH_HOLDER).order_by("title"))

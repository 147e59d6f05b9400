"""The only writers of bodies and their terms."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from letgo.commons.people.queries import may
from letgo.commons.people.rules import Actor
from letgo.commons.places.actions import named
from letgo.commons.places.models import Electorate, Organisation, Place
from letgo.commons.places.queries import today
from letgo.commons.record.actions import Signs, once, write
from letgo.commons.record.refusals import Refused, require
from letgo.decide.boards.models import Body, Seat, TermsChange, put
from letgo.decide.boards.office_models import Removal
from letgo.decide.boards.owing import GOES_ON, allowed, owe
from letgo.decide.boards.rules import BodyTerms, board_of, seats_kept, terms_fault
from letgo.decide.boards.seating import locked_body
from letgo.decide.boards.watching import watch

NOT_FOUNDER = "You cannot found a board here."
JUDGING = (
    "recall_percent",
    "recall_least",
    "recall_quorum_percent",
    "recall_again_days",
    "removal_quorum_percent",
    "hearing_days",
)
NOT_CHANGER = "Only the board or its outside checker can change its terms."


@transaction.atomic
def found_body(
    place: Place | UUID, organisation: Organisation | UUID, name: str, board: Mapping[str, Any] | BodyTerms,
    electorate: Electorate | UUID, secure: Electorate | UUID | None = None, *, kind: str = "", by: Signs, key: str,
) -> Body:  # fmt: skip
    """Found a body: who elects it, and the terms by which it is made up and renewed, from a pack's [[board]] or as given.

    It is forming, with empty seats, until its first members sit. Raises Refused for terms that no body can have, for an organisation
    that has one, and for a list of another place.
    """
    with once("boards.found", key, by) as done:
        if done.before:
            return done.before
        terms, word = _terms(board)
        at = Place.objects.get(pk=getattr(place, "pk", place))
        row = Body(
            id=uuid4(), place=at, organisation=Organisation.objects.get(pk=getattr(organisation, "pk", organisation)),
            name=named(name), kind=kind or word or "board", terms=terms.as_data(), founded=today(),
            electorate=Electorate.objects.select_related("place").get(pk=getattr(electorate, "pk", electorate)),
        )  # fmt: skip
        require(allowed(by, "boards.found", row), NOT_FOUNDER, "Ask an officer or an administrator.")
        if secure is not None:
            row.secure = Electorate.objects.select_related("place").get(pk=getattr(secure, "pk", secure))
        _lists_of(row)
        if Body.objects.filter(organisation=row.organisation).exclude(state="over").exists():
            raise Refused("This organisation has a board already.", "Change its terms instead.")
        row.line = write("boards.found", row.ref, by=by, body={"name": row.name, "kind": row.kind, "terms": row.terms})
        row.save(force_insert=True)
        _seats(row, terms)
        owe(row, terms.continuation_rule, by, met_by=GOES_ON)
        watch(row, by)
        return done.with_result(row)


def _terms(board: Mapping[str, Any] | BodyTerms) -> tuple[BodyTerms, str]:
    if isinstance(board, BodyTerms):
        if fault := terms_fault(board):
            raise Refused(fault)
        return board, ""
    try:
        return board_of(board), str(board.get("name", ""))
    except ValueError as error:
        raise Refused("These terms cannot be followed: {why}.", why=error) from None


def _lists_of(row: Body) -> None:
    """Who elects lives at the body's place: the list is of it, of a place below it, or of one above it."""
    for listed in filter(None, (row.electorate, row.secure)):
        near = (row.place.lineage, listed.place.lineage)
        if not (near[0].startswith(near[1]) or near[1].startswith(near[0])):
            raise Refused("This list is of another place.")


def _seats(row: Body, terms: BodyTerms) -> None:
    Seat.objects.bulk_create(
        Seat(body=row, number=number, group=words, line=row.line) for number, words in enumerate(seats_kept(terms), 1)
    )


@transaction.atomic
def change_terms(body: UUID, changes: Mapping[str, Any], reason: str, *, by: Actor, key: str) -> TermsChange:
    """Ask for other terms; they count once a second person agrees. `changes`: fields of BodyTerms, as a pack writes them.

    Raises Refused for terms that no body can have, while another change waits, and for the rules of recalls and removals while one is
    under way.
    """
    with once("boards.change-terms", key, by) as done:
        if done.before:
            return done.before
        row = locked_body(body)
        require(may(by, "boards.change-terms", row), NOT_CHANGER)
        if not reason.strip():
            raise Refused("Nobody would know why.", "Give the reason. It is public: name nobody.")
        if row.changes.filter(state="asked").exists():
            raise Refused("Another change waits for its second yes.", "Agree to it or drop it first.")
        terms, _ = _terms({**row.terms, **changes})
        _none_is_judged(row, terms)
        line = write("boards.change-terms", row.ref, by=by, body={"changes": dict(changes), "reason": reason.strip()})
        made = TermsChange.objects.create(
            body=row, terms=terms.as_data(), reason=reason.strip(), asked_by_id=by.person, line=line
        )
        return done.with_result(made)


def _none_is_judged(row: Body, terms: BodyTerms) -> None:
    """Nobody changes by what a recall or a removal is decided while one is under way: those whom it is about could."""
    if all(getattr(terms, name) == getattr(row.fixed, name) for name in JUDGING):
        return
    recalls = row.recalls.filter(state__in=["signing", "reached", "voting"])
    removals = Removal.objects.filter(mandate__body=row, state__in=["concern", "plan", "hearing", "vote"])
    if recalls.exists() or removals.exists():
        raise Refused(
            "Somebody may lose an office here before its time. By what that is decided stays as it is.", "Wait."
        )


@transaction.atomic
def agree_terms(change: UUID, yes: bool = True, *, by: Actor, key: str) -> TermsChange:
    """A second person agrees to other terms, which count from then on, or drops them. Never who asked.

    A vote or an election that runs keeps the terms of its call. New seats are added; a seat that is too many is not filled again.
    """
    with once("boards.agree-terms", key, by) as done:
        if done.before:
            return done.before
        made = TermsChange.objects.select_for_update().get(pk=change)
        row = locked_body(made.body_id)
        require(may(by, "boards.agree-terms", made), NOT_CHANGER)
        if made.state != "asked":
            raise Refused("This change was settled before.")
        if yes and by.person == made.asked_by_id:
            raise Refused("Who asked for it cannot agree to it.", "Ask another member, or the outside checker.")
        if not yes:
            line = write("boards.drop-terms", row.ref, by=by, body={"change": str(made.pk)})
            return done.with_result(put(made, line, state="dropped"))
        _none_is_judged(row, BodyTerms.from_data(made.terms))
        line = write("boards.agree-terms", row.ref, by=by, body={"change": str(made.pk), "terms": made.terms})
        put(made, line, state="agreed", agreed_by_id=by.person)
        put(row, line, terms=made.terms)
        _follow_seats(row)
        watch(row, by)
        return done.with_result(made)


def _follow_seats(row: Body) -> None:
    """Seats as the terms say: missing ones are added, the words of each follow. One that is too many keeps its holder, and nobody comes
    after them.
    """
    wanted, there = seats_kept(row.fixed), {seat.number: seat for seat in row.seats.all()}
    for number, words in enumerate(wanted, 1):
        seat = there.get(number)
        if seat is None:
            Seat.objects.create(body=row, number=number, group=words, line=row.line)
        elif seat.group != words:
            put(seat, row.line, group=words)
    for empty in row.vacancies.select_for_update().filter(seat__number__gt=len(wanted), state__in=["open", "filling"]):
        put(empty, row.line, state="kept-empty", why="The body has fewer seats now.", offered=None, offered_until=None)

"""The only writers of nominations: offering oneself, seconding, taking it back, and the returning officer's no."""

from collections.abc import Mapping
from uuid import UUID, uuid4

from django.db import transaction

from letgo.commons.door.messages.actions import tell
from letgo.commons.people.queries import may
from letgo.commons.people.rules import Actor
from letgo.commons.places.actions import named
from letgo.commons.record.actions import Signs, once, write
from letgo.commons.record.clock import now
from letgo.commons.record.refusals import Refused, require
from letgo.decide.boards.electors import elects, reserved
from letgo.decide.boards.lengths import too_long
from letgo.decide.boards.models import Election, Mandate, Nomination, Seconding, put
from letgo.decide.boards.owing import allowed
from letgo.decide.boards.rules import BEFORE, NOMINATION_MOVES

LONGEST = 2_000
NOT_ON_LIST = ("You are not on the list of who elects this body.", "Ask the secretary if you think that you should be.")


@transaction.atomic
def stand(
    election: UUID, name: str, statement: str, groups: Mapping[str, str], consent: bool, *, by: Actor, key: str
) -> Nomination:
    """Offer oneself for a seat. It stands once enough others second it. `groups`: what reserved seats ask ({"tenure": "tenant"}).

    Only who elects the body can; not who runs this election, nor who has a seat that is not filled anew, nor who has sat as long as
    the terms allow. Without `consent` that name and words stand in public nobody stands. Raises Refused.
    """
    with once("boards.stand", key, by) as done:
        if done.before:
            return done.before
        row = locked_election(election)
        require(may(by, "boards.stand", row) and elects(by.subject, row.body.electorate), *NOT_ON_LIST)
        _names_are_taken(row)
        if not consent:
            raise Refused(
                "Without your yes to your name and words in public you cannot stand.", "Tick it, or leave it."
            )
        if len(statement.strip()) > LONGEST:
            raise Refused("A statement has at most {most:,} letters.", "Make it shorter.", most=LONGEST)
        if by.subject == row.officer_id:
            raise Refused("You run this election, so you cannot stand in it.")
        if row.nominations.filter(person=by.subject, state__in=["offered", "stands"]).exists():
            raise Refused("You stand already.", "Take it back first if you want to change your words.")
        _free_to(row, by)
        made = Nomination(
            id=uuid4(), election=row, person_id=by.subject, name=named(name), statement=statement.strip(),
            groups=_known(row, groups), consent=True, state="offered" if row.fixed.seconders else "stands",
        )  # fmt: skip
        made.line = write("boards.stand", row.ref, by=by, body={"nomination": str(made.pk), "state": made.state})
        made.save(force_insert=True)
        return done.with_result(made)


@transaction.atomic
def second(nomination: UUID, *, by: Actor, key: str) -> Nomination:
    """Back someone who offered themselves. Only who elects the body can, never oneself, and once. Raises Refused."""
    with once("boards.second", key, by) as done:
        if done.before:
            return done.before
        made = locked_nomination(nomination)
        row = made.election
        require(may(by, "boards.second", made) and elects(by.subject, row.body.electorate), *NOT_ON_LIST)
        _names_are_taken(row)
        if made.state not in ("offered", "stands"):
            raise Refused("This name does not stand any more.")
        if made.person_id in (by.subject, by.person):
            raise Refused("Nobody seconds themselves.", "Ask a neighbour.")
        if made.secondings.filter(person=by.subject).exists():
            raise Refused("You second this already.")
        number = made.secondings.count() + 1
        line = write("boards.second", row.ref, by=by, body={"nomination": str(made.pk), "seconders": number})
        Seconding.objects.create(nomination=made, person_id=by.subject, line=line)
        if made.state == "offered" and number >= row.fixed.seconders:
            move(made, "stands", "boards.names-stand", by)
            tell(made.person_id, "news", made.ref, f"boards:{made.pk}:stands")
        return done.with_result(made)


@transaction.atomic
def withdraw(nomination: UUID, *, by: Actor, key: str) -> Nomination:
    """Take one's own name back, until names are closed. After that the returning officer rules on it. Raises Refused."""
    with once("boards.withdraw-name", key, by) as done:
        if done.before:
            return done.before
        made = locked_nomination(nomination)
        require(may(by, "boards.withdraw-name", made), "This name is not yours to take back.")
        if made.election.state not in BEFORE:
            raise Refused("The voting papers name you already.", "Ask the returning officer to rule on it.")
        return done.with_result(move(made, "withdrawn", "boards.withdraw-name", by))


@transaction.atomic
def refuse(nomination: UUID, reason: str, *, by: Signs, key: str) -> Nomination:
    """The returning officer says that a name cannot stand, and why, before the vote is called. Raises Refused."""
    with once("boards.refuse-name", key, by) as done:
        if done.before:
            return done.before
        made = locked_nomination(nomination)
        require(
            allowed(by, "boards.refuse-name", made), "Only the returning officer of this election can refuse a name."
        )
        if made.election.state not in BEFORE:
            raise Refused("The vote is called. A name on the voting paper is never edited out.")
        return done.with_result(turn_down(made, reason, by))


def turn_down(made: Nomination, reason: str, by: Signs) -> Nomination:
    """Refuse a name with a reason, and tell its owner. In the caller's transaction."""
    if not reason.strip():
        raise Refused("Nobody would know why.", "Give the reason.")
    move(made, "refused", "boards.refuse-name", by, reason=reason.strip())
    tell(made.person_id, "news", made.ref, f"boards:{made.pk}:refused")
    return made


def move(made: Nomination, state: str, verb: str, by: Signs, reason: str = "") -> Nomination:
    """Bring a nomination into `state`, with its public line. Raises Refused for a move that does not exist."""
    if state not in NOMINATION_MOVES[made.state]:
        raise Refused("This name does not stand any more.")
    body = {"nomination": str(made.pk), "state": state} | ({"reason": reason} if reason else {})
    line = write(verb, made.election.ref, by=by, body=body)
    return put(made, line, state=state, **({"reason": reason} if reason else {}))


def locked_election(pk: UUID) -> Election:
    """The election with its body, locked until the transaction ends. Raises Refused when there is none. 1 SQL query."""
    kept = ("body__place", "body__organisation", "body__electorate__place")
    found = Election.objects.select_for_update(of=("self",)).select_related(*kept).filter(pk=pk).first()
    if found is None:
        raise Refused("There is no such election.", kind="gone")
    return found


def locked_nomination(pk: UUID) -> Nomination:
    """The nomination with its election and body, locked until the transaction ends. Raises Refused when there is none. 1 SQL query."""
    kept = ("election__body__place", "election__body__organisation", "election__body__electorate__place")
    found = Nomination.objects.select_for_update(of=("self",)).select_related(*kept).filter(pk=pk).first()
    if found is None:
        raise Refused("There is no such name.", kind="gone")
    return found


def _names_are_taken(row: Election) -> None:
    at = now()
    if row.state != "nominating" or at > row.nominations_close:
        raise Refused(
            "Names were taken until {closes}.", "The page of the body says what is next.", closes=row.nominations_close
        )


def _free_to(row: Election, by: Actor) -> None:
    """Whether they have no seat that goes on, and have not sat as long as the terms allow."""
    mine = Mandate.objects.filter(body=row.body, person=by.subject, title="member")
    sits = mine.exclude(state="ended").exclude(seat=None).exclude(seat__number__in=row.places)
    if sits.exists():
        raise Refused("Your own seat goes on after this election.", "Leave it first, or stand next time.")
    day = row.closes.date()
    spans = [(held.start, min(held.ended or held.end, day)) for held in mine if not held.coopted]
    if fault := too_long(spans, day, row.fixed.term_months, row.fixed.most_terms_months):
        raise Refused(fault)


def _known(row: Election, groups: Mapping[str, str]) -> dict[str, str]:
    """What they say of themselves, as far as a reserved seat of this election, or the body's terms, ask for it."""
    asked = {each.group for each in (*reserved(row), *row.fixed.reserve)}
    return {name: str(value)[:80] for name, value in groups.items() if name in asked and str(value).strip()}

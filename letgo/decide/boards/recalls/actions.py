"""The only writers of recalls: names are asked for under a petition, and its effect and that of the vote do the rest."""

from uuid import UUID, uuid4

from django.db import transaction

from letgo.commons.people.queries import may
from letgo.commons.people.rules import Actor
from letgo.commons.powers.petitions.actions import Asked, start_for
from letgo.commons.record.actions import once, write
from letgo.commons.record.refs import Ref
from letgo.commons.record.refusals import Refused, require
from letgo.decide.boards.electors import electors, newest_list
from letgo.decide.boards.models import Mandate
from letgo.decide.boards.office_models import Recall
from letgo.decide.boards.office_rules import PETITION_DAYS, RECALL_MOVES, VOTE_DAYS, names_needed
from letgo.decide.boards.offices import keep, move, office_words, said
from letgo.decide.boards.seating import locked_body

OPEN = "boards.open-recall"
RUNS = ("signing", "reached", "voting")
NOT_HERE = "Only people who can vote here can do this."


@transaction.atomic
def start_recall(body: UUID, mandate: UUID | None, reasons: str, *, by: Actor, key: str) -> Recall:
    """Ask for a vote on one member, or on the whole board (None): names are taken for 60 days, as many as the terms say.

    Who starts it is the first name and is never shown. The number is worked out today and does not change. Raises Refused for who is
    not on the list, where one runs already, and for an office that nobody voted for.
    """
    with once("boards.start-recall", key, by) as done:
        if done.before:
            return done.before
        at = locked_body(body)
        require(may(by, "boards.start-recall", at), NOT_HERE)
        held = _held(at, mandate) if mandate else None
        if Recall.objects.filter(body=at, mandate=held, state__in=RUNS).exists():
            raise Refused("Names are asked for already.", "Put your name to it.")
        if held is None and not at.mandates.filter(state="serving", seat__isnull=False).exists():
            raise Refused("Nobody sits on this board now.")
        row, terms, listed = Recall(id=uuid4(), body=at, mandate=held), at.fixed, newest_list(at)
        number = names_needed(terms.recall_percent, terms.recall_least, len(electors(listed)))
        keep(row, write("boards.start-recall", row.ref, by=by, body={"names": number, "whole": held is None}))
        who = f"{office_words(held)}, {at.name}" if held else at.name
        petition = start_for(
            Asked(
                place=at.place_id, title=f"A vote to recall {who}"[:120], words=said(reasons, "Say why.", 2_000), names=number,
                days=PETITION_DAYS, answers=Ref("organisation", at.organisation_id), answers_words=f"A vote, by the rules of {at.name}",
                answer_days=VOTE_DAYS, effect=OPEN, args={"recall": str(row.pk)}, electorate=listed.pk,
            ),
            by=by, key=f"{key}:petition",
        )  # fmt: skip
        state = "signing" if petition.state == "open" else "reached"
        line = write("boards.ask-for-names", row.ref, by=by, body={"petition": str(petition.pk), "names": number})
        return done.with_result(keep(row, line, petition=petition, state=state))


def _held(at, mandate: UUID) -> Mandate:
    found = at.mandates.filter(pk=mandate, state="serving").select_related("seat").first()
    if found is None:
        raise Refused("This office has ended.", kind="gone")
    if found.seat_id is None:
        raise Refused("Nobody voted for this office.", "Speak to the board: it appointed, and it can put it to a vote.")
    return found


def lapse(row: Recall, *, by) -> None:
    """Too few names came in time, or the office ended by itself. In the caller's transaction, with the row locked."""
    why = "Too few names came in time." if row.state == "signing" else "The office has ended."
    move(row, RECALL_MOVES, "lapsed", "boards.lapse-recall", by, {"why": why}, why=why)

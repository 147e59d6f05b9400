"""The only writers of recalls: names are asked for under a petition, and its effect and that of the vote do the rest."""

from datetime import timedelta
from uuid import UUID, uuid4

from django.db import transaction

from letgo.commons.people.queries import may
from letgo.commons.people.rules import Actor
from letgo.commons.places.queries import today
from letgo.commons.powers.petitions.actions import Asked, start_for
from letgo.commons.record.actions import Signs, once, write
from letgo.commons.record.refs import Ref
from letgo.commons.record.refusals import Refused, require
from letgo.decide.boards.electors import electors, newest_list
from letgo.decide.boards.models import Mandate
from letgo.decide.boards.office_models import Recall
from letgo.decide.boards.office_rules import PETITION_DAYS, RECALL_MOVES, VOTE_DAYS, names_needed
from letgo.decide.boards.offices import keep, move, said
from letgo.decide.boards.recalls.queries import too_soon
from letgo.decide.boards.seating import locked_body

OPEN = "boards.open-recall"
RUNS = ("signing", "reached", "voting")
NOT_HERE = "Only people who can vote here can do this."


@transaction.atomic
def start_recall(body: UUID, mandate: UUID | None, reasons: str, *, by: Actor, key: str) -> Recall:
    """Ask for a vote on one member, or on the whole board (None): names are taken for 60 days, as many as the terms say.

    Who starts it is the first name and is never shown. The number is worked out today and does not change. Raises Refused for who is
    not on the list, where one runs already, for an office that nobody voted for, and so soon after one that failed as the terms say.
    """
    with once("boards.start-recall", key, by) as done:
        if done.before:
            return done.before
        at = locked_body(body)
        require(may(by, "boards.start-recall", at), NOT_HERE)
        held = _held(at, mandate) if mandate else None
        if Recall.objects.filter(body=at, mandate=held, state__in=RUNS).exists():
            raise Refused("Names are asked for already.", "Put your name to it.")
        if last := too_soon(at, mandate):
            raise Refused(
                "The same was asked for and failed. It can be asked for again from {again}.",
                "Say it at the next meeting, or write to the board in public.",
                again=last.again_from,
            )
        if held is None and not at.mandates.filter(state="serving", seat__isnull=False).exists():
            raise Refused("Nobody sits on this board now.")
        row, terms, listed = Recall(id=uuid4(), body=at, mandate=held), at.fixed, newest_list(at)
        number = names_needed(terms.recall_percent, terms.recall_least, len(electors(listed)))
        keep(row, write("boards.start-recall", row.ref, by=by, body={"names": number, "whole": held is None}))
        who = f"{held.office}, {at.name}" if held else at.name
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


def lapse(row: Recall, *, by: Signs) -> None:
    """Too few names came in time, or it was taken back, or the office ended by itself. In the caller's transaction, the row locked."""
    if row.state != "signing":
        _over(row, "lapsed", "boards.lapse-recall", "The office has ended.", by)
    elif row.petition.state == "withdrawn":  # whoever asked for it cannot shut out all others by taking it back
        _over(row, "lapsed", "boards.lapse-recall", "Who asked for it took it back.", by)
    else:
        _over(row, "lapsed", "boards.lapse-recall", "Too few names came in time.", by, failed=True)


def fails(row: Recall, why: str, *, by: Signs) -> None:
    """The vote said no, or too few voted: those who sit stay, and everybody reads why, and from when the same can be asked for again."""
    _over(row, "kept", "boards.keep-in-seat", why, by, failed=True)


def stays(row: Recall, why: str, *, by: Signs) -> None:
    """Those who sit stay, by no vote against it: it can be asked for again at once. In the caller's transaction, the row locked."""
    _over(row, "kept", "boards.keep-in-seat", why, by)


def _over(row: Recall, state: str, verb: str, why: str, by: Signs, failed: bool = False) -> None:
    days = row.body.fixed.recall_again_days if failed else 0
    again = today() + timedelta(days=days) if days else None
    said = {"why": why} | ({"again-from": again.isoformat()} if again else {})
    move(row, RECALL_MOVES, state, verb, by, said, why=why, again_from=again)

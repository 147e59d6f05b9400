"""What a vote on a removal sets going: an office ends, and its employer has an instruction with a day. Named in house/effects.py."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from letgo.commons.door.messages.actions import tell
from letgo.commons.promises.actions import cancel, promise
from letgo.commons.record.clock import now
from letgo.commons.record.refs import Ref
from letgo.decide.boards import seating
from letgo.decide.boards.caretaking import end_early
from letgo.decide.boards.giving_back import give_back
from letgo.decide.boards.office_models import Removal
from letgo.decide.boards.office_rules import REMOVAL_MOVES
from letgo.decide.boards.offices import VOTE, decided_by_board, decisive, locked, move, says_yes
from letgo.decide.boards.removals.actions import JOINED, rule_of
from letgo.decide.boards.watching import watch

STAYS = "The vote said no."


def remove(cause: Ref, args: Mapping[str, Any]) -> None:
    """Effect "boards.remove": after a yes with a quorum the office ends today, and the employer owes what the instruction says by the
    date of the rule. Nobody is dismissed, nothing else of theirs changes. After a no they stay.

    Raises Refused without a declared result of the very vote that was called after the hearing.
    """
    row = locked(Removal, UUID(args["removal"]), *JOINED, "poll")
    result = decisive(row.poll, cause)
    if row.state == "vote":
        _remove(row, str(cause.id)) if says_yes(result) else stay(row, STAYS)


def remove_by_board(removal: UUID) -> None:
    """The same, once the board has voted by name at a meeting with enough members. For the clock, in a transaction."""
    row = locked(Removal, removal, *JOINED)
    vote = decided_by_board("removal", row.pk)
    if row.state != "vote" or row.decides != "board" or vote is None or vote.opened < row.voted_from:
        return
    if vote.carried:
        _remove(row, str(vote.pk), resolution=vote.pk)
    else:
        stay(row, STAYS, resolution=vote.pk)


def stay(row: Removal, why: str, **fields: Any) -> None:
    """Who it is about stays in office, and everybody reads so. In the caller's transaction."""
    body = {"office": row.mandate.title, "why": why}
    move(row, REMOVAL_MOVES, "kept", "boards.keep-in-office", VOTE, body, why=why, **fields)
    tell(row.mandate.person_id, "news", row.ref, f"kept:{row.pk}")


def _remove(row: Removal, key: str, **fields: Any) -> None:
    held, body = row.mandate, row.mandate.body
    if held.state != "ended":
        reason = "The last office was ended by a vote."
        end_early(body.pk, {held.pk}, "removed", reason, because=row.ref, by=VOTE, key=f"{key}:remove")
    pays = row.employer_id or body.organisation_id
    due = promise(
        row.ref, rule_of(row), now(), Ref("organisation", pays), VOTE, f"{row.pk}:{key}", place=body.place_id, show_about=True
    )  # fmt: skip
    said = {"office": held.title, "reasons": row.reasons, "instruction": row.instruction,
            "due": due.due.isoformat() if due.due else ""}  # fmt: skip
    move(row, REMOVAL_MOVES, "removed", "boards.remove", VOTE, said, due=due, **fields)
    tell(held.person_id, "news", row.ref, f"removed:{row.pk}")


def remove_undo(cause: Ref, args: Mapping[str, Any]) -> None:
    """Effect "boards.remove-undo", after a challenge was upheld: the instruction is called off, and who left holds the office again,
    by a new mandate to the same day, and the chair that went with it; where that cannot be its entry says why.
    """
    row = locked(Removal, UUID(args["removal"]), *JOINED, "due")
    if row.poll_id != cause.id or row.state != "removed":
        return
    if row.due_id and not row.due.closed:
        cancel(row.due_id, "The vote does not stand: a challenge was upheld.", VOTE, f"{cause}:undo")
    body = seating.locked_body(row.mandate.body_id)
    given = give_back(body, row.ref, f"{cause}:undo", by=VOTE)
    watch(body, VOTE)
    stay(row, " ".join(["The vote does not stand: a challenge was upheld.", *given.kept_from]))

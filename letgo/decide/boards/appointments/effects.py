"""What a vote on a job sets going: an office with a term, targets and reviews. Named in house/effects.py, once for its key."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from letgo.commons.places.queries import today
from letgo.commons.record.refs import Ref
from letgo.decide.boards import seating
from letgo.decide.boards.appointments.actions import again, nobody, tell_applicants
from letgo.decide.boards.appointments.queries import standing
from letgo.decide.boards.lengths import months_after
from letgo.decide.boards.office_models import Applicant, Appointment
from letgo.decide.boards.office_rules import APPOINTMENT_MOVES
from letgo.decide.boards.offices import VOTE, decided_by_board, decisive, locked, move, says_yes

NONE_OF_THESE = "Most wanted none of these. The job is published again, or it is ended."


def appoint(cause: Ref, args: Mapping[str, Any]) -> None:
    """Effect "boards.appoint": whom the members chose holds the office from its first day; or nobody was chosen, and it says so.

    Raises Refused without a declared result of the very vote that was called about this job.
    """
    row = locked(Appointment, UUID(args["appointment"]), "body", "poll")
    result = decisive(row.poll, cause)
    if row.state != "voting":
        return
    names = standing(row)
    if row.poll.method == "yes-no":
        chosen = names[0] if says_yes(result) else None
    else:
        won = [one.option.about_id for one in result.won if one.option.about_kind == "applicant"][:1]
        chosen = next((wants for wants in names if wants.pk in won), None)
    _decide(row, chosen)


def appoint_by_board(appointment: UUID) -> None:
    """The first name, in the order of the panel's points, that the board said yes to has the job; nobody has it when all got a no.

    For the clock, in a transaction.
    """
    row = locked(Appointment, appointment, "body")
    if row.state != "voting" or row.decides != "board":
        return
    open_votes = False
    for wants in standing(row):
        vote = decided_by_board("applicant", wants.pk)
        if vote is not None and vote.carried:
            row.resolution = vote.pk
            _decide(row, wants, resolution=vote.pk)
            return
        open_votes |= vote is None
    if not open_votes:
        nobody(row, "The board said no to each name.", by=VOTE)


def _decide(row: Appointment, chosen: Applicant | None, **fields: Any) -> None:
    if chosen is None or chosen.person_id is None:
        nobody(row, NONE_OF_THESE, by=VOTE)
        return
    start = max(row.start or today(), today())
    held = seating.fill(
        row.body_id, chosen.person_id, name=chosen.name, source=("appointment", row.pk), start=start,
        end=months_after(start, row.term_months), title=row.title, called=row.role, targets=row.targets, review_months=row.review_months,
        by=VOTE, key=f"{row.pk}:{row.poll_id or fields.get('resolution')}",
    )  # fmt: skip
    body = {"role": row.role, "start": start.isoformat(), "months": row.term_months, "targets": row.targets}
    move(row, APPOINTMENT_MOVES, "appointed", "boards.appoint", VOTE, body, mandate=held, decided=today(), **fields)
    tell_applicants(row)


def appoint_undo(cause: Ref, args: Mapping[str, Any]) -> None:
    """Effect "boards.appoint-undo", after a challenge was upheld: the office ends, and the job stands published for another vote."""
    row = locked(Appointment, UUID(args["appointment"]), "body", "mandate")
    if row.poll_id != cause.id or row.state not in ("appointed", "none"):
        return
    if row.mandate is not None and row.mandate.state != "ended":
        seating.end(row.mandate_id, "undone", by=VOTE, key=f"{cause}:undo")
    again(row.pk, by=VOTE)

"""What enough names, and then a vote, set going. Named in house/effects.py; each runs once for its key, in one transaction."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils.timezone import localdate

from letgo.commons.powers.petitions.actions import settle
from letgo.commons.record.clock import now
from letgo.commons.record.refs import Ref
from letgo.commons.record.refusals import Refused
from letgo.decide.boards import seating
from letgo.decide.boards.caretaking import end_early
from letgo.decide.boards.electors import outsiders
from letgo.decide.boards.giving_back import give_back
from letgo.decide.boards.office_models import Recall
from letgo.decide.boards.office_rules import RECALL_MOVES, VOTE_DAYS, VOTE_NOTICE_DAYS
from letgo.decide.boards.offices import VOTE, YES_NO, Asked, call_vote, decisive, locked, move, says_yes
from letgo.decide.boards.owing import done, owe
from letgo.decide.boards.recalls.actions import fails, lapse, stays
from letgo.decide.boards.recalls.queries import concerned
from letgo.decide.boards.watching import watch

RECALL = "boards.recall"
JOINED = ("body__place", "body__organisation", "body__electorate", "mandate__seat", "petition", "poll")
NOBODY_RUNS = "Nobody from outside holds the office of returning officer or outside checker here, so the vote waits."


def open_recall(cause: Ref, args: Mapping[str, Any]) -> None:
    """Effect "boards.open-recall" of a petition with its names: a yes or no vote of all who elect is called, run by whoever holds that
    office from outside. While nobody does, the recall waits, says so, and the clock tries again.
    """
    row = locked(Recall, UUID(args["recall"]), *JOINED)
    if row.petition_id != cause.id:
        raise Refused("This petition is about something else.")
    call_recall(row)


def call_recall(row: Recall) -> None:
    """Call the vote of a recall that has its names. In a transaction, with the row locked; harmless a second time."""
    if row.state not in ("signing", "reached") or row.petition.state not in ("reached", "answered"):
        return
    ending = concerned(row)
    if not ending:  # they left by themselves: there is nothing to vote on
        lapse(row, by=VOTE)
        return
    officers = outsiders(row.body)
    if not officers:
        if row.state == "signing" or row.why != NOBODY_RUNS:
            move(row, RECALL_MOVES, "reached", "boards.recall-waits", VOTE, {"why": NOBODY_RUNS}, why=NOBODY_RUNS)
            owe(row.body, row.body.fixed.officer_rule, VOTE)
        return
    opens = now() + timedelta(days=VOTE_NOTICE_DAYS)
    who = f"{row.mandate.name}: {row.mandate.office}.\n\n" if row.mandate and row.mandate.name else ""
    asked = Asked(opens, opens + timedelta(days=VOTE_DAYS), officers[0][0], f"{who}{row.petition.words}")
    gains = frozenset(held.person_id for held in ending)
    poll = call_vote(
        row.body, asked, _question(row), YES_NO, row.ref, RECALL, percent=row.body.fixed.recall_quorum_percent,
        interested=gains, as_of=row.petition.opens, by=VOTE, key=f"recall:{row.pk}:{row.line_id}",
    )  # fmt: skip
    done(row.body, row.body.fixed.officer_rule)
    if row.state == "signing":
        move(row, RECALL_MOVES, "reached", "boards.recall-reached", VOTE, {"names": row.petition.names})
    move(row, RECALL_MOVES, "voting", "boards.open-recall", VOTE, {"vote": str(poll.pk)}, poll=poll, why="")
    if row.petition.state == "reached":
        answer = f"A vote is called. It opens on {opens:%-d %B %Y}."
        settle(row.petition_id, answer, by=VOTE, key=f"recall:{row.pk}")


def _question(row: Recall) -> str:
    if row.mandate is None:
        return f"Shall everybody on {row.body.name} leave now, so that a new board is elected?"
    return f"Shall {row.mandate.office} leave {row.body.name} now?"


def recall(cause: Ref, args: Mapping[str, Any]) -> None:
    """Effect "boards.recall": after a yes with a quorum the offices that it was about end today, and none that began since. Where nobody
    would sit any more, the election of those who follow is called first, in this same transaction; where nobody could run it, nothing
    ends and the clock tries again.

    Raises Refused without a declared result of the very vote that was called, and where no election can be called.
    """
    row = locked(Recall, UUID(args["recall"]), *JOINED)
    result = decisive(row.poll, cause)
    if row.state != "voting":
        return
    if not says_yes(result):
        fails(row, "The vote said no.", by=VOTE)
        return
    asked_about = localdate(row.poll.notice)
    ending = {held.pk for held in concerned(row) if held.start <= asked_about}
    if not ending:
        stays(row, "Everybody it was about had left. Who sits now came after the vote was called.", by=VOTE)
        return
    reason = "The members voted that the board leaves early."
    election = end_early(row.body_id, ending, "recalled", reason, because=row.ref, by=VOTE, key=f"recall:{cause.id}")
    said = {"offices": len(ending), "election": str(election.pk) if election else ""}
    move(row, RECALL_MOVES, "recalled", RECALL, VOTE, said, election=election)


def recall_undo(cause: Ref, args: Mapping[str, Any]) -> None:
    """Effect "boards.recall-undo", after a challenge was upheld: those who left sit again, by new mandates to the same day, and chair
    again who did, where nobody else has the office by now; the entry says how many, and why not the others. An election that was
    called goes on, for seats that are empty.
    """
    row = locked(Recall, UUID(args["recall"]), *JOINED)
    if row.poll_id != cause.id or row.state != "recalled":
        return
    body = seating.locked_body(row.body_id)
    given = give_back(body, row.ref, f"{cause}:undo", by=VOTE)
    watch(body, VOTE)
    again = sum(held.seat_id is not None for held in given.again)
    said = f"The vote does not stand: a challenge was upheld. Seats given back: {again}."
    stays(row, " ".join([said, *given.kept_from]), by=VOTE)

"""The only writers of resolutions: put to the vote, voted on by name or counted by two tellers, closed with what came of them."""

from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Max

from letgo.commons.people.queries import may
from letgo.commons.people.rules import Actor
from letgo.commons.powers.actions import use
from letgo.commons.powers.models import Power
from letgo.commons.record import effects
from letgo.commons.record.actions import Signs, once, write
from letgo.commons.record.clock import now
from letgo.commons.record.refs import PUBLIC, Ref
from letgo.commons.record.refusals import Refused, require
from letgo.commons.record.rules import CLOCK, System
from letgo.decide.boards import meeting_rules as rules
from letgo.decide.boards.agenda import queries as agenda
from letgo.decide.boards.agenda.actions import NOT_BOARD, keep, locked_item, locked_meeting
from letgo.decide.boards.meeting_models import Hand, Item, Resolution, Tally
from letgo.decide.boards.meeting_rules import TO_ALL, Votes, may_decide
from letgo.decide.boards.meetings.queries import is_chair, proxies_held
from letgo.decide.boards.models import Mandate
from letgo.decide.boards.resolutions import queries

RESOLVED = System("a resolution")
INTERESTED = "You gain by this, or it is about your own office. So you do not vote on it."


@transaction.atomic
def put(
    item: UUID, words: str, kind: str = "ordinary", *, power: UUID | None = None, pence: int | None = None, by: Actor, key: str
) -> Resolution:  # fmt: skip
    """Put words to the vote under an item. `power`: it decides under this power, for so many `pence`, when it is carried.

    Raises Refused without a quorum; for more than an ordinary resolution, and for anything at a general meeting, that was not in the
    notice; at a second meeting of those present for what the terms do not name; for a power that the body does not hold.
    """
    with once("boards.put-resolution", key, by) as done:
        if done.before:
            return done.before
        row = locked_item(item)
        require(may(by, "boards.put-resolution", row), NOT_BOARD)
        if fault := _fault(row, words, kind):
            raise Refused(fault)
        under = _held(row, power) if power else None
        made = Resolution(id=uuid4(), item=row, words=words.strip(), kind=kind, opened=now(), power=under, pence=pence)
        made.weighted = row.meeting.kind not in TO_ALL and row.meeting.fixed.weights
        body = {"item": row.title, "words": made.words, "kind": kind, "pence": pence}
        return done.with_result(keep(made, write("boards.put-resolution", made.ref, by=by, body=body)))


def _fault(row: Item, words: str, kind: str) -> str:
    at = row.meeting
    if row.state != "listed" or at is None or at.state != "quorate":
        return "Nothing can be voted on: too few are here, or the meeting is not on."
    if not words.strip():
        return "Write down what is voted on."
    if kind not in rules.MAJORITIES:
        return "Choose by which majority it is decided."
    if (kind != "ordinary" or at.kind in TO_ALL) and not row.noticed:
        return "This was not in the notice, so nobody could know. Put it on the next agenda."
    if not may_decide(kind, at.those_present, at.fixed.second_meeting_decides):
        return "At a second meeting those present cannot decide this."
    return "A vote on this item is open." if row.resolutions.filter(state="open").exists() else ""


def _held(row: Item, power: UUID) -> Power:
    found = Power.objects.filter(pk=power).first()
    own = row.body.organisation_id
    if found is None or found.speaker_id != own or (found.holder_kind == "organisation" and found.holder_id != own):
        raise Refused("This body does not hold that power.", cure="The register says who decides what.")
    if found.holder_kind != "organisation" and (row.meeting is None or row.meeting.kind not in TO_ALL):
        raise Refused("Everybody holds this power, so a general meeting or a vote decides, not the board.")
    return found


def locked_resolution(pk: UUID) -> Resolution:
    """The resolution with its item, meeting and body, locked. Raises Refused when there is none. 1 SQL query."""
    rows = Resolution.objects.select_for_update(of=("self",))
    found = rows.select_related("item__body__place", "item__meeting", "power").filter(pk=pk).first()
    if found is None:
        raise Refused("There is no such vote.", kind="gone")
    return found


@transaction.atomic
def vote(resolution: UUID, choice: str, *, mandate: UUID | None = None, by: Actor, key: str) -> Hand:
    """A member of the board votes by name: for themselves, or as whoever writes the minutes heard it (`mandate`). It can be changed
    until the vote is closed, by nobody else once they voted themselves. Raises Refused for who declared an interest, and on one's own
    contract.
    """
    with once("boards.vote-by-name", key, by) as done:
        if done.before:
            return done.before
        row = locked_resolution(resolution)
        whose = _member(row, mandate, by)
        if row.state != "open" or choice not in rules.CHOICES:
            raise Refused("This vote is closed.")
        if whose.person_id in agenda.interested(row.item, row.ref):
            raise Refused(INTERESTED)
        if not queries.is_there(row.item.meeting_id, whose.person_id):
            raise Refused("Only who is at the meeting votes.", cure="Write down first that they are there.")
        own, found = whose.person_id == by.person, queries.locked_hand(row, whose)
        if found is not None and not own and not queries.written_down(found):
            raise Refused("They have voted themselves.", cure="They can change it until the vote is closed.")
        found = found or Hand(id=uuid4(), resolution=row, mandate=whose)
        weight = whose.weight if row.weighted else 1
        body = {"vote": choice, "seat": str(whose.pk), "weight": weight} | ({} if own else {"written-down": True})
        audience = Ref("organisation", row.item.body.organisation_id) if row.item.closed else PUBLIC
        line = write("boards.vote-by-name", row.ref, audience=audience, by=by, body=body)
        return done.with_result(keep(found, line, choice=choice, weight=weight))


def _member(row: Resolution, mandate: UUID | None, by: Actor) -> Mandate:
    """Whose vote it is. Raises Refused for who may not vote, or write it down."""
    if row.item.meeting.kind in TO_ALL:
        raise Refused("At a general meeting two tellers count the votes.")
    require(may(by, "boards.vote-by-name", row), NOT_BOARD)
    members = agenda.voting_mandates(row.item.body)
    mine = mandate is None
    found = next((one for one in members if (one.person_id == by.person if mine else one.pk == mandate)), None)
    require(found is not None, "Only members of the board vote.")
    if not mine and found.person_id != by.person and not may(by, "boards.write-down-vote", row):
        raise Refused("Only the secretary writes down how others vote.")
    return found


@transaction.atomic
def tell_count(resolution: UUID, votes: Votes, *, by: Actor, key: str) -> Tally:
    """What one teller of a general meeting counted. When two different tellers have the same figures, the count stands.

    When they differ, both count again: the next round. Raises Refused for who is no teller there, and for figures that cannot be.
    """
    with once("boards.tell-count", key, by) as done:
        if done.before:
            return done.before
        row = locked_resolution(resolution)
        at = row.item.meeting
        teller = may(by, "boards.tell-count", row) and queries.is_teller(at.pk, by.person)
        require(teller and not is_chair(row.item.body, by.person), "Only a teller of this meeting can do this.")
        if row.state != "open" or at.kind not in TO_ALL:
            raise Refused("This vote is closed, or goes by name.")
        present, _ = queries.there_for(row.item, row.ref)
        out = agenda.interested(row.item, row.ref)
        if fault := rules.count_fault(votes, present, proxies_held(at, out)):
            raise Refused(fault, cure="Count again.")
        made = Tally(id=uuid4(), resolution=row, round=_round(row, by.person), teller_id=by.person)
        made.yes, made.no, made.abstained, made.by_proxy = votes.yes, votes.no, votes.abstained, votes.by_proxy
        audience = Ref("organisation", row.item.body.organisation_id)
        line = write(
            "boards.tell-count", row.ref, audience=audience, by=by, body=_figures(votes) | {"round": made.round}
        )
        return done.with_result(keep(made, line))


def _round(row: Resolution, teller: UUID | None) -> int:
    """The round of this count: the open one, or the next when two have counted and did not agree. Raises Refused for a second count."""
    last = row.tallies.aggregate(last=Max("round"))["last"] or 1
    told = {one.teller_id for one in row.tallies.filter(round=last)}
    if len(told) >= 2:
        if queries.agreed(row):
            raise Refused("Two tellers agree. The count stands.")
        return last + 1
    if teller in told:
        raise Refused("You have counted. Now another teller does.")
    return last


def _figures(votes: Votes) -> dict[str, int]:
    return {"yes": votes.yes, "no": votes.no, "abstained": votes.abstained, "by_proxy": votes.by_proxy}


@transaction.atomic
def close(resolution: UUID, *, by: Signs, key: str) -> Resolution:
    """Close a vote: carried or not, by the majority it needs, and only when enough are there who may vote on it.

    A vote under a power that is carried is decided under it in the same moment. Raises Refused while two tellers do not agree, and
    while somebody on the board is there who may vote and has not: nobody closes it before the others come to it.
    """
    with once("boards.close-vote", key, by) as done:
        if done.before:
            return done.before
        row = locked_resolution(resolution)
        require(by == CLOCK or may(by, "boards.close-vote", row), NOT_BOARD)
        if row.state != "open":
            raise Refused("This vote is closed.")
        at = locked_meeting(row.item.meeting_id)
        present, quorum = queries.there_for(row.item, row.ref)
        proxies = proxies_held(at, agenda.interested(row.item, row.ref)) if at.kind in TO_ALL else 0
        votes = _counted(row, by)
        mandate = 0 < quorum <= present
        fields: dict[str, Any] = {
            **_figures(votes), "present": present, "quorum": quorum, "proxies": proxies, "mandate": mandate,
            "carried": rules.carried(row.kind, votes, present, quorum),
            "why": rules.sentence(row.kind, votes, present, quorum, row.weighted, at.those_present),
        }  # fmt: skip
        body = {"item": row.item.title, "words": row.words, "result": fields["why"], "mandate": mandate}
        line = write("boards.close-vote", row.ref, by=by, body=body | {"carried": fields["carried"]})
        keep(row, line, state="closed", **fields)
        if row.carried and effects.known("boards.resolved"):
            effects.take("boards.resolved", row.ref, {}, str(row.pk))
            row.refresh_from_db(fields=["decision", "line"])
        return done.with_result(row)


def _counted(row: Resolution, by: Signs) -> Votes:
    """The votes: by name without those who declared an interest meanwhile; or as two tellers agree. Left open, the clock counts none."""
    if row.item.meeting.kind in TO_ALL:
        votes = queries.agreed(row)
        if votes is None and by != CLOCK:
            raise Refused("Two tellers do not agree yet.", cure="Both count again.")
        return votes or Votes()
    out = agenda.interested(row.item, row.ref)
    if by != CLOCK and (silent := queries.not_voted(row, out)):
        raise Refused(
            "{silent} who are here have not voted.", cure="Ask them. Who does not want to say abstains.", silent=silent
        )
    hands = row.hands.select_related("mandate")
    return rules.added((hand.choice, hand.weight) for hand in hands if hand.mandate.person_id not in out)


def decide(resolution: UUID) -> None:
    """What a carried resolution decides under the power that it names. Part of closing it: the effect "boards.resolved"."""
    row = locked_resolution(resolution)
    if row.power_id is None or row.decision_id is not None or not row.carried:
        return
    made = use(row.power_id, row.words[:200], row.pence, by=RESOLVED, key=f"{row.pk}:use")
    line = write("boards.decide", row.ref, by=RESOLVED, body={"decision": str(made.pk), "words": row.words})
    keep(row, line, decision=made)


def tick() -> int:
    """Votes that nobody closed by the next day are closed by the clock. Returns how many. 1 SQL query when there is none."""
    due = queries.left_open()
    for pk in due:
        close(pk, by=CLOCK, key=f"{pk}:left-open")
    return len(due)

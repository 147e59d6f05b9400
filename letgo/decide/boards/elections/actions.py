"""Calling an election and bringing it to its end: names are closed and checked, the vote is called, and what came of it is noted."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.timezone import localdate

from letgo.commons.door.messages.actions import tell
from letgo.commons.record import effects
from letgo.commons.record.actions import Signs, once, write
from letgo.commons.record.clock import now
from letgo.commons.record.refusals import Refused, require
from letgo.commons.record.rules import CLOCK
from letgo.decide.ballots import queries as ballots
from letgo.decide.ballots.calls.actions import call as call_vote
from letgo.decide.ballots.models import Poll
from letgo.decide.ballots.rules import TRANSFERS, Call, Offered, Terms
from letgo.decide.boards.elections import queries
from letgo.decide.boards.elections.rules import Days, Fit, ballot_order, contested, days_fault, fit
from letgo.decide.boards.electors import NOBODY_OUTSIDE, newest_list
from letgo.decide.boards.models import Body, Election, Nomination, Vacancy, put
from letgo.decide.boards.nominations.actions import locked_election, turn_down
from letgo.decide.boards.owing import allowed, done, owe
from letgo.decide.boards.rules import BEFORE, ELECTION_MOVES
from letgo.decide.boards.seating import locked_body
from letgo.decide.boards.watching import watch

DICE = "Dice, thrown before two scrutineers after the close"
NOBODY = "Nobody stood."


@transaction.atomic
def call_election(
    body: UUID, officer: UUID, *, places: Sequence[int] | None = None, days: Days | None = None,
    seed_from: str = DICE, reason: str = "", by: Signs, key: str,
) -> Election:  # fmt: skip
    """Call an election to the seats `places` (those that are due when not given): names are taken from now on.

    Days follow from the dated rules (queries.preview shows them before); `days` may be later, never sooner. `officer` comes from outside:
    not on the list, not on the body, not who calls. The terms, the seats and what is reserved are settled here. Raises Refused.
    """
    with once("boards.call-election", key, by) as doing:
        if doing.before:
            return doing.before
        at = locked_body(body)
        require(allowed(by, "boards.call-election", at), "You cannot call an election here.", "Ask the secretary.")
        called = now()
        _newest_list(at, by)
        seen = queries.preview(at, places, called)
        for sentence in seen.faults:
            raise Refused(sentence)
        person = getattr(by, "person", None)
        if officer not in dict(seen.officers) or officer in (person, getattr(by, "subject", None)):
            raise Refused(
                "The returning officer comes from outside: not from the list or the body, and not who calls.",
                "Name another.",
            )
        chosen = replace(days, nominations_open=called) if days else seen.days
        if fault := days_fault(chosen, seen.days):
            raise Refused(fault)
        if not seed_from.strip():
            raise Refused("Say what will settle a tie: dice, or a public number that nobody knows yet.")
        row = _new(at, seen, chosen, called, officer, seed_from.strip(), reason.strip())
        row.line = write("boards.call-election", row.ref, by=by, body=_announced(row))
        row.save(force_insert=True)
        watch(at, by, met=True)
        for rule in (at.fixed.election_rule, at.fixed.nobody_rule, at.fixed.officer_rule):
            done(at, rule)
        tell(officer, "waits", row.ref, f"boards:{row.pk}:officer")
        return doing.with_result(row)


def _newest_list(at: Body, by: Signs) -> None:
    """Who elects the body is who its list names today: a newer version of that list counts from the next call on."""
    newest = newest_list(at)
    if newest.pk != at.electorate_id:
        put(at, write("boards.follow-list", at.ref, by=by, body={"version": newest.version}), electorate=newest)


def call_caretaker(body: UUID, reason: str, *, places: Sequence[int] | None = None, by: Signs, key: str) -> Election:
    """Call an election where nobody may be left to call one: run by whoever may from outside, to `places`, else to each seat that is due.

    For effects and clocks. In the caller's transaction. Raises Refused when nobody from outside holds such an office here.
    """
    at = locked_body(body)
    for officer, _ in queries.outsiders(at):
        return call_election(body, officer, places=places, reason=reason, by=by, key=key)
    raise Refused(
        NOBODY_OUTSIDE,
        "Ask the council to give someone this office first.",
    )


def _new(
    at: Body, seen: queries.Preview, days: Days, called: datetime, officer: UUID, seed_from: str, reason: str
) -> Election:
    return Election(
        id=uuid4(), body=at, seats=len(seen.seats), places=[seat.number for seat in seen.seats], officer_id=officer,
        reserve=[{**vars(row), "values": list(row.values)} for row in seen.reserve], terms=at.terms, reason=reason,
        seed_from=seed_from, called=called, nominations_open=days.nominations_open, state="nominating",
        nominations_close=days.nominations_close, opens=days.opens, closes=days.closes,
    )  # fmt: skip


def _announced(row: Election) -> dict[str, Any]:
    """What everybody is told at the call: no person's name."""
    terms = row.fixed
    return {
        "seats": row.places,
        "method": terms.method,
        "reserve": row.reserve,
        "fallback": terms.fallback,
        "vacancy": terms.vacancy,
        "seconders": terms.seconders,
        "nominations-close": row.nominations_close.isoformat(),
        "opens": row.opens.isoformat(),
        "closes": row.closes.isoformat(),
        "object-days": terms.object_days,
        "seed-from": row.seed_from,
        "reason": row.reason,
    }


def move(
    row: Election, state: str, verb: str, by: Signs, body: Mapping[str, Any] | None = None, **fields: Any
) -> Election:
    """Bring an election into `state`, with its public line. Raises Refused for a move that does not exist."""
    if state not in ELECTION_MOVES[row.state]:
        raise Refused("This election is past that.")
    said = {"state": state, **(body or {})} | ({"why": fields["why"]} if fields.get("why") else {})
    return put(row, write(verb, row.ref, by=by, body=said), state=state, **fields)


@transaction.atomic
def close_names(election: UUID, *, by: Signs, key: str) -> Election:
    """After its hour nobody can stand any more. Who has too few seconders, or elects the body no longer, is told why not.

    The returning officer then has two days to look at the names. Raises Refused before the hour.
    """
    with once("boards.close-names", key, by) as doing:
        if doing.before:
            return doing.before
        row = locked_election(election)
        if row.state != "nominating" or now() < row.nominations_close:
            raise Refused("Names are taken until their hour.")
        here, need = queries.electors(row.body.electorate), row.fixed.seconders
        for name in row.nominations.filter(state__in=["offered", "stands"]).select_related("election__body"):
            backed = name.secondings.filter(person__in=here).count()
            if name.person_id not in here:
                turn_down(name, "They are not on the list of who elects this body any more.", by)
            elif backed < need:
                turn_down(name, f"{backed} of {need} seconders.", by)
        stands = row.nominations.filter(state="stands").count()
        move(row, "checking", "boards.close-names", by, {"names": stands})
        tell(row.officer_id, "waits", row.ref, f"boards:{row.pk}:names")
        return doing.with_result(row)


@transaction.atomic
def settle_names(election: UUID, *, by: Signs, key: str) -> Election:
    """The names are checked: the vote is called, or where no more stand than there are seats, they are elected without one.

    The returning officer says so, or the clock when their two days are over. Where what is reserved cannot be filled, what was written
    before decides; where nothing can be, the election fails and says why. Raises Refused.
    """
    with once("boards.settle-names", key, by) as doing:
        if doing.before:
            return doing.before
        row = locked_election(election)
        require(allowed(by, "boards.settle-names", row), "Only the returning officer of this election can do this.")
        if row.state != "checking":
            raise Refused("The names are not to be checked now.")
        by_id = {name.pk: name for name in row.nominations.filter(state="stands")}
        names = [by_id[pk] for pk in ballot_order(row.pk, by_id)]
        found = fit(queries.reserved(row), [name.groups for name in names], row.seats, row.fixed.fallback)
        if not names or found.clash:
            fail(row, found.clash or NOBODY, by)
        elif contested(found, len(names)):
            try:
                _call_vote(row, names, found, by)
            except Refused as no:  # its list was changed after the call, or its officer holds the office no more
                fail(row, f"The vote could not be called. {no.sentence}", by)
        else:
            said = {"unopposed": len(names), "said": list(found.said)}
            move(row, "declared", "boards.declare-unopposed", by, said, why=" ".join(found.said))
            effects.take_later("boards.seat", row.ref, {}, str(row.pk))
        return doing.with_result(row)


def _call_vote(row: Election, names: Sequence[Nomination], found: Fit, by: Signs) -> Poll:
    """The vote itself: on its list is who was eligible on the day of the call, and still is."""
    terms, body, day = row.fixed, row.body, localdate(row.called)
    listed = ballots.roll_preview(body.electorate, None, day)
    reserve = found.reserve
    vacancy = terms.vacancy if terms.vacancy != "countback" or terms.method in TRANSFERS else "by-election"
    quorum = -(-terms.poll_quorum_percent * listed.size // 100)
    asked = Call(
        place=body.place_id, electorate=body.electorate_id, question=f"Who sits on {body.name}?"[:200],
        options=_offered(names), opens=row.opens, closes=row.closes, officer=row.officer_id, seed_from=row.seed_from,
        method=terms.method, terms=Terms(seats=found.seats, reserve=reserve, vacancy=vacancy),
        about=("election", row.pk), none_option=reserve is None, quorum=quorum, object_days=terms.object_days,
        effect="boards.seat", interested=frozenset(name.person_id for name in names), twins=listed.twins, as_of=day,
    )  # fmt: skip
    poll = call_vote(asked, by=CLOCK, key=f"election:{row.pk}")
    said = {"vote": str(poll.pk), "names": len(names), "seats": found.seats, "said": list(found.said)}
    move(row, "voting", "boards.call-vote", by, said, poll=poll, why=" ".join(found.said))
    return poll


def _offered(names: Sequence[Nomination]) -> tuple[Offered, ...]:
    """An option for each; people who share a name are told apart by a number."""
    seen: dict[str, int] = {}
    made = []
    for name in names:
        again = seen[name.name.casefold()] = seen.get(name.name.casefold(), 0) + 1
        title = name.name if again == 1 else f"{name.name[:112]} ({again})"
        made.append(Offered(title, name.statement, about=("nomination", name.pk)))
    return tuple(made)


def fail(row: Election, why: str, by: Signs) -> Election:
    """Nobody is elected, and everybody can read why. Seats that waited for it are empty again, and someone owes help."""
    move(row, "failed", "boards.fail-election", by, why=why)
    _let_go(row)
    owe(row.body, row.fixed.nobody_rule, by)
    watch(locked_body(row.body_id), by)
    return row


def _let_go(row: Election) -> None:
    for vacancy in Vacancy.objects.select_for_update().filter(election=row, state="filling"):
        put(vacancy, row.line, state="open", election=None)


@transaction.atomic
def follow_vote(election: UUID, *, key: str) -> Election:
    """Note how far the vote is: declared, called off, or over without a mandate. What it elects is seated by its own effect."""
    with once("boards.follow-vote", key) as doing:
        if doing.before:
            return doing.before
        row = locked_election(election)
        poll = Poll.objects.get(pk=row.poll_id)
        if row.state == "voting" and poll.state in ("declared", "done", "upheld"):
            move(row, "declared", "boards.declare", CLOCK, {"vote": str(poll.pk)})
        result = ballots.result(poll)
        if row.state == "voting" and poll.state == "void":
            fail(row, "The vote was called off.", CLOCK)
        elif row.state == "declared" and poll.state == "upheld":
            fail(row, "A challenge was upheld, so the result does not stand.", CLOCK)
        elif row.state == "declared" and poll.state == "done" and result and not result.mandate:
            fail(row, f"The vote elected nobody. {result.why}", CLOCK)
        return doing.with_result(row)


@transaction.atomic
def void_election(election: UUID, reason: str, *, by: Signs, key: str) -> Election:
    """The returning officer calls an election off before its vote is called, with reasons that everybody can read. Raises Refused."""
    with once("boards.void-election", key, by) as doing:
        if doing.before:
            return doing.before
        row = locked_election(election)
        require(allowed(by, "boards.void-election", row), "Only the returning officer can call this election off.")
        if row.state not in BEFORE:
            raise Refused("The vote is called.", "Its own page says how a vote is called off.")
        if not reason.strip():
            raise Refused("Nobody would know why.", "Give the reasons. They are public: name nobody.")
        move(row, "void", "boards.void-election", by, why=reason.strip())
        _let_go(row)
        watch(locked_body(row.body_id), by)
        return doing.with_result(row)


def tick() -> int:
    """Close names after their hour, go on after the look at them, and follow votes. Returns how much there was. 2 SQL queries when none."""
    closing, checked, moved = queries.due()
    for pk in closing:
        close_names(pk, by=CLOCK, key=str(pk))
    for pk in checked:
        settle_names(pk, by=CLOCK, key=str(pk))
    for pk in moved:
        row = queries.election(pk)
        if row and row.poll and _news(row):
            follow_vote(pk, key=f"{pk}:{row.line_id}:{row.poll.state}")
    return len(closing) + len(checked) + len(moved)


def _news(row: Election) -> bool:
    """Whether its vote has moved since we looked: one that is done waits for its effect."""
    if row.state == "declared" and row.poll and row.poll.state == "done":
        found = ballots.result(row.poll)
        return found is not None and not found.mandate
    return True

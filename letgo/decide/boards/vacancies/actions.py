"""The only writers of vacancies and of what fills one: the way that was written before the vote, an offer, a co-option, an approval."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from letgo.commons.door.messages.actions import tell
from letgo.commons.people.models import Person
from letgo.commons.people.queries import may
from letgo.commons.people.rules import Actor
from letgo.commons.places.actions import named
from letgo.commons.places.queries import today
from letgo.commons.record.actions import Signs, once, write
from letgo.commons.record.refusals import Refused, require
from letgo.commons.record.rules import CLOCK
from letgo.decide.ballots import queries as ballots
from letgo.decide.ballots.countbacks.actions import count_back
from letgo.decide.ballots.models import Poll
from letgo.decide.boards import seating
from letgo.decide.boards.electors import electors, elects
from letgo.decide.boards.lengths import months_between
from letgo.decide.boards.meeting_models import Resolution
from letgo.decide.boards.models import Approval, Election, Mandate, Nomination, Vacancy, put
from letgo.decide.boards.owing import allowed
from letgo.decide.boards.rules import BY_VOTE, VACANCY_MOVES
from letgo.decide.boards.watching import close_vacancy, open_vacancy, watch

ACCEPT_DAYS = 14  # for saying yes to a seat; no answer is a no
NOBODY_LEFT = "Nobody of that vote is left who can take it."
TERM_OVER = "Its term is over."


@transaction.atomic
def fill_vacancy(vacancy: UUID, *, by: Signs, key: str) -> Vacancy:
    """Begin to fill an empty seat by the way that was written before: offer it to whom the old papers name, or wait for an election.

    Where the way cannot be gone (no vote, nobody left, the papers give nobody), another election fills it. A seat that has less time
    to run than the terms say stays empty. Raises Refused for one that is not open.
    """
    with once("boards.fill-vacancy", key) as done:
        if done.before:
            return done.before
        row = locked_vacancy(vacancy)
        if row.state != "open" or row.way not in ("countback", "next"):
            raise Refused("Nothing is to be done for this seat now.")
        left = row.mandate
        election = _election_of(left)
        if left and left.end <= today():
            return done.with_result(_by_election(row, TERM_OVER, by))
        least = (election or row.body).fixed.vacancy_until_months  # as it was written before the vote
        if left and least and months_between(today(), left.end) < least:
            why = f"Less than {least} months of its term were left. The next election fills it."
            return done.with_result(move(row, "kept-empty", "boards.keep-empty", by, why=why))
        poll = election.poll if election else None
        if left is None or election is None or poll is None or poll.state not in ("declared", "done"):
            return done.with_result(
                _by_election(row, "No vote was needed when it was filled, so there are no papers to count again.", by)
            )
        return done.with_result(_offer(row, election, poll, by, key))


def _offer(row: Vacancy, election: Election, poll: Poll, by: Signs, key: str) -> Vacancy:
    """Offer the seat to whom the papers of that vote name next, of those who can still take it."""
    numbers = dict(poll.options.filter(about_kind="nomination").values_list("about_id", "number"))
    names = {numbers[name.pk]: name for name in election.nominations.filter(pk__in=numbers)}
    by_person = {name.person_id: number for number, name in names.items()}
    kept = _kept(row, election, by_person)
    gone = set(row.gone) | _cannot(row, names) - kept
    leaver = by_person[row.mandate.person_id]  # type: ignore[union-attr]
    if row.way == "countback":
        try:
            made = count_back(poll.pk, leaver, kept, gone=gone - {leaver}, by=by, key=f"{key}:count")
        except Refused as no:
            return _by_election(row, no.sentence, by)
        number, why = made.filled, made.report["why"]
    else:
        found = ballots.result(poll)
        order = found.report.get("next", []) if found else []
        number, why = next((n for n in order if n not in gone | kept | {leaver}), None), NOBODY_LEFT
    if number is None or number not in names:
        return _by_election(row, why or NOBODY_LEFT, by)
    last = row.mandate.end - timedelta(days=1)  # type: ignore[union-attr]
    name, until = names[number], min(today() + timedelta(days=ACCEPT_DAYS), last)
    move(
        row, "filling", "boards.offer-seat", by, {"number": number, "until": until.isoformat()},
        offered=name, offered_until=until, gone=sorted(gone),
    )  # fmt: skip
    tell(name.person_id, "waits", row.ref, f"boards:{row.pk}:{number}:offered")
    return row


def _kept(row: Vacancy, election: Election, by_person: dict[UUID, int]) -> set[int]:
    """Who keeps a seat that rests on that vote, by number."""
    sits = Mandate.objects.filter(source_kind__in=BY_VOTE, source_id=election.pk).exclude(state="ended")
    persons = sits.exclude(pk=row.mandate_id).values_list("person", flat=True)
    return {by_person[person] for person in persons if person in by_person}


def _cannot(row: Vacancy, names: dict[int, Nomination]) -> set[int]:
    """Who stood and can sit no longer: gone from the list, or on the body already; and whose name did not stand to the end."""
    here = electors(row.body.electorate)
    sits = set(row.body.mandates.exclude(state="ended").filter(title="member").values_list("person", flat=True))
    return {
        number
        for number, name in names.items()
        if name.state != "stands" or name.person_id not in here or name.person_id in sits
    }


def _election_of(left: Mandate | None) -> Election | None:
    """The election on whose papers a mandate rests, also by a countback after it."""
    if left is None or left.source_kind not in BY_VOTE:
        return None
    return Election.objects.filter(pk=left.source_id).select_related("poll").first()


def _by_election(row: Vacancy, why: str, by: Signs) -> Vacancy:
    move(row, "open", "boards.wait-for-election", by, why=why, way="by-election", offered=None, offered_until=None)
    watch(seating.locked_body(row.body_id), by)
    row.refresh_from_db(fields=["state", "election"])  # an election that runs for it fills it
    return row


@transaction.atomic
def answer_offer(vacancy: UUID, yes: bool, *, by: Signs, key: str) -> Vacancy:
    """Take a seat that is offered, for what is left of its term, or say no: then the next one is asked. Nobody else can answer."""
    with once("boards.answer-offer", key, by) as done:
        if done.before:
            return done.before
        row = locked_vacancy(vacancy)
        require(allowed(by, "boards.answer-offer", row), "This seat is not offered to you.")
        if row.state != "filling" or row.offered is None:
            raise Refused("This seat is not offered to anyone now.")
        if yes:
            return done.with_result(_take(row, by))
        number = _number_of(row)
        move(
            row, "open", "boards.refuse-seat", by, {"number": number}, offered=None, offered_until=None,
            gone=sorted({*row.gone, number}),
        )  # fmt: skip
        fill_vacancy(row.pk, by=CLOCK, key=f"{row.pk}:{len(row.gone)}")
        row.refresh_from_db()
        return done.with_result(row)


def _number_of(row: Vacancy) -> int:
    election = _election_of(row.mandate)
    poll: Any = election.poll if election else None
    return int(poll.options.get(about_kind="nomination", about_id=row.offered_id).number)


def _take(row: Vacancy, by: Signs) -> Vacancy:
    name, left = row.offered, row.mandate
    if name is None or left is None:
        raise Refused("This seat is not offered to anyone now.")
    if left.end <= today():
        raise Refused(TERM_OVER, "An election fills the seat.")
    if not elects(name.person_id, row.body.electorate):
        raise Refused("Only who is on the list of who elects this body can sit on it.")
    made = seating.fill(
        row.body_id, name.person_id, name=name.name, source=(row.way, left.source_id), start=today(), end=left.end,
        seat=row.seat, by=by, key=f"{row.pk}:{name.pk}",
    )  # fmt: skip
    close_vacancy(row.seat, made, by=by)
    row.refresh_from_db()
    return row


@transaction.atomic
def resign(mandate: UUID, *, by: Actor, key: str) -> Mandate:
    """Leave one's own office from today on. Nobody asks why."""
    with once("boards.resign", key, by) as done:
        if done.before:
            return done.before
        row = seating.locked_mandate(mandate)
        require(may(by, "boards.resign", row), "This office is not yours.")
        return done.with_result(seating.end(row.pk, "resigned", by=by, key=f"{row.pk}:resigned"))


@transaction.atomic
def end_office(mandate: UUID, why: str, *, by: Actor, key: str) -> Mandate:
    """Write down that a member has died or moved away: `why` is "died" or "moved-away". Never a way to be rid of anyone: who still
    elects the body has not moved away, and who was given an office without a seat leaves it by their own word, at its end or after a
    hearing. Raises Refused."""
    with once("boards.end-office", key, by) as done:
        if done.before:
            return done.before
        row = seating.locked_mandate(mandate)
        require(may(by, "boards.end-office", row), "Only the secretary or an officer writes this down.")
        if why not in ("died", "moved-away"):
            raise Refused("Only that someone has died or moved away is written down here.", "All else takes a vote.")
        lives = Person.objects.filter(pk=row.person_id, ended__isnull=True).exists()
        if lives and row.seat_id is None:
            raise Refused(
                "This office is not tied to a home.", "They can leave it, or it ends after a hearing and a vote."
            )
        if lives and elects(row.person_id, row.body.electorate):
            raise Refused(
                "They are on the list of who elects this body, so they have not moved away.", "Correct the list first."
            )
        return done.with_result(seating.end(row.pk, why, by=by, key=f"{row.pk}:{why}"))


@transaction.atomic
def co_opt(body: UUID, person: UUID, name: str, resolution: UUID, *, months: int = 12, by: Signs, key: str) -> Mandate:
    """The board takes in a member by a resolution that was carried, within the cap of its terms, without a seat and for a year at most.

    A co-opted member has no vote on who chairs. Raises Refused above the cap, and for a resolution of another body, one that failed
    and one about something else: it names whom it takes in.
    """
    with once("boards.co-opt", key, by) as done:
        if done.before:
            return done.before
        at = seating.locked_body(body)
        require(allowed(by, "boards.co-opt", at), "Only the board can do this.")
        most = at.fixed.coopted_most
        if at.mandates.filter(coopted=True).exclude(state="ended").count() >= most:
            raise Refused(
                "The terms of this body allow {most} members who were not elected.", "Hold an election.", most=most
            )
        if not _carried(at.pk, resolution, name):
            raise Refused(
                "A member is taken in by a resolution of this board that was carried and names them.",
                "Vote on it first.",
            )
        if at.mandates.filter(source_kind="co-option", source_id=resolution).exists():
            raise Refused("This resolution took in a member before.", "Vote on each member.")
        made = seating.fill(
            at, person, name=name, source=("co-option", resolution), start=today(), coopted=True,
            end=today() + timedelta(days=min(max(months, 1), 12) * 30), by=by, key=f"co-opt:{resolution}",
        )  # fmt: skip
        return done.with_result(made)


def _carried(body: UUID, resolution: UUID, name: str) -> bool:
    """Whether this resolution was carried at a quorate meeting of this body, about whoever has this name. 1 SQL query."""
    rows = Resolution.objects.filter(pk=resolution, item__meeting__body=body, carried=True, doubt="")
    return rows.filter(words__icontains=named(name)).exists()


@transaction.atomic
def approve(approval: UUID, yes: bool, reasons: str = "", *, by: Actor, key: str) -> Approval:
    """What an approver says of someone who was elected. A no is a veto: it has reasons, and everybody can read them."""
    with once("boards.approve", key, by) as done:
        if done.before:
            return done.before
        kept = ("mandate__body__place", "mandate__body__organisation")
        row = Approval.objects.select_for_update(of=("self",)).select_related(*kept).get(pk=approval)
        require(may(by, "boards.approve", row), "Only who approves members here can say this.")
        if row.state != "waiting" or row.mandate.state != "waiting":
            raise Refused("This was settled before.")
        if not yes and not reasons.strip():
            raise Refused("A no is a veto, and needs reasons.", "They are public: name no private fact.")
        _said(row, "given" if yes else "refused", reasons.strip(), by)
        return done.with_result(row)


def _said(row: Approval, state: str, reasons: str, by: Signs) -> None:
    body = {"mandate": str(row.mandate_id), "approver": row.words, "state": state, "reasons": reasons}
    put(row, write("boards.approve", row.mandate.body.ref, by=by, body=body), state=state, reasons=reasons)
    if state == "refused":
        seating.end(row.mandate_id, "not-approved", by=by, key=f"{row.pk}:veto")
    elif not Approval.objects.filter(mandate=row.mandate_id, state="waiting").exists():
        seating.begin(row.mandate_id, by=by, key=f"{row.pk}:begin")


def move(row: Vacancy, state: str, verb: str, by: Signs, body: dict[str, Any] | None = None, **fields: Any) -> Vacancy:
    """Bring a vacancy into `state`, with its public line. Raises Refused for a move that does not exist."""
    if state not in VACANCY_MOVES[row.state]:
        raise Refused("This seat is past that.")
    said = {"seat": row.seat.number, "state": state, **(body or {})}
    said |= {"why": fields["why"]} if fields.get("why") else {}
    return put(row, write(verb, row.body.ref, by=by, body=said), state=state, **fields)


def locked_vacancy(pk: UUID) -> Vacancy:
    """The vacancy with its seat and offer, after its body: both locked until the transaction ends. Raises Refused when there is none.

    3 SQL queries.
    """
    seating.locked_body_of(Vacancy, pk)
    kept = ("body__place", "body__organisation", "body__electorate__place", "seat", "mandate", "offered")
    found = Vacancy.objects.select_for_update(of=("self",)).select_related(*kept).filter(pk=pk).first()
    if found is None:
        raise Refused("There is no such empty seat.", kind="gone")
    return found


def tick() -> int:
    """End terms that are over, begin to fill empty seats, take silence for what it means. Returns how much there was. 5 SQL queries."""
    return _end_terms() + _begin() + _lapse() + _reopen() + _silence()


def _end_terms() -> int:
    rows = Mandate.objects.filter(end__lte=today()).exclude(state="ended").select_related("seat")
    for held in rows:
        with transaction.atomic():
            seating.end(held.pk, "term", on=held.end, vacant=False, by=CLOCK, key=f"{held.pk}:term")
            body = seating.locked_body(held.body_id)
            if held.seat and held.seat.number <= body.fixed.seats:
                open_vacancy(body, held.seat, held, way="by-election", by=CLOCK)
            watch(body, CLOCK)
    return len(rows)


def _begin() -> int:
    rows = list(Vacancy.objects.filter(state="open", way__in=["countback", "next"]).values_list("pk", "gone"))
    for pk, gone in rows:
        fill_vacancy(pk, by=CLOCK, key=f"{pk}:{len(gone)}")
    return len(rows)


def _lapse() -> int:
    late = Q(offered_until__lt=today()) | Q(offered__isnull=False, mandate__end__lte=today())
    rows = list(Vacancy.objects.filter(late, state="filling").values_list("pk", "offered"))
    for pk, offered in rows:
        answer_offer(pk, False, by=CLOCK, key=f"{pk}:{offered}:lapse")
    return len(rows)


def _reopen() -> int:
    """Seats that were kept empty for what was left of a term: it is over, and no election has filled them yet. Not one too many."""
    over = Vacancy.objects.filter(state="kept-empty", mandate__end__lte=today()).select_related("seat", "body")
    rows = [row for row in over if row.seat.number <= row.body.fixed.seats]
    for row in rows:
        with transaction.atomic():
            _by_election(locked_vacancy(row.pk), TERM_OVER, CLOCK)
    return len(rows)


def _silence() -> int:
    waiting = Approval.objects.filter(state="waiting", until__lt=today(), mandate__state="waiting")
    rows = list(waiting.select_related("mandate__body"))
    for row in rows:
        with transaction.atomic():
            _said(row, "silent", "", CLOCK)
    return len(rows)

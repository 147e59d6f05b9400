"""What an election does to seats: those who won take them, those whose term is over leave them; and how that is taken back."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q

from letgo.commons.door.messages.actions import tell
from letgo.commons.people.models import Person
from letgo.commons.places.queries import today
from letgo.commons.record.actions import Signs
from letgo.commons.record.refusals import Refused
from letgo.decide.ballots import queries as ballots
from letgo.decide.boards import seating
from letgo.decide.boards.elections.actions import move
from letgo.decide.boards.elections.rules import ballot_order, seats_for
from letgo.decide.boards.electors import electors, reserved
from letgo.decide.boards.giving_back import give_back
from letgo.decide.boards.lengths import months_after
from letgo.decide.boards.models import Election, Mandate, Nomination, Seat, Vacancy, put
from letgo.decide.boards.owing import CALLS, owe
from letgo.decide.boards.rules import BY_VOTE
from letgo.decide.boards.watching import close_vacancy, watch

UPHELD = "A challenge was upheld, so the result does not stand."


def winners(row: Election) -> list[Nomination]:
    """Who was elected, in the order of the count; without a vote everybody who stands. Raises Refused without a declared result."""
    names = {name.pk: name for name in row.nominations.filter(state="stands")}
    if row.poll is None:
        return [names[pk] for pk in ballot_order(row.pk, names)]
    found = ballots.result(row.poll)
    if found is None or not found.mandate:
        raise Refused("There is no declared result.")
    return [names[won.option.about_id] for won in found.won if won.option.about_id in names]


def fill_seats(row: Election, by: Signs) -> list[Mandate]:
    """Seat the winners of a declared election, for a term from today; whose seats these were leave them. In the caller's transaction.

    Who is no longer on the list, or took another seat meanwhile, does not sit. A seat that nobody takes is a vacancy, filled by another
    election.
    """
    if row.state == "filled":
        return list(Mandate.objects.filter(source_kind="election", source_id=row.pk))
    if row.state not in ("voting", "declared"):
        raise Refused("This election is past that.")
    if row.state == "voting":
        move(row, "declared", "boards.declare", by)
    body = seating.locked_body(row.body_id)
    seats = {seat.number: seat for seat in body.seats.filter(number__in=row.places)}
    here = (electors(body.electorate) & _alive(row)) - _sit_elsewhere(row)
    taken = [name for name in winners(row) if name.person_id in here]
    _leave(row, list(seats.values()), [name.person_id for name in taken], by)
    numbers = seats_for([name.groups for name in taken], [(n, seats[n].group) for n in sorted(seats)], reserved(row))
    start = today()  # one day for all, also where midnight comes meanwhile
    made = [_sit(row, name, seats.pop(number), start, by) for name, number in zip(taken, numbers, strict=True)]
    move(row, "filled", "boards.fill-seats", by, {"seats": sorted(numbers)}, why=row.why)
    _let_wait(row)
    owe(body, row.fixed.election_rule, by, met_by=CALLS)
    watch(seating.locked_body(row.body_id), by)
    return made


def _alive(row: Election) -> set[UUID]:
    rows = Person.objects.filter(ended__isnull=True, pk__in=row.nominations.values("person"))
    return set(rows.values_list("pk", flat=True))


def _sit_elsewhere(row: Election) -> set[UUID]:
    """Who took another seat of the body since they stood: one seat each."""
    held = Mandate.objects.filter(body=row.body_id, seat__isnull=False, title="member").exclude(state="ended")
    return set(held.exclude(seat__number__in=row.places).values_list("person", flat=True))


def _leave(row: Election, seats: Sequence[Seat], taken: Sequence[UUID], by: Signs) -> None:
    """The terms of who has these seats are over, and so is that of whom the board had asked in and who is elected now."""
    asked_in = Q(body=row.body_id, seat=None, title="member", person__in=taken)
    for held in Mandate.objects.filter(Q(seat__in=seats) | asked_in).exclude(state="ended"):
        seating.end(held.pk, "term", vacant=False, because=row.ref, by=by, key=f"{row.pk}:{held.pk}")


def _sit(row: Election, name: Nomination, seat: Seat, start: date, by: Signs) -> Mandate:
    made = seating.fill(
        row.body_id, name.person_id, name=name.name, source=("election", row.pk), start=start,
        end=months_after(start, row.fixed.term_months), seat=seat, by=by, key=f"{row.pk}:{name.pk}",
    )  # fmt: skip
    close_vacancy(seat, made, by=by)
    tell(name.person_id, "news", row.ref, f"boards:{row.pk}:{name.pk}:elected")
    return made


def _let_wait(row: Election) -> None:
    """Vacancies that this election could not fill wait for the next one."""
    for vacancy in row.vacancies.select_for_update().filter(state="filling"):
        put(vacancy, row.line, state="open", election=None, way="by-election")


def empty_seats(row: Election, by: Signs) -> list[Mandate]:
    """Take an election's effect back, by new lines: who took a seat by its papers leaves, and all that it ended is given back: seats,
    who chairs, who was asked in. What cannot be is said, with why.

    What was decided meanwhile stands: nobody can unsay a meeting. In the caller's transaction. Returns who sits again.
    """
    if row.state != "filled":
        return []
    body = seating.locked_body(row.body_id)
    for held in body.mandates.filter(source_kind__in=BY_VOTE, source_id=row.pk).exclude(state="ended"):
        seating.end(held.pk, "undone", vacant=False, by=by, key=f"{row.pk}:{held.pk}:undone")
    _take_back_offers(row)
    given = give_back(body, row.ref, f"{row.pk}", by=by)
    said = {"again": [held.office for held in given.again], "not": list(given.kept_from)}
    move(row, "void", "boards.empty-seats", by, said, why=" ".join([UPHELD, *given.kept_from]))
    watch(body, by)
    return list(given.again)


def _take_back_offers(row: Election) -> None:
    """Nobody takes a seat by papers that do not stand any more."""
    for vacancy in Vacancy.objects.filter(body=row.body_id, state="filling", offered__election=row):
        put(vacancy, row.line, state="open", way="by-election", offered=None, offered_until=None, why=UPHELD)

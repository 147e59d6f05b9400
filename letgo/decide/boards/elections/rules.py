"""An election's days, who of the seats stands down, whether reserved seats can be filled, and who takes which. Plain values in and out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from letgo.commons.promises.rules import Calendar, Event, Rule, begin
from letgo.commons.record.rules import Sentence
from letgo.decide.boards.rules import Reserved
from letgo.engines.counting.election import Candidate, election_of
from letgo.engines.counting.reserve import Group, Reserve
from letgo.engines.sealing.lots import order
from letgo.engines.sealing.reading import BadFile

SECOND = timedelta(seconds=1)
Dated = tuple[Rule, Calendar]


@dataclass(frozen=True)
class Days:
    """The moments of an election, in UTC. Names are taken from `nominations_open` to `nominations_close`, votes from `opens` to `closes`.

    `why`: a sentence for each that was worked out, as the dated rule gives it.
    """

    nominations_open: datetime
    nominations_close: datetime
    opens: datetime
    closes: datetime
    why: tuple[str, ...] = ()


def days_of(called: datetime, nominations: Dated, notice: Dated, voting: Dated) -> Days:
    """The earliest days that the dated rules allow for an election that is called then. Raises OutOfCalendar.

    The day of the call, and that of the close of names, are no clear days: each length is of whole days after it.
    """
    names = begin(*nominations, Event("start", called))
    told = begin(*notice, Event("start", names.ahead))
    opens = told.ahead + SECOND  # the first moment of the day after the last clear one
    votes = begin(*voting, Event("start", opens))
    return Days(called, names.ahead, opens, votes.ahead, (*names.steps, *told.steps, *votes.steps))


def days_fault(wished: Days, least: Days) -> str:
    """Why these days are too short, or ""; longer is always allowed."""
    if wished.nominations_open < least.nominations_open:
        return "Names cannot be taken before the call."
    if wished.nominations_close < least.nominations_close:
        return Sentence("Names are taken until {closes} at least.", closes=least.nominations_close)
    if wished.opens - wished.nominations_close < least.opens - least.nominations_close:
        days = (least.opens - least.nominations_close).days
        return Sentence("Between the close of names and the vote lie {days} days at least.", days=days)
    if wished.closes - wished.opens < least.closes - least.opens:
        return Sentence("The vote is open for {days} days at least.", days=(least.closes - least.opens).days + 1)
    return ""


@dataclass(frozen=True)
class Fit:
    """How many seats can be filled with who stands, so that what is reserved holds. `said`: what the written fallback changed.

    `clash`: why not even one seat can be filled, or "". `groups` are by candidate numbers, from 1, in the order they were given.
    """

    seats: int
    groups: tuple[Group, ...] = ()
    said: tuple[str, ...] = ()
    clash: str = ""

    @property
    def reserve(self) -> Reserve | None:
        """As a count takes it."""
        return Reserve(self.groups) if self.groups else None


def fit(reserve: Iterable[Reserved], candidates: Sequence[Mapping[str, str]], seats: int, fallback: str) -> Fit:
    """Whether `seats` can be filled with `candidates` (what each is: {"tenure": "tenant"}) so that each reservation holds.

    When too few of a group stand, what was written before the poll decides: "leave-empty" keeps that many seats empty, "fill-any"
    opens them to all. A maximum is never lifted: seats that it leaves over stay empty.
    """
    groups, said, left = [], [], seats
    for row in reserve:
        members = members_of(row, candidates)
        least, have = min(row.minimum, seats), len(members)
        if have < least:
            short = least - have
            if fallback == "fill-any":
                said.append(f"{_seats(short)} for {row.words} {_are(short)} open to all: too few of them stand.")
            else:
                said.append(f"{_seats(short)} for {row.words} {_stay(short)} empty: too few of them stand.")
                left -= short
            least = have
        if members and (least or row.maximum is not None):
            groups.append(Group(row.words, members, least, row.maximum))
    most, clash = max(left, 0), ""
    while most and (clash := _clash(groups, len(candidates), most)):
        most -= 1
    if most < left and most:
        said.append(f"{_seats(left - most)} {_stay(left - most)} empty: {clash or 'no more can be filled'}.")
    kept = tuple(replace(each, minimum=min(each.minimum, most)) for each in groups)
    return Fit(most, kept, tuple(said), "" if most or not left else clash)


def members_of(row: Reserved, candidates: Sequence[Mapping[str, str]]) -> frozenset[int]:
    """The numbers of the candidates whom a reservation is for."""
    return frozenset(at for at, each in enumerate(candidates, 1) if each.get(row.group) in row.values)


def _clash(groups: Sequence[Group], candidates: int, seats: int) -> str:
    if not groups or not candidates:
        return ""
    people = [Candidate(str(number)) for number in range(1, candidates + 1)]
    capped = tuple(replace(each, minimum=min(each.minimum, seats)) for each in groups)
    try:
        Reserve(capped).apart(election_of(people, min(seats, candidates), []))
    except BadFile as error:
        return error.what
    return ""


def contested(found: Fit, candidates: int) -> bool:
    """Whether there is anything to vote on: more people than seats for them."""
    return candidates > found.seats


def _seats(count: int) -> str:
    return "1 seat" if count == 1 else f"{count} seats"


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _stay(count: int) -> str:
    return "stays" if count == 1 else "stay"


def seats_for(
    winners: Sequence[Mapping[str, str]], seats: Sequence[tuple[int, str]], reserve: Iterable[Reserved]
) -> list[int]:
    """Which seat each winner takes, in their order: numbers of `seats`, (number, words of its reservation or "").

    Seats that are kept for some are given first, to as many of those as can be matched; whoever is left takes the rest in order.
    Source: augmenting paths (Kuhn 1955). There are at least as many seats as winners.
    """
    rules = {row.words: row for row in reserve}
    kept = [(number, rules[words]) for number, words in seats if words in rules]
    taken: dict[int, int] = {}  # seat -> winner

    def give(winner: int, seen: set[int]) -> bool:
        for number, row in kept:
            if number in seen or winners[winner].get(row.group) not in row.values:
                continue
            seen.add(number)
            if number not in taken or give(taken[number], seen):
                taken[number] = winner
                return True
        return False

    for winner in range(len(winners)):
        give(winner, set())
    by_winner = {winner: number for number, winner in taken.items()}
    plain = [number for number, words in seats if words not in rules]
    free = iter([*plain, *(number for number, _ in kept if number not in taken)])
    return [by_winner[winner] if winner in by_winner else next(free) for winner in range(len(winners))]


def retiring(holders: Sequence[tuple[int, date]], seed: str) -> list[int]:
    """The seats whose holders stand down when one third retires: those longest in office since they were last elected.

    `holders`: (seat, first day of the term). Who began on one day draw lots that anybody can draw again. The number is the one
    nearest to a third, and one at least. Source: model articles of a company limited by guarantee, retirement by rotation.
    """
    if not holders:
        return []
    number = max(1, (2 * len(holders) + 3) // 6)
    drawn = {text: at for at, text in enumerate(order("retire", seed, [str(seat) for seat, _ in holders]))}
    rank = sorted(holders, key=lambda each: (each[1], drawn[str(each[0])]))
    return sorted(seat for seat, _ in rank[:number])


def ballot_order(election: UUID, nominations: Iterable[UUID]) -> list[UUID]:
    """The order in which names stand on the voting paper: by lot, so that no name gains by its letter."""
    return [UUID(text) for text in order(str(election), "ballot order", [str(pk) for pk in nominations])]

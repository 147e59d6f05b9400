"""The list of who can vote: looked at before it is frozen, drawn in an order of its own, and each voter's proof that they are on it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from secrets import SystemRandom, token_hex
from uuid import UUID

from django.db.models import Q

from letgo.commons.people.rules import Actor
from letgo.commons.places.electorates.queries import eligible
from letgo.commons.places.models import Electorate, Standing
from letgo.commons.places.queries import today
from letgo.decide.ballots import rules
from letgo.decide.ballots.models import Poll, RollEntry
from letgo.decide.ballots.policies import voter
from letgo.decide.ballots.rules import leaf_of
from letgo.engines.sealing.merkle import leaf_hash


@dataclass(frozen=True)
class Preview:
    """What a list would be if it were frozen for that day: how many, on which grounds, and what to look at before.

    `twins`: pairs that look like one person twice (one name, one home). `left`: people who stopped being eligible in the last year,
    so are not on it. `faults` stop a call; `notes` do not.
    """

    size: int
    grounds: dict[str, int]
    twins: int
    left: int
    faults: tuple[str, ...]
    notes: tuple[str, ...]


def on_both_days(electorate: Electorate, on: date, as_of: date | None) -> list[tuple[UUID, str]]:
    """(person id, ground) of who is eligible on a day, and was on the qualifying day `as_of`: nobody swells a list the night before.
    2 SQL queries, 4 with another day."""
    people = eligible(electorate, on)
    if as_of is None or as_of == on:
        return people
    before = {person for person, _ in eligible(electorate, as_of)}
    return [(person, ground) for person, ground in people if person in before]


def roll_preview(electorate: Electorate, on: date | None = None, as_of: date | None = None) -> Preview:
    """Look at a list before it is frozen. 5 SQL queries, 7 with a qualifying day, whatever it holds. Names nobody."""
    people = on_both_days(electorate, on or today(), as_of)
    grounds: dict[str, int] = {}
    for _, ground in people:
        grounds[ground] = grounds.get(ground, 0) + 1
    twins, left = _twins(electorate), _left(electorate, on or today(), {person for person, _ in people})
    newest = Electorate.objects.filter(place=electorate.place_id, name=electorate.name).order_by("-version").first()
    faults = [] if people else ["Nobody is on this list."]
    faults += [] if newest == electorate else ["This list has a newer version."]
    notes = [f"{twins} pairs may be one person twice: the same name in one home."] if twins else []
    notes += [f"{left} people who were here in the last year are not on it, because they left."] if left else []
    late = len(eligible(electorate, on or today())) - len(people) if as_of else 0
    notes += [f"{late} people came after {as_of:%d %B %Y}, so they are not on it."] if as_of and late else []
    return Preview(len(people), grounds, twins, left, tuple(faults), tuple(notes))


def _twins(electorate: Electorate) -> int:
    """Pairs of people with one name and one home. 1 SQL query."""
    here = Standing.objects.filter(
        end__isnull=True,
        home__isnull=False,
        place__lineage__startswith=electorate.place.lineage,
        person__ended__isnull=True,
    ).exclude(person__name="")
    names = here.values_list("home", "person", "person__name").distinct()
    seen: dict[tuple[UUID, str], set[UUID]] = {}
    for home, person, name in names:
        seen.setdefault((home, " ".join(name.casefold().split())), set()).add(person)
    return sum(len(persons) * (len(persons) - 1) // 2 for persons in seen.values())


def _left(electorate: Electorate, on: date, there: set[UUID]) -> int:
    """How many held a standing here that ended in the year before, or were ended as persons, and are not on the list. 1 SQL query."""
    lately = Q(end__lte=on, end__gt=on - timedelta(days=365)) | Q(person__ended__isnull=False)
    gone = Standing.objects.filter(lately, place__lineage__startswith=electorate.place.lineage)
    return len(set(gone.values_list("person", flat=True)) - there)


@dataclass(frozen=True)
class Own:
    """One's own entry of the frozen list and the proof that it is in it: check it with rules.leaf_of() and the published root."""

    number: int
    ground: str
    salt: str
    path: list[str]
    root: str
    size: int


def own_entry(of: Poll, actor: Actor) -> Own | None:
    """The actor's own entry of the roll with its proof, or None. 2 SQL queries."""
    entry = of.roll.filter(person=voter(actor)).first() if voter(actor) else None
    if entry is None:
        return None
    leaves = [bytes.fromhex(leaf) for leaf in of.roll.order_by("number").values_list("leaf", flat=True)]
    return Own(entry.number, entry.ground, entry.salt, rules.path_to(entry.number, leaves), of.roll_root, of.roll_size)


def drawn(poll: UUID, people: Iterable[tuple[UUID, str]]) -> list[RollEntry]:
    """An entry for each (person, ground), in an order that a fresh draw gives: numbers tell nothing. Not saved."""
    shuffled = list(people)
    SystemRandom().shuffle(shuffled)
    return [_entry(poll, number, person, ground) for number, (person, ground) in enumerate(shuffled)]


def _entry(poll: UUID, number: int, person: UUID, ground: str) -> RollEntry:
    salt = token_hex(32)
    leaf = leaf_hash(leaf_of(poll, number, salt, person, ground)).hex()
    return RollEntry(poll_id=poll, person_id=person, ground=ground, number=number, salt=salt, leaf=leaf)

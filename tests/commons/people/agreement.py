"""A list and the single check agree: for every verb of the house that is asked about rows, whoever asks, in made-up worlds.

A room plugs in with one line for each verb (or for all verbs of one model):  ROWS |= {"money.read-pot": "tests.commons.money.rows.pots"}
where the function makes rows:  pots(town: Town) -> list[Pot].  A Town has persons, places and organisations, and draws what it needs; the
rows it makes must be of one model and in the database. Verbs whose Policy never looks at rows (ANYBODY, SIGNED_IN) need no line; others
that are asked about nothing stand in ABOUT_NOTHING; a room with a test of its own stands in
ELSEWHERE. A mapped verb that is in none fails the test.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID, uuid4

from django.utils.module_loading import import_string
from hypothesis import strategies as st

from letgo.commons.people.models import Person
from letgo.commons.people.queries import may, policies, policy_of, visible
from letgo.commons.people.rules import ANYBODY, EVERYWHERE, SIGNED_IN, Acting, Actor, Grant
from letgo.commons.record.actions import write
from letgo.commons.record.clock import now
from letgo.commons.record.refs import Ref
from letgo.commons.record.rules import System

ROOT = Path(__file__).resolve().parents[3]
ROLES = (
    "administrator", "safeguarding-lead", "answerer", "officer", "councillor", "manager", "outside-checker", "secretary",
    "treasurer", "board-member", "outreach", "carer", "resident", "member", "user",
)  # fmt: skip
SCOPES = ("details", "messages", "money", "agreements", "everything", "votes")

# verb -> dotted path of the function that makes its rows. One line a verb; keep by room.
ROWS: dict[str, str] = {
    **dict.fromkeys(("checks.again", "checks.read", "checks.explain", "checks.delete"), "tests.commons.people.rows.checks"),
    **dict.fromkeys(
        ("people.add-route", "people.change-details", "people.end-person", "people.give-acting", "people.give-agreement",
         "people.help", "people.read-details", "people.set-safe-contact"),
        "tests.commons.people.rows.persons",
    ),
    "people.open-paper": "tests.commons.people.rows.papers",
    **dict.fromkeys(("people.prove-route", "people.remove-route", "people.use-route"), "tests.commons.people.rows.routes"),
    **dict.fromkeys(
        ("people.end-acting", "people.read-acting", "people.restore", "people.suspend"), "tests.commons.people.rows.acting"
    ),
    **dict.fromkeys(("people.read-agreements", "people.withdraw-agreement"), "tests.commons.people.rows.agreements"),
    **dict.fromkeys(("door.answer",), "tests.commons.door.rows.knocks"),
    **dict.fromkeys(
        ("door.bind-account", "door.end-factor", "door.give-code", "door.give-code-alone", "door.give-enrolment", "door.open"),
        "tests.commons.door.rows.people",
    ),
    "door.confirm-code": "tests.commons.door.rows.codes",
    "door.end-session": "tests.commons.door.rows.sessions",
    **dict.fromkeys(("door.close-vouched", "door.judge-vouch"), "tests.commons.door.rows.vouches"),
    **dict.fromkeys(("door.own", "door.read-messages", "door.read-outbox"), "tests.commons.door.rows.messages"),
    "door.vouch": "tests.commons.door.rows.homes_of_neighbours",
    **dict.fromkeys(("places.add-place", "places.move-place", "places.rename-place"), "tests.commons.places.rows.places"),
    **dict.fromkeys(("places.add-member", "places.end-member"), "tests.commons.places.rows.memberships"),
    **dict.fromkeys(("places.add-standing", "places.end-standing"), "tests.commons.places.rows.standings"),
    **dict.fromkeys(("places.end-role", "places.give-role"), "tests.commons.places.rows.roles"),
    **dict.fromkeys(
        ("places.confirm-import", "places.drop-import", "places.import"), "tests.commons.places.rows.imports"
    ),
    **dict.fromkeys(("places.export", "places.manage"), "tests.commons.places.rows.places"),
    "places.manage-organisation": "tests.commons.places.rows.organisations",
    "places.read-role": "tests.commons.places.rows.roles",
    "places.add-home": "tests.commons.places.rows.homes",
    "places.add-organisation": "tests.commons.places.rows.organisations",
    "places.leave": "tests.commons.places.rows.persons",
    "places.set-electorate": "tests.commons.places.rows.electorates",
    **dict.fromkeys(("record.read", "record.redact"), "tests.commons.places.rows.lines"),
    **dict.fromkeys(
        ("people.answer-concern", "people.close-concern", "people.forget-concern", "people.read-concerns"),
        "tests.commons.people.rows.concerns",
    ),
}  # fmt: skip

# Verbs that are asked before there is a row, of whoever holds a role.
ABOUT_NOTHING: set[str] = {
    "people.add-person", "people.add-wording", "record.change-key",
}  # fmt: skip

# Rooms whose rows take many steps to make hold it in a test of their own, over every role and every one of their verbs.
ELSEWHERE: dict[str, str] = {
    "ballots.": "tests/decide/test_policies.py::test_a_list_of_votes_holds_just_what_the_single_check_allows",
    "boards.": "tests/decide/boards/test_election_policies.py::test_a_list_of_a_board_holds_just_what_the_single_check_allows",
    "budgets.": "tests/decide/test_policies.py::test_a_list_of_a_round_holds_just_what_the_single_check_allows",
    "money.": "tests/commons/money/test_policies.py::test_one_and_many_agree",
    "powers.": "tests/commons/powers/test_queries.py::test_a_list_holds_just_what_the_single_check_allows",
    "promises.": "tests/commons/promises/test_policies.py::test_the_list_shows_what_the_single_check_allows",
}

Row = TypeVar("Row")


@dataclass
class Town:
    """One made-up world: some persons, a small tree of places, two organisations; `draw` and `pick` for what a room needs more."""

    draw: Callable[[st.SearchStrategy], Any]
    people: list[Person]
    lineages: list[str]
    organisations: list[UUID] = field(default_factory=list)

    def pick(self, choices: Sequence[Row]) -> Row:
        return self.draw(st.sampled_from(list(choices)))

    def some(self, most: int = 4) -> range:
        return range(self.draw(st.integers(0, most)))

    def line(self, kind: str = "place", pk: UUID | None = None) -> Any:
        """A line of the record for a row that must have one."""
        return write("tests.made", Ref(kind, pk or uuid4()), by=System("test"))


def town(draw: Callable[[st.SearchStrategy], Any]) -> Town:
    """Four persons, one of whom has left; a council with two estates, one of them with a block."""
    at = now()
    people = [Person(name="", made=at, ended=at - timedelta(days=1) if i == 3 else None) for i in range(4)]
    Person.objects.bulk_create(people)
    council, here, there, block = ([str(UUID(int=n))] for n in (1, 2, 3, 4))
    chains = ([], council, council + here, council + there, council + here + block)
    lineages = ["/" + "".join(f"{pk}/" for pk in chain) for chain in chains]
    return Town(draw, people, lineages, [UUID(int=11), UUID(int=12)])


def actors(made: Town) -> Actor:
    """Anyone at all: signed in or not, acting for someone or helped, with any roles anywhere."""
    draw, ids = made.draw, [person.pk for person in made.people]
    person = draw(st.sampled_from([None, *ids]))
    if person is None:
        return Actor(roles=draw(st.sampled_from([frozenset({"anyone"}), frozenset()]))).holding(*draw(_addresses()))
    others = [pk for pk in ids if pk != person]
    scopes = st.frozensets(st.sampled_from(SCOPES), min_size=1, max_size=3)
    acting = draw(st.none() | st.builds(Acting, st.sampled_from(others), scopes))
    grant = st.builds(
        Grant, st.sampled_from(ROLES), st.sampled_from(made.lineages), st.sampled_from([None, *made.organisations])
    )
    return Actor(
        roles=frozenset({"anyone", "person"}),
        holds=draw(_addresses()),
        person=person,
        acting=acting,
        helper=draw(st.sampled_from([None, *others])),
        grants=draw(st.frozensets(grant, max_size=3)),
        strong=draw(st.booleans()),
    )


def _addresses() -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from([f"{letter * 22}" for letter in "abcdef"] + ["", "é", "a"]), max_size=4)


def about_rows() -> list[str]:
    """Every mapped verb that is asked about rows."""
    plain = (ANYBODY, SIGNED_IN)
    return sorted(verb for verb in policies() if policy_of(verb) not in plain and verb not in ABOUT_NOTHING)


def unregistered() -> list[str]:
    """Mapped verbs without a maker of rows here, and without a test elsewhere."""
    return [verb for verb in about_rows() if verb not in ROWS and not verb.startswith(tuple(ELSEWHERE))]


def gone() -> list[str]:
    """Tests elsewhere that are not there (any more)."""
    named = [(ROOT / path, name) for path, _, name in (test.partition("::") for test in ELSEWHERE.values())]
    return [name for path, name in named if f"def {name}(" not in path.read_text(encoding="utf-8")]


def check(draw: Callable[[st.SearchStrategy], Any]) -> None:
    """One made-up world: each room's rows once, three who ask, and each verb of these rows."""
    made = town(draw)
    asking = [actors(made) for _ in range(3)]
    rows = {path: import_string(path)(made) for path in sorted(set(ROWS.values()))}
    for verb, path in ROWS.items():
        found = rows[path]
        if not found:
            continue
        for actor in asking:
            listed = set(visible(actor, verb, type(found[0])._default_manager.filter(pk__in=[row.pk for row in found])))
            assert listed == {row for row in found if may(actor, verb, row)}, (verb, actor)
    for verb in ABOUT_NOTHING:
        for actor in asking:
            assert visible(actor, verb, Person.objects.all()).exists() == may(actor, verb), (verb, actor)


__all__ = ["ABOUT_NOTHING", "EVERYWHERE", "ROWS", "Town", "about_rows", "actors", "check", "town", "unregistered"]

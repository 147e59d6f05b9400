"""A small made-up body with its money: the council's own pot, the estate's, and the world outside."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest

from letgo.commons.people.rules import Actor, Grant
from letgo.commons.record.refs import Ref
from letgo.commons.record.refusals import Refused
from letgo.commons.record.rules import System

TEST = System("test")
CAUSE = Ref("place", uuid4())


def make() -> SimpleNamespace:
    """One place, one organisation; pots outside, council (£1,000.00 in it) and estate (given £100.00)."""
    from letgo.commons.money import actions
    from letgo.commons.money.rules import Kind, Terms
    from letgo.commons.places.models import Organisation, Place
    from letgo.commons.record.actions import write

    pk, body = uuid4(), uuid4()
    line = write("places.add-place", Ref("place", pk), by=TEST)
    place = Place.objects.create(
        id=pk, name="Tansy Row", kind="estate", lineage=f"/{pk}/", slug=f"p-{pk.hex[:12]}", line=line
    )
    line = write("places.add-organisation", Ref("organisation", body), by=TEST)
    board = Organisation.objects.create(id=body, name="Tansy Row board", kind="board", place=place, line=line)
    outside = actions.open_pot(
        "The bank", place, TEST, f"outside:{pk}", kind=Kind.OUTSIDE, terms=Terms(officer="officer")
    )
    council = actions.open_pot("Council", place, TEST, f"council:{pk}", terms=Terms(officer="officer"))
    estate = actions.open_pot("Estate", place, TEST, f"estate:{pk}", officer_at=board, giver=council)
    actions.transfer(outside, council, 100_000, CAUSE, TEST, f"in:{pk}")
    actions.transfer(council, estate, 10_000, CAUSE, TEST, f"give:{pk}")
    return SimpleNamespace(place=place, board=board, outside=outside, council=council, estate=estate)


def someone(role: str, at: Any, person: Any = None) -> Actor:
    """An actor who holds `role` at a place or in an organisation."""
    at_place = at._meta.model_name == "place"
    grant = Grant(role, at.lineage) if at_place else Grant(role, at.place.lineage, at.pk)
    who = person or _person()
    return Actor(frozenset({"anyone", "person"}), person=who.pk, grants=frozenset({grant}))


def _person() -> Any:
    from letgo.commons.people.models import Person
    from letgo.commons.record.clock import now

    return Person.objects.create(name="Canary Money", made=now())


@contextmanager
def refused(match: str = "") -> Iterator[Any]:
    """The block is refused, in a transaction of its own: a refusal takes back all that the block did."""
    from django.db import transaction

    with pytest.raises(Refused, match=match or None) as no, transaction.atomic():
        yield no


@dataclass
class Key:
    """A new key each time it is asked."""

    number: int = 0

    def __call__(self) -> str:
        self.number += 1
        return f"key {self.number}"


@pytest.fixture
def key() -> Key:
    return Key()


@pytest.fixture
def money(db: None) -> SimpleNamespace:
    return make()


@pytest.fixture
def treasurer(money: SimpleNamespace) -> Actor:
    return someone("treasurer", money.board)

"""The made-up town as a whole: what each room adds to it, in order, and how all of it goes away again.

Everything is done through the rooms' own actions, with the clock set to the day on which it would have happened. Chance comes from
SHA-256, so the same town is built everywhere. An installation is either made up or real: a mark in its folder says which.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

from letgo.commons.people.rules import EVERYWHERE, Actor, Grant
from letgo.commons.record import clock

T = TypeVar("T")

MARK = "made-up-town"
ROLES = ("administrator", "officer", "safeguarding-lead", "councillor", "manager", "secretary", "treasurer", "answerer")
# In this order: each builds on what those before it made.
ROOMS = tuple(
    f"letgo.house.town.{room}"
    for room in (
        "people",
        "places",
        "helping",
        "money",
        "promises",
        "powers",
        "budgets",
        "rises",
        "ballots",
        "boards",
        "offices",
        "meetings",
        "door",
    )
)


@dataclass
class Town:
    """What the scripts of the rooms share. `made` holds what earlier ones made, by plain names ("estate:tansy-row", "person:12")."""

    today: datetime
    made: dict[str, Any] = field(default_factory=dict)

    @property
    def by(self) -> Actor:
        """Who builds: the script itself, in every role, everywhere. No person, so no name stands behind an act."""
        grants = frozenset(Grant(role, EVERYWHERE) for role in ROLES)
        return Builder(frozenset({"anyone"}), grants=grants, strong=True)

    def key(self, *words: object) -> str:
        """The key of one act, the same each time the town is built."""
        return sha256("\0".join(["made-up town", *map(str, words)]).encode()).hexdigest()

    def chance(self, *words: object) -> float:
        """A number from 0 up to 1 that depends on these words only."""
        return int.from_bytes(sha256(self.key("chance", *words).encode()).digest()[:6]) / 2**48

    def pick(self, of: Sequence[T], *words: object) -> T:
        """One of these, by chance(words)."""
        return of[int(self.chance(*words) * len(of))]

    @contextmanager
    def days_ago(self, days: float) -> Iterator[datetime]:
        """Be that many days before today while the block runs."""
        with clock.travel(self.today - timedelta(days=days)):
            yield clock.now()


class Builder(Actor):
    """The script that builds the town."""

    def signature(self) -> dict[str, str]:
        return {"system": "made-up town"}


def is_made_up(home: Path) -> bool:
    """Whether this installation holds the made-up town and nothing else."""
    return (home / MARK).exists()


def build(home: Path) -> bool:
    """Build the town in an empty database, all or nothing. Returns False when it stands already.

    Raises ValueError when the database is in use.
    """
    from django.db import transaction
    from django.utils.module_loading import import_string

    from letgo.commons.people.models import Person

    if is_made_up(home):
        return False
    if Person.objects.exists():
        raise ValueError(
            "This database holds people already. The made-up town needs an empty one: set LETGO_HOME to another folder."
        )
    town = Town(clock.now())
    with transaction.atomic():
        for room in ROOMS:
            import_string(f"{room}.build")(town)
    mark = os.open(home / MARK, os.O_CREAT | os.O_WRONLY, 0o600)
    os.close(mark)
    return True


def erase(home: Path) -> None:
    """Empty the database of a made-up town, and delete what it wrote beside it. Raises ValueError for any other installation."""
    from django.core.management import call_command

    from letgo.house import guards

    if not is_made_up(home):
        raise ValueError("This installation does not hold the made-up town. Nothing was erased.")
    guards.remove()
    try:
        call_command("flush", interactive=False, verbosity=0)
    finally:
        guards.install()
    for path in [home / MARK, *home.glob("seal-key*"), *home.glob("heads*")]:
        path.unlink(missing_ok=True)

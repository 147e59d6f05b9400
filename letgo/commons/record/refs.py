"""Pointing at a thing in another room: its kind and its id. No other untyped reference exists."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True, order=True)
class Ref:
    """A thing of `kind` (house/kinds.py) with this id."""

    kind: str
    id: UUID

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"


PUBLIC = Ref("public", UUID(int=0))  # the audience "everybody"


@dataclass(frozen=True)
class Kind:
    """What the house knows of one kind: its model ("places.place"), the name of its page's address or "", and a function row -> title."""

    model: str
    page: str = ""
    title: str = ""


def kinds() -> Mapping[str, Kind]:
    """The house's table, kind -> Kind."""
    return import_string(settings.LETGO_KINDS)


def find(reference: Ref) -> Any:
    """The row that `reference` points at, or None. 1 SQL query."""
    kind = kinds().get(reference.kind)
    return None if kind is None else apps.get_model(kind.model).objects.filter(pk=reference.id).first()


def titles(references: set[Ref]) -> dict[Ref, str]:
    """What people call each of these; those that are gone are left out. 1 SQL query a kind."""
    found = {}
    for name in sorted({reference.kind for reference in references}):
        kind = kinds().get(name)
        if kind is None or not kind.title:
            continue
        title = import_string(kind.title)
        ids = [reference.id for reference in references if reference.kind == name]
        for row in apps.get_model(kind.model).objects.filter(pk__in=ids):
            found[Ref(name, row.pk)] = title(row)
    return found

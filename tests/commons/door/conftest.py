"""People with phones and inboxes, a doorkeeper, and what the outbox holds."""

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest


@pytest.fixture
def world(db: None) -> Any:
    from tests.world import make

    return make()


@pytest.fixture
def person(db: None) -> Callable[..., Any]:
    """person("Person A", ("text", "07700900001")): someone with these ways to be reached, all proved."""
    from letgo.commons.people.models import Person
    from letgo.commons.people.rules import tidy_address
    from letgo.commons.record.clock import now

    def make(name: str = "Person A", *routes: tuple[str, str], proved: bool = True) -> Any:
        row = Person.objects.create(name=name, made=now())
        for order, (kind, address) in enumerate(routes):
            at = now() if proved else None
            row.routes.create(kind=kind, address=tidy_address(kind, address), order=order, proved=at, made=now())
        return row

    return make


@pytest.fixture
def actor_of() -> Callable[[str], Any]:
    """The Actor behind an Entry's or a session's secret."""
    from letgo.commons.places.queries import actor_of

    return actor_of


@pytest.fixture
def asked(db: None) -> Callable[..., tuple[Any, str, str]]:
    """asked("text", "07700900001"): asks for a code, lets the worker send it, reads (row, code, link) in the outbox; "" for none."""
    from letgo.commons.door import actions
    from letgo.commons.door.models import Message
    from letgo.commons.record import jobs

    def ask(kind: str, address: str) -> tuple[Any, str, str]:
        row = actions.ask_code(kind, address, key=key())
        jobs.run_waiting()
        sent = Message.objects.exclude(shown="").order_by("-made").first()
        words = sent.shown if sent and sent.made >= row.made else ""
        code, link = re.search(r"\b[0-9]{6}\b", words), re.search(r"/link/([\w-]{43})", words)
        return row, code[0] if code else "", link[1] if link else ""

    return ask


def key() -> str:
    return uuid4().hex

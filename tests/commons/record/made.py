"""A small sealed record, and what a vandal with the owner's rights does to it."""

from contextlib import contextmanager
from uuid import UUID, uuid4

from django.db import connection

from letgo.commons.record import actions, kept
from letgo.commons.record.models import Line
from letgo.commons.record.refs import PUBLIC, Ref
from letgo.commons.record.rules import System
from letgo.commons.record.verifying import verify
from tests.database import unguarded

TEST = System("test")
CANARY = "canary-5f1e"


def written(number: int, audience: Ref = PUBLIC) -> list[Line]:
    return [
        actions.write(
            "test.say", Ref("place", uuid4()), audience=audience, by=TEST, body={"what": f"thing {i}", "pence": i}
        )
        for i in range(number)
    ]


def sealed(*sizes: int) -> list[Line]:
    """A record of as many heads as there are sizes, each with so many lines more; every third line is private."""
    lines = []
    for size in sizes:
        for line in range(size):
            lines += written(1, PUBLIC if line % 3 else Ref("person", uuid4()))
        actions.seal_now()
        actions.keep_heads()  # what the commit would do
    return in_order()


def in_order() -> list[Line]:
    return list(Line.objects.filter(leaf__isnull=False).order_by("leaf__number"))


def false() -> list[str]:
    """What a check finds to be false."""
    return [text for holds, text in verify() if holds is False]


@contextmanager
def vandal():
    """Run SQL as the owner, with no guard in place and, on SQLite, no foreign key either: {} stands for a value."""
    with unguarded(), connection.cursor() as cursor:

        def run(sql: str, *values: object) -> None:
            given = [_value(value) for value in values]
            cursor.execute(sql.replace("{}", "%s"), given)

        yield run


def _value(value: object) -> object:
    return value.hex if isinstance(value, UUID) and connection.vendor == "sqlite" else value


def another_key(settings) -> None:
    """As if the key in the folder were lost and made anew."""
    (settings.LETGO_HOME / kept.KEY).unlink()
    kept.public_key()

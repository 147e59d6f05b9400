"""What a decision, a broken promise or a petition sets going: a function that the house names, run once."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string

from letgo.commons.record.actions import once
from letgo.commons.record.jobs import Job, Running, later
from letgo.commons.record.refs import Ref


def table() -> Mapping[str, str]:
    """The house's table, name -> dotted path of a function (cause: Ref, args: Mapping) -> anything."""
    return import_string(settings.LETGO_EFFECTS)


def known(name: str) -> bool:
    """Whether this house can do it. What it cannot do, it must not promise."""
    return name in table()


def take(name: str, cause: Ref, args: Mapping[str, Any], key: str) -> None:
    """Let the effect `name` happen now, once for `key`, in the caller's transaction. Raises LookupError for an unknown name."""
    path = table().get(name)
    if path is None:
        raise LookupError(f"The house knows no effect called {name!r}.")
    with once(f"effect.{name}", key) as done:
        if not done.before:
            import_string(path)(cause, args)
            done.with_result(True)


def take_later(name: str, cause: Ref, args: Mapping[str, Any], key: str) -> Job:
    """Have it happen in a worker, once this transaction commits. `args` is plain JSON without names or words of people."""
    if not known(name):
        raise LookupError(f"The house knows no effect called {name!r}.")
    return later(
        "record.effect",
        f"{name}:{key}"[:100],
        {"name": name, "kind": cause.kind, "id": str(cause.id), "args": dict(args), "key": key},
    )


def perform(job: Running) -> None:
    """The job behind take_later."""
    with job.finish():
        given = job.args
        take(given["name"], Ref(given["kind"], UUID(given["id"])), given["args"], given["key"])

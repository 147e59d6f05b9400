"""Whether every dotted path in the house's tables leads to something that can be called. Checked before anything starts."""

from collections.abc import Iterator

from django.utils.module_loading import import_string

from letgo.commons.people.rules import Policy
from letgo.house import jobs, policies


def broken() -> list[str]:
    """One line for each entry that leads nowhere; [] when all is well."""
    return [*_policies(), *_jobs()]


def _policies() -> Iterator[str]:
    for verb, path in policies.POLICIES.items():
        policy = _at(path)
        if not isinstance(policy, Policy):
            yield f"house/policies.py: {verb!r} leads to {path}, which is no policy."


def _jobs() -> Iterator[str]:
    for table in (jobs.JOBS, jobs.GIVEN_UP):
        for name, path in table.items():
            if not callable(_at(path)):
                yield f"house/jobs.py: {name!r} leads to {path}, which is no function."
    for name in {*jobs.GIVEN_UP, *jobs.EVERY} - {*jobs.JOBS}:
        yield f"house/jobs.py: {name!r} is no job."


def _at(path: str) -> object:
    try:
        return import_string(path)
    except ImportError:
        return None

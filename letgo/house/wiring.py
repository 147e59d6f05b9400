"""Whether every dotted path in the house's tables leads to something that can be called. Checked before anything starts."""

from collections.abc import Iterator

from django.apps import apps
from django.utils.module_loading import import_string

from letgo.commons.people.rules import Policy
from letgo.house import doctors, effects, jobs, kinds, policies, verifiers


def broken() -> list[str]:
    """One line for each entry that leads nowhere; [] when all is well."""
    return [*_policies(), *_jobs(), *_effects(), *_kinds(), *_doctors(), *_verifiers()]


def _policies() -> Iterator[str]:
    for verb, path in policies.POLICIES.items():
        policy = _at(path)
        if not isinstance(policy, Policy):
            yield f"house/policies.py: {verb!r} leads to {path}, which is no policy."


def _jobs() -> Iterator[str]:
    for table in (jobs.JOBS, jobs.GIVEN_UP, jobs.WHEN):
        for name, path in table.items():
            if not callable(_at(path)):
                yield f"house/jobs.py: {name!r} leads to {path}, which is no function."
    for name in sorted({*jobs.GIVEN_UP, *jobs.EVERY, *jobs.LONG} - {*jobs.JOBS}):
        yield f"house/jobs.py: {name!r} is no job."
    for name in sorted({*jobs.WHEN} - {*jobs.EVERY}):
        yield f"house/jobs.py: {name!r} is asked about and never due."


def _effects() -> Iterator[str]:
    for name, path in effects.EFFECTS.items():
        if not callable(_at(path)):
            yield f"house/effects.py: {name!r} leads to {path}, which is no function."


def _kinds() -> Iterator[str]:
    for name, kind in kinds.KINDS.items():
        try:
            apps.get_model(kind.model)
        except LookupError:
            yield f"house/kinds.py: {name!r} leads to {kind.model}, which is no model."
        if kind.title and not callable(_at(kind.title)):
            yield f"house/kinds.py: {name!r} leads to {kind.title}, which is no function."


def _doctors() -> Iterator[str]:
    for room, path in doctors.DOCTORS.items():
        if not callable(_at(path)):
            yield f"house/doctors.py: {room!r} leads to {path}, which is no function."


def _verifiers() -> Iterator[str]:
    for room, path in verifiers.VERIFIERS.items():
        if not callable(_at(path)):
            yield f"house/verifiers.py: {room!r} leads to {path}, which is no function."


def _at(path: str) -> object:
    try:
        return import_string(path)
    except ImportError:
        return None

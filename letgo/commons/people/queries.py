"""The one place that is asked "may this person?". It only looks the verb up; the owning room's Policy answers."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.conf import settings
from django.db.models import QuerySet
from django.utils.module_loading import import_string

from letgo.commons.people.rules import Actor, Policy

Rows = TypeVar("Rows", bound=QuerySet)


def may(actor: Actor, verb: str, subject: Any = None) -> bool:
    """Whether `actor` may do `verb` to `subject` (None for verbs that have none yet, such as starting). Unmapped: no."""
    policy = policy_of(verb)
    return policy is not None and bool(policy.one(actor, subject))


def visible(actor: Actor, verb: str, rows: Rows) -> Rows:
    """Those of `rows` to which `actor` may do `verb`; the same answer as may() for each. Unmapped: none. No SQL of its own."""
    policy = policy_of(verb)
    return rows.none() if policy is None else policy.many(actor, rows)


def policy_of(verb: str) -> Policy | None:
    """The Policy that house/policies.py names for `verb`, or None. Raises ImportError when the table names what is not there."""
    path = policies().get(verb)
    return None if path is None else import_string(path)


def policies() -> Mapping[str, str]:
    """The house's table, verb -> dotted path of a Policy."""
    return import_string(settings.LETGO_POLICIES)

"""May they? The answer is found in a room above this one; the house says where (LETGO_MAY, LETGO_VISIBLE)."""

from typing import Any, TypeVar

from django.conf import settings
from django.db.models import QuerySet
from django.utils.module_loading import import_string

Rows = TypeVar("Rows", bound=QuerySet)


def may(actor: Any, verb: str, subject: Any = None) -> bool:
    """people.queries.may(): whether `actor` may do `verb` to `subject`."""
    return import_string(settings.LETGO_MAY)(actor, verb, subject)


def visible(actor: Any, verb: str, rows: Rows) -> Rows:
    """people.queries.visible(): those of `rows` to which `actor` may do `verb`."""
    return import_string(settings.LETGO_VISIBLE)(actor, verb, rows)

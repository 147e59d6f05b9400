"""Tables that are only added to, and rows that change only with a line that says why: each is asked straight, past every action."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db import DatabaseError, transaction
from django.db.models import F

PLAIN = ("_explained", "_no_update", "_no_delete")


def unkept(guards: Iterable[Any]) -> list[str]:
    """The plain guards that let something pass, or whose table has no row to be asked about; [] when each of them holds."""
    models = {model._meta.db_table: model for model in apps.get_models()}
    asked = [guard for guard in guards if guard.name.endswith(PLAIN)]
    return [guard.name for guard in asked if not _refuses(models[guard.table]._base_manager, guard.name)]


def _refuses(rows: Any, name: str) -> bool:
    """Whether the database says no; what it let pass is rolled back."""
    if not rows.exists():
        return False
    try:
        with transaction.atomic():
            if name.endswith("_no_delete"):
                rows.all()._raw_delete("default")  # Django itself would ask what hangs on it
            else:
                column = "line" if name.endswith("_explained") else rows.model._meta.pk.attname
                rows.update(**{column: F(column)})
            transaction.set_rollback(True)
    except DatabaseError:
        return True
    return False

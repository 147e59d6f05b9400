"""One row by its id, found or locked, by a query that is built once."""

from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model

from letgo.commons.record.prepared import prepared
from letgo.commons.record.refusals import Refused

Row = TypeVar("Row", bound=Model)


def id_of(given: Any) -> UUID:
    """The id of a row, or the id itself."""
    pk = getattr(given, "pk", given)
    return pk if isinstance(pk, UUID) else UUID(pk)


def found(model: type[Row], given: Any) -> Row:
    """The row that is given, or whose id is. Raises Refused ("gone") when it is not there."""
    rows = _rows(id_of(given), model=model)
    if not rows:
        raise Refused("This is no longer here.", cure="Go back and choose again.", kind="gone")
    return rows[0]


def locked(model: type[Row], given: Any) -> Row:
    """The same, locked until the transaction ends."""
    rows = _locked_rows(id_of(given), model=model)
    return rows[0] if rows else found(model, given)


@prepared
def _rows(pk: UUID, model: type[Model]) -> Any:
    return model._default_manager.filter(pk=pk)


@prepared
def _locked_rows(pk: UUID, model: type[Model]) -> Any:
    return model._default_manager.select_for_update().filter(pk=pk)

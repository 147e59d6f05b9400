"""Queries that are built once and asked often, and rows that are put in by a statement that is built once.

Django builds the SQL of a query anew each time: one to five milliseconds of processor time for what the database answers in a tenth
of one. A query whose shape is always the same is built once in a process; then only its values change. No answer is ever kept.
"""

from collections.abc import Callable, Iterator, Sequence
from copy import copy
from datetime import date, datetime
from functools import cache, wraps
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection as default
from django.db import connections
from django.db.models import (
    BigIntegerField,
    DateField,
    DateTimeField,
    Expression,
    Field,
    Model,
    QuerySet,
    TextField,
    UUIDField,
)
from django.db.models.constants import OnConflict
from django.db.models.query import ValuesListIterable
from django.db.models.sql import InsertQuery, UpdateQuery

from letgo.commons.record.briefly import fetch

MOST = 200  # shapes of one query; a list of another length is another shape
SAID = ("", "/")  # texts that mean something by themselves (nothing, everywhere): they belong to the shape
NEVER_SAID = {UUID, datetime, date}
FIELDS = {UUID: UUIDField(), datetime: DateTimeField(), date: DateField(), str: TextField(), int: BigIntegerField()}


class Given(Expression):
    """Stands for a value that is not known while the query is built, but is none of SAID. Code that would look at it there fails."""

    def __init__(self, place: int, field: Field):
        super().__init__(output_field=field)
        self.place = place

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """A parameter like any other; Kept puts the value in its place."""
        return "%s", [self]

    def get_group_by_cols(self) -> list[Any]:
        """Nothing is grouped by a value."""
        return []

    def _looked_at(self, *_: Any) -> Any:
        raise TypeError("a prepared query is built without its values: nothing there may depend on one")

    __str__ = __format__ = __lt__ = __gt__ = __le__ = __ge__ = _looked_at  # type: ignore[assignment]

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Expression):
            return super().__eq__(other)
        return False if other in SAID else self._looked_at()

    __hash__ = Expression.__hash__


def prepared(build: Callable[..., QuerySet]) -> Callable[..., list[Any]]:
    """The rows of the queryset that `build(*values, **shape)` makes, as a list. 1 SQL query, or none where nothing can be found.

    `values` are ids, times, days, texts and whole numbers, and lists of them: they come in anew each time. None and SAID among them
    belong to the shape of the query, as `shape` and the lengths of lists do: only at these may `build` look.
    """
    made: dict[Any, _Kept] = {}
    plain: dict[Any, _Kept] = {}  # the same, by kinds of values that are never part of a shape

    @wraps(build)
    def ask(*values: Any, **words: Any) -> list[Any]:
        kinds = tuple(map(type, values))
        if not words and kinds in plain:
            return plain[kinds].rows(values)
        shape = (tuple(words.items()), *map(_shape, values))
        kept = made.get(shape)
        if kept is None:
            if len(made) >= MOST:
                made.clear()
            places: list[Any] = []
            kept = made[shape] = _Kept(build(*[_givens(value, places) for value in values], **words))
            if not words and NEVER_SAID.issuperset(kinds):
                plain[kinds] = kept
        return kept.rows([*_flat(values)])

    return ask


def put(row: Model, unless_there: bool = False) -> bool:
    """Insert a new row that brings its own primary key; with `unless_there` not beside one that it may not stand beside. 1 SQL statement.

    As save(force_insert=True) does, but for what would look at the row on the way: no signals, no database defaults. Returns whether
    the row was put in.
    """
    with default.cursor() as cursor:
        cursor.execute(inserting(type(row), default.vendor, unless_there), values(row))
        if cursor.rowcount != 1:
            return False
    row._state.adding, row._state.db = False, default.alias
    return True


def values(row: Model) -> list[Any]:
    """What the columns of a new row hold, in their order, as the database takes it. No SQL."""
    columns = row._meta.concrete_fields
    return [field.get_db_prep_save(field.pre_save(row, add=True), default) for field in columns]


def held(model: type[Model], **given: Any) -> list[Any]:
    """The same of a row that is never made as an object: texts, whole numbers and ids, each by the name of its column."""
    plain = [given[field.attname] for field in model._meta.concrete_fields]
    if default.features.has_native_uuid_field:
        return plain
    return [each.hex if type(each) is UUID else each for each in plain]


def change(row: Model, name: str) -> None:
    """Write what `row` holds in the column `name`, and is not None. 1 SQL statement, as QuerySet.update() writes it, built once."""
    column = row._meta.get_field(name)
    said = column.get_db_prep_save(getattr(row, name), default)
    with default.cursor() as cursor:
        cursor.execute(
            changing(type(row), default.vendor, name), [said, row._meta.pk.get_db_prep_save(row.pk, default)]
        )


@cache
def changing(model: type[Model], vendor: str, name: str) -> str:
    """The UPDATE of one column of one row as Django writes it for this kind of database."""
    query = model._base_manager.filter(pk=Given(0, model._meta.pk)).query.chain(UpdateQuery)
    query.add_update_fields([(model._meta.get_field(name), None, Given(1, model._meta.get_field(name)))])
    return str(query.get_compiler(connection=default).as_sql()[0])


@cache
def inserting(model: type[Model], vendor: str, unless_there: bool = False, replaces: tuple[str, ...] = ()) -> str:
    """The INSERT of one row as Django writes it for this kind of database; `replaces` are the columns that another row with the same
    primary key takes from it."""
    of, key = model._meta.get_field, model._meta.pk
    conflict: dict[str, Any] = {"on_conflict": OnConflict.IGNORE} if unless_there else {}
    if replaces:
        fields = [of(name) for name in replaces]
        conflict = {"on_conflict": OnConflict.UPDATE, "update_fields": fields, "unique_fields": [key]}
    query = InsertQuery(model, **conflict)
    query.insert_values(model._meta.concrete_fields, [model()], raw=True)
    return str(query.get_compiler(connection=default).as_sql()[0][0])


class _Kept:
    """A queryset with its SQL."""

    def __init__(self, rows: QuerySet):
        self.of, self.alias = rows, rows.db
        self.compiler = rows.query.get_compiler(rows.db)
        try:
            self.sql, self.params = self.compiler.as_sql()
        except EmptyResultSet:
            self.sql = ""
            return
        columns = [each[0] for each in self.compiler.select[: self.compiler.col_count]]
        converters = self.converters = self.compiler.get_converters(columns)
        self.tuples = rows._iterable_class is ValuesListIterable
        self.compiler.get_converters = lambda _: converters  # alike for all connections of one kind
        self.compiler.connection = None  # each thread has its own

    def rows(self, values: Sequence[Any]) -> list[Any]:
        if not self.sql:
            return []
        connection = connections[self.alias]
        params = tuple(
            _taken(values[each.place], each.output_field, connection) if type(each) is Given else each
            for each in self.params
        )
        return self._tuples(params, connection) if self.tuples else self._models(params, connection)

    def _tuples(self, params: tuple[Any, ...], connection: Any) -> list[Any]:
        return [self._converted(row, connection) for row in fetch(connection, self.sql, params)]

    def _converted(self, row: tuple[Any, ...], connection: Any) -> tuple[Any, ...]:
        cells = list(row)
        for place, (converters, of) in self.converters.items():
            for convert in converters:
                cells[place] = convert(cells[place], of, connection)
        return tuple(cells)

    def _models(self, params: tuple[Any, ...], connection: Any) -> list[Any]:
        rows = fetch(connection, self.sql, params)
        if not rows:  # most lists of what waits are empty: then nothing has to be made ready for a row
            return []
        found, query, compiler = self.of, copy(self.of.query), copy(self.compiler)
        compiler.connection = connection
        if compiler.has_extra_select:  # what is only there to sort by
            rows = [row[: compiler.col_count] for row in rows]
        compiler.execute_sql = lambda *_, **__: [rows]
        query.get_compiler = lambda *_, **__: compiler
        fresh = type(found)(found.model, query, found.db)
        for name in ("_iterable_class", "_fields", "_prefetch_related_lookups"):
            setattr(fresh, name, getattr(found, name))
        return list(fresh)


def _taken(value: Any, field: Field, connection: Any) -> Any:
    """As field.get_db_prep_value() gives it, without asking where the answer is plain."""
    kind = type(value)
    if kind is UUID:
        return value if connection.features.has_native_uuid_field else value.hex
    return value if kind is str else field.get_db_prep_value(value, connection)


def _comes_in(value: Any) -> bool:
    kind = type(value)
    return kind in FIELDS and (kind is not str or value not in SAID)


def _shape(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return tuple(map(_shape, value))
    return type(value) if _comes_in(value) else value


def _givens(value: Any, places: list[Any]) -> Any:
    """`value` with a Given in place of each plain one, numbered as _flat() gives them out."""
    if isinstance(value, list | tuple):
        return [_givens(each, places) for each in value]
    if not _comes_in(value):
        return value
    places.append(value)
    return Given(len(places) - 1, FIELDS[type(value)])


def _flat(values: Any) -> Iterator[Any]:
    for value in values:
        if isinstance(value, list | tuple):
            yield from _flat(value)
        elif _comes_in(value):
            yield value

"""Table Schemas (Data Package v2) made from the rows' own annotations: a column is defined once, in records.py."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from operator import attrgetter
from types import NoneType
from typing import Any, TypeVar, get_args, get_type_hints

from exchange_ledger import vocabulary
from exchange_ledger.records import TABLES, Column, Row

Json = dict[str, Any]
Cell = str | int | float | bool | None
AnyRow = TypeVar("AnyRow", bound=Row)

_LONGER = {"check_claims": "Claims of the checks", "derived": "Derived values", "review": "For review"}
"""Titles of tables whose name alone does not say it."""

TITLES = {table.table: _LONGER.get(table.table, table.table.capitalize()) for table in TABLES}
"""Each table's title by its name, in the order in which tables are presented."""

_TYPES = {str: "string", int: "integer", float: "number", bool: "boolean"}


def csv_name(table: type[Row]) -> str:
    """Return the name of the table's CSV file."""
    name: str = getattr(table, "csv_file", f"{table.table}.csv")
    return name


def table_named(name: str) -> type[Row]:
    """Return the row type of the table; raises KeyError if no table has this name."""
    return {table.table: table for table in TABLES}[name]


def columns(table: type[Row]) -> dict[str, Column]:
    """Return the table's columns by name, in their order."""
    return _columns(table.table)


@cache
def _columns(name: str) -> dict[str, Column]:
    hints = get_type_hints(table_named(name), include_extras=True)
    return {name: hint.__metadata__[0] for name, hint in hints.items() if hasattr(hint, "__metadata__")}


def types(table: type[Row]) -> dict[str, type[str | int | float | bool]]:
    """Return the Python type of each column's values that are not empty."""
    return _types(table.table)


@cache
def _types(name: str) -> dict[str, type[str | int | float | bool]]:
    hints = get_type_hints(table_named(name))
    return {column: _plain(hints[column]) for column in _columns(name)}


def _plain(hint: Any) -> type[str | int | float | bool]:
    alternatives = [kind for kind in get_args(hint) if kind is not NoneType]
    plain: type[str | int | float | bool] = alternatives[0] if alternatives else hint
    return plain


def summary(table: type[Row]) -> str:
    """Return what one row of the table is, in a sentence."""
    return (table.__doc__ or "").strip().split("\n")[0]


def warnings_for(place: str) -> list[Json]:
    """Return the usage warnings of a table (`claims`) or of a column (`claims.value`)."""
    return [
        {"name": warning.name, "title": warning.title, "text": warning.text}
        for warning in vocabulary.warnings()
        if place in warning.applies
    ]


def _constraints(column: Column) -> Json:
    constraints: Json = {}
    if column.required:
        constraints["required"] = True
    if column.unique:
        constraints["unique"] = True
    if column.enum:
        constraints["enum"] = list(column.enum)
    if column.pattern:
        constraints["pattern"] = column.pattern
    if column.minimum is not None:
        constraints["minimum"] = column.minimum
    return constraints


def field_schema(table: type[Row], name: str) -> Json:
    """Return one column as a field of a Table Schema."""
    column = columns(table)[name]
    field: Json = {"name": name, "type": "date" if column.form == "date" else _TYPES[types(table)[name]]}
    if column.form == "uri":
        field["format"] = "uri"
    field |= {"title": column.title, "description": column.description}
    if column.unit:
        field["unit"] = column.unit
    if column.example:
        field["example"] = column.example
    if constraints := _constraints(column):
        field["constraints"] = constraints
    if warnings := warnings_for(f"{table.table}.{name}"):
        field["usageWarnings"] = [warning["name"] for warning in warnings]
    return field


def foreign_keys(table: type[Row]) -> list[tuple[str, str, str]]:
    """Return each foreign key of the table as (column, other table, its column)."""
    refers = {name: column.refers for name, column in columns(table).items() if column.refers}
    return [(name, *other.split(".", 1)) for name, other in refers.items()]  # type: ignore[misc]


def table_schema(table: type[Row]) -> Json:
    """Return the table's schema: fields, missing values, primary key, foreign keys."""
    schema: Json = {
        "fields": [field_schema(table, name) for name in columns(table)],
        "missingValues": [""],
        "primaryKey": list(table.key),
    }
    keys = [
        {"fields": [name], "reference": {"resource": other, "fields": [column]}}
        for name, other, column in foreign_keys(table)
    ]
    return schema | {"foreignKeys": keys} if keys else schema


def cell(value: Cell) -> Cell:
    """Return a row's value as every format holds it: nothing for an empty text, 150 for 150.0."""
    if value == "" and isinstance(value, str):
        return None
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def values(row: Row) -> list[Cell]:
    """Return a row's cells in the columns' order."""
    return [cell(value) if value == "" or type(value) is float else value for value in held(row)]


def held(row: Row) -> tuple[Cell, ...]:
    """Return a row's values in the columns' order, as the row holds them."""
    return _reader(row.table)(row)


def changed(row: AnyRow, **others: Cell) -> AnyRow:
    """Return a copy of a row with other values in some columns, as `dataclasses.replace` does in five times as long."""
    copy = row.__new__(type(row))
    for name, place in _places(row.table).items():
        place.__set__(copy, others.pop(name) if name in others else place.__get__(row))
    if others:
        raise TypeError(f"{row.table} has no column {', '.join(others)}")
    return copy


@cache
def _places(name: str) -> dict[str, Any]:
    """Return by column where rows of the table keep its value: the descriptor of the slot."""
    return {column: getattr(table_named(name), column) for column in _columns(name)}


def column_values(table: type[Row], rows: Sequence[Row]) -> list[list[Cell]]:
    """Return the values of many rows column by column, in the columns' order, as the rows hold them.

    Most columns hold few different values: what is asked of each of these need not be asked of every row.
    """
    return [list(map(attrgetter(name), rows)) for name in columns(table)]


def column_cells(table: type[Row], rows: Sequence[Row]) -> list[list[Cell]]:
    """Return the cells of many rows column by column, in the columns' order, as every format holds them."""
    return [_cells(column) for column in column_values(table, rows)]


def _cells(column: list[Cell]) -> list[Cell]:
    if float in set(map(type, column)):
        return list(map(cell, column))
    return [None if value == "" else value for value in column] if "" in column else column


@cache
def _reader(name: str) -> Callable[[Row], tuple[Cell, ...]]:
    """Return what reads the columns of one of the table's rows all at once: the whole of a build reads millions."""
    return attrgetter(*_columns(name))


def cells(row: Row) -> dict[str, Cell]:
    """Return a row's cells by column, in the columns' order."""
    return dict(zip(_columns(row.table), values(row), strict=True))


def key_of(row: Row) -> tuple[str | int, ...]:
    """Return the values of the row's primary key."""
    return tuple(getattr(row, name) for name in row.key)


def keys_of(table: type[Row], rows: Sequence[Row]) -> list[tuple[str | int, ...]]:
    """Return the primary key of each of a table's rows."""
    return list(zip(*(map(attrgetter(name), rows) for name in table.key), strict=True))

"""The data dictionary: every table and column, from the same definitions as the package's schema."""

from __future__ import annotations

from dataclasses import dataclass

from exchange_ledger.records import TABLES, Column, Row
from exchange_ledger.render.tables import Package
from exchange_ledger.schema import TITLES, columns, summary, types

_TYPES = {str: "text", int: "whole number", float: "number", bool: "true or false"}


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the package as the data page shows it."""

    name: str
    title: str
    summary: str
    rows: int
    key: tuple[str, ...]
    columns: tuple[tuple[str, str, Column], ...]


def tables(package: Package) -> list[Table]:
    """Return every table in the order of the package."""
    return [_table(package, table) for table in TABLES]


def _table(package: Package, table: type[Row]) -> Table:
    described = tuple((name, _TYPES[types(table)[name]], column) for name, column in columns(table).items())
    rows = len(getattr(package.ledger, table.table))
    return Table(table.table, TITLES[table.table], summary(table), rows, table.key, described)

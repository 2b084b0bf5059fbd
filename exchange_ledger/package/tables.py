"""Rows as CSV and as JSON, and back: the same cells in both, an empty one for what is not known."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from pathlib import Path
from types import NoneType
from typing import Any

from exchange_ledger.faults import fault
from exchange_ledger.records import TABLES, Ledger, Row
from exchange_ledger.schema import Cell, column_cells, columns, types

Tables = Mapping[str, Sequence[Sequence[Cell]]]
"""The cells of each table column by column, by the tables' names."""

_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False)
_TO_QUOTE = re.compile(r'[",\r\n]|^\s|\s\Z')


def cell_text(value: Cell) -> str:
    """Return a cell as CSV writes it: `true` and `false`, `150`, `2.5`, nothing for nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else repr(value)


def column_texts(cells: Sequence[Cell]) -> list[str]:
    """Return the cells of one column as `cell_text` writes them."""
    known = {value: cell_text(value) for value in set(cells)}
    return list(map(known.__getitem__, cells))


def csv_text(table: type[Row], rows: Sequence[Row]) -> str:
    """Return the table as CSV (RFC 4180 but for its line ends, which are LF), a header first.

    A cell that begins or ends with a space is quoted too: some readers take such spaces away otherwise.
    """
    return csv_of(table, column_cells(table, rows))


def csv_of(table: type[Row], cells: Iterable[Sequence[Cell]]) -> str:
    """Return the table whose cells these are, column by column, as `csv_text` does."""
    written = [_quoted(column_texts(column)) for column in cells]
    return "\n".join([",".join(columns(table)), *map(",".join, zip(*written, strict=True))]) + "\n"


def _quoted(texts: list[str]) -> list[str]:
    quoted = {text: '"' + text.replace('"', '""') + '"' for text in set(texts) if _TO_QUOTE.search(text)}
    return [quoted.get(text, text) for text in texts] if quoted else texts


def json_of(table: type[Row], cells: Iterable[Sequence[Cell]]) -> str:
    """Return the table whose cells these are, column by column, as a JSON array of objects.

    Each object has a line of its own, so that a change shows as one line.
    """
    written = [_members(name, column) for name, column in zip(columns(table), cells, strict=True)]
    lines = ["{" + ", ".join(members) + "}" for members in zip(*written, strict=True)]
    return "[\n" + ",\n".join(lines) + "\n]\n" if lines else "[]\n"


def _members(name: str, cells: Sequence[Cell]) -> list[str]:
    known = {value: f'"{name}": {_ENCODER.encode(value)}' for value in set(cells)}
    return list(map(known.__getitem__, cells))


def row_from(table: type[Row], cells: Mapping[str, Any]) -> Row:
    """Return the row that the cells stand for; raises KeyError or TypeError if they are not those of the table."""
    kinds = types(table)
    if list(cells) != list(kinds) and kinds.keys() != cells.keys():
        raise KeyError(*sorted(kinds.keys() ^ cells.keys()))
    known: dict[str, Any] = {
        name: value if type(value := cells[name]) is kind else _value(kind, value) for name, kind in kinds.items()
    }
    return table(**known)


def _value(kind: type[str | int | float | bool], value: Cell) -> Any:
    if value is None:
        return "" if kind is str else None
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if type(value) is not kind:
        raise TypeError(f"{value!r} is no {kind.__name__}")
    return value


def load_ledger(package: Path) -> Ledger:
    """Return the rows that stand in a package's JSON files; raises LedgerError naming a file that is not a table."""
    return ledger_of(read_tables(package))


def read_tables(package: Path) -> Tables:
    """Return the cells in a package's JSON files; raises LedgerError naming a file that is not a table."""
    return {table.table: read_columns(package, table) for table in TABLES}


def cells_of(ledger: Ledger) -> Tables:
    """Return the cells of a ledger's tables, column by column, by the tables' names, as every format holds them."""
    return {table.table: column_cells(table, getattr(ledger, table.table)) for table in TABLES}


def ledger_of(cells: Tables) -> Ledger:
    """Return the rows of the tables whose cells these are, column by column, by the tables' names."""
    return Ledger(**{table.table: tuple(_rows(table, cells[table.table])) for table in TABLES})  # type: ignore[arg-type]


def read_columns(package: Path, table: type[Row]) -> list[Sequence[Cell]]:
    """Return the cells in a table's JSON file column by column, each of its column's type.

    Raises LedgerError naming the file if it is not the table.
    """
    path = package / f"{table.table}.json"
    try:
        return _columns(table, json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError) as error:
        what = f"it is not the table {table.table} ({type(error).__name__}: {error})"
        raise fault(str(path), what, "build the package again") from error


def _columns(table: type[Row], records: Any) -> list[Sequence[Cell]]:
    kinds = types(table)
    if not isinstance(records, list):
        raise TypeError("no array")
    for names in set(map(tuple, records)):
        if kinds.keys() ^ set(names):
            raise KeyError(*sorted(kinds.keys() ^ set(names)))
    found: list[Sequence[Cell]] = list(zip(*map(itemgetter(*kinds), records), strict=True)) or [() for _ in kinds]
    for kind, column in zip(kinds.values(), found, strict=True):
        if odd := set(map(type, column)) - {kind, NoneType, int if kind is float else kind}:
            raise TypeError(f"a cell of type {odd.pop().__name__} is no {kind.__name__}")
    return found


def _rows(table: type[Row], cells: Sequence[Sequence[Cell]]) -> list[Row]:
    """Return the rows whose cells these are, each of its column's type.

    Their values are put into their places a column at a time: the constructor of frozen rows takes three times as long.
    """
    rows = [table.__new__(table) for _ in cells[0]]
    for (name, kind), column in zip(types(table).items(), cells, strict=True):
        deque(map(getattr(table, name).__set__, rows, _values(kind, column)), maxlen=0)
    return rows


def _values(kind: type[str | int | float | bool], column: Sequence[Cell]) -> Sequence[Any]:
    """Return a column's cells as rows hold them."""
    if kind is str:
        return ["" if value is None else value for value in column]
    if kind is float:
        return [float(value) if type(value) is int else value for value in column]
    return column

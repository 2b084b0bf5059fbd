"""Rows as CSV and as JSON, and back: the same cells in both, an empty one for what is not known."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from exchange_ledger.faults import fault
from exchange_ledger.records import TABLES, Ledger, Row
from exchange_ledger.schema import Cell, columns, types, values

_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False)
_TO_QUOTE = re.compile(r'[",\r\n]|^\s|\s\Z')


def cell_text(value: Cell) -> str:
    """Return a cell as CSV writes it: `true` and `false`, `150`, `2.5`, nothing for nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else repr(value)


def csv_text(table: type[Row], rows: Iterable[Row]) -> str:
    """Return the table as CSV (RFC 4180 but for its line ends, which are LF), a header first.

    A cell that begins or ends with a space is quoted too: some readers take such spaces away otherwise.
    """
    known = [_Written() for _ in columns(table)]
    lines = [",".join(columns(table))]
    lines += [",".join([texts[value] for texts, value in zip(known, values(row), strict=True)]) for row in rows]
    return "\n".join(lines) + "\n"


class _Written(dict[Cell, str]):
    """The cells of one column as CSV writes them; most of them come again and again."""

    def __missing__(self, value: Cell) -> str:
        text = cell_text(value)
        self[value] = '"' + text.replace('"', '""') + '"' if _TO_QUOTE.search(text) else text
        return self[value]


def json_text(rows: Iterable[Mapping[str, Any]]) -> str:
    """Return records as a JSON array, one record a line, so that a change shows as one line."""
    lines = [_ENCODER.encode(row) for row in rows]
    return "[\n" + ",\n".join(lines) + "\n]\n" if lines else "[]\n"


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
    return Ledger(**{table.table: _load(package / f"{table.table}.json", table) for table in TABLES})  # type: ignore[arg-type]


def _load(path: Path, table: type[Row]) -> tuple[Row, ...]:
    try:
        records = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(records, list):
            raise TypeError("no array")
        return tuple(row_from(table, cells) for cells in records)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        what = f"it is not the table {table.table} ({type(error).__name__}: {error})"
        raise fault(str(path), what, "build the package again") from error

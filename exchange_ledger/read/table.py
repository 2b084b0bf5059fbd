"""CSV tables of the input folder: strict about their columns, every row with its line."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from exchange_ledger.faults import Fault
from exchange_ledger.read.files import decoded, read_bytes


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its cells by column, stripped of white space at the ends, and where it stands."""

    where: str
    number: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        """Return a cell; empty where the table has no such column."""
        return self.cells.get(column, "")


def read_table(path: Path, known: Collection[str], needed: Collection[str], faults: list[Fault]) -> list[Line]:
    """Return the rows of a CSV file in UTF-8; none, with faults, if the file cannot be read as such a table."""
    data = read_bytes(path, path.parent, faults)
    text = None if data is None else decoded(path, data, faults)
    if text is None:
        return []
    try:
        rows = list(_rows(text))
    except csv.Error as error:
        faults.append(Fault(str(path), f"is no CSV ({error})", "save it as comma-separated values"))
        return []
    if not rows:
        faults.append(Fault(str(path), "is empty", f"give it the columns {', '.join(known)}"))
        return []
    header = [name.strip() for name in rows[0][1]]
    if found := list(_header_faults(str(path), header, known, needed)):
        faults.extend(found)
        return []
    return [line for number, row in rows[1:] if (line := _line(path, number, header, row, faults))]


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each row that is not blank with the line on which it starts (the first is 1)."""
    reader = csv.reader(StringIO(text), strict=True)
    start = 1
    for row in reader:
        if any(cell.strip() for cell in row):
            yield start, row
        start = reader.line_num + 1


def _header_faults(where: str, header: list[str], known: Collection[str], needed: Collection[str]) -> Iterator[Fault]:
    where = f"{where}, line 1"
    for name in sorted({name for name in header if name not in known}):
        yield Fault(where, f"unknown column {name!r}", f"use only {', '.join(known)}")
    for name in sorted({name for name in header if header.count(name) > 1}):
        yield Fault(where, f"column {name!r} stands twice", "keep one of them")
    for name in needed:
        if name not in header:
            yield Fault(where, f"column {name!r} is missing", "add it")


def _line(path: Path, number: int, header: list[str], row: list[str], faults: list[Fault]) -> Line | None:
    where = f"{path}, line {number}"
    if len(row) != len(header):
        what = f"has {len(row)} cells where the header has {len(header)}"
        faults.append(Fault(where, what, "put quotation marks around a cell with a comma"))
        return None
    return Line(where, number, {name: cell.strip() for name, cell in zip(header, row, strict=True)})

"""Rows put into the sheets of a workbook that has none yet, as SpreadsheetML (ECMA-376, part 1, chapter 18).

A table is a few kinds of cells in long columns: written as text at once it takes a tenth of the time that a library
needs, which looks at every cell by itself. All else of the workbook is the library's.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from xml.sax.saxutils import escape

from exchange_ledger.members import Pack, deflated, put
from exchange_ledger.schema import Cell

Columns = Sequence[Sequence[Cell]]

_CELL_STYLES = re.compile(rb"<cellXfs.*?</cellXfs>", re.DOTALL)
_DIMENSION = re.compile(rb'<dimension ref="[^"]*"/>')
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9a-fA-F]{4}_)")
"""Programs read `_x0041_` as the sign of this number; the underscore itself is `_x005F_`."""

_NUMBER = "\0"
"""Stands for the number of the row until that is known; no text of XML may hold it."""


def filled(workbook: bytes, sheets: Mapping[str, Columns], marked: Sequence[str], pack: Pack = deflated) -> bytes:
    """Return the workbook with cells, column by column, below the head of its sheets, by their files' names in it.

    Texts that begin with one of `marked` get the style that says so (`quotePrefix`), which the workbook must have.
    `pack` compresses the sheets; what it knows it need not compress again.
    """
    full = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as empty, zipfile.ZipFile(full, "w") as archive:
        write = partial(_written, _marking(empty.read("xl/styles.xml")), tuple(marked))
        for entry in empty.infolist():
            content = empty.read(entry)
            if entry.filename in sheets:
                content = _with_rows(content, sheets[entry.filename], write)
            put(archive, entry, pack(content))
    return full.getvalue()


def _marking(styles: bytes) -> int:
    """Return the number of the style of cells that marks a text; raises LookupError if there is none."""
    found = _CELL_STYLES.search(styles)
    entries = re.findall(rb"<xf [^>]*>", found[0]) if found else []
    numbers = [number for number, entry in enumerate(entries) if b'quotePrefix="1"' in entry]
    return numbers[0]


def _with_rows(sheet: bytes, columns: Columns, write: Callable[[Cell], str]) -> bytes:
    """Return the sheet with the cells from its second line on."""
    if not columns[0]:
        return sheet
    written = [_cells(_column(place), column, write) for place, column in enumerate(columns)]
    rows = enumerate(map("".join, zip(*written, strict=True)), 2)
    lines = [f'<row r="{number}">{row.replace(_NUMBER, str(number))}</row>' for number, row in rows]
    dimension = f'<dimension ref="A1:{_column(len(columns) - 1)}{len(lines) + 1}"/>'.encode()
    head, end, rest = _DIMENSION.sub(dimension, sheet, count=1).partition(b"</sheetData>")
    return b"".join((head, "".join(lines).encode(), end, rest))


def _cells(letters: str, column: Sequence[Cell], write: Callable[[Cell], str]) -> Iterator[str]:
    """Return the cells of one column, nothing for an empty one; most of them come again and again."""
    known = {value: f'<c r="{letters}{_NUMBER}{write(value)}' for value in set(column) - {None}}
    return map((known | {None: ""}).__getitem__, column)


def _written(style: int, marked: tuple[str, ...], value: Cell) -> str:
    """Return a cell that is not empty, all but its place."""
    if isinstance(value, bool):
        return f'" t="b"><v>{int(value)}</v></c>'
    if not isinstance(value, str):
        return f'"><v>{value!r}</v></c>'
    quoted = f' s="{style}"' if value.startswith(marked) else ""
    space = ' xml:space="preserve"' if value != value.strip() else ""
    text = escape(_LOOKS_ESCAPED.sub("_x005F_", value) if "_x" in value else value)
    return f'"{quoted} t="inlineStr"><is><t{space}>{text}</t></is></c>'


def _column(place: int) -> str:
    """Return the letters of a column; the first, with place 0, is A."""
    letters = ""
    while place >= 0:
        place, letter = divmod(place, 26)
        letters = chr(ord("A") + letter) + letters
        place -= 1
    return letters

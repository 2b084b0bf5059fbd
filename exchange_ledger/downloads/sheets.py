"""Rows put into the sheets of a workbook that has none yet, as SpreadsheetML (ECMA-376, part 1, chapter 18).

A table is a few kinds of cells in long columns: written as text at once it takes a tenth of the time that a library
needs, which looks at every cell by itself. All else of the workbook is the library's.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from xml.sax.saxutils import escape

from exchange_ledger.schema import Cell

Rows = Sequence[Sequence[Cell]]

_CELL_STYLES = re.compile(rb"<cellXfs.*?</cellXfs>", re.DOTALL)
_DIMENSION = re.compile(rb'<dimension ref="[^"]*"/>')
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9a-fA-F]{4}_)")
"""Programs read `_x0041_` as the sign of this number; the underscore itself is `_x005F_`."""


def filled(workbook: bytes, sheets: Mapping[str, Rows], marked: Sequence[str]) -> bytes:
    """Return the workbook with rows below the head of its sheets, by the names of their files in it.

    Texts that begin with one of `marked` get the style that says so (`quotePrefix`), which the workbook must have.
    """
    full = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as empty, zipfile.ZipFile(full, "w") as archive:
        style = _marking(empty.read("xl/styles.xml"))
        for entry in empty.infolist():
            content = empty.read(entry)
            if entry.filename in sheets:
                content = _with_rows(content, sheets[entry.filename], _Texts(style, tuple(marked)))
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED, 6)
    return full.getvalue()


def _marking(styles: bytes) -> int:
    """Return the number of the style of cells that marks a text; raises LookupError if there is none."""
    found = _CELL_STYLES.search(styles)
    entries = re.findall(rb"<xf [^>]*>", found[0]) if found else []
    numbers = [number for number, entry in enumerate(entries) if b'quotePrefix="1"' in entry]
    return numbers[0]


class _Texts(dict[str, str]):
    """The cells of texts, all but their place; most texts come again and again."""

    def __init__(self, style: int, marked: tuple[str, ...]) -> None:
        super().__init__()
        self.style = f' s="{style}"'
        self.marked = marked

    def __missing__(self, text: str) -> str:
        style = self.style if text.startswith(self.marked) else ""
        space = ' xml:space="preserve"' if text != text.strip() else ""
        self[text] = f'"{style} t="inlineStr"><is><t{space}>{escape(_LOOKS_ESCAPED.sub("_x005F_", text))}</t></is></c>'
        return self[text]


def _with_rows(sheet: bytes, rows: Rows, texts: _Texts) -> bytes:
    """Return the sheet with the rows from its second line on."""
    if not rows:
        return sheet
    columns = [_column(place) for place in range(len(rows[0]))]
    lines = "".join(_line(number, row, columns, texts) for number, row in enumerate(rows, 2)).encode()
    dimension = f'<dimension ref="A1:{columns[-1]}{len(rows) + 1}"/>'.encode()
    head, end, rest = _DIMENSION.sub(dimension, sheet, count=1).partition(b"</sheetData>")
    return b"".join((head, lines, end, rest))


def _line(number: int, row: Iterable[Cell], columns: Iterable[str], texts: _Texts) -> str:
    cells = [
        f'<c r="{column}{number}{texts[value] if isinstance(value, str) else _plain(value)}'
        for column, value in zip(columns, row, strict=True)
        if value is not None
    ]
    return f'<row r="{number}">{"".join(cells)}</row>'


def _plain(value: Cell) -> str:
    """Return the cell of a truth value or a number, all but its place."""
    if isinstance(value, bool):
        return f'" t="b"><v>{int(value)}</v></c>'
    return f'"><v>{value!r}</v></c>'


def _column(place: int) -> str:
    """Return the letters of a column; the first, with place 0, is A."""
    letters = ""
    while place >= 0:
        place, letter = divmod(place, 26)
        letters = chr(ord("A") + letter) + letters
        place -= 1
    return letters

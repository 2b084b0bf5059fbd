"""The package as an XLSX file: a cover with citation and dictionary, then a sheet per table.

Texts are written as texts and marked so (`quotePrefix`), so that none of them is ever taken for a formula. Days and
partial dates are texts in ISO 8601: a spreadsheet knows no date that is only a month.
"""

from __future__ import annotations

import io
from datetime import datetime
from typing import TYPE_CHECKING, Any

from exchange_ledger import vocabulary
from exchange_ledger.downloads.published import Published
from exchange_ledger.schema import TITLES, Cell, columns, values

if TYPE_CHECKING:
    from xlsxwriter.format import Format  # type: ignore[import-untyped]
    from xlsxwriter.workbook import Workbook  # type: ignore[import-untyped]
    from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

FORMULA_STARTS = ("=", "+", "-", "@", "\t")
"""First characters by which spreadsheet programs take a text for a formula."""

_WIDEST = 60
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def xlsx_bytes(published: Published) -> bytes:
    """Return the workbook; the same rows give the same bytes."""
    from xlsxwriter import Workbook  # type: ignore[import-untyped]

    stream = io.BytesIO()
    with Workbook(stream, _OPTIONS) as workbook:
        workbook.set_properties(_properties(published))
        styles = {
            "head": workbook.add_format({"bold": True, "bottom": 1}),
            "marked": workbook.add_format({"quote_prefix": True}),
            "wrapped": workbook.add_format({"text_wrap": True, "valign": "top"}),
        }
        _cover(workbook, styles, published)
        for table, rows in published.tables():
            sheet = workbook.add_worksheet(TITLES[table.table])
            records = [values(row) for row in rows]
            _table(sheet, styles, list(columns(table)), records)
    return stream.getvalue()


def _properties(published: Published) -> dict[str, Any]:
    made = datetime.fromisoformat(published.day or "2022-02-24")
    return {
        "title": published.title,
        "author": published.settings.creator,
        "comments": published.citation,
        "keywords": ", ".join(published.settings.keywords),
        "created": made,
    }


def _table(sheet: Worksheet, styles: dict[str, Format], names: list[str], records: list[list[Cell]]) -> None:
    sheet.freeze_panes(1, 1)
    for place, name in enumerate(names):
        sheet.write_string(0, place, name, styles["head"])
        longest = max((len(str(record[place] or "")) for record in records), default=0)
        sheet.set_column(place, place, min(_WIDEST, max(longest, len(name)) + 2))
    for line, record in enumerate(records, 1):
        for place, value in enumerate(record):
            write_cell(sheet, line, place, value, styles["marked"])
    if names:
        sheet.autofilter(0, 0, max(len(records), 1), len(names) - 1)


def write_cell(sheet: Worksheet, line: int, place: int, value: Cell, marked: Format) -> None:
    """Write one cell: nothing, a truth value, a number, or a text that is never a formula."""
    if isinstance(value, bool):
        sheet.write_boolean(line, place, value)
    elif isinstance(value, int | float):
        sheet.write_number(line, place, value)
    elif value is not None:
        sheet.write_string(line, place, value, marked if value.startswith(FORMULA_STARTS) else None)


def _cover(workbook: Workbook, styles: dict[str, Format], published: Published) -> None:
    sheet = workbook.add_worksheet("About")
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 30)
    sheet.set_column(2, 4, 50)
    settings = published.settings
    lines: list[tuple[str, ...]] = [
        ("Title", published.title), ("Version", published.version), ("Day", published.day),
        ("How to cite", published.citation), ("Address", settings.base),
        ("Licence", f"{settings.license} ({settings.license_url}); quotations stay their publishers'"),
        ("Dates", "Texts as exact as their source: 2024-01 is a day in that month which is not known."),
        ("Description", published.description), (),
        ("Before you use a figure",),
        *(("", row.title, " ".join(row.text.split())) for row in vocabulary.warnings()), (),
        ("Table", "Column", "Title", "Description", "Unit"),
        *published.dictionary(),
    ]  # fmt: skip
    for line, texts in enumerate(lines):
        for place, text in enumerate(texts):
            sheet.write_string(line, place, text, styles["head" if place == 0 else "wrapped"])

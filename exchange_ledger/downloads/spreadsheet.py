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
from exchange_ledger.downloads.sheets import Columns, filled
from exchange_ledger.members import Pack, deflated
from exchange_ledger.schema import TITLES, columns

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


def xlsx_bytes(published: Published, pack: Pack = deflated) -> bytes:
    """Return the workbook; the same rows give the same bytes. `pack` compresses its sheets (see `filled`)."""
    from xlsxwriter import Workbook  # type: ignore[import-untyped]

    stream = io.BytesIO()
    sheets: dict[str, Columns] = {}
    with Workbook(stream, _OPTIONS) as workbook:
        workbook.set_properties(_properties(published))
        styles = {
            "head": workbook.add_format({"bold": True, "bottom": 1}),
            "marked": workbook.add_format({"quote_prefix": True}),
            "wrapped": workbook.add_format({"text_wrap": True, "valign": "top"}),
        }
        _cover(workbook, styles, published)
        for number, (table, cells) in enumerate(published.tables(), 2):
            _table(workbook.add_worksheet(TITLES[table.table]), styles, list(columns(table)), cells)
            sheets[f"xl/worksheets/sheet{number}.xml"] = cells
    return filled(stream.getvalue(), sheets, FORMULA_STARTS, pack)


def _properties(published: Published) -> dict[str, Any]:
    made = datetime.fromisoformat(published.day or "2022-02-24")
    return {
        "title": published.title,
        "author": published.settings.creator,
        "comments": published.citation,
        "keywords": ", ".join(published.settings.keywords),
        "created": made,
    }


def _table(sheet: Worksheet, styles: dict[str, Format], names: list[str], cells: Columns) -> None:
    """Write all of a table's sheet but its rows."""
    sheet.freeze_panes(1, 1)
    for place, (name, column) in enumerate(zip(names, cells, strict=True)):
        sheet.write_string(0, place, name, styles["head"])
        longest = max((len(str(cell or "")) for cell in set(column)), default=0)
        sheet.set_column(place, place, min(_WIDEST, max(longest, len(name)) + 2))
    if names:
        sheet.autofilter(0, 0, max(len(cells[0]), 1), len(names) - 1)


def _cover(workbook: Workbook, styles: dict[str, Format], published: Published) -> None:
    sheet = workbook.add_worksheet("About")
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 30)
    sheet.set_column(2, 4, 50)
    sheet.write_blank(0, 5, None, styles["marked"])  # only styles that are used are kept
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

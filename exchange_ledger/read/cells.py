"""Tests of single cells: what a date, an address and a column of the records may hold."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator
from dataclasses import fields
from datetime import date
from functools import cache
from typing import Annotated, cast, get_args, get_origin, get_type_hints
from urllib.parse import urlsplit

from exchange_ledger.faults import Fault
from exchange_ledger.read.table import Line
from exchange_ledger.records import PARTIAL_DATE, Column, Row

_NUMBERS = {"int": r"\d{1,12}", "float": r"\d{1,12}(\.\d{1,6})?"}
_MONTH_OR_YEAR = {4: "-01-01", 7: "-01"}


def is_date(text: str) -> bool:
    """Return whether the text is a day of the calendar written as YYYY-MM-DD."""
    return len(text) == 10 and is_partial_date(text)


def is_partial_date(text: str) -> bool:
    """Return whether the text is a day, month or year of the calendar: `2024-01-31`, `2024-01`, `2024`."""
    if not re.fullmatch(PARTIAL_DATE.strip("^$"), text, re.ASCII):
        return False
    try:
        date.fromisoformat(text + _MONTH_OR_YEAR.get(len(text), ""))
    except ValueError:
        return False
    return True


def is_address(text: str) -> bool:
    """Return whether the text is an http or https address with a host, without a user's name, spaces and controls."""
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        return False
    web = parts.scheme in ("http", "https") and bool(host) and "@" not in parts.netloc
    return web and text.isprintable() and not re.search(r"[\s\\<>\"]", text)


@cache
def _columns(record: Hashable) -> dict[str, tuple[Column, str]]:
    hints = get_type_hints(record, include_extras=True)
    names = [field.name for field in fields(cast(type[Row], record))]
    return {name: (_column(hints[name]), _number(str(get_args(hints[name])[0]))) for name in names}


def columns(record: type[Row]) -> dict[str, tuple[Column, str]]:
    """Return the columns of a table by name, each with the kind of number that it holds: `int`, `float` or nothing."""
    return _columns(cast(Hashable, record))


def _number(annotation: str) -> str:
    return next((number for number in ("int", "float") if number in annotation), "")


def _column(hint: object) -> Column:
    assert get_origin(hint) is Annotated  # noqa: S101  # records.py annotates every field
    found: Column = get_args(hint)[1]
    return found


def cell_faults(line: Line, record: type[Row]) -> Iterator[Fault]:
    """Yield a fault for each cell of the row that the record's column of that name does not allow."""
    for name, (column, number) in columns(record).items():
        if name in line.cells and (wrong := _wrong(line[name], column, number)):
            yield Fault(line.where, f"{name} {line[name]!r} {wrong[0]}", wrong[1])


def _wrong(text: str, column: Column, number: str) -> tuple[str, str] | None:
    if not text:
        return ("is missing", "fill it in") if column.required else None
    if number and not re.fullmatch(_NUMBERS[number], text, re.ASCII):
        return "is no number of this column", "write digits, without separators"
    if column.enum and text not in column.enum:
        return "is none of the values of this column", f"use one of {', '.join(column.enum)}"
    if column.pattern and column.pattern != PARTIAL_DATE and not re.search(column.pattern, text):
        return "has another form than this column", f"follow the pattern {column.pattern}"
    return _wrong_form(text, column)


def _wrong_form(text: str, column: Column) -> tuple[str, str] | None:
    if column.form == "date" and not is_date(text):
        return "is no date", "write it as YYYY-MM-DD"
    if column.form == "uri" and not is_address(text):
        return "is no http or https address", "give the full address, https://…"
    if column.pattern == PARTIAL_DATE and not is_partial_date(text):
        return "is no date", "write it as YYYY-MM-DD, YYYY-MM or YYYY"
    return None

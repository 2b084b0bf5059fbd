"""Whether the rows may be published: every quote stands in its file, every value in its quote, every key resolves.

frictionless enforces a part of this once more on the written files; these checks come before anything is written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from operator import attrgetter
from pathlib import Path
from types import NoneType
from typing import Any

from exchange_ledger.faults import Fault
from exchange_ledger.package.texts import stored_text
from exchange_ledger.read.cells import is_address, is_date, is_partial_date
from exchange_ledger.records import (
    CONTROL,
    PARTIAL_DATE,
    TABLES,
    Check,
    Claim,
    Column,
    Correction,
    Exchange,
    Ledger,
    Row,
    Source,
)
from exchange_ledger.schema import Cell, column_values, columns, foreign_keys, key_of, keys_of, types

States = Callable[[str, Claim], bool]
"""`extract.states`: whether the claim's value can be read again from its quote."""

LONGEST = 32_767
"""Characters: the most that one cell of an XLSX file holds (ECMA-376, and every program that reads it)."""

_UNFIT = re.compile(CONTROL)
_REPORT = "this is a fault of the program: please report it"


def ledger_faults(ledger: Ledger) -> Iterator[Fault]:
    """Yield a fault for each cell, key or order that does not keep to the schema."""
    for table in TABLES:
        rows = getattr(ledger, table.table)
        yield from _order_faults(table, rows)
        yield from _cell_faults(table, rows)
    yield from _reference_faults(ledger)
    yield from _field_faults(ledger)


def _where(row: Row) -> str:
    return f"{row.table} {' '.join(str(part) for part in key_of(row))}"


def _order_faults(table: type[Row], rows: tuple[Row, ...]) -> Iterator[Fault]:
    for before, after in pairwise(keys_of(table, rows)):
        if before == after:
            yield Fault(f"{table.table} {after}", "two rows have this key", _REPORT)
        elif before > after:
            yield Fault(f"{table.table} {after}", "the rows are not in the order of their key", _REPORT)


def _cell_faults(table: type[Row], rows: tuple[Row, ...]) -> Iterator[Fault]:
    for (name, column), values in zip(columns(table).items(), column_values(table, rows), strict=True):
        kind = types(table)[name]
        wrong = {(found, value): what for found, value in _different(values) if (what := _wrong(column, kind, value))}
        for row, value in zip(rows, values, strict=True) if wrong else ():
            if (type(value), value) in wrong:
                what = wrong[type(value), value]
                yield Fault(f"{_where(row)}: {name}", what, "mend it in seeds/ or report it as a fault of the program")


def _different(values: Sequence[Cell]) -> set[tuple[type, Cell]]:
    """Return each different value with its type: 1 equals 1.0 and True where numbers are of several types."""
    if len(set(map(type, values)) - {str, NoneType}) < 2:
        return {(type(value), value) for value in set(values)}
    return set(zip(map(type, values), values, strict=True))


def _wrong(column: Column, kind: type, value: Cell) -> str:
    """Return what is wrong with a row's value; nothing if it is right."""
    if value is None or value == "":
        return "it is empty" if column.required else ""
    if type(value) is not kind:
        return f"{value!r} is no {kind.__name__}"
    if isinstance(value, str):
        return _wrong_text(column, value)
    if column.minimum is not None and value < column.minimum:
        return f"{value!r} is less than {column.minimum}"
    return "it is no number" if value != value or value in (float("inf"), float("-inf")) else ""  # noqa: PLR0124


def _wrong_text(column: Column, value: str) -> str:
    if _UNFIT.search(value):
        return f"{value!r} holds a control character"
    if len(value) > LONGEST:
        return f"its {len(value)} characters are more than the {LONGEST} that a cell of a spreadsheet holds"
    if column.enum and value not in column.enum:
        return f"{value!r} is none of {', '.join(column.enum)}"
    if column.pattern and not _form(column.pattern).fullmatch(value):
        return f"{value!r} is not of the form {column.pattern}"
    return _wrong_form(column, value)


@cache
def _form(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern.removesuffix("$"))


def _wrong_form(column: Column, value: str) -> str:
    if (column.form == "date" and not is_date(value)) or (
        column.pattern == PARTIAL_DATE and not is_partial_date(value)
    ):
        return f"{value!r} is no date of the calendar"
    if column.form == "uri" and not is_address(value):
        return f"{value!r} is no address of the web"
    return ""


def _reference_faults(ledger: Ledger) -> Iterator[Fault]:
    for table in TABLES:
        rows = getattr(ledger, table.table)
        for name, other, column in foreign_keys(table):
            known = set(map(attrgetter(column), getattr(ledger, other))) | {""}
            unknown = set(map(attrgetter(name), rows)) - known
            for row in rows if unknown else ():
                if (value := getattr(row, name)) in unknown:
                    yield Fault(f"{_where(row)}: {name}", f"{value!r} is not in the table {other}", _REPORT)


def _field_faults(ledger: Ledger) -> Iterator[Fault]:
    """Yield a fault for each row of `evidence` that names a field which exchanges do not have."""
    known = columns(Exchange)
    for row in ledger.evidence:
        if row.field not in known:
            yield Fault(f"{_where(row)}: field", f"exchanges have no column {row.field!r}", _REPORT)


def quote_faults(ledger: Ledger, folder: Path | None, states: States) -> Iterator[Fault]:
    """Yield a fault for each quote that is not in its source's file, and each value that its quote does not state.

    The files are read anew from `folder`, the input folder, whatever was read from them before.
    """
    rows: tuple[Claim | Check, ...] = (*ledger.claims, *ledger.checks)
    quoted = [row for row in rows if row.quote]
    sources = {source.source_id: source for source in ledger.sources}
    wanted = sorted({row.source_id for row in quoted} & sources.keys())
    texts, faults = _texts((sources[name] for name in wanted), folder)
    yield from faults
    for row in quoted:
        if row.source_id in texts:
            yield from _span_faults(row, texts[row.source_id])
    yield from _value_faults(ledger, states)
    yield from (
        Fault(_where(claim), "it is said to be quoted and has no quote", _REPORT)
        for claim in ledger.claims
        if claim.evidence == "quote" and not claim.quote
    )


def _texts(sources: Iterable[Source], folder: Path | None) -> tuple[dict[str, str], list[Fault]]:
    found = {source.source_id: stored_text(source, folder) for source in sources}
    texts = {name: text for name, text in found.items() if isinstance(text, str)}
    return texts, [text for text in found.values() if isinstance(text, Fault)]


def _span_faults(row: Claim | Check, text: str) -> Iterator[Fault]:
    start, end = row.quote_start, row.quote_end
    if start is None or end is None or text[start:end] != row.quote:
        yield Fault(_where(row), f"characters {start} to {end} of {row.source_id} are not its quote", _REPORT)
    elif isinstance(row, Claim):
        before, after = text[:start].endswith(row.quote_prefix), text[end:].startswith(row.quote_suffix)
        if not (before and after):
            yield Fault(_where(row), f"the words around its quote are not those of {row.source_id}", _REPORT)


def _value_faults(ledger: Ledger, states: States) -> Iterator[Fault]:
    """Yield a fault for each quoted claim whose value its quote does not state, as read, before any correction.

    Claims with the same quote are asked about one after another, since a quote is read once for those.
    """
    corrected: dict[str, list[Correction]] = {}
    for row in ledger.corrections:
        if row.column:
            corrected.setdefault(row.claim_id, []).append(row)
    for claim in sorted(ledger.claims, key=attrgetter("quote")):
        if claim.quote and not states(claim.quote, _as_read(claim, corrected.get(claim.claim_id, []))):
            yield Fault(_where(claim), "its value cannot be read again from its quote", _REPORT)


def _as_read(claim: Claim, corrections: list[Correction]) -> Claim:
    """Return the claim as it was read: what an editor corrected is by its nature not what the quote says."""
    if not corrections:
        return claim
    kinds = types(Claim)
    was: dict[str, Any] = {row.column: row.was if kinds[row.column] is str else _number(row.was) for row in corrections}
    return replace(claim, **was)


def _number(text: str) -> float | None:
    return float(text) if text else None

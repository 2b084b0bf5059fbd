"""What differs between two data packages, row by row, for people to read before a change is published."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from exchange_ledger.faults import visible
from exchange_ledger.records import TABLES, Row
from exchange_ledger.schema import csv_name

Record = dict[str, Any]

_UNNAMED = frozenset({"check_claims", "evidence", "breakdowns", "totals", "mediators", "changes"})
"""Tables whose rows only repeat what exchanges, claims and checks say; they are counted, not listed."""


@dataclass(frozen=True, slots=True)
class Change:
    """One row that is only in the new package (`gained`), only in the old one (`lost`), or differs (`changed`)."""

    table: str
    kind: str
    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Every changed row, and the files whose bytes differ or that only one of the packages has."""

    changes: tuple[Change, ...]
    files: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.changes or self.files)


def _rows(package: Path, table: str, key: tuple[str, ...]) -> dict[str, Record]:
    path = package / f"{table}.json"
    try:
        rows: list[Record] = json.loads(path.read_text(encoding="utf-8"))
        return {_name(row, key): row for row in rows}
    except FileNotFoundError:
        return {}
    except (ValueError, KeyError, TypeError):
        return {"": {"unreadable": path.name}}


def _csv_rows(package: Path, table: type[Row]) -> dict[str, Record]:
    import csv

    path, key = package / csv_name(table), table.key
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="", errors="replace") as stream:
        try:
            return {_name(row, key): dict(row) for row in csv.DictReader(stream)}
        except (KeyError, csv.Error):
            return {"": {"unreadable": path.name}}


def _name(row: Record, key: tuple[str, ...]) -> str:
    return " ".join(str(row[name]) for name in key if row[name] not in (None, ""))


def said(row: Record) -> str:
    """Return a row in a few words: what a claim, an exchange or a check says."""
    names = (
        "date", "event_date", "period_start", "period_end", "rule", "measure", "side", "dimension", "category",
        "qualifier", "value", "text_value", "status", "returned_to_ukraine", "returned_to_russia", "expression",
        "outcome", "claimant", "source_id", "reason", "title",
    )  # fmt: skip
    texts = (str(row[name]) for name in names if row.get(name) not in (None, "", "exact"))
    return ", ".join(map(visible, texts))


def _differences(old: Record, new: Record) -> str:
    empty = (None, "")  # a column that only one of the packages has is an empty cell in the other
    names = [name for name in {**old, **new} if old.get(name) != new.get(name)]
    names = [name for name in names if old.get(name) not in empty or new.get(name) not in empty]
    return "; ".join(f"{name}: {old.get(name)!r} became {new.get(name)!r}" for name in names)


def _changes(table: str, old: dict[str, Record], new: dict[str, Record]) -> Iterator[Change]:
    for key in sorted(new.keys() - old.keys()):
        yield Change(table, "gained", key, said(new[key]))
    for key in sorted(old.keys() - new.keys()):
        yield Change(table, "lost", key, said(old[key]))
    for key in sorted(old.keys() & new.keys()):
        if text := _differences(old[key], new[key]):
            yield Change(table, "changed", key, text)


def _files(package: Path) -> dict[str, bytes]:
    found = (path for path in package.rglob("*") if path.is_file())
    return {path.relative_to(package).as_posix(): path.read_bytes() for path in found}


def compare(old: Path, new: Path) -> Comparison:
    """Return how the package in `new` differs from the one in `old`; an `old` that is missing counts as empty."""
    changes: list[Change] = []
    for row in TABLES:
        changes += _changes(row.table, _rows(old, row.table, row.key), _rows(new, row.table, row.key))
    if not changes:
        for row in TABLES:
            changes += _changes(row.table, _csv_rows(old, row), _csv_rows(new, row))
    before, after = _files(old), _files(new)
    names = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
    return Comparison(tuple(changes), tuple(names))


def as_lines(comparison: Comparison) -> list[str]:
    """Return the comparison as lines of plain text, the rows that say something first."""
    named = [change for change in comparison.changes if change.table not in _UNNAMED]
    lines = [f"{change.table}: {change.kind} {change.key}: {change.text}" for change in named]
    lines += [f"{name}: its bytes differ" for name in comparison.files]
    return lines


def _markdown_text(text: str) -> str:
    return "".join(f"&#{ord(sign)};" if sign in "\\`*_{}[]<>()#+!|~&@:" else sign for sign in text)


def as_markdown(comparison: Comparison) -> str:
    """Return the comparison as Markdown for a pull request: a count per table, then the rows, hostile text disarmed."""
    if not comparison:
        return "The published figures do not change.\n"
    tables = [row.table for row in TABLES]
    parts = ["| table | gained | lost | changed |\n|---|---|---|---|"]
    for table in tables:
        kinds = [change.kind for change in comparison.changes if change.table == table]
        if kinds:
            parts[0] += f"\n| {table} | {kinds.count('gained')} | {kinds.count('lost')} | {kinds.count('changed')} |"
    for table in (name for name in tables if name not in _UNNAMED):
        rows = [change for change in comparison.changes if change.table == table]
        if rows:
            listed = "\n".join(f"- {row.kind} {_markdown_text(row.key)}: {_markdown_text(row.text)}" for row in rows)
            parts.append(f"### {table}\n\n{listed}")
    return "\n\n".join(["## What this changes", *parts]) + "\n"

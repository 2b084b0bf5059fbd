"""What the last release published: the record with which the next version is compared.

`released.json` in the input folder holds its version, its claims without their words, its columns, and the history up
to then. It is written by `python build.py release` and kept with the articles, so that a build follows from its input
folder alone, on every machine, with or without a version control system.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from exchange_ledger.faults import LedgerError, fault
from exchange_ledger.package.tables import csv_text, load_ledger, row_from
from exchange_ledger.records import TABLES, Change, Claim, Ledger, Row, Withdrawn
from exchange_ledger.schema import cells, columns, field_schema

MEANING = 1
"""Raise it when a column, a category or the names of claims change their meaning without changing their form."""

RELEASED = "released.json"
FIRST = "1.0.0"

_UNCOMPARED = frozenset({"quote", "quote_prefix", "quote_suffix", "rule"})
"""Columns of claims that are not kept with a release: other people's words, and the name of a row of ours."""

_HISTORY = frozenset({"withdrawn", "changes"})

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Release:
    """What the last release published; all of it empty before the first."""

    version: str = ""
    meaning: int = MEANING
    columns: dict[str, dict[str, str]] = field(default_factory=dict)
    tables: dict[str, str] = field(default_factory=dict)
    exchanges: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    claims: tuple[Record, ...] = ()
    withdrawn: tuple[Withdrawn, ...] = ()
    changes: tuple[Change, ...] = ()


def last_release(folder: Path | None) -> Release:
    """Return what the last release published; raises LedgerError if its record in `folder` cannot be read."""
    path = (folder or Path()) / RELEASED
    if folder is None or not path.exists():
        return Release()
    try:
        known = json.loads(path.read_text(encoding="utf-8"))
        rows = {table.table: tuple(row_from(table, row) for row in known.pop(table.table)) for table in _HISTORY_TABLES}
        lists = {name: tuple(known.pop(name)) for name in ("exchanges", "sources", "claims")}
        return Release(**known, **lists, **rows)  # type: ignore[arg-type]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        what = f"it is no record of a release ({type(error).__name__}: {error})"
        raise fault(str(path), what, "take it from the last release again") from error


_HISTORY_TABLES: tuple[type[Row], ...] = (Withdrawn, Change)


def release_of(ledger: Ledger, version: str) -> Release:
    """Return what a release of this ledger publishes, as far as the next one is compared with it."""
    return Release(
        version=version,
        columns={table.table: _forms(table) for table in TABLES},
        tables={table.table: _digest(table, ledger) for table in TABLES if table.table not in _HISTORY},
        exchanges=tuple(row.exchange_id for row in ledger.exchanges),
        sources=tuple(row.source_id for row in ledger.sources),
        claims=tuple(kept(claim) for claim in ledger.claims),
        withdrawn=ledger.withdrawn,
        changes=ledger.changes,
    )


def _forms(table: type[Row]) -> dict[str, str]:
    keys = set(table.key)
    return {name: field_schema(table, name)["type"] + " key" * (name in keys) for name in columns(table)}


def _digest(table: type[Row], ledger: Ledger) -> str:
    return hashlib.sha256(csv_text(table, getattr(ledger, table.table)).encode()).hexdigest()


def kept(claim: Claim) -> Record:
    """Return what a release keeps of a claim: its cells, without other people's words."""
    return {name: value for name, value in cells(claim).items() if name not in _UNCOMPARED}


def record_release(package: Path, folder: Path) -> str:
    """Write into the input folder what the package publishes, as the last release, and return its version.

    Raises LedgerError if the package cannot be read or is not what its own datapackage.json describes.
    """
    from exchange_ledger.package.validate import hash_faults

    try:
        version = str(json.loads((package / "datapackage.json").read_text(encoding="utf-8"))["version"])
        faults = list(hash_faults(package))
    except (OSError, ValueError, KeyError) as error:
        what = f"it is no data package ({type(error).__name__})"
        raise fault(str(package), what, "run python build.py first") from error
    if faults:
        raise LedgerError(faults)
    text = release_text(release_of(load_ledger(package), version))
    (folder / RELEASED).write_text(text, encoding="utf-8", newline="\n")
    return version


def release_text(release: Release) -> str:
    """Return a release as it is kept: a row a line, so that its difference can be read."""
    parts: dict[str, Any] = {
        name: getattr(release, name) for name in ("version", "meaning", "columns", "tables", "exchanges", "sources")
    }
    rows: dict[str, list[Record]] = {
        "claims": list(release.claims),
        "withdrawn": [cells(row) for row in release.withdrawn],
        "changes": [cells(row) for row in release.changes],
    }
    lines = [f"{json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}" for name, value in parts.items()]
    for name, records in rows.items():
        listed = ",\n".join(json.dumps(record, ensure_ascii=False) for record in records)
        lines.append(f"{json.dumps(name)}: [\n{listed}\n]" if records else f"{json.dumps(name)}: []")
    return "{\n" + ",\n".join(lines) + "\n}\n"

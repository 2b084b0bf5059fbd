"""The version of the data and what it changed, by comparison with the last released package.

`released.json` in the input folder holds what the last release published: its version, its claims without their
words, its columns, and the history up to then. It is written by `record_release` and kept with the articles, so that
a build follows from its input folder alone, on every machine, with or without a version control system.

Major: a column or a name changed its meaning, or went. Minor: exchanges or sources came or went, or columns came.
Patch: anything else.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from exchange_ledger.faults import fault
from exchange_ledger.package.tables import cell_text, csv_text, load_ledger, row_from
from exchange_ledger.records import TABLES, Change, Claim, Correction, Ledger, Row, Withdrawn
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
        claims=tuple(_kept(claim) for claim in ledger.claims),
        withdrawn=ledger.withdrawn,
        changes=ledger.changes,
    )


def _forms(table: type[Row]) -> dict[str, str]:
    keys = set(table.key)
    return {name: field_schema(table, name)["type"] + " key" * (name in keys) for name in columns(table)}


def _digest(table: type[Row], ledger: Ledger) -> str:
    return hashlib.sha256(csv_text(table, getattr(ledger, table.table)).encode()).hexdigest()


def _kept(claim: Claim) -> Record:
    return {name: value for name, value in cells(claim).items() if name not in _UNCOMPARED}


def record_release(package: Path, folder: Path) -> str:
    """Write into the input folder what the package publishes, as the last release, and return its version.

    Call it when a version is given to the public; raises LedgerError if the package cannot be read.
    """
    version = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))["version"]
    (folder / RELEASED).write_text(release_text(release_of(load_ledger(package), version)), encoding="utf-8")
    return str(version)


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


def versioned(ledger: Ledger, before: Release) -> tuple[Ledger, str]:
    """Return the ledger with its history, and the version of its data."""
    version = next_version(release_of(ledger, ""), before)
    changes = tuple(_changes(ledger, before, version))
    withdrawn = {row.claim_id: row for row in before.withdrawn}
    claims = {str(record["claim_id"]): record for record in before.claims}
    for change in changes:
        if change.change == "withdrawn":
            withdrawn[change.claim_id] = _withdrawn(claims[change.claim_id], version, change.reason)
        if change.change == "restored":
            withdrawn.pop(change.claim_id)
    history = tuple(sorted((*before.changes, *changes), key=lambda row: (row.version, row.claim_id, row.column)))
    return replace(ledger, withdrawn=tuple(withdrawn[name] for name in sorted(withdrawn)), changes=history), version


def next_version(now: Release, before: Release) -> str:
    """Return the version of what is published now: that of `before` if nothing changed."""
    if not before.version:
        return FIRST
    major, minor, patch = (int(part) for part in before.version.split("."))
    if now.meaning != before.meaning or _forms_lost(now, before):
        return f"{major + 1}.0.0"
    if now.columns != before.columns or (now.exchanges, now.sources) != (before.exchanges, before.sources):
        return f"{major}.{minor + 1}.0"
    same = now.tables == before.tables
    return before.version if same else f"{major}.{minor}.{patch + 1}"


def _forms_lost(now: Release, before: Release) -> bool:
    """Return whether a column went or took another form; one that came is no loss to anybody."""
    return any(
        now.columns.get(table, {}).get(name) != form
        for table, forms in before.columns.items()
        for name, form in forms.items()
    )


def _changes(ledger: Ledger, before: Release, version: str) -> Iterator[Change]:
    if version == before.version:
        return
    corrections: dict[str, Correction] = {row.claim_id: row for row in ledger.corrections}
    old = {str(record["claim_id"]): record for record in before.claims}
    new = {claim.claim_id: _kept(claim) for claim in ledger.claims}
    gone = {row.claim_id for row in before.withdrawn}
    for name in sorted(old.keys() | new.keys()):
        if name not in old:
            kind = "restored" if name in gone else "added"
            yield _change(version, new[name], kind, _why_added(new[name], before))
        elif name not in new:
            yield _change(version, old[name], "withdrawn", _why_withdrawn(old[name], ledger))
        elif old[name] != new[name]:
            yield from _column_changes(version, old[name], new[name], corrections.get(name))


def _change(version: str, record: Record, kind: str, reason: str) -> Change:
    return Change(
        version=version, claim_id=record["claim_id"], change=kind, reason=reason, source_id=record["source_id"],
        exchange_id=record["exchange_id"] or "",
    )  # fmt: skip


def _column_changes(version: str, old: Record, new: Record, correction: Correction | None) -> Iterator[Change]:
    reason = f"an editor's decision: {correction.reason}" if correction else "read or joined otherwise than before"
    for name in sorted(old.keys() | new.keys()):
        was, now = cell_text(old.get(name)), cell_text(new.get(name))
        if was != now:
            yield replace(_change(version, new, "changed", reason), column=name, was=was, now=now)


def _why_added(record: Record, before: Release) -> str:
    if not before.version:
        return "the first version"
    return "read from a source known before" if record["source_id"] in before.sources else "a new source"


def _why_withdrawn(record: Record, ledger: Ledger) -> str:
    sources = {source.source_id for source in ledger.sources}
    return "no longer read from its source" if record["source_id"] in sources else "its source was withdrawn"


def _withdrawn(record: Record, version: str, reason: str) -> Withdrawn:
    known = {name: record.get(name) for name in columns(Withdrawn)} | {"withdrawn_in": version, "reason": reason}
    row = row_from(Withdrawn, known)
    assert isinstance(row, Withdrawn)  # noqa: S101
    return row

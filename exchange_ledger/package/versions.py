"""The version of the data and what it changed, by comparison with the last released package.

Major: a column or a name changed its meaning, or went. Minor: exchanges or sources came or went, or columns came.
Patch: anything else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from exchange_ledger.package.release import FIRST, Record, Release, kept, release_of
from exchange_ledger.package.tables import cell_text, row_from
from exchange_ledger.records import Change, Claim, Correction, Ledger, Withdrawn
from exchange_ledger.schema import columns


def versioned(ledger: Ledger, before: Release) -> tuple[Ledger, str]:
    """Return the ledger with its history, and the version of its data."""
    version = next_version(release_of(ledger, ""), before) if before.version else FIRST
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
    new = {claim.claim_id: claim for claim in ledger.claims}
    gone = {row.claim_id for row in before.withdrawn}
    for name in sorted(old.keys() | new.keys()):
        if name not in old:
            kind = "restored" if name in gone else "added"
            yield _change(version, new[name], kind, _why_added(new[name], before))
        elif name not in new:
            yield _withdrawal(version, old[name], _why_withdrawn(old[name], ledger))
        elif old[name] != (record := kept(new[name])):
            changed = _change(version, new[name], "changed", _why_changed(corrections.get(name)))
            yield from _column_changes(changed, old[name], record)


def _change(version: str, claim: Claim, kind: str, reason: str) -> Change:
    return Change(
        version=version, claim_id=claim.claim_id, change=kind, reason=reason, source_id=claim.source_id,
        exchange_id=claim.exchange_id,
    )  # fmt: skip


def _withdrawal(version: str, record: Record, reason: str) -> Change:
    return Change(
        version=version, claim_id=record["claim_id"], change="withdrawn", reason=reason,
        source_id=record["source_id"], exchange_id=record["exchange_id"] or "",
    )  # fmt: skip


def _column_changes(changed: Change, old: Record, new: Record) -> Iterator[Change]:
    for name in sorted(old.keys() | new.keys()):
        was, now = cell_text(old.get(name)), cell_text(new.get(name))
        if was != now:
            yield replace(changed, column=name, was=was, now=now)


def _why_changed(correction: Correction | None) -> str:
    return f"an editor's decision: {correction.reason}" if correction else "read or joined otherwise than before"


def _why_added(claim: Claim, before: Release) -> str:
    if not before.version:
        return "the first version"
    return "read from a source known before" if claim.source_id in before.sources else "a new source"


def _why_withdrawn(record: Record, ledger: Ledger) -> str:
    sources = {source.source_id for source in ledger.sources}
    return "no longer read from its source" if record["source_id"] in sources else "its source was withdrawn"


def _withdrawn(record: Record, version: str, reason: str) -> Withdrawn:
    known = {name: record.get(name) for name in columns(Withdrawn)} | {"withdrawn_in": version, "reason": reason}
    row = row_from(Withdrawn, known)
    assert isinstance(row, Withdrawn)  # noqa: S101
    return row

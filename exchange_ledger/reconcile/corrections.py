"""An editor's decisions, applied to the claims before anything else looks at them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from exchange_ledger.faults import Fault, LedgerError
from exchange_ledger.identity import number_text
from exchange_ledger.records import Claim, Correction
from exchange_ledger.stages import Decision
from exchange_ledger.vocabulary import dimensions, measures

_NUMBERS = {"value": float}


def corrected(
    claims: Mapping[str, Claim], decisions: Iterable[Decision], folder: Path | None
) -> tuple[dict[str, Claim], tuple[Correction, ...]]:
    """Return the claims by `claim_id` with every decision applied, and a row for each decision.

    A claim keeps its name when it is corrected. Raises LedgerError with one fault for each decision that has no use.
    """
    by_claim: dict[str, list[Decision]] = defaultdict(list)
    for decision in decisions:
        by_claim[decision.claim_id].append(decision)
    faults = [fault for group in by_claim.values() for fault in _faults(claims, group, folder)]
    if faults:
        raise LedgerError(faults)
    rows = [_row(claims[one.claim_id], one) for group in by_claim.values() for one in group]
    changed = {name: _applied(claims[name], group) for name, group in by_claim.items()}
    return {**claims, **changed}, tuple(sorted(rows, key=lambda row: (row.claim_id, row.column)))


def _faults(claims: Mapping[str, Claim], group: list[Decision], folder: Path | None) -> Iterable[Fault]:
    for decision in group:
        where = f"{folder / 'corrections.csv' if folder else 'corrections.csv'}, line {decision.line}"
        claim = claims.get(decision.claim_id)
        if claim is None:
            yield Fault(
                where, f"no claim is called {decision.claim_id!r}", "delete the row, or use the claim's new name"
            )
        elif decision.decision == "corrected" and _same(claim, decision):
            what = f"{decision.column} of claim {decision.claim_id} is {decision.now!r} already"
            yield Fault(where, what, "delete the row")
        elif decision.decision != group[0].decision:
            what = f"claim {decision.claim_id} is {group[0].decision} on line {group[0].line} already"
            yield Fault(where, what, "keep one of the two decisions")
        elif decision is group[-1] and (wrong := _unsound(_applied(claim, group))):
            what = f"claim {decision.claim_id} would say what cannot be: {wrong}"
            yield Fault(where, what, "correct another column as well, or reject the claim")


def _unsound(claim: Claim) -> str:
    """Return what two columns of a corrected claim say against each other; empty if they agree."""
    measure = measures()[claim.measure]
    parts = dimensions()[claim.dimension].categories if claim.dimension else {"": ""}
    if (measure.kind == "text") != bool(claim.text_value) or (measure.kind == "text" and claim.value is not None):
        return f"{claim.measure} is a {'text' if measure.kind == 'text' else 'number'}"
    if measure.values and claim.text_value not in measure.values:
        return f"{claim.measure} is none of {', '.join(measure.values)}"
    if measure.kind == "count" and (claim.value or 0) % 1:
        return f"{claim.measure} counts in whole numbers"
    return "" if claim.category in parts else f"{claim.category!r} is no part by {claim.dimension or 'nothing'}"


def _same(claim: Claim, decision: Decision) -> bool:
    return bool(getattr(claim, decision.column) == _parsed(decision.column, decision.now))


def _text(claim: Claim, column: str) -> str:
    value: Any = getattr(claim, column)
    return value if isinstance(value, str) else number_text(value)


def _row(claim: Claim, decision: Decision) -> Correction:
    was = _text(claim, decision.column) if decision.column else ""
    return Correction(
        claim_id=decision.claim_id, decision=decision.decision, column=decision.column, was=was, now=decision.now,
        reason=decision.reason, decided_by=decision.decided_by, decided_on=decision.decided_on,
    )  # fmt: skip


def _applied(claim: Claim, group: Iterable[Decision]) -> Claim:
    for decision in group:
        changes: dict[str, Any] = {"decision": decision.decision}
        if decision.column:
            changes[decision.column] = _parsed(decision.column, decision.now)
        claim = replace(claim, **changes)
    return claim


def _parsed(column: str, text: str) -> str | float | None:
    number = _NUMBERS.get(column)
    return text if number is None else number(text) if text else None

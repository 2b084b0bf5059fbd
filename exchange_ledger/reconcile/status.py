"""The text fields of an exchange: what became of it, and under which agreement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from exchange_ledger.reconcile.weight import KINDS, counts, kind, latest_first, published
from exchange_ledger.records import Claim, Evidence, Source

HANDED_OVER = ("people_returned", "bodies_returned", "sequence_number")
"""Measures that only an exchange that took place can have (the model gives none of them to a planned one)."""

_SUPERSEDES = {
    ("completed", "announced"), ("disrupted", "announced"), ("return", "announced"), ("return", "completed"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class TextVerdict:
    """The text that a field gets, and what each claim does to it."""

    value: str = ""
    evidence: tuple[Evidence, ...] = ()
    disputed: bool = False


def status_verdict(exchange_id: str, claims: Sequence[Claim], sources: Mapping[str, Source]) -> TextVerdict:
    """Return what became of an exchange: done before planned, then the better claimant, then the later claim.

    People or bodies that somebody counts were handed over, so that the exchange was completed.
    """
    told = _ordered([claim for claim in claims if claim.measure == "status"], sources)
    handed_over = _ordered([claim for claim in claims if _handed_over(claim)], sources)
    counted = min(handed_over, key=lambda claim: (bool(claim.dimension), claim.value is None), default=None)
    deciding = _latest_stage([claim for claim in told if counts(claim)])
    if counted is not None and (deciding is None or deciding.text_value == "announced"):
        deciding = counted
    value = "" if deciding is None else "completed" if deciding is counted else deciding.text_value
    rows = tuple(_rows(exchange_id, told, deciding, value, sources))
    return TextVerdict(value, rows, any(row.role == "disputes" for row in rows))


def framework_verdict(exchange_id: str, claims: Sequence[Claim], sources: Mapping[str, Source]) -> TextVerdict:
    """Return the agreement as its best claimant names it; other names of it are no contradiction."""
    told = _ordered([claim for claim in claims if claim.measure == "framework"], sources)
    best = next((claim for claim in told if counts(claim)), None)
    rows = tuple(
        Evidence(
            exchange_id=exchange_id, field="framework", claim_id=claim.claim_id, role="supports",
            decides=claim is best, reason=_weight(claim, sources) if claim is best else "",
        )
        for claim in told
    )  # fmt: skip
    return TextVerdict(best.text_value if best else "", rows)


def _handed_over(claim: Claim) -> bool:
    return claim.measure in HANDED_OVER and counts(claim) and (claim.value is None or claim.value > 0)


def _ordered(claims: Sequence[Claim], sources: Mapping[str, Source]) -> list[Claim]:
    """Return claims by claimant, then the latest first, then quotes before links."""

    def order(claim: Claim) -> tuple[object, ...]:
        later = latest_first(published(claim, sources))
        return (
            kind(claim, sources),
            later,
            claim.evidence != "quote",
            claim.claim_id,
        )

    return sorted(claims, key=order)


def _latest_stage(told: Sequence[Claim]) -> Claim | None:
    """Return the claim that decides, from claims in their order: the first that no other supersedes."""
    for claim in told:
        if not any((other.text_value, claim.text_value) in _SUPERSEDES for other in told):
            return claim
    return None


def _rows(
    exchange_id: str, told: Sequence[Claim], deciding: Claim | None, value: str, sources: Mapping[str, Source]
) -> Iterator[Evidence]:
    if deciding is not None and deciding not in told:
        yield Evidence(
            exchange_id=exchange_id, field="status", claim_id=deciding.claim_id, role="supports", decides=True,
            reason="people or bodies were handed over, so that it took place",
        )  # fmt: skip
    for claim in told:
        decides = claim is deciding
        role, reason = ("supports", _weight(claim, sources)) if decides else _role(claim, value)
        yield Evidence(
            exchange_id=exchange_id, field="status", claim_id=claim.claim_id, role=role, decides=decides, reason=reason
        )


def _role(claim: Claim, value: str) -> tuple[str, str]:
    if not counts(claim):
        return "supports", "not confirmed at its address: it decides nothing"
    if claim.text_value == value:
        return "supports", "the same"
    if (value, claim.text_value) in _SUPERSEDES:
        return "superseded", f"{value} goes before {claim.text_value}"
    return "disputes", "another claimant goes before it"


def _weight(claim: Claim, sources: Mapping[str, Source]) -> str:
    return f"{KINDS[kind(claim, sources)]} ({claim.claimant})"

"""One row for each exchange, from the claims about it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from exchange_ledger.reconcile.headline import FIELDS, Verdict, verdict
from exchange_ledger.reconcile.status import TextVerdict, framework_verdict, status_verdict
from exchange_ledger.reconcile.weight import counts
from exchange_ledger.records import Claim, Evidence, Exchange, Source

_PEOPLE = frozenset({"people_returned", "sequence_number", "oldest_age", "youngest_age", "years_in_captivity"})
"""Measures that say that living people were handed over."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One exchange with the claims about it and what the headline rule made of each field."""

    exchange: Exchange
    claims: tuple[Claim, ...]
    verdicts: Mapping[str, Verdict]
    evidence: tuple[Evidence, ...]


def judged(exchange_id: str, claims: Sequence[Claim], sources: Mapping[str, Source]) -> Judged:
    """Return an exchange from all claims about it that are not rejected; there must be at least one."""
    groups: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        groups[claim.measure, claim.side].append(claim)
    verdicts = {
        field.name: verdict(exchange_id, field, groups.get((field.measure, field.side), ()), sources)
        for field in FIELDS
    }
    status = status_verdict(exchange_id, claims, sources)
    framework = framework_verdict(exchange_id, claims, sources)
    no_civilians = tuple(_no_civilians(exchange_id, claims, verdicts))
    evidence = [row for found in verdicts.values() for row in found.evidence]
    evidence += [*status.evidence, *framework.evidence]
    exchange = _exchange(exchange_id, claims, verdicts, status, framework)
    if no_civilians:
        exchange = replace(exchange, disputed=True)
    return Judged(exchange, tuple(claims), verdicts, (*evidence, *no_civilians))


def _exchange(
    exchange_id: str, claims: Sequence[Claim], verdicts: Mapping[str, Verdict], status: TextVerdict,
    framework: TextVerdict,
) -> Exchange:  # fmt: skip
    number = _whole(verdicts["sequence_number"].value)
    to_ukraine, to_russia = verdicts["returned_to_ukraine"], verdicts["returned_to_russia"]
    return Exchange(
        exchange_id=exchange_id,
        date=claims[0].event_date,
        kind=_kind(claims),
        status=status.value,
        sequence_number=number,
        sequence_basis="" if number is None else "reported",
        returned_to_ukraine=_whole(to_ukraine.value),
        returned_to_ukraine_qualifier=to_ukraine.qualifier,
        returned_to_russia=_whole(to_russia.value),
        returned_to_russia_qualifier=to_russia.qualifier,
        civilians_to_ukraine=_whole(verdicts["civilians_to_ukraine"].value),
        bodies_to_ukraine=_whole(verdicts["bodies_to_ukraine"].value),
        bodies_to_russia=_whole(verdicts["bodies_to_russia"].value),
        framework=framework.value,
        standing=_standing(claims),
        disputed=status.disputed or any(found.disputed for found in verdicts.values()),
        claims=len(claims),
        sources=len({claim.source_id for claim in claims}),
    )


def _whole(value: float | None) -> int | None:
    return None if value is None else int(value)


def _kind(claims: Sequence[Claim]) -> str:
    """Return what was handed over; where only the event is told, people are meant."""
    told = [claim for claim in claims if counts(claim)] or list(claims)
    measures = {claim.measure for claim in told}
    if "bodies_returned" not in measures:
        return "prisoners"
    return "both" if measures & _PEOPLE else "bodies"


def _standing(claims: Sequence[Claim]) -> str:
    evidence = {claim.evidence for claim in claims if counts(claim)}
    if "quote" in evidence:
        return "quoted"
    return "linked" if evidence else "unconfirmed"


def _no_civilians(exchange_id: str, claims: Sequence[Claim], verdicts: Mapping[str, Verdict]) -> list[Evidence]:
    """Return the counts that leave no room for the civilians whom others name: everybody was a soldier."""
    total = verdicts["returned_to_ukraine"].value
    told = [claim for claim in claims if counts(claim) and claim.side == "ukraine" and claim.dimension == "status"]
    named = {claim.claimant for claim in told if claim.category == "civilians" and claim.value != 0}
    return [
        Evidence(
            exchange_id=exchange_id, field="civilians_to_ukraine", claim_id=claim.claim_id, role="disputes",
            reason="it counts all as soldiers and leaves no room for civilians",
        )
        for claim in told
        if claim.category == "military" and claim.measure == "people_returned" and claim.qualifier == "exact"
        if total is not None and claim.value == total and named - {claim.claimant}
    ]  # fmt: skip

"""The tables that follow from single claims: mediators, parts, tallies and sources."""

from __future__ import annotations

from collections.abc import Iterable

from exchange_ledger.reconcile.weight import counts
from exchange_ledger.records import Breakdown, Claim, Mediator, Source, Total
from exchange_ledger.schema import changed
from exchange_ledger.stages import Extraction, Seeds


def mediators(claims: Iterable[Claim]) -> tuple[Mediator, ...]:
    """Return a row for each claim that names a mediator of an exchange; unconfirmed claims name none."""
    rows = [
        Mediator(exchange_id=claim.exchange_id, mediator=claim.text_value, claim_id=claim.claim_id)
        for claim in claims
        if claim.measure == "mediator" and claim.exchange_id and counts(claim)
    ]
    return tuple(sorted(rows, key=lambda row: (row.exchange_id, row.mediator, row.claim_id)))


def breakdowns(claims: Iterable[Claim]) -> tuple[Breakdown, ...]:
    """Return a row for each claim that counts a part of those exchanged; unconfirmed claims are left out."""
    return tuple(
        Breakdown(
            exchange_id=claim.exchange_id, claim_id=claim.claim_id, measure=claim.measure, side=claim.side,
            dimension=claim.dimension, category=claim.category, value=claim.value, qualifier=claim.qualifier,
        )
        for claim in sorted(claims, key=lambda claim: claim.claim_id)
        if claim.exchange_id and claim.dimension and counts(claim)
    )  # fmt: skip


def totals(claims: Iterable[Claim]) -> tuple[Total, ...]:
    """Return a row for each claim that gives a number for a period; unconfirmed claims are left out."""
    return tuple(
        Total(
            claim_id=claim.claim_id, measure=claim.measure, side=claim.side, dimension=claim.dimension,
            category=claim.category, period_start=claim.period_start, period_end=claim.period_end, value=claim.value,
            qualifier=claim.qualifier,
        )
        for claim in sorted(claims, key=lambda claim: claim.claim_id)
        if claim.scope == "period" and claim.value is not None and counts(claim)
    )  # fmt: skip


def sources(seeds: Seeds) -> tuple[Source, ...]:
    """Return every article and every linked page once, by `source_id`; an article goes before a page of its name."""
    found = {statement.source.source_id: statement.source for statement in sorted(seeds.statements, key=repr)}
    found.update({article.source.source_id: article.source for article in seeds.articles})
    return tuple(found[name] for name in sorted(found))


def reasons(sources: Iterable[Source], extractions: Iterable[Extraction]) -> tuple[Source, ...]:
    """Return the sources with the reason why an article was not read."""
    unread = {extraction.source_id: extraction.unread for extraction in extractions if extraction.unread}
    return tuple(changed(one, unread=unread.get(one.source_id, one.unread)) for one in sources)

"""The rows that the page of one exchange, article or rule follows from: what else changes leaves the page as it is."""

from __future__ import annotations

from collections.abc import Iterator

from exchange_ledger.records import Exchange, Row, Source
from exchange_ledger.render.exchange_page import neighbours
from exchange_ledger.render.tables import Package


def rows_of_exchange(package: Package, exchange: Exchange) -> Iterator[Row]:
    """Yield every row that the page of an exchange may show or be ordered by."""
    name = exchange.exchange_id
    yield exchange
    yield from (row for row in neighbours(package, exchange) if row)
    claims = {claim.claim_id: claim for claim in package.claims_of_exchange.get(name, ())}
    for rows in (package.evidence_of_exchange.get(name, ()), package.mediators_of_exchange.get(name, ())):
        for row in rows:
            yield row
            claims.setdefault(row.claim_id, package.claim[row.claim_id])
    for claim in claims.values():
        yield claim
        yield package.source[claim.source_id]
    yield from package.checks_of_exchange.get(name, ())
    yield from package.withdrawn_of_exchange.get(name, ())
    for derived in package.derived_of_exchange.get(name, ()):
        yield derived
        yield from [package.check[derived.check_id]] if derived.check_id in package.check else []


def rows_of_source(package: Package, source: Source) -> Iterator[Row]:
    """Yield every row that the page of an article may show or be ordered by."""
    yield source
    yield from package.claims_of_source.get(source.source_id, ())
    yield from package.review_of_source.get(source.source_id, ())
    yield from package.checks_of_source.get(source.source_id, ())


def rows_of_rule(package: Package, rule: str) -> Iterator[Row]:
    """Yield every row that the page of a rule may show or be ordered by."""
    for check in package.checks_of_rule[rule]:
        yield check
        yield from [package.source[check.source_id]] if check.source_id in package.source else []
        for claim in package.claims_of_check.get(check.check_id, ()):
            yield claim
            yield package.source[claim.source_id]
        yield from package.derived_of_check.get(check.check_id, ())

"""The published package, read back: the only thing that the site is made from."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from exchange_ledger.faults import fault
from exchange_ledger.package.tables import load_ledger
from exchange_ledger.records import (
    Check,
    Claim,
    Derived,
    Evidence,
    Exchange,
    Ledger,
    Mediator,
    Review,
    Source,
    Withdrawn,
)


@dataclass(frozen=True)
class Package:
    """All rows of the package, its descriptor, and the ways in which pages look them up."""

    ledger: Ledger
    descriptor: dict[str, Any]

    @cached_property
    def claim(self) -> dict[str, Claim]:
        """Claims by their id."""
        return {claim.claim_id: claim for claim in self.ledger.claims}

    @cached_property
    def source(self) -> dict[str, Source]:
        """Sources by their id."""
        return {source.source_id: source for source in self.ledger.sources}

    @cached_property
    def exchange(self) -> dict[str, Exchange]:
        """Exchanges by their id."""
        return {exchange.exchange_id: exchange for exchange in self.ledger.exchanges}

    @cached_property
    def check(self) -> dict[str, Check]:
        """Checks by their id."""
        return {check.check_id: check for check in self.ledger.checks}

    @cached_property
    def claims_of_exchange(self) -> dict[str, list[Claim]]:
        """Claims by the exchange that they are about; period claims under the empty name."""
        return _grouped(self.ledger.claims, "exchange_id")

    @cached_property
    def claims_of_source(self) -> dict[str, list[Claim]]:
        """Claims by their source, in the order of its text."""
        grouped = _grouped(self.ledger.claims, "source_id")
        for claims in grouped.values():
            claims.sort(key=lambda claim: (claim.quote_start is None, claim.quote_start or 0, claim.claim_id))
        return grouped

    @cached_property
    def evidence_of_exchange(self) -> dict[str, list[Evidence]]:
        """Rows of `evidence` by exchange."""
        return _grouped(self.ledger.evidence, "exchange_id")

    @cached_property
    def mediators_of_exchange(self) -> dict[str, list[Mediator]]:
        """Rows of `mediators` by exchange."""
        return _grouped(self.ledger.mediators, "exchange_id")

    @cached_property
    def derived_of_exchange(self) -> dict[str, list[Derived]]:
        """Derived values by exchange; those of a period under the empty name."""
        return _grouped(self.ledger.derived, "exchange_id")

    @cached_property
    def withdrawn_of_exchange(self) -> dict[str, list[Withdrawn]]:
        """Claims of earlier versions that are no longer made, by exchange; those of a period under the empty name."""
        return _grouped((row for row in self.ledger.withdrawn if row.claim_id not in self.claim), "exchange_id")

    @cached_property
    def claims_of_check(self) -> dict[str, list[Claim]]:
        """Claims by the check that uses them."""
        grouped: dict[str, list[Claim]] = defaultdict(list)
        for row in self.ledger.check_claims:
            grouped[row.check_id].append(self.claim[row.claim_id])
        return grouped

    @cached_property
    def checks_of_rule(self) -> dict[str, list[Check]]:
        """Checks by their rule."""
        return _grouped(self.ledger.checks, "rule")

    @cached_property
    def derived_of_check(self) -> dict[str, list[Derived]]:
        """Derived values by the check that they follow from."""
        return _grouped(self.ledger.derived, "check_id")

    @cached_property
    def checks_of_exchange(self) -> dict[str, list[Check]]:
        """Checks that are about an exchange or that use a claim about it."""
        grouped: dict[str, list[Check]] = defaultdict(list)
        for check in self.ledger.checks:
            about = {check.exchange_id} | {claim.exchange_id for claim in self.claims_of_check.get(check.check_id, ())}
            for exchange_id in sorted(about - {""}):
                grouped[exchange_id].append(check)
        return grouped

    @cached_property
    def checks_of_source(self) -> dict[str, list[Check]]:
        """Checks by the source that they are about."""
        return _grouped(self.ledger.checks, "source_id")

    @cached_property
    def review_of_source(self) -> dict[str, list[Review]]:
        """Sentences for review by their source."""
        return _grouped(self.ledger.review, "source_id")

    @cached_property
    def chronological(self) -> list[Exchange]:
        """All exchanges, the earliest first."""
        return sorted(self.ledger.exchanges, key=lambda exchange: (exchange.date, exchange.exchange_id))

    @cached_property
    def place_in_time(self) -> dict[str, int]:
        """The place of each exchange among all in the order of time, from 0."""
        return {exchange.exchange_id: place for place, exchange in enumerate(self.chronological)}

    @property
    def version(self) -> str:
        """Version of the data, as the descriptor gives it."""
        return str(self.descriptor.get("version", ""))

    @cached_property
    def day(self) -> str:
        """The last day that the data know of, ISO 8601: pages carry it instead of the day of the build."""
        days = [source.published for source in self.ledger.sources] + [
            source.accessed for source in self.ledger.sources
        ]
        days += [exchange.date for exchange in self.ledger.exchanges]
        days += [row.decided_on for row in self.ledger.corrections]
        return max((day for day in days if len(day) == 10), default="1970-01-01")


def _grouped(rows: Iterable[Any], column: str) -> dict[str, list[Any]]:
    grouped: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        grouped[getattr(row, column)].append(row)
    return grouped


def read_package(folder: Path, ledger: Ledger | None = None) -> Package:
    """Return the package that stands in `folder`; `ledger` is what was read from there, if that has been done.

    Raises LedgerError naming the file that cannot be read.
    """
    path = folder / "datapackage.json"
    try:
        descriptor = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise fault(str(path), "the descriptor cannot be read", "build the package again") from error
    return Package(ledger or load_ledger(folder), descriptor)

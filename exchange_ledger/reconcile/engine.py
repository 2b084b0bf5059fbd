"""All checks over all claims, and the values that follow from them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from exchange_ledger.reconcile.book import Book
from exchange_ledger.reconcile.checks import RULES
from exchange_ledger.reconcile.checks.calendar import first_since, largest_since
from exchange_ledger.reconcile.checks.periods import period_exchanges, periods, tally_plus_periods, year_on_year
from exchange_ledger.reconcile.checks.running import stretches, tally_plus_exchanges, totals_agree
from exchange_ledger.reconcile.checks.sequence import exchanges_held, sequence_numbers
from exchange_ledger.reconcile.chronology import derived_numbers
from exchange_ledger.reconcile.findings import Finding, Value, unique
from exchange_ledger.reconcile.headline import TOTALS
from exchange_ledger.reconcile.intervals import interval
from exchange_ledger.reconcile.numbers import line
from exchange_ledger.reconcile.tallies import series, steps


def findings(book: Book) -> list[Finding]:
    """Return what every rule finds, by the names of the checks; each value is derived at most once."""
    found = [finding for rule in RULES for finding in rule(book)]
    numbers, chains = line(book), series(book)
    found += first_since(book, numbers)
    found += largest_since(book, numbers)
    walked = steps(chains, book)
    found += tally_plus_exchanges(walked, numbers)
    found += totals_agree(book, chains)
    found += sequence_numbers(book, numbers)
    found += exchanges_held(book, numbers)
    found += derived_numbers(book, numbers, stretches(walked))
    totals = periods(book)
    changes, derived = year_on_year(book, totals)
    found += changes
    found += period_exchanges(book, numbers, [*totals, *derived])
    found += tally_plus_periods(book, numbers, chains, [*totals, *derived])
    return sorted(_settled(book, unique(found).values()), key=lambda finding: finding.check_id)


def _settled(book: Book, found: Iterable[Finding]) -> list[Finding]:
    """Return findings whose values stand: derived once, the same by every rule, and contradicted by no source."""
    found = sorted(found, key=lambda finding: (finding.outcome != "holds", finding.check_id))
    values: dict[tuple[str, ...], set[float]] = defaultdict(set)
    for finding in found:
        for value in finding.derived:
            values[_about(value)].add(value.value)
    told: set[tuple[str, ...]] = set()
    settled = []
    for finding in found:
        kept = tuple(
            value
            for value in finding.derived
            if len(values[_about(value)]) == 1 and _about(value) not in told and not _contradicted(book, value)
        )
        told |= {_about(value) for value in kept}
        settled.append(replace(finding, derived=kept) if kept != finding.derived else finding)
    return settled


def _about(value: Value) -> tuple[str, ...]:
    return value.measure, value.exchange_id, value.side, value.period_start, value.period_end


def _contradicted(book: Book, value: Value) -> bool:
    """Return whether any side gives another count of the people whom a value counts."""
    one = book.by_exchange.get(value.exchange_id)
    if one is None or value.measure != "people_returned":
        return False
    told = (row.claim_id for row in one.verdicts[TOTALS[value.side].name].evidence)
    return any(value.value not in interval(book.claims[name]) for name in told if name in book.claims)

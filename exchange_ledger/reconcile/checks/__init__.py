"""The rules: each takes the book and yields what it finds. A new rule is one function and its place in `RULES`."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from exchange_ledger.reconcile.book import Book
from exchange_ledger.reconcile.checks import ages, calendar, parts, sides
from exchange_ledger.reconcile.findings import Finding

RULES: tuple[Callable[[Book], Iterator[Finding]], ...] = (
    parts.parts_sum_to_total,
    parts.part_within_total,
    sides.sides_agree,
    sides.sides_sum_to_both,
    ages.youngest_to_oldest,
    ages.plausible_age,
    calendar.weekday,
    calendar.event_before_publication,
)
"""Rules that need nothing but the claims, in the order in which their checks are told."""

"""What is known of every exchange, what is missing between, and how much of the official totals is accounted for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from exchange_ledger.records import Derived, Exchange
from exchange_ledger.render.evidence import Card, card
from exchange_ledger.render.exchange_page import chronological
from exchange_ledger.render.tables import Package


@dataclass(frozen=True, slots=True)
class Year:
    """One year: its exchanges, the people they returned to Ukraine, and the official total of the year."""

    year: str
    exchanges: int
    quoted: int
    people: int
    official: Card | None
    derived: Derived | None

    @property
    def share(self) -> float | None:
        """Part of the official total that the exchanges account for, in per cent."""
        total = self.official.claim.value if self.official else self.derived.value if self.derived else None
        return None if not total else 100 * self.people / total


@dataclass(frozen=True, slots=True)
class Gap:
    """Official numbers between two known exchanges that no exchange here bears."""

    first: int
    last: int

    @property
    def words(self) -> str:
        """The numbers in words: `the 12th`, `the 12th to the 14th`."""
        return f"{self.first}" if self.first == self.last else f"{self.first} to {self.last}"


@dataclass(frozen=True, slots=True)
class Coverage:
    """The page of coverage: exchanges and gaps in order, and the years."""

    lines: tuple[Exchange | Gap, ...]
    years: tuple[Year, ...]
    missing: tuple[Gap, ...]


def coverage(package: Package) -> Coverage:
    """Return what is known and what is missing."""
    ordered = chronological(package)
    lines: list[Exchange | Gap] = []
    highest = 0
    for exchange in ordered:
        number = exchange.sequence_number
        if number is not None and number > highest:
            if number > highest + 1:
                lines.append(Gap(highest + 1, number - 1))
            highest = number
        lines.append(exchange)
    known = {exchange.sequence_number for exchange in ordered if exchange.sequence_number is not None}
    return Coverage(tuple(lines), tuple(_years(package, ordered)), tuple(_gaps(known)))


def _gaps(known: set[int]) -> Iterator[Gap]:
    """Yield the stretches of numbers below the highest known one that no exchange bears."""
    before = 0
    for number in sorted(known):
        if number > before + 1:
            yield Gap(before + 1, number - 1)
        before = number


def _years(package: Package, exchanges: list[Exchange]) -> list[Year]:
    return [_year(package, year, exchanges) for year in sorted({exchange.date[:4] for exchange in exchanges})]


def _year(package: Package, year: str, exchanges: list[Exchange]) -> Year:
    own = [exchange for exchange in exchanges if exchange.date.startswith(year) and exchange.status != "disrupted"]
    return Year(
        year,
        len(own),
        sum(exchange.standing == "quoted" for exchange in own),
        sum(exchange.returned_to_ukraine or 0 for exchange in own),
        _official(package, year),
        _derived(package, year),
    )


def _derived(package: Package, year: str) -> Derived | None:
    """Return the total of the year that no source states and that follows from others."""
    whole = ((f"{year}-01-01", f"{year}-12-31"), (year, year))
    found = package.derived_of_exchange.get("", ())
    about = (row for row in found if (row.measure, row.side) == ("people_returned", "ukraine"))
    return next((row for row in about if (row.period_start, row.period_end) in whole), None)


def _official(package: Package, year: str) -> Card | None:
    """Return Ukraine's side's tally of the whole year; quoted before linked, the larger of two."""
    found = [
        card(package, claim)
        for claim in package.ledger.claims
        if (claim.scope, claim.measure, claim.side, claim.dimension) == ("period", "people_returned", "ukraine", "")
        and claim.period_start in (f"{year}-01-01", year)
        and claim.period_end in (f"{year}-12-31", year)
        and claim.claimant_side == "ukraine"
        and claim.value is not None
    ]
    known = [shown for shown in found if shown.basis in ("quoted", "linked")]
    return max(known, key=lambda shown: (shown.basis == "quoted", shown.claim.value or 0), default=None)

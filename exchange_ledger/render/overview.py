"""The pages about all exchanges: home, totals, linked pages."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from exchange_ledger.records import Correction, Exchange, Source
from exchange_ledger.render.evidence import Card, card
from exchange_ledger.render.exchange_page import ExchangePage
from exchange_ledger.render.tables import Package


@dataclass(frozen=True, slots=True)
class TotalGroup:
    """The tallies of one subject, the latest first."""

    subject: str
    anchor: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Home:
    """What the front page says."""

    exchanges: int
    quoted: int
    standing: Counter[str]
    latest: tuple[ExchangePage, ...]
    tally: Card | None
    outcomes: Counter[str]
    quotes: int
    articles: int
    linked_pages: int
    corrections: tuple[Correction, ...]


def home(package: Package, pages: Sequence[ExchangePage]) -> Home:
    """Return what the front page says."""
    ledger = package.ledger
    held = [page for page in pages if page.exchange.status in ("completed", "return", "")]
    standing = Counter(page.exchange.standing for page in pages)
    return Home(
        exchanges=len(pages),
        quoted=standing["quoted"],
        standing=standing,
        latest=tuple(sorted(held, key=lambda page: page.exchange.date, reverse=True)[:5]),
        tally=latest_tally(package),
        outcomes=Counter(check.outcome for check in ledger.checks),
        quotes=sum(bool(claim.quote) for claim in ledger.claims),
        articles=sum(source.kind == "article" for source in ledger.sources),
        linked_pages=sum(source.kind == "page" for source in ledger.sources),
        corrections=tuple(sorted(ledger.corrections, key=lambda row: row.decided_on, reverse=True)[:5]),
    )


def running_tallies(package: Package) -> list[Card]:
    """Return Ukraine's side's tallies of all people returned since February 2022, the earliest first."""
    found = [
        card(package, claim)
        for claim in package.ledger.claims
        if (claim.scope, claim.measure, claim.side, claim.dimension) == ("period", "people_returned", "ukraine", "")
        and claim.value is not None
        and claim.claimant_side == "ukraine"
        and claim.period_start in ("", "2022", "2022-02", "2022-02-24")
        and claim.period_end > "2022-12-31"
    ]
    known = [shown for shown in found if shown.basis in ("quoted", "linked")]
    return sorted(known, key=lambda shown: (shown.claim.period_end, shown.claim.value or 0, shown.claim.claim_id))


def latest_tally(package: Package) -> Card | None:
    """Return the latest running tally; a quoted one before a linked one of the same day."""
    tallies = running_tallies(package)
    return max(tallies, key=lambda shown: (shown.claim.period_end, shown.basis == "quoted"), default=None)


def totals(package: Package) -> list[TotalGroup]:
    """Return every claim that is about no single exchange, by subject."""
    grouped: dict[str, list[Card]] = defaultdict(list)
    for claim in package.claims_of_exchange.get("", ()):
        shown = card(package, claim)
        grouped[shown.subject].append(shown)
    return [_total_group(subject, cards) for subject, cards in sorted(grouped.items(), key=_total_order)]


def _total_order(item: tuple[str, list[Card]]) -> tuple[bool, bool, bool, str]:
    subject, cards = item
    first = cards[0].claim
    return first.measure != "people_returned", bool(first.dimension), first.side != "ukraine", subject


def _total_group(subject: str, cards: list[Card]) -> TotalGroup:
    cards.sort(key=lambda shown: (shown.claim.period_start, shown.claim.claim_id))
    cards.sort(key=lambda shown: shown.claim.period_end, reverse=True)
    anchor = "-".join(
        part for part in (cards[0].claim.measure, cards[0].claim.side, cards[0].claim.category) if part
    ).replace("_", "-")
    return TotalGroup(subject, anchor, tuple(cards))


def linked_pages(package: Package) -> list[tuple[str, list[tuple[Source, list[Exchange], int]]]]:
    """Return the pages that are only linked, by publisher: the page, the exchanges it is named for, its claims."""
    grouped: dict[str, list[tuple[Source, list[Exchange], int]]] = defaultdict(list)
    for source in package.ledger.sources:
        if source.kind == "page":
            claims = package.claims_of_source.get(source.source_id, [])
            ids = sorted({claim.exchange_id for claim in claims} - {""})
            grouped[source.publisher].append((source, [package.exchange[name] for name in ids], len(claims)))
    return sorted(grouped.items(), key=lambda item: item[0].casefold())

"""What the templates know: the rows that have a page of their own, and what every page may show."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from exchange_ledger.render import coverage, dictionary, overview
from exchange_ledger.render.evidence import card
from exchange_ledger.render.exchange_page import ExchangePage, exchange_page
from exchange_ledger.render.source_page import article_page
from exchange_ledger.render.tables import Package
from exchange_ledger.settings import Settings

Rows = Mapping[str, Mapping[str, Mapping[str, Any]]]


def rows_of_pages(package: Package) -> Rows:
    """Return, for each placeholder of a template's name, what each of its values shows."""
    exchanges = {row.exchange_id: {"page": exchange_page(package, row)} for row in package.ledger.exchanges}
    articles = [source for source in package.ledger.sources if source.kind == "article"]
    return {
        "exchange_id": exchanges,
        "source_id": {source.source_id: {"page": article_page(package, source)} for source in articles},
    }


def shared_by_pages(package: Package, settings: Settings, rows: Rows) -> dict[str, Any]:
    """Return what every template may show."""
    pages: list[ExchangePage] = [row["page"] for row in rows["exchange_id"].values()]
    return {
        "settings": settings,
        "package": package,
        "ledger": package.ledger,
        "pages": sorted(pages, key=lambda page: (page.exchange.date, page.exchange.exchange_id)),
        "home": overview.home(package, pages),
        "checks": overview.checks(package),
        "totals": overview.totals(package),
        "coverage": coverage.coverage(package),
        "articles": [row["page"] for row in rows["source_id"].values()],
        "publishers": overview.linked_pages(package),
        "dictionary": dictionary.tables(package),
        "card": lambda claim: card(package, claim),
    }

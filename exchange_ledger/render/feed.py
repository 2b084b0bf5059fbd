"""The JSON Feed (version 1.1, jsonfeed.org) of new and changed exchanges; the Atom feed is a template."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from exchange_ledger.render.exchange_page import ExchangePage
from exchange_ledger.settings import Settings

ENTRIES = 30


def recent(pages: Sequence[ExchangePage]) -> list[ExchangePage]:
    """Return the pages that changed last, the latest first; at most `ENTRIES`."""
    return sorted(pages, key=lambda page: (page.changed, page.exchange.exchange_id), reverse=True)[:ENTRIES]


def json_feed(settings: Settings, pages: Sequence[ExchangePage]) -> dict[str, Any]:
    """Return the feed as the JSON Feed format asks for it."""
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": settings.site_name,
        "description": settings.site_description,
        "home_page_url": settings.base,
        "feed_url": f"{settings.base}feed.json",
        "language": "en",
        "authors": [{"name": settings.creator}],
        "items": [_item(settings, page) for page in pages],
    }


def _item(settings: Settings, page: ExchangePage) -> dict[str, Any]:
    address = f"{settings.base}exchanges/{page.exchange.exchange_id}/"
    return {
        "id": address,
        "url": address,
        "title": page.title,
        "content_text": f"{page.lead} Best evidence: {page.exchange.standing}.",
        "date_published": f"{page.changed}T00:00:00Z",
    }

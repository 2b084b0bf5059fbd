"""One article as a reader sees it: what is known of it, and its claims in the order of its text."""

from __future__ import annotations

from dataclasses import dataclass

from exchange_ledger import vocabulary
from exchange_ledger.records import Check, Review, Source
from exchange_ledger.render.evidence import Card, card
from exchange_ledger.render.tables import Package


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """Everything that the page of one article shows."""

    source: Source
    cards: tuple[Card, ...]
    review: tuple[Review, ...]
    checks: tuple[Check, ...]

    @property
    def title(self) -> str:
        """Its headline, or its name if it has none."""
        return self.source.title or self.source.source_id

    @property
    def unread(self) -> str:
        """Why no sentence of it was read; empty if its sentences were read."""
        reason = vocabulary.unread().get(self.source.unread)
        return reason.description if reason else ""

    @property
    def quotes(self) -> int:
        """Number of claims that show their words."""
        return sum(bool(shown.claim.quote) for shown in self.cards)

    @property
    def exchanges(self) -> tuple[str, ...]:
        """The exchanges that it speaks of, in order of date."""
        return tuple(sorted({shown.claim.exchange_id for shown in self.cards} - {""}))


def article_page(package: Package, source: Source) -> ArticlePage:
    """Return what the page of one article shows."""
    return ArticlePage(
        source=source,
        cards=tuple(card(package, claim) for claim in package.claims_of_source.get(source.source_id, ())),
        review=tuple(package.review_of_source.get(source.source_id, ())),
        checks=tuple(package.checks_of_source.get(source.source_id, ())),
    )

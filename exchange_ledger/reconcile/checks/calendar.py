"""Dates: weekdays, events that a source reports before they happened, and what is said to be the first or largest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from exchange_ledger.reconcile.book import Book
from exchange_ledger.reconcile.days import first_day, in_words, is_day
from exchange_ledger.reconcile.findings import Finding
from exchange_ledger.stages import Mention

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def weekday(book: Book) -> Iterator[Finding]:
    """Yield, for each weekday that a text puts beside a date, whether the calendar agrees."""
    for mention in book.mentions:
        if mention.kind == "weekday" and is_day(mention.event_date):
            told, found = mention.value.capitalize(), WEEKDAYS[first_day(mention.event_date).weekday()].capitalize()
            words = f"The text says {told}; {in_words(mention.event_date)} was a {found}."
            yield replace(
                _of_words(book, mention), outcome="holds" if told == found else "fails", explanation=words,
                expression=f"{mention.event_date} = {told}",
            )  # fmt: skip


def _of_words(book: Book, mention: Mention) -> Finding:
    """Return a finding about words of a text that are no claim; its outcome is still to be told."""
    return Finding(
        rule=mention.kind, outcome="open", explanation="", source_id=mention.source_id, quote=mention.quote,
        quote_start=mention.start, quote_end=mention.end, subject=(mention.event_date, str(mention.start)),
        exchange_id=mention.event_date if mention.event_date in book.by_exchange else "",
    )  # fmt: skip


def event_before_publication(book: Book) -> Iterator[Finding]:
    """Yield a failing check for each event that its source reports as done before the day on which it happened."""
    for claim in book.claims.values():
        published = book.published(claim)
        done = claim.scope == "exchange" and claim.text_value not in ("announced", "disrupted") and claim.event_date
        if done and published and first_day(claim.event_date) > date.fromisoformat(published):
            yield Finding(
                rule="event_before_publication", outcome="fails", claims=(claim.claim_id,),
                subject=(claim.event_date,),
                explanation=(
                    f"The source was published on {in_words(published)}, before {in_words(claim.event_date)}, of which "
                    "it reports as done."
                ),
                exchange_id=claim.exchange_id, source_id=claim.source_id,
            )  # fmt: skip

"""Dates: weekdays, events that a source reports before they happened, and what is said to be the first or largest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from exchange_ledger.reconcile.book import Book, Event, event_claims
from exchange_ledger.reconcile.days import first_day, in_words, is_day, last_day
from exchange_ledger.reconcile.findings import Finding
from exchange_ledger.reconcile.numbers import Line
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


def first_since(book: Book, numbers: Line) -> Iterator[Finding]:
    """Yield, for each exchange that a text calls the first since some time, whether another lies between."""
    for mention, between in _since(book, "first_since"):
        day = first_day(mention.event_date)
        complete = numbers.complete(last_day(mention.value), day - timedelta(1))
        outcome = "fails" if between else "holds" if complete else "open"
        words = f"The text calls {in_words(mention.event_date)} the first since {in_words(mention.value)}."
        yield _judged(book, mention, outcome, f"{words} {_found(between, complete, 'exchange between')}", between)


def largest_since(book: Book, numbers: Line) -> Iterator[Finding]:
    """Yield, for each exchange that a text calls the largest since some time, whether a larger one lies between.

    Larger is what returned more people to Ukraine, and to both sides together where both are counted.
    """
    for mention, between in _since(book, "largest_since"):
        this = [event for event in book.events if event.judged.exchange.date == mention.event_date]
        size = max((_people(event)[0] for event in this), default=0)
        larger = [event for event in between if this and size and _larger(event, this[0])]
        counted = all(_people(event)[0] for event in between) and bool(size)
        complete = counted and numbers.complete(last_day(mention.value), first_day(mention.event_date) - timedelta(1))
        outcome = "fails" if larger else "holds" if complete else "open"
        words = f"The text calls {in_words(mention.event_date)} the largest since {in_words(mention.value)}."
        yield _judged(
            book, mention, outcome, f"{words} {_found(larger, complete, 'larger exchange')}", [*this, *larger]
        )


def _since(book: Book, kind: str) -> Iterator[tuple[Mention, list[Event]]]:
    """Yield each mention of a kind with the exchanges between its time and its event, neither included."""
    for mention in book.mentions:
        if mention.kind == kind and is_day(mention.event_date):
            since = last_day(mention.value)
            between = book.between(since, first_day(mention.event_date) - timedelta(1))
            yield mention, [event for event in between if event.judged.exchange.kind != "bodies"]


def _people(event: Event) -> tuple[int, int]:
    """Return how many people returned to Ukraine, and to both sides; 0 where that is not known."""
    ours, theirs = event.judged.exchange.returned_to_ukraine or 0, event.judged.exchange.returned_to_russia or 0
    return ours, ours + theirs if ours and theirs else 0


def _larger(event: Event, this: Event) -> bool:
    ours, both = _people(event)
    size, total = _people(this)
    return ours > size and not (both and total and both <= total)


def _found(events: Sequence[Event], complete: bool, noun: str) -> str:
    if events:
        return f"But there is the {noun}, {' and '.join(event.named() for event in events[:3])}."
    return f"No {noun} is known{', and none can be missing' if complete else ', but not every exchange is known'}."


def _judged(book: Book, mention: Mention, outcome: str, words: str, events: Sequence[Event]) -> Finding:
    claims = tuple(name for event in events for name in event_claims(event))
    return replace(
        _of_words(book, mention), outcome=outcome, explanation=words, claims=claims,
        expression=f"{mention.value} .. {mention.event_date}",
    )  # fmt: skip

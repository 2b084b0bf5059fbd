"""Running numbers in time, their gaps, and the exchanges that a claim counts in a year or in the whole war."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from exchange_ledger.identity import number_text
from exchange_ledger.reconcile.book import Book, Event, event_claims, number_claims
from exchange_ledger.reconcile.chronology import Held, held
from exchange_ledger.reconcile.days import in_words
from exchange_ledger.reconcile.findings import Finding, many
from exchange_ledger.reconcile.intervals import Interval, interval, relation
from exchange_ledger.reconcile.numbers import Line
from exchange_ledger.reconcile.sums import ones


def sequence_numbers(book: Book, numbers: Line) -> Iterator[Finding]:
    """Yield, for each two numbers that follow each other in time, whether the exchanges between them fill the gap."""
    year_counts = _year_counts(held(book))
    for before, after in zip(numbers.events, numbers.events[1:], strict=False):
        yield _pair(numbers, before, after, year_counts)
    for event in numbers.apart:
        yield _apart(event, numbers)


def _year_counts(found: Sequence[Held]) -> dict[int, Held]:
    """Return the weightiest count of the exchanges of each whole year, or of the year up to its last exchange."""
    counts: dict[int, Held] = {}
    for one in found:
        exact = one.claim.qualifier == "exact" and one.start == date(one.start.year, 1, 1)
        if exact and one.end >= date(one.start.year, 12, 1) and one.end.year == one.start.year:
            counts.setdefault(one.start.year, one)
    return counts


def _pair(numbers: Line, before: Event, after: Event, year_counts: dict[int, Held]) -> Finding:
    start, end = before.number or 0, after.number or 0
    if start == end:
        return _pair_finding(before, after, [], (), "holds")
    steps, claims = _steps(numbers, before, after, year_counts)
    reached = start + sum(steps)
    outcome = "holds" if reached == end else "open"
    return _pair_finding(before, after, steps, claims, outcome)


def _steps(
    numbers: Line, before: Event, after: Event, year_counts: dict[int, Held]
) -> tuple[list[int], tuple[str, ...]]:
    """Return how many numbers each year, or each exchange, adds between two numbered ones, and the claims for it."""
    steps: list[int] = []
    claims: list[str] = []
    for year in range(before.day.year, after.day.year + 1):
        first, last = max(before.day, date(year - 1, 12, 31)), min(after.day, date(year, 12, 31))
        count = year_counts.get(year) if year < after.day.year else None
        if count is None:
            known = numbers.bearing(first, last)
            steps += [1] * len(known)
            claims += [name for event in known for name in event_claims(event)]
        else:
            passed = numbers.bearing(date(year - 1, 12, 31), before.day) if year == before.day.year else []
            steps.append(int(count.claim.value or 0) - len(passed))
            claims += [*count.claims, *(name for event in passed for name in event_claims(event))]
    return [step for step in steps if step], tuple(claims)


def _pair_finding(before: Event, after: Event, steps: Sequence[int], claims: tuple[str, ...], outcome: str) -> Finding:
    start, end = before.number or 0, after.number or 0
    reached = start + sum(steps)
    terms = ones([str(start), *map(str, steps)])
    expression = f"{' + '.join(terms)} = {end}"
    if reached < end and outcome == "open":
        expression = f"{' - '.join([str(end), *terms])} = {end - reached}"
    words = f"The exchange of {before.named()} is number {start}, that of {after.named()} number {end}."
    if start == end:
        words += " They are days of one exchange."
    elif reached < end:
        words += f" No exchange that is reported here bears {many(end - reached, 'number')} of those between."
    elif reached > end:
        words += (
            f" The year's count leaves {many(reached - end, 'number')} for exchanges before that nobody reports here."
        )
    return Finding(
        rule="sequence_numbers", outcome=outcome, explanation=words, expression=expression, left=reached, right=end,
        claims=(*number_claims(before), *number_claims(after), *claims), exchange_id=after.exchange_id,
        subject=(before.exchange_id,),
    )  # fmt: skip


def _apart(event: Event, numbers: Line) -> Finding:
    """Return that a number does not rise with time, with the numbers before and after it."""
    around = [*numbers.within(date.min, event.day)[-1:], *numbers.within(event.day, date.max)[:1]]
    told = " and ".join(f"{other.number} on {other.named()}" for other in around)
    number = event.number or 0
    return Finding(
        rule="sequence_numbers", outcome="fails", left=number, right=around[0].number if around else None,
        expression=f"{number} <= {around[-1].number}" if around else str(number),
        explanation=f"The exchange of {event.named()} is called number {number}, which does not fit to {told}.",
        claims=(*number_claims(event), *(name for other in around for name in number_claims(other))),
        exchange_id=event.exchange_id,
    )  # fmt: skip


def exchanges_held(book: Book, numbers: Line) -> Iterator[Finding]:
    """Yield, for each count of exchanges, whether the running numbers, or the exchanges known here, agree with it."""
    for one in held(book):
        span = numbers.on(one.end) - numbers.on(one.start - timedelta(1))
        if span.exact:
            yield _by_numbers(one, numbers)
        elif not span.meets(interval(one.claim)):
            yield _beyond(one, span)
        else:
            yield _by_count(one, numbers)


def _counts(one: Held) -> str:
    """Return in words what a claim counts."""
    hedge = "" if one.claim.qualifier == "exact" else one.claim.qualifier.replace("_", " ") + " "
    held = f"{one.claim.claimant} counts {hedge}{many(one.claim.value or 0, 'exchange')}"
    return f"{held} from {in_words(one.start.isoformat())} to {in_words(one.end.isoformat())}"


def _by_numbers(one: Held, numbers: Line) -> Finding:
    before, after = numbers.on(one.start - timedelta(1)).low, numbers.on(one.end).low
    count = f"{relation(one.claim)} {number_text(one.claim.value)}"
    holds = after - before in interval(one.claim)
    left = number_text(after) if not before else f"{number_text(after)} - {number_text(before)}"
    ends = [*numbers.within(date.min, one.start - timedelta(1))[-1:], *numbers.within(date.min, one.end)[-1:]]
    return Finding(
        rule="exchanges_held", outcome="holds" if holds else "fails", expression=f"{left} {count}",
        left=after - before, right=one.claim.value,
        explanation=f"{_counts(one)}; the running numbers say {number_text(after - before)}.",
        claims=(*one.claims, *(name for event in ends for name in number_claims(event))),
        subject=(one.start.isoformat(), one.end.isoformat(), one.claim.claimant),
    )  # fmt: skip


def _beyond(one: Held, span: Interval) -> Finding:
    count = f"{relation(one.claim)} {number_text(one.claim.value)}"
    limit, words = (span.low, "at least") if span.low > interval(one.claim).high else (span.high, "at most")
    return Finding(
        rule="exchanges_held", outcome="fails", expression=f"{number_text(limit)} {count}", left=limit,
        right=one.claim.value, claims=one.claims,
        explanation=f"{_counts(one)}; the running numbers say {words} {number_text(limit)}.",
        subject=(one.start.isoformat(), one.end.isoformat(), one.claim.claimant),
    )  # fmt: skip


def _by_count(one: Held, numbers: Line) -> Finding:
    """Return how many exchanges of a period are known here; more than are counted may share a number."""
    known = numbers.bearing(one.start - timedelta(1), one.end)
    count, missing = number_text(one.claim.value), (one.claim.value or 0) - len(known)
    holds = len(known) in interval(one.claim)
    outcome = "holds" if holds else "open" if missing > 0 else "fails"
    expression = (
        f"{count} - {len(known)} = {number_text(missing)}"
        if outcome == "open"
        else f"{len(known)} {relation(one.claim)} {count}"
    )
    words = f"{_counts(one)}; {len(known)} of them are known here"
    return Finding(
        rule="exchanges_held", outcome=outcome, expression=expression, left=len(known), right=one.claim.value,
        explanation=f"{words}, {number_text(missing)} not." if outcome == "open" else f"{words}.",
        claims=(*one.claims, *(name for event in known for name in event_claims(event))),
        subject=(one.start.isoformat(), one.end.isoformat(), one.claim.claimant),
    )  # fmt: skip

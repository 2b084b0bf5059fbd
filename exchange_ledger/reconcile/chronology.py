"""Every number that a source leaves out, as far as the others leave only one reading for it."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from exchange_ledger.identity import number_text
from exchange_ledger.reconcile.book import Book, Event, event_claims, number_claims
from exchange_ledger.reconcile.bounds import Bounds, Row
from exchange_ledger.reconcile.days import first_day, in_words, last_day
from exchange_ledger.reconcile.findings import Finding, Value, many
from exchange_ledger.reconcile.intervals import Interval, interval
from exchange_ledger.reconcile.numbers import Line
from exchange_ledger.reconcile.rules import rules
from exchange_ledger.reconcile.tallies import is_running
from exchange_ledger.records import Claim

DERIVED_NUMBER = "derived_number"
"""Name of the rule."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Two days between which, the first excluded, the sums leave no room for an exchange that nobody here reports."""

    after: date
    until: date
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """So many exchanges held from one day to another, both included, as one claimant counts them.

    `claims` names every claim of it, the weightiest, `claim`, first.
    """

    start: date
    end: date
    claim: Claim
    claims: tuple[str, ...]


def held(book: Book) -> list[Held]:
    """Return the claims that count exchanges as Ukraine or a third party numbers them, the weightiest first."""
    found: dict[tuple[date, date, str, str, float | None], list[Claim]] = defaultdict(list)
    for claim in sorted(book.periods, key=book.weight):
        if claim.measure == "exchanges_held" and claim.claimant_side != "russia" and claim.value and claim.period_end:
            start = rules().war_first if is_running(claim) else first_day(claim.period_start)
            end = last_day(claim.period_end)
            found[start, end, claim.claimant, claim.qualifier, claim.value].append(claim)
    return [Held(*key[:2], claims[0], tuple(claim.claim_id for claim in claims)) for key, claims in found.items()]


def derived_numbers(book: Book, numbers: Line, closed: Sequence[Stretch]) -> list[Finding]:
    """Return a finding for each exchange whose number no source reports and for which only one is left."""
    return list(_Chronology(book, numbers, closed).findings())


class _Chronology:
    """The running number at the end of every day that matters, as a system of bounds.

    Nothing is derived where the counts contradict each other as soon as every exchange bears a number of its own.
    """

    def __init__(self, book: Book, numbers: Line, closed: Sequence[Stretch]) -> None:
        self.book, self.numbers = book, numbers
        self.held = held(book)
        self.closed = closed
        self.days = sorted(set(self._days()))
        self.place = {day: index for index, day in enumerate(self.days, start=1)}
        self.bounds = Bounds(len(self.days) + 1)
        self.contradicted: set[str] = set()
        self.sure: set[str] = set()
        self._fill()

    def _days(self) -> Iterator[date]:
        yield from (event.day for event in (*self.numbers.events, *self.numbers.own))
        for one in self.held:
            yield from (one.start - timedelta(1), one.end)
        for stretch in self.closed:
            yield from (stretch.after, stretch.until)

    def _fill(self) -> None:
        add = self.bounds.add
        add(Row(place, place + 1, 0) for place in range(len(self.days)))
        add(row for event in self.numbers.events if _firm(event) for row in _reported(self.place[event.day], event))
        add(self._first_days())
        for one in self.held:
            if not _hearsay(one) and not add(self._held_rows(one)):
                self.contradicted |= self._told_of(one.start, one.end)
        for group in self._groups(self.numbers.sure):
            if add(map(self._own_row, group)):
                self.sure |= {event.exchange_id for event in group}
        for stretch in self.closed:
            add([self._closed_row(stretch)])
        for row in self._latest_rows():
            add([row])
        for day, span in self._hearsay():
            if not span.meets(Interval(self.bounds.low(self.place[day]), self.bounds.high(self.place[day]))):
                self.contradicted |= self._told_of(day, day)

    def _hearsay(self) -> Iterator[tuple[date, Interval]]:
        """Yield the running numbers of third parties: nothing is derived from them, but they can contradict."""
        yield from ((one.end, interval(one.claim)) for one in self.held if _hearsay(one))
        for event in self.numbers.events:
            if not _firm(event):
                yield event.day, Interval(event.number or 0, event.number or 0)

        for group in self._groups(self.numbers.own):
            if not self.bounds.fits(map(self._own_row, group)):
                self.contradicted |= {event.exchange_id for event in group}

    def _groups(self, unnumbered: Sequence[Event]) -> list[list[Event]]:
        """Return exchanges without a reported number, together between each two reported numbers.

        Two on one day are left out: nothing says which of them came first.
        """
        on_day = Counter(event.day for event in unnumbered)
        groups: dict[int, list[Event]] = defaultdict(list)
        for event in unnumbered:
            if on_day[event.day] == 1:
                groups[bisect_left(self.numbers.events, event.day, key=lambda other: other.day)].append(event)
        return list(groups.values())

    def _held_rows(self, one: Held) -> list[Row]:
        before, after, span = self.place[one.start - timedelta(1)], self.place[one.end], interval(one.claim)
        start, end = in_words(one.start.isoformat()), in_words(one.end.isoformat())
        reason = f"{one.claim.claimant} counts {many(one.claim.value or 0, 'exchange')} from {start} to {end}"
        rows = [Row(before, after, span.low, reason, one.claims)]
        return rows if span.high == float("inf") else [*rows, Row(after, before, -span.high, reason, rows[0].claims)]

    def _first_days(self) -> Iterator[Row]:
        """Yield that a number begins with the first exchange that bears it."""
        number = 0
        for event in self.numbers.events:
            if event.number != number:
                yield self._own_row(event)
            number = event.number or 0

    def _own_row(self, event: Event) -> Row:
        place = self.place[event.day]
        reason = f"the exchange of {event.named()} is one of its own"
        return Row(place - 1, place, 1, reason, event_claims(event))

    def _closed_row(self, stretch: Stretch) -> Row:
        """Return that no more exchanges than the known ones lie in a stretch."""
        known = [
            event for event in self.book.between(stretch.after, stretch.until) if event.judged.exchange.kind != "bodies"
        ]
        before, after = self.place[stretch.after], self.place[stretch.until]
        reason = (
            f"the running totals leave no room for another exchange from {in_words(stretch.after.isoformat())} "
            f"to {in_words(stretch.until.isoformat())}"
        )
        return Row(after, before, -len(known), reason, stretch.claims)

    def _latest_rows(self) -> Iterator[Row]:
        """Yield that a source which gives a count up to a day reports the latest exchange shortly before that day."""
        for one in self.held:
            near = one.end - timedelta(rules().latest_report_days)
            known = [event for event in self.book.between(near, one.end) if event.day in self.place]
            told = [claim for event in known[-1:] for claim in event.judged.claims if _same_source(claim, one.claim)]
            if told:
                reason = f"the source of the count reports the exchange of {known[-1].named()} as the latest"
                names = (*one.claims, told[0].claim_id)
                yield Row(self.place[one.end], self.place[known[-1].day], 0, reason, names)

    def _told_of(self, start: date, end: date) -> set[str]:
        """Return the exchanges whose numbers a count speaks of: those of its days, and the latest before its end."""
        known = [event for event in (*self.numbers.events, *self.numbers.sure) if event.day <= end]
        latest = max((event.day for event in known), default=end)
        return {event.exchange_id for event in known if event.day >= min(start, latest)}

    def findings(self) -> Iterator[Finding]:
        """Yield a finding for each number that only one reading is left for and that no source contradicts."""
        for event in self.numbers.sure:
            place = self.place[event.day]
            low, high = self.bounds.low(place), self.bounds.high(place)
            if low == high and event.exchange_id in self.sure - self.contradicted:
                yield self._finding(event, place, int(low))

    def _finding(self, event: Event, place: int, number: int) -> Finding:
        rows = [*self.bounds.why_high(place), *self.bounds.why_low(place)]
        reasons = list(dict.fromkeys(row.reason for row in rows if row.reason))
        return Finding(
            rule=DERIVED_NUMBER,
            outcome="holds",
            explanation=f"No source numbers {event.named()}; only {number} is left for it: {'; '.join(reasons)}.",
            expression=_expression(self.bounds.why_high(place), number),
            left=number,
            right=number,
            claims=tuple(sorted({name for row in rows for name in row.claims})),
            exchange_id=event.exchange_id,
            derived=(Value("sequence_number", float(number), event.exchange_id),),
        )


def _firm(event: Event) -> bool:
    """Return whether Ukraine itself gives an exchange its number."""
    claim = event.judged.verdicts["sequence_number"].claim
    return claim is not None and claim.claimant_side == "ukraine"


def _hearsay(one: Held) -> bool:
    """Return whether a third party gives the number of all exchanges since the start of the war, which is Ukraine's."""
    return one.claim.claimant_side == "third" and one.start == rules().war_first


def _reported(place: int, event: Event) -> list[Row]:
    number = event.number or 0
    reason = f"the exchange of {event.named()} is number {number}"
    claims = number_claims(event)
    return [Row(0, place, number, reason, claims), Row(place, 0, -number, reason, claims)]


def _same_source(claim: Claim, other: Claim) -> bool:
    return claim.source_id == other.source_id


def _expression(rows: Iterable[Row], number: int) -> str:
    """Return the way from a reported number down to this one: `61 - 1 - 1 = 59`."""
    amounts = [row.amount for row in rows if row.amount]
    start, steps = -amounts[-1], amounts[:-1][::-1]
    words = [f"{'-' if step > 0 else '+'} {number_text(abs(step))}" for step in steps]
    return " ".join([number_text(start), *words, "=", str(number)])

"""Ukraine's running numbers as sources report them: one line through time, and what it leaves open on any day."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from exchange_ledger.reconcile.book import Book, Event
from exchange_ledger.reconcile.intervals import Interval
from exchange_ledger.reconcile.rules import rules


@dataclass(frozen=True, slots=True)
class Line:
    """The exchanges whose reported numbers rise with time, in time.

    `apart` are those whose numbers do not fit in; `own` those for which there is room for a number that no source
    reports; `sure` those of them that must bear one.
    """

    events: tuple[Event, ...]
    apart: tuple[Event, ...]
    own: tuple[Event, ...]
    sure: tuple[Event, ...]

    def on(self, day: date) -> Interval:
        """Return the numbers that the latest exchange up to the end of a day can bear."""
        if day < rules().war_first:
            return Interval(0, 0)
        after = bisect_right(self.events, day, key=_day)
        low = _number(self.events[after - 1]) if after else 0
        if after and self.events[after - 1].day == day:
            return Interval(low, low)
        if after == len(self.events):
            return Interval(low, math.inf)
        return Interval(low, max(low, _number(self.events[after]) - 1))

    def known(self, after: date, until: date) -> int:
        """Return how many numbers sources report between two days, the first excluded."""
        return len({event.number for event in self.within(after, until)})

    def within(self, after: date, until: date) -> Sequence[Event]:
        """Return the numbered exchanges between two days, the first excluded."""
        return _stretch(self.events, after, until)

    def bearing(self, after: date, until: date) -> list[Event]:
        """Return one exchange for each number, reported or to be borne, between two days, the first excluded."""
        numbered = {event.number: event for event in reversed(self.within(after, until))}
        return sorted([*numbered.values(), *_stretch(self.own, after, until)], key=_day)

    def complete(self, after: date, until: date) -> bool:
        """Return whether the numbers leave no room for an exchange that nobody here reports."""
        start, end = self.on(after), self.on(until)
        return end.high - start.low <= self.known(after, until) + len(_stretch(self.sure, after, until))


def _stretch(found: Sequence[Event], after: date, until: date) -> Sequence[Event]:
    """Return the exchanges between two days, the first excluded."""
    return found[bisect_right(found, after, key=_day) : bisect_right(found, until, key=_day)]


def _day(event: Event) -> date:
    return event.day


def _number(event: Event) -> int:
    return event.number or 0


def line(book: Book) -> Line:
    """Return the reported numbers in time; where they contradict each other, as few as possible are set apart."""
    people = [event for event in book.events if event.judged.exchange.kind != "bodies"]
    numbered = [event for event in people if event.number is not None]
    kept = _rising(numbered)
    names = {event.exchange_id for event in kept}
    lone = [event for event in people if event.number is None]
    apart = tuple(event for event in numbered if event.exchange_id not in names)
    own = tuple(_own(kept, lone))
    alone = _alone(people)
    return Line(
        tuple(kept), apart, own, tuple(event for event in own if event.exchange_id in alone and _counted(event))
    )


def _alone(people: Sequence[Event]) -> set[str]:
    """Return the exchanges that are no stage of another one: none lies within a few days."""
    near = set()
    for before, after in pairwise(people):
        if (after.day - before.day).days <= rules().stage_days:
            near |= {before.exchange_id, after.exchange_id}
    return {event.exchange_id for event in people} - near


def _counted(event: Event) -> bool:
    """Return whether somebody counts those who returned: what is only mentioned may be no exchange of its own."""
    return event.judged.exchange.returned_to_ukraine is not None


def _rising(numbered: Sequence[Event]) -> list[Event]:
    """Return the longest part of a sequence whose numbers never fall; of equal ones the first that was found."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for index, event in enumerate(numbered):
        place = bisect_right(tails, _number(event))
        before.append(ends[place - 1] if place else -1)
        tails[place : place + 1] = [_number(event)]
        ends[place : place + 1] = [index]
    found, index = [], ends[-1] if ends else -1
    while index >= 0:
        found.append(numbered[index])
        index = before[index]
    return found[::-1]


def may_bear_number(event: Event) -> bool:
    """Return whether an exchange without a reported number can have one of its own.

    A return outside of any exchange has none, and stages of an agreement (the Istanbul ones) stand beside the
    numbering.
    """
    exchange = event.judged.exchange
    return exchange.status == "completed" and not exchange.framework


def _own(numbered: Sequence[Event], others: Sequence[Event]) -> Iterator[Event]:
    """Yield the exchanges for which there is room for a number that no source reports.

    Between two reported numbers, more such days than numbers are left means that some of them bear none: then none of
    them is taken to.
    """
    days = [date.min, *(event.day for event in numbered), date.max]
    values = [0.0, *map(_number, numbered), math.inf]
    for start, end, low, high in zip(days, days[1:], values, values[1:], strict=False):
        between = _stretch(others, start, end)
        able = [event for event in between if may_bear_number(event)]
        if len(able) <= max(high - low - 1, 0):
            yield from able

"""Whose people a count means that does not say so: what the counts of the article whose side is known tell of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from typing import Final

from exchange_ledger.extract.count import OTHER, SHARE
from exchange_ledger.extract.reading import COUNTED_MEASURES, OLDER, REPEAT, Reading

_CLOSE: Final = 0.1
_BOTH: Final = frozenset(OTHER)


@dataclass(slots=True)
class _Equal:
    """Counts of one number: the first of them in the text, and whose they are."""

    place: int
    first: Reading
    sides: set[str] = field(default_factory=set)


@dataclass(slots=True)
class _Event:
    """The numbers of all who came home in an event, by their side."""

    numbers: defaultdict[str, set[float | None]] = field(default_factory=lambda: defaultdict(set))
    sums: set[float] | None = None

    def together(self) -> set[float]:
        """Return what the two sides may have got together."""
        if self.sums is None:
            ours, theirs = self.numbers["ukraine"], self.numbers["russia"]
            twice = {2 * one for one in ours | theirs if one}
            self.sums = twice | {first + second for first in ours for second in theirs if first and second}
        return self.sums


class _Known:
    """The counts whose side is known, as they are asked for; each is added once."""

    def __init__(self) -> None:
        self._equal: dict[Hashable, _Equal] = {}
        self._single: dict[Hashable, tuple[int, Reading]] = {}
        self._events: defaultdict[Hashable, _Event] = defaultdict(_Event)
        self._beside: defaultdict[Hashable, set[str]] = defaultdict(set)

    def add(self, place: int, one: Reading) -> None:
        """Add a reading, by its place among all, if its side is known."""
        if not one.side or one.unsure or one.kind == OLDER:
            return
        number, time = _number(one), one.time
        for key in (number, (*number, time)):
            equal = self._equal.get(key)
            if equal is None:
                equal = self._equal[key] = _Equal(place, one)
            equal.sides.add(one.side)
            if place < equal.place:
                equal.place, equal.first = place, one
        if not one.dimension:
            event = self._events[one.measure, time]
            event.numbers[one.side].add(one.value)
            event.sums = None
            self._beside[one.sentence, one.measure, time].update(_BOTH if one.kind == SHARE else (one.side,))
        key = (one.measure, time, one.value)
        beside = self._equal[number].sides >= _BOTH  # "175 each" tells nothing of "197-for-175"
        if beside:
            self._single.pop(key, None)
        elif one.side in OTHER and not one.pair and place < self._single.get(key, (place + 1, one))[0]:
            self._single[key] = (place, one)

    def equal(self, reading: Reading) -> _Equal | None:
        """Return the counts of the same number of the same people, of the same time if there are any.

        The same number of another day tells nothing of one that has a day of its own, whoever says it.
        """
        beside = self._equal.get((*_number(reading), reading.time))
        return beside or (None if reading.dated else self._equal.get(_number(reading)))

    def opposite(self, reading: Reading) -> str:
        """Return the other side than that of the one count beside it: "1,000 were handed over, and Russia got 19"."""
        sides = self._beside[reading.sentence, reading.measure, reading.time]
        alone = len(sides) == 1 and not (reading.bare or reading.dimension or reading.relative)
        return OTHER.get(next(iter(sides)), "") if alone else ""

    def event(self, reading: Reading) -> _Event:
        """Return the event of a reading."""
        return self._events[reading.measure, reading.time]

    def half(self, reading: Reading) -> Reading | None:
        """Return the first count of the event that is one of the two numbers of a formula."""
        keys = [(reading.measure, reading.time, value) for value in reading.pair]
        found = [self._single[key] for key in keys if key in self._single]
        return min(found, key=lambda pair: pair[0])[1] if found else None


def _number(one: Reading) -> tuple[Hashable, ...]:
    return one.measure, one.value, one.dimension, one.category


def decide_sides(readings: list[Reading]) -> None:
    """Give each count without a side the one that the counts of the article tell; the unsure say why."""
    two_sided = {one.side for one in readings if one.measure in COUNTED_MEASURES and not one.unsure} >= _BOTH
    for reading in readings:
        if reading.background and two_sided and not reading.told and reading.qualifier != "exact":
            reading.default = ""  # "when almost 400 were freed": beside the people of both sides it may be their sum
        over_time = reading.time is not None and reading.time.scope == "period"
        if two_sided and over_time and not reading.told and reading.default == "russia":
            reading.default = ""  # whose tally it is, the side counted first does not tell
    open_ones = [(place, reading) for place, reading in enumerate(readings) if _is_open(reading)]
    if open_ones:
        _decide_each(open_ones, readings)


def _is_open(reading: Reading) -> bool:
    """Whether a reading counts people and does not say whose."""
    counts = reading.value is not None and reading.measure in COUNTED_MEASURES
    return counts and not reading.side and reading.kind != OLDER


def _decide_each(open_ones: Iterable[tuple[int, Reading]], readings: Iterable[Reading]) -> None:
    """Give counts, each with its place among all readings, their sides in turn; one that has a side tells of others."""
    known = _Known()
    for place, one in enumerate(readings):
        known.add(place, one)
    for place, reading in open_ones:
        _decide(reading, known)
        known.add(place, reading)


def _decide(reading: Reading, known: _Known) -> None:
    if reading.pair:
        _formula(reading, known.half(reading))
        return
    equal = known.equal(reading)
    if reading.told and not reading.bare:
        reading.side = reading.default
        if known.opposite(reading) == OTHER.get(reading.default):
            reading.unsure = "a second count of one side, or that of the other"
    elif equal and equal.first.own and equal.first.sentence == reading.sentence + 1:
        reading.side = OTHER.get(equal.first.side, "")  # "95 came home. Russia received 95 of its own"
    elif equal:
        _like(reading, equal)
    elif _of_both(reading, known.event(reading)):
        reading.side = "both"
    elif reading.default or known.opposite(reading):
        reading.side = reading.default or known.opposite(reading)
    else:
        reading.unsure = "the words do not say whose people they are"


def _like(reading: Reading, equal: _Equal) -> None:
    """Give a number the side of the one count that it repeats; both sides may have got as many each.

    Only the one before it is repeated: what a later sentence says of the other side lends it nothing.
    """
    later = equal.first.sentence > reading.sentence and reading.default != equal.first.side
    if len(equal.sides) == 1 and not reading.bare and not (later and equal.first.side == "russia"):
        reading.side = next(iter(equal.sides))
        reading.time = reading.time or equal.first.time
    else:
        reading.unsure = REPEAT


def _of_both(reading: Reading, event: _Event) -> bool:
    """Whether a number is, exactly or about, what the two sides of its event got together."""
    sums, value = event.together(), reading.value or 0.0
    about = reading.qualifier != "exact" and any(abs(total - value) <= total * _CLOSE for total in sums if total)
    return value in sums or about or (reading.bare and bool(event.numbers["ukraine"] and event.numbers["russia"]))


def _formula(reading: Reading, one: Reading | None) -> None:
    """Give a number of "41-for-38" the side that another count of the event names for one of the two."""
    if one is None:
        reading.unsure = "the order of the formula is not told"
    else:
        reading.side = one.side if one.value == reading.value else OTHER[one.side]

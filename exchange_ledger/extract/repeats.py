"""What an article says several times: tallies and counts held against all others that say the same, each read once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from typing import Final

from exchange_ledger.extract.moments import Time
from exchange_ledger.extract.reading import COUNTED_MEASURES, REPEAT, Reading

_PUBLISHER: Final = 4


@dataclass(slots=True)
class _Told:
    """All tallies of one number: beginnings and ends, the times of those that name one, the best voice of each time."""

    starts: set[str] = field(default_factory=set)
    ends: set[str] = field(default_factory=set)
    dated: set[Time] = field(default_factory=set)
    ranks: dict[Time, int] = field(default_factory=dict)
    best: list[tuple[Time, int]] = field(default_factory=list)

    def add(self, reading: Reading, time: Time) -> None:
        """Count a tally in."""
        self.starts |= {time.start} - {""}
        self.ends |= {time.end} - {""}
        self.dated |= {time} if reading.dated else set()
        self.ranks[time] = min(_rank(reading), self.ranks.get(time, _PUBLISHER))

    def elsewhere(self, reading: Reading, time: Time) -> bool:
        """Whether one of another time names its time, or has a better voice."""
        self.best = self.best or sorted(self.ranks.items(), key=lambda pair: pair[1])[:2]
        dated = len(self.dated) > (time in self.dated)
        return dated or any(other != time and rank < _rank(reading) for other, rank in self.best)


def join_tallies(readings: list[Reading], published: str) -> None:
    """Give a tally the start that the same number has elsewhere, and leave it out if its end is told elsewhere."""
    tallies = _tallies(readings)
    told = _told(tallies)
    for reading, time in tallies:
        same = told[_statement(reading)]
        if not time.start and len(same.starts) == 1:
            reading.time = time._replace(start=next(iter(same.starts)))
        if time.end == published and any(end < published for end in same.ends):
            reading.unsure = REPEAT if len(same.starts) < 2 else reading.unsure


def only_in_titles(readings: list[Reading], titles: set[int]) -> None:
    """Put up for review a number that only a line between the paragraphs tells: it may be another report's headline.

    `titles` are the numbers of the sentences that are such lines.
    """
    titled = [one for one in readings if one.sentence in titles and one.measure in COUNTED_MEASURES and not one.dated]
    told = {(one.measure, one.value) for one in readings if one.sentence not in titles} if titled else ()
    for reading in titled:
        if (reading.measure, reading.value) not in told:
            reading.unsure = reading.unsure or "a number that only a title between the paragraphs tells"


def drop_repeated_tallies(readings: list[Reading]) -> None:
    """Leave out a tally that names no time where the same number stands with one, or with who says it."""
    tallies = _tallies(readings)
    told = _told(tallies)
    for reading, time in tallies:
        if not reading.dated and told[_statement(reading)].elsewhere(reading, time):
            reading.unsure = REPEAT


def drop_relative(readings: list[Reading]) -> None:
    """Put up for review "180 soldiers who returned home" beside another count of all of them."""
    if not any(one.relative for one in readings):
        return
    counted: defaultdict[Hashable, set[float | None]] = defaultdict(set)
    for one in readings:
        if not one.relative and not one.dimension and not one.unsure:
            counted[one.measure, one.side, one.time].add(one.value)
    for reading in readings:
        others = counted[reading.measure, reading.side, reading.time]
        if reading.relative and not reading.dimension and not reading.unsure and others - {reading.value}:
            reading.unsure = "a part without a name, or another count of all"


def _tallies(readings: Iterable[Reading]) -> list[tuple[Reading, Time]]:
    return [
        (one, one.time)
        for one in readings
        if one.time and one.time.scope == "period" and one.value is not None and not one.unsure
    ]


def _told(tallies: Iterable[tuple[Reading, Time]]) -> dict[Hashable, _Told]:
    told: defaultdict[Hashable, _Told] = defaultdict(_Told)
    for reading, time in tallies:
        told[_statement(reading)].add(reading, time)
    return told


def _statement(reading: Reading) -> Hashable:
    return reading.measure, reading.side, reading.dimension, reading.category, reading.value


def _rank(reading: Reading) -> int:
    return reading.speaker.rank if reading.speaker else _PUBLISHER

"""What an article cannot mean: of two readings in contradiction the surer stands, the other goes to review."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Final

from exchange_ledger.extract.count import OTHER
from exchange_ledger.extract.moments import DAY, MONTH, Time
from exchange_ledger.extract.reading import COUNTED_MEASURES, REPEAT, Reading

_AHEAD: Final = timedelta(days=62)
"""No exchange was announced longer before; a day further off is that of an agreement, put into the wrong year."""

_FRESH: Final = timedelta(days=3)
_LATELY: Final = timedelta(days=7)
_NEAR: Final = 12
"""Sentences: a part is told no further from what it is a part of, or its own sentence speaks of those freed."""

_MOST: Final = 500
"""Exchanges: more than one every third day since the war began."""


def weighed(
    readings: list[Reading], published: date, begun: str, of_the_freed: Callable[[int], bool], assumed: str = ""
) -> list[Reading]:
    """Return the readings; those that surer ones contradict say why they go to review.

    `begun` is the day on which the war began; `of_the_freed` tells whether a sentence, by its number, names those
    freed or an exchange; `assumed` is the day of the report where no sentence names it.
    """
    _too_early(readings, begun)
    _too_late(readings, published)
    _too_many(readings)
    _only_assumed(readings, assumed)
    _of_another_day(readings, published)
    _months(readings)
    _small_tallies(readings)
    _parts_of_nothing(readings, of_the_freed)
    _children(readings)
    _returns_of_nobody(readings)
    _announced_for_a_day(readings)
    return readings


def _announced_for_a_day(readings: list[Reading]) -> None:
    """Leave out that an exchange was announced, without its day, where the article names the day too."""
    announced = _events(one for one in readings if one.text_value == "announced")
    if any(one.time and one.time.day for one in announced):
        for reading in announced:
            reading.unsure = "" if reading.time and reading.time.day else REPEAT


def _children(readings: list[Reading]) -> None:
    """Put up for review children brought back whom no day of their own and no count of others puts into an event."""
    children = _sure(one for one in readings if one.category == "children")
    if not children:
        return
    told = {(one.time, one.side) for one in _sure(readings) if one.measure in COUNTED_MEASURES and not one.dimension}
    for reading in children:
        own_day = reading.dated and reading.time is not None and reading.time.scope == "exchange"
        if not own_day and (reading.time, reading.side) not in told:
            reading.unsure = "children of whom no exchange is told"


def _returns_of_nobody(readings: list[Reading]) -> None:
    """Put up for review "it was not an exchange" where nobody is read as having come home."""
    returns = _events(one for one in readings if one.text_value == "return" and not one.dated)
    told = {one.time for one in _events(readings) if one.measure in COUNTED_MEASURES} if returns else ()
    for reading in returns:
        if reading.time not in told:
            reading.unsure = "a return of people whom nothing counts"


def _sure(readings: Iterable[Reading]) -> list[Reading]:
    return [one for one in readings if not one.unsure and one.time is not None]


def _events(readings: Iterable[Reading]) -> list[Reading]:
    return [one for one in readings if not one.unsure and one.time is not None and one.time.scope == "exchange"]


def _too_early(readings: list[Reading], begun: str) -> None:
    """Put up for review what would be an exchange on the war's first day: that day is told for another reason."""
    for reading in _events(readings):
        day = reading.time.day if reading.time else ""
        if len(day) >= MONTH and day == begun[: len(day)]:
            reading.unsure = "the day on which the war began is no exchange's"


def _too_late(readings: list[Reading], published: date) -> None:
    """Put up for review what is done on a day still to come, or announced for one far off."""
    today = published.isoformat()
    for reading in _events(readings):
        day = reading.time.day if reading.time else ""
        if day <= today[: len(day)]:
            continue
        latest = published + (_AHEAD if reading.text_value == "announced" else timedelta(days=1))
        if day > latest.isoformat()[: len(day)] and reading.text_value != "disrupted":
            reading.unsure = "a day too far ahead of publication"


def _too_many(readings: list[Reading]) -> None:
    """Put up for review more exchanges than there can have been: people within exchanges, taken for exchanges."""
    for reading in _sure(one for one in readings if one.measure == "exchanges_held"):
        if (reading.value or 0) > _MOST:
            reading.unsure = "more exchanges than there can have been"


def _only_assumed(readings: list[Reading], day: str) -> None:
    """Put up for review what has no day but that of the report, if the article dates people's return just before it.

    A newsletter of the 17th that tells of "the 16th" once means the 16th in its headline too.
    """
    if not day:
        return
    counted = [
        one for one in _events(readings) if one.measure in COUNTED_MEASURES and one.time and len(one.time.day) == DAY
    ]
    told = {one.time.day for one in counted if one.dated and one.time}
    just_before = (date.fromisoformat(day) - _FRESH).isoformat()
    if day in told or not any(just_before <= other < day for other in told):
        return
    for reading in _events(readings):
        if reading.time and reading.time.day == day and not reading.dated:
            reading.unsure = "its day is only taken to be that of the report"


def _of_another_day(readings: list[Reading], published: date) -> None:
    """Put up for review a count without a day that the text gives, with its day, for another of the last days.

    "On Friday 49 came back, on Saturday 103. ... Russia said that 103 had returned."
    """
    recent = (published - _LATELY).isoformat()
    counts = [one for one in _events(readings) if one.measure in COUNTED_MEASURES and one.value]
    told: defaultdict[tuple[object, ...], set[str]] = defaultdict(set)
    for one in counts:
        if one.dated and one.time and not one.dimension:
            told[one.measure, one.value].add(one.time.day)
    for reading in counts:
        days = told.get((reading.measure, reading.value), set())
        day = reading.time.day if reading.time else ""
        if not reading.dated and days and day not in days and max(days) >= recent:
            reading.unsure = "a number that the text gives for another day"


def _months(readings: list[Reading]) -> None:
    """Let "the January exchange" be the one exchange of January that the article names the day of."""
    events = [one for one in _events(readings) if one.text_value != "announced"]
    for month in sorted({one.time.day for one in events if one.time and len(one.time.day) == MONTH}):
        told = [one for one in events if one.time and one.time.day == month]
        known = [one for one in events if one.time and len(one.time.day) == DAY and one.time.day.startswith(month)]
        if known:
            _of_the_day(told, known)


def _of_the_day(told: list[Reading], known: list[Reading]) -> None:
    """Move readings of a month to its day where they say nothing new; review those that might be of that day."""
    said = {_statement(one) for one in known}
    measures = {one.measure for one in known if one.measure in COUNTED_MEASURES}
    counted = [one for one in told if one.measure in COUNTED_MEASURES]
    if any(one.measure not in measures for one in counted):
        return
    days = {one.time for one in known}
    new = [one for one in counted if _statement(one) not in said]
    if any(_statement(one)[:-1] == other[:-1] for one in new for other in said):
        return  # another number for the same people: another exchange of the month
    for one in told:
        if len(days) == 1 and not new:
            one.time = known[0].time
        else:
            one.unsure = "a month of which the article names days" if new else REPEAT


def _statement(reading: Reading) -> tuple[object, ...]:
    return reading.measure, reading.side, reading.dimension, reading.category, reading.value


def _small_tallies(readings: list[Reading]) -> None:
    """Put up for review a tally that is smaller than one exchange inside of it, and what it would be a part of."""
    tallies = [
        one for one in _sure(readings) if one.time and one.time.scope == "period" and one.measure in COUNTED_MEASURES
    ]
    if not tallies:
        return
    days = _counted_on(readings)
    wholes = {(one.time, one.side, one.measure) for one in tallies if not one.dimension}
    within = {(one.time, one.side, one.measure): one for one in tallies}
    counted = {key: _inside(one, days[one.measure, one.side]) for key, one in within.items()}
    for reading in tallies:
        inside = counted[reading.time, reading.side, reading.measure]
        if not reading.dimension and reading.value is not None and inside and reading.value < max(inside):
            reading.unsure = "a tally smaller than one exchange"
        elif not reading.dimension and reading.value in inside and not _begins(reading):
            reading.unsure = REPEAT
        elif _orphan(reading) and (reading.time, reading.side, reading.measure) not in wholes:
            reading.unsure = "a part of a tally that is not told"


def _orphan(reading: Reading) -> bool:
    """Whether a part of a tally without a beginning is read from its context alone."""
    return _dependent(reading) and not reading.dated and not _begins(reading)


def _begins(reading: Reading) -> bool:
    return bool(reading.time and reading.time.start)


_Days = dict[str, set[float]]
"""What was counted on each day, which may be only a month."""


def _counted_on(readings: list[Reading]) -> defaultdict[tuple[str, str], _Days]:
    """Return the counts of all in events, by measure and side."""
    days: defaultdict[tuple[str, str], _Days] = defaultdict(dict)
    for one in _events(readings):
        if one.time and one.time.day and one.measure in COUNTED_MEASURES and not one.dimension and one.value:
            days[one.measure, one.side].setdefault(one.time.day, set()).add(one.value)
    return days


def _inside(tally: Reading, days: _Days) -> set[float]:
    """Return the counts of those events of the same side that lie in the time of a tally."""
    if tally.time is None or tally.side not in OTHER:
        return set()
    start, end = tally.time.start, tally.time.end
    return set().union(*(counts for day, counts in days.items() if start[: len(day)] <= day <= end))


def _parts_of_nothing(readings: list[Reading], of_the_freed: Callable[[int], bool]) -> None:
    """Put up for review parts of which nothing near tells the whole: the wounded of an attack, places of fighting."""
    events = _events(readings)
    if not any(map(_dependent, events)):
        return
    nearest: dict[Time, int] = {}
    for one in events:
        if one.time and not _dependent(one) and one.text_value != "announced":
            nearest.setdefault(one.time, one.sentence)
    for reading in events:
        if _dependent(reading):
            _near(reading, nearest, of_the_freed)
        elif reading.time and reading.text_value != "announced":
            nearest[reading.time] = reading.sentence


def _dependent(reading: Reading) -> bool:
    """Whether a part was not read from words of its own that say that these people came home."""
    return bool(reading.dimension) and reading.at < 0 and reading.measure in COUNTED_MEASURES


def _near(reading: Reading, nearest: dict[Time, int], of_the_freed: Callable[[int], bool]) -> None:
    time = reading.time
    own = of_the_freed(reading.sentence)
    if time is None or (time not in nearest and (reading.qualifier == "some" or not own)):
        reading.unsure = "a part of an exchange that is not told"
    elif own or abs(reading.sentence - nearest[time]) <= _NEAR:
        nearest[time] = reading.sentence
    else:
        reading.unsure = "a part far from what it is a part of"

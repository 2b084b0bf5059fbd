"""The gate: what all sentences of an article say together; one reading is a claim, two go to review."""

from __future__ import annotations

from collections import defaultdict
from typing import Final

from exchange_ledger.extract.count import OTHER
from exchange_ledger.extract.moments import Time
from exchange_ledger.extract.older import correct
from exchange_ledger.extract.reading import OLDER, REPEAT, Reading
from exchange_ledger.extract.repeats import drop_relative, drop_repeated_tallies, join_tallies
from exchange_ledger.extract.whose import decide_sides


def settled(readings: list[Reading], published: str) -> list[Reading]:
    """Return the readings with the sides that the rest of the article tells, repeats left out; the unsure say why.

    `published` is the day of publication (ISO 8601), on which a tally ends that names no other.
    """
    decide_sides(readings)
    correct(readings)
    kept = list(readings)
    join_tallies(kept, published)
    drop_repeated_tallies(kept)
    drop_relative(kept)
    _drop_smaller(kept)
    _drop_larger_parts(kept)
    _drop_told_apart(kept)
    _drop_some_foreigners(kept)
    _drop_some(kept)
    return kept


def _totals(readings: list[Reading]) -> dict[tuple[object, ...], float]:
    """Return the largest count of all for each event and side."""
    totals: dict[tuple[object, ...], float] = {}
    for reading in readings:
        if reading.value is not None and not reading.dimension and not reading.unsure and reading.side in OTHER:
            key = (reading.measure, reading.time, reading.side)
            totals[key] = max(totals.get(key, 0.0), reading.value)
    return totals


def _drop_smaller(readings: list[Reading]) -> None:
    """Put up for review counts of all that are less than half of another count of the same event."""
    totals = _totals(readings)
    alike: dict[tuple[object, ...], list[Reading]] = {}
    most = max(totals.values(), default=0.0)
    for reading in readings:
        if reading.value is None or reading.value * 2 >= most or reading.dimension or reading.unsure:
            continue
        total = totals.get((reading.measure, reading.time, reading.side), 0.0)
        if reading.value * 2 < total:
            alike = alike or _alike(readings)
            _doubt_one(reading, alike.get((reading.measure, reading.side, reading.time, total), []))


def _alike(readings: list[Reading]) -> dict[tuple[object, ...], list[Reading]]:
    """Return the readings by what they count, dimensions aside."""
    alike: defaultdict[tuple[object, ...], list[Reading]] = defaultdict(list)
    for reading in readings:
        alike[_whole(reading)].append(reading)
    return alike


def _doubt_one(smaller: Reading, larger: list[Reading]) -> None:
    """Put up for review a count that is much less than another, or the other where only the smaller names its day."""
    if smaller.measure == "bodies_returned" and smaller.dated and not any(one.dated for one in larger):
        for one in larger:
            one.unsure = "a sum of several events"
    else:
        smaller.unsure = "much less than another count of the same event"


def _drop_larger_parts(readings: list[Reading]) -> None:
    """Put up for review parts that are larger than the whole; those told in their own words may be of another trade."""
    parts = [one for one in readings if one.dimension and not one.unsure]
    totals = _totals(readings) if parts else {}
    for reading in parts:
        if reading.at >= 0 and reading.category == "civilians":
            continue
        total = totals.get((reading.measure, reading.time, reading.side), 0.0)
        if total and reading.value is not None and reading.value > total:
            reading.unsure = "a part larger than the whole"


def _drop_some_foreigners(readings: list[Reading]) -> None:
    """Put up for review "five British citizens" beside all ten foreigners who were freed."""
    foreign = [one for one in readings if one.category == "foreigners" and not one.unsure]
    most: defaultdict[tuple[Time | None, str], float] = defaultdict(float)
    for one in foreign:
        most[one.time, one.side] = max(most[one.time, one.side], one.value or 0)
    for reading in foreign:
        if (reading.value or 0) < most[reading.time, reading.side]:
            reading.unsure = "some of the foreigners"


def _drop_told_apart(readings: list[Reading]) -> None:
    """Leave out "164 defenders" as a count of all where the text counts 164 soldiers and some civilians."""
    apart = {_whole(one) for one in readings if one.category == "military" and not one.unsure}
    for reading in readings if apart else ():
        if reading.kind == "soldiers" and not reading.dimension and not reading.unsure and _whole(reading) in apart:
            reading.unsure = REPEAT


def _whole(reading: Reading) -> tuple[object, ...]:
    return reading.measure, reading.side, reading.time, reading.value


def _drop_some(readings: list[Reading]) -> None:
    """Leave out a part mentioned without a number where the text gives its number too."""
    some = [reading for reading in readings if reading.qualifier == "some"]
    if not some:
        return
    numbered = {(*_part(one), one.time) for one in readings if one.value is not None and not one.unsure}
    for reading in some:
        if (*_part(reading), reading.time) in numbered:
            reading.unsure = REPEAT


def _part(reading: Reading) -> tuple[str, ...]:
    return reading.measure, reading.side, reading.dimension, reading.category


_EVENTS: Final = {"people_returned", "bodies_returned", "status", "sequence_number", "exchanges_held"}
_CIRCUMSTANCES: Final = {"mediator", "framework", "location"}


def grounded(readings: list[Reading]) -> list[Reading]:
    """Return the readings without mediators, agreements and places of events of which nothing else is known."""
    events = {
        reading.time
        for reading in readings
        if reading.measure in _EVENTS and not reading.unsure and reading.text_value != "announced"
    }
    return [reading for reading in readings if reading.measure not in _CIRCUMSTANCES or reading.time in events]


_OF_CIVILIANS: Final = {"civilians", "children", "women", "men", "wounded_or_ill"}


def _only_civilians(event: list[Reading]) -> bool:
    """Whether all who came home in an event are civilians or children of one side."""
    people = [one for one in event if one.measure == "people_returned"]
    kinds = {one.category for one in people}
    return (
        len({one.side for one in people}) == 1
        and bool(kinds)
        and kinds <= _OF_CIVILIANS
        and bool(kinds & {"civilians", "children"})
    )


def _outcome(event: list[Reading], exchange: bool) -> str:
    """Return `return` where only civilians came home and no exchange is told, or only children, else `completed`."""
    people = {one.category for one in event if one.measure in _EVENTS}
    alone = people == {"children"} or (not exchange and _only_civilians(event))
    return "return" if alone else "completed"


def statuses(readings: list[Reading], exchange: bool) -> list[Reading]:
    """Return a status for each event of which a count or a running number is read.

    It is `return` where only civilians came home and the article speaks of no exchange at all, else `completed`.
    """
    seen = {
        reading.time
        for reading in readings
        if reading.measure == "status" and not reading.unsure and reading.text_value != "announced"
    }
    events: defaultdict[Time | None, list[Reading]] = defaultdict(list)
    for reading in readings:
        events[reading.time] += [] if reading.unsure else [reading]
    made = []
    for reading in readings:
        time = reading.time
        if (
            time
            and time.scope == "exchange"
            and not reading.unsure
            and reading.kind != OLDER
            and time not in seen
            and reading.measure in {"people_returned", "bodies_returned", "sequence_number"}
        ):
            seen.add(time)
            made.append(
                Reading(
                    "status",
                    time,
                    reading.start,
                    reading.end,
                    reading.rule,
                    reading.sentence,
                    text_value=_outcome(events[time], exchange),
                    speaker=reading.speaker,
                )
            )
    return made


__all__ = ["OTHER", "Time", "settled", "statuses"]

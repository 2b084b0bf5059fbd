"""The gate: what all sentences of an article say together; one reading is a claim, two go to review."""

from __future__ import annotations

from dataclasses import replace

from exchange_ledger.extract.count import OTHER
from exchange_ledger.extract.moments import Time
from exchange_ledger.extract.reading import REPEAT, Reading


def settled(readings: list[Reading], published: str) -> list[Reading]:
    """Return the readings with the sides that the rest of the article tells, repeats left out; the unsure say why.

    `published` is the day of publication (ISO 8601), on which a tally ends that names no other.
    """
    kept: list[Reading] = []
    for reading in readings:
        if reading.value is not None and not reading.side and reading.measure in {"people_returned", "bodies_returned"}:
            _decide(reading, readings)
        kept.append(reading)
    _join_tallies(kept, published)
    _drop_repeated_tallies(kept)
    _drop_relative(kept)
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


def _join_tallies(readings: list[Reading], published: str) -> None:
    """Give a tally the start that the same number has elsewhere, and leave it out if its end is told elsewhere."""
    tallies = [
        one for one in readings if one.time and one.time.scope == "period" and one.value is not None and not one.unsure
    ]
    for reading in tallies:
        times = [one.time for one in tallies if _statement(one) == _statement(reading) and one.time]
        starts = {time.start for time in times if time.start}
        if reading.time and not reading.time.start and len(starts) == 1:
            reading.time = replace(reading.time, start=starts.pop())
        if reading.time and reading.time.end == published and any(time.end < published for time in times if time.end):
            same_start = {time.start for time in times} <= {reading.time.start, ""}
            reading.unsure = REPEAT if same_start else reading.unsure


def _drop_repeated_tallies(readings: list[Reading]) -> None:
    """Leave out a tally that names no time where the same number stands with one, or with who says it."""
    tallies = [
        one for one in readings if one.time and one.time.scope == "period" and one.value is not None and not one.unsure
    ]
    for reading in tallies:
        same = [
            one
            for one in tallies
            if one is not reading and _statement(one) == _statement(reading) and one.time != reading.time
        ]
        if not reading.dated and any(one.dated or _rank(one) < _rank(reading) for one in same):
            reading.unsure = REPEAT


def _statement(reading: Reading) -> tuple[object, ...]:
    return reading.measure, reading.side, reading.dimension, reading.category, reading.value


def _rank(reading: Reading) -> int:
    return reading.speaker.rank if reading.speaker else 4


def _drop_relative(readings: list[Reading]) -> None:
    """Put up for review "180 soldiers who returned home" beside another count of all of them."""
    for reading in readings:
        if reading.relative and not reading.dimension and not reading.unsure:
            others = [
                one
                for one in readings
                if one.measure == reading.measure and one.side == reading.side and one.time == reading.time
            ]
            if any(
                not one.relative and not one.dimension and not one.unsure and one.value != reading.value
                for one in others
            ):
                reading.unsure = "a part without a name, or another count of all"


def _drop_smaller(readings: list[Reading]) -> None:
    """Put up for review counts of all that are less than half of another count of the same event."""
    totals = _totals(readings)
    for reading in readings:
        total = totals.get((reading.measure, reading.time, reading.side), 0.0)
        if not reading.dimension and reading.value is not None and not reading.unsure and reading.value * 2 < total:
            reading.unsure = "much less than another count of the same event"


def _drop_larger_parts(readings: list[Reading]) -> None:
    """Put up for review parts that are larger than the whole."""
    totals = _totals(readings)
    for reading in readings:
        total = totals.get((reading.measure, reading.time, reading.side), 0.0)
        if reading.dimension and reading.value is not None and not reading.unsure and total and reading.value > total:
            reading.unsure = "a part larger than the whole"


def _drop_some_foreigners(readings: list[Reading]) -> None:
    """Put up for review "five British citizens" beside all ten foreigners who were freed."""
    foreign = [one for one in readings if one.category == "foreigners" and not one.unsure]
    for reading in foreign:
        same = [one.value or 0 for one in foreign if (one.time, one.side) == (reading.time, reading.side)]
        if (reading.value or 0) < max(same):
            reading.unsure = "some of the foreigners"


def _drop_told_apart(readings: list[Reading]) -> None:
    """Leave out "164 defenders" as a count of all where the text counts 164 soldiers and some civilians."""
    apart = {_whole(one) for one in readings if one.category == "military" and not one.unsure}
    for reading in readings:
        if reading.kind == "soldiers" and not reading.dimension and not reading.unsure and _whole(reading) in apart:
            reading.unsure = REPEAT


def _whole(reading: Reading) -> tuple[object, ...]:
    return reading.measure, reading.side, reading.time, reading.value


def _drop_some(readings: list[Reading]) -> None:
    """Leave out a part mentioned without a number where the text gives its number too."""
    numbered = {(*_part(one), one.time) for one in readings if one.value is not None and not one.unsure}
    for reading in readings:
        if reading.qualifier == "some" and (*_part(reading), reading.time) in numbered:
            reading.unsure = REPEAT


def _part(reading: Reading) -> tuple[str, ...]:
    return reading.measure, reading.side, reading.dimension, reading.category


def _decide(reading: Reading, readings: list[Reading]) -> None:
    same = [
        one for one in readings if one is not reading and one.measure == reading.measure and one.side and not one.unsure
    ]
    equal = [
        one
        for one in same
        if one.value == reading.value and (one.dimension, one.category) == (reading.dimension, reading.category)
    ]
    beside = [one for one in equal if one.time == reading.time]
    if reading.dated and reading.default and not beside:  # the same number of another day tells nothing of this one
        equal = []
    sides = {one.side for one in beside or equal}
    if reading.pair:
        _formula(reading, same)
        return
    event = [one for one in same if one.time == reading.time and not one.dimension]
    ours = {one.value for one in event if one.side == "ukraine"}
    theirs = {one.value for one in event if one.side == "russia"}
    sums = {first + second for first in ours for second in theirs if first and second} | {
        2 * one for one in ours | theirs if one
    }
    if reading.told and not reading.bare:
        reading.side = reading.default
    elif sides:
        if len(sides) == 1 and not reading.bare:
            reading.side = sides.pop()
            reading.time = reading.time or (beside or equal)[0].time
        else:
            reading.unsure = REPEAT
    elif (
        reading.value in sums
        or any(
            total and reading.qualifier != "exact" and abs(total - (reading.value or 0)) <= total * 0.1
            for total in sums
        )
        or (reading.bare and ours and theirs)
    ):
        reading.side = "both"
    elif reading.default:
        reading.side = reading.default
    else:
        reading.unsure = "the words do not say whose people they are"


def _formula(reading: Reading, same: list[Reading]) -> None:
    """Give a number of "41-for-38" the side that another count of the event names for one of the two."""
    for one in same:
        if one.time == reading.time and one.value in reading.pair and one.side in OTHER and not one.pair:
            reading.side = one.side if one.value == reading.value else OTHER[one.side]
            return
    reading.unsure = "the order of the formula is not told"


_EVENTS = {"people_returned", "bodies_returned", "status", "sequence_number", "exchanges_held"}
_CIRCUMSTANCES = {"mediator", "framework", "location"}


def grounded(readings: list[Reading]) -> list[Reading]:
    """Return the readings without mediators, agreements and places of events of which nothing else is known."""
    events = {
        reading.time
        for reading in readings
        if reading.measure in _EVENTS and not reading.unsure and reading.text_value != "announced"
    }
    return [reading for reading in readings if reading.measure not in _CIRCUMSTANCES or reading.time in events]


def _only_civilians(readings: list[Reading], time: Time) -> bool:
    """Whether all who came home in an event are civilians or children of one side."""
    people = [one for one in readings if one.time == time and one.measure == "people_returned" and not one.unsure]
    kinds = {one.category for one in people}
    return len({one.side for one in people}) == 1 and bool(kinds) and kinds <= {"civilians", "children", "women"} - {""}


def _outcome(readings: list[Reading], time: Time, exchange: bool) -> str:
    """Return `return` where only civilians came home and no exchange is told, or only children, else `completed`."""
    people = {one.category for one in readings if one.time == time and one.measure in _EVENTS and not one.unsure}
    alone = people == {"children"} or (not exchange and _only_civilians(readings, time))
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
    made = []
    for reading in readings:
        time = reading.time
        if (
            time
            and time.scope == "exchange"
            and not reading.unsure
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
                    text_value=_outcome(readings, time, exchange),
                    speaker=reading.speaker,
                )
            )
    return made


__all__ = ["OTHER", "Time", "settled", "statuses"]

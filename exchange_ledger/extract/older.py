"""Numbers that a text itself corrects: "95 came home, not 94", "an earlier version gave the number as 94"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from exchange_ledger.extract.context import Context
from exchange_ledger.extract.count import OTHER
from exchange_ledger.extract.focus import main_event
from exchange_ledger.extract.reading import COUNTED_MEASURES, OLDER, REPEAT, Reading
from exchange_ledger.extract.readings import Match, Sentence, value_of
from exchange_ledger.extract.speakers import Speaker
from exchange_ledger.records import CORRECTED

CORRECTS: Final = "a number that the text itself corrects"
"""Why a number goes to review that a text corrects, if nobody can tell which number stands instead of it."""

_SLIP, _SHARE = 5, 0.1
_LIKE: Final = 2  # times: no number is corrected to one more than twice as large, or less than half


def older(context: Context, one: Sentence, made: list[Reading], speaker: Speaker | None) -> list[Reading]:
    """Return the numbers that a sentence says were given before, and let the counts of them be no others."""
    for reading in made:
        if reading.unsure == CORRECTS:
            reading.unsure, reading.kind, reading.rule = "", OLDER, f"{CORRECTED}{reading.rule}"
    inside = [
        replace(reading, value=float(before), kind=OLDER, rule=f"{CORRECTED}{reading.rule}")
        for reading in made
        if reading.at >= 0 and (before := one.chunks[reading.at].get("older")) is not None
    ]
    found: dict[int, list[Reading]] = {}
    for match in one.rows.get("older", ()):
        at = match.labels["m"]
        if at not in found and all(reading.at != at for reading in made):
            found[at] = _told(context, one, match, made, speaker)
    return inside + [reading for told in found.values() for reading in told]


def _told(context: Context, one: Sentence, match: Match, made: list[Reading], speaker: Speaker | None) -> list[Reading]:
    """Return an older number as statements: of those counted in its sentence, else of whoever is spoken of."""
    chunk = one.chunks[match.labels["m"]]
    value = float(value_of(chunk))
    if "n" in match.labels:
        counted = [
            reading
            for reading in made
            if reading.at == match.labels["n"] and not reading.dimension and _near(reading.value or 0.0, value)
        ]
        return [
            replace(reading, value=value, kind=OLDER, rule=match.row.name, at=match.labels["m"], end=chunk.end)
            for reading in counted
        ]
    speaking = speaker.side if speaker and speaker.side in OTHER else ""
    dead = context.group.get("bodies") or context.only_dead
    measure = "bodies_returned" if dead else "people_returned"
    start, end = one.chunks[match.start].start, one.chunks[match.end - 1].end
    told = Reading(measure, main_event(context), start, end, match.row.name, one.number)
    return [replace(told, side=speaking, value=value, kind=OLDER, at=match.labels["m"])]


def _near(now: float, before: float) -> bool:
    """Whether a number is so near another that it can have been a slip: "95, not 150" tells what was expected."""
    return abs(now - before) <= max(_SLIP, now * _SHARE)


def correct(readings: list[Reading]) -> None:
    """Give older numbers side and day of the one number that stands instead of them; the unsure say why."""
    before = [reading for reading in readings if reading.kind == OLDER and not reading.unsure]
    if not before:
        return
    now = [reading for reading in readings if _stands(reading)]
    for reading in before:
        instead = [other for other in now if _instead_of(other, reading)]
        sides = {other.side for other in instead}
        if len(sides) == 1 and len({other.time for other in instead}) == 1:
            reading.side, reading.time = instead[0].side, instead[0].time
        else:
            reading.unsure = REPEAT if _said(reading, now) else CORRECTS


def _stands(reading: Reading) -> bool:
    exchange = reading.time is not None and reading.time.scope == "exchange"
    whole = reading.measure in COUNTED_MEASURES and reading.value is not None and reading.side in OTHER
    return exchange and whole and not reading.unsure and reading.kind != OLDER


def _instead_of(other: Reading, reading: Reading) -> bool:
    """Whether a number may stand instead of an older one."""
    same = (other.measure, other.dimension, other.category) == (reading.measure, reading.dimension, reading.category)
    fits = reading.side in {"", other.side} and (reading.time is None or other.time == reading.time)
    new, old = other.value or 0.0, reading.value or 0.0
    return same and fits and new != old and max(new, old) <= _LIKE * min(new, old)


def _said(reading: Reading, now: Iterable[Reading]) -> bool:
    """Whether the number that a text corrects is also that of somebody else."""
    return any(other.value == reading.value and other.time == reading.time for other in now)

"""Tallies that name no event: people returned so far, people still held, differences, shares."""

from __future__ import annotations

import itertools
from datetime import timedelta
from typing import Final

from exchange_ledger.extract.context import LARGEST_EXCHANGE, Context
from exchange_ledger.extract.count import COUNTED, OTHER
from exchange_ledger.extract.moments import Time
from exchange_ledger.extract.periods import of_year
from exchange_ledger.extract.reader import Reader
from exchange_ledger.extract.readings import Match, Sentence, of_group, value_of
from exchange_ledger.languages.chunks import Chunk

_RECENT: Final = timedelta(days=5)
_COMPARED: Final = 7  # chunks: what a ratio compares with stands no further behind it


def tallies(reader: Reader) -> None:
    """Read tallies, differences, people held, shares."""
    published = reader.context.published.isoformat()
    for match, chunk, _ in reader.each("tally"):
        if any(one.kind == "DATE" for one in reader.one.chunks[match.start : match.end]):
            continue  # "bringing the total this month to 480"
        if "large" in match.row.claim and (value_of(chunk) or 0) < LARGEST_EXCHANGE:
            continue  # "put the number of those brought home at 97" may be that of one exchange
        reference = next((ref for ref in reader.found if ref.role == "period"), None)
        if reference is None and (value_of(chunk) or 0.0) < LARGEST_EXCHANGE:
            continue  # "which brings the total to 410": perhaps that of the two sides in one exchange
        start = reference.time.start if reference else ""
        end = reader.context.event.day if reader.context.event and len(reader.context.event.day) == 10 else published
        reader.add(
            match,
            "bodies_returned" if _of_bodies(reader, match) else "people_returned",
            Time("period", start=start, end=end),
            value=value_of(chunk),
            qualifier=chunk.get("qualifier") or "exact",
            side=_whose(reader, match) or reader.context.main_side,
        )
    home = {reading.at for reading in reader.made if not reading.unsure}
    for match, chunk, at in reader.each("captive"):
        if at in home or _was_held(reader.one, match) or _met(reader.one, at):
            continue
        side = chunk.get("side") or next(
            (
                one.get("side")
                for one in reader.one.chunks[match.start : match.end + 3]
                if one.kind == "CAPTIVITY" and one.get("side")
            ),
            "",
        )
        if "a" in match.labels:
            holder = str(reader.one.chunks[match.labels["a"]].get("side"))
            held = holder if "own" in match.row.claim else OTHER.get(holder, "")
            side = held if side in {"", held} else ""
        unit = _of_the_unit(reader.one, at)
        side = side or next((str(one.get("side") or "") for one in unit), "")
        if side and chunk.kind != "BODIES":
            for dimension, category in (
                chunk.get("categories")
                or _named(reader.one, match)
                or tuple(pair for one in unit for pair in one.get("categories"))
                or _beside(reader.one, chunk)
                or of_group(reader.one, at)
                or (("", ""),)
            ):
                reader.add(
                    match,
                    "people_held",
                    Time("period", end=_given_on(reader) or published),
                    value=value_of(chunk),
                    qualifier=chunk.get("qualifier") or "exact",
                    side=side,
                    dimension=dimension,
                    category=category,
                )


def _comes_home(one: Sentence, first: int) -> bool:
    """Whether the clause goes on to tell of a return: "ten Ukrainians imprisoned for years in Russia come home"."""
    for chunk in one.chunks[first:]:
        if chunk.kind in {"AND", "COMMA", "SEMI", "DOT", "COLON"}:
            return False
        if chunk.kind.partition(".")[0] in {"COME", "BRING", "ARRIVE"}:
            return not chunk.kind.endswith((".planned", ".neg"))
    return False


def _of_bodies(reader: Reader, match: Match) -> bool:
    """Whether a total goes on counting bodies: "1,200 bodies came home, bringing the total to 6,000"."""
    before = {chunk.kind for chunk in reader.one.chunks[: match.start]}
    people = any(chunk.kind == "PEOPLE" for chunk in reader.one.chunks[match.start : match.end])
    return "BODIES" in before and "COUNT" not in before and not people


def _was_held(one: Sentence, match: Match) -> bool:
    """Whether people are held no more: "six residents who had been held in Ukraine", "were held last winter"."""
    inside = one.chunks[match.start : match.end]
    times = [at for at, chunk in enumerate(one.chunks) if chunk.get("gone_by")]
    if any(not one.chunks[max(0, at - 1)].kind.startswith("SAY.") for at in times):
        return True
    swapped = any(chunk.kind.startswith("SWAP.") for chunk in one.chunks[: match.start])
    if swapped and one.chunks[match.start - 1].kind == "FOR":
        return True  # "for 99 captives held by Ukraine"
    last = one.chunks[match.end - 1].kind
    if (last == "CAPTIVITY" or last.endswith(".either")) and _comes_home(one, match.end):
        return True
    return any(first.kind == "RELATIVE" and _had(second) for first, second in itertools.pairwise(inside))


def _had(chunk: Chunk) -> bool:
    return any(part.kind == "HAVE" and part.get("form") == "past" for part in (chunk, *chunk.parts))


def _whose(reader: Reader, match: Match) -> str:
    """Return whose people a tally names, or its speaker's own where it says "our people"; empty if neither."""
    chunks = reader.one.chunks[match.start : match.end]
    named = next((str(one.get("side")) for one in chunks if one.kind == "PEOPLE" and one.get("side") in OTHER), "")
    ours = any(one.kind == "OURS" for one in chunks) and reader.speaker
    return named or (reader.speaker.side if ours and reader.speaker and reader.speaker.side in OTHER else "")


def comparisons(reader: Reader) -> None:
    """Read differences from the year before, and shares of those abused."""
    published = reader.context.published.isoformat()
    for key, measure in (("change", "change_in_people_returned"), ("ratio", "ratio_of_bodies_returned")):
        for match, chunk, at in reader.each(key):
            if measure == "ratio_of_bodies_returned" and not _of_bodies_in_a_period(reader, at):
                continue
            if (
                not reader.made
                and not any(one.kind in {"COUNT", "MOREPEOPLE", "PEOPLE"} for one in reader.one.chunks)
                and not reader.context.group
                and not (reader.context.tally and not reader.context.dead)
            ):
                continue
            if match.row.name == "more-people-compared" and not chunk.get("more"):
                continue
            year = next(
                (
                    ref.time
                    for ref in reader.found
                    if ref.role == "period" and ref.time.start.endswith("-01-01") and ref.at < at
                ),
                None,
            ) or of_year(reader.context.year, reader.context.published)
            reader.add(
                match,
                measure,
                year,
                value=value_of(chunk),
                side=reader.context.main_side or "ukraine",
                qualifier=chunk.get("qualifier") or "exact",
            )
    for match, chunk, _ in reader.each("abuse"):
        side = next(
            (
                one.get("side")
                for one in reader.one.chunks
                if one.get("side") and one.kind in {"PEOPLE", "SIDEADJ", "CAPTIVITY"}
            ),
            "",
        )
        if side:
            reader.add(
                match,
                "reported_abuse_percent",
                Time("period", end=published),
                value=float(chunk.get("number")),
                qualifier=chunk.get("qualifier") or "exact",
                side=side,
            )


def covered(context: Context) -> None:
    """Give the shares of those abused the period that their report says it covers."""
    shares = [reading for reading in context.readings if reading.measure == "reported_abuse_percent"]
    if not shares:
        return
    told = [
        ref.time
        for one in context.sentences
        if "COVERS" in one.present
        for ref in context.times[one.number]
        if ref.role == "period" and ref.time.start
    ]
    for reading in shares if len(set(told)) == 1 else ():
        reading.time = told[0]


def _named(one: Sentence, match: Match) -> tuple[tuple[str, str], ...]:
    """Return what the captives are of whom a figure is the number: "900, the number of Azov soldiers in prison"."""
    return tuple(one.chunks[match.labels["p"]].get("categories") or ()) if "p" in match.labels else ()


def _of_the_unit(one: Sentence, at: int) -> list[Chunk]:
    """Return the unit named before, in a list, for "more than 900 fighters of the brigade"; nothing for others."""
    if [chunk.kind for chunk in one.chunks[at + 1 : at + 4]] != ["OF", "DET", "UNIT"]:
        return []
    named = [chunk for chunk in one.chunks[:at] if any(pair[0] == "unit" for pair in chunk.get("categories") or ())]
    return named[-1:]


def _given_on(reader: Reader) -> str:
    """Return the day or month, well before publication, on which somebody gave the number of those held."""
    recent = (reader.context.published - _RECENT).isoformat()
    told = (ref.time.day for ref in reader.found if ref.role in {"report", "asof"})
    return next((day for day in told if day < recent[: len(day)]), "") or _of_a_statement(reader)


def _of_a_statement(reader: Reader) -> str:
    """Return the day of an interview or statement in which somebody gave a number: "in an interview on Tuesday"."""
    statements = reader.context.language.settings["statements"]
    days = (
        ref.time.day
        for ref in reader.found
        if any(chunk.text.lower() in statements for chunk in reader.one.chunks[max(0, ref.at - 4) : ref.at])
    )
    return next(days, "")


def _of_bodies_in_a_period(reader: Reader, at: int) -> bool:
    """Whether a ratio compares the bodies of two periods: not 95 prisoners with 40, nor Friday with March."""
    dead = reader.one.present & {"BODIES", "BODY", "DEADPEOPLE"} or reader.context.group.get("bodies")
    compared = reader.one.chunks[at + 1 : at + _COMPARED]
    numbers = [chunk for chunk in compared if chunk.kind in COUNTED]
    years = any(chunk.kind in {"YEAR", "PERIOD"} for chunk in compared)
    day = any(ref.role == "event" for ref in reader.found)
    return bool(dead) and not day and (years or not numbers)


def _met(one: Sentence, at: int) -> bool:
    """Whether captives are only those whom somebody met: "monitors interviewed 205 prisoners held in Ukraine"."""
    return any(chunk.kind.startswith("BLOCK.") for chunk in one.chunks[max(0, at - 2) : at])


def _beside(one: Sentence, chunk: Chunk) -> tuple[tuple[str, str], ...]:
    """Soldiers set beside civilians are a part of those held."""
    civilians = any(
        ("status", "civilians") in (other.get("categories") or ()) for other in one.chunks if other.kind == "COUNT"
    )
    return (("status", "military"),) if civilians and chunk.get("kind") == "soldiers" else ()

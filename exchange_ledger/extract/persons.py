"""What is said of the people of an exchange: ages, years in captivity, parts without a number."""

from __future__ import annotations

from itertools import pairwise

from exchange_ledger.extract.context import Context
from exchange_ledger.extract.count import BARE, OTHER
from exchange_ledger.extract.focus import main_event
from exchange_ledger.extract.moments import Time
from exchange_ledger.extract.reader import PLANNED, Reader
from exchange_ledger.extract.reading import Reading
from exchange_ledger.extract.readings import Match, Sentence
from exchange_ledger.extract.told import of_harm
from exchange_ledger.languages.chunks import Chunk


def some(reader: Reader) -> None:
    """Read parts that are mentioned without a number."""
    found = reader.one.rows.get("some", ())
    if not found or _tells_nobody(reader.one):
        return
    event = reader.context.event
    voices = (reader.speaker, reader.context.paragraph_speaker)
    speaking = next((one.side for one in voices if one and one.side in OTHER), "")
    side = str(reader.context.group.get("side") or speaking or reader.context.main_side)
    if any(reading.time and reading.time.scope == "period" for reading in reader.made):
        return
    if not event or event.scope != "exchange" or not side:
        return
    seen: set[tuple[str, str]] = set()
    for match in found:
        of_count = "of_count" in match.row.claim
        whole = _whole(reader, match.start) if of_count else None
        if _has_a_number(reader, match) or (of_count and whole is None):
            continue
        inside = [match.labels["c"]] if "c" in match.labels else range(match.start, match.end)
        named = [reader.one.chunks[at] for at in inside]
        side = _named_owner(named) or side
        for chunk in named:
            new = [pair for pair in chunk.get("categories") or () if pair not in seen and pair != ("sex", "men")]
            seen.update(new)
            reader.read += [_some(reader, match, chunk, whole.side if whole else side, pair) for pair in new]


def _tells_nobody(one: Sentence) -> bool:
    """Whether a sentence denies, plans or supposes something, tells of an attack, or of as many of the others."""
    undone = "SAME" in one.present or any(
        kind in {"NEGATION", "IF", "NEITHER"} or kind.endswith(PLANNED) for kind in one.present
    )
    return undone or of_harm(one)


def _named_owner(named: list[Chunk]) -> str:
    """Return the one side whose people the words of a part name, or nothing."""
    owners = {chunk.get("side") for chunk in named if chunk.kind == "PEOPLE" or chunk.get("categories")} & set(OTHER)
    those = {two.get("side") for one, two in pairwise(named) if (one.kind, two.kind) == ("THEM", "SIDEADJ")}
    owners = those & set(OTHER) or owners  # "among the returned Russian troops are conscripts"
    return str(owners.pop()) if len(owners) == 1 else ""


def _has_a_number(reader: Reader, match: Match) -> bool:
    """Whether a number stands right before a part, or before those it is a part of."""
    before = reader.one.chunks[match.start - 1].kind if match.start else ""
    of = reader.one.chunks[match.start - 2].kind if match.start > 1 and before == "OF" else ""
    return before in BARE or (before == "OF" and of not in {"UNIT", "WORD"})


def _some(reader: Reader, match: Match, chunk: Chunk, side: str, category: tuple[str, str]) -> Reading:
    return Reading(
        "people_returned",
        reader.context.event,
        chunk.start,
        chunk.end,
        match.row.name,
        reader.one.number,
        side,
        dimension=category[0],
        category=category[1],
        qualifier="some",
        speaker=reader.speaker,
    )


def _whole(reader: Reader, at: int) -> Reading | None:
    """Return the count right before "most of them women": of one side, no other people being named between."""
    before = [one for one in reader.made if 0 <= one.at < at]
    if not before or any(chunk.kind in {"PEOPLE", "SAME"} for chunk in reader.one.chunks[before[-1].at + 1 : at]):
        return None
    last = [one for one in before if one.at == before[-1].at and not one.dimension]
    return last[0] if len(last) == 1 and last[0].side in OTHER and last[0].time == reader.context.event else None


def _of_the_exchange(reader: Reader, at: int) -> Time | None:
    """Return the event of an age; a month beside it is that in which somebody was captured."""
    time = reader.event(at)
    month = time is not None and len(time.day) < len(reader.context.main)
    return main_event(reader.context) if month else time


def _whose_ages(reader: Reader) -> str:
    """Return whose age is told: of those counted in the paragraph, else of the speaker's, else of the article's people.

    Where the paragraph counts nobody, an official who speaks in it speaks of his own people.
    """
    context = reader.context
    counted = str(context.group.get("side") or "")
    spoken = next((one.side for one in (reader.speaker, context.paragraph_speaker) if one and one.side in OTHER), "")
    told = (counted if context.same_paragraph else "") or spoken or counted
    return told or _divided(context) or context.main_side


def _divided(context: Context) -> str:
    """Return whose people the article divided last: "52 of them had fought there. ... The oldest is 64"."""
    parts = (one for one in reversed(context.readings) if one.dimension and one.side in OTHER)
    last = next(parts, None)
    return last.side if last and last.time == context.event else ""


def people(reader: Reader) -> None:
    """Read ages and years in captivity."""
    side = _whose_ages(reader)
    event = reader.context.event
    for match, chunk, at in reader.each("age"):
        value = (
            chunk.get("number") if chunk.kind in {"TIMESPAN", "HNUM"} and chunk.get("number") else chunk.get("value")
        )
        number = value if isinstance(value, float) else None
        if number and 15 <= number <= 80:
            inside = reader.one.chunks[match.start : match.end]
            part = next(
                (one.get("categories") for one in inside if one.kind == "PEOPLE" and one.get("categories")),
                (("", ""),),
            )
            soon = any(one.kind in {"BE.planned", "NEGATION", "BE.neg"} for one in inside)
            reader.add(
                match,
                str(match.row.claim["age"]),
                _of_the_exchange(reader, at),
                value=number,
                side=side,
                dimension=part[0][0],
                category=part[0][1],
                qualifier="less_than" if soon else chunk.get("qualifier") or "exact",
            )
    for match, chunk, at in reader.each("years"):
        value = chunk.get("number")
        if event and isinstance(value, float):
            reader.add(
                match,
                "years_in_captivity",
                reader.event(at),
                value=value + (0.5 if "half" in chunk.text else 0),
                side=side,
                qualifier=chunk.get("qualifier") or "exact",
            )

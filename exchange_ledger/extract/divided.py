"""A part that a sentence divides between the two sides: "46 wounded, 31 Ukrainians and 15 Russians"."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from exchange_ledger.extract.count import COUNTED, OTHER
from exchange_ledger.extract.reading import COUNTED_MEASURES, Reading
from exchange_ledger.extract.readings import Sentence, value_of

_NAMES: Final = {"SIDEADJ", "SIDE", "PEOPLE", "HOME", "CLAIMANT"}
_LINKS: Final = {"FOR", "TO", "DET", "BE", "OF", "THEM", "WORD", "BE.did"}
_FAR: Final = 4  # chunks: whose a number is stands no further behind it


def divided(one: Sentence, made: list[Reading]) -> list[Reading]:
    """Return the statements of a sentence; a part whose two halves are told is of both, and each half a part too.

    Where the halves are only said to come "from" the one country or the other, nobody knows whose they are.
    """
    wholes = [reading for reading in made if reading.category and reading.value and reading.measure in COUNTED_MEASURES]
    if not wholes:
        return made
    numbers = [at for at, chunk in enumerate(one.chunks) if chunk.kind in COUNTED]
    for first, *halves in zip(numbers, numbers[1:], numbers[2:], strict=False):
        told = [reading for reading in wholes if _stands_in(one, reading, first)]
        if told and sum(_value(one, at) for at in halves) == _value(one, first):
            made = _divided(one, made, told, halves)
    return made


def _divided(one: Sentence, made: list[Reading], told: list[Reading], halves: list[int]) -> list[Reading]:
    read = [[reading for reading in made if reading.at == at] for at in halves]
    sides = [_whose(one, at, own) for at, own in zip(halves, read, strict=True)]
    if set(sides) != set(OTHER):
        if "" in sides and all(_only_from(one, at) for at in halves):
            for reading in (*told, *read[0], *read[1]):
                reading.unsure = "a part divided by where they came from"
        return made
    whole = told[0]
    kept = [reading for reading in made if reading not in told[1:] and reading not in read[0] + read[1]]
    whole.side, whole.bare = "both", False
    return kept + [_half(one, whole, at, side) for at, side in zip(halves, sides, strict=True)]


def _half(one: Sentence, whole: Reading, at: int, side: str) -> Reading:
    """Return one side's half of a part; its quote begins with the part, which says what is counted."""
    start, end = one.chunks[at].start, one.chunks[at].end
    behind = next((chunk.end for chunk in one.chunks[at + 1 : at + _FAR] if chunk.get("side") == side), end)
    return replace(
        whole, side=side, value=_value(one, at), start=min(start, whole.start), end=max(end, behind), at=at,
        qualifier=one.chunks[at].get("qualifier") or "exact",
    )  # fmt: skip


def _value(one: Sentence, at: int) -> float:
    return float(value_of(one.chunks[at]) or 0.0)


def _stands_in(one: Sentence, reading: Reading, at: int) -> bool:
    """Whether a statement is that of the number at a place."""
    chunk = one.chunks[at]
    return reading.value == value_of(chunk) and reading.start <= chunk.start < reading.end


def _whose(one: Sentence, at: int, read: list[Reading]) -> str:
    """Return whose a half is: by its own words, by those behind it, else as it was read."""
    if _only_from(one, at):
        return ""
    own = one.chunks[at].get("side")
    if own in OTHER:
        return str(own)
    for chunk in one.chunks[at + 1 : at + _FAR]:
        if chunk.kind in _NAMES and chunk.get("side") in OTHER:
            return str(chunk.get("side"))
        if chunk.kind not in _LINKS:
            break
    sides = {reading.side for reading in read} & set(OTHER)
    return sides.pop() if len(sides) == 1 else ""


def _only_from(one: Sentence, at: int) -> bool:
    """Whether "from Ukraine" is all that is said of a number: the country that they are of, or that they left."""
    behind = one.chunks[at + 1 : at + 2]
    return bool(behind) and behind[0].kind in {"HOME", "FROMWORD"} and behind[0].text.lower().startswith("from")

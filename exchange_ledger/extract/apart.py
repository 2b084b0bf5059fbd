"""Soldiers beside civilians or foreigners: who is told apart from others is a part, and not all who came home."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from exchange_ledger.extract.count import Count
from exchange_ledger.extract.reading import Reading
from exchange_ledger.extract.readings import Sentence

if TYPE_CHECKING:
    from exchange_ledger.extract.context import Context

_CIVILIANS: Final = "civilians"


def among(one: Sentence, at: int) -> bool:
    """Whether a count is a part of another: "215 people, including 10 foreigners"."""
    return at > 0 and one.chunks[at - 1].kind == "PARTOF"


def set_apart(count: Count, read: list[Count]) -> tuple[tuple[str, str], ...]:
    """Return what soldiers are beside civilians or foreigners, or Ukrainians beside foreigners: a part."""
    beside = {
        category
        for other in read
        if other is not count
        and not count.whole
        and other.bodies == count.bodies
        and ((other.group and other.group == count.group) or (other.kind == "part" and _within(other, count)))
        for _, category in other.categories
    }
    if count.kind == "soldiers" and beside & ({_CIVILIANS} if count.bodies else {_CIVILIANS, "foreigners"}):
        return (("status", "military"),)
    if count.kind == "plain" and "foreigners" in beside and not (count.categories or count.bodies):
        return (("status", "ukrainians"),)
    return ()


def _within(other: Count, count: Count) -> bool:
    """Whether a count is of the same side, or of one of the two: "185 soldiers from either side and 20 civilians"."""
    return other.sides == count.sides or (bool(other.sides) and set(other.sides) <= set(count.sides))


def set_earlier_apart(context: Context, one: Sentence, made: list[Reading]) -> None:
    """Let the soldiers of a sentence before be a part where they and these civilians are the 17 who came home.

    Or where the civilians returned "along with them".
    """
    added = next((part for part in made if part.category == _CIVILIANS and not part.unsure and part.value), None)
    if added is None:
        return
    known = [told for told in context.of_time(added.time) if _whose(told) == _whose(added) and not told.dimension]
    totals = {told.value for told in known}
    along = context.same_paragraph and ("AND", "THEM") in pairwise(chunk.kind for chunk in one.chunks)
    for earlier in known:
        if earlier.kind == "soldiers" and (along or (earlier.value or 0) + (added.value or 0) in totals):
            earlier.dimension, earlier.category = "status", "military"


def _whose(reading: Reading) -> tuple[str, str]:
    return reading.measure, reading.side or reading.default


def men_beside_women(count: Count, beside: list[Count]) -> bool:
    """Whether a number of men stands beside one of women: neither is of all."""
    own = {category for dimension, category in count.categories if dimension == "sex"}
    others = {category for one in beside for dimension, category in one.categories if dimension == "sex"}
    return bool(own and others - own)

"""Soldiers beside civilians or foreigners: who is told apart from others is a part, and not all who came home."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exchange_ledger.extract.count import Count
from exchange_ledger.extract.reading import Reading
from exchange_ledger.extract.readings import Sentence

if TYPE_CHECKING:
    from exchange_ledger.extract.context import Context

_CIVILIANS = "civilians"


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
        and ((other.group and other.group == count.group) or (other.kind == "part" and other.sides == count.sides))
        for _, category in other.categories
    }
    if count.kind == "soldiers" and beside & ({_CIVILIANS} if count.bodies else {_CIVILIANS, "foreigners"}):
        return (("status", "military"),)
    if count.kind == "plain" and "foreigners" in beside and not (count.categories or count.bodies):
        return (("status", "ukrainians"),)
    return ()


def set_earlier_apart(context: Context, made: list[Reading]) -> None:
    """Let the soldiers of a sentence before be a part where they and these civilians are the 17 who came home."""
    added = next((one for one in made if one.category == _CIVILIANS and not one.unsure and one.value), None)
    if added is None:
        return
    known = [one for one in context.of_time(added.time) if _whose(one) == _whose(added) and not one.dimension]
    totals = {one.value for one in known}
    for earlier in known:
        if earlier.kind == "soldiers" and (earlier.value or 0) + (added.value or 0) in totals:
            earlier.dimension, earlier.category = "status", "military"


def _whose(reading: Reading) -> tuple[str, str]:
    return reading.measure, reading.side or reading.default


def men_beside_women(count: Count, beside: list[Count]) -> bool:
    """Whether a number of men stands beside one of women: neither is of all."""
    own = {category for dimension, category in count.categories if dimension == "sex"}
    others = {category for one in beside for dimension, category in one.categories if dimension == "sex"}
    return bool(own and others - own)

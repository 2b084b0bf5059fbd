"""A first look over a whole article: whose people it is about, its headings, days that it names wrongly."""

from __future__ import annotations

from datetime import date
from typing import Final

from exchange_ledger.extract.chronology import heading, times_told
from exchange_ledger.extract.context import Context
from exchange_ledger.extract.count import OTHER, Count
from exchange_ledger.extract.counts import own_counts
from exchange_ledger.extract.news import tells
from exchange_ledger.extract.readings import Sentence

_NAMING: Final = {"COUNT", "PEOPLE", "HOME", "CLAIMANT", "BODIES"}
_HINTS: Final = {"HOME", "PEOPLE", "COUNT"}
_ACTING: Final = ("GET.", "LET.", "GIVE.", "BRING.", "SWAP.", "SEND.")


def day_headings(context: Context, sentences: list[Sentence]) -> set[int]:
    """Return the numbers of the lines that head the entries of a day: two or more, the first of them no byline."""
    started = False
    found = []
    for one in sentences:
        if heading(one):
            found += [one.number] if started or not _bylined(context, one) else []
        else:
            started = started or (tells(context, one) and not one.stretch.headline)
    return set(found) if len(found) > 1 else set()


def _bylined(context: Context, one: Sentence) -> bool:
    """Whether a line with a date only says when the article appeared: on the day of publication."""
    days = [ref.time.day for ref in times_told(context, one)]
    return days == [context.published.isoformat()]


def first_look(context: Context, sentences: list[Sentence]) -> None:
    """Find whose people the article is about, and days that a weekday's name gives wrongly.

    A day is wrong if the same count stands elsewhere beside a printed date less than a week away. Once people are
    counted without a word of whose they are, what is said of the other side no longer tells whom the article is about.
    """
    seen: dict[float, dict[bool, str]] = {}
    open_count = False
    default = str(context.language.settings.get("default_side", ""))
    for one in sentences:
        found = own_counts(one)
        open_count = open_count or any(not count.sides and not count.bare for count in found)
        if not context.main_side:
            told = ("" if open_count else _owner(found)) or _hint(one)
            context.main_side = told if not open_count or told == default else ""
        days = [ref for ref in times_told(context, one) if ref.to_the_day] if found else []
        if len(days) == 1:
            chunk = one.chunks[days[0].at]
            printed = bool(chunk.get("exact")) or chunk.get("month") is not None
            for count in found:
                seen.setdefault(count.value, {}).setdefault(printed, days[0].time.day)
    context.main_side = context.main_side or _one_side_speaks(sentences)
    kinds = frozenset().union(*[one.present for one in sentences])
    context.only_dead = "BODIES" in kinds and not kinds & {"COUNT", "FORMULA", "ORDEX", "TIMES"}
    context.guessed = not context.main_side
    context.main_side = context.main_side or _default_side(context, sentences)
    _find_shifts(context, seen)


def _owner(found: list[Count]) -> str:
    """Return whose people the first count of one side alone means."""
    return next((count.sides[0] for count in found if len(count.sides) == 1 and count.sides[0] in OTHER), "")


def _hint(one: Sentence) -> str:
    """Return whose people a sentence names, or who is at home there."""
    if one.present.isdisjoint(_HINTS):
        return ""
    return next(
        (str(chunk.get("side")) for chunk in one.chunks if chunk.kind in _HINTS and chunk.get("side") in OTHER), ""
    )


def _one_side_speaks(sentences: list[Sentence]) -> str:
    """Return the side of the officials that an article names, if all are of one: "I thank Budanov and Lubinets"."""
    officials = (chunk for one in sentences for at, chunk in enumerate(one.chunks) if _may_speak(one, at))
    sides = {str(chunk.get("side")) for chunk in officials} & set(OTHER)
    return sides.pop() if len(sides) == 1 else ""


def _may_speak(one: Sentence, at: int) -> bool:
    """Whether a chunk names an official, and not as one who gets or gives something: "for us Putin got 55 of his"."""
    after = one.chunks[at + 1].kind if at + 1 < len(one.chunks) else ""
    return one.chunks[at].kind == "CLAIMANT" and not after.startswith(_ACTING)


def _default_side(context: Context, sentences: list[Sentence]) -> str:
    """Return whose people an article means that names no people of either side."""
    default = str(context.language.settings.get("default_side", ""))
    other = OTHER.get(default)
    named = any(chunk.get("side") == other for one in sentences for chunk in one.chunks if chunk.kind in _NAMING)
    return "" if named else default


def _find_shifts(context: Context, seen: dict[float, dict[bool, str]]) -> None:
    shifts = {}
    for days in seen.values():
        if len(days) == 2 and days[True] != days[False]:
            apart = abs((date.fromisoformat(days[True]) - date.fromisoformat(days[False])).days)
            if apart < 7:
                shifts[days[False]] = days[True]
    context.shifts = shifts

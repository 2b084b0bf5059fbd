"""What is said of all those counted in the sentence before: "95 came home. All of them had defended Mariupol"."""

from __future__ import annotations

from dataclasses import replace
from itertools import takewhile
from typing import Final

from exchange_ledger.extract.context import Context
from exchange_ledger.extract.count import OTHER
from exchange_ledger.extract.reading import COUNTED_MEASURES, Reading
from exchange_ledger.extract.readings import Match, Sentence

_LONGEST_QUOTE: Final = 500
_UNDONE: Final = (".planned", ".neg", ".unreal")


def everyone(context: Context, one: Sentence) -> list[Reading]:
    """Return the parts, as large as the group, that a sentence says all of the group before it to be."""
    found = one.rows.get("everyone", ())
    if not found or any(kind in {"NEGATION", "IF"} or kind.endswith(_UNDONE) for kind in one.present):
        return []
    whole = _counted_before(context, named="THEM" in one.present)
    read = []
    for match in found:
        last = one.chunks[match.end - 1]
        if whole and _of_all(context, one, match) and last.end - whole.start <= _LONGEST_QUOTE:
            read += [
                replace(
                    whole.with_category(*pair),
                    end=last.end,
                    rule=match.row.name,
                    sentence=one.number,
                    at=-1,
                    kind="part",
                )
                for pair in last.get("categories") or ()
                if pair[0] != "place" or _taken_there(one, match)
            ]
    return read


def _of_all(context: Context, one: Sentence, match: Match) -> bool:
    inside = [chunk for chunk in one.chunks[match.start : match.end] if chunk.kind != "QUOTE"]
    every = context.language.settings["everyone"]
    return inside[0].text.lower() in every or any(chunk.kind == "HEDGE" and chunk.text in every for chunk in inside)


def _taken_there(one: Sentence, match: Match) -> bool:
    """Whether a place is where they fought or were captured, and not where they live or were born."""
    inside = one.chunks[match.start : match.end]
    return bool(inside[-1].get("taken")) or any(
        chunk.kind == "FOUGHT" or chunk.kind.startswith("SEIZE.") for chunk in inside
    )


def _counted_before(context: Context, named: bool) -> Reading | None:
    """Return the last count of the paragraph, if its sentence gives no other number of people.

    Where they are `named` ("all of those released"), they may have been counted in a paragraph before.
    """
    if not context.readings or not (context.same_paragraph or (named and context.readings[-1].time == context.event)):
        return None
    number = context.readings[-1].sentence
    last = takewhile(lambda reading: reading.sentence == number, reversed(context.readings))
    same = [reading for reading in last if reading.measure in COUNTED_MEASURES and reading.value is not None]
    sides = {reading.side or reading.default for reading in same}
    alike = len({reading.value for reading in same}) == 1 and len(sides) == 1 and sides <= set(OTHER)
    return replace(same[0], side=sides.pop()) if alike and not any(reading.unsure for reading in same) else None

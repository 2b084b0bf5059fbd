"""Words about an event that can be checked but are no claim: the weekday named for it, the largest or first since."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from exchange_ledger.extract.moments import Reference
from exchange_ledger.extract.periods import resolved_start
from exchange_ledger.extract.readings import Sentence
from exchange_ledger.extract.times import time_at
from exchange_ledger.languages.chunks import Chunk
from exchange_ledger.stages import Mention

if TYPE_CHECKING:
    from exchange_ledger.extract.context import Context

_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def mentions(context: Context, source_id: str) -> tuple[Mention, ...]:
    """Return every mention of an article that a check can use, in the order of the text."""
    found = {mention for one in context.sentences for mention in _of_sentence(context, one, source_id)}
    return tuple(sorted(found, key=lambda mention: mention.start))


def _of_sentence(context: Context, one: Sentence, source_id: str) -> list[Mention]:
    found: list[Mention] = []
    references = [ref for ref in context.times.get(one.number, []) if ref.role == "event"]
    for reference in references:
        chunk = one.chunks[reference.at]
        told = chunk.get("month") is not None or reference.time.day in context.shifts.values()
        if chunk.get("weekday") is not None and told and len(reference.time.day) == 10:
            value = _WEEKDAYS[int(chunk.get("weekday"))]
            found.append(_mention(context, chunk, source_id, ("weekday", reference.time.day, value)))
    return found + _since(context, one, references, source_id)


def _since(context: Context, one: Sentence, references: list[Reference], source_id: str) -> list[Mention]:
    found: list[Mention] = []
    for at, chunk in enumerate(one.chunks if "MENTION" in one.present else ()):
        if chunk.kind != "MENTION" or chunk.get("one_of"):
            continue
        reference = time_at(one, references, at)
        day = reference.time.day if reference else context.main
        start = chunk.get("start") or (resolved_start(chunk, context.published) if chunk.get("since") else "")
        if len(day) == 10 and start:
            kind = "first_since" if chunk.get("ordinal") == 1 else "largest_since"
            found.append(_mention(context, chunk, source_id, (kind, day, start)))
    return found


def _mention(context: Context, chunk: Chunk, source_id: str, told: tuple[str, str, str]) -> Mention:
    return Mention(source_id, *told, context.text[chunk.start : chunk.end], chunk.start, chunk.end)

"""Parts of a group that was counted before: branches, ranks, the wounded, where they fought."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exchange_ledger.extract.reading import Reading
from exchange_ledger.extract.readings import Sentence, matches, value_of
from exchange_ledger.extract.speakers import Speaker
from exchange_ledger.extract.times import Reference, Time

if TYPE_CHECKING:
    from exchange_ledger.extract.article import Context


def parts(
    context: Context,
    one: Sentence,
    found: list[Reference],
    speaker: Speaker | None,
    taken: set[int],
    made: list[Reading],
) -> list[Reading]:
    """Return the parts that a sentence gives of the group spoken of."""
    read: list[Reading] = []
    done = set(taken)
    for match in matches(context.language, one.codes, "part"):
        at = match.labels["n"]
        if at in done:
            continue
        chunk = one.chunks[at]
        value = value_of(chunk)
        if value is None:
            continue
        categories = one.chunks[match.labels["c"]].get("categories") if "c" in match.labels else chunk.get("categories")
        side, time = _group(context, one, at, found, made)
        if not categories or not side:
            continue
        done.add(at)
        for dimension, category in categories:
            read.append(
                Reading(
                    "people_returned",
                    time,
                    one.chunks[match.start].start,
                    one.chunks[match.end - 1].end,
                    match.row.name,
                    one.number,
                    side,
                    dimension,
                    category,
                    float(value),
                    "",
                    chunk.get("qualifier") or "exact",
                    speaker,
                    dated=False,
                    kind="part",
                )
            )
            if context.group.get("bodies"):
                read[-1].measure = "bodies_returned"
    return read


def _group(
    context: Context, one: Sentence, at: int, found: list[Reference], made: list[Reading]
) -> tuple[str, Time | None]:
    near = [reading for reading in made if reading.side in {"ukraine", "russia"}]
    before = [reading for reading in near if reading.at < at]
    reading = (before or near or [None])[-1]
    if reading:
        return reading.side, reading.time
    side = str(context.group.get("side") or one.chunks[at].get("side") or context.side)
    return side, context.group.get("time") or context.event

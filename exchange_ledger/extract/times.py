"""When: the day or the period that a sentence, and each count in it, is about."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import timedelta
from itertools import pairwise
from typing import Final

from exchange_ledger.extract.count import COUNTED
from exchange_ledger.extract.later import with_later
from exchange_ledger.extract.mentioned import READERS, Mention, of_when
from exchange_ledger.extract.moments import MONTH, Anchors, Reference, Time
from exchange_ledger.extract.readings import Sentence
from exchange_ledger.languages.chunks import Chunk

_BREAKS: Final = {"COMMA", "AND", "SEMI", "DASH", "COLON", "DOT", "OPEN", "CLOSE", "RELATIVE"}
_PARTS: Final = {"SEMI", "COLON"}
_NAMING: Final = READERS.keys() | {"LATER"}
_RECENT: Final = timedelta(days=5)
_AFTER: Final = {"AGO", "LATER", "DO.ing"}  # "after", "two days after", "following"
_OPENING: Final = 2  # chunks: "After the exchange of 95 on Friday, ..." tells the day of what the sentence is about
_EARLIER: Final = timedelta(days=2)
_LISTED: Final = {"DATE", "DAYSPAN", "DAYS_OF", "DAYONLY"}


def references(sentence: Sentence, anchors: Anchors) -> list[Reference]:
    """Return every mention of a day or period in a sentence, in order."""
    found: list[Reference] = []
    for at in places(sentence):
        chunk = date_within(sentence.chunks[at])
        reader = of_when if chunk.get("when") else READERS.get(chunk.kind)
        if reader:
            found += reader(Mention(sentence, at, chunk, anchors, found))
    found = with_later(sentence, _as_of(sentence, _begun(_not_by_then(sentence, found)), anchors), anchors)
    return sorted(found, key=lambda one: one.at)


def places(sentence: Sentence) -> tuple[int, ...]:
    """Return the places of the chunks that may name a time: in most sentences there is none."""
    if sentence.timed is None:
        chunks = sentence.chunks
        found = {at for at, chunk in enumerate(chunks) if chunk.parts and "." in chunk.kind and _inside(chunk)}
        if "when" in sentence.marks or not sentence.present.isdisjoint(_NAMING):
            found.update([at for at, chunk in enumerate(chunks) if chunk.kind in _NAMING or chunk.get("when")])
        sentence.timed = tuple(sorted(found)) if found else ()
    return sentence.timed


def _begun(found: list[Reference]) -> list[Reference]:
    """Leave out periods without a beginning ("so far") where another names one ("since the invasion")."""
    begun = any(one.role == "period" and one.time.start for one in found)
    return [one for one in found if one.role != "period" or one.time.start] if begun else found


def _not_by_then(sentence: Sentence, found: list[Reference]) -> list[Reference]:
    """Leave out "already" behind the day of an event: "on 23 May 270 soldiers had already returned" is no tally."""
    days = [one.at for one in found if one.to_the_day]
    return [one for one in found if not (days and one.role == "period" and _already(sentence, days, one.at))]


def _already(sentence: Sentence, days: list[int], at: int) -> bool:
    """Whether a chunk holds "already", and the day before it is that of its own clause."""
    if not date_within(sentence.chunks[at]).get("unless_numbered"):
        return False
    before = max((day for day in days if day < at), default=-1)
    between = sentence.chunks[before + 1 : at]
    return before >= 0 and not any("." in chunk.kind and not chunk.kind.startswith("SAY.") for chunk in between)


def date_within(chunk: Chunk) -> Chunk:
    """Return the time inside a verb ("were on Friday returned", "have already been freed"), else the chunk itself."""
    return _inside(chunk) or chunk


def _inside(chunk: Chunk) -> Chunk | None:
    """Return the time inside a verb, if there is one."""
    for part in chunk.parts:
        if part.kind in {"DATE", "PERIOD"} and "." in chunk.kind:
            return part
    return None


def _as_of(sentence: Sentence, found: list[Reference], anchors: Anchors) -> list[Reference]:
    """Let tallies end on the day that "as of" names, or on which somebody gave them long before publication."""
    if not found:
        return []
    starts = [one.time.start for one in found if one.role == "period" and one.time.start]
    if len(set(starts)) == 1:
        found = [
            one._replace(time=one.time._replace(start=starts[0])) if one.role == "period" else one for one in found
        ]
    day = _given_on(sentence, found, anchors)
    if sentence.marked("until"):
        day = anchors.event
        start = max((one.time.start for one in found if one.role == "period"), default="")
        found = [one._replace(time=one.time._replace(start=start)) if one.role == "period" else one for one in found]
    if not day:
        return found
    return [one._replace(time=one.time._replace(end=day)) if one.time.scope == "period" else one for one in found]


def _given_on(sentence: Sentence, found: list[Reference], anchors: Anchors) -> str:
    """Return the day on which somebody gave a tally, if it ends there."""
    if all(one.role not in {"asof", "report"} for one in found):
        return ""
    now = sentence.marked("spoken")
    day = next((one.time.day for one in found if one.role == "asof" or (now and one.role == "report")), "")
    day = day or next((one.time.day for one in found if one.role == "report" and _long_ago(one, anchors)), "")
    return day or next(
        (one.time.day for one in found if one.role == "report" and _had_been(sentence, one, anchors)), ""
    )


def _had_been(sentence: Sentence, report: Reference, anchors: Anchors) -> bool:
    """Whether a tally is put back to the day on which it was given: "said on Thursday that three had been held"."""
    after = sentence.chunks[report.at + 1 :]
    if not after or after[0].kind != "THAT" or report.time.day > (anchors.published - _EARLIER).isoformat():
        return False
    return any(
        part.kind == "HAVE" and part.get("form") == "past" for chunk in after[:6] for part in (chunk, *chunk.parts)
    )


def _long_ago(one: Reference, anchors: Anchors) -> bool:
    if len(one.time.day) == MONTH:
        return one.time.day < anchors.published.isoformat()[:MONTH]
    return one.time.day < (anchors.published - _RECENT).isoformat()[: len(one.time.day)]


def lists_days(sentence: Sentence, found: list[Reference], before: int) -> bool:
    """Whether a sentence lists different days, joined to each other, before a place: "14 September, 18 October"."""
    days = [ref for ref in found if ref.at < before and sentence.chunks[ref.at].kind in _LISTED and ref.role != "other"]
    return any(
        first.time != last.time
        and {chunk.kind for chunk in sentence.chunks[first.at + 1 : last.at]} <= {"COMMA", "AND", "FROM"}
        for first, last in pairwise(days)
    )


def segments(sentence: Sentence) -> tuple[list[int], list[int]]:
    """Return for each chunk the number of its fine segment (between any breaks) and of its coarse one (semicolons)."""
    if sentence.segments is None:
        sentence.segments = _segments(sentence)
    return sentence.segments


def clause(sentence: Sentence, at: int) -> range:
    """Return the places of the chunks that stand between the same semicolons or colons as the one at `at`."""
    if sentence.present.isdisjoint(_PARTS):
        return range(len(sentence.chunks))
    _, coarse = segments(sentence)
    return range(bisect_left(coarse, coarse[at]), bisect_right(coarse, coarse[at]))


def _segments(sentence: Sentence) -> tuple[list[int], list[int]]:
    fine, coarse, small, large = [], [], 0, 0
    for chunk in sentence.chunks:
        if chunk.kind in _BREAKS:
            small += 1
        if chunk.kind in _PARTS:
            large += 1
        fine.append(small)
        coarse.append(large)
    return fine, coarse


def time_at(sentence: Sentence, found: list[Reference], at: int) -> Reference | None:
    """Return the time that the chunk at `at` belongs to: of its own segment, else the nearest before, else after."""
    if not found:
        return None
    fine, coarse = segments(sentence)
    usable = [one for one in found if one.role in {"event", "period"} and _reaches(sentence, one, at)]
    if "OPEN" in sentence.present:
        usable = [one for one in usable if not _bracketed_off(sentence, one.at, at)]
    days = {one.time.day[:MONTH] for one in usable if one.to_the_day}
    usable = [one for one in usable if not (one.month and one.time.day in days)]
    if any(one.to_the_day for one in usable):
        usable = [one for one in usable if sentence.chunks[one.at].get("months") != 0]
    own = [one for one in usable if fine[one.at] == fine[at]]
    if own:
        return min(own, key=lambda one: abs(one.at - at))
    near = [one for one in usable if coarse[one.at] == coarse[at]]
    before = [one for one in near if one.at < at]
    if before:
        return before[-1]
    return next((one for one in near if not counts_there(sentence, fine, one)), None)


def _bracketed_off(sentence: Sentence, time: int, at: int) -> bool:
    """Whether a time is that of a number in brackets before the chunk: "(a thousand of them in May), and"."""
    kinds = [chunk.kind for chunk in sentence.chunks]
    opened = max((index for index in range(time) if kinds[index] == "OPEN"), default=-1)
    if opened < 0 or "CLOSE" in kinds[opened:time] or "CLOSE" not in kinds[time:at]:
        return False
    return bool((COUNTED | {"THEM", "THEY"}) & set(kinds[opened:time]))


def _reaches(sentence: Sentence, one: Reference, at: int) -> bool:
    """Whether a time may be that of a chunk: "when" and "a day later" tell only of what follows them."""
    chunk = sentence.chunks[one.at]
    later = chunk.kind == "LATER" and not chunk.get("ago") and not chunk.get("same_day")
    if chunk.get("weeks") and any(between.kind == "COMMA" for between in sentence.chunks[at : one.at]):
        return False  # "210 came home, bringing those returned in recent days to 900"
    return one.at <= at or not (later or chunk.get("when") or at < what_came_before(sentence, one.at))


def what_came_before(sentence: Sentence, at: int) -> int:
    """Return where a sentence goes back to an earlier count, whose day stands at `at`; 0 if it does not.

    "Each side freed 303, following the release of 307 on Saturday" does not say when the 303 were freed.
    """
    counted = False
    for index in range(at - 1, _OPENING, -1):
        chunk = sentence.chunks[index]
        if counted and chunk.attributes.get("of_main") and chunk.kind in _AFTER:
            reported = sentence.chunks[index - 1].kind.startswith("SAY.")  # "reported after 95 came home on Friday"
            return 0 if reported else index
        counted = counted or chunk.kind == "FORMULA" or chunk.kind in COUNTED
    return 0


def counts_there(sentence: Sentence, fine: list[int], one: Reference) -> bool:
    """Whether the clause of a time counts people of its own: then it is not that of a clause before.

    The number of a tally need not name the people again: "205 captives, bringing the total to 4,946".
    """
    numbers = {"COUNT", "BODIES", "FORMULA"} | ({"LARGE", "HNUM"} if one.role == "period" else set())
    return any(chunk.kind in numbers and fine[index] == fine[one.at] for index, chunk in enumerate(sentence.chunks))


__all__ = ["Anchors", "Reference", "Time", "places", "references", "segments", "time_at"]

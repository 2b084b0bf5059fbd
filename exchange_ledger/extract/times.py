"""When: the day or the period that a sentence, and each count in it, is about."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta

from exchange_ledger.extract.readings import Sentence
from exchange_ledger.extract.when import resolved
from exchange_ledger.languages.chunks import Chunk

_FAR = 400  # days or weeks: nothing here is counted from further away
_HOMECOMING = {"BRING", "COME", "GET", "LET", "SWAP", "ARRIVE", "SEND", "DO"}
_BREAKS = {"COMMA", "AND", "SEMI", "DASH", "COLON", "DOT", "OPEN", "CLOSE", "RELATIVE"}


@dataclass(frozen=True, slots=True)
class Time:
    """A day (`scope` exchange) or a period; partial dates of ISO 8601."""

    scope: str
    day: str = ""
    start: str = ""
    end: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """One mention of a time: its place among the chunks, its role (event, report, asof, period, other), the time."""

    at: int
    role: str
    time: Time
    exact: bool = False
    month: bool = False


def references(
    sentence: Sentence, published: date, shifts: dict[str, str], year: int, event: str = ""
) -> list[Reference]:
    """Return every mention of a day or period in a sentence, in order.

    `shifts` maps a day that a weekday's name gives to the printed date of the same event; `year` is "the year".
    """
    found: list[Reference] = []
    published = sentence.published or published
    for at, whole in enumerate(sentence.chunks):
        chunk = _date_within(whole)
        if chunk.kind == "DATE":
            ahead = _ahead(sentence, at)
            day = resolved(chunk, published, ahead)
            if not chunk.get("exact") and chunk.get("month") is None:
                day = shifts.get(day, day)
            if day:
                found.append(
                    Reference(at, _role(sentence, at), Time("exchange", day), bool(chunk.get("exact")), len(day) == 7)
                )
        elif chunk.kind == "RANGE":
            ends = [resolved(part, published) for part in chunk.parts if part.kind == "DATE"]
            found.append(Reference(at, "period", Time("period", start=ends[0], end=ends[1])))
        elif chunk.kind == "DAYSPAN":
            found.append(Reference(at, "period", _span(chunk, published)))
        elif chunk.kind == "PERIOD":
            found.append(Reference(at, "period", period(chunk, published, year)))
        elif chunk.kind == "YEAR" and _counts_as_year(sentence, at) and not _of_another_thing(sentence, at):
            found.append(Reference(at, "period", of_year(int(chunk.get("value")), published)))
        elif chunk.kind == "SINCEDATE":
            found.append(_of_since(at, chunk, published))
    return _with_later(sentence, _as_of(sentence, _begun(found), event), published, event)


def _begun(found: list[Reference]) -> list[Reference]:
    """Leave out periods without a beginning ("so far") where another names one ("since the invasion")."""
    begun = any(one.role == "period" and one.time.start for one in found)
    return [one for one in found if one.role != "period" or one.time.start] if begun else found


def _of_since(at: int, chunk: Chunk, published: date) -> Reference:
    """Return the event of "since Wednesday morning", or the period of "since March 2022"."""
    start = resolved_start(chunk, published)
    if _recent(chunk, published):
        return Reference(at, "event", Time("exchange", start))
    return Reference(at, "period", Time("period", start=start, end=published.isoformat()))


def _date_within(chunk: Chunk) -> Chunk:
    """Return the date inside a verb ("were on Friday returned"), else the chunk itself."""
    inside = [part for part in chunk.parts if part.kind == "DATE"] if "." in chunk.kind else []
    return inside[0] if inside else chunk


def _as_of(sentence: Sentence, found: list[Reference], event: str) -> list[Reference]:
    """Let tallies end on the day that "as of" names."""
    starts = [one.time.start for one in found if one.role == "period" and one.time.start]
    if len(set(starts)) == 1:
        found = [
            replace(one, time=replace(one.time, start=starts[0])) if one.role == "period" else one for one in found
        ]
    day = next((one.time.day for one in found if one.role == "asof"), "")
    if any(chunk.get("until") for chunk in sentence.chunks):
        day = event
        start = max((one.time.start for one in found if one.role == "period"), default="")
        found = [replace(one, time=replace(one.time, start=start)) if one.role == "period" else one for one in found]
    if not day:
        return found
    return [replace(one, time=replace(one.time, end=day)) if one.time.scope == "period" else one for one in found]


def _recent(chunk: Chunk, published: date) -> bool:
    """Whether "since Wednesday morning" names the day of the event rather than the start of a tally."""
    start = resolved_start(chunk, published)
    return len(start) == 10 and abs((published - date.fromisoformat(start)).days) < 7


def _span(chunk: Chunk, published: date) -> Time:
    """Return "23-25 May" as a period."""
    first = resolved(chunk, published)
    year, month = (int(part) for part in first.split("-")[:2]) if first else (published.year, published.month)
    last = min(int(chunk.get("last")), monthrange(year, month)[1])
    return Time("period", start=first, end=f"{year:04}-{month:02}-{last:02}")


def resolved_start(chunk: Chunk, published: date) -> str:
    """Return the first day of "since March 2022" or "since 2014"."""
    if chunk.get("month") is not None:
        return resolved(chunk, published)
    return str(int(chunk.get("since"))) if chunk.get("since") else resolved(chunk, published)


def period(chunk: Chunk, published: date, year: int) -> Time:
    """Return the time that a period's words name, ending with the day of publication or the year's last."""
    if chunk.get("which") == "this":
        return of_year(published.year, published)
    if chunk.get("which") == "the":
        return of_year(year, published)
    if chunk.get("which") == "last":
        return of_year(published.year - 1, published)
    return Time("period", start=str(chunk.get("start") or ""), end=published.isoformat())


def of_year(year: int, published: date) -> Time:
    """Return a calendar year, or its part up to publication."""
    end = min(date(year, 12, 31), published) if year == published.year else date(year, 12, 31)
    return Time("period", start=f"{year}-01-01", end=end.isoformat())


def of_month(month: str, published: date) -> Time:
    """Return a month (`2024-09`), or its part up to publication, as a period."""
    year, number = int(month[:4]), int(month[5:])
    end = date(year, number, monthrange(year, number)[1])
    return Time("period", start=f"{month}-01", end=min(end, published).isoformat())


def _role(sentence: Sentence, at: int) -> str:
    if _of_another_thing(sentence, at) or _of_an_ordinal(sentence, at):
        return "other"
    before = [chunk.kind for chunk in sentence.chunks[max(0, at - 3) : at]]
    after = [chunk.kind for chunk in sentence.chunks[at + 1 : at + 2]]
    while before and before[-1] in {"FROM", "DET", "ADV", "LATE"}:
        before.pop()
    if before and before[-1] == "UNTIL":
        return "asof"
    if (before and before[-1].startswith("SAY.")) or (after and after[0].startswith("SAY.")):
        return "report"
    return "event"


def _of_an_ordinal(sentence: Sentence, at: int) -> bool:
    """Whether a month only says what an ordinal counts: "the third this month"."""
    before = sentence.chunks[at - 1].kind if at else ""
    return before in {"ORDINAL", "ORDEX"} and sentence.chunks[at].get("months") is not None


def _of_another_thing(sentence: Sentence, at: int) -> bool:
    """Whether a date tells when people were captured, or an agreement was made, and not when they were freed."""
    exchange = any(chunk.kind in {"EXCHANGE", "ORDEX", "ORDINAL", "TIMES"} for chunk in sentence.chunks[:at])
    for chunk in reversed(sentence.chunks[max(0, at - 7) : at]):
        verb, _, _ = chunk.kind.partition(".")
        if verb in {"SEIZE", "BLOCK"} or (verb == "HOLD" and not exchange):
            return True
        if verb in _HOMECOMING or chunk.kind in {"COMMA", "SEMI", "EXCHANGE", "COUNT"}:
            return False
    return False


def _ahead(sentence: Sentence, at: int) -> bool:
    kinds = [chunk.kind for chunk in sentence.chunks]
    near = kinds[max(0, at - 9) : at + 4]
    return any(kind.endswith(".planned") or kind in {"MODAL", "NEXT", "SETFOR"} for kind in near) and not any(
        kind.endswith(".neg") or kind.startswith("FAIL.") or kind in {"CALLEDOFF"} for kind in kinds
    )


def _counts_as_year(sentence: Sentence, at: int) -> bool:
    before = sentence.chunks[at - 1].kind if at else ""
    return before in {"FROM", "OF", "PERIOD", "DET", "DATE"} or at == 0


def _with_later(sentence: Sentence, found: list[Reference], published: date, event: str) -> list[Reference]:
    days = [one.time.day for one in found if one.role == "event" and len(one.time.day) == 10]
    for at, chunk in enumerate(sentence.chunks):
        base = published.isoformat() if chunk.get("ago") else (days or [event])[0]
        if (
            chunk.kind == "LATER"
            and len(base) == 10
            and (chunk.get("number") or 1) < _FAR
            and _tells_later(sentence, at)
        ):
            step = timedelta(
                days=int(chunk.get("number") or 1) * int(chunk.get("unit") or 1) * int(chunk.get("step") or -1)
            )
            found.append(Reference(at, "event", Time("exchange", (date.fromisoformat(base) + step).isoformat())))
    return sorted(found, key=lambda one: one.at)


def _tells_later(sentence: Sentence, at: int) -> bool:
    """Whether "a day before" has an event to count from, and no date of its own beside it."""
    chunk = sentence.chunks[at]
    after = [other.kind for other in sentence.chunks[at + 1 : at + 7]]
    if "DATE" in after and set(after[: after.index("DATE")]) <= {"COMMA", "FROM", "DET", "EXCHANGE", "THAT", "ADV"}:
        return False
    anchors = {"EXCHANGE", "ORDEX", "THAT", "PRONOUN", "COUNT", "BODIES", "SMALL", "BOTH"}
    return bool(
        chunk.get("ago")
        or chunk.get("step") == 1
        or not after
        or set(after[:3]) & anchors
        or after[0] in {"COMMA", "DOT"}
    )


def segments(sentence: Sentence) -> tuple[list[int], list[int]]:
    """Return for each chunk the number of its fine segment (between any breaks) and of its coarse one (semicolons)."""
    fine, coarse, small, large = [], [], 0, 0
    for chunk in sentence.chunks:
        if chunk.kind in _BREAKS:
            small += 1
        if chunk.kind in {"SEMI", "COLON"}:
            large += 1
        fine.append(small)
        coarse.append(large)
    return fine, coarse


def time_at(sentence: Sentence, found: list[Reference], at: int) -> Reference | None:
    """Return the time that the chunk at `at` belongs to: of its own segment, else the nearest before, else after."""
    fine, coarse = segments(sentence)
    usable = [one for one in found if one.role in {"event", "period"}]
    if any(len(one.time.day) == 10 and one.role == "event" for one in usable):
        usable = [one for one in usable if sentence.chunks[one.at].get("months") != 0]
    own = [
        one
        for one in usable
        if fine[one.at] == fine[at]
        and (one.at < at or (sentence.chunks[one.at].kind != "LATER" or sentence.chunks[one.at].get("ago")))
    ]
    if own:
        return min(own, key=lambda one: abs(one.at - at))
    near = [
        one
        for one in usable
        if coarse[one.at] == coarse[at]
        and (one.at < at or (sentence.chunks[one.at].kind != "LATER" or sentence.chunks[one.at].get("ago")))
    ]
    before = [one for one in near if one.at < at]
    if before:
        return before[-1]
    return near[0] if near else None

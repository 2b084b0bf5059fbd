"""When: the day or the period that a sentence, and each count in it, is about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from exchange_ledger.extract.moments import Anchors, Reference, Time
from exchange_ledger.extract.periods import of_days, of_month, of_year, period, recent, resolved_start
from exchange_ledger.extract.readings import Sentence
from exchange_ledger.extract.roles import TOLD, ahead, governed, role, role_of_since
from exchange_ledger.extract.when import in_order, partial, resolved
from exchange_ledger.languages.chunks import Chunk

_FAR = 400  # days or weeks: nothing here is counted from further away
_BREAKS = {"COMMA", "AND", "SEMI", "DASH", "COLON", "DOT", "OPEN", "CLOSE", "RELATIVE"}
_LISTED = {"DATE", "DAYSPAN", "DAYS_OF", "DAYONLY"}
_SIGNS = {"COMMA", "CLOSE", "DASH"}
_MONTH = len("2024-01")
_WEEK = timedelta(days=7)


@dataclass(slots=True)
class _Mention:
    """One chunk that may name a time, the times found before it, and what it is counted from."""

    sentence: Sentence
    at: int
    chunk: Chunk
    anchors: Anchors
    found: list[Reference]


def references(sentence: Sentence, anchors: Anchors) -> list[Reference]:
    """Return every mention of a day or period in a sentence, in order."""
    found: list[Reference] = []
    for at in places(sentence):
        chunk = _date_within(sentence.chunks[at])
        reader = _of_when if chunk.get("when") else _READERS.get(chunk.kind)
        if reader:
            found += reader(_Mention(sentence, at, chunk, anchors, found))
    found = _with_later(sentence, _as_of(sentence, _begun(found), anchors.event), anchors)
    return sorted(found, key=lambda one: one.at)


def places(sentence: Sentence) -> tuple[int, ...]:
    """Return the places of the chunks that may name a time: in most sentences there is none."""
    if sentence.timed is None:
        sentence.timed = tuple(at for at, chunk in enumerate(sentence.chunks) if _may_name_a_time(chunk))
    return sentence.timed


def _may_name_a_time(chunk: Chunk) -> bool:
    return chunk.kind in _READERS or chunk.kind == "LATER" or "." in chunk.kind or bool(chunk.attributes.get("when"))


def _of_date(one: _Mention) -> list[Reference]:
    chunk, anchors = one.chunk, one.anchors
    written = _spoken(one.sentence, anchors) if chunk.get("days") is not None else anchors.written
    day = resolved(chunk, written, ahead(one.sentence, one.at))
    if not chunk.get("exact") and chunk.get("month") is None:
        day = anchors.shifts.get(day, day)
    day = _that_day(one) if _pointed_at(one) else in_order(chunk, day, anchors)
    if not day:
        return []
    told = role(one.sentence, one.at)
    if len(day) == _MONTH and told == "event" and _whole(one):
        return [Reference(one.at, "period", of_month(day, anchors.published))]
    return [Reference(one.at, told, Time("exchange", day), bool(chunk.get("exact")), len(day) == _MONTH)]


def _pointed_at(one: _Mention) -> bool:
    """Whether "that Friday" stands for a day told before."""
    before = one.sentence.chunks[one.at - 1] if one.at else None
    return before is not None and before.kind == "THAT" and one.chunk.get("weekday") is not None


def _that_day(one: _Mention) -> str:
    """Return the day told before that "that Friday" stands for, or nothing if none was a Friday."""
    days = (partial(day) for day in (one.anchors.named, one.anchors.event, one.anchors.told))
    return next((day.isoformat() for day in days if day and day.weekday() == one.chunk.get("weekday")), "")


def _spoken(sentence: Sentence, anchors: Anchors) -> date:
    """Return the day that "today" means: in a quotation that on which it was said, else that of the article."""
    if anchors.spoken is None:
        return anchors.written
    for at, chunk in enumerate(sentence.chunks):
        if chunk.kind == "DATE" and chunk.get("days") is None and role(sentence, at) == "report":
            day = resolved(chunk, anchors.written)
            return partial(day) or anchors.spoken
    return anchors.spoken


def _whole(one: _Mention) -> bool:
    """Whether a month is meant as a whole: "in June alone", "throughout June"."""
    around = one.sentence.chunks[max(0, one.at - 1) : one.at] + one.sentence.chunks[one.at + 1 : one.at + 2]
    return any(chunk.get("whole") for chunk in around)


def _of_list(one: _Mention) -> list[Reference]:
    """Return every day of "June 9, 10 and 12"."""
    first = resolved(one.chunk, one.anchors.written)
    numbers = [int(part.get("value")) for part in one.chunk.parts if part.kind == "SMALL"]
    days = [first, *(f"{first[:8]}{number:02}" for number in numbers)]
    return [Reference(one.at, role(one.sentence, one.at), Time("exchange", day), True) for day in days]


def _of_day_only(one: _Mention) -> list[Reference]:
    """Return "the 15th" as a day of the month named before it."""
    months = [other.time.day[:_MONTH] for other in one.found if other.role == "event"] or [one.anchors.month]
    day = f"{months[-1]}-{int(one.chunk.get('day')):02}"
    upon = one.at > 0 and one.sentence.chunks[one.at - 1].get("upon")  # "in the first" is no day
    return [Reference(one.at, "event", Time("exchange", day), True)] if upon and partial(day) else []


def _of_range(one: _Mention) -> list[Reference]:
    years = [int(part.get("value")) for part in one.chunk.parts if part.kind == "YEAR"]
    if years:
        first, last = (of_year(year, one.anchors.published) for year in years)
        return [Reference(one.at, "period", Time("period", start=first.start, end=last.end))]
    dates = [part for part in one.chunk.parts if part.kind == "DATE"]
    ends = [resolved(part, one.anchors.written) for part in dates]
    if dates[0].get("year") is None and dates[1].get("year") is not None and ends[0] > ends[1]:
        ends[0] = ends[1][:4] + ends[0][4:]  # "from March to December 2022"
    return [Reference(one.at, "period", Time("period", start=ends[0], end=ends[1]))]


def _of_days(one: _Mention) -> list[Reference]:
    return [Reference(one.at, "period", of_days(one.chunk, one.anchors.written))]


def _of_period(one: _Mention) -> list[Reference]:
    anchors = one.anchors
    if _closing(one):
        return [Reference(one.at, "period", Time("period", end=f"{(anchors.named or anchors.event)[:4]}-12-31"))]
    if one.chunk.get("unless_numbered") and any(chunk.kind in {"ORDEX", "ORDINAL"} for chunk in one.sentence.chunks):
        return []
    time = (one.chunk.get("same") and anchors.period) or period(one.chunk, anchors.published, anchors.year)
    bound = one.chunk.get("start") or one.chunk.get("which")
    told = role_of_since(one.sentence, one.at) if bound else "period"
    return [Reference(one.at, told, time)]


def _of_the_year(one: _Mention) -> list[Reference]:
    """Return the period of "in the eight exchanges of this year"; behind anything else it is that thing's rank."""
    before = one.sentence.chunks[one.at - 1].kind if one.at else ""
    return (
        [Reference(one.at, "period", period(one.chunk, one.anchors.published, one.anchors.year))]
        if before == "TIMES"
        else []
    )


def _closing(one: _Mention) -> bool:
    """Whether a tally ends with a year that is over: "by the end of 2022", "by the end of that year"."""
    before = one.sentence.chunks[max(0, one.at - 2) : one.at]
    ends = [chunk.kind for chunk in before] == ["UNTIL", "LATE"] and bool(before[1].get("closes"))
    value = one.chunk.get("value")
    year = value if isinstance(value, float) else float((one.anchors.named or one.anchors.event or "9999")[:4])
    that = one.chunk.kind == "YEAR" or one.chunk.get("which") == "the"
    return ends and that and year < one.anchors.published.year


def _of_year(one: _Mention) -> list[Reference]:
    if _closing(one):
        return [Reference(one.at, "period", Time("period", end=f"{int(one.chunk.get('value'))}-12-31"))]
    if not _counts_as_year(one.sentence, one.at) or governed(one.sentence, one.at) == "other":
        return []
    return [Reference(one.at, "period", of_year(int(one.chunk.get("value")), one.anchors.published))]


def _of_since(one: _Mention) -> list[Reference]:
    """Return the event of "since Wednesday morning", or the period of "since March 2022"."""
    start = resolved_start(one.chunk, one.anchors.written)
    told = role_of_since(one.sentence, one.at)
    if recent(one.chunk, one.anchors.written) and told == "period":
        return [Reference(one.at, "event", Time("exchange", start))]
    return [Reference(one.at, told, Time("period", start=start, end=one.anchors.published.isoformat()))]


def _of_when(one: _Mention) -> list[Reference]:
    """Return the day that "when" stands for: "the first since 8 February, when 100 people were freed"."""
    before = [chunk for chunk in one.sentence.chunks[max(0, one.at - 3) : one.at] if chunk.kind not in _SIGNS]
    chunk = before[-1] if before else None
    if chunk and chunk.kind == "YEAR":
        return [Reference(one.at, "period", of_year(int(chunk.get("value")), one.anchors.published))]
    if chunk and chunk.kind in {"DATE", "SINCEDATE", "MENTION"} and not chunk.get("start"):
        day = in_order(chunk, resolved_start(chunk, one.anchors.written), one.anchors)
        return [Reference(one.at, "event", Time("exchange", day))] if day else []
    return []


def _of_span_day(one: _Mention) -> list[Reference]:
    """Return "its last day" as a day of the few days named before."""
    period = one.anchors.period
    if period is None or any(chunk.kind == "DATE" for chunk in one.sentence.chunks) or not (partial(period.start)):
        return []
    first, last = date.fromisoformat(period.start), partial(period.end)
    if last is None or not timedelta() < last - first < _WEEK:
        return []
    day = period.end if one.chunk.get("ends") else period.start
    return [Reference(one.at, "event", Time("exchange", day), True)]


_READERS: dict[str, Callable[[_Mention], list[Reference]]] = {
    "DATE": _of_date,
    "DAYS_OF": _of_list,
    "DAYONLY": _of_day_only,
    "RANGE": _of_range,
    "DAYSPAN": _of_days,
    "PERIOD": _of_period,
    "OFPERIOD": _of_the_year,
    "YEAR": _of_year,
    "SINCEDATE": _of_since,
    "SPANDAY": _of_span_day,
}


def _begun(found: list[Reference]) -> list[Reference]:
    """Leave out periods without a beginning ("so far") where another names one ("since the invasion")."""
    begun = any(one.role == "period" and one.time.start for one in found)
    return [one for one in found if one.role != "period" or one.time.start] if begun else found


def _date_within(chunk: Chunk) -> Chunk:
    """Return the time inside a verb ("were on Friday returned", "have already been freed"), else the chunk itself."""
    inside = [part for part in chunk.parts if part.kind in {"DATE", "PERIOD"}] if "." in chunk.kind else []
    return inside[0] if inside else chunk


def _as_of(sentence: Sentence, found: list[Reference], event: str) -> list[Reference]:
    """Let tallies end on the day that "as of" names."""
    if not found:
        return []
    starts = [one.time.start for one in found if one.role == "period" and one.time.start]
    if len(set(starts)) == 1:
        found = [
            replace(one, time=replace(one.time, start=starts[0])) if one.role == "period" else one for one in found
        ]
    now = any(chunk.get("spoken") for chunk in sentence.chunks)
    day = next((one.time.day for one in found if one.role == "asof" or (now and one.role == "report")), "")
    if any(chunk.get("until") for chunk in sentence.chunks):
        day = event
        start = max((one.time.start for one in found if one.role == "period"), default="")
        found = [replace(one, time=replace(one.time, start=start)) if one.role == "period" else one for one in found]
    if not day:
        return found
    return [replace(one, time=replace(one.time, end=day)) if one.time.scope == "period" else one for one in found]


def _counts_as_year(sentence: Sentence, at: int) -> bool:
    before = sentence.chunks[at - 1].kind if at else ""
    return before in {"FROM", "OF", "PERIOD", "DET", "DATE"} or at == 0


def _with_later(sentence: Sentence, found: list[Reference], anchors: Anchors) -> list[Reference]:
    """Return the references with "a day later", "two days earlier": counted from the day named last before them."""
    if "LATER" not in sentence.present:
        return found
    for at, chunk in enumerate(sentence.chunks):
        if chunk.kind != "LATER" or not _tells_later(sentence, at):
            continue
        base = _base(sentence, at, [one for one in found if one.to_the_day], anchors)
        number = 0 if chunk.get("same_day") else int(chunk.get("number") or 1)
        if len(base) == len("2024-01-31") and number < _FAR:
            step = timedelta(days=number * int(chunk.get("length") or 1) * int(chunk.get("step") or -1))
            found.append(Reference(at, "event", Time("exchange", (date.fromisoformat(base) + step).isoformat())))
    return found


def _base(one: Sentence, at: int, days: list[Reference], anchors: Anchors) -> str:
    """Return the day from which "ago", "later" or "a day after" counts."""
    chunk = one.chunks[at]
    if chunk.get("ago"):
        return anchors.written.isoformat()
    before = [other.time.day for other in days if other.at < at]
    after = [other.time.day for other in days if other.at > at]
    if chunk.get("of_main"):
        said = [*after, *before]
        return said[0] if said else anchors.event if _tells_beside(one, at) else anchors.written.isoformat()
    return (before[-1:] or [anchors.named or anchors.event or (after[0] if after else "")])[0]


def _tells_beside(one: Sentence, at: int) -> bool:
    """Whether the main clause tells of an exchange: "a day after the swap of 49, another 103 came home"."""
    signs = [index for index, chunk in enumerate(one.chunks) if chunk.kind == "COMMA" and index > at]
    clause = one.chunks[signs[0] :] if signs and at == 0 else one.chunks[:at]
    return any(chunk.kind in TOLD for chunk in clause)


def _tells_later(sentence: Sentence, at: int) -> bool:
    """Whether "a day before" has an event to count from, and no date of its own beside it."""
    chunk = sentence.chunks[at]
    after = [other.kind for other in sentence.chunks[at + 1 : at + 7]]
    if "DATE" in after and set(after[: after.index("DATE")]) <= {"COMMA", "FROM", "DET", "EXCHANGE", "THAT", "ADV"}:
        return False
    if after[:1] and after[0] in {"NAME", "MONTHOF", "DAYWORD"} and not chunk.get("ago"):
        return False
    anchors = {"EXCHANGE", "ORDEX", "THAT", "PRONOUN", "COUNT", "BODIES", "SMALL", "BOTH", "RETURNNOUN"}
    return bool(
        chunk.get("ago")
        or chunk.get("same_day")
        or chunk.get("step") == 1
        or not after
        or set(after[:3]) & anchors
        or after[0] in {"COMMA", "DOT"}
    )


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


def _segments(sentence: Sentence) -> tuple[list[int], list[int]]:
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
    usable = [one for one in found if one.role in {"event", "period"} and _reaches(sentence, one, at)]
    days = {one.time.day[:_MONTH] for one in usable if one.to_the_day}
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
    return next((one for one in near if not _counts_there(sentence, fine, one)), None)


def _reaches(sentence: Sentence, one: Reference, at: int) -> bool:
    """Whether a time may be that of a chunk: "when" and "a day later" tell only of what follows them."""
    chunk = sentence.chunks[one.at]
    later = chunk.kind == "LATER" and not chunk.get("ago") and not chunk.get("same_day")
    return one.at <= at or not (later or chunk.get("when"))


def _counts_there(sentence: Sentence, fine: list[int], one: Reference) -> bool:
    """Whether the clause of a time counts people of its own: then it is not that of a clause before.

    The number of a tally need not name the people again: "205 captives, bringing the total to 4,946".
    """
    numbers = {"COUNT", "BODIES", "FORMULA"} | ({"LARGE", "HNUM"} if one.role == "period" else set())
    return any(chunk.kind in numbers and fine[index] == fine[one.at] for index, chunk in enumerate(sentence.chunks))


__all__ = ["Anchors", "Reference", "Time", "places", "references", "segments", "time_at"]

"""What the words of one chunk name: a day, several, a month, a period."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from exchange_ledger.extract.moments import DAY, MONTH, NEVER, UNCLEAR, Anchors, Reference, Time
from exchange_ledger.extract.periods import of_days, of_month, of_year, period, recent, resolved_start
from exchange_ledger.extract.readings import Sentence
from exchange_ledger.extract.roles import ahead, governed, of_what_was_reached, role, role_of_since
from exchange_ledger.extract.when import in_order, partial, resolved
from exchange_ledger.languages.chunks import Chunk

_SIGNS: Final = {"COMMA", "CLOSE", "DASH"}
_WEEK: Final = timedelta(days=7)
_CENTURIES: Final = range(1900, 2200)
_NO_DAYS: Final = range(32, 100)
_NUMBERED: Final = {"PEOPLE", "BODY", "HAVE", "BE", "MORETHANBEFORE"}
_RECENT: Final = timedelta(days=62)


@dataclass(slots=True)
class Mention:
    """One chunk that may name a time, the times found before it, and what it is counted from."""

    sentence: Sentence
    at: int
    chunk: Chunk
    anchors: Anchors
    found: list[Reference]


def _of_date(one: Mention) -> list[Reference]:
    chunk, anchors = one.chunk, one.anchors
    written = _spoken(one.sentence, anchors) if chunk.get("days") is not None else anchors.written
    day = "" if _of_no_year(one) else resolved(chunk, written, ahead(one.sentence, one.at))
    if not chunk.get("exact") and chunk.get("month") is None:
        day = anchors.shifts.get(day, day)
    day = _that_day(one) if _pointed_at(one) else _in_opening_year(one, in_order(chunk, day, anchors))
    day = "" if _week_to_come(one) else day
    if day and _of_no_known_year(one, day):
        years = anchors.years if day < (anchors.published - _RECENT).isoformat()[: len(day)] else frozenset()
        if len(years) != 1:
            return [Reference(one.at, UNCLEAR, Time("exchange"))]
        day = f"{min(years)}{day[4:]}"
    told = role(one.sentence, one.at)
    if not day:
        return _impossible(one) if chunk.get("month") is not None and told not in {"report", "other"} else []
    if len(day) == MONTH and told == "event" and _whole(one):
        return [Reference(one.at, "period", of_month(day, anchors.published))]
    return [Reference(one.at, told, Time("exchange", day), bool(chunk.get("exact")), len(day) == MONTH)]


def _week_to_come(one: Mention) -> bool:
    """Whether "over the weekend" lies ahead: "further exchanges are anticipated over the weekend"."""
    if one.chunk.get("weeks") is None:
        return False
    before = one.sentence.chunks[max(0, one.at - 2) : one.at]
    return any(chunk.kind.startswith("PLAN.") for chunk in before)


def _impossible(one: Mention) -> list[Reference]:
    return [Reference(one.at, NEVER, Time("exchange"))]


def _of_no_year(one: Mention) -> bool:
    """Whether a year in which no exchange can have been stands behind a date, or no day of its month behind a month."""
    if "LARGE" not in one.sentence.present:
        return False
    after = one.sentence.chunks[one.at + 1 : one.at + 4]
    after = after[1:] if after and after[0].kind == "COMMA" else after
    if one.chunk.get("month") is None or not after or after[0].kind != "LARGE" or not after[0].text.isdigit():
        return False
    if len(after) > 1 and ("." in after[1].kind or after[1].kind in _NUMBERED):
        return False
    upon = one.at > 0 and one.sentence.chunks[one.at - 1].get("upon")
    month = one.chunk.get("day") is None and not one.chunk.get("last_day")
    number = int(after[0].text)
    return number in _CENTURIES or (bool(upon) and month and number in _NO_DAYS)


def _of_no_known_year(one: Mention, day: str) -> bool:
    """Whether a date of a retrospect names no year, and the one that lies nearest is none of those that it tells of."""
    open_year = one.chunk.get("month") is not None and one.chunk.get("year") is None and not one.chunk.get("which")
    return open_year and bool(one.anchors.years) and day[:4] not in one.anchors.years and not one.anchors.told


def _in_opening_year(one: Mention, day: str) -> str:
    """Return a day in the year that opens its sentence: "In 2023 it was different: on 16 April, ..."."""
    opening = one.sentence.chunks[:2]
    told = [chunk.kind for chunk in opening] == ["FROM", "YEAR"] and one.at > 1
    open_year = day and one.chunk.get("month") is not None and one.chunk.get("year") is None
    return f"{int(opening[1].get('value'))}{day[4:]}" if told and open_year else day


def _pointed_at(one: Mention) -> bool:
    """Whether "that Friday" stands for a day told before; "said that Friday's exchange" names one."""
    chunks = one.sentence.chunks
    if not one.at or chunks[one.at - 1].kind != "THAT" or one.chunk.get("weekday") is None:
        return False
    owns = [chunk.kind for chunk in chunks[one.at + 1 : one.at + 2]] == ["POSS"]
    return not owns and not any(chunk.kind.startswith("SAY.") for chunk in chunks[max(0, one.at - 4) : one.at - 1])


def _that_day(one: Mention) -> str:
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


def _whole(one: Mention) -> bool:
    """Whether a month is meant as a whole: "in June alone", "throughout June"."""
    if "whole" not in one.sentence.marks:
        return False
    around = one.sentence.chunks[max(0, one.at - 1) : one.at] + one.sentence.chunks[one.at + 1 : one.at + 2]
    return any(chunk.get("whole") for chunk in around)


def _of_list(one: Mention) -> list[Reference]:
    """Return every day of "June 9, 10 and 12"."""
    first = resolved(one.chunk, one.anchors.written)
    numbers = [int(part.get("value")) for part in one.chunk.parts if part.kind == "SMALL"]
    days = [first, *(f"{first[:8]}{number:02}" for number in numbers)]
    if not all(map(partial, days)):
        return _impossible(one)
    return [Reference(one.at, role(one.sentence, one.at), Time("exchange", day), True) for day in days]


def _of_day_only(one: Mention) -> list[Reference]:
    """Return "the 15th" as a day of the month named before it."""
    span, number = _few_days(_span_before(one)), int(one.chunk.get("day"))
    months = [other.time.day[:MONTH] for other in one.found if other.role == "event"] or [one.anchors.month]
    day = f"{span[0][:MONTH] if span else months[-1]}-{number:02}"
    if number <= len(span) and not any(
        letter.isdigit() for letter in one.chunk.text
    ):  # "on 5 and 6 March: 200 on the first and 300 on the second"
        day = span[number - 1]
    upon = one.at > 0 and one.sentence.chunks[one.at - 1].get("upon")  # "in the first" is no day
    return [Reference(one.at, "event", Time("exchange", day), True)] if upon and partial(day) else []


def _of_range(one: Mention) -> list[Reference]:
    years = [int(part.get("value")) for part in one.chunk.parts if part.kind == "YEAR"]
    if years:
        first, last = (of_year(year, one.anchors.published) for year in years)
        return [Reference(one.at, "period", Time("period", start=first.start, end=last.end))]
    dates = [part for part in one.chunk.parts if part.kind == "DATE"]
    ends = [resolved(part, one.anchors.written) for part in dates]
    if not all(ends):
        return _impossible(one)
    if dates[0].get("year") is None and dates[1].get("year") is not None and ends[0] > ends[1]:
        ends[0] = ends[1][:4] + ends[0][4:]  # "from March to December 2022"
    return [Reference(one.at, "period", Time("period", start=ends[0], end=ends[1]))]


def _of_days(one: Mention) -> list[Reference]:
    days = of_days(one.chunk, one.anchors.written)
    return [Reference(one.at, "period", days)] if days.start else _impossible(one)


def _of_period(one: Mention) -> list[Reference]:
    anchors = one.anchors
    if _closing(one):
        return [Reference(one.at, "period", Time("period", end=f"{(anchors.named or anchors.event)[:4]}-12-31"))]
    if [chunk.kind for chunk in one.sentence.chunks[one.at + 1 : one.at + 3]] in (["POSS", "ORDEX"], ["POSS", "SUPER"]):
        return []  # "in the year's first exchange", "during the war's largest", is one event
    if one.chunk.get("unless_numbered") and any(chunk.kind in {"ORDEX", "ORDINAL"} for chunk in one.sentence.chunks):
        return []
    time = (one.chunk.get("same") and anchors.period) or period(one.chunk, anchors.published, anchors.year)
    if one.chunk.get("since_named") and len(anchors.named) == DAY:
        time = time._replace(start=anchors.named)
    if one.chunk.get("which") and of_what_was_reached(one.sentence, one.at):
        return []
    bound = one.chunk.get("start") or one.chunk.get("which")
    told = role_of_since(one.sentence, one.at) if bound else "period"
    return [Reference(one.at, told, time)]


def _of_the_year(one: Mention) -> list[Reference]:
    """Return the period of "in the eight exchanges of this year"; behind anything else it is that thing's rank."""
    before = one.sentence.chunks[one.at - 1].kind if one.at else ""
    return (
        [Reference(one.at, "period", period(one.chunk, one.anchors.published, one.anchors.year))]
        if before == "TIMES"
        else []
    )


def _of_that_month(one: Mention) -> list[Reference]:
    """Return the month that the sentence, or the one before it, named before "that month"."""
    told = [other.time.day[:MONTH] for other in one.found if len(other.time.day) >= MONTH]
    told = told or [one.anchors.named[:MONTH]] * (len(one.anchors.named) >= MONTH)
    return [Reference(one.at, "event", Time("exchange", told[-1]), month=True)] if told else []


def _closing(one: Mention) -> bool:
    """Whether a tally ends with a year that is over: "by the end of 2022", "by the end of that year"."""
    before = one.sentence.chunks[max(0, one.at - 2) : one.at]
    ends = [chunk.kind for chunk in before] == ["UNTIL", "LATE"] and bool(before[1].get("closes"))
    value = one.chunk.get("value")
    year = value if isinstance(value, float) else float((one.anchors.named or one.anchors.event or "9999")[:4])
    that = one.chunk.kind == "YEAR" or one.chunk.get("which") == "the"
    return ends and that and year < one.anchors.published.year


def _of_year(one: Mention) -> list[Reference]:
    if _closing(one):
        return [Reference(one.at, "period", Time("period", end=f"{int(one.chunk.get('value'))}-12-31"))]
    if [chunk.kind for chunk in one.sentence.chunks[max(0, one.at - 2) : one.at]] == ["ORDEX", "FROM"]:
        return []  # "in the fifth swap in 2025": the year is that of the rank
    if one.at and one.sentence.chunks[one.at - 1].kind == "LATE":
        return [Reference(one.at, UNCLEAR, Time("exchange"))]
    if not _counts_as_year(one.sentence, one.at) or governed(one.sentence, one.at) == "other":
        return []
    return [Reference(one.at, "period", of_year(int(one.chunk.get("value")), one.anchors.published))]


def _of_since(one: Mention) -> list[Reference]:
    """Return the event of "since Wednesday morning", or the period of "since March 2022"."""
    start = resolved_start(one.chunk, one.anchors.written)
    told = role_of_since(one.sentence, one.at)
    if not start and one.chunk.get("month") is not None:
        return _impossible(one) if told == "period" else []
    if recent(one.chunk, one.anchors.written) and told == "period":
        return [Reference(one.at, "event", Time("exchange", start))]
    return [Reference(one.at, told, Time("period", start=start, end=one.anchors.published.isoformat()))]


def of_when(one: Mention) -> list[Reference]:
    """Return the day that "when" stands for: "the first since 8 February, when 100 people were freed"."""
    before = [chunk for chunk in one.sentence.chunks[max(0, one.at - 3) : one.at] if chunk.kind not in _SIGNS]
    chunk = before[-1] if before else None
    if chunk and chunk.kind == "YEAR":
        return [Reference(one.at, "period", of_year(int(chunk.get("value")), one.anchors.published))]
    if chunk and chunk.kind in {"DATE", "SINCEDATE", "MENTION"} and not chunk.get("start"):
        day = in_order(chunk, resolved_start(chunk, one.anchors.written), one.anchors)
        return [Reference(one.at, "event", Time("exchange", day))] if day else []
    return []


def _of_span_day(one: Mention) -> list[Reference]:
    """Return "its last day" as a day of the few days named before."""
    days = _few_days(_span_before(one) or (None if "DATE" in _clause_kinds(one) else one.anchors.period))
    number = len(days) if one.chunk.get("ends") else int(one.chunk.get("nth"))
    return [Reference(one.at, "event", Time("exchange", days[number - 1]), True)] if 0 < number <= len(days) else []


def _span_before(one: Mention) -> Time | None:
    """Return the days that a sentence names before a place: "on 5 and 6 March"."""
    spans = [other.time for other in one.found if one.sentence.chunks[other.at].kind in {"DAYSPAN", "RANGE"}]
    return spans[-1] if spans else None


def _few_days(period: Time | None) -> list[str]:
    """Return the days of a period (ISO 8601) that is not as long as a week, else nothing."""
    first, last = (partial(period.start), partial(period.end)) if period else (None, None)
    if first is None or last is None or not timedelta() < last - first < _WEEK:
        return []
    return [(first + timedelta(days=number)).isoformat() for number in range((last - first).days + 1)]


def _clause_kinds(one: Mention) -> set[str]:
    """Return the kinds of the chunks up to the next semicolon: "on the first day 270 came; 307 followed on 24 May"."""
    kinds = [chunk.kind for chunk in one.sentence.chunks]
    end = kinds.index("SEMI", one.at) if "SEMI" in kinds[one.at :] else len(kinds)
    return set(kinds[:end])


READERS: Final[dict[str, Callable[[Mention], list[Reference]]]] = {
    "DATE": _of_date,
    "DAYS_OF": _of_list,
    "DAYONLY": _of_day_only,
    "THATMONTH": _of_that_month,
    "RANGE": _of_range,
    "DAYSPAN": _of_days,
    "PERIOD": _of_period,
    "OFPERIOD": _of_the_year,
    "YEAR": _of_year,
    "SINCEDATE": _of_since,
    "SPANDAY": _of_span_day,
}


def _counts_as_year(sentence: Sentence, at: int) -> bool:
    before = sentence.chunks[at - 1].kind if at else ""
    return before in {"FROM", "OF", "PERIOD", "DET", "DATE"} or at == 0

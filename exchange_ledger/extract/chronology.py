"""What the dates of an article are counted from, sentence by sentence: its dateline, the year and the day told last."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from exchange_ledger.extract.context import Context
from exchange_ledger.extract.count import NAMED
from exchange_ledger.extract.moments import DAY, MONTH, UNCLEAR, Anchors, Reference, Time
from exchange_ledger.extract.readings import Sentence
from exchange_ledger.extract.roles import ahead, in_dateline
from exchange_ledger.extract.times import date_within, places, references
from exchange_ledger.extract.when import partial, resolved

_LATE: Final = timedelta(days=3)
_QUOTES: Final = (("“", "”"), ("«", "»"), ("„", "“"))
_RETROSPECT: Final = timedelta(days=10)
_HEADING: Final = {"DATE", "DOT", "COLON", "COMMA", "YEAR", "QUANTITY", "DASH", "OPEN", "CLOSE"}
_DATES: Final = {"DATE", "DAYS_OF", "DAYSPAN", "RANGE", "SINCEDATE"}
_COMPARED: Final = {"THAN", "MORETHANBEFORE", "FEWERTHAN"}
_NAMED: Final = {"EXCHANGE", "ORDEX", "BODY", "ORDINAL"}
_ENTRY_SIGNS: Final = {"DASH", "COLON", "HYPHEN"}
_LONG: Final = 24  # chunks: a line with more of them is a sentence
_FIRST: Final = 6  # sentences: a dateline stands no further down


def written(sentences: list[Sentence], published: date) -> date:
    """Return the day on which an article says that it was written, else the day of publication."""
    for one in sentences[:_FIRST]:
        for at, chunk in enumerate(one.chunks[:_FIRST]):
            if chunk.kind == "DATE" and in_dateline(one, at):
                day = resolved(chunk, published)
                close = len(day) > MONTH and published - _LATE <= date.fromisoformat(day) <= published
                return date.fromisoformat(day) if close else published
    return published


def times_told(context: Context, one: Sentence) -> list[Reference]:
    """Return every mention of a day or period in a sentence, in order, seen from where the article stands."""
    if not places(one):
        return []
    anchors = _anchors(context, one)
    if one.told is None or one.told[0] != anchors:
        one.told = anchors, references(one, anchors)
    return one.told[1]


def _anchors(context: Context, one: Sentence) -> Anchors:
    """Return what the dates of a sentence are counted from."""
    listed, going_on = opens_with_date(one), one.stretch.paragraph == context.paragraph
    that_year = one.marked("same_year")
    told = context.order if listed or going_on or that_year else ""
    last = None
    if context.review and "SUPER" in one.present:
        told = told or str(context.review)
        last = date(context.review, 12, 31) if going_on and context.of_year else None
    anchors = Anchors(
        published=last or context.published,
        written=last or context.written,
        spoken=_spoken(context) if quotes_today(context, one) else None,
        shifts=context.shifts,
        told="" if "BEFORE" in one.present else told,
        listed=listed,
        years=context.years,
    )
    if _names_dates_only(one):
        return anchors
    day = context.event.day if context.event and context.event.scope == "exchange" else ""
    return anchors._replace(
        year=context.year,
        event=day or context.main or ("" if context.elsewhere else _last_event(context)),
        named=context.named if going_on else "",
        month=context.month,
        last=context.last_day,
        period=context.since,
    )


def _names_dates_only(one: Sentence) -> bool:
    """Whether all times of a sentence are dates of their own, whatever event, day or period was spoken of before."""
    pointing = "THAT" in one.present or "until" in one.marks  # "that Friday", "until then"
    return not pointing and all(date_within(one.chunks[at]).kind in _DATES for at in places(one))


def _last_event(context: Context) -> str:
    """Return the day of the last count of an article that reports no one event."""
    days = (one.time.day for one in reversed(context.readings) if one.time and one.time.scope == "exchange")
    return next((day for day in days if len(day) == DAY), "")


def _spoken(context: Context) -> date:
    """Return the day on which a quotation without a day was said: that of the event, if it is a few days old."""
    day = partial(context.main)
    fresh = day is not None and not context.assumed and timedelta() <= context.written - day <= _LATE
    return day if day and fresh else context.written


def quotes_today(context: Context, one: Sentence) -> bool:
    """Whether a sentence holds "today" within a quotation."""
    return "days" in one.marks and any(
        chunk.kind == "DATE" and chunk.get("days") == 0 and quoted(context.text, chunk.start) for chunk in one.chunks
    )


def quoted(text: str, at: int) -> bool:
    """Whether a place in a text lies in a quotation that its paragraph opened before it."""
    before = text[text.rfind("\n", 0, at) + 1 : at]
    return before.count('"') % 2 == 1 or any(before.rfind(sign) > before.rfind(end) for sign, end in _QUOTES)


def years_told(context: Context, sentences: list[Sentence]) -> frozenset[str]:
    """Return the years of a retrospect: an article of no fresh event with two or more dates that name their year."""
    fresh = (context.published - _RETROSPECT).isoformat()
    if context.main >= fresh:
        return frozenset()
    body = (chunk for one in sentences if not one.stretch.headline and not heading(one) for chunk in one.chunks)
    dates = {resolved(chunk, context.published) for chunk in body if chunk.kind == "DATE" and chunk.get("year")}
    days = {day for day in dates if len(day) == DAY and day < fresh}
    return frozenset(day[:4] for day in days) if len(days) > 1 else frozenset()


def remember(context: Context, one: Sentence, found: list[Reference]) -> None:
    """Keep the year, the month and the day that a sentence tells, for the dates after it."""
    if one.stretch.paragraph != context.paragraph:
        context.named, context.since, context.of_year = "", None, False
        if not opens_with_date(one):
            context.order = ""
    if "YEARS" in one.present:
        context.of_year |= any(pair == ("DET", "YEARS") for pair in pairwise([chunk.kind for chunk in one.chunks]))
    if found:
        _remember_times(context, one, found)


def _remember_times(context: Context, one: Sentence, found: list[Reference]) -> None:
    days = [
        ref.time.day or ref.time.end
        for ref in found
        if (len(ref.time.day) == DAY and ref.role != "report") or one.chunks[ref.at].kind == "RANGE"
    ]
    if any(ref.role == UNCLEAR for ref in found):
        context.last_day = ""
    context.named = days[-1] if days else context.named
    context.last_day = context.named or context.last_day
    context.since = next((ref.time for ref in found if ref.time.start), context.since)
    for ref in found:
        chunk = one.chunks[ref.at]
        if ref.role == "event" and ref.time.day and chunk.get("month") is not None:
            context.month = ref.time.day[:MONTH]
            if chunk.get("year") is not None or context.order:
                context.order = ref.time.day
        elif ref.role == "period" and chunk.kind == "YEAR":
            context.order = str(int(chunk.get("value")))
        compared = ref.at and one.chunks[ref.at - 1].kind in _COMPARED  # "402 fewer than in 2022"
        if ref.role == "period" and ref.time.start.endswith("-01-01") and not compared:
            context.year = int(ref.time.start[:4])
            review = context.year if context.year < context.published.year else 0
            context.review = context.review or review


def since_it_began(context: Context, one: Sentence) -> Time | None:
    """Return the time from the day on which the paragraph says that it all began to that of the event spoken of.

    "In all, 6,057 bodies have come home. The process began on 11 June." What sums up as well behind it means the same.
    """
    if context.began is None:
        near = (other for other in context.sentences if other.stretch.paragraph == one.stretch.paragraph)
        days = [day for other in near if (day := _beginning(context, other))]
        end = context.event.day if context.event and len(context.event.day) == DAY else context.published.isoformat()
        context.began = Time("period", start=days[0], end=end) if len(days) == 1 and days[0] < end else None
    return context.began


def _beginning(context: Context, one: Sentence) -> str:
    """Return the day on which a sentence says that something began, if it counts nobody."""
    begins = any(chunk.get("begins") and chunk.kind.startswith("DO.") for chunk in one.chunks)
    told = times_told(context, one) if begins and not one.present & NAMED else []
    return next((ref.time.day for ref in told if ref.to_the_day), "")


def still_to_come(context: Context, one: Sentence, ref: Reference) -> bool:
    """Whether a day is that of what is to follow: "390 came home and more are to follow on Saturday"."""
    return ref.to_the_day and ref.time.day > context.published.isoformat() and ahead(one, ref.at)


def heading(one: Sentence) -> bool:
    """Whether a line holds a day and nothing else: the heading of a day's entries, or when an article appeared.

    A line that ends in a colon may name the exchange of that day too: "Third exchange, Thursday, 14 March (25 freed):".
    """
    if one.chunks and one.chunks[-1].kind == "COLON" and one.present & _NAMED and len(one.chunks) < _LONG:
        return "DATE" in one.present and not any(kind.startswith("SAY.") for kind in one.present)
    return {"DATE"} <= one.present <= _HEADING and len(one.chunks) < _FIRST


def opens_with_date(one: Sentence) -> bool:
    """Whether a sentence is an entry of a list by days: "21 September 2022: ..."."""
    return len(one.chunks) > 1 and one.chunks[0].kind == "DATE" and one.chunks[1].kind in _ENTRY_SIGNS

"""Periods: what "this year", "since March 2022", "the first half of 2024" or "23-25 May" mean as two days."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import Final

from exchange_ledger.extract.moments import DAY, Time
from exchange_ledger.extract.when import resolved
from exchange_ledger.languages.chunks import Chunk

_WEEK: Final = 7


def period(chunk: Chunk, published: date, year: int) -> Time:
    """Return the time that a period's words name, ending with the day of publication or the year's last.

    `year` is what "the year" means.
    """
    which = {"this": published.year, "the": year, "last": published.year - 1}.get(str(chunk.get("which")))
    if chunk.get("from_month"):
        told = chunk.get("value")
        return _months(int(told) if isinstance(told, float) else which or published.year, chunk, published)
    if which:
        return of_year(which, published)
    return Time("period", start=str(chunk.get("start") or ""), end=published.isoformat())


def _months(year: int, chunk: Chunk, published: date) -> Time:
    first, last = int(chunk.get("from_month")), int(chunk.get("to_month"))
    end = date(year, last, monthrange(year, last)[1])
    return Time("period", start=f"{year}-{first:02}-01", end=min(end, published).isoformat())


def of_year(year: int, published: date) -> Time:
    """Return a calendar year, or its part up to publication."""
    end = min(date(year, 12, 31), published) if year == published.year else date(year, 12, 31)
    return Time("period", start=f"{year}-01-01", end=end.isoformat())


def of_month(month: str, published: date) -> Time:
    """Return a month (`2024-09`), or its part up to publication, as a period."""
    year, number = int(month[:4]), int(month[5:])
    end = date(year, number, monthrange(year, number)[1])
    return Time("period", start=f"{month}-01", end=min(end, published).isoformat())


def of_days(chunk: Chunk, published: date) -> Time:
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


def recent(chunk: Chunk, published: date) -> bool:
    """Whether "since Wednesday morning" names the day of the event rather than the start of a tally.

    "Since 11 June", and "since it began on Wednesday", are the start of one.
    """
    if chunk.get("month") is not None or any(part.get("begins") for part in chunk.parts):
        return False
    start = resolved_start(chunk, published)
    return len(start) == DAY and abs((published - date.fromisoformat(start)).days) < _WEEK

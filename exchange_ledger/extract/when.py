"""Days: what the words of a date mean, seen from the day of publication."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import Final

from exchange_ledger.extract.moments import MONTH, Anchors
from exchange_ledger.languages.chunks import Chunk

_YEARS: Final = range(2000, 2100)
_AHEAD: Final = timedelta(days=2)
_NEAR: Final = timedelta(days=10)


def partial(published: str) -> date | None:
    """Return a day of ISO 8601, or None if the text is none, or none on which anybody could have published this."""
    try:
        day = date.fromisoformat(published)
    except ValueError:
        return None
    return day if day.year in _YEARS else None


def resolved(chunk: Chunk, published: date, ahead: bool = False) -> str:
    """Return what a date's words mean as a partial date (ISO 8601); empty if they name no day, month or year.

    `ahead`: the words tell of something still to come. A day without a year lies in the year that makes it the last
    before publication (a few days' grace for slips), or the next after it.
    """
    weekday = chunk.get("weekday")
    if chunk.get("day") is not None and chunk.get("month") is not None:
        return _day(chunk, published, ahead)
    if chunk.get("month") is not None:
        return _month(chunk, published, ahead)
    if weekday is not None:
        return _weekday(chunk, published, ahead).isoformat()
    return _relative(chunk, published)


def _day(chunk: Chunk, published: date, ahead: bool) -> str:
    month, day = int(_number(chunk, "month")), int(_number(chunk, "day"))
    if chunk.get("year") is not None:
        return _iso(int(_number(chunk, "year")), month, day)
    if ahead:
        days = (_iso(published.year + years, month, day) for years in (-1, 0, 1))
        return next((found for found in days if found >= published.isoformat()), "")
    latest = (published + _AHEAD).isoformat()
    days = (_iso(published.year + years, month, day) for years in (1, 0, -1))
    return next((found for found in days if found and found <= latest), "")


def _number(chunk: Chunk, name: str) -> float:
    return float(chunk.get(name))


def _iso(year: int, month: int, day: int) -> str:
    valid = 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]
    return f"{year:04}-{month:02}-{day:02}" if valid else ""


def _month(chunk: Chunk, published: date, ahead: bool) -> str:
    month = _month_named(chunk, published, ahead)
    if not chunk.get("last_day"):
        return month
    return f"{month}-{monthrange(int(month[:4]), int(month[5:]))[1]:02}"


def _month_named(chunk: Chunk, published: date, ahead: bool) -> str:
    month = int(_number(chunk, "month"))
    if chunk.get("which"):
        return f"{published.year - (chunk.get('which') == 'last'):04}-{month:02}"
    if chunk.get("year") is not None:
        return f"{int(_number(chunk, 'year')):04}-{month:02}"
    year = (
        published.year
        if (month <= published.month) != ahead or month == published.month
        else (published.year + 1 if ahead else published.year - 1)
    )
    return f"{year:04}-{month:02}"


def _weekday(chunk: Chunk, published: date, ahead: bool) -> date:
    weekday = int(_number(chunk, "weekday"))
    back = (published.weekday() - weekday) % 7
    if chunk.get("weeks") is not None:
        return published - timedelta(days=published.weekday() + 7 - weekday)
    if chunk.get("gone") and back == 0:
        return published - timedelta(days=7)
    return published + timedelta(days=(7 - back) % 7 if ahead else -back)


def in_order(chunk: Chunk, day: str, anchors: Anchors) -> str:
    """Return a day, moved into the year that the text told before it where it goes on from there.

    In a list every day follows the one before it; in running text only a day that does not lie near publication is
    moved, and only within the year told.
    """
    told = anchors.told
    if not (day and told) or chunk.get("month") is None or chunk.get("year") is not None:
        return day
    if chunk.get("same_year"):
        return f"{told[:4]}{day[4:]}"
    near = (anchors.published - _NEAR).isoformat()
    if not anchors.listed and day >= near[: len(day)]:
        return day
    last = anchors.published.year if anchors.listed else int(told[:4])
    moved = (f"{year}{day[4:]}" for year in range(int(told[:4]), last + 1))
    return next((one for one in moved if one >= told and one <= anchors.published.isoformat()), day)


def _relative(chunk: Chunk, published: date) -> str:
    if chunk.get("days") is not None:
        return (published + timedelta(days=chunk.get("days"))).isoformat()
    if chunk.get("months") is not None:
        first = published.replace(day=1)
        if chunk.get("months") < 0:
            first = (first - timedelta(days=1)).replace(day=1)
        return f"{first.year:04}-{first.month:02}"
    if chunk.get("weeks") is not None:
        monday = published - timedelta(days=published.weekday() + 7)
        month = monday.isoformat()[:MONTH]
        return month if (monday + timedelta(days=6)).isoformat()[:MONTH] == month else ""
    if chunk.get("years") is not None:
        return _iso(published.year + chunk.get("years"), published.month, published.day)
    return ""

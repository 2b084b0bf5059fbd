"""Partial dates as stretches of days."""

from __future__ import annotations

import calendar
from datetime import date
from functools import lru_cache


@lru_cache(maxsize=65536)
def first_day(partial: str) -> date:
    """Return the first day that an ISO 8601 date, month or year can mean; raises ValueError if it is none."""
    return date.fromisoformat(partial + {4: "-01-01", 7: "-01"}.get(len(partial), ""))


@lru_cache(maxsize=65536)
def last_day(partial: str) -> date:
    """Return the last day that an ISO 8601 date, month or year can mean; raises ValueError if it is none."""
    first = first_day(partial)
    if len(partial) == 4:
        return date(first.year, 12, 31)
    if len(partial) == 7:
        return date(first.year, first.month, calendar.monthrange(first.year, first.month)[1])
    return first


def is_day(partial: str) -> bool:
    """Return whether a partial date names a single day."""
    return len(partial) == 10


_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def in_words(partial: str) -> str:
    """Return a partial date as prose writes it: `31 January 2024`, `January 2024`, `2024`; no locale is asked."""
    parts = partial.split("-")[:3]
    words = [str(int(parts[2]))] if len(parts) > 2 else []
    words += [_MONTHS[int(parts[1]) - 1]] if len(parts) > 1 else []
    return " ".join([*words, parts[0]])

"""A day or a period, and a mention of one in a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final, NamedTuple

DAY, MONTH = len("2024-01-31"), len("2024-01")
"""How many characters of ISO 8601 name a day, or a month only."""
UNCLEAR: Final = "unclear"
"""The role of a date whose year nobody knows."""

NEVER: Final = "never"
"""The role of a date that the calendar does not have, or that lies in a year of no exchange: "on 30 February"."""


class Time(NamedTuple):
    """A day (`scope` exchange) or a period; partial dates of ISO 8601."""

    scope: str
    day: str = ""
    start: str = ""
    end: str = ""


class Reference(NamedTuple):
    """One mention: its place among the chunks, its role (event, report, asof, period, other, `NEVER`), the time."""

    at: int
    role: str
    time: Time
    exact: bool = False
    month: bool = False

    @property
    def to_the_day(self) -> bool:
        """Whether it names the day of an event."""
        return self.role == "event" and len(self.time.day) == DAY


class Anchors(NamedTuple):
    """What the words of a time are counted from.

    `written` is the day that "today" means, `spoken` what it means in the quotation that the sentence holds, `shifts`
    maps a day that a weekday's name gives to the printed date of the same event, `year` is "the year", `event` the day
    spoken of, `named` the day that the paragraph named last, of whatever it was, `told` the last day or year told with
    its year, `month` what "the 15th" is a day of, `listed` whether the sentence is an entry of a list by days, `period`
    what "in that time" means; `years` those that a
    retrospect names, whose dates without a year lie in one of them or in none that is known.
    """

    published: date
    written: date
    spoken: date | None = None
    shifts: Mapping[str, str] = MappingProxyType({})
    year: int = 0
    event: str = ""
    named: str = ""
    told: str = ""
    month: str = ""
    listed: bool = False
    last: str = ""
    period: Time | None = None
    years: frozenset[str] = frozenset()

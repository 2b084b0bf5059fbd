"""One statement of an article, on its way to a claim."""

from __future__ import annotations

from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Final

from exchange_ledger.extract.moments import Time
from exchange_ledger.extract.speakers import Speaker

COUNTED_MEASURES: Final = {"people_returned", "bodies_returned"}
"""What counts those who were handed over."""

REPEAT: Final = "said before"
"""Why a reading is left out that only repeats another."""

OLDER: Final = "older"
"""The kind of a number that the text itself corrects."""

CUT_OUT: Final = "its number is a part of another, or not exact"
"""Why a reading is left out whose sentence goes to review even if it says something else for sure."""


@dataclass(slots=True)
class Reading:
    """One statement, complete but for what the rest of the article says; offsets point into the article's text.

    `dated`: its own sentence names the time. `background`: its event is not the one that the article reports.
    `unsure`: why it goes to review. `bare`: a number swapped, whose is open.
    """

    measure: str
    time: Time | None
    start: int
    end: int
    rule: str
    sentence: int
    side: str = ""
    dimension: str = ""
    category: str = ""
    value: float | None = None
    text_value: str = ""
    qualifier: str = "exact"
    speaker: Speaker | None = None
    unsure: str = ""
    dated: bool = False
    kind: str = ""
    group: int = 0
    bare: bool = False
    at: int = -1
    pair: tuple[float, ...] = ()
    default: str = ""
    told: bool = False
    background: bool = False
    relative: bool = False
    own: bool = False

    def with_category(self, dimension: str, category: str) -> Reading:
        """Return the same statement about a part."""
        part = self.copied()
        part.dimension, part.category = dimension, category
        return part

    def copied(self) -> Reading:
        """Return the same statement once more, to be changed."""
        return Reading(*_EVERYTHING(self))


_EVERYTHING: Final = attrgetter(*(one.name for one in fields(Reading)))

"""What is known while an article is read."""

from __future__ import annotations

from collections.abc import Collection, Hashable
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from exchange_ledger.extract.moments import Reference, Time
from exchange_ledger.extract.reading import Reading
from exchange_ledger.extract.readings import Sentence
from exchange_ledger.extract.speakers import Speaker
from exchange_ledger.extract.voices import Spoken
from exchange_ledger.languages.language import Language
from exchange_ledger.stages import Span

LARGEST_EXCHANGE: Final = 1000


@dataclass(slots=True)
class Context:
    """What is known while an article is read: the event spoken of, whose people, who speaks."""

    language: Language
    text: str
    published: date
    written: date = date.min
    main: str = ""
    assumed: bool = False
    order: str = ""
    month: str = ""
    years: frozenset[str] = frozenset()
    named: str = ""
    review: int = 0
    of_year: bool = False
    since: Time | None = None
    began: Time | None = None
    headings: set[int] = field(default_factory=set)
    heading: Time | None = None
    event: Time | None = None
    paragraph: int = -1
    side: str = ""
    readings: list[Reading] = field(default_factory=list)
    ignored: list[Span] = field(default_factory=list)
    spoken: dict[int, Spoken] = field(default_factory=dict)
    group: dict[str, object] = field(default_factory=dict)
    shifts: dict[str, str] = field(default_factory=dict)
    year: int = 0
    sentences: list[Sentence] = field(default_factory=list)
    times: dict[int, list[Reference]] = field(default_factory=dict)
    span: Time | None = None
    told: bool = False
    guessed: bool = False
    legs: int = -1
    before: Time | None = None
    period: Time | None = None
    asked: int = -1
    denied: int = -1
    captives: int = -1
    last_day: str = ""
    several: bool = False
    main_side: str = ""
    paragraph_speaker: Speaker | None = None
    tally: Time | None = None
    dead: bool = False
    only_dead: bool = False
    same_paragraph: bool = False
    elsewhere: bool = False
    value: float = -1.0
    value_start: int = -1
    different: dict[Time | None, dict[Hashable, Reading]] = field(default_factory=dict)

    def keep(self, made: list[Reading]) -> None:
        """Keep what a sentence says."""
        self.readings += made
        for one in made:
            said = (one.measure, one.side, one.default, one.dimension, one.category, one.value)
            self.different.setdefault(one.time, {}).setdefault(said, one)

    def of_time(self, time: Time | None) -> Collection[Reading]:
        """Return what was said so far of an event or period, the same once: a list may say it a thousand times."""
        return self.different.get(time, {}).values()

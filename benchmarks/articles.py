"""Invented articles about invented exchanges, and what each of them claims."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from benchmarks.events import Event, articles_per_event, events
from benchmarks.sentences import expand, in_words, ordinal, patterns

LENGTH = 3000
"""Characters: paragraphs that claim nothing are added until an article is about as long as this."""

_SECTIONS = (
    ("other_side", 0.7), ("parts", 0.6), ("details", 0.7), ("tallies", 0.6), ("mediation", 0.4), ("quotes", 0.8),
)  # fmt: skip
"""What follows the lead, and how often."""

Pattern = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A claim that an article makes, in the columns of the package."""

    source_id: str
    scope: str
    measure: str
    side: str = ""
    dimension: str = ""
    category: str = ""
    value: int | None = None
    text_value: str = ""
    event_date: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """One article: its row of sources.csv but for the file, its text, and what it claims."""

    source_id: str
    publisher: str
    title: str
    published: date
    url: str
    text: str
    known: tuple[Known, ...]


def known(name: str, event: Event, source_id: str) -> Known:
    """Return the claim that a pattern of sentences.yaml names."""
    day = event.day.isoformat()
    if name == "tally":
        return Known(source_id=source_id, scope="period", measure="people_returned", side="ukraine", value=event.tally)
    if name == "mediator":
        text = event.mediator.removeprefix("the ")
        return Known(source_id=source_id, scope="exchange", measure="mediator", text_value=text, event_date=day)
    return Known(source_id=source_id, scope="exchange", event_date=day, **_counts(event)[name])


def _counts(event: Event) -> dict[str, Pattern]:
    people = {"measure": "people_returned", "side": "ukraine"}
    rank, health = people | {"dimension": "rank"}, people | {"dimension": "health"}
    branches = {name: people | {"dimension": "branch", "category": name, "value": n} for name, n in event.parts.items()}
    return branches | {
        "ukraine": people | {"value": event.ukraine},
        "russia": people | {"side": "russia", "value": event.russia},
        "officers": rank | {"category": "officers", "value": event.officers},
        "privates": rank | {"category": "privates_and_sergeants", "value": event.ukraine - event.officers},
        "wounded": health | {"category": "wounded_or_ill", "value": event.wounded},
        "youngest": {"measure": "youngest_age", "side": "ukraine", "value": event.youngest},
        "oldest": {"measure": "oldest_age", "side": "ukraine", "value": event.oldest},
        "number": {"measure": "sequence_number", "value": event.number},
    }


def _event_facts(event: Event, published: date) -> dict[str, str]:
    parts = {name: str(number) for name, number in event.parts.items()}
    return parts | {
        "ukraine": str(event.ukraine),
        "Ukraine_words": in_words(event.ukraine).capitalize(),
        "russia": str(event.russia),
        "officers": str(event.officers),
        "privates": str(event.ukraine - event.officers),
        "wounded": str(event.wounded),
        "youngest": str(event.youngest),
        "oldest": str(event.oldest),
        "mediator": event.mediator,
        "Mediator": event.mediator[0].upper() + event.mediator[1:],
        "tally": f"{event.tally:,}",
        "ordinal": ordinal(event.number),
        "date": _day(event.day),
        "weekday": f"{event.day:%A}",
        "published_weekday": f"{published:%A}",
        "published": f"{_day(published)} {published.year}",
        "year": str(published.year),
    }


def _day(day: date) -> str:
    return f"{day.day} {day:%B}"


def _word_facts(chance: random.Random) -> dict[str, str]:
    """Return names for one paragraph."""
    words = patterns()["words"]
    families = chance.sample(words["families"], 2)
    town, other = chance.sample(words["towns"], 2)
    return {
        "woman": f"{chance.choice(words['women'])} {families[0]}",
        "man": f"{chance.choice(words['men'])} {families[1]}",
        "town": town,
        "TOWN": town.upper(),
        "other": other,
        "village": chance.choice(words["villages"]),
        "speaker": chance.choice(words["speakers"]),
    }


class _Writer:
    """Writes one article; `chance` is its own, so that no article depends on those before it."""

    def __init__(self, chance: random.Random, event: Event, published: date) -> None:
        self.chance = chance
        self.event = event
        self.facts = _event_facts(event, published)
        self.claims: set[str] = set()

    def say(self, pattern: str) -> str:
        """Return a sentence or paragraph with names of its own, beginning with a capital letter."""
        text = expand(pattern, self.facts | _word_facts(self.chance), self.chance)
        return text[0].upper() + text[1:]

    def tell(self, section: str) -> str:
        """Return a sentence that states facts of the exchange, and note which."""
        equal = self.event.ukraine == self.event.russia
        row = self.chance.choice([row for row in patterns()[section] if equal or row.get("when") != "equal"])
        self.claims.update(row["claims"])
        return self.say(row["say"])

    def report(self) -> list[str]:
        """Return the paragraphs that report the exchange, the lead first."""
        told = [self.tell("leads")]
        return told + [self.tell(section) for section, share in _SECTIONS if self.chance.random() < share]

    def fill(self, length: int) -> list[str]:
        """Return different paragraphs that claim nothing, about `length` characters of them."""
        filled: list[str] = []
        kinds = patterns()["stories"] + patterns()["background"]
        for pattern in self.chance.sample(kinds, len(kinds)):
            if sum(map(len, filled)) >= length:
                break
            filled.append(self.say(pattern))
        return filled


def _article(seed: int, number: int, event: Event) -> Written:
    chance = random.Random(f"article:{seed}:{number}")  # noqa: S311 (repeatable, not secret)
    publisher = chance.choice(patterns()["publishers"])
    published = event.day + timedelta(chance.random() < 0.3)
    writer = _Writer(chance, event, published)
    title = writer.tell("titles")
    above, below = writer.say(publisher["above"]), writer.say(publisher["below"])
    report = writer.report()
    filled = writer.fill(LENGTH - len("".join(report)) - len(above) - len(below) - 200)
    text = "\n\n".join([title, above, *report[:2], *_mixed(chance, report[2:], filled), below]) + "\n"
    source_id = f"{publisher['host'].split('.')[0]}-{number:06}"
    slug = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
    return Written(
        source_id=source_id,
        publisher=publisher["name"],
        title=title,
        published=published,
        url=f"https://{publisher['host']}/{published:%Y/%m/%d}/{slug}-{number}",
        text=text,
        known=tuple(known(name, event, source_id) for name in sorted(writer.claims)),
    )


def _mixed(chance: random.Random, report: list[str], filled: list[str]) -> list[str]:
    """Return both lists as one: each in its own order, the rest of the report somewhere among the filling."""
    places = sorted(chance.randrange(len(filled) + 1) for _ in report)
    mixed = list(filled)
    for place, paragraph in reversed(list(zip(places, report, strict=True))):
        mixed.insert(place, paragraph)
    return mixed


def written(articles: int, exchanges: int, seed: int) -> Iterator[Written]:
    """Yield the articles, exchange by exchange; the same for the same seed, each independent of the others.

    Raises ValueError where so many articles cannot tell of so many exchanges, 1 to 20 each.
    """
    number = 0
    found = events(seed, exchanges, patterns()["words"]["mediators"])
    for event, share in zip(found, articles_per_event(seed, exchanges, articles), strict=True):
        for _ in range(share):
            yield _article(seed, number, event)
            number += 1

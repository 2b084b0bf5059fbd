"""Invented exchanges: what happened, as far as the generator's articles may tell of it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

FIRST_DAY = date(2022, 3, 1)
DAYS = 1500
"""Exchanges fall on different days, so this is also the largest number of them."""

MOST_ARTICLES = 20
"""Articles about one exchange, at most; one at least."""


@dataclass(frozen=True, slots=True)
class Event:
    """One exchange: people by side, the parts of Ukraine's side, ages in years, the tally of people up to its day."""

    number: int
    day: date
    ukraine: int
    russia: int
    parts: dict[str, int]
    officers: int
    wounded: int
    youngest: int
    oldest: int
    mediator: str
    tally: int


def events(seed: int, count: int, mediators: list[str]) -> list[Event]:
    """Return `count` exchanges on different days, in order of time; the same for the same seed."""
    chance = random.Random(f"events:{seed}")  # noqa: S311 (repeatable, not secret)
    days = sorted(chance.sample(range(DAYS), count))
    found: list[Event] = []
    for number, day in enumerate(days, start=1):
        tally = found[-1].tally if found else 0
        found.append(_event(chance, number, FIRST_DAY + timedelta(day), mediators, tally))
    return found


def _event(chance: random.Random, number: int, day: date, mediators: list[str], tally: int) -> Event:
    ukraine = chance.randint(24, 240)
    return Event(
        number=number,
        day=day,
        ukraine=ukraine,
        russia=ukraine if chance.random() < 0.6 else chance.randint(24, 240),
        parts=_parts(chance, ukraine),
        officers=chance.randint(3, ukraine // 4),
        wounded=chance.randint(3, ukraine // 4),
        youngest=chance.randint(19, 24),
        oldest=chance.randint(51, 63),
        mediator=chance.choice(mediators),
        tally=tally + ukraine,
    )


def _parts(chance: random.Random, people: int) -> dict[str, int]:
    """Return three small parts and the rest; together they are all people."""
    small = {name: chance.randint(3, people // 6 + 2) for name in ("national_guard", "border_guard", "navy")}
    return {"armed_forces": people - sum(small.values()), **small}


def articles_per_event(seed: int, count: int, articles: int) -> Iterator[int]:
    """Yield for each of `count` exchanges how many articles tell of it: 1 to 20, uneven, `articles` in all.

    Raises ValueError where so many articles cannot be shared out.
    """
    if not count <= articles <= count * MOST_ARTICLES:
        raise ValueError(f"{articles} articles cannot tell of {count} exchanges, 1 to {MOST_ARTICLES} each")
    chance = random.Random(f"shares:{seed}")  # noqa: S311 (repeatable, not secret)
    shares = [1] * count
    open_ones = list(range(count))
    for _ in range(articles - count):
        place = min(chance.randrange(len(open_ones)), chance.randrange(len(open_ones)))
        shares[open_ones[place]] += 1
        if shares[open_ones[place]] == MOST_ARTICLES:
            open_ones.pop(place)
    chance.shuffle(shares)
    yield from shares

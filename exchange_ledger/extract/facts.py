"""What a sentence says beside counts of people: the running number, what happened, who mediated, ages, tallies."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from exchange_ledger.extract.circumstances import circumstances
from exchange_ledger.extract.context import Context
from exchange_ledger.extract.moments import Reference
from exchange_ledger.extract.ordinals import held, sequence
from exchange_ledger.extract.outcome import status
from exchange_ledger.extract.persons import people, some
from exchange_ledger.extract.reader import Reader
from exchange_ledger.extract.reading import Reading
from exchange_ledger.extract.readings import Sentence
from exchange_ledger.extract.speakers import Speaker
from exchange_ledger.extract.tallies import comparisons, tallies


def facts(
    context: Context, one: Sentence, found: list[Reference], speaker: Speaker | None, made: list[Reading]
) -> tuple[list[Reading], set[int]]:
    """Return what a sentence says beside counts, and the places of the numbers that it used."""
    reader = Reader(context, one, found, speaker, made)
    for read, keys in _READERS:
        if not keys.isdisjoint(one.rows):
            read(reader)
    return reader.read, reader.used


_READERS: Final[tuple[tuple[Callable[[Reader], None], frozenset[str]], ...]] = (
    (status, frozenset({"status"})),
    (sequence, frozenset({"sequence"})),
    (held, frozenset({"held"})),
    (tallies, frozenset({"tally", "captive"})),
    (comparisons, frozenset({"change", "ratio", "abuse"})),
    (people, frozenset({"age", "years"})),
    (circumstances, frozenset({"mediator", "framework", "location", "withheld"})),
    (some, frozenset({"some"})),
)
"""What reads a sentence, and the keys of the rows that it reads."""

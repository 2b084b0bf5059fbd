"""What a sentence says beside counts of people: the running number, what happened, who mediated, ages, tallies."""

from __future__ import annotations

from collections.abc import Callable

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
    if not one.rows:
        return [], set()
    reader = Reader(context, one, found, speaker, made)
    readers: tuple[Callable[[Reader], None], ...] = (
        status,
        sequence,
        held,
        tallies,
        comparisons,
        people,
        circumstances,
        some,
    )
    for read in readers:
        read(reader)
    return reader.read, reader.used

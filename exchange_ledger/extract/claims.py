"""Readings to claims: names, quotes, speakers; and the value read again from its quote."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

from exchange_ledger.extract.count import OTHER
from exchange_ledger.extract.moments import Time
from exchange_ledger.extract.reading import Reading
from exchange_ledger.extract.speakers import Speaker
from exchange_ledger.identity import claim_id
from exchange_ledger.languages.chunker import chunked
from exchange_ledger.languages.chunks import Chunk
from exchange_ledger.languages.language import Language, language, languages
from exchange_ledger.languages.lexicon import Word, placed
from exchange_ledger.languages.numbers import Number, number_at
from exchange_ledger.records import Claim
from exchange_ledger.stages import Article

_AROUND: Final = 32
_HALF: Final = 0.5
_QUOTES: Final = 16
"""Quotes that are remembered: the claims of one sentence stand behind each other and share theirs."""

Statement = tuple[object, ...]
"""What claims have in common that say the same; whose side says it comes last."""


def claimed(article: Article, readings: list[Reading]) -> list[tuple[Reading, Claim]]:
    """Return the claims of an article, each with the reading that it came from, in the order of the text.

    The same statement by several voices of one side counts once: of an official body before a person, of a person
    before the publisher.
    """
    publisher = Speaker(article.source.publisher or article.source.source_id, "third", 4)
    best: dict[Statement, tuple[Reading, Speaker]] = {}
    for reading in readings:
        if reading.unsure or reading.time is None:
            continue
        speaker = reading.speaker or publisher
        key = _statement(reading, reading.time, speaker)
        if key not in best or speaker.rank < best[key][1].rank:
            best[key] = (reading, speaker)
    _absorb(best)
    pairs = [(reading, _claim(article, reading, speaker)) for reading, speaker in best.values()]
    return sorted(pairs, key=lambda pair: (pair[1].quote_start or 0, pair[1].claim_id))


def _statement(reading: Reading, time: Time, speaker: Speaker) -> Statement:
    return (
        reading.measure, reading.side, reading.dimension, reading.category, reading.value, reading.text_value,
        reading.qualifier, time.scope, _dates(time), speaker.side,
    )  # fmt: skip


def _dates(time: Time) -> tuple[str, str, str]:
    """Return the day of an exchange, or the first and the last day of a period."""
    return (time.day, "", "") if time.scope == "exchange" else ("", time.start, time.end)


def _absorb(best: dict[Statement, tuple[Reading, Speaker]]) -> None:
    """Drop what the publisher repeats of a statement that somebody is named for who may know it.

    A count of one side's people that only the other side gives is no count by those who received them: both stand.
    """
    named_ones = {
        key[:-1]
        for key, (reading, speaker) in best.items()
        if speaker.rank < 4 and speaker.side != OTHER.get(reading.side, "nobody")
    }
    for key in [key for key, (_, speaker) in best.items() if speaker.rank == 4 and key[:-1] in named_ones]:
        del best[key]


def _claim(article: Article, reading: Reading, speaker: Speaker) -> Claim:
    time, text = reading.time or Time("exchange"), article.text
    event_date, period_start, period_end = _dates(time)
    said: dict[str, Any] = {
        "source_id": article.source.source_id,
        "scope": time.scope,
        "measure": reading.measure,
        "side": reading.side,
        "dimension": reading.dimension,
        "category": reading.category,
        "value": reading.value,
        "text_value": reading.text_value,
        "qualifier": reading.qualifier,
        "event_date": event_date,
        "period_start": period_start,
        "period_end": period_end,
        "claimant": speaker.name,
    }
    return Claim(
        claim_id=claim_id(said),
        **said,
        claimant_side=speaker.side,
        evidence="quote",
        quote=text[reading.start : reading.end],
        quote_start=reading.start,
        quote_end=reading.end,
        quote_prefix=text[max(0, reading.start - _AROUND) : reading.start],
        quote_suffix=text[reading.end : reading.end + _AROUND],
        rule=reading.rule,
    )


def states(quote: str, claim: Claim) -> bool:
    """Whether a claim's value can be read again from its quote: its number, its name, or its category."""
    return any(_states(language(name), quote, claim) for name in languages())


def _states(words: Language, quote: str, claim: Claim) -> bool:
    if claim.value is not None:
        return claim.value in _numbers(words.name, quote)
    chunks = _chunks(words.name, quote)
    if claim.category:
        return any((claim.dimension, claim.category) in (chunk.get("categories") or ()) for chunk in chunks)
    if claim.measure in {"mediator", "framework", "location"}:
        return any(chunk.get("name") == claim.text_value for chunk in chunks)
    return any(chunk.kind not in {"WORD", "NAME"} for chunk in chunks)


@lru_cache(maxsize=_QUOTES)
def _chunks(name: str, quote: str) -> list[Chunk]:
    """Return the chunks of a quote, read without the sentence that it stands in."""
    return chunked(language(name), quote, 0, len(quote))[0]


@lru_cache(maxsize=_QUOTES)
def _numbers(name: str, quote: str) -> set[float]:
    """Return the numbers that a quote tells, read without the sentence that it stands in."""
    words = language(name).numbers
    read = language(name).lexicon.words(quote)
    found = {number[2] for number in _numbers_of(words, read, quote)}
    other = {word.lower for word in read} & words["other_numbers"]
    if other:
        found |= {float(words["multiples"][word]) for word in other & words["multiples"].keys()}
        found |= {1.0} if other.intersection(words["articles"]) else set()
        found |= {value + _HALF for value in found} if other.intersection(words["fractions"]) else set()
    return found


def _numbers_of(words: dict[str, Any], read: list[Word], quote: str) -> Iterator[Number]:
    """Yield each number of a quote, the next one behind all that the one before took in."""
    tokens = placed(read, quote, 0)
    behind = 0
    for index, word in enumerate(read):
        number = number_at(words, tokens, index) if word.is_number and index >= behind else None
        if number:
            behind = index + number[0]
            yield number

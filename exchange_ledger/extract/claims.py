"""Readings to claims: names, quotes, speakers; and the value read again from its quote."""

from __future__ import annotations

from exchange_ledger.extract.count import OTHER
from exchange_ledger.extract.reading import Reading
from exchange_ledger.extract.speakers import Speaker
from exchange_ledger.identity import named
from exchange_ledger.languages.chunker import chunked
from exchange_ledger.languages.language import Language, language, languages
from exchange_ledger.languages.numbers import number_at
from exchange_ledger.languages.tokens import tokenise
from exchange_ledger.records import Claim
from exchange_ledger.stages import Article

_AROUND = 32
_HALF = 0.5


def claimed(article: Article, readings: list[Reading]) -> list[tuple[Reading, Claim]]:
    """Return the claims of an article, each with the reading that it came from, in the order of the text.

    The same statement by several voices of one side counts once: of an official body before a person, of a person
    before the publisher.
    """
    publisher = Speaker(article.source.publisher or article.source.source_id, "third", 4)
    best: dict[tuple[object, ...], tuple[int, Reading, Claim]] = {}
    for reading in readings:
        if reading.unsure or reading.time is None:
            continue
        speaker = reading.speaker or publisher
        claim = _claim(article, reading, speaker)
        key = _statement(claim)
        if key not in best or speaker.rank < best[key][0]:
            best[key] = (speaker.rank, reading, claim)
    _absorb(best)
    pairs = [(reading, claim) for _, reading, claim in best.values()]
    return sorted(pairs, key=lambda pair: (pair[1].quote_start or 0, pair[1].claim_id))


def _statement(claim: Claim) -> tuple[object, ...]:
    return (
        claim.scope, claim.measure, claim.side, claim.dimension, claim.category, claim.value, claim.text_value,
        claim.qualifier, claim.event_date, claim.period_start, claim.period_end, claim.claimant_side,
    )  # fmt: skip


def _absorb(best: dict[tuple[object, ...], tuple[int, Reading, Claim]]) -> None:
    """Drop what the publisher repeats of a statement that somebody is named for who may know it.

    A count of one side's people that only the other side gives is no count by those who received them: both stand.
    """
    named_ones = {
        key[:-1]
        for key, (rank, _, claim) in best.items()
        if rank < 4 and claim.claimant_side != OTHER.get(claim.side, "nobody")
    }
    for key in [key for key, (rank, _, _) in best.items() if rank == 4 and key[:-1] in named_ones]:
        del best[key]


def _claim(article: Article, reading: Reading, speaker: Speaker) -> Claim:
    time, text = reading.time, article.text
    exchange = time is not None and time.scope == "exchange"
    claim = Claim(
        claim_id="",
        source_id=article.source.source_id,
        scope=time.scope if time else "exchange",
        measure=reading.measure,
        side=reading.side,
        dimension=reading.dimension,
        category=reading.category,
        value=reading.value,
        text_value=reading.text_value,
        qualifier=reading.qualifier,
        event_date=time.day if time and exchange else "",
        period_start=time.start if time and not exchange else "",
        period_end=time.end if time and not exchange else "",
        claimant=speaker.name,
        claimant_side=speaker.side,
        evidence="quote",
        quote=text[reading.start : reading.end],
        quote_start=reading.start,
        quote_end=reading.end,
        quote_prefix=text[max(0, reading.start - _AROUND) : reading.start],
        quote_suffix=text[reading.end : reading.end + _AROUND],
        rule=reading.rule,
    )
    return named(claim)


def states(quote: str, claim: Claim) -> bool:
    """Whether a claim's value can be read again from its quote: its number, its name, or its category."""
    return any(_states(language(name), quote, claim) for name in languages())


def _states(words: Language, quote: str, claim: Claim) -> bool:
    if claim.value is not None:
        return claim.value in _numbers(words, quote)
    chunks, _ = chunked(words, quote, 0, len(quote))
    if claim.category:
        return any((claim.dimension, claim.category) in (chunk.get("categories") or ()) for chunk in chunks)
    if claim.measure in {"mediator", "framework", "location"}:
        return any(chunk.get("name") == claim.text_value for chunk in chunks)
    return any(chunk.kind not in {"WORD", "NAME"} for chunk in chunks)


def _numbers(words: Language, quote: str) -> set[float]:
    tokens = tokenise(quote)
    found: set[float] = set()
    index = 0
    while index < len(tokens):
        number = number_at(words.numbers, tokens, index)
        if number:
            found.add(number[2])
        index += number[0] if number else 1
    half = any(word in words.numbers["fractions"] for word in tokens.lowers)
    multiples = words.numbers["multiples"]
    found |= {float(multiples[word]) for word in tokens.lowers if word in multiples}
    found |= {1.0 for token in tokens if token.lower in words.numbers["articles"]}
    return found | {value + _HALF for value in found if half}

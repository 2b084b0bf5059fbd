"""Readings to claims: names, quotes, speakers; and the value read again from its quote."""

from __future__ import annotations

from exchange_ledger.extract.article import read
from exchange_ledger.extract.reading import Reading
from exchange_ledger.extract.settle import settled, statuses
from exchange_ledger.extract.speakers import Speaker
from exchange_ledger.extract.when import partial
from exchange_ledger.identity import named
from exchange_ledger.languages.language import language
from exchange_ledger.records import Claim, Review
from exchange_ledger.stages import Article, Extraction

_AROUND = 32


def extract(article: Article) -> Extraction:
    """Return the claims of an article, what goes to review, and what was ignored."""
    source = article.source
    published = partial(source.published)
    if published is None or not article.text.strip():
        return Extraction(source.source_id)
    context = read(language("en"), article, published)
    readings = settled(context.readings)
    readings += statuses(readings)
    publisher = Speaker(source.publisher or source.source_id, "third", 4)
    best: dict[tuple[object, ...], tuple[int, Claim]] = {}
    review: dict[tuple[int, int], Review] = {}
    for reading in readings:
        if reading.unsure or reading.time is None:
            review[reading.start, reading.end] = Review(
                source_id=source.source_id, start=reading.start, end=reading.end, reason=reading.unsure or "no day"
            )
            continue
        claim = _claim(article, reading, reading.speaker or publisher)
        key = _statement(claim)
        rank = (reading.speaker or publisher).rank
        if key not in best or rank < best[key][0]:
            best[key] = (rank, claim)
    claims = tuple(
        sorted((claim for _, claim in best.values()), key=lambda claim: (claim.quote_start or 0, claim.claim_id))
    )
    return Extraction(source.source_id, claims, tuple(review.values()), tuple(context.ignored))


def _statement(claim: Claim) -> tuple[object, ...]:
    return (
        claim.scope,
        claim.measure,
        claim.side,
        claim.dimension,
        claim.category,
        claim.value,
        claim.text_value,
        claim.qualifier,
        claim.event_date,
        claim.period_start,
        claim.period_end,
        claim.claimant_side if claim.claimant_side != "third" else "",
    )


def _claim(article: Article, reading: Reading, speaker: Speaker) -> Claim:
    time = reading.time
    assert time is not None
    text = article.text
    exchange = time.scope == "exchange"
    return named(
        Claim(
            claim_id="",
            source_id=article.source.source_id,
            scope=time.scope,
            measure=reading.measure,
            side=reading.side,
            dimension=reading.dimension,
            category=reading.category,
            value=reading.value,
            text_value=reading.text_value,
            qualifier=reading.qualifier,
            event_date=time.day if exchange else "",
            period_start="" if exchange else time.start,
            period_end="" if exchange else time.end,
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
    )


def states(quote: str, claim: Claim) -> bool:
    """Whether a claim's value can be read again from its quote."""
    return bool(quote)

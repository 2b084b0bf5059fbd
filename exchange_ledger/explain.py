"""What the extraction makes of an article, sentence by sentence: the tool for whoever adds a phrase."""

from __future__ import annotations

from collections.abc import Iterator

from exchange_ledger.extract import extract
from exchange_ledger.extract.blocks import stretches
from exchange_ledger.identity import number_text
from exchange_ledger.languages.language import language
from exchange_ledger.records import Claim
from exchange_ledger.stages import Article, Extraction


def explain(article: Article) -> str:
    """Return each sentence of an article with the claims read from it and by which row, or why there are none."""
    extraction = extract(article)
    name = article.source.language.split("-")[0] or "en"
    sentences = [(stretch.start, stretch.end) for stretch in stretches(language(name), article)]
    lines = [f"{article.source.source_id}: {len(extraction.claims)} claims, {len(extraction.review)} for review"]
    for start, end in sentences:
        lines += ["", f"[{start}-{end}] {' '.join(article.text[start:end].split())}"]
        lines += [f"    {line}" for line in _said(article, extraction, start, end)]
    return "\n".join(lines)


def _said(article: Article, extraction: Extraction, start: int, end: int) -> Iterator[str]:
    claims = [claim for claim in extraction.claims if start <= (claim.quote_start or 0) < end]
    reviews = [row for row in extraction.review if start <= row.start < end]
    ignored = sorted({span.reason for span in extraction.ignored if span.start < end and start < span.end})
    mentions = [mention for mention in extraction.mentions if start <= mention.start < end]
    yield from (f"claim   {_claim(claim)}" for claim in claims)
    yield from (f"mention {row.kind}: {row.value} of {row.event_date}, from {row.quote!r}" for row in mentions)
    yield from (f"review  {row.reason}: {article.text[row.start : row.end]!r}" for row in reviews)
    yield from (f"ignored {reason}" for reason in ignored)
    if not (claims or reviews or ignored or mentions):
        yield "no claim: nothing in it is a number or an event of an exchange, or it repeats one that is read"


def _claim(claim: Claim) -> str:
    value = claim.text_value or number_text(claim.value)
    when = claim.event_date or f"{claim.period_start}..{claim.period_end}"
    part = f"{claim.dimension}/{claim.category}" if claim.category else ""
    hedge = "" if claim.qualifier == "exact" else claim.qualifier
    words = [claim.measure, claim.side, part, hedge, value, when, f"by {claim.claimant}"]
    return f"{' '.join(filter(None, words))}; row {claim.rule}; quote {claim.quote!r}"

"""Why an article yields what it yields, sentence by sentence: for whoever adds a phrase."""

from __future__ import annotations

from collections import defaultdict

from exchange_ledger import vocabulary
from exchange_ledger.extract import extract, read_article
from exchange_ledger.extract.leftover import leftover
from exchange_ledger.identity import number_text
from exchange_ledger.records import Claim
from exchange_ledger.stages import Article


def explain(article: Article) -> str:
    """Return, for each sentence of an article, the claims read and by which row, or why there is none."""
    if reason := vocabulary.unread().get(extract(article).unread):
        return f"{article.source.source_id}: {reason.description}, so nothing is claimed; {reason.remedy}"
    reading = read_article(article)
    assert reading is not None  # noqa: S101  # for want of one there is a reason
    context, pairs = reading
    lines: dict[tuple[int, int], list[str]] = defaultdict(list)
    places = {one.number: (one.stretch.start, one.stretch.end) for one in context.sentences}
    for one, claim in pairs:
        lines[places[one.sentence]].append(f"    claim    {_spelled(claim)}  [{claim.rule}] {claim.quote!r}")
    review, ignored = leftover(context, article.source.source_id)
    for row in review:
        lines[row.start, row.end].append(f"    review   {row.reason}")
    for span in ignored:
        lines[span.start, span.end].append(f"    ignored  {span.reason}")
    return "\n".join(_told(article.text, lines))


def _told(text: str, lines: dict[tuple[int, int], list[str]]) -> list[str]:
    told: list[str] = []
    for (start, end), notes in sorted(lines.items()):
        told += [f"{start}-{end}  {' '.join(text[start:end].split())}", *notes]
    return told


def _spelled(claim: Claim) -> str:
    value = number_text(claim.value) or claim.text_value
    when = claim.event_date or f"{claim.period_start}..{claim.period_end}"
    part = f"{claim.dimension}/{claim.category}" if claim.category else ""
    qualifier = "" if claim.qualifier == "exact" else claim.qualifier
    words = (claim.measure, claim.side, part, qualifier, value, when, f"said by {claim.claimant}")
    return " ".join(word for word in words if word)

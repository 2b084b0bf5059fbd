"""What a new article yields, in lines to read: its claims, the sentences for review, the change of the package."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from exchange_ledger import vocabulary
from exchange_ledger.add import Added
from exchange_ledger.compare import as_lines, compare
from exchange_ledger.extract import extract
from exchange_ledger.faults import visible
from exchange_ledger.identity import number_text
from exchange_ledger.read import read_seeds
from exchange_ledger.records import Claim
from exchange_ledger.stages import Article, Extraction


def report(added: Sequence[Added], seeds: Path, package: Path, build: Callable[[Path, Path], object]) -> Iterator[str]:
    """Yield, for each new article, its claims and its sentences for review; then what changes in the package.

    `build` writes the package that follows from an input folder (first) into a new one (second), as a build does; it
    raises LedgerError with every fault.
    """
    articles = {article.source.source_id: article for article in read_seeds(seeds).articles}
    new = [articles[one.source_id] for one in added]
    for one, article in zip(added, new, strict=True):
        yield from _article(one, article, extract(article))
    yield "what changes in the package:"
    with tempfile.TemporaryDirectory() as scratch:
        fresh = Path(scratch) / "datapackage"
        build(seeds, fresh)
        changes = [line for line in as_lines(compare(package, fresh)) if not line.endswith("its bytes differ")]
    yield from (f"  {line}" for line in changes or ["nothing"])


def _article(one: Added, article: Article, found: Extraction) -> Iterator[str]:
    source = article.source
    parts = (source.publisher or "publisher unknown", source.published, source.title)
    yield f"{one.origin}: {', '.join(part for part in parts if part)}"
    yield f"  stored as articles/{one.file}, source_id {one.source_id}"
    yield f"  {len(found.claims)} claims, {len(found.review)} sentences for review"
    if reason := vocabulary.unread().get(found.unread):
        yield f"  not read: {reason.description}; {reason.remedy}"
    yield from (f"  claim: {_claim(claim)}" for claim in found.claims)
    for sentence in found.review:
        yield f"  review: {visible(article.text[sentence.start : sentence.end])} ({sentence.reason})"


def _claim(claim: Claim) -> str:
    day = claim.event_date or f"{claim.period_start}..{claim.period_end}"
    value = claim.text_value or number_text(claim.value)
    qualifier = "" if claim.qualifier == "exact" else claim.qualifier
    words = (day, claim.measure, claim.side, claim.category, qualifier, value)
    said = " ".join(word for word in words if word)
    return f"{said} ({claim.claimant or 'claimant unknown'}): {visible(claim.quote)}"

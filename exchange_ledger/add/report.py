"""What a new article yields, in lines to read: its claims, the sentences for review, the change of the package."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from exchange_ledger.add import Added
from exchange_ledger.compare import as_lines, compare
from exchange_ledger.extract import extract
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
    yield from (f"  claim: {_claim(claim)}" for claim in found.claims)
    for sentence in found.review:
        yield f"  review: {_line(article.text[sentence.start : sentence.end])} ({sentence.reason})"


def _claim(claim: Claim) -> str:
    day = claim.event_date or f"{claim.period_start}..{claim.period_end}"
    value = claim.text_value or number_text(claim.value)
    qualifier = "" if claim.qualifier == "exact" else claim.qualifier
    words = (day, claim.measure, claim.side, claim.category, qualifier, value)
    return f"{' '.join(word for word in words if word)} ({claim.claimant or 'claimant unknown'}): {_line(claim.quote)}"


def _line(text: str) -> str:
    """Return a text as one line of what can be seen: nothing of it steers the terminal."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())

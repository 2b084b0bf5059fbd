"""What must hold of any file in the input folder: it is read or refused in lines, and what is extracted is true."""

from __future__ import annotations

import contextlib
from pathlib import Path

from exchange_ledger.extract import extract, states
from exchange_ledger.faults import LedgerError
from exchange_ledger.read import read_seeds
from exchange_ledger.stages import Article

KINDS = ("articles/report.txt", "articles/report.html", "sources.csv", "statements.csv", "corrections.csv")
PLAIN = "Published: 15 January 2025\n\nNothing happened.\n"
ROWS = "file,published\nreport.txt,2025-01-15\n"


def check(data: bytes, folder: Path) -> None:
    """Read the input as the file that its first byte names; raises AssertionError, or anything else, for a finding."""
    if not data:
        return
    name, content = KINDS[data[0] % len(KINDS)], data[1:]
    (folder / "articles").mkdir(exist_ok=True)
    for path in (*folder.glob("*.csv"), *folder.glob("articles/*")):
        path.unlink()
    (folder / "articles" / "report.txt").write_text(PLAIN, encoding="utf-8")
    (folder / "sources.csv").write_text(ROWS, encoding="utf-8")
    if name.endswith(".html"):
        (folder / "articles" / "report.txt").unlink()
        (folder / "sources.csv").write_text(ROWS.replace(".txt", ".html"), encoding="utf-8")
    (folder / name).write_bytes(content)
    with contextlib.suppress(LedgerError):
        for article in read_seeds(folder).articles:
            check_article(article)


def check_article(article: Article) -> None:
    """Raise AssertionError unless every claim of the article has its true place and its value in its quote."""
    text = article.text
    assert all(0 <= span.start < span.end <= len(text) for span in article.furniture)
    extraction = extract(article)
    for claim in extraction.claims:
        start, end = claim.quote_start, claim.quote_end
        assert start is not None
        assert claim.quote
        assert text[start:end] == claim.quote
        assert states(claim.quote, claim), claim
    for row in extraction.review:
        assert 0 <= row.start < row.end <= len(text)

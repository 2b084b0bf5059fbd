"""Bring articles in: fetch or read them, store text and metadata, and show what they change."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from exchange_ledger.add.duplicates import duplicate
from exchange_ledger.add.incoming import Given, Incoming, bring
from exchange_ledger.add.store import new_source_id, put, writing
from exchange_ledger.faults import Fault, LedgerError, fault
from exchange_ledger.read.articles import COLUMNS, NEEDED, read_articles
from exchange_ledger.read.statements import read_statements
from exchange_ledger.read.table import Line, read_table
from exchange_ledger.stages import Article

__all__ = ["Added", "Given", "add", "trial"]


@dataclass(frozen=True, slots=True)
class Added:
    """One article that was stored: what the caller named, its file under articles/, and its source."""

    origin: str
    file: str
    source_id: str


def _silent(_number: int, _origin: str) -> None:
    pass


def add(
    origins: Sequence[str],
    seeds: Path,
    given: Given | None = None,
    said: Callable[[int, str], None] = _silent,
) -> tuple[list[Added], list[Fault]]:
    """Store each address or file as an article of `seeds`; return what was stored and what was refused.

    `said` is called with the number (from 1) and the name of each before its turn. What is refused leaves nothing
    behind. Raises LedgerError if `given` cannot hold for all, or if the folder itself has faults.
    """
    given = given or Given()
    if len(origins) > 1 and any((given.published, given.url, given.archive_url)):
        raise fault("add", "a date or an address is given for several articles", "add them one by one")
    added: list[Added] = []
    faults: list[Fault] = []
    for number, origin in enumerate(origins, 1):
        said(number, origin)
        try:
            added.append(_add(bring(origin, given), seeds))
        except LedgerError as error:
            faults.extend(error.faults)
    return added, faults


def _add(incoming: Incoming, seeds: Path) -> Added:
    """Store one article; the folder is read and written under one lock, so that no other run comes between.

    The same text without a row is what an interrupted run left: it gets its row.
    """
    with writing(seeds):
        articles = _present(seeds)
        listed = {line["file"] for line in _rows(seeds / "sources.csv")}
        same = (article for article in articles if article.text == incoming.text)
        left = next((article for article in same if article.source.file not in listed), None)
        others = [article for article in articles if article is not left]
        if reason := duplicate(incoming.text, incoming.known.get("url", ""), others):
            raise fault(incoming.origin, reason, "nothing was added")
        pages = frozenset(statement.source.source_id for statement in read_statements(seeds / "statements.csv", []))
        source_id = new_source_id(incoming, tuple(others), pages)
        name = left.source.file if left else f"{source_id}.txt"
        put(seeds, incoming, source_id, name)
    return Added(incoming.origin, name, source_id)


def _present(seeds: Path) -> tuple[Article, ...]:
    """Return the articles that are there; raises LedgerError where they have faults. A new folder has none."""
    if not any((seeds / "articles").glob("[!.]*")) and not (seeds / "sources.csv").exists():
        return ()
    faults: list[Fault] = []
    articles = read_articles(seeds, faults)
    faults = [fault for fault in faults if fault.what != "holds no articles"]
    if faults:
        raise LedgerError(faults)
    return articles


def _rows(path: Path) -> list[Line]:
    return read_table(path, COLUMNS, NEEDED, []) if path.exists() else []


@contextmanager
def trial(seeds: Path) -> Iterator[Path]:
    """Give a copy of the input folder on which something can be tried; it is gone afterwards."""
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / "seeds"
        if seeds.exists():
            shutil.copytree(seeds, copy, symlinks=True)
        yield copy

"""Put an article and its row into the input folder: both whole or neither, one writer at a time."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

from filelock import FileLock, Timeout

from exchange_ledger.add.incoming import Incoming
from exchange_ledger.faults import fault
from exchange_ledger.read.articles import COLUMNS
from exchange_ledger.read.statements import slug
from exchange_ledger.stages import Article

_PATIENCE = 120
"""Seconds that one run waits for another that writes into the same folder."""


@contextmanager
def writing(seeds: Path) -> Iterator[None]:
    """Hold the input folder for one writer; raises LedgerError if another one does not let go of it."""
    seeds.mkdir(parents=True, exist_ok=True)
    lock = FileLock(seeds / ".add.lock")
    try:
        lock.acquire(timeout=_PATIENCE)
    except Timeout:
        raise fault(str(seeds), "another run is adding to it", "wait until that run has ended") from None
    with lock:
        yield


def new_source_id(incoming: Incoming, articles: tuple[Article, ...], taken: frozenset[str]) -> str:
    """Return a name made of publisher and day, as no other source has it: `the-example-2024-03-14`, then `…-2`."""
    known = incoming.known
    start = slug(known.get("publisher", "")) or slug(known.get("title", ""))[:60].strip("-") or "article"
    base = f"{start[:60].strip('-')}-{known['published']}"
    names = {article.source.source_id for article in articles} | taken
    return next(name for name in _numbered(base) if name not in names)


def _numbered(base: str) -> Iterator[str]:
    yield base
    number = 2
    while True:
        yield f"{base}-{number}"
        number += 1


def put(seeds: Path, incoming: Incoming, source_id: str, name: str) -> None:
    """Write the article's file `name`, then its row; the caller holds `writing`.

    Each of the two is written aside and renamed. Stopped between them, the folder holds an article without a row,
    which is sound; the next run of the same article gives it its row.
    """
    (seeds / "articles").mkdir(exist_ok=True)
    cells = incoming.known | {"source_id": source_id, "file": name}
    table = with_row(_read(seeds / "sources.csv"), cells)
    _write(seeds / "articles" / name, incoming.data)
    _write(seeds / "sources.csv", table.encode())


def _read(path: Path) -> str:
    return path.read_bytes().decode("utf-8-sig") if path.exists() else ""


def with_row(table: str, cells: dict[str, str]) -> str:
    """Return the text of sources.csv with one more row; its columns are completed only where the row needs it."""
    end = "\r\n" if "\r\n" in table else "\n"
    header = next(csv.reader(StringIO(table)), [])
    if any(cells.get(column) and column not in header for column in COLUMNS):
        rows = list(csv.DictReader(StringIO(table))) if table else []
        header = list(COLUMNS)
        table = _text([header, *([row.get(name) or "" for name in header] for row in rows)], end)
    if table and not table.endswith(("\n", "\r")):
        table += end
    return table + _text([[cells.get(name.strip(), "") for name in header]], end)


def _text(rows: list[list[str]], end: str) -> str:
    stream = StringIO()
    csv.writer(stream, lineterminator=end).writerows(rows)
    return stream.getvalue()


def _write(path: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    scratch = path.parent / f".{path.name}.new"
    with scratch.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    scratch.replace(path)

"""Extractions kept from earlier builds, so that only what changed is read again.

One SQLite file. An entry is found by a hash of the article (its text, its row, its furniture) and of the whole program
(code, phrases, dependencies), and carries a hash of its own content: what is damaged or of another program is not used.
The file may be deleted at any time, and no fault of it stops a build.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import fields
from pathlib import Path
from typing import Any

from exchange_ledger.records import Claim, Review
from exchange_ledger.stages import Article, Extraction, Mention, Span

_TABLE = """CREATE TABLE IF NOT EXISTS extractions
    (key TEXT PRIMARY KEY, program TEXT NOT NULL, digest TEXT NOT NULL, content TEXT NOT NULL) WITHOUT ROWID"""
_PARTS: dict[str, type] = {"claims": Claim, "review": Review, "ignored": Span, "mentions": Mention}
_AT_ONCE = 500
"""Keys that one query asks for."""


class Extractions:
    """The extractions of one program, kept in the file at `path`."""

    def __init__(self, path: Path, program: str) -> None:
        self.path = path
        self.program = program

    def key(self, article: Article) -> str:
        """Return the name under which the extraction of an article is kept."""
        parts = (self.program, repr(article.source), repr(article.furniture), article.text)
        return _digest("\0".join(parts))

    def known(self, keys: Sequence[str]) -> dict[str, Extraction]:
        """Return the extractions that are kept under these keys; whatever cannot be read is missing."""
        try:
            with closing(self._opened()) as database:
                return dict(_found(database, keys))
        except (sqlite3.Error, OSError) as error:
            self._drop(error)
            return {}

    def keep(self, extractions: Mapping[str, Extraction]) -> None:
        """Keep the extractions under their keys, all or none, and drop those of other programs."""
        texts = {key: _written(extraction) for key, extraction in extractions.items()}
        rows = [(key, self.program, _digest(text), text) for key, text in texts.items()]
        try:
            with closing(self._opened()) as database, database:
                database.execute("DELETE FROM extractions WHERE program != ?", (self.program,))
                database.executemany("INSERT OR REPLACE INTO extractions VALUES (?, ?, ?, ?)", rows)
        except (sqlite3.Error, OSError) as error:
            self._drop(error)

    def _opened(self) -> sqlite3.Connection:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        database = sqlite3.connect(self.path, timeout=5)
        try:
            database.execute(_TABLE)
        except sqlite3.Error:
            database.close()
            raise
        return database

    def _drop(self, error: sqlite3.Error | OSError) -> None:
        """Remove a file that is damaged; leave one that only another build holds or that nobody may write."""
        if isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError):
            with suppress(OSError):
                self.path.unlink(missing_ok=True)


def _found(database: sqlite3.Connection, keys: Sequence[str]) -> Iterator[tuple[str, Extraction]]:
    for start in range(0, len(keys), _AT_ONCE):
        some = keys[start : start + _AT_ONCE]
        query = f"SELECT key, digest, content FROM extractions WHERE key IN ({','.join('?' * len(some))})"  # noqa: S608
        for key, digest, content in database.execute(query, some):
            with suppress(ValueError, TypeError, KeyError, AttributeError):
                yield key, _read(digest, content)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _written(extraction: Extraction) -> str:
    """Return an extraction as JSON: each row as the list of its values, in the order of its fields."""
    parts = {name: [_values(row) for row in getattr(extraction, name)] for name in _PARTS}
    return json.dumps({"source_id": extraction.source_id, **parts})


def _values(row: Any) -> list[Any]:
    return [getattr(row, field.name) for field in fields(row)]


def _read(digest: str, content: str) -> Extraction:
    """Return the extraction; raises ValueError, TypeError or KeyError for content that is not what was written."""
    if _digest(content) != digest:
        raise ValueError("damaged")
    known = json.loads(content)
    parts = {name: tuple(_row(kind, values) for values in known[name]) for name, kind in _PARTS.items()}
    return Extraction(known["source_id"], **parts)


def _row(kind: type, values: list[Any]) -> Any:
    names = [field.name for field in fields(kind)]
    return kind(**dict(zip(names, values, strict=True)))

"""What earlier builds made, kept so that only what changed is made again: extractions here, pages in the renderer.

One SQLite file each. An entry is found by a hash of everything that it follows from, and carries a hash of its own
content: what is damaged or of another program (code, phrases, templates, dependencies) is not used. A file may be
deleted at any time, and no fault of it stops a build.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import fields
from pathlib import Path
from typing import Any

from exchange_ledger.records import Claim, Review
from exchange_ledger.stages import Article, Extraction, Mention, Span

_TABLE = """CREATE TABLE IF NOT EXISTS entries
    (key TEXT PRIMARY KEY, program TEXT NOT NULL, digest TEXT NOT NULL, content BLOB NOT NULL) WITHOUT ROWID"""
_PARTS: dict[str, type] = {"claims": Claim, "review": Review, "ignored": Span, "mentions": Mention}
_NAMES = {kind: tuple(field.name for field in fields(kind)) for kind in _PARTS.values()}
_AT_ONCE = 500
"""Keys that one query asks for."""


class Store:
    """Bytes by keys, made by one program (see `fingerprint.program`), in the file at `path`."""

    def __init__(self, path: Path, program: str) -> None:
        self.path = path
        self.program = program

    def key(self, *parts: str) -> str:
        """Return the name of what follows from these parts and the program."""
        return _digest("\0".join((self.program, *parts)).encode("utf-8", "surrogatepass"))

    def known(self, keys: Sequence[str]) -> dict[str, bytes]:
        """Return what is kept under these keys; whatever cannot be read, or is not as it was written, is missing."""
        try:
            with closing(self._opened()) as database:
                return dict(_found(database, keys))
        except (sqlite3.Error, OSError) as error:
            self._drop(error)
            return {}

    def keep(self, contents: Mapping[str, bytes], used: Iterable[str] | None = None) -> None:
        """Keep these, all or none; drop what other programs made and, if `used` is given, all keys but those."""
        rows = [(key, self.program, _digest(content), content) for key, content in contents.items()]
        try:
            with closing(self._opened()) as database, database:
                database.execute("DELETE FROM entries WHERE program != ?", (self.program,))
                database.executemany("INSERT OR REPLACE INTO entries VALUES (?, ?, ?, ?)", rows)
                if used is not None:
                    kept = {key for (key,) in database.execute("SELECT key FROM entries")}
                    database.executemany("DELETE FROM entries WHERE key = ?", [(key,) for key in kept - set(used)])
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


class Extractions:
    """The extractions of articles, in a store."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def key(self, article: Article) -> str:
        """Return the name under which the extraction of an article is kept."""
        return self.store.key(repr(article.source), repr(article.furniture), article.text)

    def known(self, keys: Sequence[str]) -> dict[str, Extraction]:
        """Return the extractions that are kept under these keys."""
        found: dict[str, Extraction] = {}
        for key, content in self.store.known(keys).items():
            with suppress(ValueError, TypeError, KeyError, AttributeError):
                found[key] = _read(content)
        return found

    def keep(self, extractions: Mapping[str, Extraction]) -> None:
        """Keep the extractions under their keys."""
        self.store.keep({key: _written(extraction) for key, extraction in extractions.items()})


def _found(database: sqlite3.Connection, keys: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    for start in range(0, len(keys), _AT_ONCE):
        some = keys[start : start + _AT_ONCE]
        query = f"SELECT key, digest, content FROM entries WHERE key IN ({','.join('?' * len(some))})"  # noqa: S608
        for key, digest, content in database.execute(query, some):
            if isinstance(content, bytes) and _digest(content) == digest:
                yield key, content


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _written(extraction: Extraction) -> bytes:
    """Return an extraction as JSON: each row as the list of its values, in the order of its fields."""
    parts = {name: [_values(row) for row in getattr(extraction, name)] for name in _PARTS}
    about = {"source_id": extraction.source_id, "unread": extraction.unread}
    return json.dumps(about | parts).encode("ascii")


def _values(row: Any) -> list[Any]:
    return [getattr(row, name) for name in _NAMES[type(row)]]


def _read(content: bytes) -> Extraction:
    """Return the extraction; raises ValueError, TypeError or KeyError for content that is none."""
    known = json.loads(content)
    parts = {name: tuple(_row(kind, values) for values in known[name]) for name, kind in _PARTS.items()}
    return Extraction(known["source_id"], unread=str(known["unread"]), **parts)


def _row(kind: type, values: list[Any]) -> Any:
    return kind(**dict(zip(_NAMES[kind], values, strict=True)))

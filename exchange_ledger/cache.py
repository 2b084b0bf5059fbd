"""What earlier builds made, kept so that only what changed is made again: articles as they were read and their
extractions here, pages in the renderer.

One SQLite file each. An entry is found by a hash of everything that it follows from, and carries a hash of its own
content: what is damaged or of another program (code, phrases, templates, dependencies) is not used. A file may be
deleted at any time, and no fault of it stops a build.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import fields
from pathlib import Path
from typing import Any, TypeVar

from exchange_ledger import fingerprint
from exchange_ledger.records import Claim, Review, Source
from exchange_ledger.stages import Article, Extraction, Mention, Span

_TABLE = """CREATE TABLE IF NOT EXISTS entries
    (key TEXT PRIMARY KEY, program TEXT NOT NULL, digest TEXT NOT NULL, content BLOB NOT NULL) WITHOUT ROWID"""
_PARTS: dict[str, type] = {"claims": Claim, "review": Review, "ignored": Span, "mentions": Mention}
_NAMES = {kind: tuple(field.name for field in fields(kind)) for kind in (*_PARTS.values(), Source)}
_PLACES = {kind: tuple(getattr(kind, name).__set__ for name in names) for kind, names in _NAMES.items()}
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
        """Keep these, all or none; drop what other programs made and, if `used` is given, all keys but those.

        Nothing is done if the program is another by now: what was made may be the work of either.
        """
        if fingerprint.program() != self.program:
            return
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


class Articles:
    """The articles as they were read from their files without a fault, in a store."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def key(self, name: str, row: Mapping[str, str], data: bytes) -> str:
        """Return what an article is kept under: the name of its file, its row of sources.csv, and the file's bytes."""
        return self.store.key(name, json.dumps(row), _digest(data))

    def known(self, keys: Sequence[str]) -> dict[str, Article]:
        """Return the articles that are kept under these keys."""
        return _parsed(self.store.known(keys), _article)

    def keep(self, articles: Mapping[str, Article], used: Iterable[str]) -> None:
        """Keep the articles under their keys; drop all keys but those `used`."""
        self.store.keep({key: _article_written(article) for key, article in articles.items()}, used)


class Extractions:
    """The extractions of articles, in a store."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def key(self, article: Article) -> str:
        """Return the name under which the extraction of an article is kept."""
        return self.store.key(repr(article.source), repr(article.furniture), article.text)

    def known(self, keys: Sequence[str]) -> dict[str, Extraction]:
        """Return the extractions that are kept under these keys."""
        return _parsed(self.store.known(keys), _extraction)

    def keep(self, extractions: Mapping[str, Extraction]) -> None:
        """Keep the extractions under their keys."""
        self.store.keep({key: _extraction_written(extraction) for key, extraction in extractions.items()})


def _found(database: sqlite3.Connection, keys: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    for start in range(0, len(keys), _AT_ONCE):
        some = keys[start : start + _AT_ONCE]
        query = f"SELECT key, digest, content FROM entries WHERE key IN ({','.join('?' * len(some))})"  # noqa: S608
        for key, digest, content in database.execute(query, some):
            if isinstance(content, bytes) and _digest(content) == digest:
                yield key, content


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


Kept = TypeVar("Kept")


def _parsed(contents: Mapping[str, bytes], parse: Callable[[bytes], Kept]) -> dict[str, Kept]:
    """Return what the contents stand for, but for those that stand for nothing."""
    found = {}
    for key, content in contents.items():
        with suppress(ValueError, TypeError, KeyError, AttributeError):
            found[key] = parse(content)
    return found


def _article_written(article: Article) -> bytes:
    """Return an article as JSON, its source and each span as the list of its values."""
    spans = [_values(span) for span in article.furniture]
    return json.dumps([_values(article.source), article.text, spans]).encode("ascii")


def _article(content: bytes) -> Article:
    """Return the article; raises ValueError or TypeError for content that is none."""
    source, text, spans = json.loads(content)
    return Article(_row(Source, source), str(text), tuple(_row(Span, span) for span in spans))


def _extraction_written(extraction: Extraction) -> bytes:
    """Return an extraction as JSON: each row as the list of its values, in the order of its fields."""
    parts = {name: [_values(row) for row in getattr(extraction, name)] for name in _PARTS}
    about = {"source_id": extraction.source_id, "unread": extraction.unread}
    return json.dumps(about | parts).encode("ascii")


def _values(row: Any) -> list[Any]:
    return [getattr(row, name) for name in _NAMES[type(row)]]


def _extraction(content: bytes) -> Extraction:
    """Return the extraction; raises ValueError, TypeError or KeyError for content that is none."""
    known = json.loads(content)
    parts = {name: tuple(_row(kind, values) for values in known[name]) for name, kind in _PARTS.items()}
    return Extraction(known["source_id"], unread=str(known["unread"]), **parts)


def _row(kind: type, values: list[Any]) -> Any:
    """Return the row with these values; put into their places, which the constructor of a frozen row does by name."""
    row: Any = object.__new__(kind)
    for put, value in zip(_PLACES[kind], values, strict=True):
        put(row, value)
    return row

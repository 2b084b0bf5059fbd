"""The articles of the input folder: each file under `articles/` with its row of `sources.csv`, if it has one."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from exchange_ledger.cache import Articles
from exchange_ledger.faults import Fault, fault
from exchange_ledger.read import html
from exchange_ledger.read.cells import cell_faults
from exchange_ledger.read.files import decoded, foreign_format, read_bytes
from exchange_ledger.read.found import found_in_name, found_in_text
from exchange_ledger.read.furniture import furniture
from exchange_ledger.read.statements import slug
from exchange_ledger.read.table import Line, read_table
from exchange_ledger.records import Source
from exchange_ledger.stages import Article

COLUMNS = (
    "source_id", "file", "publisher", "title", "authors", "published", "accessed", "url", "archive_url", "language",
    "quote_limit",
)  # fmt: skip
NEEDED = ("file", "published")
GAPS = ("publisher", "title", "authors", "published", "url", "language")
"""Columns that may be read from the article where its row leaves them empty."""

QUOTE_LIMIT = 500
"""Characters: the limit that Euromaidan Press prints under its articles, for want of a law that names one."""

LONGEST_TEXT = 1_000_000
"""Characters, more than a hundred times those of a long news article: what is longer would be read for minutes."""

LONGEST_NAME = 100
"""Characters of a source_id: file systems allow no more than 255 bytes, the names of its pages included."""

_AT_ONCE = 256
"""Files that are in memory at a time."""

PLAIN_TEXT = ("plain text", "1")
"""Extractor and version of a .txt file: see files.py."""


@dataclass(frozen=True, slots=True)
class _Content:
    """What a file holds: its text, what it says of itself, what made the text; or why there is none."""

    text: str
    metadata: dict[str, str]
    extractor: tuple[str, str]
    unread: str = ""


def read_articles(folder: Path, faults: list[Fault], kept: Articles | None = None) -> tuple[Article, ...]:
    """Return the articles of `folder/articles` by `source_id`; adds a fault for each file that is no text.

    An article whose file holds no text, or far too much, has none here, and its source says why (`unread`).
    What is `kept` is not read again, but for its bytes.
    """
    names = _names(folder / "articles", faults)
    rows = _rows(folder / "sources.csv", names, faults)
    files = [_File(folder / "articles" / name, rows.get(name) or Line("", 0, {})) for name in names]
    articles = list(_articles(files, folder, faults, kept))
    if rows or not (folder / "sources.csv").exists():  # else the table's own fault says it all
        faults.extend(_undated(articles, rows))
        faults.extend(_repeated(articles, rows, folder))
    return tuple(sorted(articles, key=lambda article: article.source.source_id))


def _names(folder: Path, faults: list[Fault]) -> list[str]:
    """Return the names of the articles' files in order; what is neither text nor page is a fault."""
    try:
        paths = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except (FileNotFoundError, NotADirectoryError):
        paths = []
    except OSError as error:
        raise fault(str(folder), f"cannot be read ({error.strerror})", "give permission to read it") from error
    articles = {path for path in paths if path.suffix in (".txt", ".html")}
    faults.extend(
        Fault(str(path), "is neither .txt nor .html", "save the article as one of them, or take the file away")
        for path in paths
        if path not in articles
    )
    if not articles:
        faults.append(Fault(str(folder), "holds no articles", "put .txt or .html files there"))
    return sorted(path.name for path in articles)


def _rows(path: Path, names: list[str], faults: list[Fault]) -> dict[str, Line]:
    """Return the sound rows of sources.csv by their file."""
    if not path.exists():
        return {}
    rows: dict[str, Line] = {}
    known = frozenset(names)
    for line in read_table(path, COLUMNS, NEEDED, faults):
        found = list(cell_faults(line, Source) if line["source_id"] else cell_faults(_unnamed(line), Source))
        found += _file_faults(line, known, rows)
        if reason := _unaddressable(line["source_id"]):
            found.append(Fault(line.where, f"source_id {line['source_id'][:40]!r} {reason}", "give it another one"))
        faults.extend(found)
        rows.setdefault(line["file"], line)
    return rows


def _unnamed(line: Line) -> Line:
    return Line(line.where, line.number, {name: cell for name, cell in line.cells.items() if name != "source_id"})


def _file_faults(line: Line, names: frozenset[str], rows: dict[str, Line]) -> Iterator[Fault]:
    name = line["file"]
    if not name:
        yield Fault(line.where, "file is missing", "name the article's file")
    elif name in rows:
        yield Fault(line.where, f"file {name!r} has a row already", f"keep one of this and line {rows[name].number}")
    elif name not in names:
        yield Fault(line.where, f"file {name!r} is not in articles/", "put it there or take the row away")


@dataclass(frozen=True, slots=True)
class _File:
    """A file of the folder and its row, an empty one if it has none."""

    path: Path
    row: Line


def _articles(files: Sequence[_File], folder: Path, faults: list[Fault], kept: Articles | None) -> Iterator[Article]:
    """Yield the article of each file that holds one; keep those that were read without a fault."""
    fresh: dict[str, Article] = {}
    used: list[str] = []
    for start in range(0, len(files), _AT_ONCE):
        some = [(file, read_bytes(file.path, folder, faults)) for file in files[start : start + _AT_ONCE]]
        sound = [(file, data) for file, data in some if data is not None]
        keys = [kept.key(file.path.name, file.row.cells, data) if kept else "" for file, data in sound]
        known = kept.known(keys) if kept else {}
        used += keys
        for (file, data), key in zip(sound, keys, strict=True):
            before = len(faults)
            if article := known.get(key) or _article(file, data, faults):
                yield article
                if key not in known and len(faults) == before:
                    fresh[key] = article
    if kept:
        kept.keep(fresh, used)


def _article(file: _File, data: bytes, faults: list[Fault]) -> Article | None:
    content = _content(file.path, data, file.row, faults)
    if content is None:
        return None
    marked = furniture(content.text)
    found = found_in_name(file.path.name) | found_in_text(content.text, marked) | content.metadata
    return Article(_source(file.path.name, file.row, found, content, data), content.text, marked)


def _content(path: Path, data: bytes, row: Line, faults: list[Fault]) -> _Content | None:
    if form := foreign_format(data):
        faults.append(Fault(str(path), f"is {form}, not text", "save the article as text in UTF-8 or as HTML"))
        return None
    read = _page_content if path.suffix == ".html" else _text_content
    content = read(path, data, row, faults)
    if content and not content.unread:
        return _without_excess(content)
    return content


def _without_excess(content: _Content) -> _Content:
    """Return the content, its text replaced by the reason if it says nothing or is too much to be read."""
    if len(content.text) > LONGEST_TEXT:
        return replace(content, text="", unread="too_large")
    return content if re.search(r"\w", content.text) else replace(content, unread="no_text")


def _text_content(path: Path, data: bytes, _row: Line, faults: list[Fault]) -> _Content | None:
    text = decoded(path, data, faults)
    return None if text is None else _Content(text, {}, PLAIN_TEXT)


def _page_content(path: Path, data: bytes, row: Line, faults: list[Fault]) -> _Content | None:
    maker = (html.EXTRACTOR, html.extractor_version())
    if html.is_too_large(data):
        return _Content("", {}, maker, "too_large")
    try:
        page = html.page_text(html.decode_page(data), row["url"])
    except (UnicodeDecodeError, LookupError):
        faults.append(Fault(str(path), "is not UTF-8, nor in the encoding that it declares", "save the page as UTF-8"))
        return None
    return _Content(page.text, page.metadata, maker)


def _source(name: str, row: Line, found: dict[str, str], content: _Content, data: bytes) -> Source:
    taken = {column: found[column] for column in GAPS if not row[column] and found.get(column)}
    filled: dict[str, Any] = {column: taken.get(column, row[column]) for column in GAPS}
    return Source(
        source_id=row["source_id"] or source_name(name),
        kind="article",
        file=name,
        **filled,
        accessed=row["accessed"],
        archive_url=row["archive_url"],
        file_sha256=hashlib.sha256(data).hexdigest(),
        text_sha256=hashlib.sha256(content.text.encode("utf-8", "surrogatepass")).hexdigest(),
        text_length=len(content.text),
        extractor=content.extractor[0],
        extractor_version=content.extractor[1],
        quote_limit=int(row["quote_limit"]) if row["quote_limit"].isdecimal() else QUOTE_LIMIT,
        found=" ".join(taken),
        unread=content.unread,
    )


def source_name(file: str) -> str:
    """Return the name of a source that has no other: its file's, with a hash where that cannot be an address."""
    plain = slug(Path(file).stem)
    if plain and not _unaddressable(plain):
        return plain
    digest = hashlib.sha256(file.encode("utf-8", "surrogateescape")).hexdigest()[:10]
    return "-".join(filter(None, (plain[: LONGEST_NAME - 11].rstrip("-"), digest)))


def _unaddressable(source_id: str) -> str:
    """Return why no page can lie at `sources/<source_id>/`; empty if one can."""
    if len(source_id) > LONGEST_NAME:
        return f"is longer than {LONGEST_NAME} characters"
    if source_id == "index":
        return "is the name of a page that is there already"
    return "has a dot, and would be taken for a file" if "." in source_id else ""


def _undated(articles: list[Article], rows: dict[str, Line]) -> Iterator[Fault]:
    """Yield the rows without a date that the article does not give either.

    An article without a row may lack one, and so may one that is not read; its source then says so (`unread`).
    """
    for source in (article.source for article in articles):
        if not source.published and not source.unread and source.file in rows:
            yield Fault(rows[source.file].where, "published is missing", "write it as YYYY-MM-DD")


def _repeated(articles: list[Article], rows: dict[str, Line], folder: Path) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    for article in articles:
        name, source_id = article.source.file, article.source.source_id
        first = seen.setdefault(source_id, name)
        if first != name:
            where = rows[name].where if name in rows else str(folder / "articles" / name)
            yield Fault(where, f"source_id {source_id!r} is that of {first} too", "give one of them another source_id")

"""What is about all pages of a site that several runs of MkDocs drew: its search index and its map."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO

from exchange_ledger.render.drawn import Entry, address, file_of
from exchange_ledger.render.website import time_of

_ENTRY = re.compile(r"\s*<url>.*?</url>", re.DOTALL)
_LOCATION = re.compile(r"<loc>(.*?)</loc>", re.DOTALL)


def search_index(written: bytes, pages: Iterable[str], entries: Mapping[str, Sequence[Entry]]) -> bytes:
    """Return the index with the entries of all pages, from one that MkDocs wrote for some of them."""
    index = json.loads(written)
    index["docs"] = [entry for page in pages for entry in entries[file_of(page)]]
    return json.dumps(index, separators=(",", ":")).encode("utf-8")


def sitemap(written: bytes, pages: Iterable[str], first: str) -> bytes:
    """Return the site map of all pages as the theme writes that of some: an entry differs in its address alone.

    `first` is the page that the first entry of `written` is about.
    """
    text = written.decode("utf-8")
    one = _ENTRY.search(text)
    if one is None:
        return written
    base = _LOCATION.findall(one[0])[0].removesuffix(address(first))
    entries = [_LOCATION.sub(f"<loc>{base}{address(page)}</loc>", one[0]) for page in pages]
    last = list(_ENTRY.finditer(text))[-1]
    return (text[: one.start()] + "".join(entries) + text[last.end() :]).encode("utf-8")


def gzipped(name: str, content: bytes, day: str) -> bytes:
    """Return the content as the gzip file called `name`, of a day (ISO 8601)."""
    stream = BytesIO()
    with gzip.GzipFile(filename=name, mode="wb", fileobj=stream, mtime=time_of(day)) as packed:
        packed.write(content)
    return stream.getvalue()

"""Text and metadata of a saved web page, through trafilatura.

The text of a page is its title, an empty line, and what trafilatura takes for the article, comments left out. Where
the article begins with its title already, it is the article alone. Offsets point into this text; whoever wants it
again calls `page_text` with the version of trafilatura that the source names, and compares the hash.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from exchange_ledger.read.cells import is_address, is_date
from exchange_ledger.records import CONTROL

EXTRACTOR = "trafilatura"

MOST_TAGS = 80_000
"""Some ten times those of a publisher's page: the search for the article takes up to the square of their number."""

_BYTE_ORDER_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CHARSET = re.compile(
    rb"""<(?:meta\b[^>]{0,200}?|\?xml\b[^>]{0,100}?en)(?:charset|coding)\s*=\s*["']?([\w.:-]+)""", re.I
)
_LONG_TAG = re.compile(r"<([a-zA-Z][\w:-]{0,30})\s[^<>]{2000,}>")
_DATES = {"original_date": True, "extensive_search": False, "min_date": "2014-01-01", "max_date": "2100-01-01"}
"""Only dates that the page states as its own; the upper bound is fixed because the default is the clock's day."""


@dataclass(frozen=True, slots=True)
class Page:
    """What a saved page says: its text, empty if it has none, and its metadata by column of `sources`."""

    text: str
    metadata: dict[str, str]


def extractor_version() -> str:
    """Return the version of the library that finds the article in a page."""
    return version(EXTRACTOR)


def is_too_large(data: bytes) -> bool:
    """Return whether a page has so many tags that the search for its article would take minutes."""
    return data.count(b"<") > MOST_TAGS


def decode_page(data: bytes, charset: str = "") -> str:
    """Return a page's characters: by its byte order mark, else `charset`, else the one it declares, else UTF-8.

    Raises UnicodeDecodeError for bytes that are not in that encoding, LookupError for an unknown one.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data.decode(encoding).lstrip("\ufeff")
    declared = _CHARSET.search(data[:4096])
    name = charset or (declared[1].decode("ascii", "replace") if declared else "utf-8")
    return data.decode(_browser_name(name))


def _browser_name(name: str) -> str:
    """Return the encoding that browsers use for a declared one (WHATWG Encoding Standard: Latin-1 is windows-1252)."""
    found = codecs.lookup(name).name
    if found.startswith("utf-16"):  # a page that could be searched for its declaration is not in UTF-16
        return "utf-8"
    return "cp1252" if found in ("ascii", "iso8859-1") else found


def page_text(html: str, url: str = "") -> Page:
    """Return the article of a page and what the page says of itself; the text is empty where there is none."""
    import trafilatura
    from lxml.etree import ParserError  # type: ignore[import-untyped]
    from lxml.html import HTMLParser, document_fromstring  # type: ignore[import-untyped]

    bounded = _LONG_TAG.sub(_without_attributes, html.replace("\0", ""))  # the parser would stop at a NUL
    encoded = bounded.encode("utf-8", "replace")
    try:
        tree = document_fromstring(encoded, parser=HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True))
    except ParserError:
        return Page("", {})
    language = (tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or "").strip()
    document = trafilatura.bare_extraction(
        tree, url=url or None, include_comments=False, with_metadata=True, date_extraction_params=dict(_DATES)
    )
    found: dict[str, Any] = {} if document is None or isinstance(document, dict) else document.as_dict()
    if not (found.get("text") or "").strip():
        return Page("", {})
    metadata = _metadata(found, language)
    return Page(_with_title(metadata.get("title", ""), found["text"]), metadata)


def _without_attributes(tag: re.Match[str]) -> str:
    """Return a tag without its attributes if it has a thousand of them: the parser's time grows with their square."""
    return f"<{tag[1]}>" if len(tag[0].split()) > 1_000 else tag[0]


def _metadata(found: dict[str, Any], language: str) -> dict[str, str]:
    """Return what the page says of itself, by column of `sources`; only what has the form of that column."""
    plain = {name: " ".join(value.split()) for name, value in found.items() if isinstance(value, str)}
    columns = {
        "title": plain.get("title", ""),
        "authors": plain.get("author", ""),
        "published": plain.get("date", ""),
        "publisher": plain.get("sitename", ""),
        "url": plain.get("url", ""),
        "language": language if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", language) else "",
    }
    if not is_date(columns["published"]):
        columns["published"] = ""
    if not is_address(columns["url"]):
        columns["url"] = ""
    return {name: value for name, value in columns.items() if value and not re.search(CONTROL, value)}


def _with_title(title: str, text: str) -> str:
    return text if not title or _plain(text).startswith(_plain(title)) else f"{title}\n\n{text}"


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()

"""An article on its way in: from an address or a file to its text and what is known of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from urllib.parse import urlsplit

from exchange_ledger.faults import Fault, LedgerError, fault, visible
from exchange_ledger.fetch import Response, fetch
from exchange_ledger.read.articles import LONGEST_TEXT
from exchange_ledger.read.cells import is_address, is_date
from exchange_ledger.read.files import decoded, foreign_format, read_bytes
from exchange_ledger.read.found import found_in_name, found_in_text
from exchange_ledger.read.furniture import furniture
from exchange_ledger.read.html import MOST_TAGS, decode_page, is_too_large, page_text

_SAVE = "save the article as text in UTF-8 and add the file"


@dataclass(frozen=True, slots=True)
class Given:
    """What the caller says of an article; it wins over what the article says of itself."""

    publisher: str = ""
    published: str = ""
    url: str = ""
    archive_url: str = ""


@dataclass(frozen=True, slots=True)
class Incoming:
    """An article that is not stored yet.

    `origin` is what the caller named, `data` the bytes to store, `known` its cells of sources.csv.
    """

    origin: str
    text: str
    data: bytes
    known: dict[str, str]


def bring(origin: str, given: Given) -> Incoming:
    """Return the article at an address or in a file, with what is known of it.

    The text of a page is what `read.html` takes from it; that of a file in plain text is its own. Raises LedgerError
    with every fault: not reachable, no text, no article, not dated.
    """
    is_link = "://" in origin or origin.startswith(("javascript:", "data:", "mailto:"))
    found = _fetched(origin) if is_link else _saved(Path(origin), given.url)
    cells = {"publisher": given.publisher, "published": given.published, "url": given.url}
    known = found.known | {name: value for name, value in cells.items() if value} | {"archive_url": given.archive_url}
    known = {name: visible(value) for name, value in known.items() if visible(value)}
    if faults := _faults(origin, found.text, known):
        raise LedgerError(faults)
    return replace(found, known=known)


def _fetched(url: str) -> Incoming:
    response = fetch(url)
    if form := foreign_format(response.data):
        raise fault(url, f"is {form}, not a page", _SAVE)
    if response.kind not in ("", "text/html", "application/xhtml+xml", "text/plain"):
        raise fault(url, f"is {response.kind}, not a page", _SAVE)
    content = _characters(response, url)
    today = {"accessed": datetime.now(UTC).date().isoformat()}
    if response.kind == "text/plain":
        text = _lines(content)
        return Incoming(url, text, text.encode(), _from_text(text) | {"url": response.url} | today)
    found = _page(url, content, response.url)
    return replace(found, known=found.known | {"url": _address(found.known, response.url)} | today)


def _characters(response: Response, url: str) -> str:
    """Return the page's characters; a declaration that its bytes contradict is a fault, not a guess."""
    try:
        content = decode_page(response.data, response.charset)
    except (UnicodeDecodeError, LookupError):
        raise fault(url, "is not in the encoding that it declares", _SAVE) from None
    if not response.data.isascii() and _is_utf8(response.data) and content != response.data.decode("utf-8-sig"):
        raise fault(url, "is in UTF-8 but declares another encoding", _SAVE)
    return content


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _address(known: dict[str, str], url: str) -> str:
    """Return the address that the page calls its own if it is on the same site; else the one it was fetched from."""
    own = known.get("url", "")
    return own if own and _site(own) == _site(url) else url


def _site(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.").removeprefix("m.").removeprefix("amp.")


def _saved(path: Path, url: str) -> Incoming:
    faults: list[Fault] = []
    data = read_bytes(path, path.parent, faults)
    if data is not None and (form := foreign_format(data)):
        faults.append(Fault(str(path), f"is {form}, not text", "save the article as text in UTF-8 or as HTML"))
    if data is None or faults:
        raise LedgerError(faults)
    if path.suffix.lower() in (".html", ".htm", ".xhtml"):
        return _saved_page(path, data, url)
    text = decoded(path, data, faults)
    if text is None:
        raise LedgerError(faults)
    return Incoming(str(path), text, data, found_in_name(path.name) | _from_text(text))


def _saved_page(path: Path, data: bytes, url: str) -> Incoming:
    try:
        content = decode_page(data)
    except (UnicodeDecodeError, LookupError):
        raise fault(str(path), "is not in the encoding that it declares", "save the page as UTF-8") from None
    return _page(str(path), content, url)


def _page(origin: str, content: str, url: str) -> Incoming:
    if is_too_large(content.encode("utf-8", "replace")):
        raise fault(origin, f"has more than {MOST_TAGS:,} tags", "save the article alone and add the file")
    page = page_text(content, url)
    text = _lines(page.text)
    return Incoming(origin, text, text.encode(), _from_text(text) | page.metadata)


def _from_text(text: str) -> dict[str, str]:
    return found_in_text(text, furniture(text))


def _lines(text: str) -> str:
    """Return a text as it will be read from its file: one kind of line end, no byte order mark, one last line end."""
    return StringIO(text.removeprefix("\ufeff"), newline=None).read().rstrip("\n") + "\n"


def _faults(origin: str, text: str, known: dict[str, str]) -> list[Fault]:
    faults = []
    if len(text) > LONGEST_TEXT:
        faults.append(Fault(origin, f"is longer than {LONGEST_TEXT:,} characters", "save the article alone and add it"))
    elif not any(sign.isalnum() for sign in text):
        faults.append(Fault(origin, "holds no article", _SAVE))
    elif not is_date(known.get("published", "")):
        faults.append(Fault(origin, "does not say when it was published", "add --published YYYY-MM-DD"))
    wrong = [name for name in ("url", "archive_url") if known.get(name) and not is_address(known[name])]
    remedy = "give the full address"
    return faults + [Fault(origin, f"{name} {known[name]!r} is no http or https address", remedy) for name in wrong]

"""Every link and anchor inside the built site, followed: MkDocs looks only at those that are written in Markdown."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from exchange_ledger.faults import Fault, LedgerError

_ADDRESSES = {"href", "src"}
_OWN_ERROR_PAGE = "404.html"


class _Page(HTMLParser):
    """The anchors of a page and the addresses that it names."""

    def __init__(self) -> None:
        super().__init__()
        self.anchors: list[str] = []
        self.addresses: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self.anchors.append(value)
            elif name in _ADDRESSES and value is not None and not (tag == "link" and ("rel", "canonical") in attrs):
                self.addresses.add(value)


def _read(site: Path) -> dict[str, _Page]:
    pages = {}
    for path in sorted(site.rglob("*.html")):
        page = _Page()
        page.feed(path.read_text(encoding="utf-8"))
        pages[path.relative_to(site).as_posix()] = page
    return pages


def link_faults(site: Path) -> Iterator[Fault]:
    """Yield a fault for each internal link without a target, each anchor that is there twice."""
    pages = _read(site)
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    for name, page in pages.items():
        twice = {anchor for anchor in page.anchors if page.anchors.count(anchor) > 1} if page.anchors else set()
        for anchor in sorted(twice):
            yield Fault(f"site/{name}", f"the anchor #{anchor} is there twice", "mend its template")
        if name != _OWN_ERROR_PAGE:
            for address in sorted(page.addresses):
                yield from _faults(name, address, pages, files)


def _faults(name: str, address: str, pages: dict[str, _Page], files: set[str]) -> Iterator[Fault]:
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return
    target = _target(name, unquote(parts.path))
    if target not in files:
        yield Fault(f"site/{name}", f"the link {address} leads to no file", "mend its template")
    elif parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].anchors:
        yield Fault(f"site/{name}", f"the link {address} leads to no such anchor", "mend its template")


def _target(name: str, path: str) -> str:
    if not path:
        return name
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(name), path))
    folder = path.endswith(("/", "/..")) or path in (".", "..")
    return posixpath.normpath(posixpath.join(joined, "index.html")) if folder else joined


def demand_links(site: Path) -> None:
    """Raise LedgerError naming every link of the site that leads nowhere and every anchor that is there twice."""
    faults = list(link_faults(site))
    if faults:
        raise LedgerError(faults)

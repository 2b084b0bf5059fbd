"""Every link and anchor inside the built site, followed: MkDocs looks only at those that are written in Markdown."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import etree  # type: ignore[import-untyped]

from exchange_ledger.faults import Fault, LedgerError

_OWN_ERROR_PAGE = "404.html"


@dataclass(frozen=True, slots=True)
class _Page:
    """The anchors of a page and the addresses that it names."""

    anchors: Counter[str]
    addresses: frozenset[str]


def _read(site: Path) -> dict[str, _Page]:
    return {path.relative_to(site).as_posix(): _page(path) for path in sorted(site.rglob("*.html"))}


def _page(path: Path) -> _Page:
    tree = etree.HTML(path.read_bytes(), etree.HTMLParser(encoding="utf-8", huge_tree=True))
    addresses = tree.xpath("//@src | //*[not(self::link[@rel='canonical'])]/@href")
    return _Page(Counter(str(name) for name in tree.xpath("//@id")), frozenset(str(name) for name in addresses))


def link_faults(site: Path) -> Iterator[Fault]:
    """Yield a fault for each internal link without a target, each anchor that is there twice."""
    pages = _read(site)
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    for name, page in pages.items():
        for anchor in sorted(name for name, count in page.anchors.items() if count > 1):
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

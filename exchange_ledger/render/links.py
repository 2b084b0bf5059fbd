"""Every link and anchor inside the built site, followed: MkDocs looks only at those that are written in Markdown."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from lxml import etree  # type: ignore[import-untyped]

from exchange_ledger.contents import files_below
from exchange_ledger.faults import Fault, LedgerError

_OWN_ERROR_PAGE = "404.html"


@dataclass(frozen=True, slots=True)
class Links:
    """What a page says of itself and of others: its anchors, those that are there twice, and where it leads.

    `leads` has an entry for each link to another file, and for each to an anchor that the page itself has not: the
    address as it is written, the file that it means, the anchor in it.
    """

    anchors: tuple[str, ...]
    twice: tuple[str, ...]
    leads: tuple[tuple[str, str, str], ...]


@cache
def _paths() -> tuple[Any, Any]:
    addresses = "//@src | //*[not(self::link[@rel='canonical'])]/@href"
    return etree.XPath("//@id", smart_strings=False), etree.XPath(addresses, smart_strings=False)


def links_of(name: str, html: bytes) -> Links:
    """Return the anchors and links of the page whose file in the site is called `name`."""
    tree = etree.HTML(html, etree.HTMLParser(encoding="utf-8", huge_tree=True))
    anchors, addresses = (path(tree) for path in _paths())
    counted = Counter(str(anchor) for anchor in anchors)
    found = (_lead(posixpath.dirname(name), str(address)) for address in sorted(set(addresses)))
    leads = (lead for lead in found if lead)
    inside = {"", *counted}
    return Links(
        anchors=tuple(counted),
        twice=tuple(sorted(anchor for anchor, count in counted.items() if count > 1)),
        leads=tuple(
            (address, target or name, anchor)
            for address, target, anchor in leads
            if (target or name) != name or anchor not in inside
        ),
    )


@lru_cache(maxsize=16_384)
def _lead(folder: str, address: str) -> tuple[str, str, str] | None:
    """Return an address, its file (empty: the page itself) and its anchor; None if it leads to another host."""
    if address.startswith("#"):
        return address, "", unquote(address[1:])
    if address.startswith(("https://", "http://")):
        return None
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return None
    return address, _target(folder, unquote(parts.path)), unquote(parts.fragment)


def _target(folder: str, path: str) -> str:
    if not path:
        return ""
    joined = posixpath.normpath(posixpath.join(folder, path))
    whole = path.endswith(("/", "/..")) or path in (".", "..")
    return posixpath.normpath(posixpath.join(joined, "index.html")) if whole else joined


def link_faults(site: Path, known: Mapping[str, Links] | None = None) -> Iterator[Fault]:
    """Yield a fault for each internal link without a target, each anchor that is there twice.

    `known` holds what is known of pages already, by their file; all others are read.
    """
    files = {name for _, name in files_below(site)}
    pages = dict(known or {})
    for name in sorted(files - pages.keys()):
        if name.endswith(".html"):
            pages[name] = links_of(name, (site / name).read_bytes())
    anchors = {name: frozenset(page.anchors) for name, page in pages.items()}
    for name, page in sorted(pages.items()):
        for anchor in page.twice:
            yield Fault(f"site/{name}", f"the anchor #{anchor} is there twice", "mend its template")
        for address, target, anchor in page.leads if name != _OWN_ERROR_PAGE else ():
            if target not in files:
                yield Fault(f"site/{name}", f"the link {address} leads to no file", "mend its template")
            elif anchor and target in anchors and anchor not in anchors[target]:
                yield Fault(f"site/{name}", f"the link {address} leads to no such anchor", "mend its template")


def demand_links(site: Path, known: Mapping[str, Links] | None = None) -> None:
    """Raise LedgerError naming every link of the site that leads nowhere and every anchor that is there twice."""
    faults = list(link_faults(site, known))
    if faults:
        raise LedgerError(faults)

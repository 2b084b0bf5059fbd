"""What MkDocs makes of a page, and what the site makes of that: sealed, its links known, its offline form compressed.

All of it follows from the page alone, so that a page that has not changed costs nothing of it again.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from exchange_ledger.members import Member
from exchange_ledger.render.links import Links, links_of
from exchange_ledger.render.offline import member
from exchange_ledger.render.seal import sealed

Entry = dict[str, Any]
"""An entry of the search index."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """One page: its HTML, compressed, and the SHA-256 of it, its entries of the search index, its links, and its form
    in the offline copy.
    """

    compressed: bytes
    digest: str
    entries: list[Entry]
    links: Links
    offline: Member

    def html(self) -> bytes:
        """Return the page as the site has it; raises zlib.error if it is nonsense."""
        return zlib.decompress(self.compressed)

    def packed(self) -> bytes:
        """Return it as few bytes."""
        offline = [self.offline.method, self.offline.size, self.offline.check]
        links = [self.links.anchors, self.links.twice, self.links.leads]
        head = {"entries": self.entries, "links": links, "offline": offline, "digest": self.digest}
        known = json.dumps(head | {"html": len(self.compressed)}).encode("ascii")
        return b"".join((known, b"\n", self.compressed, self.offline.packed))

    @classmethod
    def unpacked(cls, content: bytes) -> Drawn:
        """Return what `packed` gave."""
        head, rest = content.split(b"\n", 1)
        known = json.loads(head)
        anchors, twice, leads = known["links"]
        links = Links(
            tuple(anchors), tuple(twice), tuple((address, target, anchor) for address, target, anchor in leads)
        )
        method, size, check = known["offline"]
        html, packed = rest[: known["html"]], rest[known["html"] :]
        return cls(html, known["digest"], known["entries"], links, Member(method, size, check, packed))


def drawn(name: str, html: bytes, entries: list[Entry]) -> Drawn:
    """Return what the site makes of a page that MkDocs wrote into the file called `name`."""
    page = sealed(html.decode("utf-8")).encode("utf-8")
    digest = hashlib.sha256(page).hexdigest()
    return Drawn(zlib.compress(page, 1), digest, entries, links_of(name, page), member(name, page))


def address(page: str) -> str:
    """Return the address that MkDocs gives to a page: `exchanges/2024-01-31/`; empty for the first page."""
    bare = page.removesuffix(".md")
    return bare.removesuffix("index") if bare == "index" or bare.endswith("/index") else f"{bare}/"


def file_of(page: str) -> str:
    """Return the file in the site that MkDocs writes a page into."""
    return f"{address(page)}index.html"


def by_page(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    """Return the entries of a search index by the address of their page."""
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(str(entry["location"]).partition("#")[0], []).append(entry)
    return found

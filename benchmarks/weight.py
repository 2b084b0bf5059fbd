"""How heavy a built site is: files, pages, search index."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from pathlib import Path
from statistics import median


@dataclass(frozen=True, slots=True)
class Weight:
    """Bytes of a site: as a whole, of its search index, and of the HTML of its pages (median and largest)."""

    pages: int
    site: int
    search_index: int
    search_index_compressed: int
    median_page: int
    median_page_compressed: int
    largest_page: int


def weight(site: Path) -> Weight:
    """Return the weight of the site in the folder; compressed is gzip, as servers send it."""
    pages = sorted(site.rglob("*.html"))
    sizes = {page: page.stat().st_size for page in pages}
    middle = sorted(pages, key=lambda page: (sizes[page], page))[len(pages) // 2]
    index = (site / "search" / "search_index.json").read_bytes()
    return Weight(
        pages=len(pages),
        site=sum(path.stat().st_size for path in site.rglob("*") if path.is_file()),
        search_index=len(index),
        search_index_compressed=len(gzip.compress(index, mtime=0)),
        median_page=int(median(sizes.values())),
        median_page_compressed=len(gzip.compress(middle.read_bytes(), mtime=0)),
        largest_page=max(sizes.values()),
    )

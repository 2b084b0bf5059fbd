"""One run of MkDocs over some pages, and what the site makes of them, as a process of its own.

`python -m exchange_ledger.render.draw CONFIG SITE PAGES OUT`: PAGES is a JSON file that lists the pages; what becomes
of each is written into the folder OUT, under its number. Exits as MkDocs does.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from exchange_ledger.means import collect_seldom
from exchange_ledger.render import shortcuts
from exchange_ledger.render.drawn import address, by_page, drawn, file_of


def write_drawn(site: Path, pages: Sequence[str], out: Path) -> None:
    """Write what becomes of each page that MkDocs built into `site`, under its number."""
    index = site / "search" / "search_index.json"
    entries = by_page(json.loads(index.read_text(encoding="utf-8"))["docs"]) if index.exists() else {}
    for number, page in enumerate(pages):
        name = file_of(page)
        found = drawn(name, (site / name).read_bytes(), entries.get(address(page), []))
        (out / str(number)).write_bytes(found.packed())


def main(arguments: Sequence[str]) -> int:
    """Run MkDocs strictly, then finish its pages; return MkDocs' exit code if it failed."""
    config, site, pages, out = arguments
    from mkdocs.__main__ import cli

    collect_seldom()
    shortcuts.take()
    try:
        cli(["build", "--strict", "--config-file", config])  # --quiet voids strict
    except SystemExit as end:
        if end.code:
            return int(end.code) if isinstance(end.code, int) else 1
    write_drawn(Path(site), json.loads(Path(pages).read_text(encoding="utf-8")), Path(out))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""MkDocs on several processes, and only for the pages that changed; the same bytes as from one run over all of them.

A page that is out of `nav` shows itself and the navigation, and nothing of the other pages. So these pages are dealt
out to several runs of MkDocs. Each run has the pages of `nav` beside its own, bare but for their front matter, and so
draws the same navigation. What a run made of a page is kept under a hash of its Markdown and of the program.

Three files are about all pages and are put together here: `search/search_index.json`, `sitemap.xml`, `sitemap.xml.gz`.
If a run fails, MkDocs runs once over everything and says what is wrong.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import subprocess
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from exchange_ledger import fingerprint
from exchange_ledger.cache import Store
from exchange_ledger.faults import LedgerError
from exchange_ledger.render.website import end_mkdocs, run_mkdocs, start_mkdocs, time_of
from exchange_ledger.settings import read_mkdocs

_WORTH_IT = 100
"""Pages from which on a run of its own saves more than its start costs."""

_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_ENTRY = re.compile(r"\s*<url>.*?</url>", re.DOTALL)
_LOCATION = re.compile(r"<loc>(.*?)</loc>", re.DOTALL)

Entry = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Drawn:
    """What MkDocs makes of one page: its HTML and its entries of the search index."""

    html: bytes
    entries: list[Entry]

    def packed(self) -> bytes:
        """Return it as few bytes."""
        return zlib.compress(json.dumps(self.entries).encode("ascii") + b"\n" + self.html, 1)

    @classmethod
    def unpacked(cls, content: bytes) -> Drawn:
        """Return what `packed` gave."""
        entries, html = zlib.decompress(content).split(b"\n", 1)
        return cls(html, json.loads(entries))


def build_pages(config: Path, docs: Path, site: Path, day: str, *, jobs: int = 1, store: Store | None = None) -> int:
    """Build `docs` into `site` as `run_mkdocs` does, and return the number of pages out of `nav` that were drawn.

    Raises LedgerError as `run_mkdocs` does.
    """
    shards = docs.parent / "shards"
    shutil.rmtree(shards, ignore_errors=True)
    try:
        return _Build(config, docs, site, day, shards).run(jobs, store)
    except LedgerError:
        shutil.rmtree(site, ignore_errors=True)
        run_mkdocs(config, docs, site, day)
        return len(loose_pages(config, docs))
    finally:
        shutil.rmtree(shards, ignore_errors=True)


def loose_pages(config: Path, docs: Path) -> list[str]:
    """Return the pages that are out of `nav`, as paths below `docs`, in MkDocs' order."""
    named = set(_named(read_mkdocs(config).get("nav") or []))
    return [page for page in _ordered(docs) if page not in named] if named else []


def _named(nav: Any) -> Iterator[str]:
    """Yield the pages that `nav` names."""
    if isinstance(nav, str):
        yield nav
    for part in nav.values() if isinstance(nav, dict) else nav if isinstance(nav, list) else ():
        yield from _named(part)


def _ordered(docs: Path) -> list[str]:
    """Return all pages in the order of MkDocs: a folder's own pages, its index first, before those of its folders."""
    pages = [path.relative_to(docs).as_posix() for path in docs.rglob("*.md")]
    return sorted(pages, key=_place)


def _place(page: str) -> tuple[tuple[int, str], ...]:
    *folders, name = page.split("/")
    return (*((2, folder) for folder in folders), (0 if name == "index.md" else 1, name))


def address(page: str) -> str:
    """Return the address that MkDocs gives to a page: `exchanges/2024-01-31/`; empty for the first page."""
    path = PurePosixPath(page)
    folder = path.parent if path.stem == "index" else path.parent / path.stem
    return "" if folder == PurePosixPath() else f"{folder.as_posix()}/"


class _Build:
    """One build of a site: what is where."""

    def __init__(self, config: Path, docs: Path, site: Path, day: str, shards: Path) -> None:
        self.config = config
        self.docs = docs
        self.site = site
        self.day = day
        self.shards = shards
        self.loose = loose_pages(config, docs)
        self.texts = {page: (docs / page).read_text(encoding="utf-8") for page in _ordered(docs)}
        loose = set(self.loose)
        self.bare = {page: _bare(text) for page, text in self.texts.items() if page not in loose}

    def run(self, jobs: int, store: Store | None) -> int:
        """Draw what is not kept, put everything together, and return the number of loose pages that were drawn."""
        keys = self._keys(store) if store else {}
        drawn = _unpacked(keys, store.known(list(keys.values()))) if store else {}
        missing = [page for page in self.loose if page not in drawn]
        made = self._drawn(dealt(missing, min(jobs, 1 + len(missing) // _WORTH_IT)))
        if store and fingerprint.program() == store.program:  # the templates may have been edited in the meantime
            store.keep({keys[page]: one.packed() for page, one in made.items()}, keys.values())
        self._merge(drawn | made)
        return len(missing)

    def _keys(self, store: Store) -> dict[str, str]:
        navigation = json.dumps(self.bare, sort_keys=True)
        return {page: store.key(navigation, page, self.texts[page]) for page in self.loose}

    def _drawn(self, shares: Sequence[Sequence[str]]) -> dict[str, Drawn]:
        """Run MkDocs once for each share, the first with the pages of `nav` and all other files, into `site`."""
        runs: list[subprocess.Popen[str]] = []
        sites = [self.site if not number else self.shards / str(number) / "site" for number in range(len(shares))]
        try:
            for number, share in enumerate(shares):
                docs = self.shards / str(number) / "docs"
                self._gather(docs, share, whole=not number)
                runs.append(start_mkdocs(self.config, docs, sites[number], self.day))
            for run in runs:
                end_mkdocs(run)
        finally:
            for run in runs:
                _stop(run)
        return {
            page: one for site, share in zip(sites, shares, strict=True) for page, one in _read(site, share).items()
        }

    def _gather(self, docs: Path, share: Iterable[str], whole: bool) -> None:
        """Make the docs folder of one run."""
        for path in sorted(self.docs.rglob("*")) if whole else ():
            name = path.relative_to(self.docs).as_posix()
            if path.is_file() and (name not in self.texts or name in self.bare):
                _link(path, docs / name)
        for page, text in () if whole else self.bare.items():
            (docs / page).parent.mkdir(parents=True, exist_ok=True)
            (docs / page).write_text(text, encoding="utf-8", newline="\n")
        for page in share:
            _link(self.docs / page, docs / page)

    def _merge(self, drawn: dict[str, Drawn]) -> None:
        for page, one in drawn.items():
            path = self.site / address(page) / "index.html"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(one.html)
        self._merge_search(drawn)
        self._merge_sitemap()

    def _merge_search(self, drawn: dict[str, Drawn]) -> None:
        path = self.site / "search" / "search_index.json"
        if path.exists():
            index = json.loads(path.read_text(encoding="utf-8"))
            own = _by_page(index["docs"])
            pages = (drawn[page].entries if page in drawn else own.get(address(page), []) for page in self.texts)
            index["docs"] = [entry for entries in pages for entry in entries]
            path.write_text(json.dumps(index, separators=(",", ":")), encoding="utf-8")

    def _merge_sitemap(self) -> None:
        """Write the site map of all pages as the theme writes that of some: an entry differs in its address alone."""
        path = self.site / "sitemap.xml"
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        first = _ENTRY.search(text)
        if first is None:
            return
        base = _LOCATION.findall(first[0])[0].removesuffix(address(next(iter(self.bare))))
        entries = [_LOCATION.sub(f"<loc>{base}{address(page)}</loc>", first[0]) for page in self.texts]
        last = list(_ENTRY.finditer(text))[-1]
        whole = (text[: first.start()] + "".join(entries) + text[last.end() :]).encode("utf-8")
        path.write_bytes(whole)
        with (
            path.with_name("sitemap.xml.gz").open("wb") as stream,
            gzip.GzipFile(filename="sitemap.xml.gz", mode="wb", fileobj=stream, mtime=time_of(self.day)) as packed,
        ):
            packed.write(whole)


def _stop(run: subprocess.Popen[str]) -> None:
    """End a run, also one that has ended."""
    run.kill()
    run.wait()
    if run.stdout:
        run.stdout.close()


def dealt(pages: Sequence[str], shares: int) -> list[list[str]]:
    """Return the pages in so many shares of the same size, at least one share."""
    count = max(shares, 1)
    return [list(pages[number::count]) for number in range(count)]


def _bare(text: str) -> str:
    front = _FRONT_MATTER.match(text)
    return front[0] if front else ""


def _link(source: Path, target: Path) -> None:
    """Make the file appear at a second place, without a copy where the disk can do that."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def _read(site: Path, pages: Iterable[str]) -> dict[str, Drawn]:
    """Return what one run made of its pages."""
    path = site / "search" / "search_index.json"
    entries = _by_page(json.loads(path.read_text(encoding="utf-8"))["docs"]) if path.exists() else {}
    return {
        page: Drawn((site / address(page) / "index.html").read_bytes(), entries.get(address(page), []))
        for page in pages
    }


def _by_page(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(str(entry["location"]).partition("#")[0], []).append(entry)
    return found


def _unpacked(keys: dict[str, str], known: dict[str, bytes]) -> dict[str, Drawn]:
    return {page: Drawn.unpacked(known[key]) for page, key in keys.items() if key in known}

"""MkDocs on several processes, and only for the pages that changed; the same bytes as from one run over all of them.

A page shows itself and the navigation, and nothing of the other pages. So the pages are dealt out to several runs of
MkDocs. Each run has the pages of `nav` beside its own, bare but for their front matter and heading, and so draws the
same navigation. What a run made of a page is kept under a hash of its Markdown and of the program.

Three files are about all pages and are put together here: `search/search_index.json`, `sitemap.xml`, `sitemap.xml.gz`.
Files that are no pages are copied. If a run fails, MkDocs runs once over everything and says what is wrong.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from exchange_ledger.cache import Store
from exchange_ledger.contents import files_below
from exchange_ledger.faults import LedgerError
from exchange_ledger.members import Member
from exchange_ledger.render.draw import write_drawn
from exchange_ledger.render.drawn import Drawn, Entry, drawn, file_of
from exchange_ledger.render.links import Links
from exchange_ledger.render.merged import gzipped, search_index, sitemap
from exchange_ledger.render.website import end_mkdocs, own_config, run_mkdocs, start
from exchange_ledger.settings import read_mkdocs
from exchange_ledger.tree import Tree

_WORTH_IT = 1_000_000
"""Characters of Markdown from which on a run of its own saves more than its start costs."""

_AT_ONCE = 256
"""Kept pages that are in memory at a time."""

_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_HEADING = re.compile(r"^# .*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Late:
    """Pages that stand as drafts until `write` has written them; front matter and heading are those of the draft."""

    pages: Sequence[str] = ()
    write: Callable[[], None] = lambda: None


@dataclass(slots=True)
class Built:
    """What a build drew anew, and what is known of the site's pages by their files."""

    site: Tree
    drawn: int = 0
    links: dict[str, Links] = field(default_factory=dict)
    offline: dict[str, Member] = field(default_factory=dict)
    entries: dict[str, list[Entry]] = field(default_factory=dict)

    def put(self, name: str, one: Drawn) -> None:
        """Let a page's file in the site be this page, and note what is known of it."""
        if not self.site.take(name, one.digest):
            self.site.write(name, one.html())
        self.links[name], self.offline[name], self.entries[name] = one.links, one.offline, one.entries


def build_pages(
    config: Path,
    docs: Path,
    site: Path,
    day: str,
    *,
    jobs: int = 1,
    store: Store | None = None,
    late: Late | None = None,
    standing: Path | None = None,
) -> Built:
    """Build `docs` into `site` as `run_mkdocs` does, with every page sealed.

    What an earlier build left in `site` stays, and what is in the site that is `standing` is taken, if it is what is
    wanted.
    Raises LedgerError as `run_mkdocs` does, and what `late` raises.
    """
    shards = docs.parent / "shards"
    shutil.rmtree(shards, ignore_errors=True)
    late = late or Late()
    try:
        return _Build(config, docs, Tree(site, standing), day, shards).run(jobs, store, late)
    except _Whole:
        return _whole(config, docs, site, day)
    finally:
        shutil.rmtree(shards, ignore_errors=True)


class _Whole(Exception):  # noqa: N818 (it is no error: it says how to go on)
    """Raised where only one run over everything can build the site, or say what is wrong with it."""


def _whole(config: Path, docs: Path, site: Path, day: str) -> Built:
    """Build everything with one run of MkDocs."""
    shutil.rmtree(site, ignore_errors=True)
    run_mkdocs(config, docs, site, day)
    pages = _ordered(docs)
    built, out = Built(Tree(site), len(pages)), docs.parent / "shards" / "drawn"
    out.mkdir(parents=True)
    write_drawn(site, pages, out)
    for number, page in enumerate(pages):
        built.put(file_of(page), Drawn.unpacked((out / str(number)).read_bytes()))
    _put_others(built)
    return built


def _put_others(built: Built) -> None:
    """Seal what the theme wrote beside the pages: its page for what is not there."""
    for path in sorted(Path(built.site.folder).glob("*.html")):
        if path.name not in built.links:
            built.put(path.name, drawn(path.name, path.read_bytes(), []))


def loose_pages(config: Path, docs: Path) -> list[str]:
    """Return the pages that are out of `nav`, as paths below `docs`, in MkDocs' order."""
    return _loose(config, _ordered(docs))


def _loose(config: Path, pages: Iterable[str]) -> list[str]:
    named = set(_named(read_mkdocs(config).get("nav") or []))
    return [page for page in pages if page not in named] if named else []


def _named(nav: Any) -> Iterator[str]:
    """Yield the pages that `nav` names."""
    if isinstance(nav, str):
        yield nav
    for part in nav.values() if isinstance(nav, dict) else nav if isinstance(nav, list) else ():
        yield from _named(part)


def _ordered(docs: Path) -> list[str]:
    """Return all pages in the order of MkDocs: a folder's own pages, its index first, before those of its folders."""
    return sorted((name for _, name in files_below(docs) if name.endswith(".md")), key=_place)


def _place(page: str) -> tuple[tuple[int, str], ...]:
    *folders, name = page.split("/")
    return (*((2, folder) for folder in folders), (0 if name == "index.md" else 1, name))


@dataclass(frozen=True, slots=True)
class _Run:
    """One run of MkDocs over some pages, in a folder of its own."""

    process: subprocess.Popen[str]
    pages: Sequence[str]
    folder: Path


class _Build:
    """One build of a site: what is where."""

    def __init__(self, config: Path, docs: Path, site: Tree, day: str, shards: Path) -> None:
        self.config = config
        self.docs = docs
        self.site = site
        self.day = day
        self.shards = shards
        self.texts = {page: (docs / page).read_text(encoding="utf-8") for page in _ordered(docs)}
        self.keys: dict[str, str] = {}
        loose = set(_loose(config, self.texts))
        self.bare = {page: _bare(text) for page, text in self.texts.items() if loose and page not in loose}
        self.navigation = json.dumps(self.bare, sort_keys=True)
        self.built = Built(site)
        self.runs: list[_Run] = []

    def run(self, jobs: int, store: Store | None, late: Late) -> Built:
        """Draw what is not kept, put everything together, and return what is known of it."""
        try:
            missing = self._put_kept([page for page in self.texts if page not in late.pages], store)
            first, *others = dealt(missing, self.texts, min(jobs, 1 + self._length(missing) // _WORTH_IT))
            for share in others:
                self._start(share)
            late.write()
            self._start([*first, *self._put_kept(self._arrived(late), store)])
            for run in self.runs:
                self._end(run, store)
        finally:
            for run in self.runs:
                _stop(run.process)
        self._put_together()
        if store:
            store.keep({}, self._keys(store, list(self.texts)))
        return self.built

    def _length(self, pages: Iterable[str]) -> int:
        return sum(len(self.texts[page]) for page in pages)

    def _arrived(self, late: Late) -> Sequence[str]:
        """Return the pages that are written by now."""
        for page in late.pages:
            self.texts[page] = (self.docs / page).read_text(encoding="utf-8")
            if not self.bare or _bare(self.texts[page]) != self.bare.get(page):
                raise _Whole
        if not self.bare:
            raise _Whole
        return late.pages

    def _keys(self, store: Store, pages: Sequence[str]) -> list[str]:
        """Return the names under which what becomes of these pages is kept."""
        for page in pages:
            if page not in self.keys:
                self.keys[page] = store.key(self.navigation, page, self.texts[page])
        return [self.keys[page] for page in pages]

    def _put_kept(self, pages: Sequence[str], store: Store | None) -> list[str]:
        """Put those of the pages that are kept into the site, and return the others."""
        for first in range(0, len(pages) if store else 0, _AT_ONCE):
            some = pages[first : first + _AT_ONCE]
            keys = self._keys(store, some) if store else []
            known = store.known(keys) if store else {}
            for page, key in zip(some, keys, strict=True):
                with suppress(ValueError, KeyError, TypeError, zlib.error):  # not kept, or nonsense
                    self.built.put(file_of(page), Drawn.unpacked(known[key]))
        return [page for page in pages if file_of(page) not in self.built.links]

    def _start(self, pages: Sequence[str]) -> None:
        """Start a run of MkDocs over some pages, all others of `nav` bare."""
        folder = self.shards / str(len(self.runs))
        docs = Tree(folder / "docs")
        for page, text in self.bare.items():
            docs.write(page, text.encode("utf-8"))
        for page in pages:
            docs.link(page, str(self.docs / page))
        (folder / "drawn").mkdir()
        (folder / "pages.json").write_text(json.dumps(pages), encoding="utf-8")
        own = own_config(self.config, folder / "docs", folder / "site")
        paths = (own, folder / "site", folder / "pages.json", folder / "drawn")
        command = [sys.executable, "-m", "exchange_ledger.render.draw", *map(str, paths)]
        self.runs.append(_Run(start(command, self.day), pages, folder))

    def _end(self, run: _Run, store: Store | None) -> None:
        """Wait for the end of a run; put its pages into the site, and keep them."""
        try:
            end_mkdocs(run.process)
        except LedgerError:
            raise _Whole from None
        for first in range(0, len(run.pages), _AT_ONCE):
            numbers = range(first, min(first + _AT_ONCE, len(run.pages)))
            contents = {run.pages[number]: (run.folder / "drawn" / str(number)).read_bytes() for number in numbers}
            for page, content in contents.items():
                self.built.put(file_of(page), Drawn.unpacked(content))
            if store:
                store.keep(dict(zip(self._keys(store, list(contents)), contents.values(), strict=True)))
        self.built.drawn += len(run.pages)

    def _put_together(self) -> None:
        """Put what is no page into the site: the files of the theme as the last run wrote them, and those of `docs`."""
        pages = {file_of(page) for page in self.texts}
        for path, name in files_below(self.runs[-1].folder / "site"):
            if name not in pages and not name.endswith("/index.html"):
                self.site.write(name, Path(path).read_bytes())
        for path, name in files_below(self.docs):
            if not name.endswith(".md"):
                self.site.link(name, path)
        self.site.clear()
        _put_others(self.built)
        self._merge()

    def _merge(self) -> None:
        """Write what is about all pages, where the theme wrote it about some."""
        index, known = "search/search_index.json", "sitemap.xml"
        if index in self.site.named:
            self.site.write(index, search_index(self.site.read(index), self.texts, self.built.entries))
        if known in self.site.named:
            whole = sitemap(self.site.read(known), self.texts, next(iter(self.bare)))
            self.site.write(known, whole)
            self.site.write(f"{known}.gz", gzipped(f"{known}.gz", whole, self.day))


def _stop(process: subprocess.Popen[str]) -> None:
    """End a run, also one that has ended."""
    process.kill()
    process.wait()
    if process.stdout:
        process.stdout.close()


def dealt(pages: Sequence[str], texts: Mapping[str, str], shares: int) -> list[list[str]]:
    """Return the pages in so many shares, at least one, all about as long; each in the order of `pages`."""
    found: list[list[str]] = [[] for _ in range(max(shares, 1))]
    lengths = [0] * len(found)
    for page in sorted(pages, key=lambda page: (-len(texts[page]), page)):
        place = lengths.index(min(lengths))
        found[place].append(page)
        lengths[place] += len(texts[page])
    order = {page: place for place, page in enumerate(pages)}
    return [sorted(share, key=order.__getitem__) for share in found]


def _bare(text: str) -> str:
    """Return what the navigation may show of a page: its front matter and its first heading."""
    front, heading = _FRONT_MATTER.match(text), _HEADING.search(text)
    return (front[0] if front else "") + (f"{heading[0]}\n" if heading else "")

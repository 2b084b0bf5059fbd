"""From the package to the site: read it, write the pages, let MkDocs build them aside, put them in place."""

from __future__ import annotations

from collections.abc import Callable, Container
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

from exchange_ledger import fingerprint
from exchange_ledger.beside import Here
from exchange_ledger.cache import Store
from exchange_ledger.contents import files_below
from exchange_ledger.downloads import dataset, write_downloads
from exchange_ledger.place import aside, building, place, take_spare
from exchange_ledger.records import Ledger
from exchange_ledger.render.colours import load_colours
from exchange_ledger.render.context import rows_of_pages, shared_by_pages
from exchange_ledger.render.links import demand_links
from exchange_ledger.render.offline import write_offline
from exchange_ledger.render.packed import Packed, Packer, pack
from exchange_ledger.render.preview_texts import previews
from exchange_ledger.render.previews import file_of as picture_of
from exchange_ledger.render.previews import write_previews
from exchange_ledger.render.report import downloads
from exchange_ledger.render.routes import pages_naming, rewrite_pages, write_pages
from exchange_ledger.render.shards import Late, build_pages
from exchange_ledger.render.tables import read_package
from exchange_ledger.render.texts import Texts
from exchange_ledger.settings import MKDOCS, Settings, load_settings
from exchange_ledger.tree import clear, tidy


def render_site(package: Path, site: Path) -> None:
    """Build the site of the package that stands in `package` and put it in the place of `site` in one step.

    Raises LedgerError for a table that cannot be read or a link that leads nowhere; then the old site stands untouched.
    """
    site = site.resolve()
    with building([site]):
        stage_site(package, site)
        place([site], spared=[site])


def stage_site(
    package: Path,
    site: Path,
    jobs: int = 1,
    others: Executor | None = None,
    ledger: Ledger | None = None,
    *,
    meanwhile: Callable[[], None] = lambda: None,
) -> None:
    """Build the successor of `site` aside (see place.py), with so many processes at a time.

    `others` does work at the same time; `ledger` holds the rows of `package`, if they are known; `meanwhile` is called
    once the others have begun with the downloads, for which the last page waits. The pages' Markdown stays in
    `.scratch/docs` beside the site, where mkdocs.yml looks for it, so that `mkdocs serve` works afterwards and the next
    build writes only what has changed. Pages that have not changed since an earlier build are taken from
    `.scratch/pages.sqlite` and from `site`, their pictures from `.scratch/previews.sqlite`, what the offline copy holds
    of other files from `.scratch/packed.sqlite`.
    """
    executor, scratch, program = others or Here(), site.parent / ".scratch", fingerprint.program()

    def kept(name: str) -> Store:
        return Store(scratch / f"{name}.sqlite", program)

    read, settings, colours = read_package(package, ledger), load_settings(), load_colours(MKDOCS)
    docs, folder = scratch / "docs", aside(site)
    _begin(site, docs)
    offered = executor.submit(_offer, package, docs, settings, kept("packed"))
    meanwhile()
    rows = rows_of_pages(read)
    built = {"colours": colours, "downloads": [], "dataset": dataset(package, settings, read.ledger)}
    shared = shared_by_pages(read, settings, rows, kept("pictures")) | built
    routes = write_pages(docs, rows, shared, kept=Texts(kept("texts"), read, settings))
    shown = previews(docs, routes, shared)
    pictured = executor.submit(write_previews, docs, shown, settings.site_name, colours, kept("previews"))
    written = {route.path for route in routes}
    packed = executor.submit(pack, docs, sorted(name for name in written if not name.endswith(".md")), kept("packed"))
    _forget_pages(docs, written)

    def write_late() -> None:
        pictured.result()
        clear(docs, written | set(map(picture_of, shown)) | offered.result().keys.keys())  # nobody writes any more
        rewrite_pages(docs, late.pages, shared | {"downloads": downloads(docs)})

    late = Late(pages_naming("downloads"), write_late)
    pages = build_pages(MKDOCS, docs, folder, read.day, jobs=jobs, store=kept("pages"), late=late, standing=site)
    known = Packed(pages.offline, offered.result().keys | packed.result(), kept("packed"))
    write_offline(folder, settings.package_name, known, jobs)
    known.forget(offered.result().inside)
    demand_links(folder, pages.links)


def _begin(site: Path, docs: Path) -> None:
    """Let what earlier builds left be where the pages are written and the site is built."""
    take_spare(site)
    for folder in (docs, aside(site)):
        tidy(folder)
        folder.mkdir(parents=True, exist_ok=True)


@dataclass(frozen=True, slots=True)
class _Offered:
    """The keys of the downloads in the store (see `packed`) by their names, and of what is `inside` of archives."""

    keys: dict[str, str]
    inside: set[str]


def _offer(package: Path, docs: Path, settings: Settings, store: Store) -> _Offered:
    """Write the downloads into `docs` and pack them."""
    packer = Packer(store)
    names = write_downloads(package, docs, settings, packer)
    return _Offered(dict.fromkeys(names, "") | pack(docs, names, store), packer.used)


def _forget_pages(docs: Path, named: Container[str]) -> None:
    """Remove the pages of an earlier build that are none any longer, before MkDocs looks at them."""
    for path, name in files_below(docs):
        if name.endswith(".md") and name not in named:
            Path(path).unlink()

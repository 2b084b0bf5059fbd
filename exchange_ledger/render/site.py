"""From the package to the site: read it, write the pages, let MkDocs build them aside, put them in place."""

from __future__ import annotations

import shutil
from concurrent.futures import Executor
from pathlib import Path

from exchange_ledger import fingerprint
from exchange_ledger.beside import Here
from exchange_ledger.cache import Store
from exchange_ledger.downloads import dataset, write_downloads
from exchange_ledger.place import aside, building, place
from exchange_ledger.records import Ledger
from exchange_ledger.render.colours import load_colours
from exchange_ledger.render.context import rows_of_pages, shared_by_pages
from exchange_ledger.render.links import demand_links
from exchange_ledger.render.offline import write_offline
from exchange_ledger.render.preview_texts import previews
from exchange_ledger.render.previews import write_previews
from exchange_ledger.render.report import downloads
from exchange_ledger.render.routes import pages_naming, rewrite_pages, write_pages
from exchange_ledger.render.shards import Late, build_pages
from exchange_ledger.render.tables import read_package
from exchange_ledger.render.texts import Texts
from exchange_ledger.settings import MKDOCS, load_settings


def render_site(package: Path, site: Path) -> None:
    """Build the site of the package that stands in `package` and put it in the place of `site` in one step.

    Raises LedgerError for a table that cannot be read or a link that leads nowhere; then the old site stands untouched.
    """
    site = site.resolve()
    with building([site]):
        stage_site(package, aside(site))
        place([site])


def stage_site(
    package: Path, folder: Path, jobs: int = 1, others: Executor | None = None, ledger: Ledger | None = None
) -> None:
    """Build the site in `folder`, which must not exist yet, with so many processes at a time.

    `others` does work meanwhile; `ledger` is what was read from `package`, if that has been done. The pages' Markdown
    stays in `.scratch/docs` beside the site, where mkdocs.yml looks for it, so that `mkdocs serve` works afterwards;
    pages that have not changed since an earlier build are taken from `.scratch/pages.sqlite`, their pictures from
    `.scratch/previews.sqlite`.
    """
    read, settings = read_package(package, ledger), load_settings()
    docs = folder.parent / ".scratch" / "docs"
    shutil.rmtree(docs, ignore_errors=True)
    docs.mkdir(parents=True)
    offered = (others or Here()).submit(write_downloads, package, docs, settings)
    rows, program = rows_of_pages(read), fingerprint.program()

    def kept(name: str) -> Store:
        return Store(docs.parent / f"{name}.sqlite", program)

    colours = load_colours(MKDOCS)
    built = {"colours": colours, "downloads": [], "dataset": dataset(package, settings, read.ledger)}
    shared = shared_by_pages(read, settings, rows, kept("pictures")) | built
    texts = Texts(kept("texts"), read, settings)
    shown = previews(docs, write_pages(docs, rows, shared, kept=texts), shared)
    pictured = (others or Here()).submit(write_previews, docs, shown, settings.site_name, colours, kept("previews"))

    def write_late() -> None:
        offered.result()
        pictured.result()
        rewrite_pages(docs, late.pages, shared | {"downloads": downloads(docs)})

    late = Late(pages_naming("downloads"), write_late)
    pages = build_pages(MKDOCS, docs, folder, read.day, jobs=jobs, store=kept("pages"), late=late)
    write_offline(folder, settings.package_name, pages.offline, jobs)
    demand_links(folder, pages.links)

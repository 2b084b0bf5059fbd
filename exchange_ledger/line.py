"""The line itself: read, extract, reconcile, package, render; one way, nothing goes back."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from pathlib import Path

from exchange_ledger.place import aside, building, place
from exchange_ledger.records import Ledger
from exchange_ledger.stages import Article, Extraction, Seeds

_CHUNK = 32
"""Articles that one worker takes at a time: large enough that passing them costs less than reading them."""


def extract_all(articles: Sequence[Article], jobs: int = 1, executor: Executor | None = None) -> list[Extraction]:
    """Return what was read from each article, in the order of the articles.

    `jobs` is the number of processes; with an `executor` of the standard interface, that one does the work.
    """
    from exchange_ledger.extract import extract

    if executor is not None:
        return list(executor.map(extract, articles, chunksize=_CHUNK))
    if jobs <= 1 or len(articles) <= _CHUNK:
        return [extract(article) for article in articles]
    with ProcessPoolExecutor(jobs) as pool:
        return list(pool.map(extract, articles, chunksize=_CHUNK))


def read_ledger(folder: Path, jobs: int = 1) -> tuple[Seeds, Ledger]:
    """Return what stands in the input folder and the ledger that follows; raises LedgerError with every fault."""
    from exchange_ledger.read import read_seeds
    from exchange_ledger.reconcile import reconcile

    seeds = read_seeds(folder)
    return seeds, reconcile(seeds, extract_all(seeds.articles, jobs))


def build(folder: Path, package: Path, site: Path | None, jobs: int = 1) -> Ledger:
    """Run the whole line from `folder` into `package` and `site` (None: no site) and return the ledger.

    Both are built aside and put in place together, once everything has validated. Raises LedgerError with every fault.
    """
    from exchange_ledger.package import refuse_foreign, stage_package

    package = package.absolute()
    site = site.absolute() if site else None
    targets = [package, site] if site else [package]
    refuse_foreign(package)
    with building(targets):
        seeds, ledger = read_ledger(folder, jobs)
        stage_package(ledger, seeds, aside(package))
        if site:
            from exchange_ledger.render import stage_site

            stage_site(aside(package), aside(site))
        place(targets)
    return ledger

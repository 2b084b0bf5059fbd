"""Run one stage of the line alone, in this process: `python -m benchmarks.stage NAME SEEDS WORK`.

WORK keeps what each stage hands to the next. Prints what it cost, without the start of Python and the
imports, as JSON (see `measure.Cost`).
"""

from __future__ import annotations

import json
import pickle
import resource
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from exchange_ledger.means import collect_seldom

NAMES = ("read", "extract", "reconcile", "package", "downloads", "templates")

Run = Callable[[], Any]


def _kept(work: Path, name: str) -> Any:
    return pickle.loads((work / f"{name}.pickle").read_bytes())  # noqa: S301 (written by the stage before)


def _read(seeds: Path, work: Path) -> Run:
    from exchange_ledger.read import read_seeds

    return lambda: read_seeds(seeds)


def _extract(seeds: Path, work: Path) -> Run:
    from exchange_ledger.extract import extract

    articles = _kept(work, "read").articles
    return lambda: [extract(article) for article in articles]


def _reconcile(seeds: Path, work: Path) -> Run:
    from exchange_ledger.reconcile import reconcile

    found, extractions = _kept(work, "read"), _kept(work, "extract")
    return lambda: reconcile(found, extractions)


def _package(seeds: Path, work: Path) -> Run:
    from exchange_ledger.extract import states
    from exchange_ledger.package import validate, write_package

    found, ledger = _kept(work, "read"), _kept(work, "reconcile")
    validate.profile()
    states.__doc__  # noqa: B018 (imported before the clock runs)
    return lambda: write_package(ledger, found, work / "datapackage")


def _downloads(seeds: Path, work: Path) -> Run:
    from exchange_ledger.downloads import write_downloads

    return lambda: write_downloads(work / "datapackage", work / "downloads")


def _templates(seeds: Path, work: Path) -> Run:
    from exchange_ledger.downloads import dataset
    from exchange_ledger.render.colours import load_colours
    from exchange_ledger.render.context import rows_of_pages, shared_by_pages
    from exchange_ledger.render.routes import write_pages
    from exchange_ledger.render.tables import read_package
    from exchange_ledger.settings import MKDOCS, load_settings

    def run() -> None:
        read, settings = read_package(work / "datapackage"), load_settings()
        rows = rows_of_pages(read)
        built = {"colours": load_colours(MKDOCS), "downloads": [], "dataset": dataset(work / "datapackage", settings)}
        write_pages(work / "docs", rows, shared_by_pages(read, settings, rows) | built)

    return run


_STAGES: dict[str, Callable[[Path, Path], Run]] = {
    "read": _read,
    "extract": _extract,
    "reconcile": _reconcile,
    "package": _package,
    "downloads": _downloads,
    "templates": _templates,
}


def _peak() -> int:
    """Return peak memory in bytes of this process or, if larger, of one that it started."""
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return max(resource.getrusage(kind).ru_maxrss for kind in kinds) * 1024


def _work() -> float:
    """Return the seconds of all processors that this process and those that it started have used."""
    usages = [resource.getrusage(kind) for kind in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def main(arguments: Sequence[str]) -> int:
    """Run the named stage, keep its result, print what it cost."""
    name, seeds, work = arguments[0], Path(arguments[1]), Path(arguments[2])
    run = _STAGES[name](seeds, work)
    collect_seldom()  # as build.py does
    start, work_before = time.perf_counter(), _work()
    result = run()
    found = {"seconds": time.perf_counter() - start, "peak": _peak(), "work": _work() - work_before}
    (work / f"{name}.pickle").write_bytes(pickle.dumps(result))
    print(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

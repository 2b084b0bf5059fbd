"""The line itself: read, extract, reconcile, package, render; one way, nothing goes back."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from exchange_ledger import fingerprint
from exchange_ledger.means import Means
from exchange_ledger.remembered import Record

if TYPE_CHECKING:  # a build with nothing to do ends before any of these is needed
    from exchange_ledger.cache import Extractions
    from exchange_ledger.records import Ledger
    from exchange_ledger.stages import Article, Extraction, Seeds


@dataclass(frozen=True, slots=True)
class Built:
    """What came out, in numbers, and whether anything had to be built."""

    counts: dict[str, int]
    fresh: bool


def extract_all(articles: Sequence[Article], means: Means, kept: Extractions | None = None) -> list[Extraction]:
    """Return what was read from each article, in the order of the articles; what is `kept` is not read again."""
    from exchange_ledger.workers import extracted

    if kept is None:
        return extracted(articles, means)
    keys = [kept.key(article) for article in articles]
    known = kept.known(keys)
    missing = {key: article for key, article in zip(keys, articles, strict=True) if key not in known}
    fresh = dict(zip(missing, extracted(list(missing.values()), means), strict=True))
    if fresh:
        kept.keep(fresh)
    return [known[key] if key in known else fresh[key] for key in keys]


def read_ledger(folder: Path, means: Means, scratch: Path | None = None) -> tuple[Seeds, Ledger]:
    """Return what stands in the input folder and the ledger that follows; raises LedgerError with every fault.

    Articles and their extractions are kept below `scratch` (None: nowhere).
    """
    from exchange_ledger.cache import Articles, Extractions, Store
    from exchange_ledger.read import read_seeds
    from exchange_ledger.reconcile import reconcile

    program = fingerprint.program()
    with means.progress.stage("reading articles"):
        seeds = read_seeds(folder, Articles(Store(scratch / "articles.sqlite", program)) if scratch else None)
    kept = Extractions(Store(scratch / "extractions.sqlite", program)) if scratch else None
    extractions = extract_all(seeds.articles, means, kept)
    with means.progress.stage("reconciling claims"):
        return seeds, reconcile(seeds, extractions)


def build(
    folder: Path,
    package: Path,
    site: Path | None,
    means: Means | None = None,
    *,
    scratch: Path | None = None,
    remember: bool = True,
    recheck: bool = False,
) -> Built:
    """Run the whole line from `folder` into `package` and `site` (None: no site).

    Both are built aside and put in place together, once everything has validated. Raises LedgerError with every fault.
    `scratch` is where extractions and, if the build is to be remembered, its record are kept (None: nowhere): if
    nothing that a build follows from has changed since, and the targets stand as they were built, nothing is done; for
    a `recheck` all of it is hashed, though nothing was touched.
    """
    targets = [package.absolute(), site.absolute()] if site else [package.absolute()]
    record = Record(scratch, folder, targets) if scratch and remember else None
    means = means or Means()
    if record and (counts := record.counts(means.jobs, recheck=recheck)):
        return Built(counts, fresh=False)
    return Built(_build(folder, targets, means, scratch, record), fresh=True)


def _build(
    folder: Path, targets: Sequence[Path], means: Means, scratch: Path | None, record: Record | None
) -> dict[str, int]:
    from exchange_ledger.place import building, place

    before = record.inputs() if record else ""
    with building(targets):
        counts = _counts(_stage(folder, targets, means, scratch))
        place(targets, spared=targets[1:])
        if record:
            with suppress(OSError):  # what was built stands, remembered or not
                record.write(before, counts)
    return counts


def _stage(folder: Path, targets: Sequence[Path], means: Means, scratch: Path | None) -> Ledger:
    """Build everything beside its place; nothing is put there before the package has passed every validation."""
    from exchange_ledger.beside import beside
    from exchange_ledger.cache import Store
    from exchange_ledger.package import refuse_foreign, stage_package, validate_package, verify_files, verify_quotes
    from exchange_ledger.place import aside, refuse

    package, *sites = targets
    refuse_foreign(package)
    for site in sites:
        refuse(site, "sitemap.xml", "a site")
    sound = Store(scratch / "sound.sqlite", fingerprint.program()) if scratch else None
    seeds, ledger = read_ledger(folder, means, scratch)
    with beside(means.jobs) as others:
        with means.progress.stage("writing the package"):
            staged = stage_package(ledger, seeds, aside(package))
        validated = others.submit(validate_package, aside(package), sound)
        if validated.done():
            validated.result()

        def verify() -> None:  # while the others have begun
            verify_quotes(ledger, seeds.folder)
            verify_files(aside(package), staged.cells)

        if not sites:
            verify()
        for site in sites:
            from exchange_ledger.render import stage_site

            with means.progress.stage("rendering the site"):
                stage_site(aside(package), site, means.jobs, others, staged.ledger, meanwhile=verify)
        with means.progress.stage("validating the package"):
            validated.result()
    return staged.ledger


def _counts(ledger: Ledger) -> dict[str, int]:
    outcomes = [check.outcome for check in ledger.checks]
    return {
        "sources": len(ledger.sources),
        "claims": len(ledger.claims),
        "exchanges": len(ledger.exchanges),
        "checks": len(outcomes),
        "fail": outcomes.count("fails"),
        "open": outcomes.count("open"),
        "review": len(ledger.review),
    }

"""The sample's package with a history: a claim was withdrawn and one changed since the last release."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from exchange_ledger.downloads import download_files
from exchange_ledger.downloads.published import Published
from exchange_ledger.package import write_package
from exchange_ledger.package.quotes import limit_quotes
from exchange_ledger.package.release import RELEASED, Release, release_of, release_text
from exchange_ledger.package.versions import versioned
from exchange_ledger.settings import Settings
from tests.package_sample import OFFICERS, PEOPLE, sample

SETTINGS = Settings(
    site_url="https://ledger.example/", contact="editor@ledger.example", repository="https://code.example/ledger",
    creator="The Ledger's “Editors”", keywords=("prisoners of war", "Ukraine"),
)  # fmt: skip


def released_package(folder: Path) -> Published:
    """Write articles, the record of a release and the package that follows it below `folder`."""
    found = sample(folder)
    gone = replace(OFFICERS, claim_id="00gone", category="commanders")
    older = tuple(replace(row, qualifier="about") if row.claim_id == PEOPLE.claim_id else row
                  for row in (gone, *found.ledger.claims))  # fmt: skip
    before, version = versioned(limit_quotes(replace(found.ledger, claims=older)), Release())
    (folder / "seeds" / RELEASED).write_text(release_text(release_of(before, version)), encoding="utf-8")
    write_package(found.ledger, found.seeds, folder / "datapackage", SETTINGS)
    return Published(folder / "datapackage", SETTINGS)


def write_files(published: Published, site: Path) -> Path:
    """Write every download of the package below `site` and return its `downloads` folder."""
    for path, content in download_files(published).items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_bytes(content)
    return site / "downloads"

"""The package in every other form: zip, SQLite, Parquet, XLSX, a static API, and descriptions for catalogues.

Made from `datapackage/` and nothing else. The same package gives the same bytes: no clock, no path, no locale.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from exchange_ledger.downloads.annotations import quote_annotations
from exchange_ledger.downloads.api import api_files
from exchange_ledger.downloads.archive import zip_bytes
from exchange_ledger.downloads.catalogue import dcat
from exchange_ledger.downloads.columns import croissant, csvw
from exchange_ledger.downloads.model import schema_org
from exchange_ledger.downloads.parquet import parquet_bytes
from exchange_ledger.downloads.published import Json, Published, json_bytes
from exchange_ledger.downloads.registries import citation_file, codemeta, datacite
from exchange_ledger.downloads.spreadsheet import xlsx_bytes
from exchange_ledger.downloads.sqlite import sqlite_bytes
from exchange_ledger.members import Pack, deflated
from exchange_ledger.records import Ledger
from exchange_ledger.settings import Settings, load_settings
from exchange_ledger.tree import Tree

__all__ = ["dataset", "download_files", "write_downloads"]

FOLDER = "downloads/"


def write_downloads(
    package: Path, site: Path, settings: Settings | None = None, pack: Pack = deflated
) -> dict[str, int]:
    """Write every download below `site`, and return the size of each in bytes by its path there.

    `site` may be the finished site or the folder that it is built from. The package's own files are written into
    `downloads/` too, so that what describes them lies beside them. `pack` compresses what goes into archives.
    """
    files, tree = download_files(Published(package, settings or load_settings()), pack), Tree(site)
    for path, content in files.items():
        tree.write(path, content)
    return {path: len(content) for path, content in files.items()}


def dataset(package: Path, settings: Settings | None = None, ledger: Ledger | None = None) -> Json:
    """Return the whole as schema.org's Dataset, for the pages that carry it; the package's own files are its forms.

    `ledger` is what was read from the package, if that has been done.
    """
    published = Published(package, settings or load_settings(), ledger)
    return schema_org(published, dict(_package_files(published)))


def download_files(published: Published, pack: Pack = deflated) -> dict[str, bytes]:
    """Return the content of every download by its path below the site's root."""
    files = dict(_package_files(published))
    files |= _formats(published, pack)
    forms = dict(files)  # what a catalogue offers: the data in all its forms, not their descriptions
    files |= _descriptions(published, forms)
    files |= dict(api_files(published))
    return files | {f"{FOLDER}SHA256SUMS": _sums(files)}


def _package_files(published: Published) -> Iterator[tuple[str, bytes]]:
    for path in sorted(published.folder.iterdir()):
        if path.is_file():
            yield f"{FOLDER}{path.name}", path.read_bytes()


def _formats(published: Published, pack: Pack) -> dict[str, bytes]:
    cited = {"CITATION.cff": citation_file(published).encode(), "croissant.json": json_bytes(croissant(published)),
             "csv-metadata.json": json_bytes(csvw(published))}  # fmt: skip
    files = {
        f"{FOLDER}{published.name}.zip": zip_bytes(published, cited, pack),
        f"{FOLDER}{published.name}.sqlite": sqlite_bytes(published),
        f"{FOLDER}{published.name}.xlsx": xlsx_bytes(published, pack),
    }
    for table, cells in published.tables():
        files[f"{FOLDER}parquet/{table.table}.parquet"] = parquet_bytes(table, cells, published)
    return files | {f"{FOLDER}{name}": content for name, content in cited.items()}


def _descriptions(published: Published, forms: Mapping[str, bytes]) -> dict[str, bytes]:
    described: dict[str, Json] = {
        "schema-org.jsonld": schema_org(published, forms),
        "dcat.jsonld": dcat(published, forms),
        "annotations.jsonld": quote_annotations(published),
        "datacite.json": datacite(published),
        "codemeta.json": codemeta(published),
    }
    return {f"{FOLDER}{name}": json_bytes(content) for name, content in described.items()}


def _sums(files: Mapping[str, bytes]) -> bytes:
    """Return the SHA-256 sums of all that lies in `downloads/`, as `sha256sum -c` reads them there."""
    inside = {path.removeprefix(FOLDER): content for path, content in files.items() if path.startswith(FOLDER)}
    return "".join(f"{hashlib.sha256(inside[name]).hexdigest()}  {name}\n" for name in sorted(inside)).encode()

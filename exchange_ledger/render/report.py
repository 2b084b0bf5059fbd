"""What the data page and the validation report say of this build: files, versions, tests."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from exchange_ledger.records import TABLES
from exchange_ledger.render.evidence import basis
from exchange_ledger.render.tables import Package
from exchange_ledger.schema import TITLES, csv_name

_KINDS = {
    ".zip": "Everything in one file, with a README",
    ".sqlite": "All tables as a database",
    ".xlsx": "All tables as a workbook",
}
_ABOUT = {
    "datapackage.json": "The descriptor: schemas, licence, sources",
    "CHANGES.csv": "What each version added, changed and withdrew",
    "CITATION.cff": "How to cite it (Citation File Format)",
    "SHA256SUMS": "Hashes of all files, as sha256sum -c reads them",
    "annotations.jsonld": "Each quote as a W3C web annotation",
    "codemeta.json": "The software that made it (CodeMeta)",
    "croissant.json": "Description for machine learning (Croissant)",
    "csv-metadata.json": "Description of the CSV files (CSV on the Web)",
    "datacite.json": "Description for registering a DOI (DataCite)",
    "dcat.jsonld": "Description for data catalogues (DCAT)",
    "schema-org.jsonld": "Description for search engines (schema.org)",
}


@dataclass(frozen=True, slots=True)
class Download:
    """One file to download; `size` in bytes."""

    name: str
    about: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Test:
    """One kind of test that this build has passed."""

    what: str
    tool: str
    count: str


def downloads(docs: Path) -> list[Download]:
    """Return every file that is offered in `docs`/downloads with its size and hash, the largest kinds first."""
    folder = docs / "downloads"
    about = dict(_ABOUT)
    for table in TABLES:
        about |= {f"{table.table}.{kind}": f"{TITLES[table.table]} as {kind.upper()}" for kind in ("csv", "json")}
        about[f"parquet/{table.table}.parquet"] = f"{TITLES[table.table]} as Parquet"
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    found = [_download(folder, path, about) for path in paths]
    return sorted(found, key=lambda file: (_first(file.name), file.name))


@dataclass(frozen=True, slots=True)
class Shelves:
    """The files to download by what a reader looks for.

    `whole` holds everything at once, `tables` each table's title and name with its files by kind (`csv`, `json`,
    `parquet`), `about` what describes them.
    """

    whole: tuple[Download, ...]
    tables: tuple[tuple[str, str, dict[str, Download]], ...]
    about: tuple[Download, ...]


def shelves(files: Sequence[Download]) -> Shelves:
    """Return the files by what a reader looks for; every file is on one shelf."""
    named = {file.name: file for file in files}
    tables = []
    for table in TABLES:
        names = {"csv": csv_name(table), "json": f"{table.table}.json", "parquet": f"parquet/{table.table}.parquet"}
        found = {kind: named.pop(name) for kind, name in names.items() if name in named}
        tables.append((TITLES[table.table], table.table, found))
    whole = tuple(file for file in named.values() if Path(file.name).suffix in _KINDS)
    return Shelves(whole, tuple(tables), tuple(file for file in named.values() if file not in whole))


def _first(name: str) -> int:
    """Return the place of a file's kind: all at once, then the descriptor and the tables, then descriptions."""
    kind = Path(name).suffix
    if kind in (".zip", ".xlsx", ".sqlite"):
        return 0
    if name == "datapackage.json":
        return 1
    return {".csv": 2, ".json": 3, ".parquet": 4}.get(kind, 5) if name not in _ABOUT else 5


def _download(folder: Path, path: Path, about: dict[str, str]) -> Download:
    name, content = path.relative_to(folder).as_posix(), path.read_bytes()
    return Download(
        name, about.get(name) or _KINDS.get(path.suffix, ""), len(content), hashlib.sha256(content).hexdigest()
    )


def versions(package: Package) -> list[tuple[str, Counter[str]]]:
    """Return how many claims each version added, changed, withdrew and restored, the latest first."""
    counted: dict[str, Counter[str]] = {}
    for row in {(row.version, row.claim_id, row.change) for row in package.ledger.changes}:
        counted.setdefault(row[0], Counter())[row[2]] += 1
    return sorted(counted.items(), key=lambda item: _order(item[0]), reverse=True)


def _order(text: str) -> list[int]:
    return [int(part) for part in text.split(".") if part.isdigit()]


def unconfirmed(package: Package) -> int:
    """Return the number of claims that rest on a page that was not found to say so."""
    return sum(basis(claim) == "unconfirmed" for claim in package.ledger.claims)


def tests(package: Package, pages: int) -> list[Test]:
    """Return the tests that stop a build, with what they looked at in this one; `pages` is the number of pages."""
    ledger = package.ledger
    rows = sum(len(getattr(ledger, table.table)) for table in TABLES)
    quotes = sum(bool(claim.quote) for claim in ledger.claims)
    articles = sum(source.kind == "article" for source in ledger.sources)
    return [
        Test("Each quote stands word for word at its place in the article", "this project", f"{quotes} quotes"),
        Test("Each value can be read again from its quote", "this project", f"{quotes} quotes"),
        Test("Quotes of one article together stay within its limit", "this project", f"{articles} articles"),
        Test("The descriptor follows Data Package v2", _tool("jsonschema"), "1 descriptor"),
        Test("Headers, types, constraints, keys, hashes", _tool("frictionless"), f"{len(TABLES)} tables, {rows} rows"),
        Test("Keys, partial dates and what the others do not enforce", "this project", f"{rows} rows"),
        Test("Pages, navigation and their links, strictly", _tool("mkdocs"), f"{pages} pages"),
        Test("Every link and anchor inside the site leads somewhere", "this project", f"{pages} pages"),
    ]


def _tool(name: str) -> str:
    try:
        return f"{name} {version(name)}"
    except PackageNotFoundError:
        return name

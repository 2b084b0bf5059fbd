"""What the data page and the validation report say of this build: files, versions, tests."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from exchange_ledger.records import TABLES
from exchange_ledger.render.evidence import basis
from exchange_ledger.render.tables import Package
from exchange_ledger.schema import TITLES


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


def downloads(folder: Path) -> list[Download]:
    """Return every file under `folder` with its size and hash, the descriptor first."""
    about = {"datapackage.json": "The descriptor: schemas, licence, sources"}
    for table in TABLES:
        about |= {f"{table.table}.{kind}": f"{TITLES[table.table]} as {kind.upper()}" for kind in ("csv", "json")}
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    found = [_download(folder, path, about) for path in paths]
    return sorted(found, key=lambda file: (file.name != "datapackage.json", file.name))


def _download(folder: Path, path: Path, about: dict[str, str]) -> Download:
    name, content = path.relative_to(folder).as_posix(), path.read_bytes()
    return Download(name, about.get(name, ""), len(content), hashlib.sha256(content).hexdigest())


def versions(package: Package) -> list[tuple[str, Counter[str]]]:
    """Return how many claims each version added, changed, withdrew and restored, the latest first."""
    counted: dict[str, Counter[str]] = {}
    for row in {(row.version, row.claim_id, row.change) for row in package.ledger.changes}:
        counted.setdefault(row[0], Counter())[row[2]] += 1
    return sorted(counted.items(), key=lambda item: _order(item[0]), reverse=True)


def _order(text: str) -> list[int]:
    return [int(part) for part in text.split(".") if part.isdigit()]


def rules(package: Package) -> list[tuple[str, Counter[str]]]:
    """Return the outcomes of each rule of the checks."""
    counted: dict[str, Counter[str]] = {}
    for check in package.ledger.checks:
        counted.setdefault(check.rule, Counter())[check.outcome] += 1
    return sorted(counted.items())


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

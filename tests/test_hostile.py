"""Hostile text in every format of the package: each file parses, and holds the same text as the ledger."""

from __future__ import annotations

import csv
import json
import re
import sqlite3
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml

from exchange_ledger.package.verify import ledger_faults
from exchange_ledger.records import CONTROL, Ledger
from tests.hostile.ledger import hostile_ledger, write_docs, write_unchecked
from tests.hostile.strings import awkward, everything, naughty, vectors

Rows = list[dict[str, Any]]

LONGEST_CELL = 32_767
"""Characters: what a cell of a workbook holds."""


def carried() -> tuple[str, ...]:
    """Return the hostile strings that every format can carry; the others are refused before anything is written."""
    return tuple(text for text in everything() if not re.search(CONTROL, text))


@dataclass(frozen=True)
class Published:
    """A lawful ledger full of hostile text, and the folder with every file that is made from it but the pages."""

    ledger: Ledger
    files: Path


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    folder = tmp_path_factory.mktemp("lawful")
    ledger = hostile_ledger(carried(), 25, lawful=True)
    assert list(ledger_faults(ledger)) == [], "all of it may be published"
    write_unchecked(ledger, folder / "datapackage")
    write_docs(folder / "datapackage", folder / "datapackage", folder / "docs")
    return Published(ledger, folder / "docs")


def test_there_are_as_many_strings_as_promised() -> None:
    print(f"{len(vectors())} script injections, {len(naughty())} naughty strings, {len(awkward())} of our own")
    assert len(vectors()) >= 150
    assert len(naughty()) >= 450
    assert len(carried()) > 700


def _refusals(text: str, lawful: bool) -> str:
    return "\n".join(str(fault) for fault in ledger_faults(hostile_ledger([text], 1, lawful=lawful)))


@pytest.mark.parametrize("text", [text for text in everything() if re.search(CONTROL, text)], ids=ascii)
def test_what_no_format_carries_is_refused(text: str) -> None:
    assert "holds a control character" in _refusals(text, lawful=True)


def test_no_script_passes_as_an_address_or_a_category() -> None:
    for text in vectors():
        refusals = _refusals(text, lawful=False)
        assert re.search(r"^claims a0000: category: ", refusals, re.MULTILINE), text
        if re.match(r"https?://[\w.]+/", text):
            continue  # an address of the web that ends in an attack: pages write it without its quotation marks
        assert re.search(r"^sources page-0000: url: ", refusals, re.MULTILINE), text


def _csv(path: Path) -> Rows:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, strict=True))


def _sqlite(path: Path) -> Rows:
    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    try:
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        return [dict(row) for row in connection.execute("SELECT * FROM claims ORDER BY claim_id")]
    finally:
        connection.close()


def _parquet(path: Path) -> Rows:
    from pyarrow import parquet

    found: Rows = parquet.read_table(path).to_pylist()
    return found


def _formats(files: Path) -> Iterator[tuple[str, Rows]]:
    downloads = files / "downloads"
    yield "csv", _csv(downloads / "claims.csv")
    yield "json", json.loads((downloads / "claims.json").read_text(encoding="utf-8"))
    yield "sqlite", _sqlite(next(downloads.rglob("*.sqlite")))
    yield "parquet", _parquet(next(downloads.rglob("claims.parquet")))


def test_every_table_format_holds_the_same_text(published: Published) -> None:
    columns = ("claim_id", "quote", "claimant", "note", "text_value", "quote_prefix")
    expected = [tuple(getattr(claim, name) for name in columns) for claim in published.ledger.claims]
    for name, rows in _formats(published.files):
        assert [tuple(row[column] or "" for column in columns) for row in rows] == expected, name


def test_no_cell_of_the_workbook_is_a_formula_or_a_link(published: Published) -> None:
    path = next(published.files.rglob("*.xlsx"))
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        parts = {name: archive.read(name) for name in archive.namelist() if name.endswith((".xml", ".rels"))}
    sheets = [ElementTree.fromstring(content) for name, content in parts.items() if "/sheet" in name]
    tags = {element.tag.rpartition("}")[2] for sheet in sheets for element in sheet.iter()}
    assert {"f", "hyperlink"} & tags == set()
    texts = "".join("".join(sheet.itertext()) for sheet in sheets)
    missing = [text for text in carried() if _spoken(text[:LONGEST_CELL]) not in _spoken(texts)]
    assert missing == []


def _spoken(text: str) -> str:
    """Return the text without the white space that XML may change, and with the workbook's own escapes undone."""
    undone = re.sub(r"_x005F_", "_", text)
    return re.sub(r"\s+", " ", undone)


def _bibtex(text: str) -> None:
    """Assert that it is one entry whose braces match, each field on a line of its own."""
    assert re.match(r"@\w+\{[\w:.-]+,\n", text)
    depth = 0
    for mark in re.findall(r"(?<!\\)[{}]", text):
        depth += 1 if mark == "{" else -1
        assert depth >= 0
    assert depth == 0


def _ris(text: str) -> None:
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - .*", line) for line in text.splitlines() if line)
    assert text.rstrip().endswith("ER  -")


def _svg(text: str) -> None:
    root = ElementTree.fromstring(text)
    assert not [element for element in root.iter() if element.tag.rpartition("}")[2] in ("script", "foreignObject")]


def _zip(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        assert not [name for name in archive.namelist() if name.startswith(("/", "..")) or "\\" in name]


TEXTS = {
    ".json": json.loads, ".jsonld": json.loads, ".xml": ElementTree.fromstring, ".cff": yaml.safe_load,
    ".bib": _bibtex, ".ris": _ris, ".svg": _svg,
}  # fmt: skip
FILES = {".csv": _csv, ".parquet": _parquet, ".zip": _zip, ".xlsx": _zip, ".sqlite": _sqlite}
PLAIN = {".md", ".txt", ".css", ""}
"""Pages are tried in a browser; the others hold no text of others."""


def test_every_file_parses(published: Published) -> None:
    found = [path for path in published.files.rglob("*") if path.is_file() and path.stat().st_size]
    assert {path.suffix for path in found} - TEXTS.keys() - FILES.keys() - PLAIN == set(), "a format without a test"
    for path in found:
        if path.suffix in TEXTS:
            TEXTS[path.suffix](path.read_text(encoding="utf-8"))  # type: ignore[operator]
        elif path.suffix in FILES:
            FILES[path.suffix](path)
    print(f"{len(found)} files parse")


@pytest.mark.parametrize("suffix", [".xml", ".json", ".jsonld", ".cff", ".bib", ".svg"])
def test_no_description_calls_a_script(published: Published, suffix: str) -> None:
    for path in published.files.rglob(f"*{suffix}"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r'"(url|@id|contentUrl|sameAs|href)": "(?i:javascript|data|vbscript):', text), path.name
        assert not re.search(r"""(?i)(href|src)\s*=\s*["']\s*(javascript|data|vbscript):""", text), path.name

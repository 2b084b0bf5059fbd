"""What differs between two packages: every row that changed is named, whatever its file is called; one line each."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from exchange_ledger.compare import as_lines, as_markdown, compare
from exchange_ledger.package import load_ledger, package_files
from exchange_ledger.records import TABLES, Change, Ledger, Row
from exchange_ledger.schema import csv_name
from exchange_ledger.settings import load_settings
from tests.package_sample import ledger

WITHDRAWN = Change(
    version="1.0.1", claim_id="abc", change="withdrawn", reason="read again", source_id="ledger-2024-03-14"
)


def write(ledger: Ledger, folder: Path) -> Path:
    folder.mkdir()
    for name, content in package_files(ledger, load_settings(), "1.0.0").items():
        (folder / name).write_bytes(content)
    return folder


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return write(replace(ledger(), changes=(WITHDRAWN,)), tmp_path / "old")


def test_a_package_does_not_differ_from_itself(old: Path, tmp_path: Path) -> None:
    comparison = compare(old, write(load_ledger(old), tmp_path / "new"))
    assert not comparison
    assert as_lines(comparison) == []
    assert as_markdown(comparison) == "The published figures do not change.\n"


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.table)
def test_a_row_that_is_lost_from_a_csv_alone_is_named(old: Path, tmp_path: Path, table: type[Row]) -> None:
    path = Path(shutil.copytree(old, tmp_path / "new")) / csv_name(table)
    header, *rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
    if not rows:
        pytest.skip(f"the sample has no {table.table}")
    path.write_text(header, encoding="utf-8")
    changes = compare(old, tmp_path / "new").changes
    assert {(change.table, change.kind) for change in changes} == {(table.table, "lost")}


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b'"' + b"x" * 200_000, b"\xff\xfe\n\x00,\x00\n"])
def test_a_csv_that_is_none_is_said_to_differ(old: Path, tmp_path: Path, content: bytes) -> None:
    new = Path(shutil.copytree(old, tmp_path / "new"))
    (new / "claims.csv").write_bytes(content)
    assert "claims.csv: its bytes differ" in as_lines(compare(old, new))


def test_what_is_new_comes_with_what_it_says(old: Path, tmp_path: Path) -> None:
    new = write(ledger(), tmp_path / "new")
    assert [(c.table, c.kind, c.key) for c in compare(new, old).changes] == [("changes", "gained", "1.0.1 abc")]
    gained = compare(tmp_path / "none", new)
    assert {change.kind for change in gained.changes} == {"gained"}
    assert len(as_lines(gained)) >= len([change for change in gained.changes if change.table == "claims"])


def test_a_hostile_title_makes_no_line_of_its_own(old: Path, tmp_path: Path) -> None:
    before = load_ledger(old)
    spoiled = tuple(replace(source, title="A\nclaims: lost all\x1b[2J\u202e\n# Heading") for source in before.sources)
    comparison = compare(old, write(replace(before, sources=spoiled), tmp_path / "new"))
    lines = as_lines(comparison)
    assert len(lines) == len(spoiled) + len(comparison.files)
    assert all(line.isprintable() for line in lines)
    assert "\n# Heading" not in as_markdown(comparison)
    assert "\u202e" not in as_markdown(comparison)

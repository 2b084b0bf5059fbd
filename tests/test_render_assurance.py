"""What the validation page says of tests outside of the build: only what the two files hold, each with its day."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from lxml import etree  # type: ignore[import-untyped]

from exchange_ledger.package import package_files
from exchange_ledger.read.cells import is_date
from exchange_ledger.render import assurance, render_site
from exchange_ledger.settings import load_settings
from tests import quality
from tests.hostile.project import ROOT
from tests.package_sample import ledger


def test_each_run_says_how_much_when_and_by_which_command() -> None:
    found = assurance.runs()
    assert found
    for run in found:
        assert run.what
        assert run.found
        assert run.count > 0
        assert is_date(run.measured), run
        named = re.findall(r"tests[/.][\w/.]*\w", run.command)
        paths = [ROOT / name if name.endswith(".py") else ROOT / f"{name.replace('.', '/')}.py" for name in named]
        assert paths
        assert [path for path in paths if not path.is_file()] == []


def test_the_measures_are_those_of_the_quality_gate() -> None:
    figures = quality.kept()
    assert [reading.claims for reading in assurance.readings()] == [row["claims"] for row in figures.values()]
    assert assurance.readings()[-1].precision == pytest.approx(100 * figures["all"]["precision"])


def test_the_first_reading_of_unseen_reports_is_written_down() -> None:
    unseen = assurance.unseen()
    assert unseen is not None
    assert 0 < unseen.found <= unseen.claims
    assert unseen.extra >= 0
    assert is_date(unseen.measured)


def test_without_the_files_nothing_is_said(tmp_path: Path) -> None:
    nothing = tmp_path / "none.yaml"
    assert assurance.unseen(nothing) is None
    assert (assurance.runs(nothing), assurance.readings(nothing), assurance.passages(nothing)) == ((), (), (0, 0))


def test_the_validation_page_shows_each_run(tmp_path: Path) -> None:
    package = tmp_path / "datapackage"
    package.mkdir()
    for name, content in package_files(ledger(), load_settings(), "1.0.0").items():
        (package / name).write_bytes(content)
    render_site(package, tmp_path / "site")
    page = etree.HTML((tmp_path / "site" / "validation" / "index.html").read_bytes())
    rows = [[" ".join("".join(cell.itertext()).split()) for cell in row] for row in page.iterfind(".//tr")]
    for run in assurance.runs():
        (shown,) = (row for row in rows if row[0] == run.what)
        assert re.sub(r"\D", "", shown[1]) == str(run.count)
        assert shown[2:] == [run.found, f"{date.fromisoformat(run.measured):%-d %B %Y}", run.command]
    unseen = assurance.unseen()
    assert unseen is not None
    text = " ".join(" ".join(page.itertext()).split())
    assert f"precision {unseen.precision:.1f} %, recall {unseen.recall:.1f} %" in text
    assert [row[2] for row in rows if row[0] == "All together"] == [f"{assurance.readings()[-1].precision:.1f} %"]

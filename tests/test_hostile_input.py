"""What an attacker puts into the input folder: each ends in a whole package and site, or in lines that say why not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from exchange_ledger.extract import extract
from exchange_ledger.read import read_seeds
from tests.hostile.project import HEADER, REPORT, Target, build

STATEMENTS = (
    "statement_id,scope,event_date,period_start,period_end,measure,side,dimension,category,value,text_value,"
    "qualifier,claimant,claimant_side,publisher,url,checked,note\n"
)
STATEMENT = {
    "statement_id": "s1", "scope": "exchange", "event_date": "2024-03-14", "period_start": "", "period_end": "",
    "measure": "people_returned", "side": "ukraine", "dimension": "", "category": "", "value": "84", "text_value": "",
    "qualifier": "exact", "claimant": "Someone", "claimant_side": "ukraine", "publisher": "Ledger",
    "url": "https://ledger.example/1", "checked": "confirmed", "note": "",
}  # fmt: skip
DECISIONS = "claim_id,decision,column,now,reason,decided_by,decided_on\n"
Spoil = Callable[[Path], None]


def table(name: str, text: str) -> Spoil:
    """Write a table of the input folder."""

    def spoil(seeds: Path) -> None:
        (seeds / name).write_text(text, encoding="utf-8")

    return spoil


def file(name: str) -> Spoil:
    """Give the article another file name, and no row."""

    def spoil(seeds: Path) -> None:
        (seeds / "articles" / "report.txt").rename(seeds / "articles" / name)
        (seeds / "sources.csv").unlink()

    return spoil


def row(source_id: str = "ledger-1", day: str = "2024-03-14") -> Spoil:
    text = f"{HEADER}{source_id},report.txt,Ledger,They come home,{day},https://ledger.example/1\n"
    return table("sources.csv", text)


def statement(**changed: str) -> Spoil:
    cells = (text.replace('"', '""') for text in (STATEMENT | changed).values())
    text = STATEMENTS + ",".join(f'"{cell}"' for cell in cells) + "\n"
    return table("statements.csv", text)


BORNE: dict[str, Spoil] = {
    "a file that would be the page of all sources": file("index.txt"),
    "a file with the longest name": file("x" * 240 + "-2024-03-14.txt"),
    "a file named like an option": file("-rf 2024-03-14.txt"),
    "a file named like a formula": file("=cmd|' calc'!A0-2024-03-14.txt"),
    "a file named like a template": file("{{ 7*7 }}{% raw %}-2024-03-14.txt"),
    "a file with a line break": file("a\nb-2024-03-14.txt"),
    "a file of another script": file("日本-2024-03-14.txt"),
    "a source named like a folder of the site": row("assets"),
    "a source named like a page of errors": row("404"),
    "the last day": row(day="9999-12-31"),
    "the first day": row(day="0001-01-01"),
    "a day in February": row(day="2024-02-29"),
    "a publisher of 5,000 letters": statement(publisher="P" * 5_000),
    "an exchange on the last day": statement(event_date="9999-12-31"),
    "an exchange on the first day": statement(event_date="0001-01-01"),
    "a period of ten thousand years": statement(
        scope="period", event_date="", period_start="0001-01-01", period_end="9999-12-31"
    ),
    "the 999,999,999th exchange": statement(measure="sequence_number", side="", value="999999999"),
    "the largest number": statement(value="999999999999"),
    "a claimant who is a template": statement(claimant="{{ 7*7 }} {% for x in y %} <script>alert(1)</script>"),
    "an address without an end": statement(url="https://ledger.example/" + "x" * 5_000),
}  # fmt: skip


REFUSED: dict[str, tuple[Spoil, str]] = {
    "a file whose name is no Unicode": (file("\udcff.txt"), "control character"),
    "a file that steers the terminal": (file("a\x1b[2J-2024-03-14.txt"), "control character"),
    "a source in the place of the list": (row("index"), "is the name of a page that is there already"),
    "a source named like a file of the site": (row("index.html"), "has a dot"),
    "a source with a name too long": (row("x" * 101), "is longer than 100 characters"),
    "a day that is none": (row(day="2023-02-29"), "is no date"),
    "a claimant of 40,000 letters": (statement(claimant="x" * 40_000), "spreadsheet"),
    "a note with a NUL": (statement(note="a\0b"), "control character"),
}  # fmt: skip


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    folder = tmp_path / "seeds"
    (folder / "articles").mkdir(parents=True)
    (folder / "articles" / "report.txt").write_text(REPORT.format(number=84, day="14 March 2024"), encoding="utf-8")
    row()(folder)
    return folder


@pytest.mark.parametrize("name", BORNE)
def test_what_is_odd_is_published_whole(tmp_path: Path, seeds: Path, name: str) -> None:
    BORNE[name](seeds)
    done = build(seeds, Target(tmp_path / "target"), "--jobs", "1")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_published_is_refused_in_lines(tmp_path: Path, seeds: Path, name: str) -> None:
    spoil, said = REFUSED[name]
    spoil(seeds)
    done = build(seeds, Target(tmp_path / "target"), "--no-site", "--jobs", "1")
    assert done.returncode == 1, done.stderr
    lines = done.stderr.splitlines()
    assert said in lines[0]
    assert all(";" in line and line.isprintable() for line in lines)
    assert not (tmp_path / "target" / "datapackage").exists()


IMPOSSIBLE = {
    "people in text": ("people_returned", "text_value", "eighty-four", "people_returned is a number"),
    "half a person": ("people_returned", "value", "84.5", "counts in whole numbers"),
    "a part of nothing": ("people_returned", "category", "women", "'women' is no part by nothing"),
    "a status that is none": ("status", "text_value", "<script>alert(1)</script>", "status is none of completed"),
    "a status without a word": ("status", "text_value", "", "status is a text"),
    "a status for a number": ("people_returned", "measure", "status", "status is a text"),
}


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_a_correction_that_makes_no_sense_is_refused_in_its_line(tmp_path: Path, seeds: Path, name: str) -> None:
    measure, column, now, said = IMPOSSIBLE[name]
    claims = {claim.measure: claim.claim_id for one in read_seeds(seeds).articles for claim in extract(one).claims}
    row = f'{claims[measure]},corrected,{column},"{now}",read again,An Editor,2024-04-01\n'
    table("corrections.csv", DECISIONS + row)(seeds)
    done = build(seeds, Target(tmp_path / "target"), "--no-site", "--jobs", "1")
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"{seeds / 'corrections.csv'}, line 2: ")
    assert said in line

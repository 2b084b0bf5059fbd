"""The real command, from bad input to a finished build: what it says, what it leaves alone, whether it repeats."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from exchange_ledger.command import run

ROOT = Path(__file__).parent.parent
REPORT = "Ukraine brought 84 of its servicemen home on Thursday, 14 March 2024, in a prisoner exchange with Russia.\n"
HEADER = "source_id,file,publisher,title,authors,published,accessed,url,archive_url,language,quote_limit\n"
ROW = "ledger-2024-03-14,report.txt,The Daily Ledger,Eighty-four come home,,2024-03-14,,https://ledger.example/1,,en,\n"


def tree(folder: Path) -> dict[str, str]:
    """Return the hash of every file below a folder, by its path in it."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    """A whole input folder with one article."""
    folder = tmp_path / "seeds"
    (folder / "articles").mkdir(parents=True)
    (folder / "articles" / "report.txt").write_text(REPORT, encoding="utf-8")
    (folder / "sources.csv").write_text(HEADER + ROW, encoding="utf-8")
    return folder


def arguments(seeds: Path) -> list[str]:
    parent = seeds.parent
    return ["--seeds", str(seeds), "--package", str(parent / "datapackage")]


def build(seeds: Path) -> int:
    return run([*arguments(seeds), "--no-site", "--quiet"])


def check(seeds: Path) -> int:
    return run(["check", *arguments(seeds)])


def no_articles(seeds: Path) -> None:
    (seeds / "articles" / "report.txt").unlink()
    (seeds / "sources.csv").write_text(HEADER, encoding="utf-8")


def row_without_file(seeds: Path) -> None:
    with (seeds / "sources.csv").open("a", encoding="utf-8") as stream:
        stream.write(ROW.replace("ledger-", "other-").replace("report.txt", "gone.txt"))


def duplicate_source_id(seeds: Path) -> None:
    (seeds / "articles" / "second.txt").write_text(REPORT.replace("84", "85"), encoding="utf-8")
    with (seeds / "sources.csv").open("a", encoding="utf-8") as stream:
        stream.write(ROW.replace("report.txt", "second.txt"))


def no_date(seeds: Path) -> None:
    (seeds / "sources.csv").write_text(HEADER + ROW.replace("2024-03-14,,h", "2024-02-30,,h"), encoding="utf-8")


def not_utf8(seeds: Path) -> None:
    (seeds / "articles" / "report.txt").write_bytes(REPORT.encode("utf-16"))


def unknown_claim(seeds: Path) -> None:
    header = "claim_id,decision,column,now,reason,decided_by,decided_on\n"
    row = "0123456789,rejected,,,the page was withdrawn,An Editor,2024-03-20\n"
    (seeds / "corrections.csv").write_text(header + row, encoding="utf-8")


def hostile_address(seeds: Path) -> None:
    (seeds / "sources.csv").write_text(HEADER + ROW.replace("https:", "javascript:"), encoding="utf-8")


BAD: list[tuple[Callable[[Path], None], tuple[str, ...]]] = [
    (no_articles, ("articles",)),
    (row_without_file, ("sources.csv", "3", "gone.txt")),
    (duplicate_source_id, ("sources.csv", "3", "ledger-2024-03-14")),
    (no_date, ("sources.csv", "2", "2024-02-30")),
    (not_utf8, ("report.txt", "UTF-8")),
    (unknown_claim, ("corrections.csv", "2", "0123456789")),
    (hostile_address, ("sources.csv", "2", "javascript:")),
]


@pytest.mark.parametrize(("spoil", "words"), BAD, ids=lambda value: getattr(value, "__name__", ""))
def test_bad_input_is_one_line_and_touches_nothing(
    seeds: Path, capsys: pytest.CaptureFixture[str], spoil: Callable[[Path], None], words: tuple[str, ...]
) -> None:
    assert build(seeds) == 0
    before = tree(seeds.parent / "datapackage")
    spoil(seeds)
    capsys.readouterr()
    assert build(seeds) == 1
    lines = capsys.readouterr().err.strip().splitlines()
    assert len(lines) == 1
    assert all(word in lines[0] for word in words), lines[0]
    assert ";" in lines[0], "says what to do"
    assert tree(seeds.parent / "datapackage") == before


def test_every_fault_is_told_in_one_run(seeds: Path, capsys: pytest.CaptureFixture[str]) -> None:
    row_without_file(seeds)
    not_utf8(seeds)
    assert build(seeds) == 1
    assert len(capsys.readouterr().err.strip().splitlines()) == 2


def test_a_file_without_a_row_is_read_with_defaults(seeds: Path) -> None:
    (seeds / "sources.csv").write_text("file,published\nreport.txt,2024-03-14\n", encoding="utf-8")
    assert build(seeds) == 0
    (seeds / "sources.csv").unlink()
    (seeds / "articles" / "report.txt").rename(seeds / "articles" / "2024-03-14-report.txt")
    (seeds / "sources.csv").write_text("file,published\n", encoding="utf-8")
    assert run([*arguments(seeds), "--no-site", "--quiet"]) in (0, 1)


def test_check_holds_after_a_build_and_says_what_changed(seeds: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert build(seeds) == 0
    assert check(seeds) == 0
    report = seeds / "articles" / "report.txt"
    report.write_text(REPORT.replace("84", "86"), encoding="utf-8")
    capsys.readouterr()
    assert check(seeds) == 1
    said = capsys.readouterr().out
    assert "claims: gained" in said
    assert "claims: lost" in said


@pytest.mark.parametrize("name", ["claims.json", "claims.csv"])
def test_check_finds_a_quote_changed_by_hand(seeds: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    assert build(seeds) == 0
    path = seeds.parent / "datapackage" / name
    path.write_text(path.read_text(encoding="utf-8").replace("84 of its", "94 of its"), encoding="utf-8")
    capsys.readouterr()
    assert check(seeds) == 1
    said = capsys.readouterr().out
    assert "claims: changed" in said
    assert "94 of its" in said


def test_comparison_as_markdown_disarms_what_it_shows(seeds: Path) -> None:
    sources = seeds / "sources.csv"
    sources.write_text(sources.read_text(encoding="utf-8").replace("Eighty-four", "<img> [a](b)"), encoding="utf-8")
    target = seeds.parent / "comparison.md"
    assert run(["check", *arguments(seeds), "--markdown", str(target)]) == 1
    text = target.read_text(encoding="utf-8")
    assert "| claims |" in text
    assert "<img>" not in text
    assert "[a](b)" not in text


@pytest.mark.parametrize("wrong", [["--colour"], ["unknown"], ["explain"]])
def test_a_wrong_command_exits_with_two(wrong: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        run(wrong)
    assert stopped.value.code == 2


def test_the_committed_package_is_what_the_seeds_yield() -> None:
    os.chdir(ROOT)
    assert run(["check", "--quiet"]) == 0


def whole_build(folder: Path, **environment: str) -> dict[str, str]:
    """Copy the project into a folder, build it there as a user would, and return the hashes of what came out."""
    ignore = shutil.ignore_patterns(".git", ".venv", ".scratch", "site", "__pycache__", ".*_cache")
    shutil.copytree(ROOT, folder, ignore=ignore)
    subprocess.run(
        [sys.executable, "build.py", "--quiet"],
        cwd=folder,
        env={**os.environ, **environment},
        check=True,
        capture_output=True,
    )
    return {
        f"{name}/{path}": digest for name in ("datapackage", "site") for path, digest in tree(folder / name).items()
    }


def test_two_builds_are_equal_byte_for_byte(tmp_path: Path) -> None:
    one = whole_build(tmp_path / "a", TZ="Pacific/Kiritimati", LANG="C", PYTHONHASHSEED="1")
    two = whole_build(tmp_path / "b" / "deeper", TZ="America/Anchorage", LANG="uk_UA.UTF-8", PYTHONHASHSEED="2")
    assert {name for name in one if one[name] != two.get(name)} == set()
    assert one.keys() == two.keys()
    package = json.loads((tmp_path / "a" / "datapackage" / "datapackage.json").read_text(encoding="utf-8"))
    assert package["resources"]

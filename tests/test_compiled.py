"""Extraction as machine code is used for the source that it was made of and no other, and reads what the source reads.

Compiling takes minutes: `make compiled` does it and runs the tests that need it, continuous integration always.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path

import pytest

from exchange_ledger import compiled, contents, fingerprint
from exchange_ledger.command import run
from exchange_ledger.compiling import compile_into, modules

ROOT = Path(__file__).parent.parent
ARTICLE = "import exchange_ledger.extract.article as module; print(module.__file__)"
READERS = ("cases", "grids", "extract_*", "languages_*", "properties", "fuzz", "seeds_across", "bench_workers")
"""The tests, by file, of whatever reads sentences."""


def python(place: Path | str, *arguments: str) -> str:
    """Return what a Python says that takes from `place` what is compiled."""
    environment = os.environ | {compiled.PLACE: str(place)}
    command = [sys.executable, *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    return done.stdout


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """What is compiled is looked for anew, in this test alone."""
    compiled.folder.cache_clear()
    yield monkeypatch
    monkeypatch.undo()
    compiled.folder.cache_clear()


def test_what_was_compiled_of_another_source_is_passed_over(tmp_path: Path) -> None:
    folder = tmp_path / compiled.name_of("another source")
    library = folder / "exchange_ledger" / "extract" / f"article{EXTENSION_SUFFIXES[0]}"
    library.parent.mkdir(parents=True)
    library.write_bytes(b"no library")
    assert python(tmp_path, "-c", ARTICLE).strip() == str(ROOT / "exchange_ledger" / "extract" / "article.py")


def test_what_was_compiled_of_this_source_is_found(tmp_path: Path) -> None:
    folder = tmp_path / compiled.name_of(contents.content(ROOT / "exchange_ledger"))
    library = folder / "exchange_ledger" / "extract" / f"article{EXTENSION_SUFFIXES[0]}"
    library.parent.mkdir(parents=True)
    library.write_bytes(b"no library")
    said = python(tmp_path, "-c", f"try:\n    {ARTICLE}\nexcept ImportError as error: print(error.path)")
    assert said.strip() == str(library)


@pytest.mark.parametrize("place", ["", "nowhere"])
def test_without_anything_compiled_the_source_is_run(place: str) -> None:
    assert python(place, "-c", ARTICLE).strip().endswith("article.py")


def test_a_program_that_was_compiled_has_another_fingerprint(tmp_path: Path, asked: pytest.MonkeyPatch) -> None:
    asked.setenv(compiled.PLACE, "")
    plain = fingerprint.program()
    asked.setenv(compiled.PLACE, str(tmp_path))
    (tmp_path / compiled.name_of(contents.content(ROOT / "exchange_ledger"))).mkdir()
    compiled.folder.cache_clear()
    assert compiled.folder() is not None
    assert fingerprint.program() != plain


def test_another_interpreter_needs_another_library(monkeypatch: pytest.MonkeyPatch) -> None:
    mine = compiled.name_of("code")
    assert compiled.name_of("other code") != mine
    monkeypatch.setattr(sys, "version", "4.0")
    assert compiled.name_of("code") != mine


def test_without_a_compiler_a_line_says_so_and_what_stood_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "before").mkdir()
    monkeypatch.setenv(compiled.PLACE, str(tmp_path))
    monkeypatch.setattr(sys, "executable", shutil.which("false"))
    assert run(["compile", "--quiet"]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("compile: mypyc did not get through (nothing was made); install a C compiler, and")
    assert [path.name for path in tmp_path.iterdir()] == ["before"]


def test_what_is_not_to_be_used_is_not_compiled(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(compiled.PLACE, "")
    assert run(["compile"]) == 1
    assert capsys.readouterr().err.count("\n") == 1


@pytest.fixture(scope="module")
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    if request.config.option.markexpr != "compiled":
        pytest.skip("it takes minutes and a C compiler: run make compiled")
    if not shutil.which("cc") or not Path(sysconfig.get_path("include"), "Python.h").is_file():
        pytest.skip("it takes a C compiler and Python's headers: apt-get install gcc python3-dev")
    folder = tmp_path_factory.mktemp("compiled")
    before = folder / compiled.name_of("another source")
    unfinished = folder / ".new-killed" / "work" / "exchange_ledger"
    theirs = {folder / "0123456789abcdef", folder / ".new-idea", folder / "file"}
    for path in (before, unfinished, folder / "0123456789abcdef", folder / ".new-idea"):
        path.mkdir(parents=True)
    for path in (before / f"x{compiled.SHARED}{EXTENSION_SUFFIXES[0]}", folder / "file"):
        path.write_text("x", encoding="utf-8")
    made = compile_into(folder)
    assert set(folder.iterdir()) == {made, *theirs}  # what was made here before is gone, nothing else
    return folder


@pytest.mark.compiled
def test_every_module_is_compiled(place: Path) -> None:
    folder = place / compiled.name_of(contents.content(ROOT / "exchange_ledger"))
    found = {path.relative_to(folder).as_posix().partition(".")[0] for path in folder.glob("*/*/*")}
    assert found == {name.removesuffix(".py") for name in modules()}


@pytest.mark.compiled
def test_thousands_of_texts_are_read_alike(place: Path) -> None:
    (library, *read), (source, *told) = (python(where, "-m", "tests.readings").splitlines() for where in (place, ""))
    assert library.endswith(EXTENSION_SUFFIXES[0])
    assert source.endswith(".py")
    assert len(told) == 4
    assert read == told


@pytest.mark.compiled
def test_whatever_reads_sentences_passes_its_tests(place: Path) -> None:
    files = [str(path) for name in READERS for path in (ROOT / "tests").glob(f"test_{name}.py")]
    said = python(place, "-m", "pytest", "-q", *files)
    assert " passed" in said


@pytest.mark.compiled
def test_the_package_is_the_same(place: Path, tmp_path: Path) -> None:
    package = shutil.copytree(ROOT / "datapackage", tmp_path / "datapackage")
    said = python(place, "build.py", "check", "--jobs", "2", "--package", str(package))
    assert said.strip() == f"{package} is what seeds yields"

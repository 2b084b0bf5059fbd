"""The same input gives the same bytes, whoever builds it, where, when, how often at a time, and with which Python."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.hostile.project import ROOT, Target, Tree, environment, write_seeds

NIGHTLY = bool(os.environ.get("EXCHANGE_LEDGER_NIGHTLY"))
OTHERS = [name for name in ("python3.11", "python3.12", "python3.13") if name != f"python3.{sys.version_info.minor}"]
ROW = "second,second.txt,The Other Ledger,Twenty-five each,2024-05-06,https://other.example/2\n"
SECOND = "Russia and Ukraine swapped 25 prisoners each on 5 May 2024, the Russian Ministry of Defence said.\n"


def seeds(folder: Path) -> Path:
    """Write an input folder with two articles, their files in another order and of another age each time."""
    made = write_seeds(folder)
    (made / "articles" / "second.txt").write_text(SECOND, encoding="utf-8")
    with (made / "sources.csv").open("a", encoding="utf-8") as stream:
        stream.write(ROW)
    os.utime(made / "articles" / "second.txt", (0, time.time() % 1_000_000))
    return made


def built(folder: Path, *more: str, python: str = sys.executable, **variables: str) -> tuple[Tree, Tree]:
    """Build the two articles in a folder and return what came out: package and site."""
    target = Target(folder / "out")
    command = [python, str(ROOT / "build.py"), "--quiet", "--seeds", str(seeds(folder / "seeds"))]
    command += ["--package", str(target.package), "--site", str(target.site), *more]
    umask = int(variables.pop("UMASK", "022"), 8)
    done = subprocess.run(
        command, cwd=folder, env=environment(**variables), capture_output=True, text=True, check=False, umask=umask
    )
    assert (done.returncode, done.stderr) == (0, "")
    return target.trees()


def differences(one: tuple[Tree, Tree], other: tuple[Tree, Tree]) -> list[str]:
    """Return the names of the files that are not the same in both."""
    return sorted({name for a, b in zip(one, other, strict=True) for name, _ in a.items() ^ b.items()})


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> tuple[Tree, Tree]:
    return built(tmp_path_factory.mktemp("usual"), "--jobs", "1", TZ="UTC", LANG="C.UTF-8", PYTHONHASHSEED="0")


def test_another_place_time_and_user_give_the_same_bytes(tmp_path: Path, usual: tuple[Tree, Tree]) -> None:
    folder = tmp_path / "Ünïcode and spaces" / "deeper"
    folder.mkdir(parents=True)
    found = built(
        folder, "--jobs", "2", TZ="Pacific/Kiritimati", LANG="tr_TR.UTF-8", LC_ALL="C", PYTHONHASHSEED="4294967295",
        UMASK="077", HOME=str(tmp_path), USER="somebody", SOURCE_DATE_EPOCH="4102444800", COLUMNS="40",
    )  # fmt: skip
    assert differences(usual, found) == []
    print(f"{len(usual[0])} files of the package and {len(usual[1])} of the site are the same, byte for byte")


def test_another_time_shown_by_the_clock_gives_the_same_bytes(tmp_path: Path, usual: tuple[Tree, Tree]) -> None:
    faketime = shutil.which("faketime")
    if faketime is None:
        pytest.skip("needs faketime: apt-get install faketime")
    script = tmp_path / "python"
    script.write_text(f'#!/bin/sh\nexec {faketime} -f "@2001-09-09 01:46:40" {sys.executable} "$@"\n', encoding="utf-8")
    script.chmod(0o755)
    assert differences(usual, built(tmp_path, python=str(script))) == []


def test_nothing_of_this_machine_is_in_what_is_built(tmp_path: Path) -> None:
    folder = tmp_path / "a-telling-name"
    folder.mkdir()
    built(folder, USER="somebody-telling", HOSTNAME="a-telling-host")
    names = [b"a-telling-name", b"somebody-telling", b"a-telling-host", str(ROOT).encode() + b"/", b"site-packages"]
    told = [
        (path.name, name)
        for path in (folder / "out").rglob("*")
        if path.is_file() and ".scratch" not in path.parts
        for name in names
        if name in path.read_bytes()
    ]
    assert told == []


@pytest.mark.parametrize("name", OTHERS)
def test_another_python_gives_the_same_bytes(tmp_path: Path, usual: tuple[Tree, Tree], name: str) -> None:
    """In a fresh virtual environment from the lock, where that Python is installed; at night only, as it takes long."""
    python = shutil.which(name)
    if python and subprocess.run([python, "--version"], capture_output=True, check=False).returncode:
        python = None  # the name is there, and the interpreter behind it is not (as pyenv leaves it)
    if python is None or not NIGHTLY:
        pytest.skip(f"needs {name}" if python is None else "set EXCHANGE_LEDGER_NIGHTLY=1")
    subprocess.run([python, "-m", "venv", str(tmp_path / "venv")], check=True, capture_output=True)
    own = tmp_path / "venv" / "bin" / "python"
    lock = ["-m", "uv", "pip", "install", "--quiet", "--python", str(own), "--require-hashes", "-r", "requirements.txt"]
    subprocess.run([sys.executable, *lock], cwd=ROOT, check=True, capture_output=True)
    found = built(tmp_path, python=str(own))
    assert differences(usual, found) == []
    print(f"{name}: the same bytes")

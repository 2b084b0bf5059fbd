"""Compiling extraction with mypyc, which reads the annotations that the code has anyway; compiled.py is its use."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path

from exchange_ledger.compiled import PACKAGES, SHARED, name_of
from exchange_ledger.contents import content
from exchange_ledger.faults import fault
from exchange_ledger.fingerprint import ROOT

_LEVEL = "1"
"""How hard the C compiler tries: at 2 it needs half as long again, and what comes out is hardly faster."""

_FLAGS = "-fno-plt -fno-semantic-interposition"
"""For compilers that know them, as GCC and Clang do: calls into Python's own library take a step less."""

_PACKAGE = "exchange_ledger"
_NAME = re.compile(r"[0-9a-f]{16}")
_ASIDE = ".new-"


def compile_into(place: Path) -> Path:
    """Compile this program, put it into a folder of its own below `place`, and return that; other programs' go.

    What is compiled is a copy, so that an edit in the meantime changes nothing. Raises LedgerError if it fails; then
    what was compiled before still stands.
    """
    place.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=_ASIDE, dir=place) as aside:
        work, made = Path(aside, "work"), Path(aside, "made")
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / _PACKAGE, work / _PACKAGE, ignore=ignored)
        folder = place / name_of(content(work / _PACKAGE))
        _compile(work)
        for path in _compiled(work):
            (made / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(work / path, made / path)
        for other in _others(place, Path(aside)):
            shutil.rmtree(other)
        made.rename(folder)
    return folder


def _others(place: Path, aside: Path) -> list[Path]:
    """Return the folders below `place` that were made here before, whole or not; whatever else is there is not ours."""
    whole = [path for path in place.iterdir() if _NAME.fullmatch(path.name) and any(path.glob(f"*{SHARED}.*"))]
    return whole + [path for path in place.glob(f"{_ASIDE}*") if path != aside and (path / "work" / _PACKAGE).is_dir()]


def modules() -> list[str]:
    """Return the paths of the modules that are compiled, relative to the project, in order."""
    folders = [ROOT.joinpath(*package.split(".")) for package in PACKAGES]
    paths = [path for folder in folders for path in folder.glob("*.py") if path.stem != "__init__"]
    return sorted(path.relative_to(ROOT).as_posix() for path in paths)


def _compile(work: Path) -> None:
    flags = f"{_FLAGS} {os.environ.get('CFLAGS', '')}".strip()
    levels = {"MYPYC_OPT_LEVEL": _LEVEL, "MYPYC_DEBUG_LEVEL": "0", "CFLAGS": flags}
    command = [sys.executable, "-m", "mypyc", *modules()]
    environment = os.environ | levels
    done = subprocess.run(command, cwd=work, env=environment, capture_output=True, errors="replace", check=False)
    if done.returncode or not any(_compiled(work)):
        said = (done.stderr.strip() or done.stdout.strip() or "nothing was made").splitlines()[-1]
        remedy = "install a C compiler, and pip install mypy setuptools types-PyYAML, then run again"
        raise fault("compile", f"mypyc did not get through ({said})", remedy)


def _compiled(work: Path) -> Iterator[Path]:
    """Yield what mypyc has made of the copy, relative to it: a library that all share, and a small one each."""
    suffix = EXTENSION_SUFFIXES[0]
    for path in (*work.glob(f"*{SHARED}{suffix}"), *(work / _PACKAGE).rglob(f"*{suffix}")):
        yield path.relative_to(work)

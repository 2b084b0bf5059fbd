"""Extraction as machine code: the same rules and the same bytes in less time, for whoever has compiled them.

`python build.py compile` (see compiling.py) compiles the modules that read sentences into a folder whose name is a hash
of this package and of the interpreter. Whoever imports one of them then gets what was compiled of it. As soon as one
character of the package is another, so is the name of the folder, and the source is run as if nothing were compiled:
what was compiled can never stand for a source that it was not made of.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Sequence
from functools import cache
from importlib.machinery import EXTENSION_SUFFIXES, ModuleSpec, PathFinder
from pathlib import Path
from types import ModuleType

PACKAGES = ("exchange_ledger.extract", "exchange_ledger.languages")
"""What is compiled: their modules, but not the packages themselves, so that tables are found beside the source."""

SHARED = "__mypyc"
"""What the name of the library ends with that the compiled modules share."""

PLACE = "EXCHANGE_LEDGER_COMPILED"
"""The variable of the environment that names another place than `.scratch/compiled`; if it is empty, there is none."""


def place() -> Path | None:
    """Return where compiled programs stand, each in a folder of its own; None if nothing compiled is to be used."""
    named = os.environ.get(PLACE)
    if named is None:
        return Path(__file__).resolve().parents[1] / ".scratch" / "compiled"
    return Path(named).absolute() if named else None


def name_of(code: str) -> str:
    """Return the name of the folder for this content of the package (see contents.py), run as it is here."""
    run = "\0".join((code, sys.version, sys.platform, EXTENSION_SUFFIXES[0]))
    return hashlib.sha256(run.encode()).hexdigest()[:16]


@cache
def folder() -> Path | None:
    """Return the folder with what was compiled of this program, None if there is none; looked for once a process."""
    where = place()
    if where is None or not where.is_dir():
        return None
    from exchange_ledger.contents import content

    found = where / name_of(content(Path(__file__).parent))
    return found if found.is_dir() else None


class _Finder:
    """Finds the compiled modules, if there are any."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        package = fullname.rpartition(".")[0]
        if package not in PACKAGES and not fullname.endswith(SHARED):
            return None
        where = folder()
        return PathFinder.find_spec(fullname, [str(where.joinpath(*package.split(".")))]) if where else None


def heed() -> None:
    """Let every import of this process find what is compiled."""
    sys.meta_path.insert(0, _Finder())

"""What a build follows from, as one hash: the content of its input folder, the program, and what the program runs on.

A build whose fingerprint and whose outputs are those recorded by the last one has nothing to do (see remembered.py).
Files are compared by their content here, never by their times, so that the answer is right also after a checkout, a
copy or a clock that was set.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

_PROGRAM = ("exchange_ledger", "templates")
_FIGURES = ("tests/assurance.yaml", "tests/quality.yaml")
"""What the site shows of tests that no build runs."""

_IGNORED = frozenset({"__pycache__"})


def files_below(folder: Path, without: str = "") -> Iterator[tuple[str, str]]:
    """Yield path and name (relative, with slashes) of every file below a folder, in no order.

    What stands in the folder under the name `without` is left out. Links are followed, but no two to the same folder,
    so that a ring of links has an end.
    """
    pending = [(str(folder), "")]
    linked: set[tuple[int, int]] = set()
    while pending:
        path, name = pending.pop()
        with os.scandir(path) as entries:
            for entry in entries:
                below = name + entry.name
                if below == without:
                    continue
                if not entry.is_dir():
                    yield entry.path, below
                elif entry.name not in _IGNORED and not _seen(entry, linked):
                    pending.append((entry.path, f"{below}/"))


def _seen(folder: os.DirEntry[str], linked: set[tuple[int, int]]) -> bool:
    """Return whether the folder is a link to one that another link led to; if not, note it as such.

    Windows has links between folders that are not told from folders; there every folder is noted.
    """
    if not folder.is_symlink() and os.name != "nt":
        return False
    state = os.stat(folder.path)  # noqa: PTH116 (an entry's own `stat` knows no numbers under Windows)
    seen = (state.st_dev, state.st_ino) in linked
    linked.add((state.st_dev, state.st_ino))
    return seen


def content(folder: Path) -> str:
    """Return a hash of the names and bytes of all files below a folder; raises OSError for one that cannot be read."""
    total = hashlib.sha256()
    for name, path in sorted((name, path) for path, name in files_below(folder)):
        total.update(f"{name}\0{content_of(path)}\n".encode("utf-8", "surrogateescape"))
    return total.hexdigest()


def content_of(path: str) -> str:
    """Return a hash of a file's bytes; raises OSError if it cannot be read."""
    with open(path, "rb") as stream:  # noqa: PTH123 (thousands of small files: half of the time of pathlib)
        return hashlib.sha256(stream.read()).hexdigest()


@cache
def code() -> str:
    """Return a hash of what extracts: this package and the version of Python; the same wherever they are installed."""
    return f"{content(ROOT / 'exchange_ledger')} {sys.version_info[0]}.{sys.version_info[1]}"


def program() -> str:
    """Return a hash of everything but the input that a build follows from: code, templates, settings, dependencies."""
    folders = [content(ROOT / name) for name in _PROGRAM if (ROOT / name).is_dir()]
    named = [*sorted(ROOT.iterdir()), *(ROOT / name for name in _FIGURES)]
    files = [(path.name, content_of(str(path))) for path in named if _counts(path)]
    parts = [folders, files, sorted(_dependencies()), sys.version, sys.platform]
    return hashlib.sha256(json.dumps(parts).encode("utf-8", "surrogateescape")).hexdigest()


def _counts(path: Path) -> bool:
    return path.is_file() and not path.name.startswith(".")


def _dependencies() -> Iterator[tuple[str, int]]:
    """Yield name with version, and time of installation, of every distribution that could be imported."""
    for folder in dict.fromkeys(sys.path):
        if os.path.isdir(folder):  # noqa: PTH112
            with os.scandir(folder) as entries:
                found = [entry for entry in entries if entry.name.endswith((".dist-info", ".egg-info", ".pth"))]
            yield from ((entry.name, entry.stat().st_mtime_ns) for entry in found)


def inputs(seeds: Path) -> str:
    """Return the fingerprint of a build from this folder; empty if something in it cannot be read."""
    try:
        return hashlib.sha256(f"{content(seeds)} {program()}".encode()).hexdigest()
    except OSError:
        return ""

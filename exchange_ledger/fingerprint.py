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

from exchange_ledger import compiled
from exchange_ledger.contents import content, content_of

ROOT = Path(__file__).resolve().parents[1]

_PROGRAM = ("exchange_ledger", "templates")
_FIGURES = ("tests/assurance.yaml", "tests/quality.yaml")
"""What the site shows of tests that no build runs."""


@cache
def code() -> str:
    """Return a hash of what extracts: this package and the version of Python; the same wherever they are installed."""
    return f"{content(ROOT / 'exchange_ledger')} {sys.version_info[0]}.{sys.version_info[1]}"


def program() -> str:
    """Return a hash of everything but the input that a build follows from: code, templates, settings, dependencies.

    Whether extraction is compiled counts too, so that nothing kept of the one is taken for the word of the other.
    """
    folders = [content(ROOT / name) for name in _PROGRAM if (ROOT / name).is_dir()]
    named = [*sorted(ROOT.iterdir()), *(ROOT / name for name in _FIGURES)]
    files = [(path.name, content_of(str(path))) for path in named if _counts(path)]
    parts = [folders, files, sorted(_dependencies()), sys.version, sys.platform, compiled.folder() is not None]
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

"""Folders by their content: every file below one, and hashes of names and bytes."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

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

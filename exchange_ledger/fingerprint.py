"""What a build follows from, as one hash: the content of its input folder, the program, and what the program runs on.

A build whose fingerprint and whose outputs are those recorded by the last one has nothing to do. Files are compared by
their content, never by their times, so that the answer is right also after a checkout, a copy or a clock that was set.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

_PROGRAM = ("exchange_ledger", "templates")
_FIGURES = ("tests/assurance.yaml", "tests/quality.yaml")
"""What the site shows of tests that no build runs."""

_IGNORED = frozenset({"__pycache__"})
_FORMAT = 1
"""Raise it when what is recorded changes its meaning."""


def files_below(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield path and name (relative, with slashes) of every file below a folder, in no order.

    Links are followed, but no folder is entered twice, so that a ring of links has an end.
    """
    pending = [(str(folder), "")]
    entered: set[tuple[int, int]] = set()
    while pending:
        path, name = pending.pop()
        state = os.stat(path)  # noqa: PTH116
        if (state.st_dev, state.st_ino) not in entered:
            entered.add((state.st_dev, state.st_ino))
            with os.scandir(path) as entries:
                for entry in entries:
                    if not entry.is_dir():
                        yield entry.path, name + entry.name
                    elif entry.name not in _IGNORED:
                        pending.append((entry.path, f"{name}{entry.name}/"))


def content(folder: Path) -> str:
    """Return a hash of the names and bytes of all files below a folder; raises OSError for one that cannot be read."""
    total = hashlib.sha256()
    for name, path in sorted((name, path) for path, name in files_below(folder)):
        total.update(f"{name}\0{_digest(path)}\n".encode("utf-8", "surrogateescape"))
    return total.hexdigest()


def _digest(path: str) -> str:
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
    files = [(path.name, _digest(str(path))) for path in named if _counts(path)]
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
        return hashlib.sha256(f"{_FORMAT} {content(seeds)} {program()}".encode()).hexdigest()
    except OSError:
        return ""


class Record:
    """What the last build of these targets followed from, what came out, and what it said; kept in one small file.

    It may be deleted at any time; then the next build is a whole one. A record that cannot be read is none.
    """

    def __init__(self, scratch: Path, seeds: Path, targets: Sequence[Path]) -> None:
        names = "\n".join(str(path.absolute()) for path in (seeds, *targets))
        name = hashlib.sha256(names.encode("utf-8", "surrogateescape")).hexdigest()[:12]
        self.path = scratch / f"built-{name}.json"
        self.targets = tuple(targets)

    def matching(self, fingerprint: str) -> dict[str, int] | None:
        """Return what the recorded build counted if it had this fingerprint and its outputs still stand unchanged."""
        try:
            known = json.loads(self.path.read_text(encoding="utf-8"))
            if not fingerprint or self._unfinished():
                return None
            if known["inputs"] == fingerprint and known["outputs"] == self._outputs():
                return {str(name): int(number) for name, number in known["counts"].items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            pass
        return None

    def write(self, fingerprint: str, counts: dict[str, int]) -> None:
        """Record a build whose outputs stand; in one step, so that no reader sees half of it."""
        known = {"inputs": fingerprint, "outputs": self._outputs(), "counts": counts}
        self.path.parent.mkdir(parents=True, exist_ok=True)
        new = self.path.with_suffix(f".{os.getpid()}.new")
        new.write_text(json.dumps(known), encoding="utf-8")
        new.replace(self.path)

    def _unfinished(self) -> bool:
        """Return whether a build was stopped before it had cleared away what it replaced (names: see place.py)."""
        ends = ("new", "old")
        return any((target.parent / f".{target.name}.{end}").exists() for target in self.targets for end in ends)

    def _outputs(self) -> list[str]:
        return [content(target) for target in self.targets]

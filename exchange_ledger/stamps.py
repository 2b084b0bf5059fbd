"""Whether the files below a folder were touched since they were hashed, from what the disk notes of each of them.

A file's size, number and times of change say for little what a hash of its content says for much. The time of the last
change of its state (`st_ctime`) is what can be trusted: the system sets it at every write, rename or change of the
other times, and no program can set it back. It moves in ticks, though: of at most ten milliseconds under Linux, of a
second or two on disks that note no fractions. So what was changed shortly before it was hashed might be changed once
more within the same tick: such files are `young`, and their content counts. What was copied, checked out or restored
has new times and is hashed.
"""

from __future__ import annotations

import hashlib
import marshal
import os
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from exchange_ledger.contents import content_of, files_below

TICK = 100_000_000
"""Nanoseconds within which two changes of a file may not be told apart: ten of the longest ticks."""

COARSE_TICK = 3_000_000_000
"""The same on a disk that notes whole seconds, or every other one."""


_Noted = tuple[str, int, int, int, int]
"""A file's name below the folder, the time of its last change, its size, and its number on its disk."""


@dataclass(frozen=True, slots=True)
class Stamps:
    """What the disk noted of all files below a folder, as one hash, and the hashes of those that were young."""

    noted: str
    young: dict[str, str]


def now(folder: Path) -> int:
    """Return the time (nanoseconds) by the clock of the disk that holds the folder, which must exist."""
    marker = folder / f".{os.getpid()}.now"
    marker.write_bytes(b"")
    try:
        return marker.stat().st_ctime_ns
    finally:
        marker.unlink()


def stamps(folder: Path, without: str, before: int) -> Stamps | None:
    """Return the stamps of a folder, `without` what stands in it under that name (empty: of all of it).

    `before` is a time at which none of them had been taken, as `now` tells it.
    None where the disk does not note when a file changed: on Windows `st_ctime` is the day of its birth.
    """
    if os.name == "nt":
        return None
    files = _files(folder, without)
    coarse = all(changed % 1_000_000_000 == 0 for _, changed, *_ in files)
    since = before - (COARSE_TICK if coarse else TICK)
    young = {name: content_of(str(folder / name)) for name, changed, *_ in files if changed > since}
    return Stamps(_hash(files), young)


def untouched(folder: Path, without: str, known: Stamps) -> bool:
    """Return whether the files below a folder are those that were stamped; raises OSError if one cannot be read."""
    return _hash(_files(folder, without)) == known.noted and all(
        content_of(str(folder / name)) == digest for name, digest in known.young.items()
    )


def largest(folder: Path) -> str:
    """Return the name of the folder in this one with the most files below it; empty if there is none."""
    counts = Counter(name.partition("/")[0] for _, name in files_below(folder) if "/" in name)
    return max(counts, key=lambda name: (counts[name], name), default="")


def _files(folder: Path, without: str) -> list[_Noted]:
    """Return what is noted of every file, in the order of their names."""
    return sorted((name, *_noted(os.stat(path))) for path, name in files_below(folder, without))  # noqa: PTH116


def _noted(state: os.stat_result) -> tuple[int, int, int, int]:
    return state.st_ctime_ns, state.st_size, state.st_ino, state.st_dev


def _hash(files: list[_Noted]) -> str:
    """Return a hash of what is noted. Version 2 of marshal: later ones also write which objects are the same one."""
    return hashlib.sha256(marshal.dumps(files, 2)).hexdigest()

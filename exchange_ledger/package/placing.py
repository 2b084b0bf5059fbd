"""A folder written aside and put in place in one step: what stood before stands until the new one does.

The new folder is `.NAME.new` beside NAME. Where the system can exchange two folders at once (Linux, macOS) it does;
elsewhere the old one is set aside as `.NAME.old`, and a run that was stopped in between is mended by the next.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from exchange_ledger.faults import fault

_AT_FDCWD = -100
_EXCHANGE = 2
"""RENAME_EXCHANGE of Linux' renameat2 and RENAME_SWAP of macOS' renamex_np have this same value."""


@contextmanager
def placed(target: Path, mark: str) -> Iterator[Path]:
    """Give an empty folder to write into; when the block ends without an exception it becomes `target`.

    `mark` is a file that every folder of this kind holds: a folder without it is somebody else's and is not replaced.
    Raises LedgerError if the target may not be replaced or cannot be written.
    """
    target = target.resolve()
    fresh, old = (target.with_name(f".{target.name}.{state}") for state in ("new", "old"))
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _mend(target, old)
        _refuse(target, mark)
        with _alone(fresh, target):
            _clear(fresh)
            try:
                yield fresh
                _swap(fresh, target, old)
            finally:
                shutil.rmtree(fresh, ignore_errors=True)
    except OSError as error:
        what = f"it cannot be written ({error.strerror or error})"
        raise fault(str(error.filename or target), what, f"make {target.parent} writable, with space left") from error


def _refuse(target: Path, mark: str) -> None:
    if target.is_dir():
        if any(target.iterdir()) and not (target / mark).exists():
            raise fault(str(target), f"a folder without {mark} is in the way", "name another folder, or empty this one")
    elif target.exists():
        raise fault(str(target), "a file is in the way", "remove it, or name another folder")


def _mend(target: Path, old: Path) -> None:
    """Put the old folder back if a run was stopped between taking it away and putting the new one in its place."""
    if old.exists() and not target.exists():
        old.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def _clear(folder: Path) -> None:
    for path in folder.iterdir():
        shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()


@contextmanager
def _alone(fresh: Path, target: Path) -> Iterator[None]:
    """Make the folder, and hold it against another run; one that a killed run left is free again."""
    fresh.mkdir(exist_ok=True)
    if sys.platform == "win32":
        yield
        return
    import fcntl

    held = os.open(fresh, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if not (fresh.exists() and os.path.samestat(os.fstat(held), fresh.stat())):
            raise BlockingIOError
        yield
    except BlockingIOError:
        raise fault(str(target), "another run is writing it", "wait until that one has ended") from None
    finally:
        os.close(held)


def _swap(fresh: Path, target: Path, old: Path) -> None:
    if not target.exists():
        fresh.rename(target)
    elif not _exchanged(fresh, target):
        target.rename(old)
        fresh.rename(target)
        shutil.rmtree(old, ignore_errors=True)


def _exchanged(one: Path, other: Path) -> bool:
    """Exchange two folders in one step, if the system can, and return whether it did."""
    paths = os.fsencode(one), os.fsencode(other)
    try:
        library = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "linux":
            return bool(library.renameat2(_AT_FDCWD, paths[0], _AT_FDCWD, paths[1], _EXCHANGE) == 0)
        if sys.platform == "darwin":
            return bool(library.renamex_np(*paths, _EXCHANGE) == 0)
    except (OSError, AttributeError, TypeError):
        pass
    return False


def write_file(path: Path, content: bytes) -> None:
    """Write a file and see it through to the disk, so that a folder is never put in place with half of its files."""
    with path.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())

"""Put what was built aside in the place of what stands, at once or not at all."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from exchange_ledger.faults import fault

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


def aside(target: Path) -> Path:
    """Return where the successor of a folder is built: beside it, so that a rename suffices to place it."""
    return target.parent / f".{target.name}.new"


def _before(target: Path) -> Path:
    return target.parent / f".{target.name}.old"


def spare(target: Path) -> Path:
    """Return where the folder that stood before stays, for the next build to be made from."""
    return target.parent / ".scratch" / f"{target.name}.before"


def take_spare(target: Path) -> None:
    """Let the successor of a folder be built in the one that stood before it, if that is still there.

    Tens of thousands of folders need not be made and removed again; at 1,000 articles that is two seconds.
    """
    with suppress(OSError):
        spare(target).rename(aside(target))


def _spare(target: Path) -> None:
    """Keep what stood before, if anything did, for the next build; remove it where that cannot be."""
    with suppress(OSError):
        spare(target).parent.mkdir(exist_ok=True)
        shutil.rmtree(spare(target), ignore_errors=True)
        aside(target).rename(spare(target))


def _exchange(one: Path, other: Path) -> bool:
    """Swap two folders in one step of the kernel (Linux, renameat2); False where it cannot."""
    if sys.platform != "linux":
        return False
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    done = rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE)
    if done == 0:
        return True
    if ctypes.get_errno() in (errno.EINVAL, errno.ENOSYS):
        return False
    raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(other))


def _replace(staged: Path, target: Path) -> None:
    """Put one folder in place; afterwards what stood there, if anything, is where `staged` was."""
    if not target.exists():
        staged.rename(target)
    elif not _exchange(staged, target):
        before = _before(target)
        target.rename(before)
        try:
            staged.rename(target)
        except OSError:
            before.rename(target)
            raise
        before.rename(staged)


def place(targets: Sequence[Path], spared: Sequence[Path] = ()) -> None:
    """Put the folders built at `aside(target)` in place, all or none; what stood before is removed last.

    What stood at those of the targets that are `spared` is kept (see `take_spare`). Raises OSError, with everything as
    it was, if one of them cannot be placed.
    """
    placed: list[tuple[Path, bool]] = []
    try:
        for target in targets:
            stood = target.exists()
            _replace(aside(target), target)
            placed.append((target, stood))
    except OSError:
        for target, stood in reversed(placed):
            if stood:
                _replace(aside(target), target)
            else:
                target.rename(aside(target))
        raise
    for target in spared:
        _spare(target)
    for target in targets:
        shutil.rmtree(aside(target), ignore_errors=True)


def recover(target: Path) -> None:
    """Clean up after a run that was stopped at any moment; what stood before stands again."""
    before = _before(target)
    if before.exists() and not target.exists():
        before.rename(target)
    for leftover in (aside(target), before):
        if leftover.is_dir() and not leftover.is_symlink():
            shutil.rmtree(leftover)
        elif leftover.exists() or leftover.is_symlink():
            leftover.unlink()


def _writable(target: Path) -> None:
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise fault(str(target), "it is not a folder", "move it away, or name another folder")
    if not os.access(target.parent, os.W_OK | os.X_OK):
        raise fault(str(target.parent), "nothing can be written here", "give write permission, or name another folder")


def refuse(target: Path, mark: str, what: str) -> None:
    """Raise LedgerError if `target` is a folder with something in it but not the file `mark`: it is somebody else's."""
    if target.is_dir() and any(target.iterdir()) and not (target / mark).exists():
        raise fault(
            str(target), f"the folder holds something else than {what}", "name another folder, or empty this one"
        )


@contextmanager
def building(targets: Sequence[Path]) -> Iterator[None]:
    """Hold the targets for one build: leftovers of an earlier run are cleared, a second build is refused.

    Raises LedgerError if a target cannot be written or another build holds it.
    """
    for target in targets:
        target.parent.mkdir(parents=True, exist_ok=True)
        _writable(target)
    first = targets[0]
    lock = FileLock(first.parent / f".{first.name}.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise fault(str(first), "another build is writing it", "wait until that build has ended") from None
    with lock:
        for target in targets:
            recover(target)
        try:
            yield
        finally:
            for target in targets:
                shutil.rmtree(aside(target), ignore_errors=True)

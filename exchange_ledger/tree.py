"""A folder that a build fills from what an earlier build left in it: what is as it should be stays as it is.

Whether it is, is asked of the bytes, never of times. No file is ever written over: it may be the same file, under
another name, as one of the site that stands. So it is removed, and a new one takes its name.
"""

# Tens of thousands of small files: half of the time of pathlib.
# ruff: noqa: PTH101, PTH103, PTH106, PTH108, PTH112, PTH113, PTH114, PTH116, PTH120, PTH123

from __future__ import annotations

import hashlib
import os
import shutil
import stat
from collections.abc import Callable, Container
from contextlib import suppress
from pathlib import Path

_MASK = os.umask(0o022)
os.umask(_MASK)
_FILE, _FOLDER = 0o666 & ~_MASK, 0o777 & ~_MASK
"""Who may read what a build makes."""


class Tree:
    """The folder, and the names (with slashes) of the files that were put into it.

    `standing` is a folder from which it may take files that have not changed. Every method raises OSError where the
    disk refuses.
    """

    def __init__(self, folder: Path, standing: Path | None = None) -> None:
        self.folder = str(folder)
        self.standing = str(standing) if standing else ""
        self.named: set[str] = set()
        self._folders: set[str] = set()

    def write(self, name: str, content: bytes) -> None:
        """Let the file have this content."""
        if not self._holds(name, content.__eq__):
            path = self._path(name)
            self._make_way(path)
            with open(path, "xb") as stream:
                stream.write(content)

    def read(self, name: str) -> bytes:
        """Return the content of a file that was put here."""
        with open(f"{self.folder}/{name}", "rb") as stream:
            return stream.read()

    def take(self, name: str, digest: str) -> bool:
        """Let the file be the one in this or the standing folder, if either has this SHA-256; else return False."""
        return self._holds(name, lambda content: hashlib.sha256(content).hexdigest() == digest)

    def link(self, name: str, source: str) -> None:
        """Let the file be the one at `source`, without a copy where the disk can do that."""
        path = self._path(name)
        if not _is_same(path, source):
            self._make_way(path)
            try:
                os.link(source, path)
            except OSError:
                shutil.copyfile(source, path)

    def clear(self) -> None:
        """Remove all that was not put here."""
        clear(Path(self.folder), self.named)

    def _holds(self, name: str, is_wanted: Callable[[bytes], bool]) -> bool:
        """Return whether the file is what is wanted, here or after it was taken from the standing folder."""
        path = self._path(name)
        if _is(path, is_wanted):
            return True
        if self.standing and os.path.lexists(f"{self.standing}/{name}"):
            self._make_way(path)
            with suppress(OSError):  # a disk that cannot
                os.link(f"{self.standing}/{name}", path)
                if _is(path, is_wanted):
                    return True
                _remove(path)
        return False

    def _path(self, name: str) -> str:
        self.named.add(name)
        return f"{self.folder}/{name}"

    def _make_way(self, path: str) -> None:
        """Remove what has a file's name, and make its folder."""
        folder = os.path.dirname(path)
        if folder not in self._folders:
            self._make(folder)
        _remove(path)

    def _make(self, folder: str) -> None:
        if not os.path.isdir(folder):
            if folder != self.folder:
                self._make(os.path.dirname(folder))
                if os.path.isfile(folder):
                    _remove(folder)
            os.makedirs(folder, exist_ok=True)  # another process may be faster
        self._folders.add(folder)


def clear(folder: Path, named: Container[str]) -> None:
    """Remove all files of a folder but the named (with slashes), and folders that are left without any."""
    _clear(str(folder), "", named)


def tidy(folder: Path) -> None:
    """Leave only folders and files in a folder, if it is there, and let them be read by whom new ones would be.

    Somebody may have put links to other places there; nothing may be written through them.
    """
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        folder.unlink()
    if folder.exists():
        _tidy(str(folder))


def _tidy(folder: str) -> None:
    mode = stat.S_IMODE(os.stat(folder).st_mode)
    if mode & 0o777 != _FOLDER:
        os.chmod(folder, mode & ~0o777 | _FOLDER)
    with os.scandir(folder) as entries:
        found = list(entries)
    for entry in found:
        if entry.is_dir(follow_symlinks=False):
            _tidy(entry.path)
        elif not entry.is_file(follow_symlinks=False):
            os.unlink(entry.path)


def _clear(folder: str, above: str, named: Container[str]) -> bool:
    """Remove all files but the named, and folders that are left without any; return whether nothing is left."""
    with os.scandir(folder) as entries:
        found = list(entries)
    left = 0
    for entry in found:
        if entry.is_dir(follow_symlinks=False):
            if _clear(entry.path, f"{above}{entry.name}/", named):
                os.rmdir(entry.path)
                continue
        elif f"{above}{entry.name}" not in named:
            os.unlink(entry.path)
            continue
        left += 1
    return not left


def _is(path: str, is_wanted: Callable[[bytes], bool]) -> bool:
    """Return whether a file is there with the bytes that are wanted, and may be read by whom a new one could be."""
    with suppress(OSError), open(path, "rb") as stream:
        usual = stat.S_IMODE(os.fstat(stream.fileno()).st_mode) == _FILE
        return usual and not os.path.islink(path) and is_wanted(stream.read())
    return False


def _is_same(path: str, source: str) -> bool:
    with suppress(OSError):
        return os.path.samestat(os.lstat(path), os.stat(source))
    return False


def _remove(path: str) -> None:
    """Remove a file if there is one, or a folder in its place."""
    try:
        os.unlink(path)
    except FileNotFoundError:
        return
    except (IsADirectoryError, PermissionError):
        shutil.rmtree(path)

"""A folder that is filled from what an earlier build left in it: nothing wrong stays, nothing is written over."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from exchange_ledger.tree import Tree, tidy

DIGEST = hashlib.sha256(b"text").hexdigest()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one file, which is also known elsewhere."""
    Tree(tmp_path / "tree").write("a/b.txt", b"text")
    os.link(tmp_path / "tree" / "a" / "b.txt", tmp_path / "elsewhere")
    return tmp_path / "tree"


def number(path: Path) -> int:
    return path.stat().st_ino


def test_what_is_there_already_is_not_written_again(folder: Path) -> None:
    before = number(folder / "a" / "b.txt")
    Tree(folder).write("a/b.txt", b"text")
    assert number(folder / "a" / "b.txt") == before


def test_nothing_is_written_into_a_file_that_stands_elsewhere_too(folder: Path) -> None:
    Tree(folder).write("a/b.txt", b"other")
    assert (folder / "a" / "b.txt").read_bytes() == b"other"
    assert (folder.parent / "elsewhere").read_bytes() == b"text"


def a_link(path: Path) -> None:
    path.unlink()
    path.symlink_to(path.parents[2] / "elsewhere")


def a_linked_folder(path: Path) -> None:
    path.parent.rename(path.parents[2] / "moved")
    path.parent.symlink_to(path.parents[2] / "moved")


def a_folder(path: Path) -> None:
    path.unlink()
    (path / "c").mkdir(parents=True)


def a_file_for_its_folder(path: Path) -> None:
    path.unlink()
    path.parent.rmdir()
    path.parent.write_bytes(b"text")


def edited_in_place(path: Path) -> None:
    path.write_bytes(b"tuxt")


def private(path: Path) -> None:
    path.chmod(0o600)


def gone(path: Path) -> None:
    path.unlink()


WRONG = (a_link, a_linked_folder, a_folder, a_file_for_its_folder, edited_in_place, private, gone)


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: wrong.__name__)
def test_whatever_stands_in_the_place_of_a_file_the_file_is_as_new(folder: Path, wrong: Callable[[Path], None]) -> None:
    path = folder / "a" / "b.txt"
    usual = stat.S_IMODE(path.stat().st_mode)
    wrong(path)
    tidy(folder)
    assert not Tree(folder).take("a/b.txt", DIGEST)
    Tree(folder).write("a/b.txt", b"text")
    assert (path.read_bytes(), path.is_symlink(), path.parent.is_symlink()) == (b"text", False, False)
    assert stat.S_IMODE(path.stat().st_mode) == usual


def test_a_file_of_the_standing_folder_is_taken_without_a_copy(folder: Path, tmp_path: Path) -> None:
    tree = Tree(tmp_path / "new", standing=folder)
    assert tree.take("a/b.txt", DIGEST)
    assert number(tmp_path / "new" / "a" / "b.txt") == number(folder / "a" / "b.txt")


@pytest.mark.parametrize("wrong", WRONG[:1] + WRONG[2:], ids=lambda wrong: wrong.__name__)
def test_what_is_wrong_in_the_standing_folder_is_not_taken(
    folder: Path, tmp_path: Path, wrong: Callable[[Path], None]
) -> None:
    wrong(folder / "a" / "b.txt")
    tree = Tree(tmp_path / "new", standing=folder)
    assert not tree.take("a/b.txt", DIGEST)
    assert not os.path.lexists(tmp_path / "new" / "a" / "b.txt")


def test_what_was_not_put_here_goes(folder: Path, tmp_path: Path) -> None:
    (folder / "old" / "deep").mkdir(parents=True)
    (folder / "old" / "deep" / "page").write_bytes(b"")
    (folder / "a" / "stray").write_bytes(b"")
    (folder / "empty").mkdir()
    tree = Tree(folder)
    tree.write("a/b.txt", b"text")
    tree.link("c", str(tmp_path / "elsewhere"))
    tree.clear()
    assert sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*")) == ["a", "a/b.txt", "c"]


def test_a_disk_without_links_is_copied_to(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(source: str, target: str) -> None:
        raise PermissionError(source, target)

    monkeypatch.setattr(os, "link", refuse)
    tree = Tree(tmp_path / "new", standing=folder)
    assert not tree.take("a/b.txt", DIGEST)
    tree.link("c", str(tmp_path / "elsewhere"))
    assert (tmp_path / "new" / "c").read_bytes() == b"text"


def test_folders_that_only_their_owner_may_enter_are_opened_as_new_ones_are(folder: Path) -> None:
    usual = stat.S_IMODE((folder / "a").stat().st_mode)
    (folder / "a").chmod(0o700)
    tidy(folder)
    assert stat.S_IMODE((folder / "a").stat().st_mode) == usual

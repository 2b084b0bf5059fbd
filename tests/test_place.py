"""Folders are put in place at once or not at all, whatever happens."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from exchange_ledger import place
from exchange_ledger.faults import LedgerError


def write(folder: Path, text: str) -> None:
    folder.mkdir(parents=True)
    (folder / "file").write_text(text, encoding="utf-8")


def shown(folder: Path) -> str | None:
    path = folder / "file"
    return path.read_text(encoding="utf-8") if path.exists() else None


@pytest.fixture
def targets(tmp_path: Path) -> list[Path]:
    return [tmp_path / "datapackage", tmp_path / "site"]


@pytest.fixture(params=["one step", "two steps"])
def kernel(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways of replacing a folder: with the kernel's exchange where it has one, and with two renames."""
    if request.param == "two steps":
        monkeypatch.setattr(sys, "platform", "other")
    return str(request.param)


@pytest.mark.usefixtures("kernel")
@pytest.mark.parametrize("before", [(), ("datapackage",), ("datapackage", "site")])
def test_all_are_placed(targets: list[Path], before: tuple[str, ...]) -> None:
    for target in targets:
        if target.name in before:
            write(target, "old")
    with place.building(targets):
        for target in targets:
            write(place.aside(target), "new")
        place.place(targets)
    assert [shown(target) for target in targets] == ["new", "new"]
    assert {path.name for path in targets[0].parent.iterdir()} == {"datapackage", "site", ".datapackage.lock"}


@pytest.mark.usefixtures("kernel")
def test_what_stood_before_is_spared_for_the_next_build(targets: list[Path]) -> None:
    site = targets[1]
    for text in ("first", "second", "third"):
        with place.building(targets):
            place.take_spare(site)
            spared = shown(place.aside(site))
            assert spared == {"first": None, "second": None, "third": "first"}[text]
            if spared is None:
                place.aside(site).mkdir()
            (place.aside(site) / "file").write_text(text, encoding="utf-8")
            write(place.aside(targets[0]), text)
            place.place(targets, spared=[site])
        assert [shown(target) for target in targets] == [text, text]
    assert {path.name for path in site.parent.iterdir()} == {"datapackage", "site", ".datapackage.lock", ".scratch"}
    assert [path.name for path in (site.parent / ".scratch").iterdir()] == ["site.before"]


def test_what_cannot_be_spared_is_removed(targets: list[Path]) -> None:
    (targets[0].parent / ".scratch").write_text("a file", encoding="utf-8")
    write(targets[0], "old")
    with place.building(targets):
        write(place.aside(targets[0]), "new")
        place.place(targets[:1], spared=targets[:1])
        assert not place.aside(targets[0]).exists()
    assert shown(targets[0]) == "new"


@pytest.mark.usefixtures("kernel")
@pytest.mark.parametrize("stood", [True, False])
def test_none_is_placed_when_one_cannot_be(targets: list[Path], stood: bool) -> None:
    if stood:
        write(targets[0], "old")
    with place.building(targets):
        write(place.aside(targets[0]), "new")
        with pytest.raises(OSError, match="site"):
            place.place(targets)
    assert shown(targets[0]) == ("old" if stood else None)


def test_a_failed_build_leaves_nothing_behind(targets: list[Path]) -> None:
    write(targets[0], "old")
    with pytest.raises(ValueError, match="broken"), place.building(targets):
        write(place.aside(targets[0]), "half")
        raise ValueError("broken")
    assert shown(targets[0]) == "old"
    assert not place.aside(targets[0]).exists()


@pytest.mark.parametrize("stands", [True, False])
def test_leftovers_of_a_stopped_run_are_cleared(targets: list[Path], stands: bool) -> None:
    write(place.aside(targets[0]), "half")
    write(targets[0].parent / ".datapackage.old", "old")
    if stands:
        write(targets[0], "newer")
    with place.building(targets):
        assert shown(targets[0]) == ("newer" if stands else "old")
    assert {path.name for path in targets[0].parent.iterdir()} == {"datapackage", ".datapackage.lock"}


def test_a_file_in_the_way_is_a_fault(targets: list[Path]) -> None:
    targets[0].write_text("a file", encoding="utf-8")
    with pytest.raises(LedgerError, match="not a folder; move it away"), place.building(targets):
        pass
    assert targets[0].read_text(encoding="utf-8") == "a file"


def test_a_second_build_is_refused_while_the_first_runs(targets: list[Path]) -> None:
    code = (
        "import sys; from pathlib import Path; from exchange_ledger import place\n"
        "with place.building([Path(sys.argv[1])]): pass"
    )
    with place.building(targets):
        second = subprocess.run([sys.executable, "-c", code, targets[0]], capture_output=True, text=True, check=False)
    assert "another build is writing it" in second.stderr


BUILDER = """
import itertools, sys
from pathlib import Path
from exchange_ledger import place
targets = [Path(name) for name in sys.argv[1:]]
print("ready", flush=True)
for number in itertools.count():
    with place.building(targets):
        for target in targets:
            folder = place.aside(target)
            folder.mkdir()
            (folder / "file").write_text(str(number))
        place.place(targets)
"""


def test_kills_at_random_moments_leave_whole_folders(targets: list[Path]) -> None:
    """Twenty kills between two instructions; what stands afterwards is whole, and the next run needs no cleaning."""
    moments = random.Random(7)
    for _ in range(20):
        builder = subprocess.Popen(
            [sys.executable, "-c", BUILDER, *map(str, targets)], stdout=subprocess.PIPE, text=True
        )
        assert builder.stdout is not None
        builder.stdout.readline()
        time.sleep(moments.uniform(0.001, 0.05))
        os.kill(builder.pid, signal.SIGKILL)
        builder.wait()
        builder.stdout.close()
        shown_before = [shown(target) for target in targets]
        with place.building(targets):
            shown_after = [shown(target) for target in targets]
        assert all(text is None or text.isdigit() for text in shown_before)
        assert shown_before == shown_after or sys.platform != "linux"
        assert not [path for path in targets[0].parent.iterdir() if path.name.endswith((".new", ".old"))]


def test_a_folder_of_somebody_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "thesis", "mine")
    with pytest.raises(LedgerError, match=r"something else than a site; name another folder, or empty this one"):
        place.refuse(tmp_path / "thesis", "sitemap.xml", "a site")
    (tmp_path / "empty").mkdir()
    for name, mark in (("thesis", "file"), ("empty", "file"), ("none", "file")):
        place.refuse(tmp_path / name, mark, "a site")

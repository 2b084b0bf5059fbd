"""Whatever happens to the real command: what stood stands whole, the new comes at once, and one line says why."""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from exchange_ledger.faults import Fault, LedgerError, fault
from exchange_ledger.render.links import link_faults
from tests.hostile.project import ROOT, Target, Tree, build, command, environment, is_whole, kill, said, start
from tests.hostile.project import write_seeds as seeds_of

NIGHTLY = bool(os.environ.get("EXCHANGE_LEDGER_NIGHTLY"))
KILLS = 100 if NIGHTLY else 5
ROOT_USER = hasattr(os, "geteuid") and os.geteuid() == 0

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals, mounts and permissions of POSIX systems")


def test_a_fault_is_one_line_and_an_error_holds_them_all_in_order() -> None:
    one, two = Fault("b.csv, line 2", "is\nwrong", "mend it"), Fault("a.csv", "is gone", "bring it back")
    assert str(one) == "b.csv, line 2: is wrong; mend it"
    assert str(LedgerError([one, two])) == "a.csv: is gone; bring it back\nb.csv, line 2: is wrong; mend it"
    assert fault("here", "what", "do").faults == (Fault("here", "what", "do"),)


@dataclass(frozen=True)
class Generation:
    """An input folder, what was built from it, and the files that this left."""

    seeds: Path
    built: Target
    trees: tuple[Tree, Tree]


def verify(package: Path, seeds: Path) -> None:
    """Prove a package by the script that shares no code with what made it."""
    script = str(ROOT / "tests" / "verify_package.py")
    subprocess.run([sys.executable, script, str(package), str(seeds)], check=True, capture_output=True)


@pytest.fixture(scope="module")
def generations(tmp_path_factory: pytest.TempPathFactory) -> list[Generation]:
    """Two input folders that yield different packages and sites."""
    folder = tmp_path_factory.mktemp("generations")
    found = []
    for number in (84, 95):
        seeds, target = seeds_of(folder / f"seeds{number}", number), Target(folder / str(number))
        done = build(seeds, target)
        assert (done.returncode, done.stderr) == (0, "")
        verify(target.package, seeds)
        assert list(link_faults(target.site)) == []
        found.append(Generation(seeds, target, target.trees()))
    assert found[0].trees[0] != found[1].trees[0]
    assert found[0].trees[1] != found[1].trees[1]
    return found


@pytest.fixture
def old(generations: list[Generation]) -> Generation:
    return generations[0]


@pytest.fixture
def new(generations: list[Generation]) -> Generation:
    return generations[1]


@pytest.fixture
def standing(tmp_path: Path, old: Generation) -> Target:
    """What stands: a finished build of the old generation."""
    return Target(Path(shutil.copytree(old.built.folder, tmp_path / "target")))


def test_killed_at_any_moment(standing: Target, generations: list[Generation]) -> None:
    """After each kill package and site are whole, each old or new; the next build needs no cleaning."""
    moments = random.Random(8)
    began = time.monotonic()
    assert build(generations[0].seeds, standing).returncode == 0
    length = time.monotonic() - began
    packages, sites = zip(*(generation.trees for generation in generations), strict=True)
    killed = mixed = finished = 0
    while killed < KILLS:
        process = start(generations[(killed + finished + 1) % 2].seeds, standing)
        time.sleep(moments.uniform(0.02, length * 1.05))
        was_running = kill(process)
        killed, finished = killed + was_running, finished + (not was_running)
        package, site = standing.trees()
        assert package in packages, "the package is whole"
        assert site in sites, "the site is whole"
        assert is_whole(standing.package)
        verify(standing.package, generations[packages.index(package)].seeds)
        assert list(link_faults(standing.site)) == []
        mixed += packages.index(package) != sites.index(site)
        if NIGHTLY or killed == KILLS:
            following = generations[(killed + finished) % 2]
            done = build(following.seeds, standing)
            assert (done.returncode, done.stderr) == (0, "")
            assert standing.trees() == following.trees
            assert standing.leftovers() == set()
    print(f"{killed} kills in builds of {length:.1f} s, {finished} too late, {mixed} between package and site")


def test_what_a_stopped_build_left_is_cleared_even_if_nothing_has_changed(standing: Target, old: Generation) -> None:
    """Found by the kills: stopped while it removed the old site, after the new one stood as once recorded."""
    assert build(old.seeds, standing).returncode == 0
    (standing.folder / ".site.new").mkdir()
    assert build(old.seeds, standing).returncode == 0
    assert standing.leftovers() == set()
    assert standing.trees() == old.trees


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=lambda number: number.name)
def test_asked_to_stop(standing: Target, old: Generation, new: Generation, number: signal.Signals) -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)  # else a run in the background hands on that it is ignored
    process = subprocess.Popen(
        command(new.seeds, standing), cwd=ROOT, env=environment(), start_new_session=True, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    time.sleep(1.5)
    os.kill(process.pid, number)
    _, said_last = process.communicate(timeout=60)
    assert process.returncode != 0
    assert "Traceback" not in said_last
    assert standing.trees() == old.trees


def capable(*command: str) -> bool:
    """Return whether the system lets us do it (mounts and the like need rights that a container may lack)."""
    if shutil.which(command[0]) is None:
        return False
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    folder.mkdir()
    if not ROOT_USER or not capable("mount", "-t", "tmpfs", "-o", f"size={size}", "ledger", str(folder)):
        pytest.skip("needs the right to mount a small file system")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.mark.parametrize(
    "room", [0, 100_000, 2_000_000] if NIGHTLY else [100_000], ids=lambda room: f"{room} bytes left"
)
def test_disk_full(tmp_path: Path, old: Generation, new: Generation, room: int) -> None:
    with small_disk(tmp_path / "disk", "64m") as disk:
        target = Target(Path(shutil.copytree(old.built.folder, disk, dirs_exist_ok=True)))
        state = os.statvfs(disk)
        filler = disk / "datapackage.filler"
        with filler.open("wb") as stream:
            stream.write(b"x" * max(0, state.f_bavail * state.f_bsize - room))
        assert said(build(new.seeds, target))
        assert target.trees() == old.trees
        filler.unlink()
        assert build(new.seeds, target).returncode == 0
        assert target.trees() == new.trees
        assert target.leftovers() == set()


@pytest.mark.parametrize("largest", [0, 2_000, 40_000], ids=lambda size: f"files up to {size} bytes")
def test_files_cannot_grow(standing: Target, old: Generation, new: Generation, largest: int) -> None:
    """As under a quota: a write fails in the midst of a file."""
    done = subprocess.run(
        command(new.seeds, standing), cwd=ROOT, env=environment(PYTHONDONTWRITEBYTECODE="1"), check=False,
        capture_output=True, text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest)),
    )  # fmt: skip
    assert said(done)
    assert standing.trees() == old.trees


def powerless() -> list[str]:
    """Return the prefix of a command that runs without the power of root to pass over permissions."""
    if not ROOT_USER:
        return []
    prefix = ["setpriv", "--inh-caps=-all", "--bounding-set=-all", "--securebits=+noroot"]
    if not capable(*prefix, "true"):
        pytest.skip("needs setpriv where the tests run as root")
    return prefix


def test_no_permission_to_write(standing: Target, old: Generation, new: Generation) -> None:
    standing.folder.chmod(0o555)
    try:
        line = said(build(new.seeds, standing, prefix=powerless()))
    finally:
        standing.folder.chmod(0o755)
    assert str(standing.folder) in line
    assert "permission" in line or "written" in line
    assert standing.trees() == old.trees


@pytest.mark.parametrize("name", ["articles/report.txt", "sources.csv", "articles", ""])
def test_no_permission_to_read(tmp_path: Path, standing: Target, old: Generation, new: Generation, name: str) -> None:
    seeds = seeds_of(tmp_path / "seeds", 95)
    path = seeds / name
    mode = path.stat().st_mode
    path.chmod(0)
    try:
        done = build(seeds, standing, prefix=powerless())
    finally:
        path.chmod(mode)
    assert str(path) in said(done)
    assert standing.trees() == old.trees


def test_read_only_target(tmp_path: Path, old: Generation, new: Generation) -> None:
    with small_disk(tmp_path / "disk", "64m") as disk:
        target = Target(Path(shutil.copytree(old.built.folder, disk, dirs_exist_ok=True)))
        assert capable("mount", "-o", "remount,ro", str(disk))
        assert str(disk) in said(build(new.seeds, target))
        assert target.trees() == old.trees


@pytest.mark.parametrize("name", ["datapackage", "site"])
@pytest.mark.parametrize("kind", ["file", "link", "broken link", "folder of somebody"])
def test_something_in_the_way(tmp_path: Path, old: Generation, new: Generation, name: str, kind: str) -> None:
    target = Target(tmp_path / "target")
    elsewhere = tmp_path / "elsewhere"
    target.folder.mkdir()
    path = target.folder / name
    if kind == "file":
        path.write_text("mine", encoding="utf-8")
    elif kind == "folder of somebody":
        path.mkdir()
        (path / "thesis.txt").write_text("mine", encoding="utf-8")
    else:
        if kind == "link":
            elsewhere.mkdir()
            (elsewhere / "thesis.txt").write_text("mine", encoding="utf-8")
        path.symlink_to(elsewhere)
    before = {found.name for found in target.folder.iterdir()}
    line = said(build(old.seeds, target))
    assert str(path) in line
    assert {found.name for found in target.folder.iterdir()} - {".datapackage.lock", ".site.lock"} == before
    mine = {"file": path, "link": elsewhere / "thesis.txt", "folder of somebody": path / "thesis.txt"}.get(kind)
    assert mine is None or mine.read_text(encoding="utf-8") == "mine"


def test_two_builds_at_once(standing: Target, old: Generation, new: Generation) -> None:
    """Both may succeed one after the other, or one is refused; what stands is whole and of one of them."""
    processes = [
        subprocess.Popen(command(seeds, standing), cwd=ROOT, env=environment(), stderr=subprocess.PIPE, text=True)
        for seeds in (old.seeds, new.seeds)
    ]
    results = [(process.communicate(timeout=120)[1].strip(), process.returncode) for process in processes]
    assert 0 in [code for _, code in results]
    for said_last, code in results:
        assert code == 0 or "another build is writing" in said_last
        assert len(said_last.splitlines()) == code
    assert standing.trees() in (old.trees, new.trees)
    assert standing.leftovers() == set()


@pytest.mark.parametrize("epoch", ["4102444800", "not a number", "0", "-1", ""] if NIGHTLY else ["not a number"])
def test_a_wrong_clock_changes_nothing(tmp_path: Path, new: Generation, epoch: str) -> None:
    target = Target(tmp_path / "target")
    done = build(new.seeds, target, SOURCE_DATE_EPOCH=epoch)
    assert (done.returncode, done.stderr) == (0, "")
    assert target.trees() == new.trees


@pytest.mark.parametrize("name", ["articles/report.txt", "articles", "sources.csv"])
def test_links_out_of_the_seeds_are_not_followed(
    tmp_path: Path, standing: Target, old: Generation, new: Generation, name: str
) -> None:
    seeds = seeds_of(tmp_path / "seeds", 95)
    outside = tmp_path / "outside"
    (seeds / name).rename(outside)
    (seeds / name).symlink_to(outside)
    assert "leads out of" in said(build(seeds, standing))
    assert standing.trees() == old.trees


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the project that a test may break."""
    ignored = shutil.ignore_patterns(
        ".git", ".venv", ".scratch", "site", "datapackage", "seeds", "tests", "benchmarks", "__pycache__", ".*_cache"
    )
    return Path(shutil.copytree(ROOT, tmp_path / "checkout", ignore=ignored))


PARTS = ["templates/parts/macros.md", "mkdocs.yml", *(["templates/pages", "templates"] if NIGHTLY else [])]


@pytest.mark.parametrize("name", PARTS)
def test_a_part_of_the_project_is_missing(
    checkout: Path, standing: Target, old: Generation, new: Generation, name: str
) -> None:
    path = checkout / name
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    assert Path(name).name in said(build(new.seeds, standing, root=checkout))
    assert standing.trees() == old.trees


def test_a_template_is_broken(checkout: Path, standing: Target, old: Generation, new: Generation) -> None:
    page = checkout / "templates" / "pages" / "totals.md"
    page.write_text(page.read_text(encoding="utf-8") + "{% if %}", encoding="utf-8")
    assert "totals.md" in said(build(new.seeds, standing, root=checkout))
    assert standing.trees() == old.trees

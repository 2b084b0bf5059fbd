"""Two questions at once: a copy's answer counts only if it lived to say yes; each test has a process of its own."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only under Linux is a process copied")

BEGIN = """
import os, signal, sys, threading, time
from exchange_ledger.twin import both

here = os.getpid()

def fails():
    raise OSError("no such file")

def killed():
    assert os.getpid() != here
    os.kill(os.getpid(), signal.SIGKILL)

def of_a_copy():
    return os.getpid() != here
"""


def said(program: str, *arguments: str) -> str:
    """Return what a program prints in a process that has one thread, as a build has when it begins."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", BEGIN + program, *arguments],
        check=False,
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    return done.stdout + done.stderr


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize(("one", "other"), [(True, True), (True, False), (False, True), (False, False)])
def test_both_have_to_say_yes(one: bool, other: bool, jobs: int) -> None:
    assert said(f"print(both(lambda: {one}, lambda: {other}, {jobs}))") == f"{one and other}\n"


@pytest.mark.parametrize("other", ["killed", "fails", "lambda: os._exit(3)", "lambda: None"])
def test_a_copy_that_dies_has_not_said_yes(other: str) -> None:
    assert said(f"print(both(lambda: True, {other}, 2))") == "False\n"


def test_nobody_is_asked_elsewhere_with_one_job_or_beside_another_thread() -> None:
    assert said("print(both(lambda: True, of_a_copy, 2), both(lambda: True, of_a_copy, 1))") == "True False\n"
    thread = "end = threading.Event(); threading.Thread(target=end.wait).start()\n"
    assert said(f"{thread}print(both(lambda: True, of_a_copy, 2)); end.set()") == "False\n"


def test_no_copy_is_left_behind() -> None:
    after = "try: print(os.waitpid(-1, 0))\nexcept ChildProcessError: print('none')\n"
    failing = "try: both(fails, of_a_copy, 2)\nexcept OSError as error: print(error)\n"
    assert said(f"{failing}{after}") == "no such file\nnone\n"
    assert said(f"print(both(lambda: False, of_a_copy, 2))\n{after}") == "False\nnone\n"


def test_both_are_asked_at_the_same_time() -> None:
    """Each waits for what only the other writes."""
    pipes = "a, b, c, d = *os.pipe(), *os.pipe()\n"
    one = "lambda: os.write(b, b'1') and os.read(c, 1) == b'2'"
    other = "lambda: os.read(a, 1) == b'1' and os.write(d, b'2') == 1"
    assert said(f"{pipes}print(both({one}, {other}, 2))") == "True\n"


def test_an_answer_that_the_system_forgot_is_no_yes() -> None:
    assert said("signal.signal(signal.SIGCHLD, signal.SIG_IGN)\nprint(both(lambda: True, of_a_copy, 2))") == "False\n"


RECORD = """
from pathlib import Path
from exchange_ledger import contents, fingerprint, remembered, stamps

fingerprint.program = lambda: "the same"
folder = Path(sys.argv[1])
record = remembered.Record(folder, folder / "seeds", [folder / "package", folder / "site"])
"""
HASHED = """
asked, digest, read = remembered.untouched, contents.content_of, []
contents.content_of = fingerprint.content_of = stamps.content_of = lambda path: read.append(path) or digest(path)
"""


FILES = ("seeds/a", "package/a", "site/a", "site/small/a", "site/large/a", "site/large/b/c")
"""The copy looks at the last two."""


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A folder with the record of a build."""
    for name in FILES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("1", encoding="utf-8")
    assert (
        said(f"{RECORD}stamps.TICK = 0\ntime.sleep(0.1)\nrecord.write(record.inputs(), dict(sources=1))", str(tmp_path))
        == ""
    )
    return tmp_path


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("name", FILES)
def test_a_change_on_either_side_is_found(built: Path, name: str, jobs: int) -> None:
    ask = f"{RECORD}print(record.counts({jobs}))"
    assert said(ask, str(built)) == "{'sources': 1}\n"
    (built / name).write_text("2", encoding="utf-8")
    assert said(ask, str(built)) == "None\n"
    (built / name).write_text("1", encoding="utf-8")
    assert said(ask, str(built)) == "{'sources': 1}\n"


@pytest.mark.parametrize("name", ["site/new", "site/new/a", "site/small/new", "site/large/new", "site/large/new/a"])
def test_a_new_file_is_found_and_an_old_one_missed(built: Path, name: str) -> None:
    ask = f"{RECORD}print(record.counts(2))"
    (built / name).parent.mkdir(exist_ok=True)
    (built / name).touch()
    assert said(ask, str(built)) == "None\n"
    (built / name).unlink()
    assert said(ask, str(built)) == "{'sources': 1}\n", "empty folders do not count"
    (built / "site/large/a").unlink()
    assert said(ask, str(built)) == "None\n"
    shutil.rmtree(built / "site/large")
    assert said(ask, str(built)) == "None\n"


@pytest.mark.parametrize(("jobs", "reads"), [(1, 0), (2, len(FILES))])
def test_if_the_copy_dies_everything_is_hashed(built: Path, jobs: int, reads: int) -> None:
    """With one job there is none that could die; and whoever looks here reads nothing."""
    dying = "remembered.untouched = lambda *which: asked(*which) if os.getpid() == here else killed()\n"
    asking = f"{RECORD}{HASHED}{dying}print(record.counts({jobs}), len(read))"
    assert said(asking, str(built)) == f"{{'sources': 1}} {reads}\n"

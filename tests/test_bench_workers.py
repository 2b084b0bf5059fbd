"""Other processes and a Dask cluster read the same articles to the same bytes, also when one of them dies."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path

import pytest

from benchmarks.articles import written
from benchmarks.generate import write_seeds
from exchange_ledger import fingerprint, workers
from exchange_ledger.command import run
from exchange_ledger.faults import LedgerError
from exchange_ledger.means import Means, cores
from exchange_ledger.progress import Shown, Silent, progress
from exchange_ledger.read import read_seeds
from exchange_ledger.stages import Article, Extraction
from exchange_ledger.workers import CHUNK, OtherCodeError, extract_there, extracted

ROOT = Path(__file__).parent.parent
ARTICLES = 5 * CHUNK + 3


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> tuple[Article, ...]:
    folder = tmp_path_factory.mktemp("seeds")
    write_seeds(written(ARTICLES, 20, seed=6), folder)
    return read_seeds(folder).articles


@pytest.fixture(scope="module")
def alone(articles: tuple[Article, ...]) -> list[Extraction]:
    return extracted(articles, Means())


def test_no_articles_need_no_workers() -> None:
    assert extracted([], Means(scheduler="tcp://127.0.0.1:1")) == []


def test_processes_read_the_same(
    articles: tuple[Article, ...], alone: list[Extraction], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "_WORTH_IT", 2)
    assert extracted(articles[: 2 * CHUNK], Means(jobs=2)) == alone[: 2 * CHUNK]


def test_few_articles_are_not_worth_other_processes(
    articles: tuple[Article, ...], alone: list[Extraction], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(count: int, while_: str) -> Iterator[Executor]:
        raise AssertionError("a process was started")

    monkeypatch.setattr(workers, "processes", refused)
    assert extracted(articles[:CHUNK], Means(jobs=8)) == alone[:CHUNK]


def test_a_worker_with_other_code_is_refused(articles: tuple[Article, ...]) -> None:
    with ThreadPoolExecutor(1) as executor, pytest.raises(OtherCodeError, match="another version"):
        list(executor.map(extract_there, ["other code"], [articles[:1]]))


def test_cores_are_at_least_one() -> None:
    assert 1 <= cores() <= (os.cpu_count() or 1)


class Cluster:
    """A scheduler and two workers, each a process of its own, as on several machines."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.processes: list[subprocess.Popen[bytes]] = []
        self._start("scheduler", "dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
        self.address = self._said("scheduler", r"Scheduler at:\s+(tcp://\S+)")
        for name in ("one", "two"):
            worker = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", "127.0.0.1", "--name", name)
            self._start(name, "dask_worker", self.address, *worker, "--local-directory", str(folder))
            self._said(name, r"(Registered to)")

    def _start(self, name: str, module: str, *arguments: str) -> None:
        with (self.folder / f"{name}.txt").open("wb") as log:
            command = [sys.executable, "-W", "ignore", "-m", f"distributed.cli.{module}", *arguments]
            environment = {**os.environ, "PYTHONPATH": str(ROOT)}
            self.processes.append(
                subprocess.Popen(command, cwd=self.folder, env=environment, stdout=log, stderr=subprocess.STDOUT)
            )

    def _said(self, name: str, pattern: str) -> str:
        for _ in range(600):
            text = (self.folder / f"{name}.txt").read_text(encoding="utf-8", errors="replace")
            if found := re.search(pattern, text):
                return found[1]
            time.sleep(0.05)
        raise AssertionError(f"{name} does not start: {text}")

    def kill_one(self) -> None:
        """Kill a worker as a machine dies: without a word."""
        os.kill(self.processes[1].pid, signal.SIGKILL)
        self.processes[1].wait()

    def stop(self) -> None:
        for process in reversed(self.processes):
            process.kill()
            process.wait()


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    pytest.importorskip("distributed", reason="the extra for clusters is not installed")
    made = Cluster(tmp_path)
    yield made
    made.stop()


class Killing(Silent):
    """Kills a worker as soon as the first articles are read."""

    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster
        self.advanced: list[int] = []

    def stage(self, name: str, total: int | None = None):  # type: ignore[no-untyped-def]
        from contextlib import contextmanager

        @contextmanager
        def counted():  # type: ignore[no-untyped-def]
            yield self.advance

        return counted()

    def advance(self, done: int) -> None:
        if not self.advanced:
            self.cluster.kill_one()
        self.advanced.append(done)


@pytest.mark.filterwarnings("default")
def test_a_cluster_reads_the_same_though_a_worker_is_killed(
    articles: tuple[Article, ...], alone: list[Extraction], cluster: Cluster
) -> None:
    killing = Killing(cluster)
    assert extracted(articles, Means(scheduler=cluster.address, progress=killing)) == alone
    assert sum(killing.advanced) == ARTICLES
    assert cluster.processes[1].returncode == -signal.SIGKILL
    assert cluster.processes[2].poll() is None


@pytest.mark.filterwarnings("default")
def test_a_cluster_with_other_code_is_told(
    articles: tuple[Article, ...], cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fingerprint, "code", lambda: "the code of tomorrow")
    with pytest.raises(LedgerError, match="another version of exchange_ledger or of Python; install the same"):
        extracted(articles[:1], Means(scheduler=cluster.address))


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "no address", "tcp://127.0.0.1"])
def test_a_scheduler_that_does_not_answer_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setattr(workers, "_PATIENCE", "1s")
    pytest.importorskip("distributed", reason="the extra for clusters is not installed")
    write_seeds(written(2, 1, seed=6), tmp_path / "seeds")
    folders = ["--seeds", str(tmp_path / "seeds"), "--package", str(tmp_path / "datapackage"), "--no-site"]
    assert run([*folders, "--scheduler", address]) == 1
    lines = capsys.readouterr().err.strip().splitlines()
    assert len(lines) == 1
    assert address in lines[0]
    assert not (tmp_path / "datapackage").exists()


def test_progress_is_shown_at_a_terminal_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    assert isinstance(progress(quiet=False), Shown)
    assert not isinstance(progress(quiet=True), Shown)
    monkeypatch.setenv("CI", "1")
    assert not isinstance(progress(quiet=False), Shown)
    monkeypatch.delenv("CI")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: False, raising=False)
    assert not isinstance(progress(quiet=False), Shown)


def test_progress_says_stage_count_and_rate(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in (("FORCE_COLOR", "1"), ("TERM", "xterm"), ("COLUMNS", "200")):
        monkeypatch.setenv(name, value)
    with Shown().stage("extracting articles", 40) as advance:
        advance(10)
        time.sleep(0.15)
        advance(20)
        time.sleep(0.3)
    told = capsys.readouterr()
    assert "extracting articles" in told.err
    assert "30/40" in told.err
    assert "/s" in told.err
    assert told.out == ""

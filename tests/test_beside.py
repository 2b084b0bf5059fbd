"""Work beside the process that asks for it: done, told what went wrong, and never left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import Executor
from pathlib import Path

import pytest

from exchange_ledger.beside import Here, beside, processes
from exchange_ledger.faults import Fault, LedgerError

ROOT = Path(__file__).parent.parent


def failing(what: str) -> None:
    raise LedgerError([Fault("here", what, "mend it"), Fault("there", what, "mend it")])


def dying() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize("jobs", [1, 2])
def test_work_is_done_and_its_faults_arrive(jobs: int) -> None:
    with beside(jobs) as others:
        assert isinstance(others, Here) is (jobs == 1)
        assert others.submit(sum, [1, 2]).result() == 3
        with pytest.raises(LedgerError) as raised:
            others.submit(failing, "it broke").result()
    assert raised.value.faults == (Fault("here", "it broke", "mend it"), Fault("there", "it broke", "mend it"))
    assert str(raised.value) == "here: it broke; mend it\nthere: it broke; mend it"


def test_a_process_that_dies_is_one_line() -> None:
    with pytest.raises(LedgerError, match=r"^building: a process died, perhaps for want of memory; .*--jobs 1$"):
        ask_to_die()


def ask_to_die() -> None:
    with processes(1, "building") as others:
        assert isinstance(others, Executor)
        others.submit(dying).result()


WAITING = """
import os, time
from exchange_ledger.beside import processes
if __name__ == "__main__":
    with processes(1, "waiting") as others:
        print(others.submit(os.getpid).result(), flush=True)
        time.sleep(60)
"""


def test_nothing_is_left_of_a_process_that_was_killed(tmp_path: Path) -> None:
    script = tmp_path / "waiting.py"
    script.write_text(WAITING, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, script], env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        other = int(process.stdout.readline())
        process.kill()
    assert gone(other)


def gone(number: int) -> bool:
    for _ in range(200):
        try:
            os.kill(number, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False

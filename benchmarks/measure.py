"""What a command costs, measured from outside: seconds on the clock and the largest memory of any of its processes."""

from __future__ import annotations

import os
import platform
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from exchange_ledger.compiled import PLACE

QUIET = {"NO_MKDOCS_2_WARNING": "1", "PYTHONWARNINGS": "ignore", "PYTHONUTF8": "1", "CI": "1", PLACE: ""}
"""Says nothing but what is asked, and runs the source, also where somebody has compiled it."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds from start to end, seconds of all processors, and peak memory in bytes (the largest process, no sum).

    The seconds of the processors hardly change when other work runs on the same machine.
    """

    seconds: float
    peak: int = 0
    work: float = 0.0


def cost(command: Sequence[str | Path], folder: Path, environment: Mapping[str, str] | None = None) -> Cost:
    """Run a command in a folder and return what it cost; raises RuntimeError, with what it said, if it fails."""
    said = folder / "said.txt"
    with said.open("wb") as stream:
        start = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, stdout=stream, stderr=stream, env={**os.environ, **QUIET, **(environment or {})}
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{command} exited with {process.returncode}: {said.read_text(errors='replace')[-4000:]}")
    return Cost(seconds, usage.ru_maxrss * 1024, usage.ru_utime + usage.ru_stime)


def machine() -> str:
    """Return what the figures were measured on: processor, cores, memory, system and Python; no names, no paths."""
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    return (
        f"{_processor()}, {len(os.sched_getaffinity(0))} cores, {memory:.0f} GiB of memory, "
        f"{platform.system()}, {platform.python_implementation()} {platform.python_version()}"
    )


def _processor() -> str:
    path = Path("/proc/cpuinfo")
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.machine())

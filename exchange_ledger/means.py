"""How a build is done; nothing here changes a byte of what comes out."""

from __future__ import annotations

import gc
import os
from dataclasses import dataclass, field

from exchange_ledger.progress import Silent


@dataclass(frozen=True, slots=True)
class Means:
    """`jobs` is the number of processes here, `scheduler` the address of a Dask scheduler or empty."""

    jobs: int = 1
    scheduler: str = ""
    progress: Silent = field(default_factory=Silent)


def cores() -> int:
    """Return the number of cores that this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def collect_seldom() -> None:
    """Let Python look for rings of garbage a hundred times less often: for a process that a build has to itself.

    Its rows live until its end, so that looking through them is in vain; it took an eighth of the time.
    """
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)

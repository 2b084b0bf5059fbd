"""The command `python build.py add`: what it says and how it ends."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from pathlib import Path

from exchange_ledger.add import Given, add, trial
from exchange_ledger.add.report import report
from exchange_ledger.faults import LedgerError, visible


def run_add(
    origins: Sequence[str],
    seeds: Path,
    package: Path,
    given: Given,
    build: Callable[[Path, Path], object],
    *,
    dry_run: bool = False,
    quiet: bool = False,
) -> int:
    """Add the articles, print what they yield and change, and return the exit code: 1 if one was refused.

    With `dry_run` all of it happens in a copy of the input folder. `build` is as for `report.report`.
    """
    with trial(seeds) if dry_run else nullcontext(seeds) as folder:
        added, faults = add(origins, folder, given, said=_progress(len(origins), quiet))
        if added and not quiet:
            print("\n".join(report(added, folder, package, build)))
            print("nothing was stored (--dry-run)" if dry_run else f"stored in {seeds}; now run python build.py")
    if faults:
        print(LedgerError(faults), file=sys.stderr)
    return 1 if faults else 0


def _progress(count: int, quiet: bool) -> Callable[[int, str], None]:
    """Return what shows that a run over several articles goes on: a line for each on standard error."""

    def say(number: int, origin: str) -> None:
        print(f"[{number}/{count}] {visible(origin)}", file=sys.stderr)

    return (lambda _number, _origin: None) if quiet or count < 2 else say

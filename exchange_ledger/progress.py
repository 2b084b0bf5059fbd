"""How far long work has come: stage, count, rate, time left; for a person at a terminal and nobody else."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Advance = Callable[[int], None]


class Silent:
    """Says nothing."""

    @contextmanager
    def stage(self, name: str, total: int | None = None) -> Iterator[Advance]:
        """Yield what is called with each number of things done."""
        yield lambda done: None


class Shown(Silent):
    """Shows a bar for each stage on standard error, and takes it away when the stage is over."""

    @contextmanager
    def stage(self, name: str, total: int | None = None) -> Iterator[Advance]:
        """Show a stage; `total` is the number of things to do, None if nobody knows."""
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
        from rich.progress import TimeRemainingColumn as TimeLeft

        counted = (MofNCompleteColumn(), TextColumn("{task.fields[rate]}"), TimeLeft()) if total else ()
        columns = (TextColumn("{task.description}"), BarColumn(), *counted, TimeElapsedColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
            task = bars.add_task(name, total=total, rate="")

            def advance(done: int) -> None:
                bars.advance(task, done)
                speed = bars.tasks[0].speed
                bars.update(task, rate=f"{speed:,.0f}/s" if speed else "")

            yield advance


def progress(quiet: bool) -> Silent:
    """Return what shows progress: nothing if `quiet`, in continuous integration, or where no person watches."""
    watched = not quiet and not os.environ.get("CI") and sys.stderr.isatty()
    return Shown() if watched else Silent()

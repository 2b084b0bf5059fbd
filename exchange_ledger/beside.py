"""Work that other processes do while this one goes on; the bytes that come out are the same without them."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from typing import ParamSpec, TypeVar

from exchange_ledger.faults import fault
from exchange_ledger.means import collect_seldom

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


class Here(Executor):
    """An executor of the standard library's interface that does everything at once, in this process."""

    def submit(
        self, work: Callable[Arguments, Result], /, *arguments: Arguments.args, **named: Arguments.kwargs
    ) -> Future[Result]:
        """Do the work and return what came of it; an exception is kept and raised by `result`."""
        done: Future[Result] = Future()
        try:
            done.set_result(work(*arguments, **named))
        except Exception as error:
            done.set_exception(error)
        return done


def _begin() -> None:
    """Begin a process that ends as soon as the one that started it is gone, killed perhaps: nobody would tell it so."""
    collect_seldom()
    threading.Thread(target=_wait_for_parent, daemon=True).start()


def _wait_for_parent() -> None:
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


@contextmanager
def processes(count: int, while_: str) -> Iterator[Executor]:
    """Yield an executor of so many processes; raises LedgerError, naming what was done, if one of them dies."""
    try:
        with ProcessPoolExecutor(count, multiprocessing.get_context("spawn"), _begin) as executor:
            yield executor
    except BrokenExecutor:
        raise fault(while_, "a process died, perhaps for want of memory", "try again with --jobs 1") from None


@contextmanager
def beside(jobs: int) -> Iterator[Executor]:
    """Yield what does work beside this process if there may be more than one, else this process itself."""
    if jobs > 1:
        with processes(2, "building") as executor:
            yield executor
    else:
        yield Here()

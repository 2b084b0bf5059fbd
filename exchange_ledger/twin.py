"""Two questions at the same time: one is asked here, the other in a copy of this process that says yes or no and ends.

A copy is made in a millisecond, where another process would first have to start and import: this is for questions that
are answered in a few tenths of a second. What else stands in beside.py.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

_YES, _NO = 0, 1
"""The exit codes of a copy; whoever is killed or fails ends with another one than yes."""


def both(one: Callable[[], bool], other: Callable[[], bool], jobs: int) -> bool:
    """Return whether both say yes; they are asked at the same time if there may be two `jobs` and this system can.

    What `one` raises is raised. `other` must not change anything; if it raises, or its process dies, it has not said
    yes.
    """
    copy = _copy_asking(other) if jobs > 1 and _can_be_copied() else None
    if copy is None:
        return one() and other()
    try:
        here = one()
    finally:
        there = _said_yes(copy)
    return here and there


def _can_be_copied() -> bool:
    """Return whether this process has but one thread: another might hold what its copy would wait for without end.

    Linux tells the number of threads, also of those that Python knows nothing of; other systems are not asked.
    """
    try:
        return sys.platform == "linux" and len(os.listdir("/proc/self/task")) == 1  # noqa: PTH208 (half of the time)
    except OSError:
        return False


def _copy_asking(question: Callable[[], bool]) -> int | None:
    """Return the number of a new copy of this process, which asks the question; None if the system makes none."""
    try:
        copy = os.fork()
    except OSError:
        return None
    if copy:
        return copy
    answer = _NO
    try:
        answer = _YES if question() else _NO
    finally:
        os._exit(answer)


def _said_yes(copy: int) -> bool:
    try:
        _, status = os.waitpid(copy, 0)
    except ChildProcessError:  # whoever started this process had it forget the answers of those that it starts
        return False
    return os.waitstatus_to_exitcode(status) == _YES

"""What is wrong with the input, said so that the reader can mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


def visible(text: str) -> str:
    """Return a text as one line of what can be seen: nothing of it steers a terminal or begins a line of its own."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing that is wrong: where, what, and what to do about it."""

    where: str
    what: str
    remedy: str

    def __str__(self) -> str:
        return visible(f"{self.where}: {self.what}; {self.remedy}")


class LedgerError(Exception):
    """Raised with every fault of a run, so that one run shows them all."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults))
        super().__init__("\n".join(str(fault) for fault in self.faults))

    def __reduce__(self) -> tuple[type[LedgerError], tuple[tuple[Fault, ...]]]:
        """Make another from its faults, in the process that asked for what went wrong in this one."""
        return type(self), (self.faults,)


def fault(where: str, what: str, remedy: str) -> LedgerError:
    """Return an exception that carries a single fault."""
    return LedgerError([Fault(where, what, remedy)])

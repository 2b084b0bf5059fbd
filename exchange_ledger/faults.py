"""What is wrong with the input, said so that the reader can mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing that is wrong: where, what, and what to do about it."""

    where: str
    what: str
    remedy: str

    def __str__(self) -> str:
        return " ".join(f"{self.where}: {self.what}; {self.remedy}".split())


class LedgerError(Exception):
    """Raised with every fault of a run, so that one run shows them all."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults))
        super().__init__("\n".join(str(fault) for fault in self.faults))


def fault(where: str, what: str, remedy: str) -> LedgerError:
    """Return an exception that carries a single fault."""
    return LedgerError([Fault(where, what, remedy)])

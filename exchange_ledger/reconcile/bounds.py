"""Whole numbers that grow with time, and what statements about their differences leave of each of them.

Each statement is a row `later >= earlier + amount`. From all of them together follow the least and the greatest value
of every number (shortest paths in a system of difference constraints), and the statements that force them.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

ROUNDS = 64
"""Updates of one bound, within one addition, after which statements are taken to contradict each other."""


@dataclass(frozen=True, slots=True)
class Row:
    """The number `later` is at least the number `earlier` plus `amount`; why in words, and the claims behind it."""

    earlier: int
    later: int
    amount: float
    reason: str = ""
    claims: tuple[str, ...] = ()


@dataclass(slots=True)
class Bounds:
    """The least and the greatest value of numbers 0 to `size - 1`; number 0 is zero.

    Mutable while it is filled; rows that contradict what is there are refused.
    """

    size: int
    _low: list[tuple[float, Row | None]] = field(init=False)
    _high: list[tuple[float, Row | None]] = field(init=False)
    _after: dict[int, list[Row]] = field(init=False, default_factory=dict)
    _before: dict[int, list[Row]] = field(init=False, default_factory=dict)
    _undo: list[tuple[list[tuple[float, Row | None]], int, float, Row | None]] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self._low = [(0, None)] * self.size
        self._high = [(0, None), *[(math.inf, None)] * (self.size - 1)]

    def low(self, number: int) -> float:
        """Return the least value of a number."""
        return self._low[number][0]

    def high(self, number: int) -> float:
        """Return the greatest value of a number; infinite if nothing limits it."""
        return self._high[number][0]

    def add(self, rows: Iterable[Row]) -> bool:
        """Add rows that belong together; return whether they fit. If they do not, nothing is changed."""
        return self._tried(list(rows), keep=True)

    def fits(self, rows: Iterable[Row]) -> bool:
        """Return whether rows could be added; nothing is changed."""
        return self._tried(list(rows), keep=False)

    def _tried(self, rows: list[Row], keep: bool) -> bool:
        self._undo.clear()
        for row in rows:
            self._after.setdefault(row.earlier, []).append(row)
            self._before.setdefault(row.later, []).append(row)
        fit = self._settle(rows)
        if not (fit and keep):
            self._take_back(rows)
        return fit

    def _take_back(self, rows: list[Row]) -> None:
        for bound, number, value, forced_by in reversed(self._undo):
            bound[number] = (value, forced_by)
        for row in reversed(rows):
            self._after[row.earlier].pop()
            self._before[row.later].pop()

    def _settle(self, rows: Iterable[Row]) -> bool:
        """Carry rows on to every number that they bear upon; return False if they contradict each other."""
        waiting = deque(rows)
        updates: dict[int, int] = {}
        while waiting:
            row = waiting.popleft()
            for number in self._tightened(row):
                updates[number] = updates.get(number, 0) + 1
                if self.low(number) > self.high(number) or updates[number] > ROUNDS:
                    return False
                waiting.extend(self._after.get(number, ()))
                waiting.extend(self._before.get(number, ()))
        return True

    def _tightened(self, row: Row) -> Iterator[int]:
        """Apply one row; return the numbers whose bounds it changed."""
        least, most = self.low(row.earlier) + row.amount, self.high(row.later) - row.amount
        if least > self.low(row.later):
            yield self._set(self._low, row.later, least, row)
        if most < self.high(row.earlier):
            yield self._set(self._high, row.earlier, most, row)

    def _set(self, bound: list[tuple[float, Row | None]], number: int, value: float, row: Row) -> int:
        self._undo.append((bound, number, *bound[number]))
        bound[number] = (value, row)
        return number

    def why_low(self, number: int) -> list[Row]:
        """Return the rows that force the least value of a number, from the number back to zero."""
        return self._path(number, low=True)

    def why_high(self, number: int) -> list[Row]:
        """Return the rows that force the greatest value of a number, from the number on to zero."""
        return self._path(number, low=False)

    def _path(self, number: int, low: bool) -> list[Row]:
        found: list[Row] = []
        rows = self._low if low else self._high
        while number and (row := rows[number][1]) is not None and len(found) <= self.size:
            found.append(row)
            number = row.earlier if low else row.later
        return found

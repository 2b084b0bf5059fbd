"""Hedged numbers as intervals, so that a hedge is never taken for an error."""

from __future__ import annotations

import math
from dataclasses import dataclass

from exchange_ledger.reconcile.rules import rules
from exchange_ledger.records import Claim


@dataclass(frozen=True, slots=True)
class Interval:
    """All numbers from `low` to `high`, both included; `high` may be infinite."""

    low: float
    high: float

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Interval) -> Interval:
        return Interval(self.low - other.high, self.high - other.low)

    def __contains__(self, number: float) -> bool:
        return self.low <= number <= self.high

    def meets(self, other: Interval) -> bool:
        """Return whether the two have a number in common."""
        return self.low <= other.high and other.low <= self.high

    @property
    def exact(self) -> bool:
        """Whether only one number lies in it."""
        return self.low == self.high


UNKNOWN = Interval(0, math.inf)


def interval(claim: Claim) -> Interval:
    """Return the numbers that a claim leaves open; where it states no number, any (`some`: at least one)."""
    return of_number(claim.value, claim.qualifier)


_RELATIONS = {"about": "~", "at_least": ">=", "more_than": ">", "less_than": "<"}


def relation(claim: Claim) -> str:
    """Return the sign that stands before a claim's number in an expression: `=`, or the hedge's own."""
    return _RELATIONS.get(claim.qualifier, "=")


def of_number(value: float | None, qualifier: str) -> Interval:
    """Return the numbers that a value with its hedge leaves open."""
    if value is None:
        return Interval(1, math.inf) if qualifier == "some" else UNKNOWN
    step = 1 if value == int(value) else 0
    match qualifier:
        case "about":
            give = max(value * rules().about_share, _unit(value) / 2)
            return Interval(value - give, value + give)
        case "at_least":
            return Interval(value, math.inf)
        case "more_than":
            return Interval(value + step, math.inf)
        case "less_than":
            return Interval(0, value)
        case _:
            return Interval(value, value)


def _unit(value: float) -> float:
    """Return the unit of the last digit that is not zero: 10 for 250, 1 for 3956."""
    whole, unit = int(value), 1
    while whole and whole % (unit * 10) == 0:
        unit *= 10
    return unit

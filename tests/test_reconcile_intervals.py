"""Hedges as intervals."""

from __future__ import annotations

import math

import pytest

from exchange_ledger.reconcile.intervals import Interval, of_number


@pytest.mark.parametrize(
    ("value", "qualifier", "low", "high"),
    [
        (150, "exact", 150, 150),
        (150, "at_least", 150, math.inf),
        (150, "more_than", 151, math.inf),
        (2.5, "more_than", 2.5, math.inf),
        (21, "less_than", 0, 21),  # "up to 21" and "not yet 21" are one qualifier
        (None, "some", 1, math.inf),
        (None, "withheld", 0, math.inf),
        (250, "about", 237.5, 262.5),
        (200, "about", 150, 250),  # a number of hundreds is rounded to hundreds
        (3956, "about", 3758.2, 4153.8),
    ],
)
def test_what_a_hedge_leaves_open(value: float | None, qualifier: str, low: float, high: float) -> None:
    found = of_number(value, qualifier)
    assert found.low == pytest.approx(low)
    assert found.high == pytest.approx(high)


def test_addition_and_meeting() -> None:
    assert Interval(1, 2) + Interval(10, 20) == Interval(11, 22)
    assert Interval(10, 20) - Interval(1, 2) == Interval(8, 19)
    assert Interval(1, 2).meets(Interval(2, 3))
    assert not Interval(1, 2).meets(Interval(3, 4))
    assert 2 in Interval(1, 2)
    assert 3 not in Interval(1, 2)

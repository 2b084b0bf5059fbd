"""Difference bounds: what statements about a growing number leave of it, and which of them force it."""

from __future__ import annotations

import math
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from exchange_ledger.reconcile.bounds import Bounds, Row


def fixed(place: int, number: float) -> list[Row]:
    return [Row(0, place, number), Row(place, 0, -number)]


def test_the_60th_lies_between_the_59th_and_the_61st() -> None:
    bounds = Bounds(4)
    assert bounds.add(fixed(1, 59))
    assert bounds.add(fixed(3, 61))
    assert (bounds.low(2), bounds.high(2)) == (0, math.inf)
    assert bounds.add([Row(1, 2, 1, "after the 59th"), Row(2, 3, 1, "before the 61st")])
    assert (bounds.low(2), bounds.high(2)) == (60, 60)
    assert [row.reason for row in bounds.why_low(2)] == ["after the 59th", ""]
    assert [row.reason for row in bounds.why_high(2)] == ["before the 61st", ""]


def test_what_contradicts_is_refused_and_changes_nothing() -> None:
    bounds = Bounds(3)
    assert bounds.add([*fixed(1, 5), *fixed(2, 7)])
    assert not bounds.add([Row(1, 2, 3)])
    assert not bounds.add([Row(2, 1, -1)])
    assert (bounds.low(2), bounds.high(2)) == (7, 7)
    assert bounds.add([Row(1, 2, 2)])


def test_trying_changes_nothing() -> None:
    bounds = Bounds(3)
    assert bounds.add(fixed(2, 7))
    assert bounds.fits([Row(1, 2, 1), Row(0, 1, 6)])
    assert not bounds.fits([Row(1, 2, 1), Row(0, 1, 7)])
    assert (bounds.low(1), bounds.high(1)) == (0, math.inf)


def test_a_circle_that_contradicts_itself_is_refused() -> None:
    bounds = Bounds(3)
    assert bounds.add([Row(1, 2, 11), Row(2, 1, -11)])
    assert not bounds.add([Row(1, 2, 12)])


PLACES = 4
ROWS = st.lists(
    st.tuples(st.integers(0, PLACES - 1), st.integers(0, PLACES - 1), st.integers(-3, 3)).filter(
        lambda row: row[0] != row[1]
    ),
    max_size=10,
)


@settings(deadline=None)
@given(ROWS)
def test_the_bounds_are_those_of_every_solution(rows: list[tuple[int, int, int]]) -> None:
    """Against every assignment of small numbers: least and greatest value agree, and refusal means none is left."""
    highest = 7
    bounds = Bounds(PLACES)
    kept: list[tuple[int, int, int]] = []
    bounds.add([Row(place, 0, -highest) for place in range(1, PLACES)])
    for row in rows:
        solutions = _solutions([*kept, row], highest)
        assert bounds.add([Row(*row)]) == bool(solutions)
        kept += [row] if solutions else []
    for place, values in enumerate(zip(*_solutions(kept, highest), strict=True)):
        assert (bounds.low(place), bounds.high(place)) == (min(values), max(values))


def _solutions(rows: list[tuple[int, int, int]], highest: int) -> list[tuple[int, ...]]:
    every = ((0, *found) for found in product(range(highest + 1), repeat=PLACES - 1))
    return [found for found in every if all(found[later] >= found[earlier] + least for earlier, later, least in rows)]

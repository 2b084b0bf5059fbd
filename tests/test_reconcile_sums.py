"""Sums of counts, in their plain reading or the nearest that fits."""

from __future__ import annotations

import pytest

from exchange_ledger.reconcile.intervals import of_number
from exchange_ledger.reconcile.sums import Amount, Term, add_up, ones, optional


def amount(value: float, qualifier: str = "exact", cost: int = 0) -> Amount:
    return Amount(value, of_number(value, qualifier), str(value), (f"c{value}",), cost)


def term(*values: float, low: float = 0, partial: bool = False, qualifier: str = "exact") -> Term:
    readings = tuple(amount(value, qualifier, cost) for cost, value in enumerate(values))
    return Term(f"e{values}", "a day", readings, low, partial)


CASES = [
    ("plain", 10, [term(5), term(7)], 22, "holds", "10 + 5 + 7 = 22", 0),
    ("too few", 10, [term(5), term(7)], 25, "short", "25 - 10 - 5 - 7 = 3", 3),
    ("too many", 10, [term(5), term(7)], 20, "over", "10 + 5 + 7 = 20", -2),
    ("nothing between", 10, [], 10, "holds", "10 = 10", 0),
    ("another reading fits", 10, [term(27, 22), term(5)], 37, "holds", "10 + 22 + 5 = 37", 0),
    ("the nearest reading that fits", 0, [term(10, 8), term(10, 8)], 18, "holds", "0 + 10 + 8 = 18", 0),
    ("one without a count", 10, [term(5), term()], 25, "open", "25 - 10 - 5 = 10", 10),
    ("one without a count, nobody is missing", 10, [term(5), term()], 15, "holds", "10 + 5 = 15", 0),
    ("one of whom some came, nobody is missing", 10, [term(5), term(low=3)], 15, "over", "10 + 5 + 3 = 15", -3),
    ("partly beside the count", 10, [term(5), term(7, partial=True)], 15, "holds", "10 + 5 = 15", 0),
    ("partly beside the count, in part", 10, [term(5), term(7, partial=True)], 18, "open", "10 + 5 + 7 = 18", -4),
    ("a hedge leaves room", 10, [term(5), term(200, qualifier="about")], 220, "holds", "10 + 5 + 200 ~ 220", 5),
    ("a hedge leaves none", 10, [term(5), term(200, qualifier="about")], 400, "short", "400 - 10 - 5 - 200 = 185", 185),
]


@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
def test_sums(case: tuple[str, float, list[Term], float, str, str, float]) -> None:
    _, start, terms, target, outcome, expression, missing = case
    found = add_up(amount(start), terms, amount(target))
    assert (found.outcome, found.expression, found.missing) == (outcome, expression, missing)


def test_a_hedged_target() -> None:
    target = Amount(100, of_number(100, "more_than"), "100", ("c",), relation=">")
    assert add_up(amount(70), [term(40)], target).expression == "70 + 40 > 100"
    assert add_up(amount(70), [term(40)], target).within_hedge
    assert add_up(amount(70), [term(20)], target).outcome == "short"


def test_a_sum_names_its_claims() -> None:
    assert add_up(amount(10), [term(5)], amount(15)).claims == ("c10", "c15", "c5")


@pytest.mark.parametrize(
    ("counted", "target", "expression"),
    [(True, 15, "10 + 5 = 15"), (True, 10, "10 = 10"), (False, 10, "10 = 10"), (False, 15, "10 + 5 = 15")],
)
def test_an_exchange_on_the_day_of_a_total(counted: bool, target: float, expression: str) -> None:
    found = add_up(amount(10), [optional(term(5), counted)], amount(target))
    assert (found.outcome, found.expression) == ("holds", expression)


def test_many_readings_stay_within_bounds() -> None:
    terms = [term(2**place, 2**place + 1, 2**place + 3) for place in range(40)]
    assert add_up(amount(0), terms, amount(1)).outcome == "over"


def test_ones_are_told_as_a_number() -> None:
    assert ones(["50", "9", "1", "1"]) == ["50", "9", "1", "1"]
    assert ones(["13", *["1"] * 25]) == ["13", "25"]
    assert ones(["", "5", ""]) == ["5"]

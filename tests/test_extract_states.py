"""A claim's value is read again from its quote alone: a number that the quote does not tell is not stated."""

from __future__ import annotations

import pytest

from exchange_ledger.extract import states
from exchange_ledger.records import Claim


def claim(**said: object) -> Claim:
    given = {"claim_id": "x", "source_id": "a", "scope": "exchange", "measure": "people_returned", "side": "ukraine"}
    rest = {"claimant": "Kyiv", "claimant_side": "ukraine", "evidence": "quote"}
    return Claim(**given | rest | said)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("quote", "value", "others"),
    [
        ("95 soldiers", 95, 9),
        ("ninety-five of them", 95, 90),
        ("1 000 soldiers", 1000, 1),
        ("1,020.", 1020, 20),
        ("two hundred and six", 206, 200),
        ("206 thousand", 206_000, 206),
        ("the 51st exchange, 95 soldiers", 95, 50),
        ("the 51st exchange, 95 soldiers", 51, 50),
        ("95-for-84", 84, 95.5),
        ("at the end 95", 95, 96),
        ("a soldier", 1, 2),
        ("twice that many", 2, 3),
        ("two hours and a half", 2.5, 3),
    ],
)
def test_a_number_is_read_again(quote: str, value: float, others: float) -> None:
    assert states(quote, claim(value=float(value)))
    assert not states(quote, claim(value=float(others)))


@pytest.mark.parametrize(
    ("said", "quote", "near_miss"),
    [
        ({"dimension": "age_group", "category": "children"}, "three children", "three soldiers"),
        ({"measure": "mediator", "text_value": "United Arab Emirates"}, "with the UAE's help", "with Qatar's help"),
        ({"measure": "status", "text_value": "completed"}, "exchange", "Anna Smith"),
    ],
)
def test_a_category_and_a_name_are_read_again(said: dict[str, object], quote: str, near_miss: str) -> None:
    assert states(quote, claim(**said))
    assert not states(near_miss, claim(**said))

"""Numbers, dates and claims in words."""

from __future__ import annotations

from typing import Any

import pytest

from exchange_ledger.records import Claim
from exchange_ledger.render import wording
from exchange_ledger.render.evidence import marked


def claim(**given: Any) -> Claim:
    base: dict[str, Any] = {
        "claim_id": "x", "source_id": "s", "scope": "exchange", "measure": "people_returned", "side": "ukraine",
        "claimant": "c", "claimant_side": "ukraine", "evidence": "quote",
    }  # fmt: skip
    return Claim(**(base | given))


@pytest.mark.parametrize(
    ("day", "words"),
    [("2024-01-31", "31 January 2024"), ("2024-01", "January 2024"), ("2024", "2024"), ("", ""), ("soon", "soon")],
)
def test_a_date_is_as_exact_as_it_is(day: str, words: str) -> None:
    assert wording.date(day) == words


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2024-01-01", "2024-12-31", "2024"),
        ("2022-02-24", "2025-01", "24 February 2022 to January 2025"),
        ("", "2025-02-05", "up to 5 February 2025"),
        ("2022-03", "", "from March 2022"),
    ],
)
def test_a_period(start: str, end: str, words: str) -> None:
    assert wording.period(start, end) == words


@pytest.mark.parametrize(
    ("number", "words"), [(1, "1st"), (2, "2nd"), (3, "3rd"), (11, "11th"), (50, "50th"), (61, "61st"), (112, "112th")]
)
def test_an_ordinal(number: int, words: str) -> None:
    assert wording.ordinal(number) == words


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"value": 150.0}, "150"),
        ({"value": 3956.0, "qualifier": "about"}, "about 3,956"),
        ({"value": 2.5, "qualifier": "more_than", "measure": "years_in_captivity"}, "more than 2.5"),
        ({"qualifier": "withheld"}, "number withheld"),
        ({"qualifier": "some"}, "some, no number given"),
        ({"value": 61.0, "measure": "sequence_number", "side": ""}, "61st"),
        ({"value": 95.0, "measure": "reported_abuse_percent", "qualifier": "more_than"}, "more than 95%"),
        ({"measure": "status", "text_value": "disrupted", "side": ""}, "Called off"),
        ({"measure": "mediator", "text_value": "Türkiye", "side": ""}, "Türkiye"),
        ({"value": -5.0, "measure": "change_in_people_returned"}, "−5"),
    ],
)
def test_a_value_in_words(given: dict[str, Any], words: str) -> None:
    assert wording.value_of(claim(**given)) == words


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "People returned to Ukraine"),
        ({"side": "both"}, "People returned, both sides together"),
        ({"dimension": "branch", "category": "national_guard"}, "People returned to Ukraine: National Guard"),
        ({"measure": "people_held"}, "People held by Russia"),
        ({"measure": "oldest_age"}, "Oldest age, people of Ukraine"),
        ({"measure": "mediator", "side": ""}, "Mediator"),
    ],
)
def test_what_a_claim_is_about(given: dict[str, Any], words: str) -> None:
    assert wording.subject(claim(**given)) == words


@pytest.mark.parametrize(
    ("quote", "given", "shown"),
    [
        ("150 of 1150 came", {"value": 150.0}, "<mark>150</mark> of 1150 came"),
        ("some 4,131 people", {"value": 4131.0}, "some <mark>4,131</mark> people"),
        ("4 131 people", {"value": 4131.0}, "<mark>4 131</mark> people"),
        ("the 61st exchange", {"value": 61.0}, "the <mark>61st</mark> exchange"),
        ("2.5 years, 25 people", {"value": 25.0}, "2.5 years, <mark>25</mark> people"),
        ("11,150 and 150", {"value": 150.0}, "11,150 and <mark>150</mark>"),
        ("twenty-five people", {"value": 25.0}, "<mark>twenty-five</mark> people"),
        ("one officer of 22", {"value": 1.0}, "<mark>one</mark> officer of 22"),
        ("the same number", {"value": 25.0}, "the same number"),
        ("with the Vatican", {"text_value": "Vatican", "measure": "mediator"}, "with the <mark>Vatican</mark>"),
    ],
)
def test_the_number_is_marked_in_its_quote(quote: str, given: dict[str, Any], shown: str) -> None:
    assert str(marked(claim(quote=quote, **given), "en")) == shown


@pytest.mark.parametrize(
    ("count", "words"), [(3, "3 B"), (999, "999 B"), (1_400, "1 kB"), (514_012, "514 kB"), (999_700, "1.0 MB")]
)
def test_a_size(count: int, words: str) -> None:
    assert wording.size(count) == words

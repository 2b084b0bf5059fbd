"""A number is claimed only if it stands for itself: no end of a range, no part of a longer one, none behind a sign."""

from __future__ import annotations

import pytest

from exchange_ledger.extract import extract
from exchange_ledger.extract.reading import CUT_OUT
from exchange_ledger.records import Source
from exchange_ledger.stages import Article, Extraction

SENTENCE = "Ukraine brought {} servicemen home on 14 March 2024 in a prisoner exchange with Russia."

OTHERS = (
    "84-95", "84–95", "84—95", "84/95", "84:95", "84;95", "84 or 95", "1e5", "0x54", "84.5", "84k", "84K", "84A",
    "A84", "T-84", "#84", "№84", "84+", "~84", "≈84", "<84", ">84", "±84", "84±5", "84 → 95", "84½", "84’000", "84_95",
    "84\u200b5", "84\u00ad5", "8\u20604",
)  # fmt: skip
"""Numbers of which neither the first nor the last digits are what was counted."""

WHOLE = ("84", "84,", "84*", "84[1]", "“84”", "\u200e84", "84\u200b", "*84*", "84\u00a0", "00084")


def read(number: str) -> Extraction:
    text = SENTENCE.format(number)
    return extract(Article(Source(source_id="a", kind="article", published="2024-03-15", language="en"), text))


@pytest.mark.parametrize("number", OTHERS, ids=ascii)
def test_a_number_of_another_kind_is_no_count_and_goes_to_review(number: str) -> None:
    found = read(number)
    assert [claim.value for claim in found.claims if claim.measure == "people_returned"] == []
    assert [row.reason for row in found.review] == [CUT_OUT]


@pytest.mark.parametrize("number", WHOLE, ids=ascii)
def test_marks_around_a_number_change_nothing(number: str) -> None:
    assert [claim.value for claim in read(number).claims if claim.measure == "people_returned"] == [84]


def test_a_running_number_keeps_its_ending() -> None:
    text = "Ukraine and Russia held their 51st prisoner exchange on 14 March 2024; Ukraine brought 84 servicemen home."
    source = Source(source_id="a", kind="article", published="2024-03-15", language="en")
    values = {claim.measure: claim.value for claim in extract(Article(source, text)).claims}
    assert (values["sequence_number"], values["people_returned"]) == (51, 84)

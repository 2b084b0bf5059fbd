"""Every case of the suite: nothing missing, nothing extra."""

from __future__ import annotations

import pytest

from tests.quality import fallen, measured, median_quote
from tests.suite import UNREAD, Case, cases, exact, reading, result, unread


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.id)
def test_case(case: Case) -> None:
    if case.disputed:
        pytest.skip(f"disputed: {case.disputed}")
    if case.id in unread():
        assert not exact(case), f"{case.id} is read exactly now: take it out of {UNREAD.name}"
        pytest.xfail("not read exactly yet")
    assert exact(case), f"{case.text}\n{result(case)}"


def test_unread_cases_exist() -> None:
    assert unread() <= {case.id for case in cases()}


def test_ids_are_unique() -> None:
    ids = [case.id for case in cases()]
    assert len(ids) == len(set(ids))


def test_no_figure_of_the_quality_gate_falls() -> None:
    assert not fallen(measured())


def test_quotes_are_short() -> None:
    assert median_quote() < 80


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.id)
def test_quotes_are_the_words_of_the_text(case: Case) -> None:
    for claim in reading(case).claims:
        assert case.text[claim.quote_start : claim.quote_end] == claim.quote

"""What the five seed articles must show together, and what the linked statements must show with them."""

from __future__ import annotations

from typing import Any

import pytest

from exchange_ledger.records import Ledger
from tests.reconcile_claims import expected, seed_ledger

ALONE = pytest.param(False, id="articles alone")
WITH_STATEMENTS = pytest.param(True, id="with statements")


@pytest.fixture(scope="module")
def ledgers() -> dict[bool, Ledger]:
    return {statements: seed_ledger(statements) for statements in (False, True)}


def test_the_articles_tell_of_seven_exchanges(ledgers: dict[bool, Ledger]) -> None:
    assert len(ledgers[False].exchanges) == expected()["across"]["exchanges"]
    assert {one.exchange_id: one.status for one in ledgers[False].exchanges}["2024-01-24"] == "disrupted"


def test_the_statements_tell_of_about_85(ledgers: dict[bool, Ledger]) -> None:
    assert 80 <= len(ledgers[True].exchanges) <= 90


@pytest.mark.parametrize("statements", [ALONE, WITH_STATEMENTS])
def test_the_checks_of_the_articles(ledgers: dict[bool, Ledger], statements: bool) -> None:
    found = {(one.rule, one.outcome, one.expression) for one in ledgers[statements].checks}
    for check in (check for article in expected()["articles"] for check in article.get("checks", ())):
        expression = check.get("expression", "2025-02-05 = Monday")
        assert (check["rule"], check["outcome"], expression) in found


@pytest.mark.parametrize("statements", [ALONE, WITH_STATEMENTS])
def test_the_sums_across_the_articles_hold(ledgers: dict[bool, Ledger], statements: bool) -> None:
    holding = {one.expression for one in ledgers[statements].checks if one.outcome == "holds"}
    assert set(expected()["across"]["checks_hold"]) <= holding


def test_nothing_but_the_weekday_fails(ledgers: dict[bool, Ledger]) -> None:
    assert [one.rule for one in ledgers[False].checks if one.outcome == "fails"] == ["weekday"]


def test_the_hedged_tally_says_so(ledgers: dict[bool, Ledger]) -> None:
    [check] = [one for one in ledgers[False].checks if one.expression == "3956 + 25 + 150 = 4131"]
    assert "hedges 3956" in check.explanation


def test_what_is_missing_of_2024_is_open(ledgers: dict[bool, Ledger]) -> None:
    [check] = [one for one in ledgers[False].checks if one.rule == "period_exchanges" and one.outcome == "open"]
    assert (check.expression, check.left, check.right, check.difference) == (
        "1358 - 230 - 207 - 189 = 732", 626, 1358, 732,
    )  # fmt: skip


@pytest.mark.parametrize("row", expected()["across"]["derived"], ids=str)
def test_derived_values(ledgers: dict[bool, Ledger], row: dict[str, Any]) -> None:
    found = ledgers[False]
    if "exchange" in row:
        name = str(row["exchange"])
        [derived] = [one for one in found.derived if one.exchange_id == name]
        assert (derived.measure, derived.value) == ("sequence_number", row["sequence_number"])
        [exchange] = [one for one in found.exchanges if one.exchange_id == name]
        assert (exchange.sequence_number, exchange.sequence_basis) == (row["sequence_number"], "derived")
    else:
        [derived] = [one for one in found.derived if one.measure == "people_returned"]
        assert (derived.period_start, derived.period_end) == (f"{row['period']}-01-01", f"{row['period']}-12-31")
        assert derived.value == row["people_returned"]
    reasons = [one.claim_id for one in found.check_claims if one.check_id == derived.check_id]
    assert len(reasons) > 1
    assert set(reasons) <= {one.claim_id for one in found.claims}


def test_nothing_else_is_derived(ledgers: dict[bool, Ledger]) -> None:
    assert len(ledgers[False].derived) == len(expected()["across"]["derived"])


def test_with_statements_the_numbers_are_reported(ledgers: dict[bool, Ledger]) -> None:
    found = {one.exchange_id: (one.sequence_number, one.sequence_basis) for one in ledgers[True].exchanges}
    assert [found[day] for day in ("2024-01-03", "2024-12-30", "2025-01-15")] == [
        (49, "reported"), (59, "reported"), (60, "reported"),
    ]  # fmt: skip
    assert [one.value for one in ledgers[True].derived if one.period_start] == [1002]


def test_some_of_the_25_were_civilians_or_none(ledgers: dict[bool, Ledger]) -> None:
    """Ukraine's president names civilians among those whom Russia counts as soldiers to a man."""
    [found] = [one for one in ledgers[False].exchanges if one.exchange_id == "2025-01-15"]
    assert found.disputed
    assert any(
        one.role == "disputes" and one.field == "civilians_to_ukraine" and one.exchange_id == "2025-01-15"
        for one in ledgers[False].evidence
    )


def test_the_optional_claims_change_no_sum(ledgers: dict[bool, Ledger]) -> None:
    bare = seed_ledger(statements=False, optional=False)
    assert _sums(bare) == _sums(ledgers[False])
    assert {one.derived_id for one in bare.derived} == {one.derived_id for one in ledgers[False].derived}


def _sums(found: Ledger) -> set[str]:
    return {one.expression for one in found.checks if one.rule != "sides_agree"}


def test_the_order_of_the_input_changes_nothing(ledgers: dict[bool, Ledger]) -> None:
    assert seed_ledger(statements=True, reverse=True) == ledgers[True]


STEPS = [
    "2598 + 230 + 207 = 3035", "3035 + 100 = 3135", "3135 + 75 = 3210", "3210 + 90 = 3300", "3300 + 10 = 3310",
    "3310 + 95 = 3405", "3405 + 115 = 3520", "3520 + 49 = 3569", "3569 + 103 = 3672", "3672 + 95 = 3767",
    "3767 + 189 = 3956", "3956 + 25 + 150 = 4131", "4131 + 175 = 4306", "4306 + 246 = 4552", "4552 + 205 = 4757",
    "4757 + 390 + 307 + 303 = 5757",
]  # fmt: skip
"""From the 50th exchange (3,035 people) to the 65th (5,757) every running total closes to the person."""


@pytest.mark.parametrize("expression", STEPS)
def test_every_running_total_from_the_50th_to_the_65th_closes(ledgers: dict[bool, Ledger], expression: str) -> None:
    assert [one.outcome for one in ledgers[True].checks if one.expression == expression] == ["holds"]


def test_no_step_between_the_50th_and_the_65th_is_left_open(ledgers: dict[bool, Ledger]) -> None:
    running = [
        one
        for one in ledgers[True].checks
        if one.rule == "tally_plus_exchanges" and one.right is not None and 3035 <= one.right <= 5757
        if one.explanation.startswith("People returned: ")
    ]
    assert {one.outcome for one in running} == {"holds"}


KNOWN = [
    ("period_exchanges", "230 + 207 + 100 + 75 + 90 + 10 + 95 + 115 + 49 + 103 + 95 + 189 = 1358"),
    ("tally_plus_periods", "3956 - 1358 = 2598"),
    ("year_on_year", "1358 - 356 = 1002"),
    ("tally_plus_periods", "1596 + 1002 = 2598"),
    ("exchanges_held", "59 - 48 = 11"),
    ("tally_plus_periods", "628 + 547 + 1266 + 25 = 2466"),  # Russia's own totals of its people
    ("period_exchanges", "248 + 195 + 100 + 75 + 90 + 95 + 115 + 103 + 95 + 150 = 1266"),
]


@pytest.mark.parametrize(("rule", "expression"), KNOWN, ids=[row[1] for row in KNOWN])
def test_known_results(ledgers: dict[bool, Ledger], rule: str, expression: str) -> None:
    assert {one.outcome for one in ledgers[True].checks if (one.rule, one.expression) == (rule, expression)} == {
        "holds"
    }


def test_the_eleven_exchanges_and_the_ten_civilians(ledgers: dict[bool, Ledger]) -> None:
    """The ten of 28 June 2024 came within the 53rd exchange: twelve days, eleven numbers, 1,348 and 10 people."""
    year = [one for one in ledgers[True].exchanges if one.date.startswith("2024-") and one.status == "completed"]
    counts = {one.exchange_id: one.returned_to_ukraine or 0 for one in year}
    assert counts.pop("2024-06-28") == 10
    assert sum(counts.values()) == 1348
    assert len({one.sequence_number for one in year}) == len(counts) == 11


def test_claims_that_do_not_stand_decide_nothing(ledgers: dict[bool, Ledger]) -> None:
    weak = {one.claim_id for one in ledgers[True].claims if one.evidence == "link" and one.checked != "confirmed"}
    assert weak
    assert not weak & {one.claim_id for one in ledgers[True].evidence if one.decides}
    for table in (ledgers[True].check_claims, ledgers[True].mediators, ledgers[True].totals, ledgers[True].breakdowns):
        assert not weak & {one.claim_id for one in table}

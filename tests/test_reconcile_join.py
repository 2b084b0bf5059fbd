"""Claims to exchanges: a day is an exchange; what names only a month joins one, or stands by itself."""

from __future__ import annotations

import pytest

from exchange_ledger.records import Claim
from tests.reconcile_claims import (
    HEADQUARTERS,
    OMBUDSMAN,
    exchange,
    ledger,
    linked,
    number,
    people,
    status,
    tally,
)

DAY, OTHER = "2031-05-02", "2031-05-19"

CASES: list[tuple[str, list[Claim], list[str]]] = [
    ("one day", [people(DAY, 40), status(DAY, "completed", source_id="b")], [DAY]),
    ("two days", [people(DAY, 40), people(OTHER, 40)], [DAY, OTHER]),
    ("no date, no exchange", [status("", "announced")], []),
    ("a month by itself", [people("2031-05", 40)], ["2031-05"]),
    ("a month whose number agrees with a day", [people(DAY, 40), people("2031-05", 40, source_id="b")], [DAY]),
    (
        "a month whose number says something else",
        [people(DAY, 40), people("2031-05", 41, source_id="b")],
        [DAY, "2031-05"],
    ),
    (
        "a month that agrees with two days",
        [people(DAY, 40), people(OTHER, 40), people("2031-05", 40)],
        [DAY, OTHER, "2031-05"],
    ),
    (
        "a month that agrees with one of two days",
        [people(DAY, 40), people(OTHER, 60), people("2031-05", 60)],
        [DAY, OTHER],
    ),
    ("a month without a number, one day", [people(DAY, 40), status("2031-05", "completed", source_id="b")], [DAY]),
    (
        "a month without a number, two days",
        [people(DAY, 40), people(OTHER, 60), status("2031-05", "completed")],
        [DAY, OTHER],
    ),
    ("a month with a running number", [number(DAY, 7), number("2031-05", 7, source_id="b")], [DAY]),
    ("another month", [people(DAY, 40), people("2031-06", 40)], [DAY, "2031-06"]),
    ("a year agrees", [people(DAY, 40), people("2031", 40, source_id="b")], [DAY]),
    ("a tally belongs to no exchange", [tally("2031-05-02", 400)], []),
    ("unconfirmed claims make an exchange", [linked(people(DAY, 40), "not_found")], [DAY]),
]


@pytest.mark.parametrize(("claims", "names"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_exchanges(claims: list[Claim], names: list[str]) -> None:
    found = ledger(claims)
    assert [one.exchange_id for one in found.exchanges] == sorted(names)
    assert {one.exchange_id for one in found.claims} - {""} == set(names)


def test_two_sources_that_name_the_same_month_tell_of_one_event() -> None:
    found = ledger([people("2031-05", 40), people("2031-05", 40, source_id="b")])
    assert [(one.exchange_id, one.sources) for one in found.exchanges] == [("2031-05", 2)]


def test_planned_and_done_on_one_day_is_one_exchange() -> None:
    found = ledger([status(DAY, "announced"), people(DAY, 40, source_id="b"), status(DAY, "completed", source_id="b")])
    assert exchange(found, DAY).status == "completed"
    assert {(one.role, one.decides) for one in found.evidence if one.field == "status"} == {
        ("superseded", False), ("supports", True),
    }  # fmt: skip


def test_a_second_exchange_on_one_day_that_the_text_sets_apart() -> None:
    second = people(DAY, 12, exchange_id=f"{DAY}-2")
    found = ledger([people(DAY, 40), second])
    assert [(one.exchange_id, one.date, one.returned_to_ukraine) for one in found.exchanges] == [
        (DAY, DAY, 40), (f"{DAY}-2", DAY, 12),
    ]  # fmt: skip


def test_two_running_numbers_by_one_claimant_in_one_text_are_two_exchanges() -> None:
    """Each count goes to the number that stands nearest to it in the text."""
    claims = [
        number(DAY, 7, quote_start=0, quote_end=9), people(DAY, 40, quote_start=10, quote_end=19),
        number(DAY, 8, quote_start=100, quote_end=109), people(DAY, 12, quote_start=110, quote_end=119),
    ]  # fmt: skip
    found = ledger(claims)
    assert [(one.exchange_id, one.sequence_number, one.returned_to_ukraine) for one in found.exchanges] == [
        (DAY, 7, 40), (f"{DAY}-2", 8, 12),
    ]  # fmt: skip
    assert not any(one.disputed for one in found.exchanges)


def test_two_running_numbers_by_two_claimants_are_a_dispute() -> None:
    found = ledger([number(DAY, 7, **HEADQUARTERS), number(DAY, 8, **OMBUDSMAN)])
    assert [(one.exchange_id, one.sequence_number, one.disputed) for one in found.exchanges] == [(DAY, 7, True)]

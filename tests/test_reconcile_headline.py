"""The headline rule: whose count decides, and what becomes of the others."""

from __future__ import annotations

import pytest

from exchange_ledger.records import Claim
from tests.reconcile_claims import (
    MINISTRY,
    OMBUDSMAN,
    PAPER,
    PRESIDENT,
    claim,
    exchange,
    ledger,
    linked,
    number,
    people,
    source,
    status,
)

DAY = "2031-05-02"
OURS: list[tuple[str, list[Claim], int | None, str, bool]] = [
    ("one count", [people(DAY, 40)], 40, "exact", False),
    ("its own side before the other", [people(DAY, 40, **PRESIDENT), people(DAY, 35, **MINISTRY)], 40, "exact", True),
    ("only the other side", [people(DAY, 35, **MINISTRY)], None, "", False),
    ("its own side before a third party", [people(DAY, 40, **PRESIDENT), people(DAY, 41, **PAPER)], 40, "exact", True),
    (
        "a third party where its own side is silent",
        [people(DAY, 41, **PAPER), people(DAY, 35, **MINISTRY)],
        41,
        "exact",
        True,
    ),
    ("an official body before a person", [people(DAY, 40), people(DAY, 41, **PRESIDENT)], 40, "exact", True),
    (
        "a number that its text corrects",
        [people(DAY, 40), people(DAY, 39, rule="corrected-by-mistake")],
        40,
        "exact",
        False,
    ),
    ("the same number twice", [people(DAY, 40), people(DAY, 40, **PRESIDENT)], 40, "exact", False),
    ("two persons of the same weight", [people(DAY, 40, **PRESIDENT), people(DAY, 41, **OMBUDSMAN)], None, "", True),
    (
        "a hedge that leaves room",
        [people(DAY, 40), people(DAY, 39, qualifier="at_least", **PRESIDENT)],
        40,
        "exact",
        False,
    ),
    (
        "a hedge that leaves none",
        [people(DAY, 40), people(DAY, 41, qualifier="at_least", **PRESIDENT)],
        40,
        "exact",
        True,
    ),
    (
        "an exact count within a better claimant's hedge",
        [people(DAY, 30, qualifier="more_than"), people(DAY, 40, **PRESIDENT)],
        40,
        "exact",
        False,
    ),
    (
        "an exact count beyond it",
        [people(DAY, 50, qualifier="more_than"), people(DAY, 40, **PRESIDENT)],
        50,
        "more_than",
        True,
    ),
    (
        "a link by a better claimant before a quote",
        [linked(people(DAY, 40)), people(DAY, 41, **PRESIDENT)],
        40,
        "exact",
        True,
    ),
    ("a quote before a link where all else is equal", [linked(people(DAY, 41)), people(DAY, 40)], 40, "exact", True),
    (
        "an unconfirmed link decides nothing",
        [linked(people(DAY, 40), "contradicted"), people(DAY, 41, **PAPER)],
        41,
        "exact",
        False,
    ),
    ("nothing but unconfirmed links", [linked(people(DAY, 40), "not_found")], None, "", False),
    ("kept back", [people(DAY, None, qualifier="withheld")], None, "withheld", False),
    (
        "kept back by one, told by another",
        [people(DAY, None, qualifier="withheld"), people(DAY, 40, **PAPER)],
        40,
        "exact",
        False,
    ),
    ("soldiers, the only group", [people(DAY, 40, "status/military")], 40, "exact", False),
    ("civilians, the only group", [people(DAY, 10, "status/civilians")], 10, "exact", False),
    (
        "soldiers and civilians, no total",
        [people(DAY, 40, "status/military"), people(DAY, 2, "status/civilians")],
        None,
        "",
        False,
    ),
    (
        "soldiers beside somebody else's civilians",
        [people(DAY, 40, "status/military"), people(DAY, 2, "status/civilians", **PAPER)],
        None,
        "",
        False,
    ),
    ("soldiers and a total", [people(DAY, 40, "status/military"), people(DAY, 42)], 42, "exact", False),
    ("a branch is never the total", [people(DAY, 40, "branch/national_guard")], None, "", False),
    (
        "soldiers as the other side counts them",
        [people(DAY, 40), people(DAY, 35, "status/military", **MINISTRY)],
        40,
        "exact",
        True,
    ),
    (
        "its own soldiers as the other side counts them",
        [
            people(DAY, 42),
            people(DAY, 40, "status/military"),
            people(DAY, 2, "status/civilians"),
            people(DAY, 40, "status/military", **MINISTRY),
        ],
        42,
        "exact",
        False,
    ),
    (
        "all called soldiers by the other side",
        [people(DAY, 42), people(DAY, 2, "status/civilians"), people(DAY, 42, "status/military", **MINISTRY)],
        42,
        "exact",
        True,
    ),
    (
        "those beside the exchange explain the difference",
        [people(DAY, 175), people(DAY, 22, "channel/outside_exchange"), people(DAY, 197, **PAPER)],
        175,
        "exact",
        False,
    ),
]


@pytest.mark.parametrize(
    ("claims", "value", "qualifier", "disputed"), [row[1:] for row in OURS], ids=[row[0] for row in OURS]
)
def test_returned_to_ukraine(claims: list[Claim], value: int | None, qualifier: str, disputed: bool) -> None:
    found = exchange(ledger(claims), DAY)
    assert (found.returned_to_ukraine, found.returned_to_ukraine_qualifier) == (value, qualifier)
    assert found.disputed == disputed


@pytest.mark.parametrize(("claims", "value"), [row[1:3] for row in OURS], ids=[row[0] for row in OURS])
def test_every_count_has_its_evidence_and_its_reason(claims: list[Claim], value: int | None) -> None:
    found = ledger(claims)
    rows = [row for row in found.evidence if row.field == "returned_to_ukraine"]
    assert [row.decides for row in rows].count(True) == (value is not None)
    assert all(row.reason for row in rows)
    plain = {one.claim_id for one in found.claims if one.measure == "people_returned" and not one.dimension}
    assert plain <= {row.claim_id for row in rows}


def test_returned_to_russia_is_the_count_of_russia() -> None:
    claims = [people(DAY, 40, side="russia"), people(DAY, 35, side="russia", **MINISTRY)]
    assert exchange(ledger(claims), DAY).returned_to_russia == 35


def test_the_later_goes_before_the_earlier_and_supersedes_its_own_claimant() -> None:
    claims = [
        people(DAY, 94, source_id="old"),
        people(DAY, 95, source_id="new"),
        people(DAY, 96, source_id="old", **PRESIDENT),
    ]
    found = ledger(claims, [source("old", "2031-05-02"), source("new", "2031-05-03")])
    assert exchange(found, DAY).returned_to_ukraine == 95
    roles = {claims[index].claim_id: role for index, role in enumerate(["superseded", "supports", "disputes"])}
    assert {row.claim_id: row.role for row in found.evidence if row.field == "returned_to_ukraine"} == roles


def test_reasons_in_words() -> None:
    found = ledger(
        [
            people(DAY, 40),
            people(DAY, 35, **MINISTRY),
            people(DAY, 41, **PRESIDENT),
            linked(people(DAY, 9), "not_found"),
        ]
    )
    reasons = {row.reason for row in found.evidence if row.field == "returned_to_ukraine"}
    assert reasons == {
        "Ukraine counts its own people; official body (Coordination Headquarters)",
        "Ukraine counts its own people",
        "an official body goes before a person",
        "not confirmed at its address: it decides nothing",
    }


STATUS: list[tuple[str, list[Claim], str]] = [
    ("done", [status(DAY, "completed")], "completed"),
    ("people were counted, so it took place", [people(DAY, 40)], "completed"),
    ("planned", [status(DAY, "announced")], "announced"),
    ("planned, then called off", [status(DAY, "announced"), status(DAY, "disrupted", **PAPER)], "disrupted"),
    ("planned, then counted", [status(DAY, "announced"), people(DAY, 40, **PAPER)], "completed"),
    ("a return is no exchange", [status(DAY, "return"), people(DAY, 31)], "return"),
    ("the better claimant", [status(DAY, "completed"), status(DAY, "disrupted", **PAPER)], "completed"),
    ("unconfirmed", [linked(status(DAY, "completed"), "not_found")], ""),
]


@pytest.mark.parametrize(("claims", "text"), [row[1:] for row in STATUS], ids=[row[0] for row in STATUS])
def test_status(claims: list[Claim], text: str) -> None:
    assert exchange(ledger(claims), DAY).status == text


def bodies(value: float, side: str = "ukraine") -> Claim:
    return claim("bodies_returned", value, side=side, event_date=DAY)


KINDS = [
    ([people(DAY, 40)], "prisoners"),
    ([bodies(40)], "bodies"),
    ([bodies(40), people(DAY, 3)], "both"),
    ([bodies(40), status(DAY, "completed")], "bodies"),
    ([status(DAY, "announced")], "prisoners"),
    ([bodies(40), linked(people(DAY, 3), "not_found")], "bodies"),
]


@pytest.mark.parametrize(("claims", "kind"), KINDS)
def test_kind(claims: list[Claim], kind: str) -> None:
    assert exchange(ledger(claims), DAY).kind == kind


STANDING = [
    ([people(DAY, 40), linked(people(DAY, 40))], "quoted"),
    ([linked(people(DAY, 40))], "linked"),
    ([linked(people(DAY, 40), "not_found")], "unconfirmed"),
]


@pytest.mark.parametrize(("claims", "standing"), STANDING)
def test_standing(claims: list[Claim], standing: str) -> None:
    assert exchange(ledger(claims), DAY).standing == standing


def test_the_other_fields() -> None:
    claims = [
        number(DAY, 7), people(DAY, 2, "status/civilians"), bodies(60), bodies(9, "russia"), people(DAY, 40),
        claim("framework", text_value="An agreement", event_date=DAY),
        claim("mediator", text_value="A State", event_date=DAY),
    ]  # fmt: skip
    found = ledger(claims)
    row = exchange(found, DAY)
    assert (row.sequence_number, row.sequence_basis, row.civilians_to_ukraine, row.bodies_to_ukraine) == (
        7,
        "reported",
        2,
        60,
    )
    assert (row.bodies_to_russia, row.framework) == (None, "An agreement")  # only the other side counts Russia's bodies
    assert [(one.mediator, one.exchange_id) for one in found.mediators] == [("A State", DAY)]
    assert [one.category for one in found.breakdowns] == ["civilians"]
    assert (row.claims, row.sources) == (7, 1)

"""An editor's decisions: applied before anything else, each of them used."""

from __future__ import annotations

import pytest

from exchange_ledger.faults import LedgerError
from exchange_ledger.records import Claim
from exchange_ledger.stages import Decision
from tests.reconcile_claims import PAPER, exchange, ledger, linked, people

DAY = "2031-05-02"
COUNT = people(DAY, 40)
RIVAL = people(DAY, 41, **PAPER)
LINK = linked(people(DAY, 42), "not_found")


def decision(claim: Claim | str, verb: str, column: str = "", now: str = "", line: int = 2) -> Decision:
    name = claim if isinstance(claim, str) else claim.claim_id
    return Decision(name, verb, column, now, "a slip", "An Editor", "2031-06-01", line)


def test_a_rejected_claim_stays_and_stands_behind_nothing() -> None:
    found = ledger([COUNT, RIVAL], decisions=[decision(COUNT, "rejected")])
    kept = next(one for one in found.claims if one.claim_id == COUNT.claim_id)
    assert (kept.decision, kept.exchange_id) == ("rejected", DAY)
    assert exchange(found, DAY).returned_to_ukraine == 41
    assert exchange(found, DAY).claims == 1
    assert COUNT.claim_id not in {one.claim_id for one in found.evidence}
    assert COUNT.claim_id not in {one.claim_id for one in found.check_claims}


def test_a_rejected_claim_makes_no_exchange() -> None:
    found = ledger([COUNT], decisions=[decision(COUNT, "rejected")])
    assert found.exchanges == ()
    assert [one.exchange_id for one in found.claims] == [""]


def test_a_corrected_claim_keeps_its_name_and_says_what_it_was() -> None:
    found = ledger([COUNT], decisions=[decision(COUNT, "corrected", "value", "45")])
    assert exchange(found, DAY).returned_to_ukraine == 45
    assert [(one.claim_id, one.decision) for one in found.claims] == [(COUNT.claim_id, "corrected")]
    assert [(one.column, one.was, one.now, one.reason) for one in found.corrections] == [
        ("value", "40", "45", "a slip")
    ]


def test_two_columns_of_one_claim() -> None:
    decisions = [
        decision(COUNT, "corrected", "event_date", "2031-05-03"),
        decision(COUNT, "corrected", "value", "45", 3),
    ]
    found = ledger([COUNT], decisions=decisions)
    assert exchange(found, "2031-05-03").returned_to_ukraine == 45
    assert [one.column for one in found.corrections] == ["event_date", "value"]


def test_an_editor_can_confirm_a_link() -> None:
    found = ledger([LINK], decisions=[decision(LINK, "confirmed")])
    assert (exchange(found, DAY).returned_to_ukraine, exchange(found, DAY).standing) == (42, "linked")


@pytest.mark.parametrize(
    ("decisions", "words"),
    [
        ([decision("0123456789", "rejected", line=7)], ["corrections.csv, line 7", "0123456789"]),
        ([decision(COUNT, "corrected", "value", "40")], ["line 2", "value", "40", "already"]),
        ([decision(COUNT, "corrected", "value", "40.0")], ["line 2", "already"]),
        (
            [decision(COUNT, "rejected"), decision(COUNT, "corrected", "value", "9", 3)],
            ["line 3", "rejected", "line 2"],
        ),
        ([decision(COUNT, "confirmed", line=4), decision(COUNT, "rejected", line=5)], ["line 5", "confirmed"]),
    ],
)
def test_a_decision_without_use_is_a_fault(decisions: list[Decision], words: list[str]) -> None:
    with pytest.raises(LedgerError) as raised:
        ledger([COUNT], decisions=decisions)
    [fault] = raised.value.faults
    assert all(word in str(fault) for word in words), str(fault)


def test_all_faults_at_once() -> None:
    with pytest.raises(LedgerError) as raised:
        ledger([COUNT], decisions=[decision("a", "rejected"), decision("b", "confirmed", line=3)])
    assert len(raised.value.faults) == 2

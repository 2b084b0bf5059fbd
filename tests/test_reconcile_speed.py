"""Reconciliation takes time in proportion to the claims: a hundred thousand in seconds."""

from __future__ import annotations

from datetime import date, timedelta
from time import process_time

from exchange_ledger.records import Claim
from tests.reconcile_claims import MINISTRY, OMBUDSMAN, PRESIDENT, held, ledger, number, people, tally

EXCHANGES = 800
SECONDS = 6
"""Of processor time, for what takes about one: room for slow machines, none for a rule that is quadratic."""


def claims() -> list[Claim]:
    """Return consistent claims about many exchanges: sixteen for each, by several claimants."""
    found: list[Claim] = []
    running = 0
    for place in range(EXCHANGES):
        day = (date(2022, 3, 1) + timedelta(2 * place)).isoformat()
        soldiers, civilians = 50 + place % 37, place % 7
        running += soldiers + civilians
        for speaker in ({}, PRESIDENT, OMBUDSMAN):
            found += [
                people(day, soldiers + civilians, **speaker), people(day, soldiers, "status/military", **speaker),
                people(day, civilians, "status/civilians", **speaker), tally(day, running, **speaker),
            ]  # fmt: skip
        found += [number(day, place + 1), held(day, place + 1)]
        found += [people(day, soldiers + civilians, **MINISTRY), people(day, 60, side="russia", **MINISTRY)]
    return found


def test_many_claims_take_seconds() -> None:
    many = claims()
    start = process_time()
    found = ledger(many)
    assert process_time() - start < SECONDS
    assert len(found.claims) == len(many) == 16 * EXCHANGES
    assert not [one for one in found.checks if one.outcome == "fails"]

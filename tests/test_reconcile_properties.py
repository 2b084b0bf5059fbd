"""Generated ledgers: a consistent one raises no alarm, an error is found and named, the order of input is nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import accumulate
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from exchange_ledger.identity import named
from exchange_ledger.records import Claim, Ledger
from tests.reconcile_claims import MINISTRY, OMBUDSMAN, PRESIDENT, held, ledger, linked, number, people, tally

SPEAKERS: tuple[dict[str, str], ...] = ({}, PRESIDENT, OMBUDSMAN)
QUALIFIERS = ("exact", "exact", "exact", "about", "at_least", "more_than", "less_than")


@dataclass(frozen=True)
class Happened:
    """One exchange as it really was: its day, its running number, soldiers and civilians, and what is told of it.

    `told`: nobody reports it at all if it is empty; else any of `total`, `parts`, `number`, `ranks`, `sides`, `tally`.
    """

    day: str
    number: int
    soldiers: int
    civilians: int
    total: int
    qualifier: str
    told: frozenset[str]


TOLD = ("total", "parts", "number", "ranks", "sides", "tally")


@st.composite
def histories(draw: st.DrawFn, told: st.SearchStrategy[frozenset[str]] | None = None) -> list[Happened]:
    """Draw exchanges in time, with what is told of each."""
    size = draw(st.integers(2, 9))
    gaps = draw(st.lists(st.integers(1, 150), min_size=size, max_size=size))
    first = draw(st.integers(1, 60))
    pieces = st.frozensets(st.sampled_from(TOLD)) if told is None else told
    days = [date(2029, 6, 1) + timedelta(after) for after in accumulate(gaps)]
    found = []
    for place, day in enumerate(days):
        soldiers, civilians = draw(st.integers(1, 300)), draw(st.integers(0, 20))
        found.append(
            Happened(
                day.isoformat(), first + place, soldiers, civilians, soldiers + civilians,
                draw(st.sampled_from(QUALIFIERS)), draw(pieces),
            )
        )  # fmt: skip
    return found


def hedged(value: int, qualifier: str) -> int:
    """Return a number that says something true of the value with this hedge."""
    return {"at_least": value - 1, "more_than": value - 1, "less_than": value + 3}.get(qualifier, value)


def claims_of(history: Sequence[Happened], before: int = 1000) -> list[Claim]:
    """Return what is told of a history in which `before` people had returned before it began."""
    found, running = [], before
    for one in history:
        running += one.total
        speaker = SPEAKERS[one.number % len(SPEAKERS)]
        rows = {
            "total": [people(one.day, hedged(one.total, one.qualifier), qualifier=one.qualifier, **speaker)],
            "parts": [
                people(one.day, one.soldiers, "status/military"),
                people(one.day, one.civilians, "status/civilians"),
            ],
            "number": [number(one.day, one.number)],
            "ranks": [
                people(one.day, 1, "rank/officers"),
                people(one.day, one.soldiers - 1, "rank/privates_and_sergeants"),
            ],
            "sides": [people(one.day, one.total, **MINISTRY), people(one.day, 7, side="russia", **MINISTRY)],
            "tally": [tally(one.day, hedged(running, one.qualifier), qualifier=one.qualifier, **speaker)],
        }
        found += [claim for name in sorted(one.told) for claim in rows[name]]
    return found


def years(history: Sequence[Happened]) -> list[Claim]:
    """Return the true total and the true number of exchanges of each whole year."""
    found = []
    for year in {one.day[:4] for one in history[1:-1]} - {history[0].day[:4], history[-1].day[:4]}:
        that = [one for one in history if one.day.startswith(year)]
        start, end = f"{year}-01-01", f"{year}-12-31"
        found += [tally(end, sum(one.total for one in that), start), held(end, len(that), start)]
    return found


def failing(found: Ledger) -> list[str]:
    return [f"{one.rule}: {one.expression}; {one.explanation}" for one in found.checks if one.outcome == "fails"]


@settings(deadline=None, max_examples=150)
@given(histories())
def test_a_consistent_history_raises_no_alarm(history: list[Happened]) -> None:
    assert failing(ledger([*claims_of(history), *years(history)])) == []


@settings(deadline=None, max_examples=100)
@given(histories())
def test_what_is_derived_is_true(history: list[Happened]) -> None:
    """Whatever is left out, a derived number or count is the one that really was."""
    really = {one.day: one for one in history}
    for one in ledger([*claims_of(history), *years(history)]).derived:
        if one.measure == "sequence_number":
            assert one.value == really[one.exchange_id].number
        elif one.exchange_id:
            assert one.value == really[one.exchange_id].total


@settings(deadline=None, max_examples=60)
@given(histories(), st.randoms(use_true_random=False))
def test_the_order_of_the_input_changes_nothing(history: list[Happened], chance: Random) -> None:
    claims = [*claims_of(history), *map(linked, claims_of(history[:2], before=1001))]
    shuffled = claims[:]
    chance.shuffle(shuffled)
    assert ledger(shuffled) == ledger(claims)


FULL = st.just(frozenset(TOLD))


@st.composite
def spoiled(draw: st.DrawFn) -> tuple[list[Claim], Claim]:
    """Draw a history of which everything is told exactly, with one wrong number; and the claim that bears it.

    Every exchange is larger than the error, which could pass for one otherwise.
    The first and the last exchange stay right: a number at the end of a line may be wrong without contradicting any.
    """
    history = [
        replace(one, qualifier="exact", soldiers=one.soldiers + 20, civilians=one.civilians + 1, total=one.total + 21)
        for one in draw(histories(FULL))
    ]
    claims = claims_of(history)
    inner = {one.day for one in history[1:-1]} or {history[-1].day}
    counted = [
        claim
        for claim in claims
        if (claim.event_date or claim.period_end) in inner and claim.claimant_side == "ukraine"
        if claim.measure != "sequence_number" or len(history) > 2
    ]
    right = draw(st.sampled_from(counted))
    off = draw(st.integers(1, 9)) * (100 if right.measure == "sequence_number" else 1)
    wrong = named(replace(right, value=(right.value or 0) + off))
    return [wrong if claim is right else claim for claim in claims], wrong


@settings(deadline=None, max_examples=150)
@given(spoiled())
def test_an_error_is_found_and_named(case: tuple[list[Claim], Claim]) -> None:
    claims, wrong = case
    found = ledger(claims)
    fails = {one.check_id for one in found.checks if one.outcome == "fails"}
    named_claims = {one.claim_id for one in found.check_claims if one.check_id in fails}
    told = [f"{one.outcome} {one.rule} {one.expression}" for one in found.checks]
    assert wrong.claim_id in named_claims, (wrong.measure, wrong.category, wrong.value, wrong.event_date, told)

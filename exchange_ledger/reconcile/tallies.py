"""Running totals in time: each with the one before it and the exchanges between the two."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from exchange_ledger.reconcile.book import Book, Counting
from exchange_ledger.reconcile.days import first_day, in_words, last_day
from exchange_ledger.reconcile.readings import amount, terms
from exchange_ledger.reconcile.rules import rules
from exchange_ledger.reconcile.sums import Amount, Sum, Term, add_up, optional
from exchange_ledger.records import Claim

TALLIED = ("people_returned", "bodies_returned")
BACK = 3
"""How many tallies a step may pass over to find one that it closes with."""


@dataclass(frozen=True, slots=True)
class Tally:
    """One running total: what it counts, the days on which it can have stood, and every claim that gives it.

    `rivals` are the claims that give another number for the same days.
    """

    counting: Counting
    low: date
    high: date
    amount: Amount
    claims: tuple[Claim, ...]
    rivals: tuple[Claim, ...] = ()

    def named(self) -> str:
        """Return the tally in words: `the 3956 of 30 December 2024 (Coordination Headquarters)`."""
        first = self.claims[0]
        return f"the {self.amount.text} of {in_words(first.period_end)} ({first.claimant})"


@dataclass(frozen=True, slots=True)
class Step:
    """One tally, the exchanges after it, and the next tally."""

    before: Tally
    after: Tally
    sum: Sum
    passed: tuple[Tally, ...] = ()


def is_running(claim: Claim) -> bool:
    """Return whether a tally counts from the start of the war, or names no start."""
    if not claim.period_start:
        return True
    return rules().war_first <= first_day(claim.period_start) <= rules().war_last


def is_tally(claim: Claim) -> bool:
    """Return whether a claim counts what exchanges add up to: people, bodies, or exchanges as Russia counts them.

    Exchanges as Ukraine counts them bear numbers and are looked at there.
    """
    if claim.value is None:
        return False
    if claim.measure == "exchanges_held":
        return claim.claimant_side == "russia"
    return claim.measure in TALLIED and claim.side in ("ukraine", "russia")


def days(claim: Claim, book: Book) -> tuple[date, date] | None:
    """Return the first and the last day on which a period can end: not after its publication; none if unknown."""
    end = claim.period_end or book.published(claim)
    if not end:
        return None
    low, high, published = first_day(end), last_day(end), book.published(claim)
    if published and low <= first_day(published) < high:
        high = first_day(published)
    return low, high


def series(book: Book) -> dict[Counting, list[Tally]]:
    """Return the running totals of one side and one counting side, in time."""
    claims: dict[tuple[Counting, date, date], list[Claim]] = defaultdict(list)
    for claim in book.periods:
        if is_tally(claim) and is_running(claim) and (found := days(claim, book)) is not None:
            claims[(Counting.of(claim), *found)].append(claim)
    chains: dict[Counting, list[Tally]] = defaultdict(list)
    for (counting, low, high), group in sorted(claims.items(), key=lambda item: (*item[0][1:], item[0][0])):
        chains[counting].append(_tally(counting, low, high, sorted(group, key=book.weight)))
    return {counting: chains[counting] for counting in sorted(chains)}


def _tally(counting: Counting, low: date, high: date, group: Sequence[Claim]) -> Tally:
    """Return the tally of the weightiest claim, with every claim that gives the same number."""
    same = [claim for claim in group if claim.value == group[0].value]
    first = amount(same[0])
    names = tuple(claim.claim_id for claim in same)
    rivals = tuple(claim for claim in group if claim.value != group[0].value)
    return Tally(counting, low, high, replace(first, claims=names), tuple(same), rivals)


def steps(chains: Mapping[Counting, Sequence[Tally]], book: Book) -> list[Step]:
    """Return a step from each running total to the next; where it does not close, also the step that does.

    That other step starts from an earlier tally and passes over one or more: these are then the ones that stand apart.
    A tally that only sets a limit ("more than 7,000") is compared with the one before it, and nothing starts from it.
    """
    found: list[Step] = []
    for chain in chains.values():
        firm: list[Tally] = []
        for tally in chain:
            if firm:
                found += _steps_to(book, firm, tally)
            if tally.claims[0].qualifier in ("exact", "about"):
                firm.append(tally)
    return found


def _steps_to(book: Book, firm: Sequence[Tally], tally: Tally) -> Iterator[Step]:
    step = _step(book, firm[-1], tally)
    yield step
    if step.sum.outcome in ("short", "over"):
        for back in range(2, min(BACK + 1, len(firm)) + 1):
            longer = _step(book, firm[-back], tally, tuple(firm[1 - back :]))
            plain = not any(amount.cost for amount in longer.sum.chosen)
            if longer.sum.outcome == "holds" and plain and not longer.sum.within_hedge:
                yield longer
                return


def _step(book: Book, before: Tally, after: Tally, passed: tuple[Tally, ...] = ()) -> Step:
    """Return the step between two tallies.

    A tally counts the exchange of its own day, unless the sum closes only without it: then it was given before it.
    """
    found = [*own_day_terms(book, before), *later_terms(book, before.low, after, before.high)]
    return Step(before, after, add_up(before.amount, found, after.amount), passed)


def own_day_terms(book: Book, before: Tally) -> list[Term]:
    """Return the exchange of a tally's own day, which it counts already, unless it was given before it."""
    same_day = book.between(before.low - timedelta(1), before.low)
    return [optional(term, counted=False) for term in terms(same_day, before.counting) if term.readings]


def later_terms(book: Book, start: date, after: Tally, unsure_until: date = date.min) -> list[Term]:
    """Return the exchanges after a day up to a tally; those that it may have been given before are optional."""
    found: list[Term] = []
    for event in book.between(start, after.high):
        unsure = event.day <= unsure_until or event.day > after.low or event.day == after.high
        found += [optional(term, counted=True) if unsure else term for term in terms([event], after.counting)]
    return found

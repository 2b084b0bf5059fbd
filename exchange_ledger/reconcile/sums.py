"""Addition with evidence: amounts that claims state, and the ways in which they can add up to another amount."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from exchange_ledger.identity import number_text
from exchange_ledger.reconcile.intervals import Interval

MOST_SUMS = 2000
"""Most partial sums that are kept while looking for one that fits; the likeliest readings are kept."""


@dataclass(frozen=True, slots=True)
class Amount:
    """One number as claims state it: its nominal value, what its hedge leaves open, how it is written, who says so.

    `relation` is the sign before it where the hedge matters. `cost` says how far the reading is from the plain one
    (0: the number as it stands).
    """

    value: float
    span: Interval
    text: str
    claims: tuple[str, ...] = ()
    cost: int = 0
    relation: str = "="

    @property
    def exact(self) -> bool:
        """Whether no hedge leaves anything open."""
        return self.span.exact


@dataclass(frozen=True, slots=True)
class Term:
    """What one exchange adds to a sum: the readings of its count, the plain one first; none if nobody gives a count.

    `low` is the fewest that it can be. `partial`: some of its people may stand outside of the official count.
    `stated`: somebody gives the count itself, not only parts of it. `name` says in words which exchange it is.
    """

    exchange_id: str
    name: str
    readings: tuple[Amount, ...]
    low: float = 0
    partial: bool = False
    stated: bool = True


@dataclass(frozen=True, slots=True)
class Sum:
    """How a start and its terms compare with a target.

    `outcome`: `holds`; `open` if something is not known; `short` if people are missing; `over` if there are too many.
    `chosen` holds the reading taken of each term that has one; `silent` the terms without a count.
    """

    outcome: str
    start: Amount
    target: Amount
    terms: tuple[Term, ...]
    chosen: tuple[Amount, ...]
    silent: tuple[Term, ...]
    within_hedge: bool = False

    @property
    def left(self) -> float:
        """What is known to be on the left side."""
        return self.start.value + sum(amount.value for amount in self.chosen)

    @property
    def missing(self) -> float:
        """The target less what is known: negative if there are too many."""
        return self.target.value - self.left

    @property
    def claims(self) -> tuple[str, ...]:
        """The claims behind every number."""
        found = [*self.start.claims, *self.target.claims]
        for amount in self.chosen:
            found += amount.claims
        return tuple(sorted(set(found)))

    @property
    def expression(self) -> str:
        """The sum written out; where people are missing, the target less what is known."""
        terms = ones([self.start.text, *(amount.text for amount in self.chosen)])
        if self.outcome in ("holds", "over") or self.missing < 0:
            sign = self.target.relation if self.within_hedge or self.outcome == "over" else "="
            if self.outcome == "holds" and self.missing and sign == "=":
                sign = "~"  # a hedge on the left side makes up the difference
            return f"{' + '.join(terms) or '0'} {sign} {self.target.text}"
        if any(" " in term for term in terms):
            return f"{self.target.text} - ({' + '.join(terms)}) = {number_text(self.missing)}"
        return f"{' - '.join([self.target.text, *terms])} = {number_text(self.missing)}"

    @property
    def added(self) -> list[Term]:
        """The terms that the sum counts, and those without a count."""
        known = [term for term in self.terms if term.readings]
        counted = {term.exchange_id for term, amount in zip(known, self.chosen, strict=False) if amount.text}
        return [term for term in self.terms if term.exchange_id in counted or not term.readings]


def ones(terms: Sequence[str]) -> list[str]:
    """Return the terms of a sum that are not empty; more than four ones at its end become their number."""
    told = [term for term in terms if term]
    count = next((index for index, term in enumerate(reversed(told)) if term != "1"), len(told))
    return told if count <= 4 else [*told[: len(told) - count], str(count)]


def optional(term: Term, counted: bool) -> Term:
    """Return a term that a sum may leave out: `counted` says which of the two is the plain reading."""
    if counted:
        return replace(term, readings=(*term.readings, _SKIPPED)) if term.readings else term
    late = (replace(amount, cost=amount.cost + LEFT_OUT) for amount in term.readings)
    return replace(term, readings=(NOTHING, *late), low=0)


NOTHING = Amount(0, Interval(0, 0), "")
LEFT_OUT = 3
"""Cost of the reading that an exchange is not counted at all."""

FARTHEST = 5
"""Highest cost of a sum that is said to hold: one exchange left out, but not two, or any sum would."""

_SKIPPED = Amount(0, Interval(0, 0), "", cost=LEFT_OUT)


def add_up(start: Amount, terms: Sequence[Term], target: Amount) -> Sum:
    """Return how a start and its terms compare with a target.

    The sum holds if it fits to the person in exactly the plain reading of each count, or else in the reading nearest
    to it; failing that, if hedges leave room.
    """
    known = [term for term in terms if term.readings]
    silent = tuple(term for term in terms if not term.readings)
    found = None if any(term.low for term in silent) else _fitting(known, target.value - start.value)
    if found is not None:
        return Sum("holds", start, target, tuple(terms), found, silent)
    plain = tuple(term.readings[0] for term in known)
    span = _span(start, terms)
    if span.meets(target.span):
        open_ = bool(silent) or any(term.partial for term in known)
        return Sum("open" if open_ else "holds", start, target, tuple(terms), plain, silent, within_hedge=not open_)
    if span.low > target.span.high:
        least = tuple(
            Amount(term.low, Interval(term.low, math.inf), number_text(term.low)) for term in silent if term.low
        )
        return Sum("over", start, target, tuple(terms), (*plain, *least), silent)
    return Sum("short", start, target, tuple(terms), plain, silent)


def _span(start: Amount, terms: Iterable[Term]) -> Interval:
    span = start.span
    for term in terms:
        if not term.readings:
            span += Interval(term.low, math.inf)
        elif term.partial:
            span += Interval(0, term.readings[0].span.high)
        else:
            span += term.readings[0].span
    return span


def _fitting(terms: Sequence[Term], rest: float) -> tuple[Amount, ...] | None:
    """Return the reading of each term, nearest to the plain ones, with which they add up to `rest` to the person."""
    if sum(term.readings[0].value for term in terms) == rest:
        return tuple(term.readings[0] for term in terms)
    sums: dict[float, tuple[int, tuple[Amount, ...]]] = {0: (0, ())}
    for term in terms:
        sums = _longer(sums, term)
    found = sums.get(rest)
    return None if found is None or found[0] > FARTHEST else found[1]


def _longer(
    sums: dict[float, tuple[int, tuple[Amount, ...]]], term: Term
) -> dict[float, tuple[int, tuple[Amount, ...]]]:
    longer: dict[float, tuple[int, tuple[Amount, ...]]] = {}
    for total, (cost, chosen) in sums.items():
        for amount in (*term.readings, _SKIPPED) if term.partial else term.readings:
            reached, price = total + amount.value, cost + amount.cost
            if reached not in longer or price < longer[reached][0]:
                longer[reached] = (price, (*chosen, amount))
    if len(longer) <= MOST_SUMS:
        return longer
    kept = sorted(longer.items(), key=lambda item: (item[1][0], item[0]))[:MOST_SUMS]
    return dict(kept)

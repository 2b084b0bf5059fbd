"""The headline rule: which of the claims about one field of one exchange gives its value, and what the others do.

The side that receives people counts them; an official body goes before a person, a person before a medium; the later
before the earlier; a quote before a link where all else is equal. Where no rule decides, there is no value.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from exchange_ledger.identity import number_text
from exchange_ledger.reconcile.intervals import interval
from exchange_ledger.reconcile.weight import KINDS, counts, kind, latest_first, published, side_rank, superseded
from exchange_ledger.records import Claim, Evidence, Source

SIDE_NAMES = {"ukraine": "Ukraine", "russia": "Russia", "third": "a third party"}


@dataclass(frozen=True, slots=True)
class Field:
    """One column of exchanges and the claims that speak of it; `own` is the side whose count it is, if any."""

    name: str
    measure: str
    own: str = ""
    side: str = ""
    dimension: str = ""
    category: str = ""

    def matches(self, claim: Claim) -> bool:
        """Return whether a claim states this field outright."""
        return (
            claim.measure == self.measure
            and claim.side == self.side
            and claim.dimension == self.dimension
            and claim.category == self.category
        )


FIELDS = (
    Field("sequence_number", "sequence_number", own="ukraine"),
    Field("returned_to_ukraine", "people_returned", own="ukraine", side="ukraine"),
    Field("returned_to_russia", "people_returned", own="russia", side="russia"),
    Field("civilians_to_ukraine", "people_returned", "ukraine", "ukraine", "status", "civilians"),
    Field("bodies_to_ukraine", "bodies_returned", own="ukraine", side="ukraine"),
    Field("bodies_to_russia", "bodies_returned", own="russia", side="russia"),
)
TOTALS = {"ukraine": FIELDS[1], "russia": FIELDS[2]}


@dataclass(frozen=True, slots=True)
class Reading:
    """One claim as it speaks of one field; `only_group`: it counts the only group that anybody names on that side."""

    claim: Claim
    only_group: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the headline rule makes of one field: its value with the claim that gives it, and a row for each claim."""

    value: float | None = None
    qualifier: str = ""
    claim: Claim | None = None
    evidence: tuple[Evidence, ...] = ()
    disputed: bool = False


Sources = Mapping[str, Source]


def verdict(exchange_id: str, field: Field, claims: Sequence[Claim], sources: Sources) -> Verdict:
    """Return what the headline rule makes of a field, from the claims about its measure and side.

    Claims that an editor rejected must not be among them.
    """
    readings = [*_stated(field, claims), *_only_groups(field, claims)]
    if not readings:
        return Verdict()
    case = _Case(exchange_id, field, sources, _outside(field, claims))
    readings.sort(key=case.order)
    best = case.best([one for one in readings if case.decides(one)])
    rows = tuple(case.row(one, best) for one in readings)
    disputed = any(row.role == "disputes" and counts(one.claim) for row, one in zip(rows, readings, strict=True))
    if best is None:
        return Verdict(qualifier=case.silence(readings), evidence=rows, disputed=disputed)
    return Verdict(best.claim.value, best.claim.qualifier, best.claim, rows, disputed)


def _stated(field: Field, claims: Sequence[Claim]) -> list[Reading]:
    return [Reading(claim) for claim in claims if field.matches(claim)]


def _only_groups(field: Field, claims: Sequence[Claim]) -> list[Reading]:
    """Return counts of soldiers, or of civilians, that are the only count of that side's people.

    Such a count is the total, unless somebody names another group beside it: then it stays a part. What the other side
    calls its prisoners is its total, unless it is this side's count of soldiers.
    """
    if field.measure != "people_returned" or field.dimension:
        return []
    parts = [claim for claim in claims if _part_of(field, claim)]
    groups: dict[str, set[str]] = defaultdict(set)
    for claim in parts:
        groups[claim.claimant].add(claim.category)
    alone = [
        claim
        for claim in parts
        if claim.category in ("military", "civilians") and groups[claim.claimant] == {claim.category}
    ]
    ours = [claim for claim in parts if side_rank(claim, field.own) < 2 and claim.category]
    soldiers = {claim.value for claim in ours if claim.category == "military"}
    named = {claim.category for claim in parts if claim.dimension == "status"}
    plain = [claim for claim in parts if not claim.category]

    def is_total(claim: Claim) -> bool:
        rank = side_rank(claim, field.own)
        totals = {other.value for other in plain if side_rank(other, field.own) <= min(rank, 1)}
        if rank == 2:
            return claim.category == "military" and claim.value not in soldiers - totals
        return named == {claim.category} and totals <= {claim.value}

    return [Reading(claim, only_group=True) for claim in alone if is_total(claim)]


def _part_of(field: Field, claim: Claim) -> bool:
    """Return whether a claim bears on the groups that its claimant names; a plain total counts as the group ``''``."""
    told = claim.measure == field.measure and claim.side == field.side and counts(claim)
    return told and claim.dimension in ("", "status", "channel")


def _outside(field: Field, claims: Sequence[Claim]) -> frozenset[float]:
    """Return the numbers of people said to have come outside of the exchange proper, on the field's side."""
    return frozenset(
        claim.value
        for claim in claims
        if claim.category == "outside_exchange" and claim.side == field.side and counts(claim) and claim.value
    )


@dataclass(frozen=True, slots=True)
class _Case:
    """One field of one exchange, before the headline rule."""

    exchange_id: str
    field: Field
    sources: Sources
    outside: frozenset[float]

    def side(self, one: Reading) -> int:
        return side_rank(one.claim, self.field.own)

    def kind(self, one: Reading) -> int:
        return kind(one.claim, self.sources)

    def day(self, one: Reading) -> str:
        return published(one.claim, self.sources)

    def decides(self, one: Reading) -> bool:
        return counts(one.claim) and one.claim.value is not None and self.side(one) < 2

    def weight(self, one: Reading) -> tuple[object, ...]:
        """Return what the headline rule asks, in its order; the last day first, a day that is not known after all."""
        return (
            self.side(one),
            self.kind(one),
            one.only_group,
            latest_first(self.day(one)),
            one.claim.evidence != "quote",
        )

    def order(self, one: Reading) -> tuple[object, ...]:
        return *self.weight(one), one.claim.qualifier != "exact", one.claim.claim_id

    def best(self, readings: Sequence[Reading]) -> Reading | None:
        """Return the reading that decides, from readings in their order; none if the first ones contradict it."""
        if not readings:
            return None
        first = readings[0]
        weight = self.weight(first)
        peers = takewhile(lambda one: self.weight(one) == weight, readings)
        if any(not _meet(one, first) for one in peers):
            return None
        if first.claim.qualifier == "exact":
            return first
        finer = (one for one in readings if one.claim.qualifier == "exact" and self.side(one) == self.side(first))
        return next((one for one in finer if _meet(one, first)), first)

    def silence(self, readings: Iterable[Reading]) -> str:
        """Return `withheld` if its own side or a third party says that the number is kept back."""
        kept = (one for one in readings if one.claim.qualifier == "withheld" and counts(one.claim))
        return "withheld" if any(self.side(one) < 2 for one in kept) else ""

    def row(self, one: Reading, best: Reading | None) -> Evidence:
        decides = one is best
        role, reason = ("supports", self.why(one)) if decides else self.role(one, best)
        return Evidence(
            exchange_id=self.exchange_id, field=self.field.name, claim_id=one.claim.claim_id, role=role,
            decides=decides, reason=reason,
        )  # fmt: skip

    def why(self, best: Reading) -> str:
        """Return in words why a claim decides."""
        whose = f"{SIDE_NAMES[self.field.own]} counts its own people"
        silent = f"a third party, as {SIDE_NAMES[self.field.own]} gives no such count"
        words = [silent if self.side(best) else whose, f"{KINDS[self.kind(best)]} ({best.claim.claimant})"]
        if best.only_group:
            words.append(f"the only group that is counted ({best.claim.category})")
        return "; ".join(words)

    def role(self, one: Reading, best: Reading | None) -> tuple[str, str]:
        """Return what a claim that does not decide does to the value, and why."""
        if superseded(one.claim):
            return "superseded", "the text itself corrects it"
        if not counts(one.claim):
            return ("supports" if best is None or _meet(one, best) else "disputes"), _UNCONFIRMED
        if one.claim.value is None:
            return "supports", "it states no number"
        if best is None:
            return ("supports", _OTHER_SIDE) if self.side(one) == 2 else ("disputes", _TIE)
        if _meet(one, best):
            return "supports", "the same number" if one.claim.value == best.claim.value else "compatible with its hedge"
        return self.contradiction(one, best)

    def contradiction(self, one: Reading, best: Reading) -> tuple[str, str]:
        difference = abs((one.claim.value or 0) - (best.claim.value or 0))
        if difference in self.outside:
            return "supports", f"the difference is the {number_text(difference)} who came outside of the exchange"
        if one.claim.claimant == best.claim.claimant and self.day(one) < self.day(best):
            return "superseded", "an earlier count by the same claimant"
        return "disputes", self.lost(one, best)

    def lost(self, one: Reading, best: Reading) -> str:
        """Return in words why a claim that says something else does not decide."""
        if self.side(one) > self.side(best):
            return f"{SIDE_NAMES[self.field.own]} counts its own people"
        if self.kind(one) > self.kind(best):
            return f"{_an(KINDS[self.kind(best)])} goes before {_an(KINDS[self.kind(one)])}"
        if one.only_group != best.only_group:
            return "a total goes before a count of one group"
        return "the later goes before the earlier" if self.day(one) != self.day(best) else "a quote goes before a link"


_UNCONFIRMED = "not confirmed at its address: it decides nothing"
_OTHER_SIDE = "only the other side gives a count: it decides nothing"
_TIE = "claims of the same weight differ: none decides"


def _meet(one: Reading, other: Reading) -> bool:
    return interval(one.claim).meets(interval(other.claim))


def _an(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"

"""What each exchange adds to a sum: the readings of its count, the plain one first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from exchange_ledger.identity import number_text
from exchange_ledger.reconcile.book import Counting, Event
from exchange_ledger.reconcile.headline import TOTALS
from exchange_ledger.reconcile.intervals import Interval, interval, relation
from exchange_ledger.reconcile.sums import Amount, Term
from exchange_ledger.reconcile.weight import counts
from exchange_ledger.records import Claim

_SIDES = {"ukraine": ("ukraine", "third"), "russia": ("russia",)}


def terms(found: Sequence[Event], counting: Counting) -> list[Term]:
    """Return what each exchange adds to a sum; exchanges that hand over nothing of the kind add no term."""
    return [term for event in found if (term := _term(event, counting)) is not None]


def _term(event: Event, counting: Counting) -> Term | None:
    exchange = event.judged.exchange
    if counting.measure == "people_returned" and exchange.kind == "bodies":
        return None
    readings = tuple(_readings(event, counting))
    if counting.measure != "people_returned" and not readings:
        return None
    unnumbered = counting.plain and stands_beside(event) and counting.view == "ukraine"
    low = 0.0 if readings or unnumbered or counting.dimension else _least(event, counting)
    stated = not counting.plain or event.judged.verdicts[TOTALS[counting.side].name].claim is not None
    return Term(event.exchange_id, event.named(), readings, low, partial=unnumbered, stated=stated)


def stands_beside(event: Event) -> bool:
    """Return whether some of an exchange's people may stand outside of Ukraine's official count.

    So do returns outside of any exchange, and stages of an agreement (the Istanbul ones).
    """
    return event.judged.exchange.status == "return" or bool(event.judged.exchange.framework)


def _readings(event: Event, counting: Counting) -> Iterator[Amount]:
    """Yield the readings of an exchange's count, the plain one first."""
    if counting.measure == "exchanges_held":
        yield from _one_held(event, counting)
        return
    if counting.dimension or counting.measure != "people_returned":
        yield from map(amount, _claims(event, counting, counting.dimension, counting.category)[:1])
        return
    total = _total(event, counting)
    if total is None:
        yield from _from_parts(event, counting)
        return
    yield amount(total)
    outside = _claims(event, counting, "channel", "outside_exchange")[:1]
    if outside and total.value is not None and (outside[0].value or 0) < total.value:
        yield _without(event, counting, total, outside[0])


def _one_held(event: Event, counting: Counting) -> Iterator[Amount]:
    """Yield that an exchange of which a side speaks counts as one."""
    told = [claim for claim in event.judged.claims if counts(claim) and claim.claimant_side in _SIDES[counting.view]]
    if told:
        yield Amount(1, Interval(1, 1), "1", (told[0].claim_id,))


def _without(event: Event, counting: Counting, total: Claim, outside: Claim) -> Amount:
    """Return a total less those who came outside of the exchange, as a claim states it, or as a difference."""
    rest = (total.value or 0) - (outside.value or 0)
    stated = [claim for claim in _claims(event, counting, "status", "military") if claim.value == rest]
    if stated:
        return Amount(rest, Interval(rest, rest), number_text(rest), (stated[0].claim_id,), cost=1)
    text = f"{number_text(total.value)} - {number_text(outside.value)}"
    return Amount(rest, Interval(rest, rest), text, (total.claim_id, outside.claim_id), cost=1)


def _total(event: Event, counting: Counting) -> Claim | None:
    """Return the total as the counting side has it: the headline where that is its own people."""
    field_ = TOTALS[counting.side]
    verdict = event.judged.verdicts[field_.name]
    if counting.side == counting.view:
        return verdict.claim
    told = {row.claim_id for row in verdict.evidence}
    claims = [claim for found in event.by_subject.values() for claim in found if claim.claim_id in told]
    ours = [claim for claim in claims if claim.claimant_side in _SIDES[counting.view]]
    return min(ours, key=lambda claim: (bool(claim.dimension), claim.claim_id), default=None)


def _from_parts(event: Event, counting: Counting) -> Iterator[Amount]:
    """Yield totals that nobody states but that parts add up to, the likeliest first."""
    parts = {name: _claims(event, counting, *name.split("/"))[:1] for name in _PARTS}
    groups = {key[3] for key in event.by_subject if key[:3] == (counting.measure, counting.side, "status")}
    cost = 0
    for names in _WHOLES:
        found = [claim for name in names for claim in parts[name]]
        if len(found) == len(names) and groups - {claim.category for claim in found} <= {"foreigners"}:
            value = sum(claim.value or 0 for claim in found)
            span = amount(found[0]).span
            for claim in found[1:]:
                span += interval(claim)
            text = " + ".join(number_text(claim.value) for claim in found)
            yield Amount(value, span, text, tuple(claim.claim_id for claim in found), cost)
            cost += 1


_PARTS = (
    "status/military", "status/civilians", "status/foreigners", "status/ukrainians", "rank/officers",
    "rank/privates_and_sergeants",
)  # fmt: skip
_WHOLES = (
    ("status/ukrainians", "status/foreigners"),
    ("status/military", "status/civilians", "status/foreigners"),
    ("status/military", "status/civilians"),
    ("rank/officers", "rank/privates_and_sergeants", "status/civilians"),
    ("status/military", "status/foreigners"),
    ("status/military",),
)
"""Parts that can make up the people of an exchange when nobody gives their number, the likeliest first.

They must hold every group that anybody names; only foreigners can be among the soldiers. Ranks alone are no whole:
civilians have none.
"""


def _claims(event: Event, counting: Counting, dimension: str, category: str) -> list[Claim]:
    found = event.by_subject.get((counting.measure, counting.side, dimension, category), ())
    return [claim for claim in found if claim.claimant_side in _SIDES[counting.view]]


def _least(event: Event, counting: Counting) -> float:
    """Return the fewest people that an exchange can have returned: as many as its largest part."""
    lows = [
        interval(claim).low
        for (measure, side, _, _), found in event.by_subject.items()
        for claim in found
        if measure == counting.measure and side == counting.side and claim.claimant_side in _SIDES[counting.view]
    ]
    return max(lows, default=0)


def amount(claim: Claim) -> Amount:
    """Return a claim's number as an amount; the claim must have one."""
    return Amount(
        claim.value or 0, interval(claim), number_text(claim.value), (claim.claim_id,), relation=relation(claim)
    )

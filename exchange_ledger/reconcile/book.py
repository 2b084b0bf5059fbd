"""The facts that the checks look at: exchanges that took place, in time, and what they add to a sum."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from exchange_ledger.identity import number_text
from exchange_ledger.reconcile.days import first_day, in_words, is_day
from exchange_ledger.reconcile.exchanges import Judged
from exchange_ledger.reconcile.headline import TOTALS
from exchange_ledger.reconcile.intervals import Interval, interval, relation
from exchange_ledger.reconcile.sums import Amount, Term
from exchange_ledger.reconcile.weight import counts, kind, published, side_rank
from exchange_ledger.records import Claim, Source
from exchange_ledger.stages import Mention

Pages = Mapping[str, Source]
TOOK_PLACE = ("completed", "return")
_SIDES = {"ukraine": ("ukraine", "third"), "russia": ("russia",)}


@dataclass(frozen=True, slots=True, order=True)
class Counting:
    """What is counted in a sum, and from which side's claims: `view` is `russia`, or `ukraine` (with third parties)."""

    measure: str
    side: str
    dimension: str
    category: str
    view: str

    @classmethod
    def of(cls, claim: Claim) -> Counting:
        """Return what a claim counts, seen from its claimant's side."""
        view = "russia" if claim.claimant_side == "russia" else "ukraine"
        return cls(claim.measure, claim.side, claim.dimension, claim.category, view)

    @property
    def plain(self) -> bool:
        """Whether all people of the side are counted, as that side counts them."""
        return self.measure == "people_returned" and not self.dimension and self.side == self.view


@dataclass(frozen=True, slots=True)
class Event:
    """One exchange that took place on a known day."""

    day: date
    judged: Judged
    by_subject: Mapping[tuple[str, str, str, str], Sequence[Claim]]

    @property
    def exchange_id(self) -> str:
        """The exchange's name."""
        return self.judged.exchange.exchange_id

    @property
    def number(self) -> int | None:
        """Its running number, if a source reports it."""
        return self.judged.exchange.sequence_number

    def named(self) -> str:
        """Return the exchange in words: `31 January 2024`."""
        return in_words(self.exchange_id)


@dataclass(frozen=True, slots=True)
class Book:
    """Everything that counts, arranged for the checks; claims that decide nothing are not in it."""

    sources: Mapping[str, Source]
    by_exchange: Mapping[str, Judged]
    claims: Mapping[str, Claim]
    periods: tuple[Claim, ...]
    mentions: tuple[Mention, ...]
    events: tuple[Event, ...]

    @property
    def judged(self) -> Iterable[Judged]:
        """All exchanges, by name."""
        return self.by_exchange.values()

    def between(self, after: date, until: date) -> list[Event]:
        """Return the exchanges after one day and until another, in time."""
        low = bisect_right(self.events, after, key=_day)
        return list(self.events[low : bisect_right(self.events, until, key=_day)])

    def published(self, claim: Claim) -> str:
        """Return the day on which a claim was published; empty if that is not known."""
        return published(claim, self.sources)

    def weight(self, claim: Claim) -> tuple[object, ...]:
        """Return the order of claims about a period: Ukraine's first, then bodies, exact ones, quotes."""
        return (
            side_rank(claim, "ukraine"), kind(claim, self.sources), claim.qualifier != "exact",
            claim.evidence != "quote", claim.claim_id,
        )  # fmt: skip


def open_book(judged: Sequence[Judged], claims: Iterable[Claim], mentions: Iterable[Mention], pages: Pages) -> Book:
    """Return the book of all claims that count; dates of another age than ours are slips and enter no check."""
    counting = {claim.claim_id: claim for claim in claims if counts(claim) and _of_our_age(*_dates(claim))}
    return Book(
        sources=pages,
        by_exchange={one.exchange.exchange_id: one for one in judged},
        claims=counting,
        periods=tuple(counting[name] for name in sorted(counting) if counting[name].scope == "period"),
        mentions=tuple(sorted(one for one in set(mentions) if _of_our_age(one.event_date))),
        events=_events(judged, pages),
    )


def _dates(claim: Claim) -> tuple[str, str, str]:
    return claim.event_date, claim.period_start, claim.period_end


def _of_our_age(*dates: str) -> bool:
    """Return whether dates, as far as they are given, lie where the days before and after them have names."""
    return all("1900" <= day < "2900" for day in dates if day)


def _day(event: Event) -> date:
    return event.day


def _events(judged: Sequence[Judged], sources: Pages) -> tuple[Event, ...]:
    """Return the exchanges that took place on a known day, in time."""
    found = [
        Event(first_day(one.exchange.date), one, _by_subject(one.claims, sources))
        for one in judged
        if one.exchange.status in TOOK_PLACE and is_day(one.exchange.date) and _of_our_age(one.exchange.date)
    ]
    return tuple(sorted(found, key=lambda event: (event.day, event.exchange_id)))


def _by_subject(claims: Sequence[Claim], sources: Pages) -> dict[tuple[str, str, str, str], list[Claim]]:
    """Return counting claims with a number by what they count, the weightiest first."""

    def order(claim: Claim) -> tuple[object, ...]:
        own = side_rank(claim, claim.side if claim.side in TOTALS else "")
        return own, kind(claim, sources), claim.qualifier != "exact", claim.evidence != "quote", claim.claim_id

    found: dict[tuple[str, str, str, str], list[Claim]] = {}
    for claim in sorted((one for one in claims if counts(one) and one.value is not None), key=order):
        found.setdefault((claim.measure, claim.side, claim.dimension, claim.category), []).append(claim)
    return found


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


def event_claims(event: Event) -> tuple[str, ...]:
    """Return the claim that shows that an exchange took place."""
    return tuple(row.claim_id for row in event.judged.evidence if row.field == "status" and row.decides)


def number_claims(event: Event) -> tuple[str, ...]:
    """Return the claim that gives an exchange its running number; none if no source does."""
    claim = event.judged.verdicts["sequence_number"].claim
    return (claim.claim_id,) if claim else ()

"""The facts that the checks look at: the claims that count, and the exchanges that took place, in time."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from exchange_ledger.reconcile.days import first_day, in_words, is_day
from exchange_ledger.reconcile.exchanges import Judged
from exchange_ledger.reconcile.headline import TOTALS
from exchange_ledger.reconcile.weight import counts, kind, published, side_rank
from exchange_ledger.records import Claim, Source
from exchange_ledger.stages import Mention

Pages = Mapping[str, Source]
TOOK_PLACE = ("completed", "return")


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


def event_claims(event: Event) -> tuple[str, ...]:
    """Return the claim that shows that an exchange took place."""
    return tuple(row.claim_id for row in event.judged.evidence if row.field == "status" and row.decides)


def number_claims(event: Event) -> tuple[str, ...]:
    """Return the claim that gives an exchange its running number; none if no source does."""
    claim = event.judged.verdicts["sequence_number"].claim
    return (claim.claim_id,) if claim else ()

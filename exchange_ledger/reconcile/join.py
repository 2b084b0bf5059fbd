"""Which claim is about which exchange: an exchange is a day, unless its sources name only a month or a year."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from exchange_ledger.reconcile.days import is_day
from exchange_ledger.reconcile.intervals import interval
from exchange_ledger.reconcile.weight import counts
from exchange_ledger.records import Claim

Days = Mapping[str, Sequence[Claim]]
Subject = tuple[str, str, str, str]


def exchange_ids(claims: Iterable[Claim]) -> dict[str, str]:
    """Return the exchange of each claim about an event, by `claim_id`; claims that belong to none are left out.

    A claim that names a day belongs to that day. One that names only a month or a year belongs to the single exchange
    of that time with which it agrees; failing that it stands for an exchange of its own, named by the month or year.
    """
    days: dict[str, list[Claim]] = defaultdict(list)
    vague: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.scope != "exchange" or not claim.event_date:
            continue
        if is_day(claim.event_date):
            days[_day_id(claim)].append(claim)
        else:
            vague[claim.event_date, claim.source_id].append(claim)
    found = {claim.claim_id: name for name, group in days.items() for claim in group}
    for (partial, _), group in sorted(vague.items()):
        if name := _vague_id(partial, group, days):
            found.update((claim.claim_id, name) for claim in group)
    return found


def _day_id(claim: Claim) -> str:
    """Return the day, or the name that the text gave reason for (`2024-09-14-2`: a second exchange on that day)."""
    if not claim.exchange_id:
        return claim.event_date
    second = re.fullmatch(re.escape(claim.event_date) + r"-[2-9]", claim.exchange_id)
    return claim.exchange_id if second else claim.event_date


def _vague_id(partial: str, group: list[Claim], days: Days) -> str:
    """Return the exchange for one source's claims about an event of a month or year; empty if none can be told."""
    known = {name: found for name, found in days.items() if name.startswith(f"{partial}-")}
    numbered = any(claim.value is not None and counts(claim) for claim in group)
    if not numbered:
        return next(iter(known)) if len(known) == 1 else "" if known else partial
    agreeing = [name for name, found in sorted(known.items()) if _agree(group, found)]
    return agreeing[0] if len(agreeing) == 1 else partial


def _agree(group: Iterable[Claim], found: Iterable[Claim]) -> bool:
    """Return whether at least one number is the same in both, and none is contradicted."""
    pairs = list(_pairs(group, found))
    same = any(ours.value == theirs.value for ours, theirs in pairs)
    return same and all(interval(ours).meets(interval(theirs)) for ours, theirs in pairs)


def _pairs(group: Iterable[Claim], found: Iterable[Claim]) -> Iterator[tuple[Claim, Claim]]:
    by_subject: dict[Subject, list[Claim]] = defaultdict(list)
    for claim in found:
        by_subject[_subject(claim)].append(claim)
    for ours in group:
        if ours.value is not None:
            yield from ((ours, theirs) for theirs in by_subject[_subject(ours)] if theirs.value is not None)


def _subject(claim: Claim) -> Subject:
    return claim.measure, claim.side, claim.dimension, claim.category

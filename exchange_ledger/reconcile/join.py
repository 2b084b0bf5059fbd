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
    days = {name: group for day, claims in days.items() for name, group in _apart(day, claims).items()}
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


def _apart(day: str, claims: list[Claim]) -> dict[str, list[Claim]]:
    """Return the claims of a day by exchange: two only where one text gives both their own number and count."""
    if len({claim.value for claim in claims if claim.measure == "sequence_number"}) < 2:
        return {day: claims}
    for group in _by_source(claims).values():
        numbers = _numbers(group)
        if len(numbers) == 2 and _two_counts(group):
            second = _nearest_to(numbers[1], group, numbers)
            others = [found for found in _by_source(claims).values() if found is not group]
            theirs = [claim for found in others for claim in found if _speaks_of(found, second, group)]
            moved = {claim.claim_id for claim in (*second, *theirs)}
            return {
                day: [claim for claim in claims if claim.claim_id not in moved],
                f"{day}-2": [claim for claim in claims if claim.claim_id in moved],
            }
    return {day: claims}


def _by_source(claims: Iterable[Claim]) -> dict[str, list[Claim]]:
    found: dict[str, list[Claim]] = defaultdict(list)
    for claim in sorted(claims, key=lambda claim: (claim.source_id, claim.claim_id)):
        found[claim.source_id].append(claim)
    return found


def _numbers(group: Iterable[Claim]) -> list[Claim]:
    """Return one quoted claim for each running number that one claimant gives in one text, the lowest first."""
    found: dict[str, dict[float, Claim]] = defaultdict(dict)
    for claim in group:
        exact = claim.measure == "sequence_number" and claim.qualifier == "exact" and claim.evidence == "quote"
        if exact and claim.value is not None and counts(claim):
            found[claim.claimant].setdefault(claim.value, claim)
    most = max(found.values(), key=len, default={})
    return [most[value] for value in sorted(most)]


def _two_counts(group: Iterable[Claim]) -> bool:
    """Return whether one text counts the people of one side twice, differently."""
    values: dict[str, set[float | None]] = defaultdict(set)
    for claim in group:
        if claim.measure == "people_returned" and not claim.dimension and claim.qualifier == "exact":
            values[claim.side].add(claim.value)
    return any(len(told) > 1 for told in values.values())


def _nearest_to(number: Claim, group: Iterable[Claim], numbers: Sequence[Claim]) -> list[Claim]:
    """Return the claims of a text that stand nearer to one running number than to the other, that claim included."""

    def nearest(claim: Claim) -> Claim:
        start = claim.quote_start or 0
        return min(numbers, key=lambda other: (abs((other.quote_start or 0) - start), other.claim_id))

    return [claim for claim in group if claim is number or (claim not in numbers and nearest(claim) is number)]


def _speaks_of(found: Sequence[Claim], second: Sequence[Claim], group: Sequence[Claim]) -> bool:
    """Return whether another source's claims agree with the second exchange of a day and not with the first."""
    first = [claim for claim in group if claim not in second]
    return _agree(found, second) and not _agree(found, first)


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

"""Which quotes are published: of each source the most important ones that fit into its limit together."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from exchange_ledger.records import CONTROL, Check, Claim, Exchange, Ledger, Source
from exchange_ledger.schema import changed

_MEASURES = (
    "people_returned", "sequence_number", "status", "bodies_returned", "exchanges_held", "people_held",
    "change_in_people_returned", "mediator", "framework", "ratio_of_bodies_returned", "reported_abuse_percent",
    "location", "youngest_age", "oldest_age", "years_in_captivity",
)  # fmt: skip
"""What a reader most wants to see proved comes first; a measure that is not listed comes after these."""

_PLACES = {measure: place for place, measure in enumerate(_MEASURES)}

_HEADLINE, _CHECK, _WHOLE, _PART, _MENTIONED, _REJECTED = range(6)

_UNFIT = re.compile(CONTROL)


class _Words(NamedTuple):
    """A stretch of a source's text that would be published."""

    start: int
    end: int


class _Allowance:
    """The characters of one source that are published so far; overlaps count once."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.stretches: list[_Words] = []
        """Stretches that neither overlap nor touch."""

    def take(self, words: _Words) -> bool:
        """Publish the words if they still fit, and return whether they are published."""
        (start, end), apart = words, []
        for known in self.stretches:
            if known.end < start or end < known.start:
                apart.append(known)
            else:
                start, end = min(start, known.start), max(end, known.end)
        stretches = [*apart, _Words(start, end)]
        if _length(stretches) > self.limit:
            return False
        self.stretches = stretches
        return True


def _length(stretches: Iterable[_Words]) -> int:
    return sum(end - start for start, end in stretches)


def importance(claim: Claim, deciding: frozenset[str]) -> tuple[int, int, str, int, str]:
    """Return the claim's place in the order in which quotes are published; the lowest comes first.

    `deciding` holds the ids of the claims whose value an exchange shows.
    """
    measure = _PLACES.get(claim.measure, len(_PLACES))
    return _tier(claim, deciding), measure, claim.event_date, claim.quote_start or 0, claim.claim_id


def _tier(claim: Claim, deciding: frozenset[str]) -> int:
    if claim.decision == "rejected":
        return _REJECTED
    if claim.qualifier == "some":
        return _MENTIONED
    if claim.dimension:
        return _PART
    return _HEADLINE if claim.claim_id in deciding or claim.scope == "period" else _WHOLE


def _deciding(ledger: Ledger) -> frozenset[str]:
    return frozenset(row.claim_id for row in ledger.evidence if row.decides)


def _by_source(ledger: Ledger) -> dict[str, list[Claim | Check]]:
    """Return everything of each source that asks to be published, the most important first."""
    deciding = _deciding(ledger)
    quoted: dict[str, list[Claim | Check]] = defaultdict(list)
    rows: tuple[Claim | Check, ...] = (*ledger.claims, *ledger.checks)
    for row in rows:
        if row.quote:
            quoted[row.source_id].append(row)

    def place(row: Claim | Check) -> tuple[int, int, str, int, str]:
        if isinstance(row, Claim):
            return importance(row, deciding)
        return _CHECK, 0, "", row.quote_start or 0, row.check_id

    for asking in quoted.values():
        asking.sort(key=place)
    return quoted


def _words(row: Claim | Check) -> _Words:
    return _Words(row.quote_start or 0, row.quote_end or 0)


def _published(rows: Sequence[Claim | Check], allowance: _Allowance) -> set[str]:
    """Return the ids of the claims and checks whose quotes are published."""
    fit = [(_name(row), _words(row)) for row in rows if not _UNFIT.search(row.quote)]
    names = {name for name, words in fit if allowance.take(words)}
    # Again, since a quote that lies inside of a later one costs nothing once that one is published.
    return names | {name for name, words in fit if name not in names and allowance.take(words)}


def _name(row: Claim | Check) -> str:
    return row.claim_id if isinstance(row, Claim) else row.check_id


def _context(claim: Claim, allowance: _Allowance) -> Claim:
    """Return the claim with the words around its quote, as far as they fit; they are the publisher's words too."""
    (start, end), prefix, suffix = _words(claim), claim.quote_prefix, claim.quote_suffix
    before = not _UNFIT.search(prefix) and allowance.take(_Words(start - len(prefix), start))
    after = not _UNFIT.search(suffix) and allowance.take(_Words(end, end + len(suffix)))
    if before and after:
        return claim
    return changed(claim, quote_prefix=prefix if before else "", quote_suffix=suffix if after else "")


def _unquoted(claim: Claim) -> Claim:
    """Return the claim without its words; that its source says so was found in the text, and stays said."""
    return changed(claim, evidence="link", quote="", quote_prefix="", quote_suffix="", checked="confirmed")


def limit_quotes(ledger: Ledger) -> Ledger:
    """Return the ledger with no more quoted of each source than its `quote_limit` allows, and that counted.

    A claim that goes without keeps its offsets; its evidence is then a link. The quote of a check goes likewise.
    So does a quote with a character that not every format can carry.
    """
    quoted = _by_source(ledger)
    claims = {claim.claim_id: claim for claim in ledger.claims}
    checks = {check.check_id: check for check in ledger.checks}
    characters: dict[str, int] = {}
    for source in ledger.sources:
        allowance = _Allowance(source.quote_limit or 0)
        rows = quoted.get(source.source_id, [])
        names = _published(rows, allowance)
        for row in rows:
            if isinstance(row, Claim):
                claims[row.claim_id] = _context(row, allowance) if row.claim_id in names else _unquoted(row)
            elif row.check_id not in names:
                checks[row.check_id] = changed(row, quote="")
        characters[source.source_id] = _length(allowance.stretches)
    limited = replace(ledger, claims=tuple(claims.values()), checks=tuple(checks.values()))
    return _counted(limited, characters)


def _counted(ledger: Ledger, characters: dict[str, int]) -> Ledger:
    def counted(source: Source) -> Source:
        quoted = characters[source.source_id] if source.kind == "article" else None
        return changed(source, quoted_characters=quoted)

    return replace(
        ledger,
        sources=tuple(counted(source) for source in ledger.sources),
        exchanges=tuple(_standings(ledger)),
    )


def _standings(ledger: Ledger) -> Iterator[Exchange]:
    """Yield the exchanges; one whose every quote went is no longer `quoted`."""
    shown = {claim.exchange_id for claim in ledger.claims if claim.quote}
    for exchange in ledger.exchanges:
        bare = exchange.standing == "quoted" and exchange.exchange_id not in shown
        yield changed(exchange, standing="linked") if bare else exchange

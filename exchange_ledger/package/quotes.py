"""Which quotes are published: of each source the most important ones that fit into its limit together."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from exchange_ledger.records import CONTROL, Check, Claim, Exchange, Ledger, Source

_MEASURES = (
    "people_returned", "sequence_number", "status", "bodies_returned", "exchanges_held", "people_held",
    "change_in_people_returned", "mediator", "framework", "ratio_of_bodies_returned", "reported_abuse_percent",
    "location", "youngest_age", "oldest_age", "years_in_captivity",
)  # fmt: skip
"""What a reader most wants to see proved comes first; a measure that is not listed comes after these."""

_HEADLINE, _CHECK, _WHOLE, _PART, _MENTIONED, _REJECTED = range(6)


@dataclass(frozen=True, slots=True)
class _Words:
    """A stretch of a source's text that would be published."""

    start: int
    end: int


class _Allowance:
    """The characters of one source that are published so far; overlaps count once."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.taken: set[int] = set()

    def take(self, words: _Words) -> bool:
        """Publish the words if they still fit, and return whether they are published."""
        if words.end - words.start > self.limit:
            return False
        more = self.taken | set(range(words.start, words.end))
        if len(more) > self.limit:
            return False
        self.taken = more
        return True


def importance(claim: Claim, deciding: frozenset[str]) -> tuple[int, int, str, int, str]:
    """Return the claim's place in the order in which quotes are published; the lowest comes first.

    `deciding` holds the ids of the claims whose value an exchange shows.
    """
    measure = _MEASURES.index(claim.measure) if claim.measure in _MEASURES else len(_MEASURES)
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


@dataclass(slots=True)
class _Quoted:
    """Everything of one source that asks to be published."""

    claims: list[Claim]
    checks: list[Check]


def _by_source(ledger: Ledger) -> dict[str, _Quoted]:
    quoted: dict[str, _Quoted] = defaultdict(lambda: _Quoted([], []))
    for claim in ledger.claims:
        if claim.quote:
            quoted[claim.source_id].claims.append(claim)
    for check in ledger.checks:
        if check.quote:
            quoted[check.source_id].checks.append(check)
    return quoted


def _words(row: Claim | Check) -> _Words:
    return _Words(row.quote_start or 0, row.quote_end or 0)


def _published(quoted: _Quoted, deciding: frozenset[str], allowance: _Allowance) -> set[str]:
    """Return the ids of the claims and checks whose quotes are published."""
    order: list[tuple[tuple[int | str, ...], str, _Words]] = [
        (importance(claim, deciding), claim.claim_id, _words(claim)) for claim in quoted.claims
    ]
    order += [((_CHECK, 0, "", check.quote_start or 0, check.check_id), check.check_id, _words(check))
              for check in quoted.checks]  # fmt: skip
    order.sort(key=lambda item: item[0])
    # Twice, since a quote that lies inside of a later one costs nothing once that one is published.
    rows: tuple[Claim | Check, ...] = (*quoted.claims, *quoted.checks)
    unfit = {_name(row) for row in rows if re.search(CONTROL, row.quote)}
    return {name for _ in range(2) for _, name, words in order if name not in unfit and allowance.take(words)}


def _name(row: Claim | Check) -> str:
    return row.claim_id if isinstance(row, Claim) else row.check_id


def _context(claim: Claim, allowance: _Allowance) -> Claim:
    """Return the claim with the words around its quote, as far as they fit; they are the publisher's words too."""
    start, end = _words(claim).start, _words(claim).end
    before = not re.search(CONTROL, claim.quote_prefix) and allowance.take(
        _Words(start - len(claim.quote_prefix), start)
    )
    after = not re.search(CONTROL, claim.quote_suffix) and allowance.take(_Words(end, end + len(claim.quote_suffix)))
    return replace(
        claim,
        quote_prefix=claim.quote_prefix if before else "",
        quote_suffix=claim.quote_suffix if after else "",
    )


def _unquoted(claim: Claim) -> Claim:
    """Return the claim without its words; that its source says so was found in the text, and stays said."""
    return replace(claim, evidence="link", quote="", quote_prefix="", quote_suffix="", checked="confirmed")


def limit_quotes(ledger: Ledger) -> Ledger:
    """Return the ledger with no more quoted of each source than its `quote_limit` allows, and that counted.

    A claim that goes without keeps its offsets; its evidence is then a link. The quote of a check goes likewise.
    So does a quote with a character that not every format can carry.
    """
    deciding, quoted = _deciding(ledger), _by_source(ledger)
    claims = {claim.claim_id: claim for claim in ledger.claims}
    checks = {check.check_id: check for check in ledger.checks}
    characters: dict[str, int] = {}
    for source in ledger.sources:
        allowance = _Allowance(source.quote_limit or 0)
        wanted = quoted.get(source.source_id, _Quoted([], []))
        names = _published(wanted, deciding, allowance)
        for claim in sorted(wanted.claims, key=lambda claim: importance(claim, deciding)):
            kept = claim.claim_id in names
            claims[claim.claim_id] = _context(claim, allowance) if kept else _unquoted(claim)
        for check in wanted.checks:
            checks[check.check_id] = check if check.check_id in names else replace(check, quote="")
        characters[source.source_id] = len(allowance.taken)
    limited = replace(ledger, claims=tuple(claims.values()), checks=tuple(checks.values()))
    return _counted(limited, characters)


def _counted(ledger: Ledger, characters: dict[str, int]) -> Ledger:
    def counted(source: Source) -> Source:
        quoted = characters[source.source_id] if source.kind == "article" else None
        return replace(source, quoted_characters=quoted)

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
        yield replace(exchange, standing="linked") if bare else exchange

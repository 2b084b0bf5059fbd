"""Claims become a ledger: decisions applied, claims joined to exchanges, values chosen, figures checked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from exchange_ledger.reconcile import engine, findings, tables
from exchange_ledger.reconcile.book import open_book
from exchange_ledger.reconcile.chronology import DERIVED_NUMBER
from exchange_ledger.reconcile.corrections import corrected
from exchange_ledger.reconcile.exchanges import Judged, judged
from exchange_ledger.reconcile.findings import Finding
from exchange_ledger.reconcile.join import exchange_ids
from exchange_ledger.records import Claim, Derived, Exchange, Ledger, Source
from exchange_ledger.schema import changed
from exchange_ledger.stages import Extraction, Mention, Seeds


def reconcile(seeds: Seeds, extractions: Sequence[Extraction]) -> Ledger:
    """Return the ledger of all claims; the order of the input changes nothing.

    Raises LedgerError with a fault for each decision of corrections.csv that has no use.
    """
    pages = {source.source_id: source for source in tables.sources(seeds)}
    claims, corrections = corrected(_claims(seeds, extractions), seeds.decisions, seeds.folder)
    claims = _joined(claims)
    exchanges = _exchanges(claims.values(), pages)
    mentions = [mention for extraction in extractions for mention in extraction.mentions]
    found = _checked(exchanges, list(claims.values()), mentions, pages)
    derived = tuple(sorted((row for one in found for row in findings.derived(one)), key=lambda row: row.derived_id))
    return Ledger(
        sources=tables.reasons(pages.values(), extractions),
        claims=tuple(claims[name] for name in sorted(claims)),
        exchanges=_numbered((one.exchange for one in exchanges), derived),
        evidence=tuple(
            sorted(
                (row for one in exchanges for row in one.evidence),
                key=lambda row: (row.exchange_id, row.field, row.claim_id),
            )
        ),
        mediators=tables.mediators(claims.values()),
        breakdowns=tables.breakdowns(claims.values()),
        totals=tables.totals(claims.values()),
        checks=tuple(map(findings.check, found)),
        check_claims=tuple(row for one in found for row in findings.check_claims(one)),
        derived=derived,
        review=tuple(
            sorted(
                {row for extraction in extractions for row in extraction.review},
                key=lambda row: (row.source_id, row.start, row.end),
            )
        ),
        corrections=corrections,
    )


def _claims(seeds: Seeds, extractions: Iterable[Extraction]) -> dict[str, Claim]:
    """Return every claim by `claim_id`; of two with one name the quoted one stays, then the confirmed one."""
    read = [claim for extraction in extractions for claim in extraction.claims]
    linked = [statement.claim for statement in seeds.statements]

    def better(claim: Claim) -> tuple[object, ...]:
        return claim.evidence != "quote", claim.checked != "confirmed", claim.quote_start or 0, repr(claim)

    found: dict[str, Claim] = {}
    for claim in (*read, *linked):
        known = found.setdefault(claim.claim_id, claim)
        if known is not claim and better(claim) < better(known):
            found[claim.claim_id] = claim
    return found


def _joined(claims: Mapping[str, Claim]) -> dict[str, Claim]:
    """Return the claims with their exchanges. What an editor rejected makes no exchange of its own."""
    standing = [claim for claim in claims.values() if claim.decision != "rejected"]
    names = exchange_ids(standing)
    known = set(names.values())
    for claim in claims.values():
        if claim.decision == "rejected" and claim.event_date in known:
            names[claim.claim_id] = claim.event_date
    return {
        name: claim if claim.exchange_id == names.get(name, "") else changed(claim, exchange_id=names.get(name, ""))
        for name, claim in claims.items()
    }


def _exchanges(claims: Iterable[Claim], pages: Mapping[str, Source]) -> list[Judged]:
    groups: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.exchange_id and claim.decision != "rejected":
            groups[claim.exchange_id].append(claim)
    return [judged(name, sorted(groups[name], key=lambda claim: claim.claim_id), pages) for name in sorted(groups)]


def _checked(
    exchanges: Sequence[Judged], claims: Sequence[Claim], mentions: Sequence[Mention], pages: Mapping[str, Source]
) -> list[Finding]:
    """Return what the checks find, by name; the sums that hold already from quoted sentences alone among them.

    Nothing is derived a second time there, and what quotes alone leave open or contradict may be settled by links.
    """
    found = engine.findings(open_book(exchanges, claims, mentions, pages))
    quoted = [claim for claim in claims if claim.evidence == "quote"]
    if len(quoted) < len(claims):
        alone = engine.findings(open_book(_exchanges(quoted, pages), quoted, mentions, pages))
        known = {(one.rule, one.exchange_id, one.expression) for one in found}
        found += [
            replace(one, derived=())
            for one in alone
            if one.outcome == "holds" and one.rule != DERIVED_NUMBER
            if (one.rule, one.exchange_id, one.expression) not in known
        ]
    return sorted(findings.unique(found).values(), key=lambda one: one.check_id)


def _numbered(exchanges: Iterable[Exchange], derived: Iterable[Derived]) -> tuple[Exchange, ...]:
    """Return the exchanges with the running numbers that no source reports but that follow from others."""
    numbers = {row.exchange_id: row.value for row in derived if row.measure == "sequence_number" and row.value}
    return tuple(
        replace(one, sequence_number=int(numbers[one.exchange_id]), sequence_basis="derived")
        if one.sequence_number is None and one.exchange_id in numbers
        else one
        for one in exchanges
    )

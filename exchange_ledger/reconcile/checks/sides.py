"""What the two sides say of the same handover, side by side."""

from __future__ import annotations

from collections.abc import Iterator

from exchange_ledger.identity import number_text
from exchange_ledger.reconcile.book import Book
from exchange_ledger.reconcile.days import in_words
from exchange_ledger.reconcile.exchanges import Judged
from exchange_ledger.reconcile.findings import Finding
from exchange_ledger.reconcile.headline import TOTALS
from exchange_ledger.reconcile.intervals import interval, of_number
from exchange_ledger.reconcile.weight import kind
from exchange_ledger.records import Claim

_TO = {"ukraine": "people returned to Ukraine", "russia": "people returned to Russia"}


def sides_agree(book: Book) -> Iterator[Finding]:
    """Yield, for each exchange and each direction, whether Ukraine's and Russia's counts agree, or who is silent."""
    for one in book.judged:
        for side in TOTALS:
            ours, theirs = _count(book, one, side, "ukraine"), _count(book, one, side, "russia")
            if ours is not None or theirs is not None:
                yield _compared(one, side, ours, theirs)


def _count(book: Book, one: Judged, side: str, claimant_side: str) -> Claim | None:
    """Return the count of people for a direction as one side gives it, by its weightiest claimant."""
    told = [
        book.claims[row.claim_id] for row in one.verdicts[TOTALS[side].name].evidence if row.claim_id in book.claims
    ]
    counts = [claim for claim in told if claim.claimant_side == claimant_side and claim.value is not None]

    def order(claim: Claim) -> tuple[object, ...]:
        return kind(claim, book.sources), bool(claim.dimension), claim.evidence != "quote", claim.claim_id

    return min(counts, key=order, default=None)


def _compared(one: Judged, side: str, ours: Claim | None, theirs: Claim | None) -> Finding:
    told = [claim for claim in (ours, theirs) if claim is not None]
    texts = [number_text(claim.value) for claim in told]
    day = in_words(one.exchange.date)
    if ours is None or theirs is None:
        speaker, silent = ("Ukraine", "Russia") if theirs is None else ("Russia", "Ukraine")
        outcome, expression = "open", f"{texts[0]} = ?"
        words = f"{speaker} counts {texts[0]} {_TO[side]} on {day}; {silent} gives no count."
    else:
        agree = interval(ours).meets(interval(theirs))
        outcome, sign = "holds" if agree else "fails", "~" if agree and ours.value != theirs.value else "="
        expression = f" {sign} ".join(texts)
        difference = number_text(abs((ours.value or 0) - (theirs.value or 0)))
        end = "they agree" if agree else f"they differ by {difference}"
        words = f"Ukraine counts {texts[0]} and Russia {texts[1]} {_TO[side]} on {day}: {end}."
    return Finding(
        rule="sides_agree", outcome=outcome, explanation=words, expression=expression,
        left=ours.value if ours else None, right=theirs.value if theirs else None,
        claims=tuple(claim.claim_id for claim in told), subject=(side,), exchange_id=one.exchange.exchange_id,
    )  # fmt: skip


def sides_sum_to_both(book: Book) -> Iterator[Finding]:
    """Yield, for each count that adds both sides together, whether it is the sum of the two."""
    for one in book.judged:
        ours, theirs = one.verdicts["returned_to_ukraine"], one.verdicts["returned_to_russia"]
        for claim in one.claims:
            both = claim.side == "both" and claim.measure == "people_returned" and not claim.dimension
            if both and claim.claim_id in book.claims and claim.value is not None and ours.claim and theirs.claim:
                yield _added(one, claim, ours.claim, theirs.claim)


def _added(one: Judged, both: Claim, ours: Claim, theirs: Claim) -> Finding:
    span = of_number(ours.value, ours.qualifier) + of_number(theirs.value, theirs.qualifier)
    left = (ours.value or 0) + (theirs.value or 0)
    rest = (both.value or 0) - left
    beside = [claim for claim in one.claims if claim.dimension and claim.value == rest and rest > 0]
    outcome = "holds" if span.meets(interval(both)) else "open" if beside else "fails"
    sign = "~" if outcome == "holds" and rest else "="
    words = f"{both.claimant} counts both sides together."
    if outcome == "open":
        people = beside[0].category.replace("_", " ")
        words += (
            f" As many {people} returned to {beside[0].side.capitalize()} as are missing, perhaps beside the exchange."
        )
    return Finding(
        rule="sides_sum_to_both", outcome=outcome, explanation=words, left=left, right=both.value,
        expression=f"{number_text(ours.value)} + {number_text(theirs.value)} {sign} {number_text(both.value)}",
        claims=(ours.claim_id, theirs.claim_id, both.claim_id, *(part.claim_id for part in beside[:1])),
        subject=(both.claimant,), exchange_id=one.exchange.exchange_id,
    )  # fmt: skip

"""Ages of those returned."""

from __future__ import annotations

from collections.abc import Iterator

from exchange_ledger.identity import number_text
from exchange_ledger.reconcile.book import Book
from exchange_ledger.reconcile.findings import Finding
from exchange_ledger.reconcile.intervals import Interval, interval
from exchange_ledger.reconcile.rules import rules
from exchange_ledger.records import Claim


def youngest_to_oldest(book: Book) -> Iterator[Finding]:
    """Yield, for each exchange, side and part, whether the youngest is no older than the oldest."""
    for one in book.judged:
        ages = [claim for claim in one.claims if claim.claim_id in book.claims and claim.value is not None]
        oldest = [claim for claim in ages if claim.measure == "oldest_age"]
        for young in ages:
            if young.measure == "youngest_age":
                for old in (old for old in oldest if _same_people(young, old)):
                    yield _finding(young, old)


def _same_people(young: Claim, old: Claim) -> bool:
    return (young.side, young.category, young.source_id) == (old.side, old.category, old.source_id)


def _finding(young: Claim, old: Claim) -> Finding:
    holds = interval(young).low <= interval(old).high
    youngest, oldest = number_text(young.value), number_text(old.value)
    sign = "~" if holds and (young.value or 0) > (old.value or 0) else "<="
    return Finding(
        rule="youngest_to_oldest", outcome="holds" if holds else "fails", left=young.value, right=old.value,
        explanation=f"The youngest is {_hedged(young, youngest)}, the oldest {_hedged(old, oldest)}.",
        expression=f"{youngest} {sign} {oldest}", claims=(young.claim_id, old.claim_id), exchange_id=young.exchange_id,
        source_id=young.source_id, subject=(young.category,),
    )  # fmt: skip


def _hedged(claim: Claim, text: str) -> str:
    return text if claim.qualifier == "exact" else f"{claim.qualifier.replace('_', ' ')} {text}"


def plausible_age(book: Book) -> Iterator[Finding]:
    """Yield a failing check for each age that nobody has."""
    plausible = Interval(rules().youngest_age, rules().oldest_age)
    for claim in book.claims.values():
        aged = claim.measure in ("oldest_age", "youngest_age") and claim.value is not None
        if aged and not interval(claim).meets(plausible):
            age = number_text(claim.value)
            yield Finding(
                rule="plausible_age", outcome="fails", explanation=f"Nobody is {age} years old.",
                expression=f"{age} <= {rules().oldest_age}", left=claim.value, right=rules().oldest_age,
                claims=(claim.claim_id,), exchange_id=claim.exchange_id, source_id=claim.source_id,
            )  # fmt: skip

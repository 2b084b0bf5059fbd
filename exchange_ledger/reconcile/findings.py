"""What a rule finds, before it gets its name as a row of `checks`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from exchange_ledger.identity import content_id, number_text
from exchange_ledger.reconcile.sums import Sum
from exchange_ledger.records import Check, CheckClaim, Derived


@dataclass(frozen=True, slots=True)
class Value:
    """One value that follows from a finding."""

    measure: str
    value: float
    exchange_id: str = ""
    side: str = ""
    period_start: str = ""
    period_end: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One test of the figures against each other, with the claims that it used.

    `subject` tells apart tests of one rule that look alike: a claimant, a period.
    """

    rule: str
    outcome: str
    explanation: str
    expression: str = ""
    left: float | None = None
    right: float | None = None
    claims: tuple[str, ...] = ()
    subject: tuple[str, ...] = ()
    exchange_id: str = ""
    source_id: str = ""
    quote: str = ""
    quote_start: int | None = None
    quote_end: int | None = None
    derived: tuple[Value, ...] = ()
    check_id: str = field(init=False)

    def __post_init__(self) -> None:
        """Name the check by what it tests, and not by what it finds out."""
        parts = (self.rule, self.exchange_id, self.source_id, *self.subject, self.expression, self.quote)
        object.__setattr__(self, "check_id", content_id(*parts))


def check(finding: Finding) -> Check:
    """Return the row of `checks`."""
    left, right = (None if side is None else float(side) for side in (finding.left, finding.right))
    difference = None if left is None or right is None else right - left
    return Check(
        check_id=finding.check_id, rule=finding.rule, outcome=finding.outcome, expression=finding.expression,
        left=left, right=right, difference=difference, explanation=finding.explanation,
        exchange_id=finding.exchange_id, source_id=finding.source_id, quote=finding.quote,
        quote_start=finding.quote_start, quote_end=finding.quote_end,
    )  # fmt: skip


def check_claims(finding: Finding) -> list[CheckClaim]:
    """Return the rows that link a check to its claims."""
    return [CheckClaim(check_id=finding.check_id, claim_id=name) for name in sorted(set(finding.claims))]


def derived(finding: Finding) -> list[Derived]:
    """Return the rows of `derived` that follow from a finding."""
    return [
        Derived(
            derived_id=content_id(
                value.measure, value.exchange_id, value.side, value.period_start, value.period_end,
                number_text(value.value),
            ),
            exchange_id=value.exchange_id, measure=value.measure, side=value.side, period_start=value.period_start,
            period_end=value.period_end, value=value.value, check_id=finding.check_id,
        )
        for value in finding.derived
    ]  # fmt: skip


def from_sum(rule: str, found: Sum, outcome: str, explanation: str, subject: Iterable[str] = ()) -> Finding:
    """Return the finding for a sum."""
    return Finding(
        rule=rule, outcome=outcome, explanation=explanation, expression=found.expression, left=found.left,
        right=found.target.value, claims=found.claims, subject=tuple(subject),
    )  # fmt: skip


def many(number: float, noun: str) -> str:
    """Return a number with its noun: `1 exchange`, `9 exchanges`."""
    return f"{number_text(number)} {noun}{'' if number == 1 else 's'}"


def unique(findings: Iterable[Finding]) -> dict[str, Finding]:
    """Return findings by name; of two with one name the first stays."""
    found: dict[str, Finding] = {}
    for finding in findings:
        found.setdefault(finding.check_id, finding)
    return found

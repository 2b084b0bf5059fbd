"""The tests of the figures against each other: each rule has a page, and each test an address on it."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property

from exchange_ledger import vocabulary
from exchange_ledger.records import Check, Derived, Source
from exchange_ledger.render import wording
from exchange_ledger.render.evidence import Card, card
from exchange_ledger.render.tables import Package

OUTCOMES = ("fails", "open", "holds")


@dataclass(frozen=True, slots=True)
class CheckView:
    """One check with the claims that it used and the values that follow from it."""

    check: Check
    cards: tuple[Card, ...]
    derived: tuple[Derived, ...]
    source: Source | None

    @property
    def address(self) -> str:
        """Its permalink, from the site's root."""
        return address(self.check)

    @property
    def missing(self) -> float:
        """The amount by which its sides differ; 0 where there is none to tell."""
        return abs(self.check.difference or 0)

    @property
    def silent(self) -> bool:
        """Whether only one claim is known, so that there is nothing to compare it with."""
        one_sided = (self.check.left is None) != (self.check.right is None)
        return self.check.outcome == "open" and one_sided and len(self.cards) == 1


@dataclass(frozen=True)
class RulePage:
    """One rule with everything that it was asked of, the failing first, then the open, then what holds."""

    name: str
    question: str
    views: tuple[CheckView, ...]

    @property
    def title(self) -> str:
        """Its name in words."""
        return wording.rule(self.name)

    @property
    def slug(self) -> str:
        """Name of its page."""
        return slug(self.name)

    @cached_property
    def counts(self) -> Counter[str]:
        """Its tests by outcome."""
        return Counter(view.check.outcome for view in self.views)

    def of(self, outcome: str) -> list[CheckView]:
        """Return its tests with an outcome; those with only one number to compare come by `silent`."""
        return [view for view in self.views if view.check.outcome == outcome and not view.silent]

    @cached_property
    def silent(self) -> list[CheckView]:
        """The tests in which one side is silent."""
        return [view for view in self.views if view.silent]


def slug(rule: str) -> str:
    """Return the name of a rule's page."""
    return rule.replace("_", "-")


def address(check: Check) -> str:
    """Return the permalink of a check, from the site's root."""
    return f"checks/{slug(check.rule)}/#check-{check.check_id}"


def checks(package: Package) -> list[CheckView]:
    """Return every check, the failing first, then the open, then those that hold."""
    ordered = sorted(
        package.ledger.checks, key=lambda row: (OUTCOMES.index(row.outcome), row.rule, row.exchange_id, row.check_id)
    )
    return [
        CheckView(
            check,
            tuple(card(package, claim) for claim in package.claims_of_check.get(check.check_id, ())),
            tuple(package.derived_of_check.get(check.check_id, ())),
            package.source.get(check.source_id),
        )
        for check in ordered
    ]


def rule_pages(views: list[CheckView]) -> list[RulePage]:
    """Return a page for each rule that was asked of anything, in the order of the vocabulary."""
    known, grouped = vocabulary.check_rules(), defaultdict[str, list[CheckView]](list)
    for view in views:
        grouped[view.check.rule].append(view)
    ordered = [*(name for name in known if name in grouped), *sorted(grouped.keys() - known.keys())]
    return [RulePage(name, known[name].question if name in known else "", tuple(grouped[name])) for name in ordered]

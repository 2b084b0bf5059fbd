"""The figures of an exchange and its parts, each with the claims behind it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from exchange_ledger.records import Check, Derived, Exchange
from exchange_ledger.render import wording
from exchange_ledger.render.evidence import Card, card
from exchange_ledger.render.tables import Package

FIGURES = {
    "returned_to_ukraine": "Returned to Ukraine",
    "returned_to_russia": "Returned to Russia",
    "civilians_to_ukraine": "Civilians among those returned to Ukraine",
    "bodies_to_ukraine": "Bodies returned to Ukraine",
    "bodies_to_russia": "Bodies returned to Russia",
    "sequence_number": "Official number of the exchange",
    "status": "Status",
    "framework": "Agreement",
}
"""Columns of exchanges that are shown as figures, in this order, with their labels."""

_DERIVED = {
    ("sequence_number", ""): "sequence_number",
    ("people_returned", "ukraine"): "returned_to_ukraine",
    ("people_returned", "russia"): "returned_to_russia",
}
_ALWAYS = ("returned_to_ukraine", "returned_to_russia")
_ROLES = ("supports", "disputes", "superseded", "")
BASES = ("quoted", "linked", "unconfirmed", "withdrawn")


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the fact sheet: its value in words, its standing, and the cards behind it."""

    name: str
    label: str
    value: str
    basis: str
    cards: tuple[Card, ...] = ()
    derived: Derived | None = None
    check: Check | None = None

    @property
    def rivals(self) -> tuple[Card, ...]:
        """One card for each other value that a source gives, in the order of the cards."""
        rivals = [card for card in self.cards if card.role == "disputes"]
        firsts = {(card.value, card.claim.claimant): card for card in reversed(rivals)}
        return tuple(card for card in rivals if firsts[card.value, card.claim.claimant] is card)

    @property
    def deciding(self) -> Card | None:
        """The card whose value the figure is."""
        return next((card for card in self.cards if card.decides), None)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the people of one side, with every card that states it."""

    side: str
    dimension: str
    category: str
    measure: str
    cards: tuple[Card, ...]

    @property
    def label(self) -> str:
        """Title of the part."""
        return wording.category(self.dimension, self.category)

    @property
    def leading(self) -> Card:
        """The card whose value is shown first: a number before none, quoted before linked."""
        return min(
            self.cards, key=lambda card: (card.claim.value is None, BASES.index(card.basis), -(card.claim.value or 0))
        )

    @property
    def values(self) -> tuple[str, ...]:
        """The different values that are given, the leading one first."""
        return tuple(dict.fromkeys([self.leading.value, *(card.value for card in self.cards)]))


def order(shown: Card) -> tuple[int, int, bool, int, str, str]:
    """Return the place of a card among those of its figure: what decides, then what supports, then what disputes."""
    return (
        not shown.decides,
        _ROLES.index(shown.role),
        shown.claim.value is None,
        BASES.index(shown.basis),
        shown.claim.claimant,
        shown.claim.claim_id,
    )


def _value(exchange: Exchange, name: str) -> str:
    value = getattr(exchange, name)
    if name == "status":
        return wording.STATUSES[exchange.status]
    if name == "sequence_number":
        return wording.ordinal(value) if value is not None else ""
    if isinstance(value, str):
        return value
    return wording.hedged(value, getattr(exchange, f"{name}_qualifier", "exact"))


def _standing(exchange: Exchange, name: str, cards: Sequence[Card], derived: Derived | None) -> str:
    if name == "sequence_number" and exchange.sequence_basis == "derived":
        return "derived"
    value = next((shown.value for shown in cards if shown.decides), _value(exchange, name))
    supporting = [
        shown.basis for shown in cards if shown.decides or (shown.role == "supports" and shown.value == value)
    ]
    if supporting:
        return min(supporting, key=BASES.index)
    return "derived" if derived else ""


def figures_of(package: Package, exchange: Exchange) -> list[Figure]:
    """Return the figures that are known or spoken of, and always those of the two sides."""
    cards: dict[str, list[Card]] = defaultdict(list)
    for row in package.evidence_of_exchange.get(exchange.exchange_id, ()):
        cards[row.field].append(card(package, package.claim[row.claim_id], row.role, row.decides, row.reason))
    derived = {
        _DERIVED.get((row.measure, row.side), ""): row
        for row in package.derived_of_exchange.get(exchange.exchange_id, ())
    }
    return [
        _figure(package, exchange, name, sorted(cards.get(name, ()), key=order), derived.get(name))
        for name in FIGURES
        if cards.get(name) or name in _shown(exchange) or name in derived
    ]


def _shown(exchange: Exchange) -> set[str]:
    known = {name for name in FIGURES if getattr(exchange, name) not in (None, "")}
    return known | (set(_ALWAYS) if exchange.kind != "bodies" and exchange.status == "completed" else set())


def _figure(package: Package, exchange: Exchange, name: str, cards: list[Card], derived: Derived | None) -> Figure:
    check = package.check.get(derived.check_id) if derived else None
    standing = _standing(exchange, name, cards, derived)
    return Figure(name, FIGURES[name], _value(exchange, name), standing, tuple(cards), derived, check)


def parts_of(package: Package, exchange: Exchange) -> list[Part]:
    """Return the parts of the people, or of the bodies, of either side."""
    grouped: dict[tuple[str, str, str, str], list[Card]] = defaultdict(list)
    for claim in package.claims_of_exchange.get(exchange.exchange_id, ()):
        if claim.dimension and claim.measure in ("people_returned", "bodies_returned"):
            grouped[claim.side, claim.dimension, claim.category, claim.measure].append(card(package, claim))
    return [Part(*key, cards=tuple(sorted(cards, key=order))) for key, cards in sorted(grouped.items())]

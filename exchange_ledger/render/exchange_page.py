"""One exchange as a reader sees it: figures with their evidence, parts, who says what, checks, neighbours."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from exchange_ledger.package.tables import csv_text
from exchange_ledger.records import Check, Claim, Derived, Exchange, Withdrawn
from exchange_ledger.render import wording
from exchange_ledger.render.evidence import Card, basis, card
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
_BASES = ("quoted", "linked", "unconfirmed", "withdrawn")


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

    @property
    def bases(self) -> str:
        """How the cards stand, counted: `1 quoted, 5 linked`."""
        return counted(card.basis for card in self.cards)


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
            self.cards, key=lambda card: (card.claim.value is None, _BASES.index(card.basis), -(card.claim.value or 0))
        )

    @property
    def values(self) -> tuple[str, ...]:
        """The different values that are given, the leading one first."""
        return tuple(dict.fromkeys([self.leading.value, *(card.value for card in self.cards)]))


@dataclass(frozen=True)
class ExchangePage:
    """Everything that the page of one exchange shows."""

    exchange: Exchange
    figures: tuple[Figure, ...]
    parts: tuple[Part, ...]
    others: tuple[Card, ...]
    mediators: tuple[tuple[str, tuple[Card, ...]], ...]
    checks: tuple[Check, ...]
    matrix: tuple[tuple[str, dict[str, tuple[Card, ...]]], ...]
    before: Exchange | None = None
    after: Exchange | None = None
    places: tuple[tuple[str, tuple[Card, ...]], ...] = ()
    claims: tuple[Card, ...] = ()
    withdrawn: tuple[Withdrawn, ...] = ()

    @cached_property
    def title(self) -> str:
        """Heading of the page: its day, with the number of the day's exchange from the second on."""
        return title(self.exchange)

    @cached_property
    def figure(self) -> dict[str, Figure]:
        """Figures by name."""
        return {figure.name: figure for figure in self.figures}

    @cached_property
    def groups(self) -> tuple[tuple[str, str, tuple[Part, ...]], ...]:
        """Parts by side and dimension: side, dimension, parts, the largest first."""
        grouped: dict[tuple[str, str], list[Part]] = defaultdict(list)
        for part in self.parts:
            grouped[part.side, part.dimension].append(part)
        return tuple(
            (side, dimension, tuple(sorted(parts, key=lambda part: (-(part.leading.claim.value or 0), part.category))))
            for (side, dimension), parts in sorted(grouped.items(), key=lambda item: (item[0][0] != "ukraine", item[0]))
        )

    def of(self, side: str) -> int | None:
        """Return how many people were returned to a side: what its parts are parts of."""
        return {"ukraine": self.exchange.returned_to_ukraine, "russia": self.exchange.returned_to_russia}.get(side)

    @cached_property
    def changed(self) -> str:
        """The last day on which a source about it was published or read, or an editor decided (ISO 8601)."""
        days = [self.exchange.date] + [shown.source.published for shown in self.claims]
        return max((day for day in days if len(day) == 10), default=f"{self.year}-01-01")

    @cached_property
    def claims_csv(self) -> str:
        """The claims about it, as the table of claims holds them."""
        return csv_text(Claim, [shown.claim for shown in self.claims])

    @property
    def year(self) -> str:
        """Year of the exchange."""
        return self.exchange.date[:4]

    @property
    def rank(self) -> int:
        """Place of the best evidence among the standings, 0 for quoted."""
        return _BASES.index(self.exchange.standing)

    @property
    def has_civilians(self) -> bool:
        """Whether a claim says that civilians were among those returned to Ukraine, with or without a number."""
        parts = [part for part in self.parts if (part.side, part.category) == ("ukraine", "civilians")]
        return bool(self.exchange.civilians_to_ukraine) or any(part.leading.claim.value != 0 for part in parts)

    @cached_property
    def search_text(self) -> str:
        """What the filter of the index looks in: date, number, mediators, places, status; in small letters."""
        words = [self.title, self.exchange.exchange_id, wording.STATUSES[self.exchange.status], self.exchange.framework]
        words += [figure.value for figure in self.figures]
        words += [name for name, _ in (*self.mediators, *self.places)]
        return " ".join(words).lower()

    @cached_property
    def lead(self) -> str:
        """One sentence that says what is known."""
        return lead(self.exchange, [name for name, _ in self.mediators])


def title(exchange: Exchange) -> str:
    """Return the exchange's name in words: `31 January 2024`, `14 September 2024 (2)`."""
    suffix = exchange.exchange_id.removeprefix(exchange.date).lstrip("-")
    return wording.date(exchange.date) + (f" ({suffix})" if suffix else "")


def counted(names: Iterable[str]) -> str:
    """Return how often each name comes, in the order of standing."""
    found = list(names)
    return ", ".join(f"{found.count(name)} {name}" for name in _BASES if name in found)


def lead(exchange: Exchange, mediators: Sequence[str] = ()) -> str:
    """Return one sentence about the exchange: what is known and nothing that is not."""
    ukraine = wording.hedged(exchange.returned_to_ukraine, exchange.returned_to_ukraine_qualifier)
    russia = wording.hedged(exchange.returned_to_russia, exchange.returned_to_russia_qualifier)
    known = [f"{ukraine} people returned to Ukraine"] if exchange.returned_to_ukraine is not None else []
    known += [f"{russia} to Russia"] if known and exchange.returned_to_russia is not None else []
    if not known and exchange.returned_to_russia is not None:
        known = [f"{russia} people returned to Russia"]
    for count, side in ((exchange.bodies_to_ukraine, "Ukraine"), (exchange.bodies_to_russia, "Russia")):
        if count is not None:
            known.append(f"{wording.number(count)} bodies of the fallen to {side}")
    if exchange.status == "disrupted":
        return "The exchange planned for this day was called off."
    sentence = " and ".join(known) if known else _without_number(exchange)
    number = ""
    if exchange.sequence_number is not None:
        number = f" It was the {wording.ordinal(exchange.sequence_number)} exchange by Ukraine’s count."
    helped = f" Mediator{'s' if len(mediators) > 1 else ''}: {_listed(mediators)}." if mediators else ""
    return sentence[:1].upper() + sentence[1:] + "." + number + helped


def _without_number(exchange: Exchange) -> str:
    withheld = "withheld" in (exchange.returned_to_ukraine_qualifier, exchange.returned_to_russia_qualifier)
    if withheld:
        return "the number of people returned was withheld"
    if exchange.status == "announced":
        return "an exchange was announced for this day"
    return "no source gives a number of people returned"


def _listed(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def _order(shown: Card) -> tuple[int, int, bool, int, str, str]:
    return (
        not shown.decides,
        _ROLES.index(shown.role),
        shown.claim.value is None,
        _BASES.index(shown.basis),
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
        return min(supporting, key=_BASES.index)
    return "derived" if derived else ""


def _figures(package: Package, exchange: Exchange) -> list[Figure]:
    """Return the figures that are known or spoken of, and always those of the two sides."""
    cards: dict[str, list[Card]] = defaultdict(list)
    for row in package.evidence_of_exchange.get(exchange.exchange_id, ()):
        cards[row.field].append(card(package, package.claim[row.claim_id], row.role, row.decides, row.reason))
    derived = {
        _DERIVED.get((row.measure, row.side), ""): row
        for row in package.derived_of_exchange.get(exchange.exchange_id, ())
    }
    return [
        _figure(package, exchange, name, sorted(cards.get(name, ()), key=_order), derived.get(name))
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


def _parts(package: Package, exchange: Exchange) -> list[Part]:
    grouped: dict[tuple[str, str, str, str], list[Card]] = defaultdict(list)
    for claim in package.claims_of_exchange.get(exchange.exchange_id, ()):
        if claim.dimension and claim.measure in ("people_returned", "bodies_returned"):
            grouped[claim.side, claim.dimension, claim.category, claim.measure].append(card(package, claim))
    return [Part(*key, cards=tuple(sorted(cards, key=_order))) for key, cards in sorted(grouped.items())]


def _matrix(claims: Iterable[Card]) -> tuple[tuple[str, dict[str, tuple[Card, ...]]], ...]:
    """Return a row for each subject: its title, and by the claimant's side one card for each value."""
    rows: dict[str, dict[str, dict[str, Card]]] = {}
    for shown in claims:
        if shown.basis not in ("withdrawn", "unconfirmed"):
            sides = rows.setdefault(shown.subject, {"ukraine": {}, "russia": {}, "third": {}})
            sides[shown.claim.claimant_side].setdefault(f"{shown.value} {shown.claim.claimant}", shown)
    ordered = sorted(rows.items(), key=lambda item: (_weight(item[0]), item[0]))
    return tuple((name, {side: tuple(cards.values()) for side, cards in sides.items()}) for name, sides in ordered)


def _weight(subject: str) -> int:
    for weight, start in enumerate(("People returned to Ukraine", "People returned to Russia", "Bodies")):
        if subject == start:
            return weight
        if subject.startswith(start):
            return weight + 10
    return 30


def _anchored(groups: Sequence[Sequence[Card]]) -> list[tuple[Card, ...]]:
    """Return the groups with `first` true for exactly one card of each claim, the first to be shown."""
    seen: set[str] = set()
    result = []
    for group in groups:
        marked = []
        for shown in group:
            marked.append(replace(shown, first=shown.claim.claim_id not in seen))
            seen.add(shown.claim.claim_id)
        result.append(tuple(marked))
    return result


def exchange_page(package: Package, exchange: Exchange) -> ExchangePage:
    """Return what the page of one exchange shows; every claim about it is on the page, with one anchor."""
    figures, parts = _figures(package, exchange), _parts(package, exchange)
    claims = package.claims_of_exchange.get(exchange.exchange_id, [])
    mediators, places = _mediators(package, exchange), _places(package, claims)
    shown: list[Sequence[Card]] = [figure.cards for figure in figures]
    shown += [cards for _, cards in (*mediators, *places)] + [part.cards for part in parts]
    known = {seen.claim.claim_id for group in shown for seen in group}
    rest = [card(package, claim) for claim in claims if claim.claim_id not in known]
    anchored = iter(_anchored([*shown, sorted(rest, key=_rest_order)]))
    figures = [replace(figure, cards=next(anchored)) for figure in figures]
    mediators = [(name, next(anchored)) for name, _ in mediators]
    places = [(name, next(anchored)) for name, _ in places]
    parts = [replace(part, cards=next(anchored)) for part in parts]
    before, after = _neighbours(package, exchange)
    return ExchangePage(
        exchange=exchange,
        figures=tuple(figures),
        parts=tuple(parts),
        others=next(anchored),
        mediators=tuple(mediators),
        checks=tuple(package.checks_of_exchange.get(exchange.exchange_id, ())),
        matrix=_matrix(sorted((card(package, claim) for claim in claims), key=_order)),
        before=before,
        after=after,
        claims=tuple(card(package, claim) for claim in claims),
        withdrawn=tuple(package.withdrawn_of_exchange.get(exchange.exchange_id, ())),
        places=tuple(places),
    )


def _rest_order(shown: Card) -> tuple[str, str]:
    return shown.subject, shown.claim.claim_id


def _mediators(package: Package, exchange: Exchange) -> list[tuple[str, tuple[Card, ...]]]:
    """Return each mediator with the claims that name it."""
    rows = package.mediators_of_exchange.get(exchange.exchange_id, ())
    return _named((row.mediator, card(package, package.claim[row.claim_id])) for row in rows)


def _places(package: Package, claims: Iterable[Claim]) -> list[tuple[str, tuple[Card, ...]]]:
    """Return each place of the handover with the claims that name it."""
    return _named((claim.text_value, card(package, claim)) for claim in claims if claim.measure == "location")


def _named(pairs: Iterable[tuple[str, Card]]) -> list[tuple[str, tuple[Card, ...]]]:
    grouped: dict[str, list[Card]] = defaultdict(list)
    for name, shown in pairs:
        grouped[name].append(shown)
    return [(name, tuple(sorted(cards, key=_order))) for name, cards in sorted(grouped.items())]


def _neighbours(package: Package, exchange: Exchange) -> tuple[Exchange | None, Exchange | None]:
    ordered = chronological(package)
    place = ordered.index(exchange)
    return (
        ordered[place - 1] if place else None,
        ordered[place + 1] if place + 1 < len(ordered) else None,
    )


def chronological(package: Package) -> list[Exchange]:
    """Return all exchanges, the earliest first."""
    return sorted(package.ledger.exchanges, key=lambda exchange: (exchange.date, exchange.exchange_id))


def standing_of(package: Package, exchange: Exchange) -> str:
    """Return how the exchange's claims stand, counted."""
    return counted(basis(claim) for claim in package.claims_of_exchange.get(exchange.exchange_id, ()))

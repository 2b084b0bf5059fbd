"""One exchange as a reader sees it: figures with their evidence, parts, who says what, checks, neighbours."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from exchange_ledger.package.tables import csv_text
from exchange_ledger.records import Check, Claim, Exchange, Withdrawn
from exchange_ledger.render import wording
from exchange_ledger.render.evidence import Card, card
from exchange_ledger.render.figures import BASES, Figure, Part, figures_of, order, parts_of
from exchange_ledger.render.lead import lead, title
from exchange_ledger.render.tables import Package


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
    def notes(self) -> tuple[Card, ...]:
        """Every claim once, in the order in which the page shows them: the endnotes of the printed page."""
        groups = [figure.cards for figure in self.figures]
        groups += [cards for _, cards in (*self.mediators, *self.places)]
        groups += [part.cards for _, _, parts in self.groups for part in parts] + [self.others]
        return tuple(shown for cards in groups for shown in cards if shown.first)

    @cached_property
    def note(self) -> dict[str, int]:
        """Numbers of the endnotes, from 1, by the ids of their claims."""
        return {shown.claim.claim_id: number for number, shown in enumerate(self.notes, 1)}

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
        return BASES.index(self.exchange.standing)

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
            first = shown.claim.claim_id not in seen
            marked.append(shown if shown.first == first else replace(shown, first=first))
            seen.add(shown.claim.claim_id)
        result.append(tuple(marked))
    return result


def exchange_page(package: Package, exchange: Exchange) -> ExchangePage:
    """Return what the page of one exchange shows; every claim about it is on the page, with one anchor."""
    figures, parts = figures_of(package, exchange), parts_of(package, exchange)
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
    before, after = neighbours(package, exchange)
    return ExchangePage(
        exchange=exchange,
        figures=tuple(figures),
        parts=tuple(parts),
        others=next(anchored),
        mediators=tuple(mediators),
        checks=tuple(package.checks_of_exchange.get(exchange.exchange_id, ())),
        matrix=_matrix(sorted((card(package, claim) for claim in claims), key=order)),
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
    return [(name, tuple(sorted(cards, key=order))) for name, cards in sorted(grouped.items())]


def neighbours(package: Package, exchange: Exchange) -> tuple[Exchange | None, Exchange | None]:
    """Return the exchanges before and after one in time."""
    ordered, place = package.chronological, package.place_in_time[exchange.exchange_id]
    return (
        ordered[place - 1] if place else None,
        ordered[place + 1] if place + 1 < len(ordered) else None,
    )


def chronological(package: Package) -> list[Exchange]:
    """Return all exchanges, the earliest first."""
    return package.chronological

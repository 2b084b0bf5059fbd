"""Parts against their total: branches, ranks, soldiers and civilians, as each claimant gives them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from exchange_ledger import vocabulary
from exchange_ledger.identity import number_text
from exchange_ledger.reconcile.book import Book
from exchange_ledger.reconcile.days import in_words
from exchange_ledger.reconcile.findings import Finding, Value
from exchange_ledger.reconcile.headline import TOTALS
from exchange_ledger.reconcile.intervals import Interval, interval
from exchange_ledger.reconcile.rules import Part, Partition, rules
from exchange_ledger.records import Claim

PARTED = ("people_returned", "people_held")


@dataclass(frozen=True, slots=True)
class Whole:
    """Everything that is said of the same people: of one exchange or period, one measure and one side."""

    exchange_id: str
    period: tuple[str, str]
    measure: str
    side: str
    claims: tuple[Claim, ...]
    headline: Claim | None

    def named(self) -> str:
        """Return in words what is counted."""
        return f"on {in_words(self.exchange_id[:10])}" if self.exchange_id else f"up to {in_words(self.period[1])}"


def wholes(book: Book) -> Iterator[Whole]:
    """Yield everything that is said of the same people, in the order of exchanges and periods."""
    groups: dict[tuple[str, str, str, str, str], list[Claim]] = defaultdict(list)
    for claim in book.claims.values():
        about = claim.exchange_id or claim.scope == "period"
        if about and claim.measure in PARTED and claim.value is not None and claim.side in TOTALS:
            key = claim.exchange_id, claim.period_start, claim.period_end, claim.measure, claim.side
            groups[key].append(claim)
    for (name, start, end, measure, side), claims in sorted(groups.items()):
        if any(claim.dimension for claim in claims):
            verdict = book.by_exchange[name].verdicts[TOTALS[side].name] if name else None
            ordered = tuple(sorted(claims, key=_in_text))
            yield Whole(name, (start, end), measure, side, ordered, verdict.claim if verdict else None)


def parts_sum_to_total(book: Book) -> Iterator[Finding]:
    """Yield, for each claimant and each way of dividing, whether the parts make up the total."""
    for whole in wholes(book):
        for claims in _lists(whole.claims):
            for partition in rules().partitions:
                parts = _parts(claims, partition)
                if len(parts) > 1:
                    yield _summed(whole, claims, partition, parts)


def _lists(claims: Sequence[Claim]) -> list[list[Claim]]:
    """Return what each claimant says; one whose sources give different numbers for a part is heard source by source."""
    by_claimant: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_claimant[claim.claimant].append(claim)
    found = []
    for name in sorted(by_claimant):
        values: dict[Part, set[float | None]] = defaultdict(set)
        for claim in by_claimant[name]:
            values[claim.dimension, claim.category].add(claim.value)
        parts = {part: told for part, told in values.items() if part[0]}
        split = any(len(told) > 1 for told in parts.values())
        found += _by_source(by_claimant[name]) if split else [by_claimant[name]]
    return found


def _by_source(claims: Iterable[Claim]) -> list[list[Claim]]:
    found: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        found[claim.source_id].append(claim)
    return [found[name] for name in sorted(found)]


def _parts(claims: Sequence[Claim], partition: Partition) -> list[Claim]:
    """Return the claims for the parts of a partition, all of them or none, in the order of the text."""
    wanted = [part for part in partition.parts if part[1] != "*"]
    first: dict[Part, Claim] = {}
    for claim in claims:
        part = claim.dimension, claim.category
        if part in partition.parts or (claim.dimension, "*") in partition.parts:
            first.setdefault(part, claim)
    return list(first.values()) if all(part in first for part in wanted) else []


@cache
def _places() -> dict[str, int]:
    """Return the place of each category in the vocabulary."""
    return {category: place for place, category in enumerate(vocabulary.categories())}


def _in_text(claim: Claim) -> tuple[object, ...]:
    """Return where a number stands: quoted ones by their place in the text, linked ones as in the vocabulary."""
    start = claim.quote_start or 0
    within = claim.quote.find(number_text(claim.value))
    return (
        claim.evidence != "quote",
        claim.source_id,
        start + max(within, 0),
        _places().get(claim.category, -1),
        claim.claim_id,
    )


@dataclass(frozen=True, slots=True)
class Target:
    """A count that parts can make up, with the claims to add to them.

    `sure`: no people can be missing from the parts, as civilians can from the ranks of those returned.
    """

    claim: Claim
    beside: tuple[Claim, ...] = ()
    sure: bool = True


def _summed(whole: Whole, claims: Sequence[Claim], partition: Partition, parts: Sequence[Claim]) -> Finding:
    targets = list(_targets(whole, claims, partition, parts))
    if not targets:
        return _without_total(whole, parts)
    outer = _outer(parts)
    for counted in (parts, outer):
        for target in targets:
            if _span([*counted, *target.beside]).meets(interval(target.claim)):
                return _finding(whole, (*counted, *target.beside), target.claim, "holds")
    best = min(targets, key=lambda target: not target.sure)
    limit = interval(best.claim)
    if _span([*outer, *best.beside]).low > limit.high or (partition.whole and best.sure):
        return _finding(whole, (*parts, *best.beside), best.claim, "fails")
    short = _span([*parts, *best.beside]).high < limit.low
    return _finding(whole, (*(parts if short else outer), *best.beside), best.claim, "open")


def _outer(parts: Sequence[Claim]) -> list[Claim]:
    """Return the parts without those that may be counted within another of them."""
    named = {(claim.dimension, claim.category) for claim in parts}
    inner = {category for part in named for category in rules().within.get(part, ())}
    return [claim for claim in parts if claim.category not in inner]


def _targets(whole: Whole, claims: Sequence[Claim], partition: Partition, parts: Sequence[Claim]) -> Iterator[Target]:
    """Yield the counts that the parts can make up, the likeliest first."""
    total = _stated(whole, claims, parts, ("", ""))
    group = _stated(whole, claims, parts, partition.of) if partition.of else None
    stated = (_stated(whole, claims, parts, part) for part in partition.beside)
    beside = tuple(claim for claim in stated if claim is not None)
    if total is not None:
        complete = len(beside) == len(partition.beside)
        yield Target(total, beside if complete else (), sure=complete)
    if group is not None:
        yield Target(group)


def _stated(whole: Whole, claims: Sequence[Claim], parts: Sequence[Claim], part: Part) -> Claim | None:
    """Return a count by the same claimant, or else in the same source, or else the exchange's own value.

    The two sides' counts are never mixed.
    """
    side = _view(parts[0])
    sources = {claim.source_id for claim in parts}
    near = [claim for claim in whole.claims if claim.source_id in sources]
    headline = [whole.headline] if whole.headline is not None and not part[0] else []
    for pool in (claims, near, headline, whole.claims):
        found = [claim for claim in pool if (claim.dimension, claim.category) == part and _view(claim) == side]
        if found:
            return min(found, key=lambda claim: claim.source_id not in sources)
    return None


def _view(claim: Claim) -> str:
    return "russia" if claim.claimant_side == "russia" else "ukraine"


def _span(claims: Iterable[Claim]) -> Interval:
    span = Interval(0, 0)
    for claim in claims:
        span += interval(claim)
    return span


def _finding(whole: Whole, parts: Sequence[Claim], target: Claim, outcome: str) -> Finding:
    left = sum(claim.value or 0 for claim in parts)
    right = target.value or 0
    terms = [number_text(claim.value) for claim in parts]
    sign = "=" if left == right or outcome != "holds" else "~"
    expression = f"{' + '.join(terms)} {sign} {number_text(right)}"
    if outcome == "open":
        expression = f"{' - '.join([number_text(right), *terms])} = {number_text(right - left)}"
    end = {
        "holds": "",
        "fails": f" They differ by {number_text(abs(right - left))}.",
        "open": f" {number_text(right - left)} are in no part that is named.",
    }
    return Finding(
        rule="parts_sum_to_total", outcome=outcome, expression=expression, left=left, right=right,
        explanation=f"{_counted(whole, parts)}, against {_whose(target)}.{end[outcome]}",
        claims=tuple(claim.claim_id for claim in (*parts, target)), exchange_id=whole.exchange_id,
        subject=(whole.measure, whole.side, *whole.period, parts[0].claimant),
    )  # fmt: skip


def _counted(whole: Whole, parts: Sequence[Claim]) -> str:
    names = [_title(claim) for claim in parts]
    return f"{', '.join(names[:-1])} and {names[-1]} {whole.named()}, counted by {parts[0].claimant}"


def _title(claim: Claim) -> str:
    titles: Mapping[str, str] = vocabulary.dimensions()[claim.dimension].categories
    return titles[claim.category]


def _whose(target: Claim) -> str:
    what = f"the {_title(target)} " if target.dimension else "the total "
    return f"{what}given by {target.claimant}"


def _without_total(whole: Whole, parts: Sequence[Claim]) -> Finding:
    """Return that nobody gives the total; soldiers and civilians whom their own side counts make it up."""
    left = sum(claim.value or 0 for claim in parts)
    expression = f"{' + '.join(number_text(claim.value) for claim in parts)} = {number_text(left)}"
    groups = {(claim.dimension, claim.category) for claim in parts}
    own = all(claim.claimant_side == whole.side and claim.qualifier == "exact" for claim in parts)
    follows = groups == {("status", "military"), ("status", "civilians")} and own and whole.exchange_id
    value = Value(whole.measure, left, whole.exchange_id, whole.side)
    return Finding(
        rule="parts_sum_to_total", outcome="open", expression=expression, left=left,
        explanation=f"{_counted(whole, parts)}; no source gives the total.",
        claims=tuple(claim.claim_id for claim in parts), exchange_id=whole.exchange_id,
        subject=(whole.measure, whole.side, *whole.period, parts[0].claimant), derived=(value,) if follows else (),
    )  # fmt: skip


def part_within_total(book: Book) -> Iterator[Finding]:
    """Yield a failing check for each part that is larger than the total of the same claimant or source."""
    for whole in wholes(book):
        for claim in whole.claims:
            if claim.dimension and claim.category != "outside_exchange":
                total = _stated(whole, _same_claimant(whole.claims, claim), [claim], ("", ""))
                if total is not None and interval(claim).low > interval(total).high:
                    yield _too_large(whole, claim, total)


def _same_claimant(claims: Sequence[Claim], claim: Claim) -> list[Claim]:
    return [other for other in claims if other.claimant == claim.claimant]


def _too_large(whole: Whole, part: Claim, total: Claim) -> Finding:
    return Finding(
        rule="part_within_total", outcome="fails", left=part.value, right=total.value,
        expression=f"{number_text(part.value)} <= {number_text(total.value)}",
        explanation=(
            f"{_title(part)} {whole.named()}, counted by {part.claimant}, are more than {_whose(total)}."
        ),
        claims=(part.claim_id, total.claim_id), exchange_id=whole.exchange_id,
        subject=(whole.measure, whole.side, *whole.period, part.claimant),
    )  # fmt: skip

"""Totals of a period: against its exchanges, against the running totals around it, against the period before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from exchange_ledger.identity import number_text
from exchange_ledger.reconcile.book import Book, Counting
from exchange_ledger.reconcile.checks.running import listed, outcome_of, remarks, what
from exchange_ledger.reconcile.days import first_day, in_words, last_day
from exchange_ledger.reconcile.findings import Finding, Value, from_sum
from exchange_ledger.reconcile.numbers import Line
from exchange_ledger.reconcile.readings import amount, stands_beside, terms
from exchange_ledger.reconcile.sums import NOTHING, Amount, Term, add_up
from exchange_ledger.reconcile.tallies import Tally, is_running, is_tally, later_terms, own_day_terms
from exchange_ledger.records import Claim


@dataclass(frozen=True, slots=True)
class Period:
    """The total of a period: what it counts, its days, and every claim that gives it; `derived` if none does."""

    counting: Counting
    start: date
    end: date
    amount: Amount
    claimant: str
    derived: bool = False

    def named(self) -> str:
        """Return the period in words."""
        if (self.start.month, self.start.day, self.end.month, self.end.day) == (1, 1, 12, 31):
            return in_words(str(self.start.year))
        return f"{in_words(self.start.isoformat())} to {in_words(self.end.isoformat())}"


def periods(book: Book) -> list[Period]:
    """Return the totals of periods, those that follow from a year's change included, the weightiest claim first."""
    found: dict[tuple[Counting, date, date, float], list[Claim]] = defaultdict(list)
    for claim in sorted(book.periods, key=book.weight):
        if is_tally(claim) and not is_running(claim) and claim.period_end:
            start, end = first_day(claim.period_start), last_day(claim.period_end)
            found[Counting.of(claim), start, _snapped(book, start, end), claim.value or 0].append(claim)
    stated = [_period(key[0], claims) for key, claims in found.items()]
    return sorted(stated, key=lambda one: (one.counting, one.start, one.end, one.amount.value))


def _snapped(book: Book, start: date, end: date) -> date:
    """Return the period's last exchange, so that totals of one year up to 30 and up to 31 December are one."""
    known = book.between(start - timedelta(1), end)
    return known[-1].day if known else end


def _period(counting: Counting, claims: Sequence[Claim]) -> Period:
    first = amount(claims[0])
    end = max(last_day(claim.period_end) for claim in claims)
    names = tuple(claim.claim_id for claim in claims)
    return Period(counting, first_day(claims[0].period_start), end, replace(first, claims=names), claims[0].claimant)


def year_on_year(book: Book, found: Sequence[Period]) -> tuple[list[Finding], list[Period]]:
    """Return what follows from each change against the period before: a check where both are told, else a total.

    The totals that no source gives come second, so that other checks can use them.
    """
    findings, derived = [], []
    for change in book.periods:
        if change.measure == "change_in_people_returned" and change.value is not None and change.qualifier == "exact":
            for total in _totals_of(change, found):
                before = _period_before(total)
                told = [
                    one
                    for one in found
                    if (one.counting, one.start, one.end) == (before.counting, before.start, before.end)
                ]
                result = replace(before, amount=_less(total.amount, change))
                findings.append(_changed(total, change, result, told))
                derived += [] if told else [result]
    return findings, derived


def _totals_of(change: Claim, found: Sequence[Period]) -> Iterator[Period]:
    for one in found:
        same = (one.counting.side, one.counting.category) == (change.side, change.category)
        days = (first_day(change.period_start), last_day(change.period_end)) if change.period_start else None
        year = one.start.month == one.start.day == 1 and one.counting.measure == "people_returned"
        if same and year and days and days[0] == one.start and days[1].year == one.end.year and one.amount.exact:
            yield one


def _period_before(total: Period) -> Period:
    """Return the year before, without its total."""
    year = total.start.year - 1
    return replace(total, start=date(year, 1, 1), end=date(year, 12, 31), derived=True, claimant="")


def _less(total: Amount, change: Claim) -> Amount:
    changed = amount(change)
    return Amount(
        total.value - changed.value, total.span - changed.span, number_text(total.value - changed.value),
        (*total.claims, *changed.claims),
    )  # fmt: skip


def _changed(total: Period, change: Claim, result: Period, told: Sequence[Period]) -> Finding:
    right = told[0].amount if told else result.amount
    agrees = right.span.meets(result.amount.span)
    words = f"{change.claimant} puts {total.named()} {number_text(change.value)} above {result.named()}"
    end = (
        "no source gives the total of that year, which follows"
        if not told
        else f"{told[0].claimant} gives {right.text}"
    )
    value = Value(
        "people_returned", result.amount.value, side=total.counting.side, period_start=result.start.isoformat(),
        period_end=result.end.isoformat(),
    )  # fmt: skip
    return Finding(
        rule="year_on_year", outcome="holds" if agrees else "fails", explanation=f"{words}; {end}.",
        expression=f"{total.amount.text} - {number_text(change.value)} = {right.text}", left=result.amount.value,
        right=right.value, claims=tuple(sorted({*result.amount.claims, *right.claims})),
        subject=(total.start.isoformat(),), derived=() if told else (value,),
    )  # fmt: skip


def period_exchanges(book: Book, numbers: Line, found: Sequence[Period]) -> Iterator[Finding]:
    """Yield, for each total of a period, whether it is the sum of the period's exchanges, and what is missing."""
    for one in found:
        result = add_up(NOTHING, terms(book.between(one.start - timedelta(1), one.end), one.counting), one.amount)
        if not result.chosen:
            continue
        complete = one.counting.plain and numbers.complete(one.start - timedelta(1), one.end)
        outcome = outcome_of(result, complete)
        told = f"{what(one.counting)}, {one.named()}: {_whose(one)}, against {listed(result)}."
        words = [told, *remarks(result, outcome)]
        yield from_sum("period_exchanges", result, outcome, " ".join(words), _subject(one))


def _subject(one: Period) -> tuple[str, ...]:
    counting = one.counting
    return counting.measure, counting.side, counting.category, counting.view, one.start.isoformat(), one.end.isoformat()


def _whose(one: Period) -> str:
    return f"{one.amount.text} as derived" if one.derived else f"{one.amount.text} ({one.claimant})"


def tally_plus_periods(
    book: Book, numbers: Line, chains: Mapping[Counting, Sequence[Tally]], found: Sequence[Period]
) -> Iterator[Finding]:
    """Yield, for each total of a period, or several in a row, whether the running totals agree with it."""
    seen: set[tuple[Tally, Tally]] = set()
    for path in sorted(_paths(book, found), key=lambda path: (-len(path), path[0].start, path[0].amount.value)):
        firm = [tally for tally in chains.get(path[0].counting, ()) if tally.amount.exact]
        before, after = _before(book, firm, path[0].start), _after(book, firm, path)
        if before is None or after is None or _beside(book, path):
            continue
        if before.high < after.low and (before, after) not in seen:
            seen.add((before, after))
            complete = numbers.complete(before.low, path[0].start - timedelta(1))
            complete = complete and numbers.complete(*sorted((path[-1].end, after.high)))
            yield _around(book, before, path, after, complete and after.counting.plain and len(path) == 1)


def _beside(book: Book, path: Sequence[Period]) -> bool:
    """Return whether an exchange of a period stands beside the official count and has no number in it."""
    known = [event for one in path for event in book.between(one.start - timedelta(1), one.end)]
    return path[0].counting.view == "ukraine" and any(stands_beside(event) and event.number is None for event in known)


def _paths(book: Book, found: Sequence[Period]) -> Iterator[list[Period]]:
    """Yield each period with those that follow it without an exchange between."""
    for one in found:
        path = [one]
        while (after := _next(book, path[-1], found)) is not None:
            path.append(after)
        yield from (path[:length] for length in range(len(path), 0, -1))


def _next(book: Book, one: Period, found: Sequence[Period]) -> Period | None:
    for other in found:
        follows = other.counting == one.counting and one.end < other.start
        if follows and not book.between(one.end, other.start - timedelta(1)) and (other.start - one.end).days <= 31:
            return other
    return None


def _before(book: Book, firm: Sequence[Tally], start: date) -> Tally | None:
    """Return the running total with which a period begins: no exchange lies between, the weightiest claim first."""
    fitting = [tally for tally in firm if tally.high < start and not book.between(tally.high, start - timedelta(1))]
    return min(fitting, key=lambda tally: book.weight(tally.claims[0]), default=None)


def _after(book: Book, firm: Sequence[Tally], path: Sequence[Period]) -> Tally | None:
    """Return the running total nearest to a period's end: with as few exchanges between as can be."""
    start, end = path[0].start, path[-1].end

    def distance(tally: Tally) -> tuple[object, ...]:
        between = book.between(min(tally.high, end), max(tally.low, end))
        return len(between), book.weight(tally.claims[0]), tally.low

    later = [tally for tally in firm if tally.low >= start and (tally.low > end or not book.between(tally.low, end))]
    return min(later, key=distance, default=None)


def _around(book: Book, before: Tally, path: Sequence[Period], after: Tally, complete: bool) -> Finding:
    later = later_terms(book, path[-1].end, after) if after.high > path[-1].end else []
    middle = [Term("", one.named(), (one.amount,)) for one in path]
    result = add_up(before.amount, [*own_day_terms(book, before), *middle, *later], after.amount)
    outcome = (
        "open"
        if result.outcome == "over" and after.low < path[-1].end and not complete
        else outcome_of(result, complete)
    )
    names = " and ".join(f"{one.named()} ({_whose(one)})" for one in path)
    words = [
        f"{what(after.counting)}: {before.named()}, then {names}, then {listed(result)}, against {after.named()}.",
        *remarks(result, outcome),
    ]
    finding = from_sum("tally_plus_periods", result, outcome, " ".join(words), _around_subject(before, path))
    return finding if outcome != "holds" or later or len(path) > 1 else _nearest_first(finding, before, path[0], after)


def _around_subject(before: Tally, path: Sequence[Period]) -> tuple[str, ...]:
    return before.counting.measure, before.counting.side, before.counting.category, path[0].start.isoformat()


def _nearest_first(finding: Finding, before: Tally, one: Period, after: Tally) -> Finding:
    """Return the sum as seen from the running total that lies nearer to the period: `3956 - 1358 = 2598`."""
    if abs((after.low - one.end).days) >= (one.start - before.high).days - 1:
        return finding
    return replace(
        finding, expression=f"{after.amount.text} - {one.amount.text} = {before.amount.text}",
        left=after.amount.value - one.amount.value, right=before.amount.value,
    )  # fmt: skip

"""Running totals: each with the one before it, several of one day, and every total of a period with its exchanges."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from exchange_ledger.identity import number_text
from exchange_ledger.reconcile.book import Book, Counting
from exchange_ledger.reconcile.chronology import Stretch
from exchange_ledger.reconcile.findings import Finding, Value, from_sum
from exchange_ledger.reconcile.intervals import interval, relation
from exchange_ledger.reconcile.numbers import Line
from exchange_ledger.reconcile.readings import terms
from exchange_ledger.reconcile.sums import Amount, Sum
from exchange_ledger.reconcile.tallies import Step, Tally
from exchange_ledger.records import Claim

WHAT = {
    "people_returned": "People returned", "bodies_returned": "Bodies handed over", "exchanges_held": "Exchanges held",
}  # fmt: skip


def stretches(steps: Sequence[Step]) -> list[Stretch]:
    """Return the times between two running totals of people returned to Ukraine that close to the person."""
    return [
        Stretch(step.before.low, step.after.high, step.sum.claims)
        for step in steps
        if step.before.counting.plain and step.before.counting.side == "ukraine"
        if step.sum.outcome == "holds" and not step.sum.missing and not step.sum.silent and _exact(step.sum.chosen)
    ]


def _exact(amounts: Iterable[Amount]) -> bool:
    return all(amount.exact for amount in amounts)


def tally_plus_exchanges(steps: Sequence[Step], numbers: Line) -> Iterator[Finding]:
    """Yield, for each running total, whether it is the one before it and the exchanges between the two."""
    apart = {tally for step in steps for tally in step.passed}
    for step in steps:
        outcome = _outcome(step, numbers)
        words = _explained(step, outcome)
        if outcome != "holds":
            words += "".join(_stands_apart(tally) for tally in (step.before, step.after) if tally in apart)
        finding = from_sum("tally_plus_exchanges", step.sum, outcome, words, _subject(step))
        yield replace(finding, derived=tuple(_derived(step, numbers)))


def _stands_apart(tally: Tally) -> str:
    return f" It is {tally.named()} that stands apart: those around it close without it."


def totals_agree(book: Book, chains: Mapping[Counting, Sequence[Tally]]) -> Iterator[Finding]:
    """Yield, for each running total that somebody gives otherwise for the same day, whether the two go together."""
    for tally in (tally for chain in chains.values() for tally in chain):
        rivals = {claim.value: claim for claim in reversed(tally.rivals)}
        yield from (_compared(book, tally, rivals[value]) for value in sorted(rivals, key=str))


def _compared(book: Book, tally: Tally, rival: Claim) -> Finding:
    meets = interval(rival).meets(tally.amount.span)
    difference = abs(tally.amount.value - (rival.value or 0))
    that_day = terms(book.between(tally.low - timedelta(1), tally.high), tally.counting)
    early = not meets and any(amount.value == difference for term in that_day for amount in term.readings)
    words = f"{what(tally.counting)}: {tally.named()}, {number_text(rival.value)} by {rival.claimant}."
    if early:
        words += " The difference is the exchange of that day: one was given before it."
    elif not meets:
        words += f" They differ by {number_text(difference)}."
    left, text = tally.amount.value, f"{tally.amount.text} {relation(rival)} {number_text(rival.value)}"
    if early:  # written out with that exchange, so that what is said to hold is a true sum
        left, sign = rival.value or 0, "-" if left > (rival.value or 0) else "+"
        text = f"{tally.amount.text} {sign} {number_text(difference)} {relation(rival)} {number_text(rival.value)}"
    return Finding(
        rule="totals_agree", outcome="holds" if meets or early else "fails", explanation=words,
        expression=text, left=left,
        right=rival.value, claims=(*tally.amount.claims, rival.claim_id),
        subject=(tally.counting.measure, tally.counting.side, tally.counting.category, tally.high.isoformat()),
    )  # fmt: skip


def _subject(step: Step) -> tuple[str, ...]:
    counting = step.before.counting
    return counting.measure, counting.side, counting.category, counting.view, step.before.high.isoformat()


def _outcome(step: Step, numbers: Line) -> str:
    return outcome_of(step.sum, numbers.complete(step.before.low, step.after.high) and step.before.counting.plain)


def outcome_of(found: Sum, complete: bool) -> str:
    """Return the outcome of a check: people who are missing are an error only if every exchange is known."""
    if found.outcome == "short":
        return "fails" if complete else "open"
    return "fails" if found.outcome == "over" else found.outcome


def _explained(step: Step, outcome: str) -> str:
    counting = step.before.counting
    told = f"{what(counting)}: {step.before.named()}, {listed(step.sum)}, {step.after.named()}."
    words = [told, *remarks(step.sum, outcome)]
    if step.passed:
        names = " and ".join(tally.named() for tally in step.passed)
        words.append(f"It closes without {names}.")
    return " ".join(words)


def what(counting: Counting) -> str:
    """Return in words what a sum counts."""
    part = f" ({counting.category.replace('_', ' ')})" if counting.category else ""
    return f"{WHAT[counting.measure]}{part}"


def listed(found: Sum) -> str:
    """Return in words which exchanges a sum adds."""
    names = [term.name for term in found.added if term.exchange_id]
    if not names:
        return "no exchange"
    if len(names) > 6:
        names = [*names[:3], f"{len(names) - 4} more", names[-1]]
    return f"the exchange{'s' if len(names) > 1 else ''} of {', '.join(names)}"


def remarks(found: Sum, outcome: str) -> Iterator[str]:
    """Yield what a reader must know about a sum."""
    hedged = [amount.text for amount in (found.start, found.target) if not amount.exact]
    if found.outcome == "holds" and hedged:
        end = "the sum lies within its hedge" if found.within_hedge else "the sum closes to the person all the same"
        yield f"The source hedges {' and '.join(hedged)}; {end}."
    people = number_text(abs(found.missing))
    if outcome == "fails":
        yield f"{people} too {'many' if found.missing < 0 else 'few'} on the left."
    if outcome == "open":
        yield (
            f"{people} are in exchanges without a count, or in exchanges that no source here reports."
            if (found.missing > 0)
            else f"{people} of those counted may stand outside of the official count."
        )
    if found.silent:
        names = [term.name for term in found.silent[:6]]
        yield f"No count for {', '.join(names)}{' and others' if len(found.silent) > 6 else ''}."
    if any(amount.cost for amount in found.chosen):
        yield "Who came outside of the exchange proper, and exchanges of the totals' own days, count as the sum needs."


def _derived(step: Step, numbers: Line) -> Iterator[Value]:
    """Yield the counts that only one reading is left for: the sum closes with it, or it alone is missing."""
    found, counting = step.sum, step.before.counting
    if not counting.plain or not _exact([found.start, found.target, *found.chosen]):
        return
    if found.outcome == "holds":
        for term, amount in zip([term for term in found.terms if term.readings], found.chosen, strict=True):
            if not term.stated and amount.text:
                yield Value("people_returned", amount.value, term.exchange_id, counting.side)
    elif _one_missing(step, numbers):
        yield Value("people_returned", found.missing, found.silent[0].exchange_id, counting.side)


def _one_missing(step: Step, numbers: Line) -> bool:
    found = step.sum
    whole = not any(term.partial for term in found.terms)
    return (
        found.outcome == "open" and whole and len(found.silent) == 1 and found.missing >= max(found.silent[0].low, 1)
        and numbers.complete(step.before.low, step.after.high)
    )  # fmt: skip

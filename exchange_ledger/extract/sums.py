"""Why a count may be a sum: over days, over a time, over several exchanges."""

from __future__ import annotations

import itertools
from typing import Final

from exchange_ledger.extract.count import BARE, NAMED, Count
from exchange_ledger.extract.moments import Reference
from exchange_ledger.extract.readings import Sentence
from exchange_ledger.extract.times import clause, lists_days, segments
from exchange_ledger.languages.chunks import Chunk

_RANKED: Final = {
    "EXCHANGE",
    "ORDEX",
    "ORDINAL",
    "TIMES",
    "CAPTIVITY",
}  # "the second exchange in two days" is one of them
_STAGES: Final = {"SPANDAY", "LASTDAY", "DAYS", "LEG", "MEDIATION", "ENDING", "UNIT"}


def summed(one: Sentence, count: Count) -> bool:
    """Whether a count is a sum over a time that its sentence does not name: "6,057 bodies in all"."""
    if altogether(one, count.at):
        return True
    return count.bodies and "TOTAL" in one.present and "TIMES" not in one.present


def altogether(one: Sentence, at: int) -> bool:
    """Whether a bare number sums up what the number before it is a part of: "51 bodies today and 78 altogether"."""
    if "TOTAL" not in one.present:
        return False
    kinds = [chunk.kind for chunk in one.chunks]
    joined = kinds[at - 1 : at] == ["AND"] and kinds[at + 1 : at + 2] == ["TOTAL"] and kinds[at] in BARE
    return joined and not NAMED.isdisjoint(kinds[:at])


def since_something(one: Sentence, at: int) -> bool:
    """Whether a sum begins with something that has no date here: "since the talks in Istanbul"."""
    _, coarse = segments(one)
    return any(
        chunk.kind == "SINCE"
        and coarse[index] == coarse[at]
        and not one.chunks[index - 1].kind.startswith(("CAPTIVITY", "HOLD.", "SEIZE."))
        and not {other.kind for other in one.chunks[max(0, index - 3) : index]} & {"ORDINAL", "ORDEX", "SUPER"}
        for index, chunk in enumerate(one.chunks)
    )


def within_a_time(one: Sentence, at: int) -> bool:
    """Whether a clause begins with how long its sum took: "in three years 500 fighters have come home"."""
    fine, coarse = segments(one)
    kinds = [chunk.kind for chunk in one.chunks]
    for index, (first, second) in enumerate(itertools.pairwise(kinds[:at])):
        opens = index == 0 or fine[index - 1] != fine[index] or kinds[index - 1] in {"QUOTE", "THAT", "COMMA"}
        if first == "FROM" and second in {"TIMESPAN", "QUANTITY"} and opens and coarse[index] == coarse[at]:
            return second == "TIMESPAN" or _so_many_days(one.chunks[index + 1])
    return False


def _so_many_days(chunk: Chunk) -> bool:
    """Whether a chunk says how many days: "over two days", "three-day"."""
    return chunk.kind == "QUANTITY" and any(part.kind == "DAYS" for part in chunk.parts)


def over_the_past(one: Sentence, at: int) -> bool:
    """Whether the time that a sum took stands behind it: "7,000 bodies over the past three years"."""
    near = [one.chunks[index] for index in clause(one, at) if index > at]
    return any(
        first.kind in {"HEDGE", "FROM"} and second.kind == "DET" and third.kind == "BEFORE" and last.kind == "TIMESPAN"
        for first, second, third, last in zip(near, near[1:], near[2:], near[3:], strict=False)
    )


def over_named_days(one: Sentence, reference: Reference | None) -> bool:
    """Whether a count has the days over which the exchange was held: "from 23 to 25 May"."""
    return reference is not None and one.chunks[reference.at].kind in {"DAYSPAN", "RANGE"}


def of_a_long_one(one: Sentence, at: int) -> bool:
    """Whether a count is that of an exchange of several days: "a two-day exchange of 95 prisoners ended on Friday"."""
    return [chunk.kind for chunk in one.chunks[max(0, at - 3) : at]] == ["QUANTITY", "EXCHANGE", "OF"]


def took_days(one: Sentence, at: int) -> bool:
    """Whether those counted came home on several days: "exchanged 500 each over two days", "in the three-day swap"."""
    for index in clause(one, at):
        chunk, before, after = one.chunks[index], one.chunks[index - 1 : index], one.chunks[index + 1 : index + 2]
        if not _so_many_days(chunk):
            continue
        ranked = {part.kind for part in one.chunks[max(0, index - 3) : index]} & _RANKED
        if any(other.get("part") or other.kind in _STAGES for other in one.chunks[max(0, index - 4) : index]):
            continue  # "the second part of a three-day swap"
        lasted = chunk.text.lower().startswith("over ") or (before and before[0].kind == "FROM")
        if (lasted and not ranked) or (after and after[0].kind in {"EXCHANGE", "ORDEX"} and "-" in chunk.text):
            return True
    return False


def over_days(one: Sentence, count: Count, found: list[Reference]) -> str:
    """Return why a number behind a list of days may sum them up: "on 13 September, 18 October - only 15 ..."."""
    if _days_of_one(one):
        return "a sum of several days"
    fine, _ = segments(one)
    own = any(fine[ref.at] == fine[count.at] for ref in found if ref.role in {"event", "period"})
    return "" if own or not lists_days(one, found, count.at) else "a sum of several days"


def _days_of_one(one: Sentence) -> bool:
    """Whether a sentence counts over days that it does not name: "in the two days of the exchange"."""
    if "QUANTITY" not in one.present:
        return False
    spans = any(map(_so_many_days, one.chunks))
    kinds = [chunk.kind for chunk in one.chunks if chunk.kind != "DET"]
    runs = (kinds[at : at + 3] for at in range(len(kinds) - 2))
    return spans and any(run in (["QUANTITY", "OF", "EXCHANGE"], ["QUANTITY", "OF", "ORDEX"]) for run in runs)


def in_several(one: Sentence, at: int) -> bool:
    """Whether a clause sums up events told before it: "in those three alone 300 came home"."""
    kinds = [chunk.kind for chunk in one.chunks[:at]]
    series = [index for index, chunk in enumerate(one.chunks[:at]) if chunk.get("vague")]
    if series and "RELATIVE" in kinds[series[0] :] and kinds[series[0] + 1 : series[0] + 3] == ["OF", "EXCHANGE"]:
        return True  # "the latest in a series of exchanges in which more than 100 came home"
    return any(
        kinds[index : index + 2] == ["FROM", "THEM"] and kinds[index + 2] in {"SMALL", "QUANTITY"}
        for index in range(len(kinds) - 2)
    )


def in_exchanges(one: Sentence, at: int) -> bool:
    """Whether a clause goes on with the exchanges that its sum took: "freed 700 in prisoner swaps", "in three"."""
    if "TIMES" not in one.present and "many" not in one.marks:
        return False
    near = [one.chunks[index] for index in clause(one, at) if index > at]
    ends = one.chunks[at].text.endswith(" in") and bool(near) and bool(near[0].get("many"))
    return ends or any(
        first.kind == "FROM" and (second.kind == "TIMES" or second.get("many"))
        for first, second in itertools.pairwise(near)
    )


def together(one: Sentence, at: int) -> bool:
    """Whether a clause says what several exchanges did together."""
    near = [one.chunks[index].kind for index in clause(one, at) if index < at]
    return ("TOTAL", "THEY") in itertools.pairwise(near)

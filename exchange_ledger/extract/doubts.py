"""Why a count goes to review: sums, tallies of one mediator, parts by home, figures of nobody's return."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from exchange_ledger.extract.count import BARE, NAMED, Count
from exchange_ledger.extract.moments import Reference
from exchange_ledger.extract.older import CORRECTS
from exchange_ledger.extract.readings import Sentence
from exchange_ledger.extract.reservations import (
    all_in_a_month,
    behind_a_sum,
    for_a_person,
    in_so_many_years,
    killed_since,
    only_begun,
    picked_out,
    recently,
    such_as_are,
)
from exchange_ledger.extract.sums import (
    in_exchanges,
    in_several,
    of_a_long_one,
    over_named_days,
    over_the_past,
    since_something,
    summed,
    together,
    took_days,
    within_a_time,
)
from exchange_ledger.extract.times import clause, segments

_SUMS, _SERIES, _SPANS = {"INTOTAL", "NUMBERNOUN"}, {"EXCHANGE", "THEM"}, {"TIMESPAN", "QUANTITY"}
_RETURN: Final = {"BRING", "COME", "SWAP", "LET", "GET", "EXCHANGE", "ORDEX", "TIMES", "HOME", "THEM", "PERIOD"}


def vague(one: Sentence, at: int | None = None) -> bool:
    """Whether a sentence only names a week, and not that of an agreement: "a swap, agreed in Istanbul last week"."""
    if not (one.marked("weeks") or one.marked("week")):
        return False
    fine, _ = segments(one)
    agreed = {fine[index] for index, chunk in enumerate(one.chunks) if chunk.kind.startswith("PLAN.")}
    return any(
        _names_a_week(one, index) and fine[index] not in agreed and (at is None or fine[index] == fine[at])
        for index in range(len(one.chunks))
    )


def _names_a_week(one: Sentence, at: int) -> bool:
    """Whether a chunk means a week, and does not only say what an ordinal counts: "the fourth this week"."""
    before = {chunk.kind for chunk in one.chunks[max(0, at - 2) : at]}
    chunk = one.chunks[at]
    return bool(chunk.get("weeks")) or (bool(chunk.get("week")) and not before & {"ORDINAL", "ORDEX", "SUPER", "OF"})


def _corrected(one: Sentence, at: int) -> bool:
    """Whether a clause gives a number only as the older one: "first reported that 94", "94 was given by mistake"."""
    near = clause(one, at)
    older = [index for index in near if one.chunks[index].kind == "OLDER"]
    inserted = any(one.chunks[index].kind == "NEGATION" for index in near)
    return bool(older) and (at > older[0] or not inserted)


def doubt(one: Sentence, count: Count, reference: Reference | None, over_a_period: bool) -> str:
    """Return why a count goes to review, or nothing."""
    for holds, reason in _reasons(one, count, reference, tally=over_a_period):
        if holds:
            return reason
    return ""


def _reasons(one: Sentence, count: Count, time: Reference | None, *, tally: bool) -> Iterator[tuple[bool, str]]:
    """Yield each reason for which a count may go to review, and whether it holds; what is not reached is not asked."""
    has, at, undated, figure = one.classes, count.at, time is None, bool(count.claim.get("figure"))
    yield "FOR" in has and for_a_person(one, count, undated), "a leg of a deal"
    yield not has.isdisjoint(_SUMS) and behind_a_sum(one, at, time), "a number behind a sum"
    yield "PARTOF" in has and picked_out(one, at), "some of those freed, who are picked out"
    yield "DO" in has and only_begun(one, at), "a handover that has only begun"
    yield tally and killed_since(one, time), "a time since which they were killed"
    yield undated and not tally and recently(one, at), "a time that is not dated"
    yield count.conflict, "two readings of whose people they are, or of when"
    yield _one_of_them(one, count), "one person of those freed"
    yield "BE" in has and such_as_are(one, count), "perhaps only those of whom something is said"
    yield all_in_a_month(one, count, time), "a sum without its period"
    yield "OLDER" in has and _corrected(one, at), CORRECTS
    yield (
        undated and not tally and "TIMES" in has and _behind_exchanges(one, at),
        "a sum over several exchanges without its period",
    )
    yield figure and _of_those_held(one), "a figure beside those still held"
    yield figure and tally and _of_no_return(one), "a figure without a word of return"
    yield one.marked("absent"), "people in court"
    yield undated and before_something(one, at), "a day before that of something else"
    yield _boys_and_girls(one), "children of whom no exchange is told"
    yield "TIMESPAN" in has and not tally and over_the_past(one, at), "a sum over a time that is not dated"
    yield "TIMESPAN" in has and in_so_many_years(one, at, time), "a sum over a time that is not dated"
    yield "FROMWORD" in has and _from_an_area(one, count), "a part by where they are from"
    yield "TOTAL" in has and together(one, at), "a sum of several events"
    yield not has.isdisjoint(_SERIES) and in_several(one, at), "a sum of several events"
    yield not tally and in_exchanges(one, at), "a sum of several events"
    yield time is not None and bool(one.chunks[time.at].get("span")), "a sum over a time that is not dated"
    yield undated and not has.isdisjoint(_SPANS) and within_a_time(one, at), "a sum over a time that is not dated"
    yield "QUANTITY" in has and not tally and _over_several_days(one, count, time), "a sum of several days"
    yield "SINCE" in has and _undated(one, time) and since_something(one, at), "a sum since what is not dated"
    yield tally and vague(one, at), "a week that is not dated"
    yield tally and "HELP" in has and of_a_mediator(one, at), "a tally of one mediator"
    yield tally and "FRAMEWORK" in has and _of_an_agreement(one, at, time), "a tally of one agreement"
    yield undated and not tally and "TOTAL" in has and summed(one, count), "a sum without its period"


def _one_of_them(one: Sentence, count: Count) -> bool:
    """Whether a person is picked out of those freed: "another one, a soldier of 45, came home on his birthday"."""
    return count.value == 1 and one.chunks[count.at].kind in BARE


def _on_its_day(one: Sentence, count: Count, reference: Reference | None) -> bool:
    """Whether a clause dates a count to the day: "207 each on Saturday, the second part of a three-day exchange"."""
    fine, _ = segments(one)
    return reference is not None and reference.to_the_day and fine[reference.at] == fine[count.at]


def _over_several_days(one: Sentence, count: Count, reference: Reference | None) -> bool:
    """Whether those counted came home on several days, and no clause dates them to one."""
    dated = not of_a_long_one(one, count.at) and _on_its_day(one, count, reference)
    return not dated and took_days(one, count.at)


def _behind_exchanges(one: Sentence, at: int) -> bool:
    """Whether several exchanges are told of before a count."""
    return any(chunk.kind == "TIMES" for chunk in one.chunks[:at])


def _undated(one: Sentence, reference: Reference | None) -> bool:
    """Whether a count has no time but perhaps the year of something: "since Independence Day last year"."""
    if reference is None:
        return True
    chunk = one.chunks[reference.at]
    before = [other.kind for other in one.chunks[max(0, reference.at - 4) : reference.at]]
    return chunk.kind == "PERIOD" and chunk.get("which") == "last" and "SINCE" in before


def of_a_mediator(one: Sentence, at: int) -> bool:
    """Whether a tally takes in only what one mediator did: "the UAE, which has helped to free 1,994 captives"."""
    near = {one.chunks[index].kind for index in clause(one, at)}
    third = any(chunk.kind == "CLAIMANT" and chunk.get("side") == "third" for chunk in one.chunks)
    return "HELP" in near and ("MEDIATOR" in near or third)


def before_something(one: Sentence, at: int) -> bool:
    """Whether a clause tells only before what it was: "two soldiers were exchanged before the trial began"."""
    if "step" not in one.marks or "other_event" not in one.marks:
        return False
    near = [one.chunks[index] for index in clause(one, at) if index > at]
    return any(
        chunk.get("step") == -1
        and not chunk.get("of_main")
        and any(other.get("other_event") for other in near[index + 1 : index + 4])
        for index, chunk in enumerate(near)
    )


def _boys_and_girls(one: Sentence) -> bool:
    """Whether those counted are children: "six girls and five boys"; "our girls" alone may be soldiers."""
    young = {bool(chunk.get("categories")) for chunk in one.chunks if chunk.get("young")} if one.marked("young") else ()
    return len(young) > 1


def _of_an_agreement(one: Sentence, at: int, reference: Reference | None) -> bool:
    """Whether a tally takes in only what one agreement brought: "over a thousand under the Istanbul agreements"."""
    named = any(one.chunks[index].kind == "FRAMEWORK" for index in clause(one, at))
    return named and not over_named_days(one, reference)


def _from_an_area(one: Sentence, count: Count) -> bool:
    """Whether people are counted by their home: "three soldiers from the Poltava region" are no count of all."""
    after = one.chunks[count.at + 1 : count.at + 6]
    kinds = [chunk.kind for chunk in after]
    if kinds[:1] != ["FROMWORD"] or one.chunks[count.at].kind not in NAMED:
        return False
    return any(
        chunk.get("area") and set(kinds[1:index]) <= {"DET", "NAME", "WORD", "SIDEADJ"}
        for index, chunk in enumerate(after)
    )


def _of_those_held(one: Sentence) -> bool:
    """Whether a sentence speaks of captivity and of nobody's return: a figure in it may be of those held."""
    kinds = {chunk.kind.partition(".")[0] for chunk in one.chunks}
    return bool(kinds & {"CAPTIVITY", "HOLD"}) and not kinds & {"BRING", "COME", "SWAP", "LET", "GET", "EXCHANGE"}


def _of_no_return(one: Sentence) -> bool:
    """Whether a sentence names a figure and nothing that happened to those counted: "he speaks of 8,000 captives"."""
    return not {chunk.kind.partition(".")[0] for chunk in one.chunks} & _RETURN

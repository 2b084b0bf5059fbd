"""Counts with the event or the period that they belong to."""

from __future__ import annotations

import itertools
from typing import Final

from exchange_ledger.extract.apart import among, men_beside_women, set_apart, set_earlier_apart
from exchange_ledger.extract.chronology import opens_with_date, since_it_began, still_to_come
from exchange_ledger.extract.context import LARGEST_EXCHANGE, Context
from exchange_ledger.extract.count import COUNTED, NAMED, OTHER, Count
from exchange_ledger.extract.doubts import doubt, vague
from exchange_ledger.extract.moments import Reference, Time
from exchange_ledger.extract.owners import on_top
from exchange_ledger.extract.periods import of_month
from exchange_ledger.extract.reading import Reading
from exchange_ledger.extract.readings import Sentence
from exchange_ledger.extract.sums import altogether, over_days, summed
from exchange_ledger.extract.times import clause, counts_there, segments, time_at

_UNCLEAR: Final = LARGEST_EXCHANGE * 1.2  # up to here a number without a day may be that of a large exchange or a tally
_HELD: Final = {"HOLD", "LIST"}
_EXCHANGES: Final = {"EXCHANGE", "ORDEX", "ORDINAL", "TIMES"}


def counted(context: Context, one: Sentence, read: list[Count]) -> list[Reading]:
    """Return the counts of a sentence as statements: the event or period of each, whether it is unsure."""
    past = [ref for ref in context.times[one.number] if not still_to_come(context, one, ref)]
    dated = [(count, _reference(one, count, past, read)) for count in read]
    made = []
    for count, reference in dated:
        beside = [other for other, its in dated if its == reference and not among(one, other.at)]
        made += _counted(context, one, count, reference, beside)
    return made


def _counted(
    context: Context, one: Sentence, count: Count, reference: Reference | None, beside: list[Count]
) -> list[Reading]:
    found = context.times[one.number]
    time = reference.time if reference else None if context.several else context.event
    large = count.value >= LARGEST_EXCHANGE and not count.bodies
    time = _until_it_was_completed(one, found) or time if large else time
    if (reference is None and vague(one) and not opens_with_date(one)) or "NIGHT" in one.present:
        time = None
    if reference is None:
        time = _running_tally(context, one, count, found) or time
    told = any(ref.role == "event" for ref in found)
    if reference is None and one.chunks[0].kind == "THEY" and context.same_paragraph and context.period:
        time = context.period
    if reference is None and not told and large and (time is None or time.scope == "exchange"):
        named = one.chunks[count.at].kind in {"FORMULA", "LARGE", "HNUM"}  # the name of a deal, or a number of anything
        nominal = named or count.rule in {"return-of", "exchange-of", "handover-to-of", "received-for"}
        count.conflict = count.conflict or nominal or (context.told and count.value <= _UNCLEAR)
        time = Time("period", end=_tally_end(context, one, found))
    if reference and one.chunks[reference.at].kind == "PERIOD" and "MENTION" in one.present:
        count.conflict = True
    count.conflict |= reference is None and (_of_a_total(count, time) or _of_nameless_days(one, count))
    if time and time.scope == "exchange" and large:  # it took several days
        count.conflict = True
    if reference and reference.month and (_alone(one, count) or _in_that_month_alone(one, reference)):
        time = of_month(reference.time.day, context.published)
    if context.before and ((reference is None and _in_them(one)) or _since_the_same(one, time, context.before)):
        time = context.before._replace(end=time.end) if time and time.scope == "period" else context.before
    if reference is None and context.tally and context.same_paragraph and one.chunks[count.at].kind not in NAMED:
        time = context.tally
    context.tally = time if time and time.scope == "period" else None
    sides = count.sides or ("",)
    base = Reading(
        side=sides[0],
        measure="bodies_returned" if count.bodies else "people_returned",
        time=time,
        start=count.start,
        end=count.end,
        rule=count.rule,
        sentence=one.number,
        value=count.value,
        qualifier=count.qualifier,
        unsure=_beside_branches(count, beside)
        or doubt(one, count, reference, bool(time and time.scope == "period"))
        or over_days(one, count, found),
        dated=reference is not None,
        kind=count.kind,
        bare=count.bare,
        at=count.at,
        pair=count.pair,
        default=count.default,
        background=_in_the_background(context, time),
        told=count.told,
        relative=count.relative,
        own=one.marked("own"),
    )
    apart = set_apart(count, beside)
    count.kind = "part" if men_beside_women(count, beside) else count.kind
    made = [part for side in sides for part in _with_parts(base, side, count, apart)]
    set_earlier_apart(context, one, made)
    _remember(context, one, count, time)
    return made


def _in_the_background(context: Context, time: Time | None) -> bool:
    """Whether a time is that of another exchange than the one that the article reports."""
    return bool(context.main and time and time.scope == "exchange" and time.day != context.main)


def _of_a_total(count: Count, time: Time | None) -> bool:
    """Whether people are a part of a total told elsewhere: "of the total, 540 came home outside exchanges"."""
    return bool(count.extra) and (time is None or (time.scope == "period" and not time.start))


def _reference(one: Sentence, count: Count, found: list[Reference], read: list[Count]) -> Reference | None:
    """Return the time of a count: of the last count joined to it, if it stands right beside that one, else its own."""
    if not found:
        return None
    own = time_at(one, found, count.at)
    if altogether(one, count.at):
        return own if own and own.role == "period" else None
    fine, _ = segments(one)
    if "RELATIVE" in one.present and (relative := _in_relative_clause(one, count, found)):
        return relative
    if own and own.at > count.at and fine[own.at] == fine[count.at]:
        return own
    last = max((other.at for other in read if count.group and other.group == count.group), default=count.at)
    joined = time_at(one, found, last)
    if joined and fine[joined.at] == fine[last]:
        return joined
    return own


def _in_relative_clause(one: Sentence, count: Count, found: list[Reference]) -> Reference | None:
    """Return the day of a relative clause that ends a count: "he awarded on Monday 95 soldiers who returned in May"."""
    fine, _ = segments(one)
    verb = max((at for at, chunk in enumerate(one.chunks) if chunk.end <= count.end), default=count.at)
    if all(chunk.kind != "RELATIVE" for chunk in one.chunks[count.at : verb]):
        return None
    behind = time_at(one, found, verb)
    return behind if behind and behind.to_the_day and fine[behind.at] == fine[verb] else None


def _of_nameless_days(one: Sentence, count: Count) -> bool:
    """Whether a count is of "the first day" of days that nobody named."""
    return bool(count.claim.get("same")) and "SPANDAY" in one.present


def _until_it_was_completed(one: Sentence, found: list[Reference]) -> Time | None:
    """Return the period of a thousand, where a sentence says on what day their exchange was completed."""
    days = {ref.time.day for ref in found if ref.to_the_day}
    done = any(chunk.get("closing") and chunk.kind.startswith("DO.") for chunk in one.chunks)
    return Time("period", end=days.pop()) if done and len(days) == 1 else None


def _in_them(one: Sentence) -> bool:
    """Whether a sentence goes on with the exchanges that the one before counted over a period: "in them, 537 ..."."""
    opening = [chunk.kind for chunk in one.chunks[:3]]
    return opening[:2] == ["FROM", "THEM"] or opening[1:] == ["FROM", "THEM"]


def _of_a_rank(one: Sentence, reference: Reference) -> bool:
    """Whether a period only says what an ordinal counts: "the third in 2024; 3,300 people have been released"."""
    before = {chunk.kind for chunk in one.chunks[max(0, reference.at - 2) : reference.at]}
    return bool(before & {"ORDINAL", "ORDEX"})


def _since_the_same(one: Sentence, time: Time | None, before: Time) -> bool:
    """Whether a tally without a beginning divides those whom the sentence before counted: "Of these, 1,702 ..."."""
    of_them = [chunk.kind for chunk in one.chunks[:2]] == ["OF", "THEM"]
    return of_them and bool(before.start) and time is not None and time.scope == "period" and not time.start


def _running_tally(context: Context, one: Sentence, count: Count, found: list[Reference]) -> Time | None:
    """Return the period of a count that names none: "of these, 1,702 have been freed", beside those still held."""
    if summed(one, count):
        return since_it_began(context, one)
    if any(ref.role in {"event", "other"} for ref in found):
        return None
    until = next((ref.time.day for ref in found if _as_of(one, ref)), "")
    if until and not any(ref.role == "period" for ref in found):
        return Time("period", end=until)
    fine, _ = segments(one)
    told = [ref for ref in found if ref.role == "period" and (ref.at < count.at or not counts_there(one, fine, ref))]
    told = [ref for ref in told if not _of_a_rank(one, ref)]
    periods = {ref.time for ref in told}
    if len(periods) == 1 and not any(ref.role == "event" for ref in found):
        return periods.pop()
    of_them = context.period and not context.group and _of_them(one)
    if of_them or (count.rule != "counted-part" and _beside_those_held(one, count)):
        return (
            context.period._replace(end=context.published.isoformat())
            if context.period
            else Time("period", end=context.published.isoformat())
        )
    return None


def _of_them(one: Sentence) -> bool:
    """Whether a sentence says "of them" anywhere."""
    kinds = [chunk.kind for chunk in one.chunks] if "THEM" in one.present else []
    return any(first == "OF" and second == "THEM" for first, second in itertools.pairwise(kinds))


def _beside_those_held(one: Sentence, count: Count) -> bool:
    """Whether the clause of a count tells of captivity that goes on, and its sentence of no exchange."""
    if one.classes.isdisjoint(_HELD) or not one.present.isdisjoint(_EXCHANGES):
        return False
    kinds = [chunk.kind for chunk in one.chunks]
    return any(_still_held(kinds, at) for at in clause(one, count.at))


def _as_of(one: Sentence, ref: Reference) -> bool:
    """Whether a tally ends with a day: "as of 2 October, 808 people have been returned"."""
    before = one.chunks[max(0, ref.at - 2) : ref.at]
    return ref.role == "asof" and any(chunk.get("asof") for chunk in before)


def _still_held(kinds: list[str], at: int) -> bool:
    """Whether a chunk tells of captivity that goes on; "those who had been held" and were freed are held no more."""
    before = kinds[max(0, at - 4) : at]
    described = not {"RELATIVE", "THAT"}.isdisjoint(before) or before[-2:] in (["COUNT", "PRONOUN"], ["COUNT", "SIDE"])
    swapped = any(kind.startswith("SWAP.") for kind in kinds[:at])  # "has exchanged 98 women held as prisoners for ..."
    described = described or (swapped and kinds[at] == "HOLD.either" and before[-1:] == ["COUNT"])
    return kinds[at] == "LIST" or (kinds[at].startswith("HOLD.") and not described)


def _tally_end(context: Context, one: Sentence, found: list[Reference]) -> str:
    """Return the day on which a tally without a period ends: "by 8 February"; in a statement about the event, its."""
    if until := next((ref.time.day for ref in found if ref.role == "asof"), ""):
        return until
    quoted = context.text[one.stretch.start] in '"“«' or "”" in context.text[one.stretch.start : one.stretch.end]
    return context.main if quoted and context.main else context.published.isoformat()


def _in_that_month_alone(one: Sentence, reference: Reference) -> bool:
    """Whether a month is said to be a period: "6,057 bodies in June alone", "in June, in several stages"."""
    after = one.chunks[reference.at + 1 : reference.at + 2]
    return any(chunk.kind == "ALONE" for chunk in after) or (
        one.chunks[reference.at].get("month") is not None and one.marked("stages")
    )


def _alone(one: Sentence, count: Count) -> bool:
    """Whether a month is a period here: exchanges were counted before, and this is the one number of people."""
    times = [at for at, chunk in enumerate(one.chunks) if chunk.kind == "TIMES"]
    numbers = [chunk for chunk in one.chunks if chunk.kind in COUNTED]
    return bool(times) and times[0] < count.at and len(numbers) == 1


def _beside_branches(count: Count, read: list[Count]) -> str:
    """Return why soldiers beside other branches go to review: "96 soldiers, 54 guardsmen, 23 border guards"."""
    if count.kind != "soldiers" or count.categories or count.bodies:
        return ""
    joined = [other for other in read if other is not count and other.group and other.group == count.group]
    others = [other for other in joined if any(dimension == "branch" for dimension, _ in other.categories)]
    return "soldiers beside those of other branches" if len(others) > 1 else ""


def _with_parts(base: Reading, side: str, count: Count, apart: tuple[tuple[str, str], ...]) -> list[Reading]:
    """Return a count as claims: of all, of a part, or of both ("93 women came home", nobody else)."""
    whole = base if base.side == side else base.copied()
    whole.side = side
    parts = [whole.with_category(*category) for category in (*count.categories, *count.extra)]
    if apart:
        return [whole.with_category(*apart[0]), *parts]
    branch = any(dimension in {"branch", "unit", "place"} for dimension, _ in count.categories)
    if count.kind == "part" or (branch and count.kind == "soldiers"):
        return parts
    return [whole, *parts]


def _remember(context: Context, one: Sentence, count: Count, time: Time | None) -> None:
    context.value, context.value_start = count.value, one.chunks[count.at].start
    side = count.sides[0] if len(count.sides) == 1 else count.default
    if side in OTHER and not count.conflict:
        context.side = side
    if (time is not None and time.scope == "period") or on_top(one, count.at):
        return
    if side in OTHER and not count.conflict:
        context.main_side = context.main_side or side
        context.group = {"side": side, "time": time, "bodies": count.bodies, "value": count.value}
    elif "ukraine" in count.sides:
        context.group = {"side": "", "time": time, "bodies": count.bodies}

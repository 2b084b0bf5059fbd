"""Parts of a group that was counted before: branches, ranks, the wounded, where they fought."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Final

from exchange_ledger.extract.belonging import belongs, subdivisions
from exchange_ledger.extract.context import LARGEST_EXCHANGE
from exchange_ledger.extract.count import OTHER, captured_at
from exchange_ledger.extract.moments import Reference, Time
from exchange_ledger.extract.reading import Reading
from exchange_ledger.extract.readings import Match, Sentence, value_of
from exchange_ledger.extract.sides import owner
from exchange_ledger.extract.speakers import Speaker
from exchange_ledger.extract.times import clause, lists_days, segments
from exchange_ledger.extract.told import handed_over_later, of_harm
from exchange_ledger.languages.chunks import Chunk

if TYPE_CHECKING:
    from exchange_ledger.extract.context import Context

_WHOLE: Final = {"COUNT", "PEOPLE", "SMALL", "LARGE"}
_FAR: Final = 5  # chunks: those whom a sentence divides stand at its beginning


def parts(
    context: Context,
    one: Sentence,
    speaker: Speaker | None,
    *,
    taken: set[int],
    made: list[Reading],
) -> list[Reading]:
    """Return the parts that a sentence gives of the group spoken of."""
    found = [match for match in one.rows.get("part", ()) if match.labels["n"] not in taken or _all_are(one, match)]
    if not found or _part_of_part(one) or of_harm(one) or _of_a_share(one):
        return []
    read: list[Reading] = []
    done = taken | subdivisions(one)
    beside = "categories" in one.marks and any(
        category in {"civilians", "foreigners"} for chunk in one.chunks for _, category in chunk.get("categories") or ()
    )
    for match in found:
        at = match.labels["n"]
        if (at in done and not _all_are(one, match)) or _not_to_return(one, at) or handed_over_later(one, at):
            continue
        chunk = one.chunks[at]
        value = _single(context, chunk, made) if chunk.kind == "DET" else value_of(chunk)
        if value is None:
            continue
        side, time = _group(context, one, at, speaker, made)
        if _of_another_day(context, one, at, time):
            time = _day_told(context, one, at, side)
            if time is None:
                continue
        categories = _of_women(context, side, time, _categories(one, match, beside))
        if not _countable(categories, side) or not belongs(context, one, match, at, made):
            continue
        done.add(at)
        whose = tuple(OTHER) if _of_each(one, at, made) else (side,)
        for side, (dimension, category) in product(whose, categories):
            read.append(
                Reading(
                    "people_returned",
                    time,
                    one.chunks[match.start].start,
                    one.chunks[match.end - 1].end,
                    match.row.name,
                    one.number,
                    side,
                    dimension,
                    category,
                    float(value),
                    "",
                    chunk.get("qualifier") or "exact",
                    speaker,
                    dated=False,
                    kind="part",
                )
            )
            dead = context.group.get("bodies") and not any(_bodies_after(reading, at) for reading in made)
            if (dead and not _of_the_living(context, one)) or _of_bodies(one, at) or chunk.kind == "BODIES":
                read[-1].measure = "bodies_returned"
    return read


def _of_a_share(one: Sentence) -> bool:
    """Whether a sentence begins with a share of all who were captured: "1,279 of the 2,500 are home, with 455 of"."""
    opening = [chunk for chunk in one.chunks[:6] if chunk.kind not in {"DET", "HEDGE", "TOTAL"}]
    share = [chunk.kind for chunk in opening[:3]] in (["HNUM", "OF", "COUNT"], ["LARGE", "OF", "COUNT"])
    return share and (value_of(opening[0]) or 0.0) >= LARGEST_EXCHANGE


def _not_to_return(one: Sentence, at: int) -> bool:
    """Whether those counted refused to come home: "two of the released women decided not to return"."""
    behind = [chunk.kind for chunk in one.chunks[at + 1 : at + 9]]
    return any(
        kind in {"BRING.neg", "COME.neg"}
        or behind[index : index + 2] in (["NEGATION", "BRING.planned"], ["NEGATION", "COME.planned"])
        for index, kind in enumerate(behind)
    )


def _single(context: Context, chunk: Chunk, made: list[Reading]) -> float | None:
    """Return one for "a" in "30 guardsmen and a policeman"; nothing where no count stands before it."""
    return 1.0 if made and chunk.text.lower() in context.language.numbers["articles"] else None


def _of_women(
    context: Context, side: str, time: Time | None, categories: tuple[tuple[str, str], ...]
) -> tuple[tuple[str, str], ...]:
    """Return what "35 women from the Armed Forces" are a part of: where all are women, of the Armed Forces.

    Elsewhere they are a part of a part, and nothing is returned. "Two men of the Navy" are two of the Navy.
    """
    others = tuple(pair for pair in categories if pair[0] != "sex")
    if not others or ("sex", "women") not in categories:
        return others or categories
    same = [one for one in context.of_time(time) if (one.side or one.default) == side and one.value]
    women = {one.value for one in same if one.category == "women"}
    return others if women & {one.value for one in same if not one.dimension} else ()


def _categories(one: Sentence, match: Match, beside: bool) -> tuple[tuple[str, str], ...]:
    """Return the categories that a match names; soldiers are one where civilians or foreigners stand beside them."""
    number = one.chunks[match.labels["n"]]
    if "only" in match.row.claim or number.get("partitive"):
        named = one.chunks[match.labels["c"]].get("categories") or () if "c" in match.labels else ()
        return tuple(pair for pair in named if match.row.claim.get("only", pair[0]) == pair[0])
    if number.get("kind") == "part" and number.get("categories"):
        return tuple(number.get("categories")) + captured_at(one, match.labels["n"])
    if number.get("categories"):
        return tuple(number.get("categories"))
    chunk = one.chunks[match.labels["c"]] if "c" in match.labels else number
    branches = any(pair[0] == "branch" for other in one.chunks for pair in other.get("categories") or ())
    if number.get("beside_branches") and branches:
        return (("branch", str(number.get("beside_branches"))),)
    if chunk.get("categories"):
        return tuple(chunk.get("categories")) + _all_of_them(one, match)
    soldiers = chunk.get("kind") == "soldiers" and number.kind != "BODIES"
    return (("status", "military"),) if beside and soldiers and not _rest_of_branches(one, match.labels["n"]) else ()


def _rest_of_branches(one: Sentence, at: int) -> bool:
    """Whether a list gave branches before "three soldiers": these are the soldiers of no branch, not all of them."""
    listed = [chunk for chunk in one.chunks[:at] if chunk.kind in {"COUNT", "CATEGORY", "PEOPLE"}]
    return any(pair[0] == "branch" for chunk in listed for pair in chunk.get("categories") or ())


def _countable(categories: tuple[tuple[str, str], ...], side: str) -> bool:
    """Whether a part has a name and a side; whoever freed foreigners, they are Ukraine's, or nobody knows whose."""
    return bool(categories and side) and (side == "ukraine" or ("status", "foreigners") not in categories)


def _of_another_day(context: Context, one: Sentence, at: int, time: Time | None) -> bool:
    """Whether a number has a day of its own, and that is not the group's: "and in October that of the 108 women"."""
    if lists_days(one, context.times.get(one.number, []), at):
        return True
    own = _own(context, one, at)
    return bool(own) and time is not None and all(ref.time != time for ref in own) and time.scope == "exchange"


def _own(context: Context, one: Sentence, at: int) -> list[Reference]:
    """Return the times of a number's own segment, else the days before it in its sentence."""
    fine, _ = segments(one)
    told = [ref for ref in context.times.get(one.number, []) if ref.role == "event"]
    return [ref for ref in told if fine[ref.at] == fine[at]] or [ref for ref in told if ref.at < at and ref.to_the_day]


def _day_told(context: Context, one: Sentence, at: int, side: str) -> Time | None:
    """Return the one day beside a number on which people of its side were counted: "among those freed today are 23"."""
    days = {ref.time for ref in _own(context, one, at) if ref.to_the_day}
    day = days.pop() if len(days) == 1 else None
    known = [reading for reading in context.of_time(day) if not reading.dimension and not reading.unsure]
    return day if day and any((reading.side or reading.default) == side for reading in known) else None


def _of_each(one: Sentence, at: int, made: list[Reading]) -> bool:
    """Whether a number is a part on both sides, of what each gave: "both freed 390, 120 of them civilians".

    Those between dashes or brackets are, if they add up to it.
    """
    if at + 2 < len(one.chunks) and "THEM" in [chunk.kind for chunk in one.chunks[at + 1 : at + 3]]:
        apiece = any(chunk.get("apiece") for chunk in one.chunks[:at])
        if apiece and len({reading.side for reading in made if 0 <= reading.at < at} & set(OTHER)) == len(OTHER):
            return True
    signs = [index for index, chunk in enumerate(one.chunks) if chunk.kind in {"DASH", "OPEN", "CLOSE", "COLON", "DOT"}]
    before, after = [sign for sign in signs if sign < at], [sign for sign in signs if sign > at]
    if not before or not after:
        return False
    inside = one.chunks[before[-1] : after[0]]
    total = sum(value_of(chunk) or 0 for chunk in inside if chunk.kind == "COUNT")
    return {reading.side for reading in made if reading.value == total and not reading.dimension} >= set(OTHER)


def _all_are(one: Sentence, match: Match) -> bool:
    """Whether "all 58 Ukrainians freed are privates": what is said of all is a part as large as the group."""
    inside = one.chunks[match.start : match.end]
    first = inside[0].text.lower().split()
    return match.row.name == "part-of-group" and first[:1] == ["all"] and any(chunk.kind == "BE" for chunk in inside)


def _of_the_living(context: Context, one: Sentence) -> bool:
    """Whether a sentence behind one of bodies divides those who came home, since its parts are more than the bodies."""
    numbers = [value_of(chunk) or 0.0 for chunk in one.chunks if chunk.kind in {"COUNT", "SMALL", "LARGE", "HNUM"}]
    event = [one for one in context.of_time(context.event) if not one.dimension and one.value]
    dead = max((one.value or 0.0 for one in event if one.measure == "bodies_returned"), default=0.0)
    living = max((one.value or 0.0 for one in event if one.measure == "people_returned"), default=0.0)
    return dead < max(numbers, default=0.0) <= living and not one.present & {"BODY", "BODIES", "DEADPEOPLE"}


def _of_bodies(one: Sentence, at: int) -> bool:
    """Whether a bare number goes on with bodies: "320 bodies came from Donetsk, 45 from morgues in Russia"."""
    near = [one.chunks[index].kind for index in clause(one, at) if index < at]
    dead = not {"BODIES", "BODY", "DEADPEOPLE"}.isdisjoint(near)
    return one.chunks[at].kind != "COUNT" and dead and "COUNT" not in near


def _all_of_them(one: Sentence, match: Match) -> tuple[tuple[str, str], ...]:
    """Return what is said of all of a part: "Seventeen are National Guardsmen, all of them defenders of Mariupol"."""
    after = one.chunks[match.end : match.end + 3]
    kinds = [chunk.kind for chunk in after]
    return tuple(after[2].get("categories") or ()) if kinds[:2] == ["COMMA", "THEY"] else ()


def _named_before(context: Context, one: Sentence, at: int) -> str:
    """Return the side of those whom a sentence divides: "Of the 95 Russians, 20 are wounded", "Of the 95, ..."."""
    divides = bool(one.chunks) and one.chunks[0].kind == "OF"
    whole = next((chunk for chunk in one.chunks[1 : min(_FAR, at)] if chunk.kind in _WHOLE), None) if divides else None
    if whole is None or whole.get("side") in OTHER:
        return str(whole.get("side")) if whole else ""
    told = [reading for reading in context.of_time(context.event) if not reading.dimension]
    sides = {reading.side for reading in told if reading.value == value_of(whole)} & set(OTHER)
    return sides.pop() if len(sides) == 1 else ""


def _part_of_part(one: Sentence) -> bool:
    """Whether a sentence divides a part: "Of the 11 border guards, 5 belong to ..."."""
    kinds = [chunk.kind for chunk in one.chunks[:4]]
    at = kinds.index("COUNT") if "COUNT" in kinds else 0
    return kinds[:1] == ["OF"] and at > 0 and bool(one.chunks[at].get("categories"))


def _bodies_after(reading: Reading, at: int) -> bool:
    """Whether a count further on is one of the dead: what stands before it is no part of them."""
    return reading.measure == "bodies_returned" and reading.at > at


def _group(
    context: Context, one: Sentence, at: int, speaker: Speaker | None, made: list[Reading]
) -> tuple[str, Time | None]:
    """Return whose part it is, and when: of the count before it, of the group spoken of, else of the article."""
    own = one.chunks[at].get("side") or _named_before(context, one, at)
    own = own or (owner(one, at) if one.chunks[at].get("own") else "")
    near = [
        reading for reading in made if (reading.side or reading.default) in OTHER and not _bodies_after(reading, at)
    ]
    before = [reading for reading in near if reading.at < at]
    if near:
        reading = before[-1] if before else near[0]
        both = {other.side for other in near if other.at == reading.at}
        if len(both) == 2:
            named = [
                chunk.get("side")
                for chunk in one.chunks
                if chunk.kind in {"PEOPLE", "THEM"} and chunk.get("side") in OTHER
            ]
            return str(own or (named[-1] if named else context.main_side)), reading.time
        return (str(own) if own in OTHER else reading.side or reading.default), reading.time
    if any(reading.at < at and not reading.side and not reading.dimension for reading in made):
        return str(own or ""), None  # a part of a number of which nobody knows whose it is
    speaking = speaker.side if speaker and speaker.side in OTHER else ""
    if context.group.get("side") and not _of_others(context, one, at):
        carried = context.same_paragraph or one.stretch.item or context.group["side"] in {context.main_side, speaking}
        return str(own or (context.group["side"] if carried else "")), context.group["time"]  # type: ignore[return-value]
    speaking = speaking or (context.paragraph_speaker.side if context.paragraph_speaker else "")
    speaking = speaking if speaking in OTHER else ""
    return str(own or speaking or ("" if context.guessed else context.main_side)), context.event


def _of_others(context: Context, one: Sentence, at: int) -> bool:
    """Whether a number is no part of the group spoken of: it is larger, or its sentence names the other party alone."""
    parties = [chunk for chunk in one.chunks[:at] if chunk.kind in {"SIDE", "CLAIMANT"}]
    named = {chunk.get("side") for chunk in parties} & set(OTHER)
    smaller = float(context.group.get("value") or 0.0) < (value_of(one.chunks[at]) or 0.0)  # type: ignore[arg-type]
    found = context.times.get(one.number, [])
    later = context.group.get("time") != context.event and any(
        ref.to_the_day and ref.time == context.event and ref.at < at for ref in found
    )  # "Saturday's group is made up of 82 privates", behind a paragraph on Friday's
    return smaller or later or named == {OTHER[str(context.group["side"])]}

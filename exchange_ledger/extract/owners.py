"""Whose people a count means where its own sentence does not say it."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from exchange_ledger.extract.context import LARGEST_EXCHANGE, Context
from exchange_ledger.extract.count import BARE, NAMED, OTHER, SHARE, Count
from exchange_ledger.extract.parties import given_back
from exchange_ledger.extract.readings import Sentence, of_group, value_of
from exchange_ledger.extract.speakers import Speaker
from exchange_ledger.extract.times import clause, segments
from exchange_ledger.languages.chunks import Chunk

_LONGEST_QUOTE: Final = 500


def remember_things(context: Context, one: Sentence) -> None:
    """Remember the one number of things of which a sentence says that there are so many: "there are 277 reasons"."""
    if "QUANTITY" not in one.present:
        return
    things = [chunk for chunk in one.chunks if chunk.kind == "QUANTITY" and not chunk.get("clock")]
    if len(things) == 1 and [chunk.kind for chunk in one.chunks[:3]] == ["THERE", "BE", "QUANTITY"]:
        numbers = [value_of(part) for part in things[0].parts if part.kind in BARE]
        if len(numbers) == 1 and numbers[0]:
            context.value, context.value_start = float(numbers[0]), things[0].start


def quote_repeats(context: Context, one: Sentence, read: list[Count]) -> None:
    """Let the quote of "the same number" begin at the number that it repeats."""
    for before, count in zip([None, *read], read, strict=False):
        start = one.chunks[before.at].start if before else context.value_start
        if count.repeats and 0 <= start < count.start and count.end - start <= _LONGEST_QUOTE:
            count.start = start


def heed_the_dead(context: Context, one: Sentence) -> None:
    """Remember whether the paragraph speaks of the dead, whom a bare number then counts."""
    kinds = one.present
    dead = kinds & {"BODIES", "BODY", "DEADPEOPLE"} or (
        "EXCHANGE" in kinds and any(chunk.kind == "EXCHANGE" and chunk.get("bodies") for chunk in one.chunks)
    )
    if dead or kinds & {"COUNT", "PEOPLE"} or not context.same_paragraph:
        context.dead = bool(dead) and "COUNT" not in kinds


def of_things(one: Sentence, count: Count) -> bool:
    """Whether a bare number goes on counting things: "received 150 megawatts and returned 60"."""
    if "QUANTITY" not in one.present and "thing" not in one.marks:
        return False
    before = [chunk.kind for chunk in one.chunks[: count.at]]
    things = "QUANTITY" in before or any(chunk.get("thing") for chunk in one.chunks[: count.at])
    return one.chunks[count.at].kind in BARE and things and not set(before) & NAMED


def inherit(context: Context, one: Sentence, count: Count, read: list[Count], speaker: Speaker | None) -> None:
    """Let a bare number, or a line of a list, count what was counted before it."""
    count.bodies |= _of_the_dead(context, one, count, read)
    count.conflict |= _of_those_captured(one, count) or _of_nobody(context, one, count)
    if speaker and given_back(one, count, speaker):
        count.sides = (speaker.side,)
    group = of_group(one, count.at)
    if group and not count.categories:
        count.categories, count.kind = group, "part"
        owner = next((chunk.get("side") for chunk in one.chunks[1:4] if chunk.get("side")), "")
        count.sides, count.bare = ((owner,) if owner and not count.sides else count.sides), False
    _of_a_unit(one, count)
    branch = _of_a_branch(one, count.at)
    if branch is not None:
        count.categories, count.kind, count.conflict = branch, "part", not branch
    if count.claim.get("listed") and context.main_side and one.chunks[count.at].get("side") not in OTHER:
        count.sides = (context.main_side,)
    if context.legs == one.stretch.paragraph and not count.categories:
        count.conflict = True
    if on_top(one, count.at):
        count.extra = _outside(one, count.at)
        count.kind = "part" if count.categories or count.extra else count.kind
        count.conflict = not count.categories and not count.bodies and not count.extra
    _like_those_held(one, count)
    if one.chunks[count.at].get("own") and not count.sides and not count.conflict and speaker and speaker.side in OTHER:
        count.sides = (speaker.side,)
    if ("status", "foreigners") in count.categories:
        count.default, count.told = str(context.language.settings["default_side"]), True  # they fought for Ukraine
    elif _side_is_open(context, one, count):
        _take_side(context, one, count, read, speaker)


def _side_is_open(context: Context, one: Sentence, count: Count) -> bool:
    """Whether nothing that is known of a count tells whose people it means."""
    known = count.sides or count.bare or count.conflict or count.pair
    return not known and _open_side(context, one, count)


def _take_side(context: Context, one: Sentence, count: Count, read: list[Count], speaker: Speaker | None) -> None:
    """Let the speaker tell whose people a count means, or else the article."""
    speaking = _speaking(one, count, speaker)
    going_on = context.paragraph_speaker.side if context.paragraph_speaker else ""
    told = speaking or (going_on if going_on in OTHER else "")
    told = OTHER.get(told, "") if count.claim.get("given") else told
    count.told = bool(told)
    count.default = told or ("" if count.relative else context.main_side)
    if context.guessed and not (told or _comes_home(one, count)):
        count.default = ""
    before = next((other for other in reversed(read) if other.at < count.at), None)
    if count.claim.get("other_way"):
        count.default = OTHER.get((before.sides or (before.default,))[0], "") if before else ""
    if count.claim.get("same"):
        count.default = (before.default if before else "") or count.default


def _of_a_unit(one: Sentence, count: Count) -> None:
    """Let a bare number of a body's members be a part: "45 of the Azov brigade"."""
    after = one.chunks[count.at + 1 : count.at + 3] if "CATEGORY" in one.present else []
    if not count.categories and [chunk.kind for chunk in after] == ["OF", "CATEGORY"]:
        count.categories = tuple(pair for pair in after[1].get("categories") or () if pair[0] in {"branch", "unit"})
        count.kind, count.conflict = "part", count.conflict or not count.categories


def _of_the_dead(context: Context, one: Sentence, count: Count, read: list[Count]) -> bool:
    """Whether a bare number goes on counting bodies, or those counted come home "on their shields"."""
    if "SHIELD" in one.present:
        return True
    number = one.chunks[count.at]
    if [chunk.kind for chunk in one.chunks[count.at - 2 : count.at]] == ["BODIES", "AND"]:
        count.kind = "part"  # "the bodies of two foreigners and one Ukrainian citizen"
        return True
    bare = number.kind in BARE or (bool(number.get("own")) and not number.get("kind"))
    if not bare or count.pair or _alive(one, count):
        return False
    dead = not one.present.isdisjoint({"BODIES", "BODY"})
    if dead and any(chunk.kind in {"BODIES", "BODY"} for chunk in one.chunks[: count.at]):
        return True
    before = [other for other in read if other.at < count.at]
    return before[-1].bodies if before else bool(context.group.get("bodies")) or context.dead or context.only_dead


def _alive(one: Sentence, count: Count) -> bool:
    """Whether those counted are said to be freed: the dead are handed over, returned, brought home."""
    behind = one.chunks[count.at + 1 : count.at + 4]
    return any(chunk.get("alive") for chunk in behind if "." in chunk.kind)


def _of_nobody(context: Context, one: Sentence, count: Count) -> bool:
    """Whether a bare number answers a question, or goes on with those of whom the paragraph denies that they count.

    Or with those still held: "Russia holds 14,000 civilians. Only 160 have been freed."
    """
    if one.chunks[count.at].kind not in BARE:
        return False
    paragraph = one.stretch.paragraph
    left = context.captives == paragraph and not any(ref.to_the_day for ref in context.times[one.number])
    return left or context.asked == one.number or context.denied == paragraph


def _of_those_captured(one: Sentence, count: Count) -> bool:
    """Whether a number is that of some others: "Of the 2,400 people who surrendered, 1,100 have been returned"."""
    if one.chunks[0].kind != "OF":
        return False
    kinds = [chunk.kind for chunk in one.chunks[: count.at]]
    return kinds[:1] == ["OF"] and "COUNT" in kinds[1:4] and "RELATIVE" in kinds and not count.categories


def _of_a_branch(one: Sentence, at: int) -> tuple[tuple[str, str], ...] | None:
    """Return whose own people "the Navy got 88 of its men back" or "42 of his ministry's people" counts, as a part.

    None where the owner is a state; nothing in the tuple where it is a body that is no part known by name.
    """
    chunks = one.chunks
    bodys = [chunk.kind for chunk in chunks[at + 1 : at + 4]] == ["FROMWORD", "THEIRS", "CLAIMANT"]
    if not (chunks[at].get("own") or bodys):
        return None
    for chunk in reversed(chunks[:at]):
        if chunk.kind in {"CATEGORY", "CLAIMANT", "SIDE"}:
            named = tuple(pair for pair in chunk.get("categories") or () if pair[0] in {"branch", "unit"})
            return named or (() if bodys else None)
    return () if bodys else None


def _comes_home(one: Sentence, count: Count) -> bool:
    """Whether people, and not a bare number, are said to come home or to be freed."""
    return (
        one.chunks[count.at].kind in NAMED
        and count.rule.startswith(("count-", "back-", "home-"))
        and count.value < LARGEST_EXCHANGE
    )


def _speaking(one: Sentence, count: Count, speaker: Speaker | None) -> str:
    """Return the side of whoever says the clause of a count: named between its semicolons, else in the sentence."""
    near = [one.chunks[index] for index in clause(one, count.at)]
    named = {str(chunk.get("side")) for chunk in near if chunk.kind == "CLAIMANT" and chunk.get("side") in OTHER}
    named = named or {str(chunk.get("side")) for first, chunk in pairwise(near) if first.kind == "ACCORDING"} & set(
        OTHER
    )
    if len(named) == 1:
        return named.pop()
    return speaker.side if speaker and speaker.side in OTHER else ""


def _by_a_state(near: list[Chunk]) -> bool:
    """Whether a clause begins with the state that says it: "According to Kyiv, ..."."""
    return any(first.kind == "ACCORDING" and second.kind == "SIDE" for first, second in pairwise(near))


def _open_side(context: Context, one: Sentence, count: Count) -> bool:
    """Whether nothing near a count names the other side: then the speaker or the article tells whose it is."""
    if not _other_side(context, one, count.at):
        return True
    near = [one.chunks[index] for index in clause(one, count.at)]
    named = {chunk.get("side") for chunk in near if chunk.get("side") in OTHER}
    speaks = any(chunk.kind == "CLAIMANT" and chunk.get("side") in OTHER for chunk in near) or _by_a_state(near)
    return (
        len(near) < len(one.chunks) and speaks and len(named) == 1 and not {"BOTH", "EACH"} & {one.kind for one in near}
    )


def on_top(one: Sentence, at: int) -> bool:
    """Whether a number is said to come on top of the exchange."""
    if "ONTOP" not in one.present:
        return False
    fine, coarse = segments(one)
    signs = [index for index, chunk in enumerate(one.chunks) if chunk.kind == "ONTOP"]
    behind = _behind_a_clause(one, at)
    return any(
        fine[index] in {fine[at], fine[behind]} or (coarse[index] == coarse[at] and index < at) for index in signs
    )


def _behind_a_clause(one: Sentence, at: int) -> int:
    """Return where a sentence goes on behind "18 soldiers, who are ..., ", else the same place."""
    kinds = [chunk.kind for chunk in one.chunks]
    if kinds[at + 1 : at + 3] != ["COMMA", "RELATIVE"] or "COMMA" not in kinds[at + 3 :]:
        return at
    return kinds.index("COMMA", at + 3)


def _outside(one: Sentence, at: int) -> tuple[tuple[str, str], ...]:
    """Return the channel that a sentence names for those handed over beside the exchange."""
    near = [one.chunks[index] for index in clause(one, at)]
    return next((chunk.get("categories") for chunk in near if chunk.kind == "ONTOP" and chunk.get("categories")), ())


def _of_others(one: Sentence, at: int) -> bool:
    """Whether the number before this one counts people to whom something else was done."""
    numbers = [index for index, chunk in enumerate(one.chunks[:at]) if chunk.kind in {"COUNT", "QUANTITY"}]
    return bool(numbers) and any(
        chunk.kind.startswith("BLOCK.") for chunk in one.chunks[max(0, numbers[-1] - 3) : numbers[-1]]
    )


def _like_those_held(one: Sentence, count: Count) -> None:
    """Let "168 of them", or "only 168", be of the kind that the sentence counted before.

    Of those recruited, deported or killed nobody is a captive: "of whom 1,247 have been returned" goes to review.
    """
    if "THEM" not in one.present and "HOLD" not in one.classes:
        return
    after = [chunk.kind for chunk in one.chunks[count.at + 1 : count.at + 3]]
    of_them = after == ["OF", "THEM"] or [chunk.kind for chunk in one.chunks[count.at - 2 : count.at]] == ["OF", "THEM"]
    if of_them and count.kind == "plain":
        count.kind = SHARE
    if of_them and _of_others(one, count.at):
        count.conflict = True
    held = any(chunk.kind.startswith("HOLD.") for chunk in one.chunks[: count.at])
    if (of_them or (held and one.chunks[count.at].kind != "COUNT")) and not count.categories:
        before = [chunk for chunk in one.chunks[: count.at] if chunk.kind == "COUNT" and chunk.get("kind") == "part"]
        if before:
            count.categories, count.kind = before[-1].get("categories") or (), "part"
            count.sides = count.sides or ((before[-1].get("side"),) if before[-1].get("side") in OTHER else ())


def _other_side(context: Context, one: Sentence, at: int) -> bool:
    other = OTHER.get(context.main_side, "nobody")
    fine, _ = segments(one)
    named = [
        chunk
        for index, chunk in enumerate(one.chunks)
        if chunk.kind != "CLAIMANT"
        and not (chunk.kind == "SIDE" and index and one.chunks[index - 1].kind in {"FROM", "ACCORDING"})
    ]
    return any(chunk.get("side") == other for chunk in named) or any(
        _of_both(chunk) or (chunk.kind == "EACH" and fine[index] == fine[at]) for index, chunk in enumerate(one.chunks)
    )


def _of_both(chunk: Chunk) -> bool:
    """Whether a chunk names both states, or an exchange between them."""
    return chunk.kind == "BOTH" or any(part.kind == "BOTH" for part in chunk.parts)

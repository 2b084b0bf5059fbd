"""Whether a number with a category is a part of those who returned, or counts others."""

from __future__ import annotations

from itertools import pairwise, takewhile
from typing import TYPE_CHECKING, Final

from exchange_ledger.extract.count import BARE
from exchange_ledger.extract.reading import COUNTED_MEASURES, Reading
from exchange_ledger.extract.readings import Match, Sentence, value_of
from exchange_ledger.extract.times import clause
from exchange_ledger.extract.told import of_freed
from exchange_ledger.languages.chunks import Chunk

if TYPE_CHECKING:
    from exchange_ledger.extract.context import Context


_WHOLE_SIGNS: Final = {"PARTOF", "THEM", "WEREAMONG", "THERE", "RELATIVE", "HEDGE", "THEIRS"}


_OPENS, _ENDS = {"COLON", "DASH", "OPEN"}, {"COLON", "DASH", "CLOSE", "DOT", "SEMI"}
_PART_SIGNS: Final = {"PARTOF", "THEM", "WEREAMONG", "THERE"}


def belongs(context: Context, one: Sentence, match: Match, at: int, made: list[Reading]) -> bool:
    """Whether something says that a number with a category is a part of those who returned."""
    number = one.chunks[at]
    if (number.kind == "COUNT" and _adds_up(context, one)) or _repeats_all(context, one, match, at):
        return True
    others = _is_other(one, match, at, made) or _unread_before(one, at, made) or _of_others(context, number, made)
    if others or (not made and _among_the_unfreed(context, one)):
        return False
    plain = number.kind == "COUNT" and number.get("kind") != "part" and not number.get("partitive")
    inside = {chunk.kind for chunk in one.chunks[max(0, match.start - 1) : match.end]}
    inside |= {chunk.kind for chunk in one.chunks[match.end : match.end + 1] if chunk.kind == "WEREAMONG"}
    listed = one.stretch.item and "BE" not in inside
    if plain and match.row.name == "part-of-group" and not inside & _WHOLE_SIGNS and not listed:
        return "all" in number.text.lower().split() or _fewer_than_all(context, one, match, at)
    if made or context.group or ((one.stretch.item or _not_counted(number)) and _told(context, one)):
        return True
    if _fragment(context, one, at):
        return True
    return any(chunk.kind in _PART_SIGNS or chunk.kind.startswith("COUNTV.") for chunk in one.chunks)


def _repeats_all(context: Context, one: Sentence, match: Match, at: int) -> bool:
    """Whether "all of its 94 servicemen had been captured in ..." says it of all those counted before."""
    before = [chunk for chunk in one.chunks[max(0, at - 3) : at] if chunk.kind == "HEDGE"]
    every = any(chunk.text.lower().startswith("all") for chunk in (*before, *one.chunks[at : at + 1]))
    taken = any(chunk.kind.startswith("SEIZE.") or chunk.kind == "FOUGHT" for chunk in one.chunks[at + 1 : match.end])
    return every and taken and _is_the_whole(context, value_of(one.chunks[at]))


def _is_the_whole(context: Context, value: float | None) -> bool:
    return any(reading.value == value for reading in context.of_time(context.event) if not reading.dimension)


def _among_the_unfreed(context: Context, one: Sentence) -> bool:
    """Whether parts "were among the 30" of whom nobody said that they came home: they were only agreed on."""
    kinds = [chunk.kind for chunk in one.chunks]
    if "WEREAMONG" not in one.present or "COUNT" not in kinds[kinds.index("WEREAMONG") :]:
        return False
    return not any(reading.measure in COUNTED_MEASURES for reading in context.of_time(context.event))


def _adds_up(context: Context, one: Sentence) -> bool:
    """Whether the numbers of a sentence are together the one number of those freed: "12 officers and 40 privates"."""
    numbers = [value_of(chunk) or 0.0 for chunk in one.chunks if chunk.kind == "COUNT"]
    wholes = {
        reading.value
        for reading in context.of_time(context.event)
        if reading.measure == "people_returned" and not reading.dimension
    }
    return len(numbers) > 1 and sum(numbers) in wholes


def _fewer_than_all(context: Context, one: Sentence, match: Match, at: int) -> bool:
    """Whether "twenty-four defenders are wounded" tells of some of a larger group counted before."""
    kinds = [chunk.kind for chunk in one.chunks]
    if any(kind.startswith(("BLOCK.", "HOLD.")) for kind in kinds) or at + 1 >= len(kinds):
        return False
    now = kinds[at + 1] in {"HAVE", "BE"} and one.chunks[at + 1].get("form") in {"base", "third"}
    says = now and match.end == at + 3
    largest = max((reading.value or 0 for reading in context.of_time(context.event)), default=0)
    return says and (value_of(one.chunks[at]) or 0) < largest


_OWN_NUMBER: Final = {"DASH", "COLON", "OPEN", "HYPHEN", "SMALL", "LARGE", "HNUM"}


def _to_do_something(one: Sentence, at: int) -> bool:
    """Whether people are counted only as those who are to do something: "and four others will stay in Ankara"."""
    between = {"CATEGORY", "NAME", "WORD", "FROM", "OF", "DET", "PLACENAME"}
    following = (chunk for chunk in one.chunks[at + 1 :] if chunk.kind not in between)
    verb = next(following, None)
    return (
        verb is not None
        and verb.kind in {"BE.planned", "HOLD.planned", "PLAN.planned"}
        and at > 0
        and one.chunks[at - 1].kind == "AND"
    )


def _on_trial(one: Sentence, at: int) -> bool:
    """Whether a number is of people in court, or of some others: "seven others, two of them women"."""
    before = one.chunks[max(0, at - 3) : at]
    others = [chunk.kind for chunk in before[-2:]] == ["QUANTITY", "COMMA"] and _named(one, at)
    whose = [chunk.kind for chunk in one.chunks[at + 1 : at + 8]]
    divided = any(whose[index : index + 4] == ["COMMA", "THEY", "OF", "THEM"] for index in range(4))
    return any(chunk.get("trial") for chunk in before) or bool(others) or divided


def _of_several(one: Sentence, match: Match) -> bool:
    """Whether a number is that of several branches together: "130 came from the National Guard and the police"."""
    if "c" not in match.labels or match.labels["c"] != match.end - 1:
        return False
    first, *after = one.chunks[match.end - 1 : match.end + 3]
    kinds = [chunk.kind for chunk in after]
    if kinds[:1] not in (["COMMA"], ["AND"]) or kinds[1:2] not in (["CATEGORY"], ["PEOPLE"]):
        return False
    if _OWN_NUMBER & set(kinds[2:3]):
        return False
    dimensions = [{pair[0] for pair in chunk.get("categories") or ()} for chunk in (first, after[1])]
    return bool(dimensions[0] & dimensions[1] & {"branch", "place"})


def _of_the_most(one: Sentence, at: int) -> bool:
    """Whether a number is that of all, of whom most or some are meant: "most of the 25 were wounded"."""
    before = [chunk.kind for chunk in one.chunks[max(0, at - 3) : at]]
    partly = bool(before) and one.chunks[at - len(before)].kind in {"THEY", "HEDGE", "WORD"}
    share = any(chunk.get("part") for chunk in one.chunks[max(0, at - 3) : at]) and before[-1:] in (["DET"], ["OF"])
    return share or (partly and before[-2:] in (["OF", "DET"], ["THEY", "DET"]))


def _not_counted(number: Chunk) -> bool:
    """Whether a number stands without people, or as "three of the men"."""
    return number.kind != "COUNT" or bool(number.get("partitive"))


def _told(context: Context, one: Sentence) -> bool:
    """Whether somebody was said to have come home, here or before."""
    return of_freed(one) or any(reading.value is not None for reading in context.readings)


def _of_others(context: Context, number: Chunk, made: list[Reading]) -> bool:
    """Whether "fourteen of the 52" divides a number that nobody read as those freed."""
    kinds = [part.kind for part in number.parts]
    if kinds[1:3] != ["OF", "DET"] or len(kinds) != 4 or kinds[3] not in BARE:
        return False
    whole = value_of(number.parts[3])
    return all(reading.value != whole for reading in [*made, *context.readings])


def _of_one_of_several(one: Sentence, at: int) -> bool:
    """Whether a part is that of a part: "12 servicemen, including one woman, and 14 civilians, nine of them women"."""
    if one.present.isdisjoint({"PARTOF", "THEM"}):
        return False
    kinds = [chunk.kind for chunk in one.chunks]
    if kinds[at - 1 : at] != ["PARTOF"] and kinds[at + 1 : at + 3] != ["OF", "THEM"]:
        return False
    others = [chunk for index, chunk in enumerate(one.chunks) if chunk.kind == "COUNT" and index != at]
    apart = any(("status", "civilians") in (chunk.get("categories") or ()) for chunk in others)
    return apart and len(others) > 1 and ("sex", "women") in (one.chunks[at].get("categories") or _named(one, at))


def _named(one: Sentence, at: int) -> tuple[tuple[str, str], ...]:
    """Return the categories of the people named right behind "nine of them"."""
    behind = one.chunks[at + 3 : at + 4]
    return tuple(behind[0].get("categories") or ()) if behind else ()


def _fragment(context: Context, one: Sentence, at: int) -> bool:
    """Whether a sentence without a verb goes on with who came home: "Two officers, sergeants and privates, who ..."."""
    kinds = [chunk.kind for chunk in one.chunks]
    end = kinds.index("RELATIVE") if "RELATIVE" in kinds else len(kinds)
    verbless = not any("." in kind or kind in {"BE", "HAVE", "MODAL"} for kind in kinds[:end])
    said = [reading for reading in context.of_time(context.event) if not reading.dimension]
    larger = any((reading.value or 0) > (value_of(one.chunks[at]) or 0) for reading in said)
    return at <= 1 and verbless and larger and context.same_paragraph


def _speaks(one: Sentence, at: int) -> bool:
    """Whether it is one person who says, or is told, something."""
    return any(chunk.kind.startswith("SAY.") for chunk in one.chunks[at + 1 : at + 3])


def _is_other(one: Sentence, match: Match, at: int, made: list[Reading]) -> bool:
    """Whether a number with a category counts others: the dead, those still held, one person with an age, a list."""
    number, before = one.chunks[at], one.chunks[max(0, at - 1)].kind
    inside = {chunk.kind for chunk in one.chunks[match.start : match.end]}
    after = one.chunks[at + 1].kind if at + 1 < len(one.chunks) else ""
    return (
        (after.startswith(("BLOCK.", "HOLD.", "PLAN.")) and before != "PARTOF")
        or any(chunk.kind == "SETFOR" for chunk in one.chunks[at + 1 : at + 4])
        or "LIST" in one.present
        or before == "NEGATION"
        or (value_of(number) == 1 and ("COMMA" in inside or _speaks(one, at)))
        or _of_one_of_several(one, at)
        or any(chunk.get("either") for chunk in one.chunks[match.end : match.end + 1])
        or (number.kind == "COUNT" and "BODIES" in one.present and _of_the_dead(one, at))
        or any(chunk.kind == "AGED" for chunk in one.chunks[match.start : match.end + 3])
        or _were_others(one)
        or ("WOUNDED" in inside and "BE" in inside and not made and "BLOCK" in one.classes)
        or _of_those_captured(one, at)
        or _of_the_most(one, at)
        or _on_trial(one, at)
        or _to_do_something(one, at)
        or _of_several(one, match)
        or _men_alone(one, number)
        or (match.row.name == "counted-part" and not made and _held(one, at))
    )


def _were_others(one: Sentence) -> bool:
    """Whether a sentence says of others that they were among those counted."""
    pair = ("WEREAMONG", "OTHERPEOPLE")
    return one.present.issuperset(pair) and pair in pairwise(chunk.kind for chunk in one.chunks)


def _men_alone(one: Sentence, number: Chunk) -> bool:
    """Whether a number is one of men in a sentence without women: they are no part."""
    if number.get("categories") != (("sex", "men"),) or number.get("partitive"):
        return False
    return not any(("sex", "women") in (chunk.get("categories") or ()) for chunk in one.chunks)


def _held(one: Sentence, at: int) -> bool:
    """Whether the clause of a number tells of captivity, or of what was done to people."""
    return any(one.chunks[index].kind.startswith(("HOLD.", "BLOCK.", "CAPTIVITY")) for index in clause(one, at))


def _of_the_dead(one: Sentence, at: int) -> bool:
    """Whether bodies were counted before a number, or it is of theirs: "two children were among the seven dead"."""
    before, after = one.chunks[:at], [chunk.kind for chunk in one.chunks[at + 1 : at + 4]]
    return any(chunk.kind == "BODIES" for chunk in before) or (after[:1] == ["WEREAMONG"] and "BODIES" in after)


def _of_those_captured(one: Sentence, at: int) -> bool:
    """Whether a number is that of all who were captured: "of the 36 who surrendered, all but two are home"."""
    after = [chunk.kind for chunk in one.chunks[at + 1 : at + 4]]
    return one.chunks[0].kind == "OF" and after[:1] == ["RELATIVE"] and any(kind.startswith("SEIZE.") for kind in after)


def _known(one: Sentence, at: int) -> bool:
    """Whether a number repeats one that was told before: "four of the 75 Ukrainians"."""
    return [chunk.kind for chunk in one.chunks[max(0, at - 2) : at]] == ["OF", "DET"]


def _unread_before(one: Sentence, at: int, made: list[Reading]) -> bool:
    """Whether a count of people before the part could not be read: then nobody knows what it is a part of."""
    read = {reading.at for reading in made if not reading.unsure}
    before = [
        index
        for index, chunk in enumerate(one.chunks[:at])
        if chunk.kind == "COUNT" and not chunk.get("categories") and not _known(one, index)
    ]
    if not before or before[-1] in read:
        return False
    kind = one.chunks[before[-1]].get("kind")
    of_them = [chunk.kind for chunk in one.chunks[at + 1 : at + 3]] == ["OF", "THEM"]
    return kind == "plain" or (kind == "soldiers" and of_them)


def subdivisions(one: Sentence) -> set[int]:
    """Return the places of numbers that only divide a part: "15 defenders of Azovstal: 6 men and 9 women"."""
    found: set[int] = set()
    for at, (number, sign) in enumerate(pairwise(one.chunks)):
        if number.kind != "COUNT" or number.get("kind") != "part" or sign.kind not in _OPENS:
            continue
        inside = list(takewhile(lambda index: one.chunks[index].kind not in _ENDS, range(at + 2, len(one.chunks))))
        numbers = [index for index in inside if one.chunks[index].kind == "COUNT"]
        if len(numbers) > 1 and sum(value_of(one.chunks[index]) or 0.0 for index in numbers) == value_of(number):
            found |= set(numbers)
    return found

"""Counts joined to another: "93 men and 7 women", "280 captives, 140 of one side and 140 of the other"."""

from __future__ import annotations

from typing import Final

from exchange_ledger.extract.count import COUNTED, NAMED, OTHER, Count, count_at
from exchange_ledger.extract.readings import Match, Sentence

_SIGNS: Final = {"COMMA", "COLON", "DASH", "OPEN"}
_LINKS: Final = {"AND", "COMMA", "ADV"}
_OPENING, _CLOSING = {"COMMA", "OPEN", "DASH"}, {"COMMA", "CLOSE", "DASH"}
_PARTS: Final = {"PARTOF", "THEY", "THEM", "AND", "PEOPLE", "CATEGORY", "WOUNDED", "OF", "DET", "HEDGE", "WORD", "ADV"}
_INSIDE: Final = COUNTED | _CLOSING | _PARTS


def siblings(sentence: Sentence, match: Match, count: Count) -> list[Count]:
    """Return the counts that are joined to this one by "and" or commas."""
    joined = _summed_up(sentence, match, count)
    for step in () if joined else (-1, 1):
        at = count.at + step
        linked = False
        while 0 <= at < len(sentence.chunks):
            kind = sentence.chunks[at].kind
            if (kind in NAMED or (kind in COUNTED and _ends(sentence, at))) and linked:
                joined.append(sibling(sentence, match, count, at))
                linked = False
            elif step > 0 and _opens_parts(sentence, at):
                at, linked = _behind_parts(sentence, at + 1), False
            elif kind in _LINKS or (kind == "DET" and _is_of_bodies(sentence, at + 1)):
                linked = linked or kind in {"AND", "COMMA"}
            else:
                break
            at += step
    _beside_own(count, joined)
    apposed = match.row.claim.get("each") and sentence.chunks[count.at - 1].kind in _SIGNS
    return _summands(count, _of_both(count, joined) if apposed else joined)


def _is_of_bodies(sentence: Sentence, at: int) -> bool:
    return at < len(sentence.chunks) and sentence.chunks[at].kind == "BODIES"


def _of_both(count: Count, joined: list[Count]) -> list[Count]:
    """Let the number before what each side got be of both: "190 captives, 95 from each side"; any other is left out."""
    before = [other for other in joined if other.at < count.at and other.value == 2 * count.value]
    for other in before:
        other.sides = ("both",)
    return before + [other for other in joined if other.at > count.at]


def _opens_parts(sentence: Sentence, at: int) -> bool:
    """Whether a sign begins parts of the count before it: ", including six officers", "(six of them women)"."""
    if sentence.chunks[at].kind not in _OPENING:
        return False
    kinds = [chunk.kind for chunk in sentence.chunks[at : at + 4]]
    counted = kinds[1:2] == ["THEY"] or (len(kinds) > 1 and kinds[1] in COUNTED and kinds[2:] == ["OF", "THEM"])
    return kinds[1:2] == ["PARTOF"] or counted


def _behind_parts(sentence: Sentence, at: int) -> int:
    """Return the last chunk of "60 soldiers, including six officers," if another count is joined behind it."""
    kinds = [chunk.kind for chunk in sentence.chunks]
    while at + 2 < len(kinds) and kinds[at] in _INSIDE:
        if kinds[at] in _CLOSING and kinds[at + 1] == "AND":
            return at
        at += 1
    return len(kinds)


def _beside_own(count: Count, joined: list[Count]) -> None:
    """Let "5 civilians" be of the side of "300 Ukrainian soldiers and 5 civilians"."""
    sides = {other.sides for other in joined}
    if count.kind == "part" and not count.sides and not count.bare and not count.conflict and len(sides) == 1:
        count.sides = sides.pop()


def _summed_up(sentence: Sentence, match: Match, count: Count) -> list[Count]:
    """Return the two numbers further on that add up to this one: "280 captives today, 140 of one side and 140"."""
    if "AND" not in sentence.present:
        return []
    kinds = [chunk.kind for chunk in sentence.chunks[: count.at + 12]]
    for at in range(count.at + 1, len(kinds) - 3):
        if kinds[at] in _SIGNS and kinds[at + 1 : at + 4] == ["COUNT", "AND", "COUNT"]:
            joined = [sibling(sentence, match, count, place) for place in (at + 1, at + 3)]
            sides = {sentence.chunks[place].get("side") for place in (at + 1, at + 3)}
            return joined if sides == set(OTHER) and sum(other.value for other in joined) == count.value else []
    return []


def _summands(count: Count, joined: list[Count]) -> list[Count]:
    """Counts that add up to the one before them are its parts: "215 prisoners, 205 Ukrainians and 10 foreigners"."""
    after = [other for other in joined if other.at > count.at]
    if len(after) < 2 or sum(other.value for other in after) != count.value:
        return joined
    if {other.sides for other in after} == {("ukraine",), ("russia",)}:
        count.sides, count.bare, count.conflict = ("both",), False, False
        for other in after:
            other.bare = other.conflict = False
        return joined
    foreigners = any(("status", "foreigners") in other.categories for other in after)
    civilians = any(("status", "civilians") in other.categories for other in after)
    count.whole = True
    for other in after:
        soldiers = other.kind == "soldiers"
        other.kind, other.group = "part", 0
        if not other.categories and foreigners:
            other.categories = (("status", "ukrainians"),)
        elif soldiers and civilians and not other.categories:
            other.categories = (("status", "military"),)
    count.group = 0
    return joined


def broken_down(sentence: Sentence, read: list[Count]) -> None:
    """Make parts of the numbers behind a colon that add up to one before it: "130 came home: 126 men and 4 women"."""
    signs = [index for index, chunk in enumerate(sentence.chunks) if chunk.kind == "COLON"] if len(read) > 2 else []
    for sign in signs:
        after = [count for count in read if count.at > sign and not count.pair]
        whole = next((one for one in read if one.at < sign and one.value == sum(other.value for other in after)), None)
        if whole is None or len(after) < 2 or not {count.sides for count in after} <= {(), whole.sides}:
            continue
        for count in after:
            count.sides = whole.sides
            count.kind = "part" if count.categories else count.kind


def likewise(sentence: Sentence, match: Match, found: dict[int, Count]) -> list[Count]:
    """Read "in June it was 86 and 85" behind "89 Ukrainians and 88 Russians were exchanged", in that order."""
    places = [match.labels["n"], match.labels["m"]]
    before = [found[at] for at in sorted(found) if at < places[0]][-2:]
    if [len(one.sides) for one in before] != [1, 1] or {one.sides[0] for one in before} != set(OTHER):
        return []
    read = [count_at(sentence, match, at, sentence.chunks[at]) for at in places]
    for count, other in zip(read, before, strict=True):
        count.sides, count.bodies = other.sides, other.bodies
    return read


def _ends(sentence: Sentence, at: int) -> bool:
    """Whether a bare number ends its list: "86 people and 71"."""
    after = sentence.chunks[at + 1].kind if at + 1 < len(sentence.chunks) else "DOT"
    return after in {"DOT", "SEMI", "COMMA"} and sentence.chunks[at - 1].kind == "AND"


def sibling(sentence: Sentence, match: Match, count: Count, at: int) -> Count:
    """Return a count that is joined to another, and shares its sides."""
    other = count_at(sentence, match, at, sentence.chunks[at])
    other.start, other.end = min(other.start, sentence.chunks[at].start), max(other.end, sentence.chunks[at].end)
    side = sentence.chunks[at].get("side")
    other.sides = (side,) if side in OTHER else count.sides
    other.bare = count.bare
    other.conflict = count.conflict
    if any(dimension == "sex" for dimension, _ in other.categories):
        other.kind = "part"
        if any(dimension == "sex" for dimension, _ in count.categories) and other.categories != count.categories:
            count.kind = "part"  # "70 men and five women": neither is all
    other.bodies = other.bodies or (count.bodies and at > count.at)
    other.group = count.group = count.at + 1
    return other

"""Counts of people and bodies in one sentence: how many, of whom, and whose they are."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field

from exchange_ledger.extract.readings import Match, Sentence, matches, value_of
from exchange_ledger.extract.times import segments
from exchange_ledger.languages.chunks import Chunk
from exchange_ledger.languages.language import Language

OTHER = {"ukraine": "russia", "russia": "ukraine"}
_COUNTED = {"COUNT", "BODIES", "SMALL", "LARGE", "HNUM"}
_STOPS = _COUNTED | {"SEMI", "DOT", "SIDE", "FORMULA", "COLON", "RELATIVE", "CLAIMANT"}
_UNSURE = {"IF", "UNTRUE", "CALLEDOFF", "SETFOR", "LIST"}
_BARE = {"SMALL", "LARGE", "HNUM"}
_TOPIC = {"EXCHANGE", "ORDEX", "TIMES", "FORMULA", "HOME", "RETURNNOUN"}
_TOPIC_VERBS = {"DO", "SWAP", "BRING", "COME", "LET", "GET", "SEND", "ARRIVE"}
_SIGNS = {"COMMA", "COLON", "DASH", "OPEN"}
_LINKS = {"AND", "COMMA", "ADV"}


@dataclass(slots=True)
class Count:
    """One number of people or bodies: `at` is its chunk; `sides` is empty where the sentence does not say whose."""

    at: int
    value: float
    qualifier: str
    rule: str
    start: int
    end: int
    kind: str = "plain"
    categories: tuple[tuple[str, str], ...] = ()
    bodies: bool = False
    sides: tuple[str, ...] = ()
    bare: bool = False
    conflict: bool = False
    group: int = 0
    rest: bool = False
    relative: bool = False
    repeats: bool = False
    whole: bool = False
    pair: tuple[float, ...] = ()
    default: str = ""
    extra: tuple[tuple[str, str], ...] = ()
    claim: dict[str, object] = field(default_factory=dict)


def counts(language: Language, sentence: Sentence, before: str = "", value: float = -1.0) -> list[Count]:
    """Return the counts that rows of the phrase file read in a sentence, in the order of the text.

    `before` is the side that the sentence before spoke of, for "in return"; `value` the count before, for "the same
    number".
    """
    found: dict[int, Count] = {}
    for match in matches(language, sentence.codes, "count"):
        for count in _read(sentence, match, found, before):
            found.setdefault(count.at, count)
    for match in matches(language, sentence.codes, "formula"):
        _formula(sentence, match, found)
    read = sorted(found.values(), key=lambda count: count.at)
    for count in read:
        if count.value < 0:
            count.value, count.repeats = value, True
        value = count.value
        if count.bare and _between_both(sentence, count.at):
            count.sides, count.bare = ("both",), False
    return [count for count in read if count.value >= 0 and not count.rest]


def _between_both(sentence: Sentence, at: int) -> bool:
    """Whether people were exchanged "between the two countries", and a part of them is named as one side's."""
    kinds = [chunk.kind for chunk in sentence.chunks[at:]]
    between = any(pair == ("AMID", "BOTH") for pair in itertools.pairwise(kinds))
    return between and any(_of_a_side(chunk) for chunk in sentence.chunks[at + 1 :] if chunk.kind == "PEOPLE")


def _read(sentence: Sentence, match: Match, found: dict[int, Count], before: str) -> list[Count]:
    at = match.labels[str(match.row.claim["count"])]
    if at in found and "for" in match.row.claim and match.labels["m"] not in found:
        return _in_return(sentence, match, found[at])
    if at in found or not _countable(sentence, at) or (match.row.claim.get("verbless") and _undone(sentence, at)):
        return []
    if _only_a_place(sentence, match.labels.get("a", 0)):
        return []
    if "sided" in match.row.claim and not _of_a_side(sentence.chunks[match.labels[str(match.row.claim["sided"])]]):
        return []
    if "respective" in match.row.claim:
        return _respective(sentence, match)
    count = _count(sentence, match, at, sentence.chunks[at])
    _decide(sentence, match, count, found, before)
    read = [count]
    if "for" in match.row.claim:
        read += _in_return(sentence, match, count)
    if "and" in match.row.claim:
        read.append(_sibling(sentence, match, count, match.labels[str(match.row.claim["and"])]))
    return read + _siblings(sentence, match, count)


def _only_a_place(sentence: Sentence, at: int) -> bool:
    """Whether a state is only where something happened: "the court in Moscow released 12 people"."""
    return at > 0 and sentence.chunks[at].kind == "SIDE" and bool(sentence.chunks[at - 1].get("inside"))


def _of_a_side(chunk: Chunk) -> bool:
    """Whether a word for people names those of one state, and no part of them."""
    return chunk.get("side") in OTHER and not chunk.get("categories")


def _respective(sentence: Sentence, match: Match) -> list[Count]:
    """Read "Russia and Ukraine got 54 and 61 back respectively": the order of the numbers is that of the parties."""
    parties = [part.get("side") for part in sentence.chunks[match.labels["b"]].parts if part.get("side") in OTHER]
    if len(parties) != 2:
        return []
    read = [_count(sentence, match, match.labels[label], sentence.chunks[match.labels[label]]) for label in ("n", "m")]
    for count, party in zip(read, parties, strict=True):
        count.sides = (str(party),)
    return read


def _undone(sentence: Sentence, at: int) -> bool:
    """Whether the clause around a number tells of something planned, denied or still going on, or of something else."""
    kinds = {chunk.kind for chunk in sentence.chunks}
    if not kinds & _TOPIC and not any(kind.partition(".")[0] in _TOPIC_VERBS for kind in kinds):
        return True
    _, coarse = segments(sentence)
    near = [chunk.kind for index, chunk in enumerate(sentence.chunks) if coarse[index] == coarse[at]]
    return any(
        kind.endswith((".planned", ".neg", ".unreal"))
        or kind.startswith(("FAIL.", "PLAN.", "HOLD."))
        or kind in _UNSURE
        for kind in near
    )


def _countable(sentence: Sentence, at: int) -> bool:
    """Whether a number may stand for people: "500 soldiers' uniforms" may not."""
    owned = [one.kind for one in sentence.chunks[at + 1 : at + 3]]
    if len(owned) == 2 and owned[0] in {"APOS", "POSS"} and owned[1] in {"WORD", "UNIT"}:
        return False
    chunk = sentence.chunks[at]
    after = sentence.chunks[at + 1].kind if at + 1 < len(sentence.chunks) else ""
    before = sentence.chunks[at - 1].kind if at else ""
    if after in {"THAN", "MORETHANBEFORE"} or (chunk.kind in _BARE and before in {"TO", "WORD", "NAME", "UNIT"}):
        return False
    if chunk.get("more") and any(other.kind == "MORETHANBEFORE" for other in sentence.chunks[at:]):
        return False
    return chunk.kind in {"COUNT", "BODIES", "SAME"} or value_of(chunk) is not None


def _count(sentence: Sentence, match: Match, at: int, chunk: Chunk) -> Count:
    value = value_of(chunk)
    first, last = match.start, match.end - 1
    return Count(
        at=at,
        value=float(value) if value is not None else -1.0,
        qualifier=chunk.get("qualifier") or "exact",
        rule=match.row.name,
        start=sentence.chunks[first].start,
        end=sentence.chunks[last].end,
        kind=chunk.get("kind") or "plain",
        categories=chunk.get("categories") or (),
        bodies=chunk.kind == "BODIES" or bool(chunk.get("bodies")),
        rest=bool(chunk.get("rest")),
        relative=any(one.kind == "RELATIVE" for one in sentence.chunks[at + 1 : at + 3]) and match.end > at + 2,
        extra=captured_at(sentence, at),
        claim=match.row.claim,
    )


_CLAUSE = {"RELATIVE", "HAVE", "BE", "FOUGHT", "FROM", "DET", "WORD", "ADV"}


def captured_at(sentence: Sentence, at: int) -> tuple[tuple[str, str], ...]:
    """Return the place in "ten Guardsmen captured at ..." or "37 Guardsmen who had held out in ..."."""
    after = sentence.chunks[at + 1 : at + 6]
    if not after or not (after[0].kind in {"RELATIVE", "FOUGHT"} or after[0].kind.startswith("SEIZE.")):
        return ()
    for chunk in after:
        if chunk.kind == "CATEGORY":
            return tuple(pair for pair in chunk.get("categories") or () if pair[0] == "place")
        if chunk.kind not in _CLAUSE and not chunk.kind.startswith("SEIZE."):
            break
    return ()


def _window(sentence: Sentence, match: Match, at: int) -> range:
    """Return the places of the chunks that belong to the count's clause."""
    end = max(match.end, at + 1)
    while end < len(sentence.chunks) and sentence.chunks[end].kind not in _STOPS and end - match.end < 8:
        if sentence.chunks[end].kind == "AND":
            break
        end += 1
    return range(match.start, end)


def _decide(sentence: Sentence, match: Match, count: Count, found: dict[int, Count], before: str) -> None:
    claim = match.row.claim
    chunks = sentence.chunks
    window = _without_brackets([chunks[index] for index in _window(sentence, match, count.at)])
    kinds = {
        chunk.kind
        for chunk in window + chunks[max(0, match.start - 2) : match.start]
        if chunk.kind in {"TOTAL", "BETWEEN"} or chunk in window
    }
    strong = _strong(sentence, match, count, window)
    each = "EACH" in kinds or (match.start > 0 and chunks[match.start - 1].kind == "EACH")
    agent = chunks[match.start - 1].kind if match.start else ""
    if claim.get("open") and agent in {"PLACENAME", "MEDIATOR", "OTHERSTATE"}:
        count.conflict = True
    elif claim.get("each") or (each and not strong):
        count.sides = ("ukraine", "russia")
    elif len(strong) == 1 and not (claim.get("bare") and (chunks[count.at].get("sum") or kinds & {"BETWEEN", "TOTAL"})):
        count.sides = (strong.pop(),)
    elif len(strong) > 1:
        count.conflict = True
    else:
        _by_words(sentence, match, count, found, before=before, window=window, kinds=kinds)


def _by_words(
    sentence: Sentence,
    match: Match,
    count: Count,
    found: dict[int, Count],
    *,
    before: str,
    window: list[Chunk],
    kinds: set[str],
) -> None:
    """Find whose people they are where no word of the clause says it outright: by the count before, else the agent."""
    claim, chunks = match.row.claim, sentence.chunks
    summed = chunks[count.at].get("sum") or "BETWEEN" in kinds
    if claim.get("same"):
        _like(count, found, before)
    elif any(chunk.get("sum") and chunk.kind.startswith("COME.") for chunk in window):
        count.sides = ("both",)
    elif claim.get("bare"):
        _sum(count, chunks[count.at], kinds)
    elif claim.get("other_way") or claim.get("like_before"):
        _after(sentence, match, count, found, before)
    elif summed:
        count.sides = ("both",)
    elif any(chunk.kind == "INRETURN" for chunk in chunks[: count.at + 3]) and _last_side(found, count.at, before):
        count.sides = (OTHER[_last_side(found, count.at, before)],)
    else:
        _by_subject(sentence, match, count, next((chunk for chunk in window if chunk.get("bias")), None))


def _by_subject(sentence: Sentence, match: Match, count: Count, verb: Chunk | None) -> None:
    claim = match.row.claim
    before_verb = match.labels.get("n", 0) > match.start
    if "agent" in claim:
        _by_agent(sentence.chunks[match.labels["a"]], verb, count)
    elif claim.get("open") and verb is not None and verb.get("bias") == "own" and before_verb:
        _by_agent(_subject(sentence, match.start), verb, count)
    elif claim.get("returned"):
        _by_speaker(sentence, count)


def _without_brackets(chunks: list[Chunk]) -> list[Chunk]:
    """Return a clause without what stands in brackets: that is said of another number."""
    kept, depth = [], 0
    for chunk in chunks:
        depth += (chunk.kind == "OPEN") - (chunk.kind == "CLOSE")
        if depth <= 0:
            kept.append(chunk)
    return kept


def _strong(sentence: Sentence, match: Match, count: Count, window: list[Chunk]) -> set[str]:
    chunks = sentence.chunks
    chunk = chunks[count.at]
    strong = {chunk.get("side")} if chunk.get("side") in OTHER else set()
    if chunk.get("own") and "away" not in match.row.claim:
        owner = _owner(sentence, count.at)
        strong |= {owner} if owner else set()
    strong |= {
        near.get("side")
        for near in window
        if (near.kind in {"HOME", "BYSIDE"} or near.kind.startswith("COME.")) and near.get("side") in OTHER
    }
    receiver = chunks[match.labels[str(match.row.claim["to"])]].get("side") if "to" in match.row.claim else None
    if receiver in OTHER:
        strong.add(receiver)
    if "away" in match.row.claim and chunks[match.labels["a"]].get("side") in OTHER:
        strong.add(OTHER[chunks[match.labels["a"]].get("side")])
    return strong


def _owner(sentence: Sentence, at: int) -> str:
    """Return whose "its own" are: the party named last before them."""
    for chunk in reversed(sentence.chunks[:at]):
        if chunk.kind in {"SIDE", "CLAIMANT", "SIDEADJ"} and chunk.get("side") in OTHER:
            return str(chunk.get("side"))
    return ""


def _sum(count: Count, chunk: Chunk, kinds: set[str]) -> None:
    if chunk.get("sum") or kinds & {"BETWEEN", "TOTAL"}:
        count.sides = ("both",)
    else:
        count.bare = True


def _last_side(found: dict[int, Count], at: int, before: str) -> str:
    earlier = [count for count in found.values() if count.at < at and len(count.sides) == 1 and count.sides[0] in OTHER]
    return earlier[-1].sides[0] if earlier else before


def _after(sentence: Sentence, match: Match, count: Count, found: dict[int, Count], before: str) -> None:
    earlier = [one for one in found.values() if one.at < count.at and len(one.sides) == 1]
    if not earlier and before in OTHER and match.row.claim.get("other_way"):
        count.sides = (OTHER[before],)
        return
    if not earlier:
        count.conflict = True
        return
    last = max(earlier, key=lambda one: one.at)
    count.bodies = count.bodies or last.bodies
    if match.row.claim.get("other_way"):
        count.sides = (OTHER.get(last.sides[0], ""),)
        return
    side = sentence.chunks[match.labels["a"]].get("side")
    if side in OTHER:
        count.sides = (OTHER[side],) if "away" in last.claim else (side,)


def _like(count: Count, found: dict[int, Count], before: str) -> None:
    """Take side and kind from the count before: "and another 49 on Wednesday"."""
    earlier = [one for one in found.values() if one.at < count.at and one.sides]
    if earlier:
        last = max(earlier, key=lambda one: one.at)
        count.sides, count.bodies, count.categories, count.kind = last.sides, last.bodies, last.categories, last.kind
    elif before in OTHER:
        count.sides = (before,)
    else:
        count.conflict = True


def _by_agent(agent: Chunk, verb: Chunk | None, count: Count) -> None:
    side = agent.get("side")
    bias = verb.get("bias") if verb else None
    if side not in OTHER:
        return
    if bias == "own":
        count.sides = (side,)
    elif bias == "other":
        count.sides = (OTHER[side],)
    elif bias in OTHER:
        count.sides = (str(bias),)


def _subject(sentence: Sentence, at: int) -> Chunk:
    """Return the one party named before a verb in its clause, for verbs whose subject stands further off."""
    sides = [chunk for chunk in sentence.chunks[:at] if chunk.kind in {"SIDE", "CLAIMANT", "BOTH"}]
    return sides[0] if len({chunk.get("side") for chunk in sides}) == 1 else Chunk("NONE", 0, 0, "", {})


def _speaks(chunk: Chunk, following: str) -> bool:
    """Whether a chunk names who speaks: an official, or a state right before a verb of saying."""
    return chunk.kind == "CLAIMANT" or (chunk.kind == "SIDE" and following.startswith("SAY."))


def _by_speaker(sentence: Sentence, count: Count) -> None:
    following = ""
    for chunk in reversed(sentence.chunks[: count.at]):
        if _speaks(chunk, following) and chunk.get("side") in OTHER:
            count.sides = (chunk.get("side"),)
            return
        following = chunk.kind


def _in_return(sentence: Sentence, match: Match, count: Count) -> list[Count]:
    at = match.labels["m"]
    given = sentence.chunks[at].get("side")
    if count.rest or (count.kind == "part" and sentence.chunks[at].get("kind") != "part"):
        count.sides = count.sides or ((OTHER[given],) if given in OTHER else ())
        return []
    other = _count(sentence, match, at, sentence.chunks[at])
    if other.value < 0:
        other.value, other.qualifier, other.bodies = count.value, count.qualifier, count.bodies
    side = sentence.chunks[at].get("side")
    if len(count.sides) != 1 and side in OTHER:
        count.sides = (OTHER[side],)
        count.bare = count.conflict = False
    if len(count.sides) == 1 and count.sides[0] in OTHER:
        other.sides = (OTHER[count.sides[0]],)
    elif other.value == count.value:
        count.sides = other.sides = ("ukraine", "russia")
    return [other]


def _siblings(sentence: Sentence, match: Match, count: Count) -> list[Count]:
    """Return the counts that are joined to this one by "and" or commas."""
    joined = _summed_up(sentence, match, count)
    for step in () if joined else (-1, 1):
        at = count.at + step
        linked = False
        while 0 <= at < len(sentence.chunks):
            kind = sentence.chunks[at].kind
            if (kind in {"COUNT", "BODIES"} or (kind in _COUNTED and _ends(sentence, at))) and linked:
                joined.append(_sibling(sentence, match, count, at))
                linked = False
            elif kind in _LINKS:
                linked = linked or kind != "ADV"
            else:
                break
            at += step
    _beside_own(count, joined)
    return _summands(count, joined)


def _beside_own(count: Count, joined: list[Count]) -> None:
    """Let "5 civilians" be of the side of "300 Ukrainian soldiers and 5 civilians"."""
    sides = {other.sides for other in joined}
    if count.kind == "part" and not count.sides and not count.bare and not count.conflict and len(sides) == 1:
        count.sides = sides.pop()


def _summed_up(sentence: Sentence, match: Match, count: Count) -> list[Count]:
    """Return the two numbers further on that add up to this one: "280 captives today, 140 of one side and 140"."""
    kinds = [chunk.kind for chunk in sentence.chunks[: count.at + 12]]
    for at in range(count.at + 2, len(kinds) - 3):
        if kinds[at] in _SIGNS and kinds[at + 1 : at + 4] == ["COUNT", "AND", "COUNT"]:
            joined = [_sibling(sentence, match, count, place) for place in (at + 1, at + 3)]
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
    count.whole = True
    for other in after:
        other.kind, other.group = "part", 0
        if not other.categories and foreigners:
            other.categories = (("status", "ukrainians"),)
    count.group = 0
    return joined


def _ends(sentence: Sentence, at: int) -> bool:
    """Whether a bare number ends its list: "86 people and 71"."""
    after = sentence.chunks[at + 1].kind if at + 1 < len(sentence.chunks) else "DOT"
    return after in {"DOT", "SEMI", "COMMA"} and sentence.chunks[at - 1].kind == "AND"


def _sibling(sentence: Sentence, match: Match, count: Count, at: int) -> Count:
    other = _count(sentence, match, at, sentence.chunks[at])
    other.start, other.end = min(other.start, sentence.chunks[at].start), max(other.end, sentence.chunks[at].end)
    side = sentence.chunks[at].get("side")
    other.sides = (side,) if side in OTHER else count.sides
    other.bare = count.bare
    other.conflict = count.conflict
    if any(dimension == "sex" for dimension, _ in other.categories):
        other.kind = "part"
    other.group = count.group = count.at + 1
    return other


def _formula(sentence: Sentence, match: Match, found: dict[int, Count]) -> None:
    at = match.labels["n"]
    chunk = sentence.chunks[at]
    kinds = {one.kind for one in sentence.chunks}
    before = [one.kind for one in sentence.chunks[:at]]
    done = (sentence.stretch.headline and before[-2:-1] == ["EXCHANGE"] and before[-1] in {"COLON", "DASH"}) or any(
        kind.startswith(("DO.", "SWAP.", "BRING.", "LET.")) and not kind.endswith((".planned", ".neg"))
        for kind in kinds
    )
    about = kinds & {"EXCHANGE", "ORDEX", "BODY", "DEADPEOPLE", "BOTH"} or any(
        kind.startswith("SWAP.") for kind in kinds
    )
    if (
        chunk.get("first") == 1
        or not done
        or not about
        or any(kind.endswith((".planned", ".neg")) or kind.startswith("FAIL.") for kind in kinds)
    ):
        return
    first, second = float(chunk.get("first")), float(chunk.get("second"))
    for number, value in enumerate((first,) if first == second else (first, second)):
        count = Count(at, value, "exact", match.row.name, chunk.start, chunk.end)
        count.sides = ("ukraine", "russia") if first == second else ()
        count.bodies = any(other.kind in {"BODY", "DEADPEOPLE"} for other in sentence.chunks)
        count.claim = match.row.claim
        count.pair = () if first == second else (first, second)
        found.setdefault(at * 100 + 50 + number if number else at, count)

"""Whose people a count means, by the words of its clause."""

from __future__ import annotations

from typing import Final

from exchange_ledger.extract.agents import by_agent, by_speaker, of_agents, subject
from exchange_ledger.extract.count import COUNTED, NAMED, OTHER, Count
from exchange_ledger.extract.parties import apiece, as_price, like_those_before, of_a_craft
from exchange_ledger.extract.readings import Match, Sentence
from exchange_ledger.extract.windows import behind_and, window, without_brackets
from exchange_ledger.languages.chunks import Chunk

_TOGETHER: Final = {"TOTAL", "BETWEEN"}


def decide(sentence: Sentence, match: Match, count: Count, found: dict[int, Count], before: str) -> None:
    """Set whose people a count means, or that its clause leaves it open or says two things."""
    claim = match.row.claim
    chunks = sentence.chunks
    if "price" in claim:
        as_price(chunks, match, count)
        return
    near = without_brackets([chunks[index] for index in window(sentence, match, count.at)])
    if claim.get("other_way"):
        near = behind_and(chunks, count.at, near)
    kinds = {chunk.kind for chunk in near}
    kinds |= {chunk.kind for chunk in chunks[max(0, match.start - 2) : match.start]} & _TOGETHER
    strong = _strong(sentence, match, count, near)
    each = "EACH" in sentence.present and _of_each(chunks, match, count.at, near)
    agent = chunks[match.start - 1].kind if match.start else ""
    if (
        claim.get("open")
        and agent in {"PLACENAME", "MEDIATOR", "OTHERSTATE"}
        and not (agent == "PLACENAME" and chunks[count.at].get("side") in OTHER)
    ):
        count.conflict = True
    elif claim.get("summed") or (_of_two_sides(chunks[count.at]) and not each):
        count.sides = ("both",)
    elif not strong and _from_both(chunks[count.at : count.at + 2], claim):
        count.bare = True
    elif (
        claim.get("each")
        or (each and claim.get("figure"))
        or (not strong and (each or apiece(chunks, match, count.at, kinds)))
    ):
        count.sides = ("ukraine", "russia")
    elif len(strong) == 1 and not (claim.get("bare") and (chunks[count.at].get("sum") or kinds & {"BETWEEN", "TOTAL"})):
        count.sides = (strong.pop(),)
    elif len(strong) > 1:
        count.conflict = True
    else:
        _by_words(sentence, match, count, found, before=before, window=near, kinds=kinds)
    listed = _by_parts(chunks, count.at) if "PARTOF" in sentence.present else ""
    if listed and not (count.sides or count.conflict or claim.get("bare")):
        count.sides, count.bare = (listed,), False


def _from_both(near: list[Chunk], claim: dict[str, object]) -> bool:
    """Whether it is open if so many came from each side or from both together: "206 people from both countries"."""
    if len(near) < 2 or near[1].kind != "EACH" or "formula" in claim:
        return False
    hedged = near[0].get("qualifier") not in {None, "exact"} and near[1].text.lower().startswith("from both")
    return hedged or bool(near[1].get("loose"))


def _of_two_sides(chunk: Chunk) -> bool:
    """Whether one number counts the people of both: "over 200 Russians and Ukrainians"."""
    return (
        bool(chunk.parts)
        and {part.get("side") for other in chunk.parts for part in (other, *other.parts)} >= OTHER.keys()
    )


def _by_parts(chunks: list[Chunk], at: int) -> str:
    """Return whose people those are among whom parts of one side alone are listed: "115, including border guards"."""
    listed = [chunk.kind for chunk in chunks[at + 1 : at + 3]] == ["COMMA", "PARTOF"]
    sides: set[str] = set()
    for chunk in chunks[at + 3 :] if listed else []:
        if "." in chunk.kind or chunk.kind in {"SEMI", "DOT", "RELATIVE"}:
            break
        if chunk.get("side") in OTHER and chunk.get("categories"):
            sides.add(str(chunk.get("side")))
    return sides.pop() if len(sides) == 1 else ""


def _acts(after: list[Chunk]) -> bool:
    """Whether "each side" says something, or does it to a number of its own: "..., with each side handing over 150"."""
    kinds = [chunk.kind for chunk in after]
    return bool(kinds) and (kinds[0].startswith("SAY.") or ("." in kinds[0] and bool(COUNTED & set(kinds[1:]))))


def _of_each(chunks: list[Chunk], match: Match, at: int, window: list[Chunk]) -> bool:
    """Whether "each" is said of a count, and not of another number that stands between: "206 people, 103 from each"."""
    if match.start and chunks[match.start - 1].kind == "EACH":
        return True
    between: set[str] = set()
    for index, chunk in enumerate(chunks[at + 1 :], at + 1):
        if chunk.kind == "EACH" and not between & COUNTED:
            return chunk in window and not _acts(chunks[index + 1 : index + 5])
        between.add(chunk.kind)
    return any(chunk.kind == "EACH" for chunk in chunks[match.start : at])


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
    tally = any(chunk.kind in {"PERIOD", "SINCEDATE"} for chunk in chunks)
    summed = (chunks[count.at].get("sum") and not tally) or "BETWEEN" in kinds
    if claim.get("same"):
        _like(count, found, before)
    elif any(chunk.get("sum") and chunk.kind.startswith("COME.") for chunk in window) or (
        claim.get("handed") and _of_a_mediator(chunks[: count.at])
    ):
        count.sides = ("both",)
    elif claim.get("bare"):
        _sum(count, chunks[count.at], kinds)
    elif claim.get("other_way") or claim.get("like_before"):
        _after(sentence, match, count, found, before)
    elif summed and _names_both(sentence):
        count.sides = ("both",)
    elif any(chunk.kind == "INRETURN" for chunk in chunks[: count.at + 3]) and _last_side(found, count.at, before):
        _in_return(sentence, match, count, window, OTHER[_last_side(found, count.at, before)])
    else:
        _by_subject(sentence, match, count, _telling(window))
        if not count.sides and chunks[match.start - 1].kind == "COLON" and match.start:
            like_those_before(chunks[: match.start - 1], count)


def _in_return(sentence: Sentence, match: Match, count: Count, window: list[Chunk], other: str) -> None:
    """Set the side other than that of the count before; review where the one who acts would mean the same again."""
    _by_subject(sentence, match, count, _telling(window))
    count.conflict |= count.sides == (OTHER[other],)
    count.sides = (other,)


def _telling(window: list[Chunk]) -> Chunk | None:
    """Return the first verb of a clause that tells whose people its subject brings."""
    return next((chunk for chunk in window if chunk.get("bias")), None)


def _of_a_mediator(before: list[Chunk]) -> bool:
    """Whether a mediator is the subject, and both sides are named: then a number of captives is of all of them."""
    kinds = [chunk.kind for chunk in before]
    both = any("BOTH" in {chunk.kind, *(part.kind for part in chunk.parts)} for chunk in before)
    return both and "MEDIATOR" in kinds and "HELP" in kinds[kinds.index("MEDIATOR") :]


def _names_both(sentence: Sentence) -> bool:
    """Whether both sides are named, or the state that brought them together: else "a total of 95" is one side's."""
    sides = {chunk.get("side") for chunk in sentence.chunks} & set(OTHER)
    return len(sides) == len(OTHER) or not sentence.present.isdisjoint({"BOTH", "EACH", "MEDIATOR"})


def _by_subject(sentence: Sentence, match: Match, count: Count, verb: Chunk | None) -> None:
    claim = match.row.claim
    before_verb = match.labels.get("n", 0) > match.start
    if "agent" in claim:
        by_agent(sentence.chunks[match.labels["a"]], verb, count)
    elif claim.get("open") and verb is not None and verb.get("bias") == "own" and before_verb:
        by_agent(subject(sentence, match.start), verb, count)
    elif claim.get("returned"):
        by_speaker(sentence, count)


def _strong(sentence: Sentence, match: Match, count: Count, window: list[Chunk]) -> set[str]:
    chunks = sentence.chunks
    chunk = chunks[count.at]
    strong = {chunk.get("side")} if chunk.get("side") in OTHER else set()
    if chunk.get("own") and "away" not in match.row.claim:
        named = owner(sentence, count.at)
        strong |= {OTHER[named] if _lets_go(chunks, match, count.at) else named} if named else set()
    strong |= {near.get("side") for near in window if _tells_whose(near) and near.get("side") in OTHER}
    if "BYSIDE" in sentence.present:
        strong |= of_agents(window, count.bodies)
    if "CAPTIVITY" in sentence.present:  # "who had been in Russian prisons"
        held = [chunk for chunk in chunks[count.at + 1 : match.end] if chunk.kind == "CAPTIVITY"]
        strong |= {str(chunk.get("side")) for chunk in held if chunk.get("side") in OTHER}
    if "craft" in sentence.marks and (crew := of_a_craft(chunks, count.at)):
        strong.add(crew)
    receiver = chunks[match.labels[str(match.row.claim["to"])]].get("side") if "to" in match.row.claim else None
    if receiver in OTHER:
        strong.add(receiver)
    if "away" in match.row.claim and chunks[match.labels["a"]].get("side") in OTHER:
        strong.add(OTHER[chunks[match.labels["a"]].get("side")])
    return strong


def _lets_go(chunks: list[Chunk], match: Match, at: int) -> bool:
    """Whether "its" are others', since a party lets them go: Kyiv's words "Russia released 64 of its soldiers"."""
    verb = next((chunk for chunk in reversed(chunks[:at]) if "." in chunk.kind), None)
    return "agent" in match.row.claim and verb is not None and verb.get("bias") == "other"


def _tells_whose(chunk: Chunk) -> bool:
    return chunk.kind == "HOME" or chunk.kind.startswith("COME.")


def owner(sentence: Sentence, at: int) -> str:
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
    if not earlier and match.row.claim.get("other_way") and _counts_others(sentence, match):
        return  # the rest of the sentence tells whose those before are, and these are the others
    if not earlier and before in OTHER and match.row.claim.get("other_way"):
        count.sides = (OTHER[before],)
        return
    if not earlier:
        _other_than_home(sentence.chunks[match.start : count.at], match, count)
        return
    last = max(earlier, key=lambda one: one.at)
    count.bodies = count.bodies or last.bodies
    if match.row.claim.get("other_way"):
        count.sides = (OTHER.get(last.sides[0], ""),)
        return
    side = sentence.chunks[match.labels["a"]].get("side")
    if side in OTHER:
        count.sides = (OTHER[side],) if "away" in last.claim else (side,)


def _counts_others(sentence: Sentence, match: Match) -> bool:
    """Whether a sentence counts people or bodies before what a row reads, without their side."""
    before = sentence.chunks[: match.start]
    return any(chunk.kind in NAMED and chunk.get("side") not in OTHER for chunk in before)


def _other_than_home(before: list[Chunk], match: Match, count: Count) -> None:
    """Set the other side where the number before went home: "handed over 11,000 to Ukraine and received 201"."""
    homes = {str(chunk.get("side")) for chunk in before if chunk.kind == "HOME" and chunk.get("side") in OTHER}
    if match.row.claim.get("other_way") and len(homes) == 1:
        count.sides = (OTHER[homes.pop()],)
    else:
        count.conflict = True


def _like(count: Count, found: dict[int, Count], before: str) -> None:
    """Take side and kind from the count before: "and another 49 on Wednesday"."""
    earlier = [one for one in found.values() if one.at < count.at and not (one.bare or one.conflict)]
    if earlier:
        last = max(earlier, key=lambda one: (bool(one.sides), one.at))
        count.sides, count.bodies, count.categories, count.kind = last.sides, last.bodies, last.categories, last.kind
    elif before in OTHER:
        count.sides = (before,)
    else:
        count.conflict = True

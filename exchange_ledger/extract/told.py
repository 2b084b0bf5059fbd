"""Whether a sentence tells of those freed, of an attack and those whom it struck, or of what is still to come."""

from __future__ import annotations

import itertools
from typing import Final

from exchange_ledger.extract.readings import Sentence
from exchange_ledger.extract.times import clause
from exchange_ledger.languages.chunks import Chunk

_FREED: Final = {"EXCHANGE", "ORDEX", "HOME", "THEM", "FORMULA", "WEREAMONG"}
_HELD: Final = {"HOLD", "CAPTIVITY"}
_WILL: Final = {"MODAL", "TO"}
_FREEING: Final = {"BRING", "COME", "GET", "LET", "SWAP", "ARRIVE", "SEND"}


def of_freed(one: Sentence) -> bool:
    """Whether a sentence speaks of an exchange or of those freed."""
    return not (one.present.isdisjoint(_FREED) and one.classes.isdisjoint(_FREEING))


def of_harm(one: Sentence) -> bool:
    """Whether a sentence tells of an attack and of nobody freed: its wounded and its places are those of the attack."""
    return one.marked("harm") and not of_freed(one)


def of_captives(one: Sentence) -> bool:
    """Whether a sentence counts those still held, and tells of nobody freed."""
    return "COUNT" in one.present and not one.classes.isdisjoint(_HELD) and not of_freed(one)


def handed_over_later(one: Sentence, at: int) -> bool:
    """Whether the verb before a number tells of a handover that is planned: "would return an additional 23 wounded"."""
    verbs = [chunk.kind for chunk in one.chunks[:at] if "." in chunk.kind]
    return bool(verbs) and verbs[-1].endswith(".planned") and verbs[-1].partition(".")[0] in _FREEING


def to_come(one: Sentence, at: int) -> bool:
    """Whether a number is of those who are still to be handed over, by the words behind it or by a verb before it.

    "6,000 bodies that Russia would give back"; "Moscow has to accept a ceasefire and return 7,000 captives".
    """
    behind = one.chunks[at + 1 : at + 6]
    if behind and behind[0].kind in {"THAT", "RELATIVE", "SIDE"} and _planned(behind):
        return True
    near = clause(one, at)
    if _to_be_seen(one, at, near[0]) or _to_be_let(one, at):
        return True
    plans = "MODAL" in one.present or "planned" in one.moods or one.present >= {"TO", "HAVE"}
    return plans and "did" in one.moods and any(_goes_on_with_plan(one, index, near[0]) for index in near)


def _to_be_seen(one: Sentence, at: int, first: int) -> bool:
    """Whether somebody will be seen to hand them over: "the operation will see each side releasing 246 prisoners"."""
    verb = next((index for index in range(at - 1, first, -1) if "." in one.chunks[index].kind), first)
    if not one.chunks[verb].kind.endswith(".ing"):
        return False
    kinds = [chunk.kind for chunk in one.chunks[max(first, verb - 4) : verb]]
    seen = any(kind == "MODAL" or kind.endswith(".planned") for kind in kinds)
    planned = any(chunk.kind in {"DO.planned", "SWAP.planned"} for chunk in one.chunks[first:verb])
    seen = seen and not set(kinds) & {"COMMA", "AND"}
    return seen or planned


def _to_be_let(one: Sentence, at: int) -> bool:
    """Whether somebody would let them: "which would let 1,200 come home", "a deal that would see 1,200 return"."""
    verb = next((chunk for chunk in one.chunks[at + 1 : at + 4] if "." in chunk.kind), None)
    if verb is None or verb.get("form") != "base":
        return False
    before = [chunk.kind for chunk in one.chunks[max(0, at - 2) : at]]
    lets = before[-1:] and (before[-1].endswith(".planned") or (before[-1] in {"WORD", "HELP"} and _WILL & set(before)))
    return bool(lets)


def _planned(chunks: list[Chunk]) -> bool:
    """Whether the first verb among chunks tells of something that is planned."""
    verbs = [chunk.kind for chunk in chunks if "." in chunk.kind or chunk.kind in {"MODAL", "COMMA"}]
    return bool(verbs) and (verbs[0].endswith(".planned") or verbs[0] == "MODAL")


def _goes_on_with_plan(one: Sentence, at: int, first: int) -> bool:
    """Whether a verb goes on after "and" with what somebody has to do, or will do: "has to stop and return them"."""
    chunk = one.chunks[at]
    joined = at > first and one.chunks[at - 1].kind in {"AND", "ADV"}
    if not (joined and chunk.get("form") == "base" and chunk.kind.endswith(".did")):
        return False
    before = one.chunks[first:at]
    return any(
        other.kind == "MODAL" or other.kind.endswith(".planned") or (other.kind == "TO" and near.kind == "HAVE")
        for near, other in itertools.pairwise(before)
    )

"""Doubts about a count that its own verb raises, or the words right behind it: for whom, since when, how far."""

from __future__ import annotations

import itertools
from typing import Final

from exchange_ledger.extract.count import Count
from exchange_ledger.extract.moments import Reference
from exchange_ledger.extract.readings import Sentence
from exchange_ledger.extract.times import segments
from exchange_ledger.languages.chunks import Chunk

_GIVEN: Final = ("LET.", "SWAP.")
_DONE: Final = ("BRING.", "COME.", "LET.", "SWAP.", "GET.")
_BACK: Final = {"BRING.either", "LET.either"}  # "returned", "freed"
_PAUSES: Final = {"COMMA", "AND", "SEMI", "COLON"}
_NEAR: Final = 8  # chunks


def for_a_person(one: Sentence, count: Count, undated: bool) -> bool:
    """Whether those counted were given for one person: "200 fighters for the politician Medvedchuk".

    Without a day of its own, "nine conscripts were given up for the mayor" may belong to an earlier event.
    """
    kinds = [chunk.kind for chunk in one.chunks]
    for at in range(count.at + 1, min(count.at + 8, len(kinds))):
        if kinds[at] == "FOR" and (one.chunks[at].get("swap") or (undated and kinds[at - 1].startswith(_GIVEN))):
            behind = kinds[at + 1 : at + 9]
            return bool({"NAME", "OTHERPEOPLE"} & set(behind[:3])) and not set(behind) & {"COUNT", "SMALL", "LARGE"}
        if kinds[at] in {"COMMA", "SEMI", "AND", "COUNT"}:
            return False
    return False


def only_begun(one: Sentence, at: int) -> bool:
    """Whether a handover of so many has only begun: "has started the operation of returning 6,000 bodies"."""
    for index in range(at - 1, max(-1, at - _NEAR), -1):
        chunk = one.chunks[index]
        if chunk.get("begins") and chunk.kind.startswith("DO."):
            between = {other.kind for other in one.chunks[index + 1 : at]}
            return bool(between & {"LET.ing", "BRING.ing", "SWAP.ing", "SEND.ing", "RETURNNOUN"})
        if chunk.kind in {"COMMA", "SEMI", "COLON", "DOT", "THAT", "COUNT", "BODIES"}:
            return False
    return False


def picked_out(one: Sentence, at: int) -> bool:
    """Whether only some of those freed are told of: "Kyiv in particular recovered 188 defenders of the plant"."""
    kinds = [chunk.kind for chunk in one.chunks[max(0, at - 4) : at]]
    return any(first == "PARTOF" and second.startswith(_DONE) for first, second in itertools.pairwise(kinds))


def behind_a_sum(one: Sentence, at: int, reference: Reference | None) -> bool:
    """Whether the only time before a number is that of a sum: ", bringing the total since May to 60, and got 5"."""
    if reference is None or reference.time.scope != "period" or reference.at > at:
        return False
    fine, _ = segments(one)
    told = {chunk.kind for index, chunk in enumerate(one.chunks) if fine[index] == fine[reference.at]}
    return fine[reference.at] != fine[at] and bool(told & {"INTOTAL", "NUMBERNOUN"})


def killed_since(one: Sentence, reference: Reference | None) -> bool:
    """Whether a period is that in which the dead were killed: "1,212 soldiers who died since the invasion began"."""
    return reference is not None and reference.at > 0 and one.chunks[reference.at - 1].kind.startswith("BLOCK.")


def recently(one: Sentence, at: int) -> bool:
    """Whether those counted came home at a time that is not told: "has recently received 1,100 of its fallen"."""
    if not one.marked("recent"):
        return False
    fine, _ = segments(one)
    return any(_of_late(chunk) and fine[index] == fine[at] for index, chunk in enumerate(one.chunks))


def _of_late(chunk: Chunk) -> bool:
    return any(part.kind == "ADV" and bool(part.get("recent")) for part in (chunk, *chunk.parts))


def in_so_many_years(one: Sentence, at: int, reference: Reference | None) -> bool:
    """Whether how long a sum took stands right behind what was done: "some 3,000 were released in eight years"."""
    if reference is not None and (reference.time.start or reference.to_the_day):
        return False
    behind = one.chunks[at + 1 : at + 5]
    kinds = [chunk.kind for chunk in behind]
    return (
        any(
            kinds[index].startswith(_DONE) and kinds[index + 2] == "TIMESPAN" and behind[index + 1].get("inside")
            for index in range(len(kinds) - 2)
        )
        and "CAPTIVITY" not in kinds
    )


def such_as_are(one: Sentence, count: Count) -> bool:
    """Whether those counted may be a part that is something: "72 people returned from captivity were ship's crew"."""
    behind = [chunk.kind for chunk in one.chunks[count.at + 1 : count.at + 7]]
    before = one.chunks[count.at - 1].kind if count.at else ""
    everybody = one.chunks[count.at].text.lower().startswith("all ")
    if count.rule != "count-freed" or before == "DET" or everybody or not behind or behind[0] not in _BACK:
        return False
    return "BE" in itertools.takewhile(lambda kind: kind not in _PAUSES, behind)


def all_in_a_month(one: Sentence, count: Count, reference: Reference | None) -> bool:
    """Whether bodies are summed up beside a month: "reached earlier this month ... a total of 6,000 bodies"."""
    return reference is not None and reference.month and count.bodies and bool(one.chunks[count.at].get("sum"))

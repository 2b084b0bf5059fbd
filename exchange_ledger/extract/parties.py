"""Whose people a count means: by who is freed for them, by both who give alike, by their ship, by those named."""

from __future__ import annotations

from typing import Final

from exchange_ledger.extract.count import OTHER, Count
from exchange_ledger.extract.readings import Match, Sentence
from exchange_ledger.extract.speakers import Speaker
from exchange_ledger.languages.chunks import Chunk

_NAMED_CRAFT: Final = {"DET", "WORD", "NAME", "SIDEADJ", "SIDE", "POSS", "CATEGORY"}
_CREW: Final = 9  # chunks


def as_price(chunks: list[Chunk], match: Match, count: Count) -> None:
    """Set the side of those for whom somebody was freed: not that of the one who was freed."""
    subject = match.labels[str(match.row.claim["price"])]
    count.conflict = bool(chunks[subject].get("leg"))
    own = chunks[count.at].get("side")
    named = [chunk.get("side") for chunk in chunks[max(0, subject - 2) : subject + 1] if chunk.get("side") in OTHER]
    freed = [chunk.get("bias") for chunk in chunks[subject : match.end] if chunk.get("bias") in OTHER]
    others = {OTHER[str(side)] for side in (named[-1:] or freed[:1])}
    sides = others | ({str(own)} if own in OTHER else set())
    if len(sides) == 1 and not count.conflict:
        count.sides = (sides.pop(),)
    else:
        count.conflict = True


def apiece(chunks: list[Chunk], match: Match, at: int, kinds: set[str]) -> bool:
    """Whether both sides give or get a number: then each does, unless it is said to be their sum."""
    party = chunks[match.labels["a"]] if "a" in match.labels else None
    summed = chunks[at].get("sum") or kinds & {"TOTAL", "BETWEEN"}
    summed = summed or any(chunk.kind in {"PERIOD", "SINCEDATE", "TIMES"} for chunk in chunks)
    return party is not None and bool(party.get("apiece")) and not summed


def like_those_before(before: list[Chunk], count: Count) -> None:
    """Let a count behind a colon be of those whom the clause before it brings home."""
    named = [index for index, chunk in enumerate(before) if chunk.kind == "PEOPLE" and chunk.get("side") in OTHER]
    done = any(chunk.kind.startswith(("BRING.did", "BRING.either", "LET.", "SEND.", "GET.")) for chunk in before)
    if done and len({before[index].get("side") for index in named}) == 1 and not count.categories[1:]:
        count.sides = (str(before[named[0]].get("side")),)
        beside = before[named[0] - 1] if named[0] else None
        count.extra += tuple(beside.get("categories") or ()) if beside and beside.kind == "WOUNDED" else ()


def of_a_craft(chunks: list[Chunk], at: int) -> str:
    """Return whose the people of a ship are: "nine crew members of a Russian freighter"."""
    after = chunks[at + 1 : at + _CREW]
    if not after or after[0].kind not in {"OF", "FROMWORD"}:
        return ""
    for index, chunk in enumerate(after):
        if chunk.get("craft"):
            return next((str(one.get("side")) for one in after[:index] if one.get("side") in OTHER), "")
        if index and chunk.kind not in _NAMED_CRAFT:
            break
    return ""


def given_back(one: Sentence, count: Count, speaker: Speaker) -> bool:
    """Whether the other side tells that a party "returned" people or bodies: then it gave them back to that side."""
    side = speaker.side
    number = one.chunks[count.at]
    if side not in OTHER or count.sides != (OTHER[side],) or number.get("side") or number.get("own"):
        return False
    verb = next((chunk for chunk in reversed(one.chunks[: count.at]) if "." in chunk.kind), None)
    either = verb is not None and verb.kind.startswith("BRING.") and bool(verb.get("bodies_bias"))
    return either and count.rule == "party-brings" and "HOME" not in one.present

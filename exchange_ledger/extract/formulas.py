"""Exchanges that a text names by their formula, "40-for-40" or "62-for-50": whether they were held, whose each is."""

from __future__ import annotations

from typing import Final

from exchange_ledger.extract.count import OTHER, Count
from exchange_ledger.extract.readings import Match, Sentence
from exchange_ledger.languages.chunks import Chunk

_BREAKS: Final = {"COMMA", "SEMI", "DOT", "DASH", "OPEN", "CLOSE", "COLON"}
_AWAY: Final = ("LET.", "SEND.", "GIVE.")


def formula(sentence: Sentence, match: Match, found: dict[int, Count]) -> None:
    """Add the one or two numbers of a formula to those found, if the sentence tells of an exchange that was held."""
    at = match.labels["n"]
    chunk = sentence.chunks[at]
    first, second = float(chunk.get("first")), float(chunk.get("second"))
    equal = first == second
    until = any(part.kind == "UNTIL" for part in chunk.parts)
    if first == 1 or (until and not equal) or not _held(sentence, at, equal) or _unfulfilled(sentence, at):
        return
    owners = () if equal else _owners(sentence, first, second)
    for number, value in enumerate((first,) if equal else (first, second)):
        count = Count(at, value, "exact", match.row.name, chunk.start, chunk.end)
        count.sides = ("ukraine", "russia") if equal else owners[number : number + 1]
        count.bodies = any(other.kind in {"BODY", "BODIES", "DEADPEOPLE"} for other in sentence.chunks)
        count.claim = match.row.claim
        count.pair = () if equal or owners else (first, second)
        found.setdefault(at * 100 + 50 + number if number else at, count)


def _held(sentence: Sentence, at: int, equal: bool) -> bool:
    """Whether a sentence tells of an exchange, and that it took place."""
    kinds = sentence.present
    before = [one.kind for one in sentence.chunks[:at]]
    if equal and (_only_dated(sentence, at) or (sentence.stretch.item and _opens_with_day(before))):
        return True  # "8 February: 100 for 100."; in a list, "on 2 October, it was 104 for 104"
    about = kinds & {"EXCHANGE", "ORDEX", "BODY", "DEADPEOPLE", "BOTH", "MENTION"} or (equal and "DATE" in kinds)
    if not about and not any(kind.startswith("SWAP.") for kind in kinds):
        return False
    titled = sentence.stretch.headline and before[-2:-1] == ["EXCHANGE"] and before[-1] in {"COLON", "DASH"}
    entry = sentence.stretch.item and _opens_with_day(before)
    planned = any(kind.startswith("PLAN.") for kind in kinds)
    it_was = equal and "BE" in before and bool({"EXCHANGE", "ORDEX"} & set(before))  # "it was an exchange of"
    done = any(kind.startswith(("DO.", "SWAP.", "BRING.", "LET.")) for kind in kinds)  # those planned are no formula's
    return titled or (entry and not planned) or it_was or done or _held_an_exchange(sentence)


def _only_dated(sentence: Sentence, at: int) -> bool:
    """Whether a sentence is a day and its formula: "8 February: 100 for 100.", "March. On 19 March, 175 for 175."."""
    before = [one.kind for one in sentence.chunks[:at]]
    ends = [one.kind for one in sentence.chunks[at + 1 :]] in ([], ["DOT"])
    entry = "DATE" in before and set(before) <= {"DATE", "DOT", "FROM", "COMMA"}
    return before == ["DATE", "COLON"] or (entry and ends)


def _opens_with_day(kinds: list[str]) -> bool:
    """Whether an entry of a list begins with its day."""
    return "DATE" in kinds[:4] and set(kinds[: kinds.index("DATE")]) <= {"DASH", "WORD", "FROM", "DET"}


def _held_an_exchange(sentence: Sentence) -> bool:
    chunks = sentence.chunks
    exchanges = {index for index, chunk in enumerate(chunks) if chunk.kind in {"EXCHANGE", "ORDEX"}}
    if any(chunk.kind == "HOLD.done" and exchanges & {at - 1, at - 2, at - 3} for at, chunk in enumerate(chunks)):
        return True  # "the exchange was held in a 115-for-115 format"
    return any(
        first.kind in {"HOLD.did", "HOLD.either"} and {second.kind, third.kind} & {"EXCHANGE", "ORDEX"}
        for first, second, third in zip(chunks, chunks[1:], chunks[2:], strict=False)
    )


def _clause_before(chunks: list[Chunk], at: int) -> list[Chunk]:
    """Return what stands before a place in its clause: "where they agreed on a ..."."""
    start = at
    while start and chunks[start - 1].kind not in _BREAKS | {"RELATIVE"}:
        start -= 1
    return chunks[start:at]


def _unfulfilled(sentence: Sentence, at: int) -> bool:
    """Whether an exchange did not come about, or is only what something is done for: "work for the 50-for-50 swap"."""
    if [chunk.kind for chunk in sentence.chunks[max(0, at - 2) : at] if chunk.kind != "DET"][-1:] == ["FOR"]:
        return True
    if any(chunk.kind.startswith("PLAN.") for chunk in _clause_before(sentence.chunks, at)):
        return True
    if "MODAL" in {chunk.kind for chunk in sentence.chunks[:at]}:
        return True  # "there would be an exchange of 1,000 for 1,000, and possibly another of 200 for 200"
    return any(kind.endswith((".planned", ".neg")) or kind.startswith("FAIL.") for kind in sentence.present)


def _owners(sentence: Sentence, first: float, second: float) -> tuple[str, ...]:
    """Return whose the first and the second number are, where a clause says it: "the larger number going to Kyiv"."""
    for at, chunk in enumerate(sentence.chunks):
        which = chunk.get("of_pair")
        side = _owner_near(sentence.chunks, at) if which else ""
        if side:
            of_first = which == "first" or (which == "max" and first > second) or (which == "min" and first < second)
            return (side, OTHER[side]) if of_first else (OTHER[side], side)
    return ()


def _owner_near(chunks: list[Chunk], at: int) -> str:
    """Return the one side to which the words between the same commas give a number, or nothing."""
    start, end = at, at
    while start and chunks[start - 1].kind not in _BREAKS:
        start -= 1
    while end < len(chunks) and chunks[end].kind not in _BREAKS:
        end += 1
    away = any(chunk.kind.startswith(_AWAY) for chunk in chunks[start:at])
    named = [chunk for chunk in chunks[start:end] if chunk.get("side") in OTHER]
    sides = {OTHER[side] if away and chunk.kind == "SIDE" else side for chunk in named for side in [chunk.get("side")]}
    return str(sides.pop()) if len(sides) == 1 else ""

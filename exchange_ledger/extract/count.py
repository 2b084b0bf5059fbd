"""One number of people or bodies in a sentence."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from exchange_ledger.extract.readings import Match, Sentence, value_of
from exchange_ledger.languages.chunks import Chunk

OTHER: Final = {"ukraine": "russia", "russia": "ukraine"}
SHARE: Final = "share"
"""The kind of "19 of them": some of those whom a number before it counts."""

NAMED: Final = {"COUNT", "BODIES"}
BARE: Final = {"SMALL", "LARGE", "HNUM"}
COUNTED: Final = NAMED | BARE


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
    told: bool = False
    extra: tuple[tuple[str, str], ...] = ()
    claim: dict[str, object] = field(default_factory=dict)

    def of_a_front(self) -> Count:
        """Return the count, as a part if it is of the dead of one front: "12 bodies of those who fought in Donetsk"."""
        self.kind = "part" if self.bodies and self.extra else self.kind
        return self


def count_at(sentence: Sentence, match: Match, at: int, chunk: Chunk) -> Count:
    """Return the number that a row reads at a chunk, before anything is known of whose it is."""
    all_of_whom_one = _all_of_whom_one(chunk)
    value = all_of_whom_one or value_of(chunk)
    first, last = match.start, match.end - 1
    return Count(
        at=at,
        value=float(value) if value is not None else -1.0,
        qualifier=chunk.get("qualifier") or "exact",
        rule=match.row.name,
        start=sentence.chunks[first].start,
        end=sentence.chunks[last].end,
        kind=chunk.get("kind") or "plain",
        categories=_categories(chunk),
        bodies=chunk.kind == "BODIES" or bool(chunk.get("bodies")),
        rest=bool(chunk.get("rest")),
        relative=all_of_whom_one is not None or _described(sentence, match, at),
        extra=captured_at(sentence, at) or _sent_from(sentence, match, chunk),
        claim=match.row.claim,
    ).of_a_front()


def _all_of_whom_one(chunk: Chunk) -> float | None:
    """Return the 95 of "one of 95 prisoners freed": the one is a person, not a count."""
    numbers = [part for part in chunk.parts if part.kind in BARE] if chunk.kind == "COUNT" else []
    if len(numbers) == 2 and value_of(numbers[0]) == 1:
        return float(value_of(numbers[1]))
    return None


def _categories(chunk: Chunk) -> tuple[tuple[str, str], ...]:
    """Return what people are counted as; "60 of its own men" are not counted as men."""
    named: tuple[tuple[str, str], ...] = chunk.get("categories") or ()
    if not named:
        return ()
    men = {("sex", "men")} if chunk.get("own") else set()
    if chunk.kind == "BODIES":
        men = {("branch", "armed_forces"), ("status", "military")}
    return tuple(pair for pair in named if pair not in men)


_FOUGHT: Final = {"RELATIVE", "FOUGHT"}
_HELD: Final = {"CAPTIVITY", "FOUGHT", "VERBED"}
_CLAUSE: Final = {"RELATIVE", "HAVE", "BE", "FOUGHT", "FROM", "DET", "WORD", "ADV"}


def captured_at(sentence: Sentence, at: int) -> tuple[tuple[str, str], ...]:
    """Return the place in "ten Guardsmen captured at ..." or "37 Guardsmen who had held out in ..."."""
    if "SEIZE" not in sentence.classes and sentence.present.isdisjoint(_FOUGHT):
        return ()
    after = sentence.chunks[at + 1 : at + 6]
    if everywhere := _all_captured(sentence, at):
        return everywhere
    if not after or not (after[0].kind in {"RELATIVE", "FOUGHT"} or after[0].kind.startswith("SEIZE.")):
        return ()
    for chunk in after:
        if chunk.kind == "CATEGORY":
            return tuple(pair for pair in chunk.get("categories") or () if pair[0] == "place")
        if chunk.kind not in _CLAUSE and not chunk.kind.startswith("SEIZE."):
            break
    return ()


def _sent_from(sentence: Sentence, match: Match, chunk: Chunk) -> tuple[tuple[str, str], ...]:
    """Return the one front that bodies came from, by the words behind: "203 bodies were brought from near Donetsk"."""
    if chunk.kind != "BODIES":
        return ()
    after = [one for one in sentence.chunks[match.end : match.end + 5] if one.kind not in {"DET", "HOME", "FROM"}]
    kinds = [one.kind for one in after]
    if kinds[:2] != ["FROMWORD", "CATEGORY"] or kinds[2:3] in (["AND"], ["COMMA"]):
        return ()
    return tuple(pair for pair in after[1].get("categories") or () if pair[0] == "place")


def _all_captured(sentence: Sentence, at: int) -> tuple[tuple[str, str], ...]:
    """Return the place in "The 103 soldiers freed on Saturday had all been captured in ..."."""
    after = sentence.chunks[at + 1 : at + 10]
    kinds = [chunk.kind for chunk in after]
    for index in range(1, len(after) - 1):
        taken = kinds[index].startswith("SEIZE.") or kinds[index] == "FOUGHT"
        every = kinds[index - 1] in {"HEDGE", "THEY"} or "all" in sentence.chunks[at].text.lower().split()
        if taken and every and not COUNTED & set(kinds[:index]):
            return tuple(pair for pair in after[index + 1].get("categories") or () if pair[0] == "place")
    return ()


def _described(sentence: Sentence, match: Match, at: int) -> bool:
    """Whether people are told of who came home, rather than that they came: "the 180 soldiers who returned".

    Of "nine civilians who had been held by Russia were released" it is told.
    """
    if "RELATIVE" not in sentence.present:
        return False
    opening = [index for index in range(at + 1, min(at + 3, match.end)) if sentence.chunks[index].kind == "RELATIVE"]
    if not opening or match.end <= at + 2:
        return False
    kinds = [chunk.kind for chunk in sentence.chunks[opening[0] + 1 : match.end - 1]]
    held = any(kind in _HELD or kind.startswith(("HOLD.", "SEIZE.")) for kind in kinds)
    return not held or kinds[-1] == "AND"

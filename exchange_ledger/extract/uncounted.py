"""Whether a number is none of those handed over: vague, one end of a range, or of people of whom it is denied."""

from __future__ import annotations

from typing import Final

from exchange_ledger.extract.count import BARE
from exchange_ledger.extract.readings import Sentence

_OPENING: Final = 4  # chunks: "of the bodies returned,"
_FAR: Final = 6  # chunks: what somebody hopes stands no further from what is hoped


def uncounted(one: Sentence, at: int) -> bool:
    """Whether the words before a number, or the sentence, keep it from counting those handed over."""
    return (
        _of_the_fallen(one, at)
        or _vague(one, at)
        or _of_a_share(one, at)
        or _of_a_range(one, at)
        or _of_none(one, at)
        or _only_thought(one, at)
    )


def _of_the_fallen(one: Sentence, at: int) -> bool:
    """Whether a bare number behind "of the fallen," divides those counted before: it is a part, if anything."""
    if one.chunks[0].kind != "OF":
        return False
    before = [chunk.kind for chunk in one.chunks[:at]]
    opening = before[: before.index("COMMA")] if "COMMA" in before else []
    dead = bool({"DEADPEOPLE", "BODY"} & set(opening)) and len(opening) <= _OPENING
    return dead and one.chunks[at].kind in BARE


def _vague(one: Sentence, at: int) -> bool:
    """Whether a number in words only says about how many: "a few hundred", "a couple of dozen"."""
    if "vague" not in one.marks:
        return False
    before = [chunk for chunk in one.chunks[max(0, at - 2) : at] if chunk.kind not in {"OF", "DET"}]
    return bool(before) and bool(before[-1].get("vague")) and one.chunks[at].text[0].isalpha()


def _of_a_share(one: Sentence, at: int) -> bool:
    """Whether only a share of a number came home: "a third of the 90 were freed", but not "of the 90 freed"."""
    if "part" not in one.marks:
        return False
    before = [chunk for chunk in one.chunks[max(0, at - 3) : at] if chunk.kind != "DET"]
    shared = [chunk.kind for chunk in before[-1:]] == ["OF"] and any(chunk.get("part") for chunk in before[-2:-1])
    described = (chunk.kind == "RELATIVE" or chunk.kind.endswith(".either") for chunk in one.chunks[at + 1 : at + 2])
    return shared and not any(described)


def _of_a_range(one: Sentence, at: int) -> bool:
    """Whether a number is the upper end of a range: "two or three hundred", "between 250 and 300".

    Digits that stand too close to others are weighed where claims are made.
    """
    if "AMID" not in one.present and "either" not in one.marks:
        return False
    before = one.chunks[max(0, at - 3) : at]
    kinds = [chunk.kind for chunk in before]
    if kinds[:1] == ["AMID"] and kinds[-1:] == ["AND"]:
        return kinds[1] in BARE
    last = before[-1] if before else None
    if last is None or one.chunks[at].text[0].isdigit():
        return False
    return bool((last.parts[-1] if last.parts else last).get("either"))


def _of_none(one: Sentence, at: int) -> bool:
    """Whether a number is that of all of whom something is denied: "none of the 30", "not all of the 200"."""
    if "NEGATION" not in one.present:
        return False
    kinds = [chunk.kind for chunk in one.chunks[max(0, at - 4) : at]]
    while kinds and kinds[-1] in {"DET", "OF", "HEDGE", "THEIRS"}:
        kinds.pop()
    return kinds[-1:] == ["NEGATION"] and one.chunks[at - 1].kind in {"DET", "OF"}


def _only_thought(one: Sentence, at: int) -> bool:
    """Whether a clause is hoped, denied, or a condition: "hoped that 300 came home", "Had 300 been freed, ..."."""
    if one.chunks[0].kind == "HAVE" and one.chunks[0].text[0].isupper():
        return True
    if "THAT" not in one.present:
        return False
    before = one.chunks[max(0, at - _FAR) : at]
    said = [index for index, chunk in enumerate(before) if chunk.kind == "THAT"]
    verb = before[said[-1] - 1] if said and said[-1] else None
    return verb is not None and bool(
        (verb.kind.startswith("DENY.") and not verb.get("mild"))
        or (verb.kind.startswith("PLAN.") and verb.get("hope"))
        or verb.get("untrue")
    )

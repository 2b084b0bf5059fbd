"""Days that are counted from another: "a day later", "the day before", "two weeks ago", "that day"."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from exchange_ledger.extract.count import COUNTED
from exchange_ledger.extract.moments import DAY, Anchors, Reference, Time
from exchange_ledger.extract.readings import Sentence
from exchange_ledger.extract.roles import TOLD, governed

_PARTIES: Final = {"BOTH", "SIDE", "CLAIMANT"}
_FAR: Final = 400  # days or weeks: nothing here is counted from further away


def with_later(sentence: Sentence, found: list[Reference], anchors: Anchors) -> list[Reference]:
    """Return the references with "a day later", "two days earlier": counted from the day named last before them."""
    if "LATER" not in sentence.present:
        return found
    for at, chunk in enumerate(sentence.chunks):
        if chunk.kind != "LATER" or not _tells_later(sentence, at):
            continue
        if chunk.get("ago") and governed(sentence, at) == "other":
            continue
        base = _base(sentence, at, [one for one in found if one.to_the_day], anchors)
        number = 0 if chunk.get("same_day") else int(chunk.get("number") or 1)
        if len(base) == DAY and number < _FAR:
            way = -1 if _before_they_did(sentence, at) else 1
            step = way * timedelta(days=number * int(chunk.get("length") or 1) * int(chunk.get("step") or -1))
            told = (governed(sentence, at) if chunk.get("ago") else _of_words(sentence, at)) or "event"
            found.append(Reference(at, told, Time("exchange", (date.fromisoformat(base) + step).isoformat())))
    return found


def _of_words(one: Sentence, at: int) -> str:
    """Return `other` for the day of a promise or a report: "one less than what was promised the day before"."""
    verb = one.chunks[at - 1].kind.partition(".")[0] if at else ""
    return "other" if verb in {"PLAN", "SAY"} else ""


def _base(one: Sentence, at: int, days: list[Reference], anchors: Anchors) -> str:
    """Return the day from which "ago", "later" or "a day after" counts."""
    chunk = one.chunks[at]
    if chunk.get("ago"):
        return anchors.written.isoformat()
    before = [other.time.day for other in days if other.at < at]
    after = [other.time.day for other in days if other.at > at and not _within_relative(one, at, other.at)]
    if chunk.get("of_main"):
        said = [*after, *before]
        return said[0] if said else anchors.event if _tells_beside(one, at) else anchors.written.isoformat()
    told = anchors.named or (chunk.get("same_day") and anchors.last) or anchors.event
    return (before[-1:] or [told or (after[0] if after else "")])[0]


def _within_relative(one: Sentence, first: int, last: int) -> bool:
    """Whether a day behind another is told within a relative clause: "all who were freed on Friday"."""
    return any(chunk.kind == "RELATIVE" for chunk in one.chunks[first:last])


def _tells_beside(one: Sentence, at: int) -> bool:
    """Whether the main clause tells of an exchange: "a day after the swap of 49, another 103 came home"."""
    signs = [index for index, chunk in enumerate(one.chunks) if chunk.kind == "COMMA" and index > at]
    clause = one.chunks[signs[0] :] if signs and at == 0 else one.chunks[:at]
    return any(chunk.kind in TOLD for chunk in clause)


def _before_they_did(one: Sentence, at: int) -> bool:
    """Whether a clause behind "a week before" tells what came later: "a week before Kyiv and Moscow held a swap"."""
    after = [chunk.kind for chunk in one.chunks[at + 1 : at + 4]]
    clause = bool(after) and after[0] in _PARTIES and any("." in kind for kind in after[1:])
    return clause and one.chunks[at].get("step") == -1 and not one.chunks[at].get("of_main")


def _tells_later(sentence: Sentence, at: int) -> bool:
    """Whether "a day before" has an event to count from, and no date of its own beside it."""
    chunk = sentence.chunks[at]
    after = [other.kind for other in sentence.chunks[at + 1 : at + 7]]
    if _before_they_did(sentence, at):
        return True
    if chunk.get("of_main") and "DATE" in after and set(after) & COUNTED:
        return False  # "two days after it got 1,212 bodies on 18 June": the date is theirs, and the day after unknown
    if "DATE" in after and set(after[: after.index("DATE")]) <= {"COMMA", "FROM", "DET", "EXCHANGE", "THAT", "ADV"}:
        return False
    if after[:1] and after[0] in {"NAME", "MONTHOF", "DAYWORD"} and not chunk.get("ago"):
        return False
    anchors = {"EXCHANGE", "ORDEX", "THAT", "PRONOUN", "COUNT", "BODIES", "SMALL", "BOTH", "RETURNNOUN"}
    return bool(
        chunk.get("ago")
        or chunk.get("same_day")
        or chunk.get("step") == 1
        or not after
        or set(after[:3]) & anchors
        or after[0] in {"COMMA", "DOT"}
    )

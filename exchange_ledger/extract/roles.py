"""What a date in a sentence tells: when people came home, when somebody said so, or when something else happened."""

from __future__ import annotations

from typing import Final

from exchange_ledger.extract.readings import Sentence
from exchange_ledger.languages.chunks import Chunk

HOMECOMING: Final = {"BRING", "COME", "GET", "LET", "SWAP", "ARRIVE", "SEND", "DO", "FAIL"}
TOLD: Final = {"EXCHANGE", "COUNT", "BODIES", "ORDEX", "FORMULA", "BODY", "DEADPEOPLE"}
_STOPS: Final = {"SEMI", "COLON", "DOT", "THAT"}
_RANKS: Final = {"ORDEX", "ORDINAL", "SUPER", "MENTION"}
_LEADING: Final = {"NAME", "SIDE", "COMMA", "BOTH", "SIDEADJ", "PLACENAME", "MEDIATOR", "WORD", "OTHERSTATE"}
_FREED: Final = {"BRING.either", "LET.either", "SWAP.either"}
_EXCHANGES: Final = {"EXCHANGE", "ORDEX", "ORDINAL", "TIMES"}
_COMING: Final = {"HOLD", "PLAN", "BE"}
_PLANS: Final = {"MODAL", "NEXT", "SETFOR", *(f"{verb}.planned" for verb in HOMECOMING | _COMING)}
_AHEAD: Final = _PLANS | {"PLAN.did"}
_LINKS: Final = {"FROM", "OF", "DET", "NAME", "FROMWORD", "PLACENAME"}
_MADE: Final = (".either", ".did", ".done")
_FAR: Final = 9  # chunks: what governs a date stands no further from it


def role(sentence: Sentence, at: int) -> str:
    """Return what the date at a chunk tells: event, report, asof or other."""
    told = sentence.roles.get(at)
    if told is None:
        told = sentence.roles[at] = _role(sentence, at)
    return told


def _role(sentence: Sentence, at: int) -> str:
    if _of_an_ordinal(sentence, at) or in_dateline(sentence, at):
        return "other"
    before = [chunk.kind for chunk in sentence.chunks[max(0, at - 3) : at]]
    after = [chunk.kind for chunk in sentence.chunks[at + 1 : at + 2]]
    while before and before[-1] in {"FROM", "DET", "ADV", "LATE"}:
        before.pop()
    if before and before[-1] == "UNTIL":
        return "asof"
    if (after and after[0].startswith("SAY.")) or _month_of_a_report(sentence, at):
        return "report"
    if before[-2:] == ["EXCHANGE", "AGO"] and after == ["POSS"]:
        return "other"  # "the last one before Saturday's"
    return governed(sentence, at) or "event"


def _month_of_a_report(sentence: Sentence, at: int) -> bool:
    """Whether a month that opens a sentence is that in which somebody said something: "Last month, Kyiv revealed"."""
    chunk = sentence.chunks[at]
    if at > 1 or not (chunk.get("months") or (chunk.get("month") is not None and chunk.get("day") is None)):
        return False
    behind = [one.kind for one in sentence.chunks[at + 1 : at + 6]]
    behind = behind[1:] if behind[:1] == ["COMMA"] else behind
    said = next((index for index, kind in enumerate(behind) if kind.startswith("SAY.")), 0)
    return said > 0 and set(behind[:said]) <= _VOICES


_VOICES: Final = {"SIDE", "CLAIMANT", "VOICE", "NAME", "PRONOUN", "DET", "WORD", "SIDEADJ"}
_DESCRIBED: Final = {
    "HEDGE",
    "OF",
    "DET",
    "WORD",
    "THEIRS",
    "OURS",
    "SWAP.either",
    "SWAP.did",
    "LET.either",
    "BRING.either",
}


def governed(sentence: Sentence, at: int) -> str:
    """Return `other` or `report` where the words before a date make it that of another thing, else nothing."""
    if _since_then(sentence, at) or _arrived_later(sentence, at) or _of_what_it_names(sentence, at):
        return "other"
    exchange = not sentence.present.isdisjoint(_EXCHANGES) and any(
        chunk.kind in _EXCHANGES for chunk in sentence.chunks[:at]
    )
    beside = True
    for steps, chunk in enumerate(reversed(sentence.chunks[max(0, at - _FAR) : at])):
        verb, _, _ = chunk.kind.partition(".")
        if verb == "SEIZE" and _only_describes(sentence, at - 1 - steps):
            continue
        if (beside and _named_by_its_day(chunk, verb)) or _another_thing(chunk, verb, exchange):
            return "other"
        if (verb == "RELATIVE" or chunk.get("when")) and not _tells_behind(sentence, at):
            return "other"
        beside = beside and chunk.kind in _LINKS
        if verb == "SAY":
            return "report"
        if verb in HOMECOMING or chunk.kind in TOLD | _STOPS:
            break
        if chunk.kind == "COMMA" and steps and not _lists_dates(sentence, at - 1 - steps):
            break
    return ""


def _lists_dates(sentence: Sentence, comma: int) -> bool:
    """Whether a comma stands between the days of a list: "rounds of talks on 16 May, 2 June, and 23 July"."""
    behind = [chunk.kind for chunk in sentence.chunks[comma + 1 : comma + 3] if chunk.kind != "AND"]
    return sentence.chunks[comma - 1].kind == "DATE" and behind[:1] == ["DATE"]


def _of_what_it_names(sentence: Sentence, at: int) -> bool:
    """Whether a date only tells which talks, attack or battle is meant: "at the June 2 Istanbul talks"."""
    if at == 0 or sentence.chunks[at - 1].kind != "DET":
        return False
    for chunk in sentence.chunks[at + 1 : at + 4]:
        if chunk.get("other_event"):
            return True
        if chunk.kind not in {"NAME", "SIDEADJ", "PLACENAME", "WORD", "POSS", "BOTH"} or chunk.get("craft"):
            return False
    return False


def _only_describes(sentence: Sentence, at: int) -> bool:
    """Whether a verb only says what kind of people are meant: "exchanged another group of captured soldiers"."""
    behind, before = sentence.chunks[at + 1 : at + 2], sentence.chunks[max(0, at - 1) : at]
    people = bool(behind) and behind[0].kind in {"PEOPLE", "SIDEADJ"}
    return sentence.chunks[at].kind == "SEIZE.either" and people and any(chunk.kind in _DESCRIBED for chunk in before)


def _tells_behind(sentence: Sentence, at: int) -> bool:
    """Whether the clause goes on, behind a date, to an exchange: "which led on Wednesday to the exchange of ..."."""
    for chunk in sentence.chunks[at + 1 :]:
        if chunk.kind in _STOPS | {"COMMA"}:
            return False
        if chunk.kind in TOLD or chunk.kind.partition(".")[0] in HOMECOMING:
            return True
    return False


def _named_by_its_day(chunk: Chunk, verb: str) -> bool:
    """Whether the date right behind a chunk is that of an agreement or of the war: "agreed on 2 June"."""
    return (
        verb in {"FRAMEWORK", "OFPERIOD"}
        or bool(chunk.get("concluded"))
        or (verb == "PERIOD" and bool(chunk.get("start")))
        or (verb == "PLAN" and bool(chunk.get("agreed")) and chunk.kind.endswith(_MADE))
    )


def of_what_was_reached(sentence: Sentence, at: int) -> bool:
    """Whether a year is that of an agreement: "as part of deals reached in Istanbul earlier this year"."""
    before = (chunk for chunk in reversed(sentence.chunks[:at]) if chunk.kind not in {*_LINKS, "BEFORE"})
    return bool(next(before, sentence.chunks[at]).get("concluded"))


def _another_thing(chunk: Chunk, verb: str, exchange: bool) -> bool:
    """Whether a chunk tells of a capture, of captivity, or of what is no exchange at all."""
    return bool(chunk.get("other_event")) or verb in {"SEIZE", "BLOCK"} or (verb == "HOLD" and not exchange)


def _arrived_later(sentence: Sentence, at: int) -> bool:
    """Whether a day is only that on which those freed got somewhere: "the 75 released arrived there on 1 June"."""
    if "ARRIVE" not in sentence.classes:
        return False
    kinds = [chunk.kind for chunk in sentence.chunks[:at]]
    freed = [index for index in range(1, at) if kinds[index] in _FREED and kinds[index - 1] in {"COUNT", "PEOPLE"}]
    return bool(freed) and any(kind.startswith("ARRIVE.") for kind in kinds[freed[0] :])


def _since_then(sentence: Sentence, at: int) -> bool:
    """Whether a date only says since when: "the first since their forces crossed the border on 6 August"."""
    for chunk in reversed(sentence.chunks[:at] if "SINCE" in sentence.present else []):
        if chunk.kind in {"COMMA", "SEMI", "DOT", "DASH"}:
            return False
        if chunk.kind == "SINCE":
            return True
    return False


def role_of_since(sentence: Sentence, at: int) -> str:
    """Return `period`, or `other` for "held since 2022", "the first since July", "the 56th swap since the invasion"."""
    exchange = any(chunk.kind in _EXCHANGES for chunk in sentence.chunks[:at])
    if [chunk.kind for chunk in sentence.chunks[max(0, at - 2) : at]] == ["COMMA", "WORD"]:  # ", taken since 6 August"
        return "other"
    for index in range(at - 1, max(0, at - _FAR) - 1, -1):
        chunk, before = sentence.chunks[index], sentence.chunks[index - 1].kind if index else ""
        verb, _, _ = chunk.kind.partition(".")
        held = verb == "HOLD" and (not exchange or before == "RELATIVE")  # "seamen who had been held since"
        if held or verb in {"CAPTIVITY", "SEIZE", "FOUGHT"} or chunk.kind in _RANKS:
            return "other"
        if verb in HOMECOMING or chunk.kind in {"COMMA", "RELATIVE", "COUNT", "BODIES", "TIMES"} | _STOPS:
            return "period"
    return "period"


def in_dateline(sentence: Sentence, at: int) -> bool:
    """Whether a date only says when an agency wrote: "KYIV, Sept 19 (Agency) - ..."."""
    if not 0 < at <= _FAR or sentence.chunks[at - 1].kind != "COMMA":
        return False
    leading = {chunk.kind for chunk in sentence.chunks[:at]}
    after = sentence.chunks[at + 1 : at + 3]
    signed = bool(after) and (after[0].kind in {"OPEN", "DASH"} or after[0].text == "/")
    stopped = len(after) > 1 and after[0].kind == "DOT"
    return leading <= _LEADING and sentence.chunks[0].text[0].isupper() and (signed or stopped)


def _of_an_ordinal(sentence: Sentence, at: int) -> bool:
    """Whether a month only says what an ordinal counts: "the third this month", "the first exchange of February"."""
    before = [chunk.kind for chunk in sentence.chunks[max(0, at - 2) : at]]
    chunk = sentence.chunks[at]
    if before[-1:] == ["OF"] and before[0] in _RANKS:
        return chunk.get("month") is not None and chunk.get("day") is None
    return before[-1:] in (["ORDINAL"], ["ORDEX"]) and chunk.get("months") is not None


def ahead(sentence: Sentence, at: int) -> bool:
    """Whether a date lies ahead: "will take place on 5 March", but not "was to take place on 5 March"."""
    if sentence.present.isdisjoint(_AHEAD):
        return False
    near = sentence.chunks[max(0, at - _FAR) : at + 4]
    if any(
        chunk.kind == "PLAN.did" and chunk.get("form") in {"base", "third"} for chunk in sentence.chunks[at : at + 7]
    ):
        return True  # "on Saturday and Sunday we expect more"
    return any(_plans(chunk) and not chunk.get("gone") for chunk in near) and not any(
        chunk.kind.endswith(".neg") or chunk.kind.startswith("FAIL.") or chunk.kind == "CALLEDOFF" or chunk.get("gone")
        for chunk in sentence.chunks
    )


def _plans(chunk: Chunk) -> bool:
    return chunk.kind in _PLANS

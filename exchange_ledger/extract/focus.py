"""Which event a sentence is about."""

from __future__ import annotations

from itertools import islice, pairwise
from typing import Final

from exchange_ledger.extract.chronology import opens_with_date, quoted, still_to_come
from exchange_ledger.extract.context import Context
from exchange_ledger.extract.moments import DAY, NEVER, UNCLEAR, Reference, Time
from exchange_ledger.extract.readings import Sentence
from exchange_ledger.extract.roles import HOMECOMING
from exchange_ledger.extract.times import what_came_before
from exchange_ledger.languages.chunks import Chunk

_EVENTS: Final = {"EXCHANGE", "ORDEX", "ORDINAL", "COUNT", "BODIES", "BODY", "FORMULA", "TIMES", "BOTH", "THEM"}
_EVENT_VERBS: Final = {"BRING", "COME", "SWAP", "LET", "GET", "DO"}
_UNDER_WAY: Final = {f"{verb}.ing" for verb in HOMECOMING}
_DONE: Final = {f"{verb}.{mood}" for verb in _EVENT_VERBS for mood in ("did", "done")}
_OPENING: Final = 1  # chunk: an item of a list that opens "on 2 October" is an entry of that day, whatever it says
_JOINED: Final = {"AND", "COMMA", "FROM", "DET"}
_THOSE: Final = {"THEM", "PRONOUN", "THAT"}
_OPENINGS: Final = _THOSE | {"PARTOF"}
_BEFORE: Final = {"BEFORE", "AGO"}
_DENIALS: Final = {"UNTRUE", "OTHERWISE", "OTHERSTATE"}


def focus(context: Context, one: Sentence, found: list[Reference]) -> None:
    """Set the event that a sentence without a day of its own is about."""
    days = _days(context, one, found)
    if one.number in context.headings and days:
        context.heading = days[0].time
    new = one.stretch.paragraph != context.paragraph
    context.paragraph = one.stretch.paragraph
    context.same_paragraph = not new
    context.before = None if new else context.period
    context.period = None if new else context.period
    if found:
        context.period = next((ref.time for ref in found if ref.role == "period"), context.period)
    if new and not one.stretch.item and not opens_with_date(one) and not _goes_on(context, one):
        context.event = main_event(context)
        context.group = {}
        context.elsewhere = False
    elif context.event is None and not context.elsewhere:
        context.event = main_event(context)
    context.several = _several(one, days) or _over_time(one) or (context.several and not new and not days)
    context.told = bool(days) or (context.told and not new)
    if days and (about(one) or (one.stretch.item and days[0].at <= _OPENING)):
        days.sort(key=lambda ref: not of_the_exchange(one, ref))
        context.event = next((ref.time for ref in days if len(ref.time.day) == 10), days[0].time)
        context.elsewhere = False
    elif earlier(one) or (found and any(ref.role in {NEVER, UNCLEAR} for ref in found)):
        context.event, context.elsewhere = None, True
    elif _now_said(context, one):
        context.event, context.elsewhere = main_event(context), False
    elif found and new and one.stretch.item:
        reported = [ref.time for ref in found if ref.role == "report" and len(ref.time.day) == DAY]
        context.event = reported[0] if reported else context.event


def _days(context: Context, one: Sentence, found: list[Reference]) -> list[Reference]:
    """Return the mentions of days on which a sentence says that something happened."""
    if not found or any(ref.role == UNCLEAR for ref in found):
        return []
    days = [ref for ref in found if ref.role == "event" and not _aside(one, ref)]
    return [ref for ref in days if not still_to_come(context, one, ref)] if days and _done(one) else days


def _over_time(one: Sentence) -> bool:
    """Whether something is told to have been going on: "both sides have also been returning the fallen"."""
    return bool(_under_way(one, {"participle"}))


def _now_said(context: Context, one: Sentence) -> bool:
    """Whether somebody is quoted on people who are coming home as he speaks: "We are bringing back 130 of our own"."""
    return any(quoted(context.text, chunk.start) for chunk in _under_way(one, {"base", "third"}))


def _under_way(one: Sentence, forms: set[str]) -> list[Chunk]:
    """Return the verbs of homecoming that say with a form of "be" that something is, or has been, going on."""
    if one.present.isdisjoint(_UNDER_WAY):
        return []
    verbs = (chunk for chunk in one.chunks if chunk.kind in _UNDER_WAY)
    return [verb for verb in verbs if any(part.kind == "BE" and part.get("form") in forms for part in verb.parts)]


def _done(one: Sentence) -> bool:
    """Whether a sentence tells of people who have come home, whatever it says of what is to follow."""
    return not one.present.isdisjoint(_DONE)


def of_the_exchange(one: Sentence, ref: Reference) -> bool:
    """Whether a day is that of an exchange by its words: "said on Sunday how Saturday's exchange went"."""
    after = [chunk.kind for chunk in one.chunks[ref.at + 1 : ref.at + 4]]
    return after[:1] == ["POSS"] and "EXCHANGE" in after


def _several(one: Sentence, days: list[Reference]) -> bool:
    """Whether a sentence names two days or more of one thing: "exchanges took place on 3 and on 31 January"."""
    if len(days) < 2:
        return False
    told = [ref for ref in days if ref.to_the_day]
    if len(told) < 2 or not about(one) or "planned" in one.moods or "PLAN" in one.classes:
        return False
    return any(
        first.time != second.time
        and "AND" in (between := {chunk.kind for chunk in one.chunks[first.at + 1 : second.at]})
        and between <= _JOINED
        for first, second in pairwise(told)
    )


def main_event(context: Context) -> Time | None:
    """Return the event that the article reports, or None where it reports many."""
    return context.heading or context.span or (Time("exchange", context.main) if context.main else None)


def _aside(one: Sentence, ref: Reference) -> bool:
    """Whether a time is only that of another event to which the sentence compares its own."""
    chunk = one.chunks[ref.at]
    return bool(chunk.get("of_main") or chunk.get("when") or what_came_before(one, ref.at))


def about(one: Sentence) -> bool:
    """Whether a sentence tells of an exchange or of people coming home, so that its day is that of an event."""
    return not (one.present.isdisjoint(_EVENTS) and one.classes.isdisjoint(_EVENT_VERBS))


def _numbers(one: Sentence) -> bool:
    """Whether a paragraph begins with the running number of the exchange: "It was the 51st exchange"."""
    return bool(one.chunks) and one.chunks[0].kind == "PRONOUN" and "ORDEX" in {chunk.kind for chunk in one.chunks[:5]}


def _adds(context: Context, one: Sentence) -> bool:
    """Whether a paragraph adds to the day of the one before, in an article that names no day of its own news."""
    return context.assumed and context.told and one.marked("also")


def _goes_on(context: Context, one: Sentence) -> bool:
    """Whether a paragraph goes on with the event of the one before."""
    return (_of_those_before(one) and not _numbers(one)) or _adds(context, one)


def _of_those_before(one: Sentence) -> bool:
    if one.present.isdisjoint(_OPENINGS):
        return False
    kinds = list(islice((chunk.kind for chunk in one.chunks if chunk.kind != "QUOTE"), 2))
    return kinds == ["OF", "THEM"] or (
        bool(kinds)
        and (kinds[0] in _THOSE or (kinds[0] == "PARTOF" and one.chunks[0].text.lower().startswith("among")))
    )


def earlier(one: Sentence) -> bool:
    """Whether a sentence tells of an exchange before, without its day."""
    if one.present.isdisjoint(_BEFORE) and "before" not in one.marks:
        return False
    opening = [chunk.kind for chunk in one.chunks[:2]]
    told_before = opening in (["BEFORE", "COMMA"], ["BEFORE", "COLON"], ["AGO", "THAT"])
    if told_before or one.marked("before"):
        return True
    return one.present >= {"BEFORE", "EXCHANGE"} and any(
        first.kind == "BEFORE"
        and second.kind == "EXCHANGE"
        and first.text.lower() not in {"latest", "recent", "similar"}
        and not {chunk.kind for chunk in one.chunks[max(0, at - 2) : at]} & {"LATER", "AGO", "SINCE"}
        for at, (first, second) in enumerate(pairwise(one.chunks))
    )


def _of_a_citizen(one: Sentence) -> bool:
    """Whether other states only say where one of the freed or the dead is from: "the body of an Israeli citizen"."""
    states = [at for at, chunk in enumerate(one.chunks) if chunk.kind == "OTHERSTATE"]
    citizens = all([chunk.kind for chunk in one.chunks[at + 1 : at + 2]] in (["PEOPLE"], ["BODY"]) for at in states)
    parties = any(chunk.kind in {"SIDE", "BOTH"} for chunk in one.chunks)
    return bool(states) and citizens and parties and not one.present & (_DENIALS - {"OTHERSTATE"})


def denied(one: Sentence) -> bool:
    """Whether a sentence denies what it says, or tells of other states' exchanges."""
    if not one.present.isdisjoint(_DENIALS) or (one.chunks and one.chunks[0].kind == "IF"):
        return not _of_a_citizen(one)
    if "DENY" in one.classes and any(chunk.kind.startswith("DENY.") and not chunk.get("mild") for chunk in one.chunks):
        return True
    return one.foreign

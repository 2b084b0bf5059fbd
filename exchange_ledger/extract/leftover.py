"""Sentences without a claim: up for review if they have a number and speak of exchanges, else ignored by a rule."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Final

from exchange_ledger.extract.reading import CUT_OUT, REPEAT
from exchange_ledger.extract.readings import Sentence
from exchange_ledger.records import Review
from exchange_ledger.stages import Span

if TYPE_CHECKING:
    from exchange_ledger.extract.context import Context

_NUMBERS: Final = {"COUNT", "BODIES", "TIMES", "ORDEX", "FORMULA", "SMALL", "LARGE", "HNUM"}
_COUNTED: Final = {"COUNT", "BODIES", "TIMES", "ORDEX", "FORMULA"}
_TOPIC: Final = {"EXCHANGE", "ORDEX", "TIMES", "FORMULA", "HOME", "CAPTIVITY", "BODIES", "BODY"}
_TOPIC_VERBS: Final = {"SWAP", "BRING", "COME", "LET", "GET"}
_NOT_DONE: Final = {"planned", "neg", "unreal"}
_place = attrgetter("start", "end", "reason")


def leftover(context: Context, source_id: str) -> tuple[tuple[Review, ...], tuple[Span, ...]]:
    """Return the rows for review and the ignored stretches of an article, in the order of the text."""
    sure = (reading for reading in context.readings if reading.time and reading.unsure in {"", REPEAT})
    claimed = {reading.sentence for reading in sure}
    review: list[Review] = []
    ignored = list(context.ignored)
    reasons = {
        reading.sentence: reading.unsure or "no day is known"
        for reading in context.readings
        if reading.unsure or reading.time is None
    }
    counted = {one.sentence for one in context.readings if one.value is not None and (one.unsure or one.time is None)}
    cut = {reading.sentence for reading in context.readings if reading.unsure == CUT_OUT}
    reasons |= dict.fromkeys(cut, CUT_OUT)
    done = claimed - cut
    for one in context.sentences:
        if one.number in done:
            continue
        rule = None if one.number in counted else _rule(one)
        if rule:
            ignored.append(Span(one.stretch.start, one.stretch.end, rule))
        elif rule is None:
            reason = reasons.get(one.number, "no row reads its number surely")
            review.append(Review(source_id=source_id, start=one.stretch.start, end=one.stretch.end, reason=reason))
    return tuple(review), tuple(sorted(ignored, key=_place))


def _rule(one: Sentence) -> str | None:
    """Return the first rule by which a sentence is ignored, or None if it is for review."""
    kinds = one.present
    if kinds.isdisjoint(_NUMBERS):
        return "no_number"
    if kinds.isdisjoint(_TOPIC) and one.classes.isdisjoint(_TOPIC_VERBS):
        return "not_about_exchanges"
    if "OTHERSTATE" in kinds or one.foreign:
        return "other_states"
    if "UNTRUE" in kinds:
        return "denied"
    if not one.moods.isdisjoint(_NOT_DONE):
        return "not_done"
    return "other_number" if kinds.isdisjoint(_COUNTED) else None

"""The day that an article reports: of the first sentence that tells of an exchange, or of publication."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from exchange_ledger.extract.chronology import quotes_today, still_to_come, times_told
from exchange_ledger.extract.context import LARGEST_EXCHANGE, Context
from exchange_ledger.extract.counts import own_counts
from exchange_ledger.extract.doubts import vague
from exchange_ledger.extract.focus import about, denied, earlier, of_the_exchange
from exchange_ledger.extract.moments import DAY, NEVER, Reference, Time
from exchange_ledger.extract.readings import Sentence
from exchange_ledger.extract.times import time_at, what_came_before

_RECENT: Final = timedelta(days=5)
_SLIP: Final = timedelta(days=2)
_FREED: Final = {"BRING.done", "LET.done", "COME.did", "SWAP.done"}
_UNDONE: Final = {"planned", "neg"}
_TITLED: Final = {"WORD", "FROM"}  # beside its day a title has words: a line of the clock and the calendar has none
_ENDS: Final = ('!"', "!”", '?"', "?”", '."', ".”")
_MADE: Final = (".did", ".either", ".done")  # "recently completed"
_MANY: Final = 3
_LINE: Final = 10  # chunks: "Key developments on Feb. 16:"
_MONTH: Final = timedelta(days=31)
_ELSE: Final = "?"


def main_day(context: Context, sentences: list[Sentence]) -> str:
    """Return the day of the event that the article reports; nothing where it reports many, none of them fresh.

    It is the day that the first sentence with a count or an exchange names; a later sentence may name it only if it
    lies close to publication, since older days are background then. An article that names no day is taken to be of the
    day on which it was written, unless it tells of another month.
    """
    undated = tallied = opened = False
    week = any(one.marked("overview") for one in sentences)
    news: set[float | bool] = set()
    report = month = scene = ""
    recent = (context.published - _RECENT).isoformat()
    for one in sentences:
        found = times_told(context, one)
        span = _span(one, found)
        if span and (not (undated or tallied) or span.end >= recent):
            context.span = span if _tells_no_day_within(context, sentences, span) else None
            return span.end
        recently = not found and _recently(one)
        week = week or (recently and about(one) and not (opened or tallied))
        week = week or (vague(one) and about(one) and not (undated or tallied))
        if not tells(context, one):
            report = report or (_day_of_quote(context, one, found) if undated else "")
            scene = scene or ("" if undated or tallied else _scene(one, found, recent))
            continue
        if any(ref.role == NEVER for ref in found):
            return ""
        dated = [ref for ref in found if ref.to_the_day and not _to_come(context, one, ref)]
        dated = [ref for ref in dated if not what_came_before(one, ref.at)]
        days = [ref.time.day for ref in sorted(dated, key=lambda ref: not of_the_exchange(one, ref))]
        if report and quotes_today(context, one):
            return report
        named = any(of_the_exchange(one, ref) for ref in dated)
        fits = bool(days) and (named or not earlier(one)) and days[0] <= (context.published + _SLIP).isoformat()
        fits = fits and not _of_another(news, _said(context, one), bool(report))
        if scene and not days and not one.stretch.headline:
            return scene.removesuffix(_ELSE)
        if fits and (days[0] >= recent or not (undated or tallied)):
            return days[0] if days[0] >= recent or not _many_days(context, sentences, days[0]) else ""
        report = report or next(
            (ref.time.day for ref in found if ref.role == "report" and len(ref.time.day) == DAY), ""
        )
        month = month or next((ref.time.day for ref in found if ref.role == "event" and ref.month), "")
        tally = _tallies(context, one, found)
        old = tally or any(ref.role == "event" for ref in found) or "OLDER" in one.present
        news = news or (set() if old else _said(context, one))
        undated, tallied = undated or not tally, tallied or tally
        opened = opened or not (tally or one.stretch.headline)
    context.assumed = not report
    background = week or ((month or tallied) and not _opens_with_its_news(context, sentences))
    return report or ("" if background else _day_of_title(context, sentences) or context.written.isoformat())


def _recently(one: Sentence) -> bool:
    """Whether an exchange, or a return, is only said to be recent: "a recent exchange", "who were recently freed"."""
    if "recent" not in one.marks:
        return False
    if any(part.get("recent") for chunk in one.chunks if chunk.kind == "TIMES" for part in chunk.parts):
        return True  # "in two recent exchanges"
    pairs = zip(one.chunks, [*one.chunks[1:], one.chunks[-1]], strict=True)
    return any(
        chunk.get("recent") and ("." in chunk.kind or after.kind in {"EXCHANGE", "ORDEX"} or after.kind.endswith(_MADE))
        for chunk, after in pairs
    )


def _day_of_quote(context: Context, one: Sentence, found: list[Reference]) -> str:
    """Return the day on which the quotation right before a sentence was said: "... home!" he wrote on Friday."""
    said = context.text[: one.stretch.start].rstrip(" ").endswith(_ENDS)
    return (
        next((ref.time.day for ref in found if ref.role == "report" and len(ref.time.day) == DAY), "") if said else ""
    )


def _to_come(context: Context, one: Sentence, ref: Reference) -> bool:
    """Whether a day is still to come when the article appears: "it will go on tomorrow", "on Saturday we expect"."""
    return still_to_come(context, one, ref) or (one.chunks[ref.at].get("days") or 0) > 0


def _said(context: Context, one: Sentence) -> set[float | bool]:
    """Return the numbers that a sentence counts exactly, or whether it speaks of the dead: what tells events apart."""
    dead = bool(one.present & {"BODIES", "BODY", "DEADPEOPLE"})
    found = [count for count in own_counts(one) if count.bodies or count.value <= LARGEST_EXCHANGE]
    return {count.value for count in found if count.qualifier == "exact"} or (set() if found else {dead})


def _of_another(news: set[float | bool], said: set[float | bool], reported: bool) -> bool:
    """Whether a sentence with a day tells of another event than the news before it: it counts other people.

    Where nothing says when the news was told, only other numbers tell that, and no sum or half of them.
    """
    if not (news and said) or news & said:
        return False
    numbers = not any(isinstance(one, bool) for one in news | said)
    sums = {sum(said), *(2 * one for one in said)}
    return reported or (numbers and not sums & news)


def _day_of_title(context: Context, sentences: list[Sentence]) -> str:
    """Return the day before publication that a title names: "What happened on Wednesday"."""
    first = (context.published - _SLIP).isoformat()
    for one in sentences:
        titled = one.stretch.headline or (one.chunks[-1].kind == "COLON" and len(one.chunks) < _LINE)
        days = [ref.time.day for ref in times_told(context, one) if ref.to_the_day] if titled else []
        if days and one.present & _TITLED and first <= days[0] < context.published.isoformat():
            return days[0]
    return ""


def _opens_with_its_news(context: Context, sentences: list[Sentence]) -> bool:
    """Whether an article tells first, without a time, of an exchange held or of all who came home: it is the news."""
    first = next((one for one in sentences if tells(context, one)), None)
    if first and _held_now(context, first):
        return True
    for sentence in sentences:
        found = [] if denied(sentence) else own_counts(sentence)
        if found:
            times = times_told(context, sentence)
            whole = [one for one in found if not (one.categories or one.relative or one.conflict)]
            return any(time_at(sentence, times, count.at) is None for count in whole)
    return False


def _held_now(context: Context, one: Sentence) -> bool:
    """Whether a sentence says that an exchange was held, and nothing of when."""
    held = any(match.row.claim["status"] == "completed" for match in one.rows.get("status", ()))
    return held and tells(context, one) and not times_told(context, one)


def _scene(one: Sentence, found: list[Reference], recent: str) -> str:
    """Return the day, long before publication, on which a scene opens an article; marked if nobody comes home in it."""
    days = [ref.time.day for ref in found if len(ref.time.day) == DAY and ref.time.day < recent]
    if not days or any(kind.startswith(("SEIZE.", "BLOCK.", "HOLD.")) for kind in one.present):
        return ""
    return days[0] if any(kind.startswith("COME.") for kind in one.present) else _ELSE


def _tallies(context: Context, one: Sentence, found: list[Reference]) -> bool:
    """Whether all that a sentence counts is counted over a period."""
    times = [time_at(one, found, count.at) for count in own_counts(one)]
    return any(ref.role == "period" for ref in found) and all(time and time.role == "period" for time in times)


def _span(one: Sentence, found: list[Reference]) -> Time | None:
    """Return the days over which a sentence says that an exchange was held."""
    if not found or one.present.isdisjoint({"EXCHANGE", "ORDEX"}):
        return None
    return next((ref.time for ref in found if one.chunks[ref.at].kind == "DAYSPAN"), None)


def _event_days(context: Context, sentences: list[Sentence]) -> set[str]:
    """Return the days on which the sentences with a count or an exchange say that something happened."""
    return {
        ref.time.day for one in sentences if tells(context, one) for ref in times_told(context, one) if ref.to_the_day
    }


def _tells_no_day_within(context: Context, sentences: list[Sentence], span: Time) -> bool:
    return not any(span.start <= day <= span.end for day in _event_days(context, sentences))


def _many_days(context: Context, sentences: list[Sentence], first: str) -> bool:
    """Whether an article goes through several exchanges: then no one of them is what it reports.

    Two are several where the first lies more than a month back.
    """
    old = first < (context.published - _MONTH).isoformat()
    return len(_event_days(context, sentences)) >= (_MANY - 1 if old else _MANY)


def tells(context: Context, one: Sentence) -> bool:
    """Whether a sentence tells of something done: a count, an exchange that took place, "they were freed on Friday"."""
    if denied(one):
        return False
    freed = "DATE" in one.present and not one.present.isdisjoint(_FREED)
    if freed or own_counts(one):
        return True
    return "status" in one.rows and one.moods.isdisjoint(_UNDONE) and "FAIL" not in one.classes

"""What became of an exchange: completed, announced, disrupted, or people returned without one."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import islice
from typing import Final

from exchange_ledger.extract.context import Context
from exchange_ledger.extract.doubts import before_something, vague
from exchange_ledger.extract.moments import Reference, Time
from exchange_ledger.extract.reader import PLANNED, Reader
from exchange_ledger.extract.reading import COUNTED_MEASURES
from exchange_ledger.extract.readings import Match, Sentence
from exchange_ledger.extract.times import time_at
from exchange_ledger.languages.chunks import Chunk

_NEAR: Final = 5


def status(reader: Reader) -> None:
    """Read what became of exchanges."""
    done: set[str] = set()
    if reader.context.text[reader.one.stretch.end - 1] == "?":
        return
    for match, _, _ in reader.each("status"):
        claim = match.row.claim
        text = str(claim["status"])
        days = [ref for ref in reader.found if ref.role == "event"]
        if text == "announced" and (_of_nobody_left(reader.one, match) or (reader.made and _aside(reader.one, match))):
            continue
        if text == "return":
            reader.add(match, "status", reader.context.event, text=text, dated=bool(days))
        elif text == "completed":
            _completed(reader, match, days, done)
        elif text == "disrupted" and not done and _disrupted(reader, match, days):
            done.add(text)
        elif text == "announced" and not done and not _hoped(reader, match) and not _went_ahead(reader, match):
            _announced(reader, match, days)
            done.add(text)


def _disrupted(reader: Reader, match: Match, days: list[Reference]) -> bool:
    """Keep that an exchange did not take place; return whether it is sure which one is meant."""
    reference = time_at(reader.one, days, match.end - 1)
    if vague(reader.one, match.start) or (reference and _of_a_day_between(reader, reference.at, match.start)):
        return False
    time = reference.time if reference else None
    if match.row.claim.get("it"):
        time = reader.context.event if reader.context.told else None
        if time is None:
            return False
    reader.add(match, "status", time, text="disrupted")
    return True


def _of_a_day_between(reader: Reader, day: int, at: int) -> bool:
    """Whether a time that is no day stands nearer: "came home on 31 May, though days ago the exchange was put off"."""
    known = {ref.at for ref in reader.found}
    return any(
        chunk.kind == "DATE" and day < index < at and index not in known
        for index, chunk in enumerate(reader.one.chunks)
    )


def _of_nobody_left(one: Sentence, match: Match) -> bool:
    """Whether "all who helped" stands where a row asks for the rest of those to be freed."""
    at = match.labels.get(str(match.row.claim.get("rest")))
    return at is not None and bool(one.chunks[at].get("everybody"))


def _aside(one: Sentence, match: Match) -> bool:
    """Whether a plan only tells of which people others were counted: "of the 1,000 whom each promised to free, 695"."""
    before = {chunk.kind for chunk in one.chunks[max(0, match.start - _NEAR) : match.start]}
    return one.chunks[match.end - 1].kind == "PLAN.either" or bool(before & {"RELATIVE", "THEM"})


def _announced(reader: Reader, match: Match, days: list[Reference]) -> None:
    told = reader.one.chunks[match.start : match.end]
    if _only_talked_of(reader, match) or (told[0].kind == "THEY" and _already_home(reader)):
        return
    ranked = told[0].kind == "ORDEX" and told[-1].text.lower().startswith("to ")  # "the first exchange to take place"
    named = told[-1].kind == "PLAN.either" and not reader.one.stretch.headline  # "exchanges agreed in May"
    named = named or _of_one_held(reader.one, match)
    possible = any(chunk.get("possible") for chunk in told)  # "exchanges may resume"
    if ranked or named or possible or any(chunk.get("gone") or _was_only_planned(chunk) for chunk in told):
        return
    published = reader.context.published.isoformat()
    ahead = [
        ref
        for ref in days
        if ref.time.day > published[: len(ref.time.day)] or (ref.time.day == published and ref.at >= match.end)
    ]
    if not ahead and _had_been_set(told):
        return
    for time in [ref.time for ref in _named_together(reader.one, ahead)] or [Time("exchange")]:
        reader.add(match, "status", time, text="announced")


def _already_home(reader: Reader) -> bool:
    """Whether those who "will be brought to Russia" are the ones counted before as freed: no exchange is to come."""
    told = reader.context.of_time(reader.context.event) if reader.context.event else ()
    return any(one.measure in COUNTED_MEASURES and one.value is not None for one in told)


def _had_been_set(told: list[Chunk]) -> bool:
    """Whether an exchange was set for a day that is over: "was planned for the day of the crash"."""
    return told[-1].kind == "SETFOR" and any(chunk.kind == "BE" and chunk.get("form") == "past" for chunk in told)


def _of_one_held(one: Sentence, match: Match) -> bool:
    """Whether a plan is only told of an exchange that was held: "they carried out the exchange which was agreed on"."""
    inside = {chunk.kind for chunk in one.chunks[match.start : match.end]}
    before = one.chunks[max(0, match.start - 2 * _NEAR - 1) : match.start]
    return "RELATIVE" in inside and any(chunk.kind in {"DO.did", "DO.done", "DO.either"} for chunk in before)


def _was_only_planned(chunk: Chunk) -> bool:
    """Whether a verb tells of a plan of the past: "an exchange was planned for that day"."""
    past = any(part.kind == "BE" and part.get("form") == "past" for part in chunk.parts)
    return chunk.kind == "PLAN.done" and past and not chunk.get("agreed")


def _completed(reader: Reader, match: Match, days: list[Reference], done: set[str]) -> None:
    before = {chunk.kind for chunk in reader.one.chunks[max(0, match.start - 2) : match.start]}
    if reader.planned(match.start) or before & {"NEGATION", "NEITHER"}:
        return
    if _only_talked_of(reader, match) or _going_on(reader, match) or _often(reader, match) or _asked(reader, match):
        return
    it = bool(match.row.claim.get("it")) and not spoken_of(reader.context, reader.one)
    if it or _follows(reader, match) or _title_of_a_plan(reader) or _only_named_by_its_day(reader, match):
        return
    reference = time_at(reader.one, days, match.labels.get("d", match.start))
    if reference and reference.time.day > reader.context.published.isoformat():
        return
    if match.row.claim.get("own_day") and not (reference or reader.context.heading):
        return
    several = any(chunk.get("vague") for chunk in reader.one.chunks[match.start : match.end])
    undated = several or vague(reader.one) or before_something(reader.one, match.start)
    if not reference and (undated or any(ref.role == "period" for ref in reader.found)):
        return
    time = reference.time if reference else reader.context.event
    listed: list[Time | None] = [ref.time for ref in days if reference and ref.at == reference.at]
    for day in listed or [time]:
        if day and day.scope == "exchange":
            reader.add(match, "status", day, text="completed")
            done.add("completed")


def _asked(reader: Reader, match: Match) -> bool:
    """Whether a headline only asks how, or why, it is done: "Explained: how the two sides exchange prisoners"."""
    asking = reader.context.language.settings["asking"]
    before = reader.one.chunks[max(0, match.start - _NEAR) : match.start]
    return reader.one.stretch.headline and any(chunk.text.lower() in asking for chunk in before)


def _often(reader: Reader, match: Match) -> bool:
    """Whether exchanges are told of in general: "on many occasions", "regularly", "throughout the long conflict"."""
    chunks, settings = reader.one.chunks, reader.context.language.settings
    behind = chunks[match.end : match.end + 3 * _NEAR]
    if any(chunk.get("vague") and " " in chunk.text for chunk in behind[:3]):
        return True
    if any(chunk.text.lower() in settings["often"] for chunk in chunks[max(0, match.start - 2) : match.end + 1]):
        return True
    lasting = next((index for index, chunk in enumerate(behind[:3]) if chunk.get("whole")), None)
    return lasting is not None and any(chunk.text.lower() in settings["wartime"] for chunk in behind[lasting:])


def _only_named_by_its_day(reader: Reader, match: Match) -> bool:
    """Whether "today's exchange" only names what is announced for that day."""
    if match.row.name != "days-exchange":
        return False
    told = {one.time for one in reader.context.readings if one.text_value == "announced"}
    return any(ref.time in told for ref in reader.found if match.start <= ref.at < match.end)


def _title_of_a_plan(reader: Reader) -> bool:
    """Whether a title tells as done what its first sentence says is set for a day: "Two states exchange captives"."""
    if not reader.one.stretch.headline:
        return False
    at = bisect_right(reader.context.sentences, reader.one.number, key=_number)
    first = next((one for one in islice(reader.context.sentences, at, None) if not one.stretch.headline), None)
    if first is None or "SETFOR" not in first.present:
        return False
    return not any(kind.endswith((".did", ".done")) for kind in first.present if kind.startswith(("DO.", "BRING.")))


def spoken_of(context: Context, one: Sentence) -> bool:
    """Whether the sentence before, in the same paragraph, begins with an exchange: "it" is that exchange."""
    at = bisect_left(context.sentences, one.number, key=_number)
    before = context.sentences[at - 1] if at else None
    return (
        before is not None
        and before.stretch.paragraph == one.stretch.paragraph
        and any(chunk.kind in {"EXCHANGE", "ORDEX"} for chunk in before.chunks[:_NEAR])
    )


def _number(one: Sentence) -> int:
    return one.number


def _only_talked_of(reader: Reader, match: Match) -> bool:
    """Whether talks about an exchange take place, and not the exchange: "negotiations on a large exchange continue"."""
    talks = reader.context.language.settings["talks"]
    for chunk in reversed(reader.one.chunks[max(0, match.start - _NEAR) : match.start]):
        if chunk.text.lower() in talks:
            return True
        if chunk.kind not in {"FROM", "FOR", "OF", "TO", "DET", "WORD", "BEFORE", "SIDEADJ"}:
            return False
    return False


def _follows(reader: Reader, match: Match) -> bool:
    """Whether a row ends with what came before an exchange: "agreed to an exchange following the talks on Friday"."""
    told = reader.one.chunks[match.start : match.end]
    after = [at for at, chunk in enumerate(told) if chunk.kind == "DO.ing" and chunk.get("of_main")]
    return bool(after) and not any("." in chunk.kind for chunk in told[after[0] + 1 :])


def _going_on(reader: Reader, match: Match) -> bool:
    """Whether an exchange is only a purpose, or never done: "talks on resuming exchanges", "exchanges continue"."""
    told = reader.one.chunks[match.start : match.end]
    if any(chunk.get("goes_on") and chunk.get("form") in {"base", "third"} for chunk in told):
        return True  # "the exchange process continues"
    general = {"DO.ing"} if reader.one.stretch.headline else {"DO.ing", "SWAP.ing"}
    doing = [chunk for chunk in told if chunk.kind in general and " " not in chunk.text]
    return bool(doing) and (doing[0] is told[0] or doing[0].kind == "SWAP.ing")


def _went_ahead(reader: Reader, match: Match) -> bool:
    """Whether what was to come is then told as done: "the last 303 due to be freed had come back"."""
    told = [chunk.kind for chunk in reader.one.chunks[match.start : match.end]]
    if "HOLD.either" in told and "EXCHANGE" in told[told.index("HOLD.either") : -1]:
        return True  # "held an exchange after agreeing to it"
    aside = reader.one.chunks[match.end - 1].kind == "PLAN.either"  # "the exchange agreed there: 95 came home"
    behind = reader.one.chunks[match.end : None if aside else match.end + 2]
    return any(
        chunk.kind.startswith("DO.") and not chunk.kind.endswith(PLANNED) for chunk in reader.one.chunks[match.start :]
    ) or any(chunk.kind in {"COME.did", "COME.done", "BRING.did"} for chunk in behind)


def _hoped(reader: Reader, match: Match) -> bool:
    chunks = reader.one.chunks
    inside = chunks[match.start : match.end]
    if match.row.claim.get("agreed") and not any(chunk.get("agreed") for chunk in inside):
        return True
    return any(
        chunk.kind == "IF" or chunk.kind.endswith(".neg") or (chunk.get("hope") and chunk.get("verb") == "PLAN")
        for chunk in chunks
    )


def _named_together(one: Sentence, days: list[Reference]) -> list[Reference]:
    """Return the first day and those joined to it: "on Saturday and Sunday"."""
    kept = days[:1]
    for day in days[1:]:
        if {chunk.kind for chunk in one.chunks[kept[-1].at + 1 : day.at]} <= {"AND", "COMMA", "FROM"}:
            kept.append(day)
    return kept

"""Running numbers of exchanges, and how many there were in a period."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from exchange_ledger.extract.doubts import of_a_mediator
from exchange_ledger.extract.moments import Time
from exchange_ledger.extract.outcome import spoken_of
from exchange_ledger.extract.periods import of_month, of_year, resolved_start
from exchange_ledger.extract.reader import Reader
from exchange_ledger.extract.readings import Match, value_of
from exchange_ledger.extract.times import clause, segments, time_at
from exchange_ledger.languages.chunks import Chunk

_SEQUENCE_FROM: Final = 11
_THINGS: Final = {"WORD", "NAME", "HELP", "UNIT", "OTHERPEOPLE", "PEOPLE"}
_FIRST_EXCHANGES: Final = timedelta(days=31)  # the count of exchanges begins with the war or its first exchanges


def sequence(reader: Reader) -> None:
    """Read running numbers and ordinals of a year."""
    seen: set[int] = set()
    for match, chunk, at in reader.each("sequence"):
        if at in seen:
            continue
        ordinal = chunk.get("ordinal") or chunk.get("value")
        if reader.planned(at) or not isinstance(ordinal, float):
            continue
        seen.add(at)
        _ordinal(reader, match, chunk, at, ordinal)


def _ordinal(reader: Reader, match: Match, chunk: Chunk, at: int, ordinal: float) -> None:
    after = reader.one.chunks[at + 1 : at + 4]
    tail = next(
        (
            one
            for one in after
            if one.kind
            in {"PERIOD", "OFPERIOD", "YEAR", "ENDING", "MEDIATION", "EXCHANGE", "COMMA", "AND", "SINCEDATE"}
            and one.kind != "EXCHANGE"
        ),
        None,
    )
    before = [one.kind for one in reader.one.chunks[max(0, at - 2) : at]]
    if before == ["ORDINAL", "AND"]:  # "the 56th and 57th exchanges": which of them was on which day is not told
        return
    mediated = [one.kind for one in after] == ["PERIOD", "HELP", "MEDIATOR"]
    others = (
        chunk.kind == "ORDINAL" and tail is not None and after[0].kind in _THINGS and after[0].text.lower() != "such"
    )
    if mediated or others or any(one.kind in {"ENDING", "MEDIATION", "DAYS"} for one in after):
        return
    mediated = [one.kind for one in after[:2]] == ["HELP", "MEDIATOR"]  # "the sixth swap mediated by Qatar this year"
    year = (
        of_year(int(chunk.get("year")), reader.context.published)
        if isinstance(chunk.get("year"), float)
        else _year_of(tail, reader)
    )
    opening = reader.one.chunks[0]
    if year is None and tail is None and opening.kind == "PERIOD" and ordinal < _SEQUENCE_FROM:
        year = _year_of(opening, reader)  # "since the beginning of the year this is the eighth exchange"
    named = any(
        one.kind in {"EXCHANGE", "ORDEX", "THAT", "PRONOUN"} for one in (*reader.one.chunks[:at], chunk, *after)
    )
    if year and not named:
        return
    if year and mediated:
        return
    if year:
        reader.add(match, "exchanges_held", year, value=ordinal)
    elif tail is not None and tail.kind in {"PERIOD", "OFPERIOD", "SINCEDATE"}:
        if ordinal > 1 and _of_the_war(tail, reader):
            reader.add(match, "sequence_number", _day_after(reader, match, at), value=ordinal)
    elif (chunk.kind == "ORDEX" and ordinal >= _SEQUENCE_FROM) or (
        chunk.kind in {"ORDINAL", "LARGE"}
        and ordinal >= _SEQUENCE_FROM
        and (
            match.row.name in {"the-ordinal-was-held", "the-ordinal-later"}
            or any(one.kind == "EXCHANGE" for one in reader.one.chunks[:at])
            or (match.row.name == "was-the-ordinal" and (_told_before(reader, at) or _of_it(reader)))
        )
    ):
        reader.add(match, "sequence_number", _day_after(reader, match, at), value=ordinal)


def _of_the_war(tail: Chunk, reader: Reader) -> bool:
    """Whether what an ordinal counts began with the war: "the second since he took office" is no running number."""
    if tail.kind != "SINCEDATE":
        return True
    begun = date.fromisoformat(str(reader.context.language.settings["begun"]))
    return resolved_start(tail, reader.context.written)[:7] <= (begun + _FIRST_EXCHANGES).isoformat()[:7]


def _of_it(reader: Reader) -> bool:
    """Whether a sentence goes on with the exchange of the one before: "Today there was an exchange. It is the 52nd"."""
    return reader.one.chunks[0].kind == "PRONOUN" and spoken_of(reader.context, reader.one)


def _told_before(reader: Reader, at: int) -> bool:
    """Whether the sentence counts those who came home before it numbers the exchange."""
    return any(one.at < at and one.time and one.time.day for one in reader.made)


def _day_after(reader: Reader, match: Match, at: int) -> Time | None:
    """Return the day that a row reads behind an ordinal ("the 57th a day later"), else the event it belongs to."""
    inside = [ref.time for ref in reader.found if ref.role == "event" and at < ref.at < match.end]
    return inside[0] if inside else reader.event(at)


def held(reader: Reader) -> None:
    """Read how many exchanges there were in a period."""
    for match, chunk, at in reader.each("held"):
        if reader.planned(at) or chunk.get("bodies") or of_a_mediator(reader.one, at):
            continue
        reference = time_at(reader.one, reader.found, at)
        fine, _ = segments(reader.one)
        if reference and fine[reference.at] != fine[at] and reference.at > at and reader.context.before:
            reference = None
        time = reference.time if reference else reader.context.before
        if reference and reference.month:
            time = of_month(reference.time.day, reader.context.published)
        until = next((ref.time.day for ref in reader.found if ref.role == "asof"), "")
        if until or (time is None and _took_years(reader, at)):
            time = time or Time("period", end=until or reader.context.published.isoformat())
        time = time or reader.context.period
        if time and time.scope == "period":
            reader.add(
                match, "exchanges_held", time, value=value_of(chunk), qualifier=chunk.get("qualifier") or "exact"
            )


def _took_years(reader: Reader, at: int) -> bool:
    """Whether a clause begins with how long its exchanges took: "in four years it has held more than 70 exchanges"."""
    chunks = [reader.one.chunks[index] for index in clause(reader.one, at) if index < at]
    spans = [index for index, chunk in enumerate(chunks[:3]) if chunk.kind == "TIMESPAN"]
    told = any(chunk.kind.endswith(".did") and any(part.kind == "HAVE" for part in chunk.parts) for chunk in chunks)
    return told and bool(spans) and all(chunk.kind in {"FROM", "HEDGE", "DET"} for chunk in chunks[: spans[0]])


def _year_of(tail: Chunk | None, reader: Reader) -> Time | None:
    published = reader.context.published
    if tail is None:
        return None
    if tail.kind == "YEAR":
        return of_year(int(tail.get("value")), published)
    if tail.kind in {"PERIOD", "OFPERIOD"} and tail.get("which"):
        return of_year(published.year - (tail.get("which") == "last"), published)
    return None

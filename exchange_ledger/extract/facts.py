"""What a sentence says beside counts of people: the running number, what happened, who mediated, ages, tallies."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from exchange_ledger.extract.counts import OTHER
from exchange_ledger.extract.reading import Reading
from exchange_ledger.extract.readings import Match, Sentence, matches, of_group, value_of
from exchange_ledger.extract.speakers import Speaker
from exchange_ledger.extract.times import Reference, Time, of_month, of_year, segments, time_at
from exchange_ledger.languages.chunks import Chunk

if TYPE_CHECKING:
    from exchange_ledger.extract.article import Context

_SEQUENCE_FROM = 11
_PLANNED = (".planned", ".neg", ".unreal")


class Facts:
    """Reads one sentence."""

    def __init__(
        self, context: Context, one: Sentence, found: list[Reference], speaker: Speaker | None, made: list[Reading]
    ) -> None:
        self.context = context
        self.one = one
        self.found = found
        self.speaker = speaker
        self.read: list[Reading] = []
        self.made = made
        self.used: set[int] = set()

    def add(
        self, match: Match, measure: str, time: Time | None, value: float | None = None, text: str = "", **more: Any
    ) -> None:
        """Keep one statement."""
        chunks = self.one.chunks
        self.read.append(
            Reading(
                measure,
                time,
                chunks[match.start].start,
                chunks[match.end - 1].end,
                match.row.name,
                self.one.number,
                value=value,
                text_value=text,
                speaker=self.speaker,
                **more,
            )
        )

    def each(self, key: str) -> list[tuple[Match, Chunk, int]]:
        """Return the matches of rows with this key, with the chunk that the key names."""
        rows = []
        for match in matches(self.context.language, self.one.codes, key):
            at = match.labels.get(str(match.row.claim[key]), match.labels.get("n", match.start))
            rows.append((match, self.one.chunks[at], at))
            if key not in {"status", "mediator", "framework", "location", "withheld"}:
                self.used.add(at)
        return rows

    def planned(self, at: int, but: str = "nothing") -> bool:
        """Whether the part of the sentence around a chunk tells of something that did not, or not yet, happen.

        Verbs that begin with `but` do not count.
        """
        _, coarse = segments(self.one)
        near = [chunk for index, chunk in enumerate(self.one.chunks) if coarse[index] == coarse[at]]
        return any(
            (chunk.kind.endswith(_PLANNED) and not chunk.text.lower().startswith(but))
            or chunk.kind in {"CALLEDOFF", "SETFOR", "UNTRUE", "IF", "NEXT"}
            or chunk.kind.startswith("FAIL.")
            or (chunk.kind.startswith("PLAN.") and not _agreed_and_done(near[index:]))
            for index, chunk in enumerate(near)
        )

    def _ahead(self, at: int, only_before: bool) -> bool:
        """Whether the clause tells of something to come; "the effort to bring them back" is done.

        `only_before`: what is still to come after the place ("are in Belarus and will be flown home") does not count.
        """
        if only_before:
            return any(chunk.kind.endswith(_PLANNED) for chunk in self.one.chunks[max(0, at - 6) : at])
        return self.planned(at, but="to ")

    def event(self, at: int) -> Time | None:
        """Return the event that a chunk belongs to: a day in its sentence, else the one spoken of."""
        reference = time_at(self.one, [ref for ref in self.found if ref.role == "event"], at)
        return reference.time if reference else self.context.event

    def status(self) -> None:
        """Read what became of exchanges."""
        done: set[str] = set()
        for match, _, _ in self.each("status"):
            claim = match.row.claim
            text = str(claim["status"])
            days = [ref for ref in self.found if ref.role == "event"]
            if text == "announced" and self.made and self.one.chunks[match.end - 1].kind == "PLAN.either":
                continue
            if text == "return":
                self.add(match, "status", self.context.event, text=text)
            elif text == "completed":
                self._completed(match, days, done)
            elif text == "disrupted" and not done:
                reference = time_at(self.one, days, match.end - 1)
                time = reference.time if reference else None
                if match.row.claim.get("it"):
                    time = self.context.event if self.context.told else None
                    if time is None:
                        continue
                self.add(match, "status", time, text=text)
                done.add(text)
            elif text == "announced" and not done and not self._hoped(match) and not self._went_ahead(match):
                self._announced(match, days)
                done.add(text)

    def _announced(self, match: Match, days: list[Reference]) -> None:
        published = self.context.published.isoformat()
        ahead = [ref for ref in days if ref.time.day > published[: len(ref.time.day)]]
        for time in [ref.time for ref in _named_together(self.one, ahead)] or [Time("exchange")]:
            self.add(match, "status", time, text="announced")

    def _completed(self, match: Match, days: list[Reference], done: set[str]) -> None:
        if self.planned(match.start):
            return
        reference = time_at(self.one, days, match.labels.get("d", match.start))
        if reference and reference.time.day > self.context.published.isoformat():
            return
        if match.row.claim.get("own_day") and not reference:
            return
        if not reference and any(ref.role == "period" for ref in self.found):
            return
        time = reference.time if reference else self.context.event
        if time and time.scope == "exchange":
            self.add(match, "status", time, text="completed")
            done.add("completed")

    def _went_ahead(self, match: Match) -> bool:
        return any(
            chunk.kind.startswith("DO.") and not chunk.kind.endswith(_PLANNED)
            for chunk in self.one.chunks[match.start :]
        )

    def some(self) -> None:
        """Read parts that are mentioned without a number."""
        if any(
            chunk.kind in {"NEGATION", "IF", "NEITHER"} or chunk.kind.endswith(_PLANNED) for chunk in self.one.chunks
        ):
            return
        event = self.context.event
        speaking = self.speaker.side if self.speaker and self.speaker.side in {"ukraine", "russia"} else ""
        side = str(self.context.group.get("side") or speaking or self.context.main_side)
        if any(reading.time and reading.time.scope == "period" for reading in self.made):
            return
        if not event or event.scope != "exchange" or not side:
            return
        seen: set[tuple[str, str]] = set()
        for match in matches(self.context.language, self.one.codes, "some"):
            before = self.one.chunks[match.start - 1].kind if match.start else ""
            if before in {"OF", "SMALL", "LARGE", "HNUM"}:
                continue
            inside = [match.labels["c"]] if "c" in match.labels else range(match.start, match.end)
            owners = {self.one.chunks[at].get("side") for at in inside if self.one.chunks[at].get("categories")} & set(
                OTHER
            )
            side = str(owners.pop()) if len(owners) == 1 else side
            for at in inside:
                for category in self.one.chunks[at].get("categories") or ():
                    if category not in seen and category != ("sex", "men"):
                        seen.add(category)
                        chunk = self.one.chunks[at]
                        self.read.append(
                            Reading(
                                "people_returned",
                                event,
                                chunk.start,
                                chunk.end,
                                match.row.name,
                                self.one.number,
                                side,
                                dimension=category[0],
                                category=category[1],
                                qualifier="some",
                                speaker=self.speaker,
                            )
                        )

    def _hoped(self, match: Match) -> bool:
        chunks = self.one.chunks
        inside = chunks[match.start : match.end]
        if match.row.claim.get("agreed") and not any(chunk.get("agreed") for chunk in inside):
            return True
        return any(
            chunk.kind == "IF" or chunk.kind.endswith(".neg") or (chunk.get("hope") and chunk.get("verb") == "PLAN")
            for chunk in chunks
        )

    def sequence(self) -> None:
        """Read running numbers and ordinals of a year."""
        seen: set[int] = set()
        for match, chunk, at in self.each("sequence"):
            if at in seen:
                continue
            ordinal = chunk.get("ordinal") or chunk.get("value")
            after = self.one.chunks[at + 1 : at + 4]
            if self.planned(at) or not isinstance(ordinal, float):
                continue
            seen.add(at)
            self._ordinal(match, chunk, at, ordinal, after)

    def _ordinal(self, match: Match, chunk: Chunk, at: int, ordinal: float, after: list[Chunk]) -> None:
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
        if any(one.kind in {"ENDING", "MEDIATION", "DAYS"} for one in after):
            return
        year = (
            of_year(int(chunk.get("year")), self.context.published)
            if isinstance(chunk.get("year"), float)
            else _year_of(tail, self)
        )
        if year:
            self.add(match, "exchanges_held", self._until_event(year, at), value=ordinal)
        elif tail is not None and tail.kind in {"PERIOD", "OFPERIOD", "SINCEDATE"}:
            if ordinal > 1:
                self.add(match, "sequence_number", self._day_after(match, at), value=ordinal)
        elif (chunk.kind == "ORDEX" and ordinal >= _SEQUENCE_FROM) or (
            chunk.kind == "ORDINAL"
            and ordinal >= _SEQUENCE_FROM
            and (
                match.row.name in {"the-ordinal-was-held", "the-ordinal-later"}
                or any(one.kind == "EXCHANGE" for one in self.one.chunks[:at])
            )
        ):
            self.add(match, "sequence_number", self._day_after(match, at), value=ordinal)

    def _day_after(self, match: Match, at: int) -> Time | None:
        """Return the day that a row reads behind an ordinal ("the 57th a day later"), else the event it belongs to."""
        inside = [ref.time for ref in self.found if ref.role == "event" and at < ref.at < match.end]
        return inside[0] if inside else self.event(at)

    def _until_event(self, year: Time, at: int) -> Time:
        event = self.event(at)
        same = event and event.scope == "exchange" and event.day[:4] == year.start[:4] and len(event.day) == 10
        if same and event and event.day < year.end and year.end == self.context.published.isoformat():
            return year
        return year

    def held(self) -> None:
        """Read how many exchanges there were in a period."""
        for match, chunk, at in self.each("held"):
            if self.planned(at):
                continue
            reference = time_at(self.one, self.found, at)
            fine, _ = segments(self.one)
            if reference and fine[reference.at] != fine[at] and reference.at > at and self.context.before:
                reference = None
            time = reference.time if reference else self.context.before
            if reference and reference.month:
                time = of_month(reference.time.day, self.context.published)
            time = time or self.context.period
            if time and time.scope == "period":
                self.add(
                    match, "exchanges_held", time, value=value_of(chunk), qualifier=chunk.get("qualifier") or "exact"
                )

    def tallies(self) -> None:
        """Read tallies, differences, people held, shares."""
        published = self.context.published.isoformat()
        for match, chunk, _ in self.each("tally"):
            reference = next((ref for ref in self.found if ref.role == "period"), None)
            start = reference.time.start if reference else ""
            end = self.context.event.day if self.context.event and len(self.context.event.day) == 10 else published
            self.add(
                match,
                "people_returned",
                Time("period", start=start, end=end),
                value=value_of(chunk),
                qualifier=chunk.get("qualifier") or "exact",
                side=self.context.main_side or "ukraine",
            )
        home = {reading.at for reading in self.made}
        for match, chunk, at in self.each("captive"):
            if at in home:
                continue
            side = chunk.get("side") or next(
                (
                    one.get("side")
                    for one in self.one.chunks[match.start : match.end + 3]
                    if one.kind == "CAPTIVITY" and one.get("side")
                ),
                "",
            )
            if "a" in match.labels and not side:
                side = {"ukraine": "russia", "russia": "ukraine"}.get(
                    str(self.one.chunks[match.labels["a"]].get("side")), ""
                )
            if side and chunk.kind != "BODIES":
                for dimension, category in (
                    chunk.get("categories") or _beside(self.one, chunk) or of_group(self.one, at) or (("", ""),)
                ):
                    self.add(
                        match,
                        "people_held",
                        Time("period", end=published),
                        value=value_of(chunk),
                        qualifier=chunk.get("qualifier") or "exact",
                        side=side,
                        dimension=dimension,
                        category=category,
                    )

    def comparisons(self) -> None:
        """Read differences from the year before, and shares of those abused."""
        published = self.context.published.isoformat()
        for key, measure in (("change", "change_in_people_returned"), ("ratio", "ratio_of_bodies_returned")):
            for match, chunk, at in self.each(key):
                if (
                    not self.made
                    and not any(one.kind in {"COUNT", "MOREPEOPLE", "PEOPLE"} for one in self.one.chunks)
                    and not self.context.group
                ):
                    continue
                if match.row.name == "more-people-compared" and not chunk.get("more"):
                    continue
                year = next(
                    (
                        ref.time
                        for ref in self.found
                        if ref.role == "period" and ref.time.start.endswith("-01-01") and ref.at < at
                    ),
                    None,
                ) or of_year(self.context.year, self.context.published)
                self.add(
                    match,
                    measure,
                    year,
                    value=value_of(chunk),
                    side=self.context.main_side or "ukraine",
                    qualifier=chunk.get("qualifier") or "exact",
                )
        for match, chunk, _ in self.each("abuse"):
            side = next(
                (
                    one.get("side")
                    for one in self.one.chunks
                    if one.get("side") and one.kind in {"PEOPLE", "SIDEADJ", "CAPTIVITY"}
                ),
                "",
            )
            if side:
                self.add(
                    match,
                    "reported_abuse_percent",
                    Time("period", end=published),
                    value=float(chunk.get("number")),
                    qualifier=chunk.get("qualifier") or "exact",
                    side=side,
                )

    def people(self) -> None:
        """Read ages and years in captivity."""
        side = str(self.context.group.get("side") or self.context.main_side or "ukraine")
        event = self.context.event
        for match, chunk, at in self.each("age"):
            value = (
                chunk.get("number")
                if chunk.kind in {"TIMESPAN", "HNUM"} and chunk.get("number")
                else chunk.get("value")
            )
            number = value if isinstance(value, float) else None
            if number and 15 <= number <= 80:
                inside = self.one.chunks[match.start : match.end]
                part = next(
                    (one.get("categories") for one in inside if one.kind == "PEOPLE" and one.get("categories")),
                    (("", ""),),
                )
                soon = any(one.kind in {"BE.planned", "NEGATION", "BE.neg"} for one in inside)
                self.add(
                    match,
                    str(match.row.claim["age"]),
                    self.event(at),
                    value=number,
                    side=side,
                    dimension=part[0][0],
                    category=part[0][1],
                    qualifier="less_than" if soon else chunk.get("qualifier") or "exact",
                )
        for match, chunk, at in self.each("years"):
            value = chunk.get("number")
            if event and isinstance(value, float):
                self.add(
                    match,
                    "years_in_captivity",
                    self.event(at),
                    value=value + (0.5 if "half" in chunk.text else 0),
                    side=side,
                    qualifier=chunk.get("qualifier") or "exact",
                )

    def circumstances(self) -> None:
        """Read mediators, agreements, places, and numbers kept back."""
        for key, measure in (("mediator", "mediator"), ("framework", "framework"), ("location", "location")):
            seen: set[str] = set()
            for match, chunk, at in self.each(key):
                name = str(chunk.get("name"))
                if chunk.get("name") and name not in seen and not self._ahead(at, key == "location"):
                    seen.add(name)
                    self.add(match, measure, self.event(at), text=name)
        for match, _, _ in self.each("withheld"):
            event = self.context.event
            neither = self.one.chunks[match.start].text.lower().startswith("neither")
            for side in ("ukraine", "russia") if neither else ("ukraine",):
                if event:
                    self.add(match, "people_returned", event, side=side, qualifier="withheld")
            if event:
                return


def _named_together(one: Sentence, days: list[Reference]) -> list[Reference]:
    """Return the first day and those joined to it: "on Saturday and Sunday"."""
    kept = days[:1]
    for day in days[1:]:
        if {chunk.kind for chunk in one.chunks[kept[-1].at + 1 : day.at]} <= {"AND", "COMMA", "FROM"}:
            kept.append(day)
    return kept


def _agreed_and_done(after: list[Chunk]) -> bool:
    """Whether "the exchange agreed in Istanbul took place": what was agreed, and then done, is done."""
    return after[0].kind == "PLAN.either" and any(chunk.kind in {"DO.did", "DO.done"} for chunk in after[1:6])


def _beside(one: Sentence, chunk: Chunk) -> tuple[tuple[str, str], ...]:
    """Soldiers set beside civilians are a part of those held."""
    civilians = any(
        ("status", "civilians") in (other.get("categories") or ()) for other in one.chunks if other.kind == "COUNT"
    )
    return (("status", "military"),) if civilians and chunk.get("kind") == "soldiers" else ()


def _year_of(tail: Chunk | None, facts: Facts) -> Time | None:
    published = facts.context.published
    if tail is None:
        return None
    if tail.kind == "YEAR":
        return of_year(int(tail.get("value")), published)
    if tail.kind in {"PERIOD", "OFPERIOD"} and tail.get("which"):
        return of_year(published.year - (tail.get("which") == "last"), published)
    return None


def facts(
    context: Context, one: Sentence, found: list[Reference], speaker: Speaker | None, made: list[Reading]
) -> tuple[list[Reading], set[int]]:
    """Return what a sentence says beside counts, and the places of the numbers that it used."""
    reader = Facts(context, one, found, speaker, made)
    readers: tuple[Callable[[], None], ...] = (
        reader.status,
        reader.sequence,
        reader.held,
        reader.tallies,
        reader.comparisons,
        reader.people,
        reader.circumstances,
        reader.some,
    )
    for read in readers:
        read()
    return reader.read, reader.used

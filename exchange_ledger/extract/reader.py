"""One sentence with what is known of it, and the statements read from it."""

from __future__ import annotations

from typing import Any, Final

from exchange_ledger.extract.context import Context
from exchange_ledger.extract.moments import Reference, Time
from exchange_ledger.extract.reading import Reading
from exchange_ledger.extract.readings import Match, Sentence
from exchange_ledger.extract.speakers import Speaker
from exchange_ledger.extract.times import clause, time_at
from exchange_ledger.languages.chunks import Chunk

PLANNED: Final = (".planned", ".neg", ".unreal")
_UNDONE: Final = {mood[1:] for mood in PLANNED}
_OFF: Final = {"CALLEDOFF", "SETFOR", "UNTRUE", "IF", "NEXT", "WITHHOLD"}
_NOT_HELD: Final = _OFF | {"FAIL", "PLAN"}


class Reader:
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
        for match in self.one.rows.get(key, ()):
            at = match.labels.get(str(match.row.claim[key]), match.labels.get("n", match.start))
            rows.append((match, self.one.chunks[at], at))
            if key not in {"status", "mediator", "framework", "location", "withheld"}:
                self.used.add(at)
        return rows

    def planned(self, at: int, but: str = "nothing") -> bool:
        """Whether the part of the sentence around a chunk tells of something that did not, or not yet, happen.

        Verbs that begin with `but` do not count.
        """
        if self.one.moods.isdisjoint(_UNDONE) and self.one.classes.isdisjoint(_NOT_HELD):
            return False
        near = [self.one.chunks[index] for index in clause(self.one, at)]
        return any(
            (_not_done(chunk) and not chunk.text.lower().startswith(but))
            or chunk.kind in _OFF
            or chunk.kind.startswith("FAIL.")
            or (chunk.kind.startswith("PLAN.") and not _agreed_and_done(near, index))
            for index, chunk in enumerate(near)
        )

    def event(self, at: int) -> Time | None:
        """Return the event that a chunk belongs to: a day in its sentence, else the one spoken of."""
        reference = time_at(self.one, [ref for ref in self.found if ref.role == "event"], at)
        return reference.time if reference else self.context.event


def _agreed_and_done(near: list[Chunk], at: int) -> bool:
    """Whether what was agreed is done: "the exchange agreed in Istanbul took place", "a stage of the swap agreed"."""
    done = {"DO.did", "DO.done", "DO.either"}
    if near[at].kind != "PLAN.either":
        return False
    after = any(chunk.kind in done for chunk in near[at + 1 : at + 6])
    before = any(chunk.kind in done | {"SWAP.did", "SWAP.either"} for chunk in near[:at])
    return after or (before and at > 0 and near[at - 1].kind in {"EXCHANGE", "DEALWORD"})


def _not_done(chunk: Chunk) -> bool:
    """Whether something did not happen, or not yet; that somebody did not say a thing does not undo it."""
    return chunk.kind.endswith(PLANNED) and not chunk.kind.startswith("SAY.")

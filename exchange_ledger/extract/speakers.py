"""Who says it: the name that a sentence gives, the one that a pronoun stands for, or the publisher."""

from __future__ import annotations

from dataclasses import dataclass

from exchange_ledger.extract.readings import Sentence
from exchange_ledger.languages.chunks import Chunk

_APPOSITION = {
    "WORD",
    "NAME",
    "DET",
    "OF",
    "POSS",
    "COMMA",
    "SIDEADJ",
    "FROM",
    "ADV",
    "DATE",
    "APOS",
    "CLAIMANT",
    "SIDE",
    "AND",
    "TO",
    "THEIRS",
    "THEM",
    "RELATIVE",
    "HAVE",
    "CATEGORY",
    "BEFORE",
}


@dataclass(frozen=True, slots=True)
class Speaker:
    """A claimant as the ledger names it; `rank` 1 is an official body, 2 a person, 3 a party, 4 the publisher."""

    name: str
    side: str
    rank: int


@dataclass(slots=True)
class Speakers:
    """Remembers who spoke last, and which country's ministry "the ministry" is."""

    last: Speaker | None = None
    ministry: Speaker | None = None
    list_speaker: Speaker | None = None

    def of(self, sentence: Sentence) -> Speaker | None:
        """Return who says a sentence, or None where it names nobody."""
        chunks = sentence.chunks
        for at, chunk in enumerate(chunks):
            if chunk.kind.startswith("SAY.") or chunk.kind.startswith("COUNTV."):
                found = self._before(chunks, at) or self._after(chunks, at)
            elif chunk.kind == "ACCORDING":
                found = self._after(chunks, at)
            elif chunk.kind == "COLON" and at and at < 4 and chunks[at - 1].kind == "CLAIMANT":
                found = self._speaker(chunks[at - 1])
            else:
                continue
            if found:
                self.last = found
                return found
        return None

    def _speaker(self, chunk: Chunk) -> Speaker | None:
        if chunk.kind == "SIDE":
            return Speaker(chunk.get("side").capitalize(), chunk.get("side"), 3)
        if chunk.get("national"):
            return self.ministry
        speaker = Speaker(chunk.get("claimant"), chunk.get("side"), chunk.get("order"))
        if "Ministry of Defence" in speaker.name:
            self.ministry = speaker
        return speaker

    def _before(self, chunks: list[Chunk], at: int) -> Speaker | None:
        found: Chunk | None = None
        steps = 0
        for chunk in reversed(chunks[:at]):
            if chunk.kind in {"CLAIMANT", "SIDE"}:
                if found is None or (chunk.kind == "CLAIMANT" and (found.kind == "SIDE" or steps)):
                    found = chunk
                steps = 0
            elif chunk.kind == "PRONOUN" and found is None:
                return self.last
            elif chunk.kind == "COMMA":
                steps += 1
            elif chunk.kind not in _APPOSITION:
                break
        return self._speaker(found) if found else None

    def _after(self, chunks: list[Chunk], at: int) -> Speaker | None:
        for chunk in chunks[at + 1 : at + 8]:
            if chunk.kind == "PRONOUN":
                return self.last
            if chunk.kind in {"CLAIMANT"}:
                return self._speaker(chunk)
            if chunk.kind not in _APPOSITION or chunk.kind == "COMMA":
                return None
        return None

"""Who speaks through an article: names, pronouns, "the ministry", quotations that run over sentences, the publisher."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from itertools import groupby

from exchange_ledger.extract.readings import Sentence
from exchange_ledger.extract.speakers import Naming, Speaker, namings, spoken_by
from exchange_ledger.languages.chunker import chunked
from exchange_ledger.languages.chunks import Chunk
from exchange_ledger.languages.language import Language

_HEAD = 200  # characters: the lines above the text
_OPENING, _CLOSING = "“«„", "”»"


@dataclass(slots=True)
class Spoken:
    """One sentence's voices.

    `main`: the first that it names, or the one that goes on; `named`: whether it names one; `report`: whether it
    stands in what somebody gives out.
    """

    chunks: list[Chunk]
    found: list[Naming] = field(default_factory=list)
    speakers: list[Speaker | None] = field(default_factory=list)
    main: Speaker | None = None
    named: bool = False
    report: bool = False

    def at(self, index: int) -> Speaker | None:
        """Return who says the chunk at `index`."""
        naming = spoken_by(self.chunks, self.found, index)
        if naming is None:
            return self.main
        return self.speakers[self.found.index(naming)]

    def around(self, end: int) -> Speaker | None:
        """Return who says what ends at the offset `end` of the text."""
        index = next((at for at, chunk in enumerate(self.chunks) if chunk.end >= end), len(self.chunks) - 1)
        return self.at(index)


@dataclass(slots=True)
class Voices:
    """Remembers who spoke last, and which country's ministry "the ministry" is."""

    last: Speaker | None = None
    ministry: Speaker | None = None

    def of(self, one: Sentence) -> Spoken:
        """Return the voices that a sentence names; pronouns stand for whoever spoke last."""
        spoken = Spoken(one.chunks)
        for naming in namings(one.chunks):
            speaker = self._speaker(one.chunks, naming.voice)
            if naming.voice >= 0 and speaker is None:
                continue
            spoken.found.append(naming)
            spoken.speakers.append(speaker)
            self.last = speaker
        spoken.main = next((speaker for speaker in spoken.speakers if speaker), None)
        spoken.named = bool(spoken.found)
        return spoken

    def _speaker(self, chunks: list[Chunk], voice: int) -> Speaker | None:
        if voice < 0:
            return None
        chunk = chunks[voice]
        if chunk.kind == "PRONOUN":
            return self.last if self.last and (self.last.rank == 2) == chunk.get("person") else None
        if chunk.kind == "SIDE":
            return Speaker(chunk.get("side").capitalize(), chunk.get("side"), 3)
        if chunk.get("national"):
            return self.ministry
        speaker = Speaker(chunk.get("claimant"), chunk.get("side"), chunk.get("order"))
        if "Ministry of Defence" in speaker.name:
            self.ministry = speaker
        return speaker


def voices(language: Language, text: str, sentences: list[Sentence]) -> dict[int, Spoken]:
    """Return who says what in each sentence of an article, by the sentence's number."""
    known = Voices()
    spoken: dict[int, Spoken] = {}
    listed: Speaker | None = None
    quotes: dict[int, list[Spoken]] = {}
    for one in sentences:
        said = spoken[one.number] = known.of(one)
        quote = _quotation(text, one)
        if quote >= 0:
            quotes.setdefault(quote, []).append(said)
            said.main = said.main or (None if said.named else known.last)
        if one.stretch.item and not said.named:
            said.main = listed
        elif not one.stretch.item:
            listed = said.main if text[one.stretch.end - 1 : one.stretch.end] == ":" else None
    for group in quotes.values():
        _share(group)
    _run_on(sentences, spoken, language.settings["statements"])
    _first_person(sentences, spoken, _author(language, text))
    return spoken


def _author(language: Language, text: str) -> Chunk | None:
    """Return the first claimant that the head of an article names."""
    head, _ = chunked(language, text, 0, min(len(text), _HEAD))
    return next((chunk for chunk in head if chunk.kind == "CLAIMANT" and chunk.get("claimant")), None)


def _first_person(sentences: list[Sentence], spoken: dict[int, Spoken], author: Chunk | None) -> None:
    """Let an article be said by whoever heads it where its own text says "I" or "we": an address, a post."""
    own = [spoken[one.number] for one in sentences if not spoken[one.number].main]
    if author and sum(any(chunk.kind == "SELF" for chunk in said.chunks) for said in own) > 1:
        for said in own:
            said.main = None if said.named else Speaker(author.get("claimant"), author.get("side"), author.get("order"))


def _run_on(sentences: list[Sentence], spoken: dict[int, Spoken], statements: Collection[str]) -> None:
    """Let a voice go on through its paragraph: what came in return, a report's rest, what lies between its words."""
    for _, group in groupby(sentences, lambda one: one.stretch.paragraph):
        paragraph = list(group)
        for index, one in enumerate(paragraph[1:], 1):
            said, before = spoken[one.number], spoken[paragraph[index - 1].number]
            if said.named or said.main or not before.main or one.stretch.item:
                continue
            after = next((spoken[later.number] for later in paragraph[index + 1 :] if spoken[later.number].named), None)
            before.report |= before.named and _is_report(before.chunks, statements)
            if before.report or _in_return(one) or (after and after.main == before.main):
                said.main, said.report = before.main, before.report


def _is_report(chunks: list[Chunk], statements: Collection[str]) -> bool:
    return any(chunk.text.lower() in statements for chunk in chunks)


def _in_return(one: Sentence) -> bool:
    first = next((chunk for chunk in one.chunks if chunk.kind not in {"QUOTE", "DOT"}), None)
    return first is not None and first.kind in {"INRETURN", "FOR"}


def _share(group: list[Spoken]) -> None:
    """Let all sentences of one quotation be said by whoever one of them names."""
    named = next((said for said in group if said.named), None)
    for said in group:
        if named and not said.named:
            said.main = named.main


def _quotation(text: str, one: Sentence) -> int:
    """Return the offset of the quotation mark inside which a sentence begins, -1 if it begins outside of any."""
    start = text.rfind("\n", 0, one.stretch.start) + 1
    opened = -1
    for index in range(start, one.stretch.start + 1):
        sign = text[index]
        if sign in _OPENING or (sign == '"' and opened < 0):
            opened = index
        elif sign in _CLOSING or sign == '"':
            opened = -1
    return opened

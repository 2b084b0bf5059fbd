"""Who speaks through an article: names, pronouns, "the ministry", quotations that run over sentences, the publisher."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from itertools import groupby, islice
from typing import Final

from exchange_ledger.extract.readings import Sentence
from exchange_ledger.extract.speakers import (
    Naming,
    Speaker,
    in_relative_clause,
    namings,
    says_only_what_follows,
    spoken_by,
)
from exchange_ledger.languages.chunker import chunked
from exchange_ledger.languages.chunks import Chunk
from exchange_ledger.languages.language import Language

_HEAD: Final = 200  # characters: the lines above the text
_PERSON: Final = 2  # the order of claimants who are persons
_OPENING: Final = "“«„"
_LABEL: Final = re.compile(r'\w{1,12}: ?(?=[“«„"])')  # Quote: "..."
_MARK: Final = re.compile(r'[“«„”»"\n]')


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
        if not self.found:
            return self.main
        naming = spoken_by(self.chunks, self.found, index)
        if naming is None:
            return None if says_only_what_follows(self.chunks, self.found, index) else self.main
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
        for naming in namings(one):
            speaker = self._speaker(one.chunks, naming.voice) or self._named_before(one.chunks, naming.voice)
            if naming.voice >= 0 and speaker is None:
                continue
            spoken.found.append(naming)
            spoken.speakers.append(speaker)
            if not in_relative_clause(one.chunks, naming):
                self.last = speaker
                spoken.main = spoken.main or speaker
        spoken.named = bool(spoken.found)
        return spoken

    def _named_before(self, chunks: list[Chunk], voice: int) -> Speaker | None:
        """Return the person whom a sentence opens with for a pronoun further on, if nobody spoke before."""
        if voice < 0 or chunks[voice].kind != "PRONOUN" or not chunks[voice].get("person") or self.last:
            return None
        opens = chunks[0].kind == "CLAIMANT" and chunks[0].get("order") == _PERSON
        return self._speaker(chunks, 0) if opens else None

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
    for one, quote in zip(sentences, _quotations(text, sentences), strict=True):
        said = spoken[one.number] = known.of(one)
        if quote >= 0:
            quotes.setdefault(quote, []).append(said)
            said.main = said.main or (None if said.named else known.last)
        if one.stretch.item and not said.named:
            said.main = listed
        elif not one.stretch.item:
            listed = said.main if text[one.stretch.end - 1 : one.stretch.end] == ":" else None
    for group in quotes.values():
        _share(group)
    _run_on(sentences, spoken, frozenset(language.settings["statements"]))
    _first_person(language, text, sentences, spoken)
    return spoken


def _author(language: Language, text: str) -> Chunk | None:
    """Return the first claimant that the head of an article names; None for a ministry of no state that is known."""
    head, _ = chunked(language, text, 0, min(len(text), _HEAD))
    first = next((chunk for chunk in head if chunk.kind == "CLAIMANT" and chunk.get("claimant")), None)
    return first if first and first.get("side") else None


def _first_person(language: Language, text: str, sentences: list[Sentence], spoken: dict[int, Spoken]) -> None:
    """Let an article be said by whoever heads it where its own text says "I" or "we": an address, a post."""
    own = [spoken[one.number] for one in sentences if not spoken[one.number].main]
    selves = sum("SELF" in one.present for one in sentences if not spoken[one.number].main)
    author = _author(language, text) if selves > 1 else None
    if author:
        for said in own:
            said.main = None if said.named else Speaker(author.get("claimant"), author.get("side"), author.get("order"))


def _run_on(sentences: list[Sentence], spoken: dict[int, Spoken], statements: Collection[str]) -> None:
    """Let a voice go on through its paragraph: what came in return, a report's rest, what lies between its words."""
    for _, group in groupby(sentences, lambda one: one.stretch.paragraph):
        paragraph = list(group)
        following = _named_after([spoken[one.number] for one in paragraph])
        for index, one in enumerate(paragraph[1:], 1):
            said, before = spoken[one.number], spoken[paragraph[index - 1].number]
            if said.named or said.main or not before.main or one.stretch.item:
                continue
            after = following[index]
            before.report |= before.named and _is_report(before.chunks, statements)
            if before.report or _announces(before.chunks) or _in_return(one) or (after and after.main == before.main):
                said.main, said.report = before.main, before.report


def _named_after(paragraph: list[Spoken]) -> list[Spoken | None]:
    """Return for each sentence of a paragraph the next one behind it that names a voice."""
    found: list[Spoken | None] = []
    after = None
    for said in reversed(paragraph):
        found.append(after)
        after = said if said.named else after
    return found[::-1]


def _is_report(chunks: list[Chunk], statements: Collection[str]) -> bool:
    return any(chunk.text.lower() in statements for chunk in chunks)


def _announces(chunks: list[Chunk]) -> bool:
    """Whether a sentence ends with the words that the next one gives: "he repeats what he says each time."."""
    backwards = (chunk.kind for chunk in reversed(chunks) if chunk.kind not in {"ADV", "DATE"})
    last = list(islice(backwards, 4))
    return last[:1] == ["DOT"] and last[2:] == ["PRONOUN", "WORD"] and last[1].startswith("SAY.")


def _in_return(one: Sentence) -> bool:
    first = next((chunk for chunk in one.chunks if chunk.kind not in {"QUOTE", "DOT"}), None)
    return first is not None and first.kind in {"INRETURN", "FOR"}


def _share(group: list[Spoken]) -> None:
    """Let all sentences of one quotation be said by whoever one of them names."""
    named = next((said for said in group if said.named), None)
    for said in group:
        if named and not said.named:
            said.main = named.main


def _quotations(text: str, sentences: list[Sentence]) -> Iterator[int]:
    """Yield for each sentence the offset of the quotation mark inside which it begins, -1 if outside of any.

    A quotation ends with its line; every sign of the text is looked at once.
    """
    opened, signs = -1, _MARK.finditer(text)
    sign = next(signs, None)
    for one in sentences:
        label = _LABEL.match(text, one.stretch.start)
        begins = label.end() if label else one.stretch.start
        while sign and (at := sign.start()) <= begins:
            opens = text[at] in _OPENING or (text[at] == '"' and opened < 0)
            opened = at if opens else -1
            sign = next(signs, None)
        yield opened

"""Tokens to chunks: the longest phrase of the tables at each place, then the grammar of phrases, level by level."""

from __future__ import annotations

import re

from exchange_ledger.languages.chunks import Attributes, Chunk, merged
from exchange_ledger.languages.language import Language, Phrase
from exchange_ledger.languages.lexicon import Word, counting, end_of, placed, unlisted
from exchange_ledger.languages.numbers import number_at


def chunked(language: Language, text: str, start: int, end: int) -> tuple[list[Chunk], str]:
    """Return the chunks of `text[start:end]` after every level of the grammar, with offsets into `text`.

    With them comes what patterns match: their kinds as codes, one character each.
    """
    chunks, codes = _words(language, text, start, end)
    needs = language.phrases_needs
    met = needs.met(codes)
    untried = needs.fulfilled(met)
    while untried:
        tried = untried & -untried
        untried ^= tried
        made = _made(language.phrases[tried.bit_length() - 1], text, chunks, codes)
        if made:
            codes = _joined(language, made, chunks, codes)
            for _, _, chunk in made:
                met |= needs.met_by[language.codes.code(chunk.kind)]
            untried = needs.fulfilled(met) & -(tried << 1)  # those behind it
    return chunks, codes


def _words(language: Language, text: str, start: int, end: int) -> tuple[list[Chunk], str]:
    """Return the chunks of the words and phrases of the tables, and their codes."""
    words = language.lexicon.words(text[start:end])
    chunks: list[Chunk] = []
    codes = ""
    index, behind = 0, start
    for at, word in enumerate(words):
        if at < index:  # part of the chunk before
            continue
        first = text.find(word.text, behind)
        behind = first + len(word.text)
        if word.is_open or (word.following and at + 1 < len(words) and words[at + 1].lower in word.following):
            length, kind, attributes = _phrase(language, text, words, at, first)
            behind = end_of(words[at + 1 : at + length], text, behind)
            chunks.append(Chunk(kind, first, behind, text[first:behind], attributes))
            codes += language.codes.code(kind)
            index = at + length
        else:
            chunks.append(Chunk(word.kind, first, behind, word.text, word.attributes))
            codes += word.code
    return chunks, codes


def _phrase(language: Language, text: str, words: list[Word], index: int, start: int) -> tuple[int, str, Attributes]:
    """Return of how many tokens the chunk is made that begins at a token, its kind, and what it means.

    `start` is where the token begins in the text.
    """
    word = words[index]
    if not word.is_open and not word.is_number:
        return language.lexicon.longest(words, index) or (1, word.kind, word.attributes)
    calendar = word.is_open and word.kind in {"MONTH", "WEEKDAY"}
    if calendar and (index or _dated(words)):  # "May" may begin a sentence
        return 1, word.kind, word.attributes
    found = language.lexicon.longest(words, index)
    number = number_at(language.numbers, placed(words[index:], text, start), 0) if word.is_number else None
    if number and not (found and found[0] > number[0]):
        return number[0], number[1], counting(word.text, number)
    if word.text == "-" and not found:
        return 1, _hyphen(language, text, start), {}
    return found or (1, *unlisted(word.text, word.lower))


def _dated(words: list[Word]) -> bool:
    """Whether a sentence begins with a month: "May 6", "May." as a heading."""
    return len(words) > 1 and (words[1].text in {".", ":"} or words[1].text.isdigit())


def _hyphen(language: Language, text: str, at: int) -> str:
    """Return what a hyphen is, by what stands around it."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    apart = (before.isspace() and after.isspace()) or "-" in {before, after}
    if after == " " and not apart:
        apart = not text.startswith(tuple(language.settings["suspended"]), at + 2)
    return "DASH" if apart else "HYPHEN"


def _made(phrase: Phrase, text: str, chunks: list[Chunk], codes: str) -> list[tuple[int, int, Chunk]]:
    """Return the chunks that a phrase makes, each with the places of the first and behind the last that it replaces."""
    made = []
    for match in phrase.pattern.finditer(codes):
        first, last = match.span()
        if first < last:
            made.append((first, last, _one_made(phrase, match, text, chunks)))
    return made


def _one_made(phrase: Phrase, match: re.Match[str], text: str, chunks: list[Chunk]) -> Chunk:
    children = chunks[match.start() : match.end()]
    attributes = merged(children)
    if phrase.sets or phrase.labels:
        attributes = attributes | phrase.sets
    for label in phrase.labels:
        place = match.start(label)
        if place >= 0:
            child = chunks[place]
            own = child.get(label)
            attributes[label] = child.get("value") if own is None else own
    start, end = children[0].start, children[-1].end
    chunk = Chunk(phrase.made(attributes), start, end, text[start:end], attributes)
    chunk.parts = tuple(children)
    return chunk


def _joined(language: Language, made: list[tuple[int, int, Chunk]], chunks: list[Chunk], codes: str) -> str:
    """Put what is made in place of the chunks that it is made of; return the codes that there are then."""
    for first, last, chunk in reversed(made):  # what stands before keeps its place
        chunks[first:last] = [chunk]
        codes = codes[:first] + language.codes.code(chunk.kind) + codes[last:]
    return codes

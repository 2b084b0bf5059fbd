"""Tokens to chunks: the longest phrase of the tables at each place, then the grammar of phrases, level by level."""

from __future__ import annotations

import re
from itertools import chain

from exchange_ledger.languages.chunks import Attributes, Chunk, merged
from exchange_ledger.languages.language import Language, Phrase
from exchange_ledger.languages.lexicon import Word, counting, placed, unlisted
from exchange_ledger.languages.numbers import number_at
from exchange_ledger.languages.tokens import Token, Tokens


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
            codes, letters = _joined(language, made, chunks, codes)
            met |= needs.met(letters)
            untried = needs.fulfilled(met) & -(tried << 1)  # those behind it
    return chunks, codes


def _words(language: Language, text: str, start: int, end: int) -> tuple[list[Chunk], str]:
    """Return the chunks of the words and phrases of the tables, and their codes."""
    words = language.lexicon.words(text[start:end])
    tokens = placed(words, text, start)
    nexts = chain(tokens.lowers[1:], ("",))
    chunks: list[Chunk] = []
    codes = ""
    index = 0
    for at, (word, first, after) in enumerate(zip(words, tokens.starts, nexts, strict=False)):
        if at < index:  # part of the chunk before
            continue
        if word.is_open or after in word.following:
            length, kind, attributes = _phrase(language, text, words, tokens, at)
            last = at + length - 1
            stop = tokens.starts[last] + len(tokens.texts[last])
            chunks.append(Chunk(kind, first, stop, text[first:stop], attributes))
            codes += language.codes.code(kind)
            index = at + length
        else:
            chunks.append(Chunk(word.kind, first, first + len(word.text), word.text, word.attributes))
            codes += word.code
    return chunks, codes


def _phrase(
    language: Language, text: str, words: list[Word], tokens: Tokens, index: int
) -> tuple[int, str, Attributes]:
    """Return of how many tokens the chunk is made that begins at a token, its kind, and what it means."""
    word = words[index]
    if not word.is_open and not word.is_number:
        return language.lexicon.longest(tokens.lowers, index) or (1, word.kind, word.attributes)
    calendar = word.is_open and word.kind in {"MONTH", "WEEKDAY"}
    if calendar and (index or _dated(tokens)):  # "May" may begin a sentence
        return 1, word.kind, word.attributes
    found = language.lexicon.longest(tokens.lowers, index)
    number = number_at(language.numbers, tokens, index)
    if number and not (found and found[0] > number[0]):
        return number[0], number[1], counting(word.text, number)
    if word.text == "-" and not found:
        return 1, _hyphen(language, text, tokens[index]), {}
    return found or (1, *unlisted(word.text, word.lower))


def _dated(tokens: Tokens) -> bool:
    """Whether a sentence begins with a month: "May 6", "May." as a heading."""
    return len(tokens.texts) > 1 and (tokens.texts[1] in {".", ":"} or tokens.texts[1].isdigit())


def _hyphen(language: Language, text: str, token: Token) -> str:
    """Return what a hyphen is, by what stands around it."""
    before, after = text[token.start - 1 : token.start], text[token.end : token.end + 1]
    apart = (before.isspace() and after.isspace()) or "-" in {before, after}
    if after == " " and not apart:
        apart = not text.startswith(tuple(language.settings["suspended"]), token.end + 1)
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


def _joined(language: Language, made: list[tuple[int, int, Chunk]], chunks: list[Chunk], codes: str) -> tuple[str, str]:
    """Put what is made in place of the chunks that it is made of; return the codes then, and those that are new."""
    letters = ""
    for first, last, chunk in reversed(made):  # what stands before keeps its place
        letter = language.codes.code(chunk.kind)
        chunks[first:last] = [chunk]
        codes = codes[:first] + letter + codes[last:]
        letters += letter
    return codes, letters

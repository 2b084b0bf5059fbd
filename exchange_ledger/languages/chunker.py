"""Tokens to chunks: the longest phrase of the tables at each place, then the grammar of phrases, level by level."""

from __future__ import annotations

import re

from exchange_ledger.languages.chunks import Attributes, Chunk, merged
from exchange_ledger.languages.language import Language, Phrase
from exchange_ledger.languages.numbers import number_at
from exchange_ledger.languages.tokens import Token, tokenise

_SIGNS = {
    ",": "COMMA", ".": "DOT", ";": "SEMI", ":": "COLON", "(": "OPEN", ")": "CLOSE", "[": "OPEN", "]": "CLOSE",
    "–": "DASH", "—": "DASH", "―": "DASH", "'": "APOS", "‘": "APOS", "!": "DOT", "?": "DOT",
    '"': "QUOTE", "“": "QUOTE", "”": "QUOTE", "«": "QUOTE", "»": "QUOTE", "„": "QUOTE", "'s": "POSS", "…": "DOT",
}  # fmt: skip
_FULL_DATE = re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}$|\d{4}-\d\d-\d\d$")
_YEARS = range(1990, 2041)


def chunked(language: Language, text: str, start: int, end: int) -> list[Chunk]:
    """Return the chunks of `text[start:end]` after every level of the grammar, with offsets into `text`."""
    chunks = _words(language, text, tokenise(text, start, end))
    codes = spelled(language, chunks)
    for level in language.levels:
        for phrase in level:
            if joined := _joined(phrase, chunks, codes, text):
                chunks, codes = joined, spelled(language, joined)
    return chunks


def spelled(language: Language, chunks: list[Chunk]) -> str:
    """Return the chunks' kinds as a string of codes, one character each, for patterns to match."""
    code = language.codes.code
    return "".join([code(chunk.kind) for chunk in chunks])


def _words(language: Language, text: str, tokens: list[Token]) -> list[Chunk]:
    chunks: list[Chunk] = []
    index = 0
    while index < len(tokens):
        length, kind, attributes = _word(language, text, tokens, index)
        first, last = tokens[index], tokens[index + length - 1]
        chunks.append(Chunk(kind, first.start, last.end, text[first.start : last.end], attributes))
        index += length
    return chunks


def _word(language: Language, text: str, tokens: list[Token], index: int) -> tuple[int, str, Attributes]:
    token = tokens[index]
    named = _calendar(language, token) if index or not _is_word(language, token) else None
    if named:
        return named
    found = _phrase_at(language, tokens, index)
    number = number_at(language.numbers, tokens, index)
    if number and not (found and found[0] > number[0]):
        return number[0], number[1], {"value": number[2], "digits": token.text[0].isdigit()}
    return found or _plain(language, text, token)


def _phrase_at(language: Language, tokens: list[Token], index: int) -> tuple[int, str, Attributes] | None:
    for length in language.lengths.get(tokens[index].lower, ()):
        found = language.phrases.get(tuple([token.lower for token in tokens[index : index + length]]))
        if found:
            words, kind, attributes = found
            return len(words), kind, attributes
    return None


def _is_word(language: Language, token: Token) -> bool:
    """Whether a month's name is also a word that may begin a sentence."""
    return token.lower in language.entries


def _calendar(language: Language, token: Token) -> tuple[int, str, Attributes] | None:
    months, weekdays = language.calendar["months"], language.calendar["weekdays"]
    if token.text[0].isupper() and token.lower in months:
        return 1, "MONTH", {"month": months[token.lower]}
    if token.text[0].isupper() and token.lower in weekdays:
        return 1, "WEEKDAY", {"weekday": weekdays[token.lower]}
    return None


def _plain(language: Language, text: str, token: Token) -> tuple[int, str, Attributes]:
    if token.text in _SIGNS:
        return 1, _SIGNS[token.text], {}
    if token.lower in _SIGNS:
        return 1, _SIGNS[token.lower], {}
    if token.text == "-":
        apart = text[token.start - 1 : token.start].isspace() and text[token.end : token.end + 1].isspace()
        return 1, "DASH" if apart else "HYPHEN", {}
    if _FULL_DATE.match(token.text):
        parts = [int(part) for part in re.split(r"[.-]", token.text)]
        day, month, year = parts if "." in token.text else reversed(parts)
        return 1, "FULLDATE", {"day": day, "month": month, "year": year}
    return 1, "NAME" if token.text[0].isupper() else "WORD", {}


def _joined(phrase: Phrase, chunks: list[Chunk], codes: str, text: str) -> list[Chunk]:
    """Return the chunks with those joined that the phrase is made of; nothing where there are none."""
    joined: list[Chunk] = []
    done = 0
    for match in phrase.pattern.finditer(codes):
        if match.end() == match.start():
            continue
        joined += chunks[done : match.start()]
        joined.append(_made(phrase, match, chunks, text))
        done = match.end()
    return joined + chunks[done:] if done else []


def _made(phrase: Phrase, match: re.Match[str], chunks: list[Chunk], text: str) -> Chunk:
    children = chunks[match.start() : match.end()]
    attributes = merged(children) | phrase.sets
    for label, found in match.groupdict().items():
        if found is not None:
            child = chunks[match.start(label)]
            own = child.get(label)
            attributes[label] = child.get("value") if own is None else own
    start, end = children[0].start, children[-1].end
    chunk = Chunk(phrase.kind.format_map(attributes), start, end, text[start:end], attributes)
    chunk.parts = tuple(children)
    return chunk

"""Tokens to chunks: the longest phrase of the tables at each place, then the grammar of phrases, level by level."""

from __future__ import annotations

import re
from collections.abc import Callable

from exchange_ledger.languages.chunks import Attributes, Chunk, merged
from exchange_ledger.languages.language import Language, Phrase
from exchange_ledger.languages.lexicon import Word, plain
from exchange_ledger.languages.numbers import number_at
from exchange_ledger.languages.tokens import Token, Tokens

_FULL_DATE = re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}$|\d{4}-\d\d-\d\d$")


def chunked(language: Language, text: str, start: int, end: int) -> tuple[list[Chunk], str]:
    """Return the chunks of `text[start:end]` after every level of the grammar, with offsets into `text`.

    With them comes what patterns match: their kinds as codes, one character each.
    """
    chunks, codes = _words(language, text, Tokens(text, start, end))
    after = -1
    while (step := _next_joined(language, text, chunks, codes, after)) is not None:
        after, chunks, codes = step
    return chunks, codes


def _words(language: Language, text: str, tokens: Tokens) -> tuple[list[Chunk], str]:
    """Return the chunks of the words and phrases of the tables, and their codes."""
    words = list(map(language.lexicon.word, tokens.texts))
    chunks: list[Chunk] = []
    codes: list[str] = []
    index = 0
    last = len(words) - 1
    while index <= last:
        _, kind, attributes, code, following, is_open = words[index]
        if is_open or (following and index < last and words[index + 1].lower in following):
            chunk, length = _chunk(language, text, tokens, words, index)
            code = language.codes.code(chunk.kind)
        else:
            one, start = tokens.texts[index], tokens.starts[index]
            chunk, length = Chunk(kind, start, start + len(one), one, attributes), 1
        chunks.append(chunk)
        codes.append(code)
        index += length
    return chunks, "".join(codes)


def _chunk(language: Language, text: str, tokens: Tokens, words: list[Word], index: int) -> tuple[Chunk, int]:
    """Return the chunk that begins at a token, and of how many tokens it is made."""
    length, kind, attributes = _word(language, text, tokens, words, index)
    start, last = tokens.starts[index], index + length - 1
    end = tokens.starts[last] + len(tokens.texts[last])
    return Chunk(kind, start, end, text[start:end], attributes), length


def _word(language: Language, text: str, tokens: Tokens, words: list[Word], index: int) -> tuple[int, str, Attributes]:
    token, lexicon = tokens[index], language.lexicon
    word = index == 0 and token.lower in lexicon and not _dated(tokens)  # "May" may begin a sentence
    named = None if word else _calendar(language, token)
    if named:
        return named
    found = lexicon.longest(words, index)
    number = number_at(language.numbers, tokens, index)
    if number and not (found and found[0] > number[0]):
        return number[0], number[1], {"value": number[2], "digits": token.text[0].isdigit()}
    return found or _sign_or_name(text, token)


def _dated(tokens: Tokens) -> bool:
    """Whether a sentence begins with a month: "May 6", "May." as a heading."""
    return len(tokens.texts) > 1 and (tokens.texts[1] in {".", ":"} or tokens.texts[1].isdigit())


def _calendar(language: Language, token: Token) -> tuple[int, str, Attributes] | None:
    months, weekdays = language.calendar["months"], language.calendar["weekdays"]
    if token.text[0].isupper() and token.lower in months:
        return 1, "MONTH", {"month": months[token.lower]}
    if token.text[0].isupper() and token.lower in weekdays:
        return 1, "WEEKDAY", {"weekday": weekdays[token.lower]}
    return None


def _sign_or_name(text: str, token: Token) -> tuple[int, str, Attributes]:
    if token.text == "-":
        apart = text[token.start - 1 : token.start].isspace() and text[token.end : token.end + 1].isspace()
        return 1, "DASH" if apart else "HYPHEN", {}
    if _FULL_DATE.match(token.text):
        parts = [int(part) for part in re.split(r"[.-]", token.text)]
        day, month, year = parts if "." in token.text else reversed(parts)
        return 1, "FULLDATE", {"day": day, "month": month, "year": year}
    return 1, plain(token.text, token.lower), {}


def _next_joined(
    language: Language, text: str, chunks: list[Chunk], codes: str, after: int
) -> tuple[int, list[Chunk], str] | None:
    """Return the first phrase behind `after` that joins chunks, the chunks then and their codes; None if none does."""
    for index in language.phrases_needs.among(codes, after):
        phrase = language.phrases[index]
        matches = [match for match in phrase.pattern.finditer(codes) if match.end() > match.start()]
        if matches:
            made = [(*match.span(), _made(phrase, match, chunks, text)) for match in matches]
            return index, *_joined(chunks, codes, made, language.codes.code)
    return None


def _joined(
    chunks: list[Chunk], codes: str, made: list[tuple[int, int, Chunk]], spell: Callable[[str], str]
) -> tuple[list[Chunk], str]:
    """Return the chunks with those made in place of what they are made of (from one place to another), and codes."""
    joined: list[Chunk] = []
    spelled = ""
    done = 0
    for first, last, chunk in made:
        joined += chunks[done:first]
        joined.append(chunk)
        spelled += codes[done:first] + spell(chunk.kind)
        done = last
    return joined + chunks[done:], spelled + codes[done:]


def _made(phrase: Phrase, match: re.Match[str], chunks: list[Chunk], text: str) -> Chunk:
    children = chunks[match.start() : match.end()]
    attributes = merged(children) | phrase.sets
    for label, found in match.groupdict().items():
        if found is not None:
            child = chunks[match.start(label)]
            own = child.get(label)
            attributes[label] = child.get("value") if own is None else own
    start, end = children[0].start, children[-1].end
    chunk = Chunk(phrase.made(attributes), start, end, text[start:end], attributes)
    chunk.parts = tuple(children)
    return chunk

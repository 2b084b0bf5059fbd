"""Tokens to chunks: the longest phrase of the tables at each place, then the grammar of phrases, level by level."""

from __future__ import annotations

import re

from exchange_ledger.languages.chunks import Attributes, Chunk, merged
from exchange_ledger.languages.language import Language, Phrase
from exchange_ledger.languages.lexicon import plain
from exchange_ledger.languages.numbers import number_at
from exchange_ledger.languages.tokens import Token, Tokens

_FULL_DATE = re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}$|\d{4}-\d\d-\d\d$")


def chunked(language: Language, text: str, start: int, end: int) -> tuple[list[Chunk], str]:
    """Return the chunks of `text[start:end]` after every level of the grammar, with offsets into `text`.

    With them comes what patterns match: their kinds as codes, one character each.
    """
    chunks, codes = _words(language, text, Tokens(text, start, end))
    sieve = language.phrases_needs.sieve()
    untried = sieve.with_letters(codes)
    while untried:
        tried = untried & -untried
        untried ^= tried
        phrase = language.phrases[tried.bit_length() - 1]
        made = [
            (*match.span(), _made(phrase, match, chunks, text))
            for match in phrase.pattern.finditer(codes)
            if match.end() > match.start()
        ]
        if made:
            spelled = [language.codes.code(chunk.kind) for _, _, chunk in made]
            chunks, codes = _joined(chunks, codes, made, spelled)
            untried = sieve.with_letters("".join(spelled)) & -(tried << 1)  # those behind it
    return chunks, codes


def _words(language: Language, text: str, tokens: Tokens) -> tuple[list[Chunk], str]:
    """Return the chunks of the words and phrases of the tables, and their codes."""
    texts, lowers, starts = tokens.texts, tokens.lowers, tokens.starts
    chunks: list[Chunk] = []
    codes = ""
    index = 0
    for at, (kind, attributes, code, following, is_open) in enumerate(language.lexicon.words(texts)):
        if at < index:  # part of the chunk before
            continue
        if is_open or (following and at + 1 < len(texts) and lowers[at + 1] in following):
            length, chunk = _chunk(language, text, tokens, at)
            codes += language.codes.code(chunk.kind)
        else:
            start, inside = starts[at], texts[at]
            length, chunk = 1, Chunk(kind, start, start + len(inside), inside, attributes)
            codes += code
        chunks.append(chunk)
        index = at + length
    return chunks, codes


def _chunk(language: Language, text: str, tokens: Tokens, index: int) -> tuple[int, Chunk]:
    """Return the chunk that begins at a token, and of how many tokens it is made."""
    length, kind, attributes = _word(language, text, tokens, index)
    start, last = tokens.starts[index], index + length - 1
    end = tokens.starts[last] + len(tokens.texts[last])
    return length, Chunk(kind, start, end, text[start:end], attributes)


def _word(language: Language, text: str, tokens: Tokens, index: int) -> tuple[int, str, Attributes]:
    token, lexicon = tokens[index], language.lexicon
    word = index == 0 and token.lower in lexicon and not _dated(tokens)  # "May" may begin a sentence
    named = None if word else _calendar(language, token)
    if named:
        return named
    found = lexicon.longest(tokens.lowers, index)
    number = number_at(language.numbers, tokens, index)
    if number and not (found and found[0] > number[0]):
        return number[0], number[1], {"value": number[2], "digits": token.text[0].isdigit()}
    return found or _sign_or_name(language, text, token)


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


def _sign_or_name(language: Language, text: str, token: Token) -> tuple[int, str, Attributes]:
    if token.text == "-":
        before, after = text[token.start - 1 : token.start], text[token.end : token.end + 1]
        apart = (before.isspace() and after.isspace()) or "-" in {before, after}
        if after == " " and not apart:
            apart = not text.startswith(tuple(language.settings["suspended"]), token.end + 1)
        return 1, "DASH" if apart else "HYPHEN", {}
    if _FULL_DATE.match(token.text):
        parts = [int(part) for part in re.split(r"[.-]", token.text)]
        day, month, year = parts if "." in token.text else reversed(parts)
        return 1, "FULLDATE", {"day": day, "month": month, "year": year}
    return 1, plain(token.text, token.lower), {}


def _joined(
    chunks: list[Chunk], codes: str, made: list[tuple[int, int, Chunk]], spelled: list[str]
) -> tuple[list[Chunk], str]:
    """Return the chunks with those made in place of what they are made of (from one place to another), and codes."""
    joined: list[Chunk] = []
    letters = ""
    done = 0
    for (first, last, chunk), letter in zip(made, spelled, strict=True):
        joined += chunks[done:first]
        joined.append(chunk)
        letters += codes[done:first] + letter
        done = last
    return joined + chunks[done:], letters + codes[done:]


def _made(phrase: Phrase, match: re.Match[str], chunks: list[Chunk], text: str) -> Chunk:
    first, last = match.span()
    children = chunks[first:last]
    attributes = merged(children)
    attributes.update(phrase.sets)
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

"""Articles to sentences: lines, what kind of line each is, and the sentences in them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from exchange_ledger.languages.language import Language
from exchange_ledger.stages import Article, Span

_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_END = re.compile(r"(?:[.!?…]+[\"”’»)\]]*|(?<!,)[\"”»]\s*\.?)(?=\s+[\"“«‘(\[]?[A-Z0-9À-ÞА-Я])")
_LONGEST = 1500
_SHORT = 12  # "Wednesday." opens an entry of a digest


@dataclass(frozen=True, slots=True)
class Stretch:
    """One sentence or line: its offsets, its paragraph's number, whether it is a list item, why it is passed over."""

    start: int
    end: int
    paragraph: int
    item: bool = False
    headline: bool = False
    ignored: str = ""


def stretches(language: Language, article: Article) -> Iterator[Stretch]:
    """Yield every sentence of an article, in order; those that say nothing carry the name of the rule as `ignored`."""
    related = False
    prose = False
    for paragraph, match in enumerate(_LINE.finditer(article.text)):
        start, end = _stripped(article.text, match.start(), match.end())
        if start == end:
            continue
        line = article.text[start:end]
        kind = _kind(language, line)
        ended = line[-1] in '.!?…”"»:;' or len(line) > 140
        if kind == "related":
            related = True
        elif related and ended and len(line) > 60 and not _item(line):
            related = False
        prose = prose or (ended and len(line) > 60)
        reason = kind or ("related" if related else "")
        for first, last in _sentences(language, article.text, start, end):
            covered = _covered(article.furniture, first, last)
            yield Stretch(first, last, paragraph, _item(line), not prose and not ended, covered or reason)


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    line = text[start:end]
    if not line.strip():
        return start, start
    return start + len(line) - len(line.lstrip()), start + len(line.rstrip())


def _item(line: str) -> bool:
    return bool(re.match(r"(?:[•·●▪*>◦➡️✅🔹▫️]|[-–—]\s)", line))


@cache
def _kinds(name: str) -> list[tuple[str, re.Pattern[str]]]:
    from exchange_ledger.languages.language import language

    rows = language(name).blocks["lines"]
    return [(row["rule"], re.compile(row["match"], re.IGNORECASE if not row.get("case") else 0)) for row in rows]


def _kind(language: Language, line: str) -> str:
    if len(line) > 400:
        return ""
    return next((rule for rule, pattern in _kinds(language.name) if pattern.search(line)), "")


def _sentences(language: Language, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    first = start
    for match in _END.finditer(text, start, end):
        if _abbreviated(language, text, first, match.start()):
            continue
        yield from _pieces(first, match.end())
        first = match.end() + len(text[match.end() : end]) - len(text[match.end() : end].lstrip())
    if first < end:
        yield from _pieces(first, end)


def _pieces(start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield a sentence in pieces that are not too long to read."""
    for first in range(start, end, _LONGEST):
        yield first, min(first + _LONGEST, end)


def _abbreviated(language: Language, text: str, start: int, stop: int) -> bool:
    if stop - start <= _SHORT and " " not in text[start:stop]:
        return True
    word = re.search(r"([\w.]+)$", text[max(start, stop - 12) : stop])
    if not word:
        return False
    return word.group(1).lower() in language.blocks["abbreviations"] or len(word.group(1)) == 1


def _covered(furniture: tuple[Span, ...], start: int, end: int) -> str:
    """Return the reason of the furniture that most of the stretch lies in, or nothing."""
    index = bisect_right(furniture, start, key=lambda span: span.start)
    for span in furniture[max(0, index - 1) : index + 1]:
        if min(end, span.end) - max(start, span.start) > (end - start) / 2:
            return span.reason
    return ""

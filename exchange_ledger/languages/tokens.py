"""Text to tokens: words, numbers and signs, each with its place in the article."""

from __future__ import annotations

import re
from typing import NamedTuple

_TOKEN = re.compile(r"\d{4}-\d\d-\d\d\b|\d+(?:[.,]\d+)*|[^\W\d_]+?n['’]t\b|[^\W\d_]+|['’]s\b|\S")


class Token(NamedTuple):
    """One word, number or sign: as it stands, in lower case, and its offsets in the article's text."""

    text: str
    lower: str
    start: int
    end: int


def tokenise(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """Return the tokens of `text[start:end]`, in order, with offsets into `text`."""
    return [
        Token(word := match.group(), word.lower().replace("’", "'"), match.start(), match.end())
        for match in _TOKEN.finditer(text, start, len(text) if end is None else end)
    ]

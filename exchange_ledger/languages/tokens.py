"""Text to tokens: words, numbers and signs, each with its place in the article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate
from typing import Final, NamedTuple, overload

_TOKEN: Final = re.compile(r"([^\W\d_]+(?:(?<=[^\W\d_]n)['’]t\b)?|\d{4}-\d\d-\d\d\b|\d+(?:[.,]\d+)*|['’]s\b|\S)")


class Token(NamedTuple):
    """One word, number or sign: as it stands, in lower case, and its offsets in the article's text."""

    text: str
    lower: str
    start: int
    end: int


class Tokens(Sequence[Token]):
    """The tokens of a stretch of a text, in order, with offsets into the text; each is made when it is asked for.

    `texts` are what stands in each, `lowers` the same in lower case with straight apostrophes, as the tables spell it,
    `starts` where each begins.
    """

    __slots__ = ("lowers", "starts", "texts")

    def __init__(self, texts: list[str], lowers: list[str], starts: list[int]) -> None:
        self.texts = texts
        self.lowers = lowers
        self.starts = starts

    def __len__(self) -> int:
        return len(self.texts)

    @overload
    def __getitem__(self, index: int) -> Token: ...
    @overload
    def __getitem__(self, index: slice) -> list[Token]: ...
    def __getitem__(self, index: int | slice) -> Token | list[Token]:
        if isinstance(index, slice):
            return [self[at] for at in range(*index.indices(len(self)))]
        start = self.starts[index]
        return Token(self.texts[index], self.lowers[index], start, start + len(self.texts[index]))


def words_in(text: str) -> list[str]:
    """Return the words of a text in lower case with straight apostrophes, without numbers and signs."""
    return [found.lower().replace("’", "'") for found in _TOKEN.findall(text) if found[0].isalpha()]


def tokenise(text: str) -> Tokens:
    """Return the tokens of a text, in order."""
    pieces = _TOKEN.split(text)  # white space, a token, white space, and so on
    texts: list[str] = pieces[1::2]
    lowers = list(map(str.lower, texts))
    if "’" in text:
        lowers = [lower.replace("’", "'") for lower in lowers]
    return Tokens(texts, lowers, list(accumulate(map(len, pieces), initial=0))[1:-1:2])

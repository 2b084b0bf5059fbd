"""Text to tokens: words, numbers and signs, each with its place in the article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple, overload

_TOKEN = re.compile(r"([^\W\d_]+(?:(?<=[^\W\d_]n)['’]t\b)?|\d{4}-\d\d-\d\d\b|\d+(?:[.,]\d+)*|['’]s\b|\S)")


class Token(NamedTuple):
    """One word, number or sign: as it stands, in lower case, and its offsets in the article's text."""

    text: str
    lower: str
    start: int
    end: int


class Tokens(Sequence[Token]):
    """The tokens of `text[start:end]`, in order, with offsets into `text`; each is made when it is asked for.

    `texts` are what stands in each, `lowers` the same in lower case with straight apostrophes, as the tables spell it,
    `starts` where each begins.
    """

    __slots__ = ("lowers", "starts", "texts")

    def __init__(self, text: str, start: int, end: int) -> None:
        inside = text[start:end]
        pieces = _TOKEN.split(inside)  # white space, a token, white space, and so on
        self.texts: list[str] = pieces[1::2]
        self.lowers = list(map(str.lower, self.texts))
        if "’" in inside:
            self.lowers = [lower.replace("’", "'") for lower in self.lowers]
        self.starts = list(accumulate(map(len, pieces), initial=start))[1:-1:2]

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


def tokenise(text: str, start: int = 0, end: int | None = None) -> Tokens:
    """Return the tokens of `text[start:end]`, in order, with offsets into `text`."""
    return Tokens(text, start, len(text) if end is None else end)

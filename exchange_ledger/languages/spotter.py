"""Whether a text holds one of many words: a list of alternatives as a pattern that is quickly done with each place."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from typing import Final

from exchange_ledger.languages.kept import Kept

_REPEATS: Final = "?*+{"
_LETTERS: Final = re.compile(r"(?:[\w ©'-]|\\[^\w\s])+")
_IN_A_WORD: Final = re.compile(
    r"(?:[^\W_]|['’-]|\\[bd]|\(\?:|[|)?])+"
)  # fits no white space, nor looks beyond its word
_NEVER: Final = "(?!)"
_ESCAPED: Final = re.compile(r"\\(.)")
_ONE_LETTER: Final = str.maketrans({"İ": "i", "ı": "i", "ſ": "s"})
"""Letters that stand for another where case does not count, and become two letters, or stay, in lower case."""


def folded(text: str) -> str:
    """Return a text as spotters read it: in lower case, each character in its place."""
    if not text.isascii() and any(letter in text for letter in "İıſ"):
        text = text.translate(_ONE_LETTER)
    return text.lower()


class Spotter:
    """Looks for a regular expression, whose case does not count, in folded texts."""

    def __init__(self, pattern: str) -> None:
        self._pattern = re.compile(sorted_out(pattern), folding(pattern))
        self._openings = openings(pattern) if not self._pattern.flags & re.IGNORECASE else ()

    def finds(self, text: str, start: int = 0, end: int = sys.maxsize) -> bool:
        """Whether the pattern is found in `text[start:end]`, a part of a folded text."""
        if end == sys.maxsize and self._openings and not any(map(text.__contains__, self._openings)):
            return False  # looking for plain strings is many times faster
        return self._pattern.search(text, start, end) is not None


class WordSpotter:
    """Looks for a regular expression, whose case does not count, in stretches of folded texts, most of it word by word.

    Nearly every word of a text is one that stood in others before: what was found in each is kept.
    """

    def __init__(self, pattern: str) -> None:
        within = [branch for branch in branches(pattern) if _IN_A_WORD.fullmatch(branch)]
        beyond = [branch for branch in branches(pattern) if not _IN_A_WORD.fullmatch(branch)]
        self._anywhere = Spotter(pattern)
        self._held = Kept(Spotter("|".join(within) or _NEVER).finds).__getitem__
        self._beyond = Spotter("|".join(beyond) or _NEVER)

    def finds(self, text: str, start: int, end: int) -> bool:
        """Whether the pattern is found in `text[start:end]`, a part of a folded text."""
        if start and not text[start - 1].isspace():
            return self._anywhere.finds(text, start, end)  # the first word is the rest of one
        part = text[start:end]
        return any(map(self._held, part.split())) or self._beyond.finds(part)


def folding(pattern: str, case: bool = False) -> re.RegexFlag:
    """Return the flag with which a pattern finds in folded texts what it finds anywhere if case does not count.

    In lower case it needs none, and is much faster then. `case`: case counts, and the texts are not folded.
    """
    return re.NOFLAG if case or pattern == pattern.lower() else re.IGNORECASE


def sorted_out(pattern: str) -> str:
    """Return a pattern that is found where this one is, its alternatives sorted by their first letter.

    `said|swap|\\bsix\\b` is `s(?:aid|wap|(?<=\\bs)ix\\b)`: at each place one letter is looked at instead of three.
    """
    by_letter: dict[str, list[str]] = {}
    others = []
    for branch in branches(pattern):
        word = branch.removeprefix(r"\b")
        if word[:1].isalpha() and word[1:2] not in set(_REPEATS):
            begins = rf"(?<=\b{word[0]})" if word != branch else ""
            by_letter.setdefault(word[0], []).append(begins + word[1:])
        else:
            others.append(branch)
    return "|".join([*(f"{letter}(?:{'|'.join(rest)})" for letter, rest in by_letter.items()), *others])


def openings(pattern: str) -> tuple[str, ...]:
    """Return what the alternatives of a pattern begin with, as plain strings; nothing if one begins otherwise.

    A text that holds none of them holds nothing that the pattern finds.
    """
    found: list[str] = []
    for branch in branches(pattern.removeprefix(r"\b").removesuffix(r"\b")):
        letters = _LETTERS.match(branch.removeprefix(r"\b"))
        plain = _ESCAPED.sub(r"\1", letters[0]) if letters else ""
        missing = letters is not None and branch.removeprefix(r"\b")[letters.end() :][:1] in set("?*{")
        found.append(plain[:-1] if missing else plain)
    return tuple(found) if all(found) else ()


def branches(pattern: str) -> Iterator[str]:
    """Yield the alternatives that a pattern consists of, also if all of it stands in a group."""
    signs = list(_signs(pattern))
    closed = [at for at, sign, depth in signs if sign == ")" and not depth]
    if pattern.startswith("(?:") and closed[:1] == [len(pattern) - 1]:
        yield from branches(pattern[3:-1])
        return
    start = 0
    for at, sign, depth in signs:
        if sign == "|" and not depth:
            yield pattern[start:at]
            start = at + 1
    yield pattern[start:]


def _signs(pattern: str) -> Iterator[tuple[int, str, int]]:
    """Yield each sign that means something outside of classes: its place, and in how many groups it stands."""
    depth, escaped, within = 0, False, False
    for at, sign in enumerate(pattern):
        if escaped or sign == "\\":
            escaped = not escaped
        elif within or sign == "[":
            within = sign != "]"
        elif sign in "(|)":
            depth += (sign == "(") - (sign == ")")
            yield at, sign, depth

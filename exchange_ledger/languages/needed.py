"""Which patterns can match at all: what a text must hold for a pattern, so that most are never tried."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache, reduce
from operator import or_
from typing import Final

from exchange_ledger.languages.classes import members

Need = frozenset[str]
"""Characters one of which a text must hold."""

_NOTHING: Final[frozenset[Need]] = frozenset()
_REPEATS: Final = "?*+{"
_SIGNS: Final = re.compile(
    r"\\.|\[.[^]]*\]|[()]", re.DOTALL
)  # brackets, but not those in classes, or behind a backslash
_KIND: Final = re.compile(r"\((?:(?P<denied>\?<?!)|\?P<\w+>|\?<?=|\?:|(?!\?))")
_SEEN: Final = 3
"""Needs of a pattern that are looked at, the rarest first: more of them spare less than they cost."""


class Needs:
    """What each of several patterns needs; says which of them a text may match, in their order.

    A pattern is never left out that matches: what is not understood (a sign, a class of signs) counts as no need.
    """

    def __init__(self, patterns: Sequence[str]) -> None:
        needs = [sorted(needed(pattern), key=lambda need: (len(need), sorted(need)))[:_SEEN] for pattern in patterns]
        self._count = len(patterns)
        self._all = (1 << self._count) - 1
        self._always = self._bits((place, nth) for place, of in enumerate(needs) for nth in range(len(of), _SEEN))
        met: dict[str, list[tuple[int, int]]] = {}
        for place, of in enumerate(needs):
            for nth, need in enumerate(of):
                for letter in need:
                    met.setdefault(letter, []).append((place, nth))
        self.met_by = defaultdict(int, {letter: self._bits(where) for letter, where in met.items()})
        """The needs that each character meets, as `met` returns them; some characters meet none."""

    def _bits(self, where: Iterable[tuple[int, int]]) -> int:
        """Return a number with a bit for each need: the first needs of all patterns, the second, the third."""
        return sum(1 << (nth * self._count + place) for place, nth in where)

    def among(self, text: str) -> Iterator[int]:
        """Yield the places of the patterns that have all they need in the text."""
        return places(self.fulfilled(self.met(text)))

    def met(self, text: str) -> int:
        """Return the needs that a text meets; those of a longer text are its parts' together, with `|`."""
        return reduce(or_, map(self.met_by.__getitem__, set(text)), self._always)

    def fulfilled(self, met: int) -> int:
        """Return the patterns all of whose needs are met as the bits of a number, the first pattern's lowest."""
        return met & (met >> self._count) & (met >> 2 * self._count) & self._all


def places(mask: int) -> Iterator[int]:
    """Yield the places of a number's bits, the lowest first."""
    while mask:
        lowest = mask & -mask
        mask ^= lowest
        yield lowest.bit_length() - 1


def needed(pattern: str) -> frozenset[Need]:
    """Return what every text holds that a regular expression matches: of each set, one character at least."""
    return _Reader(pattern).alternatives()


_part_needed = lru_cache(maxsize=128)(needed)  # patterns share their parts


class _Reader:
    """Reads a regular expression once, from its first character to its last; each group in it is read by itself."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0
        self.ends = _ends(pattern)

    def alternatives(self) -> frozenset[Need]:
        """Read up to the end: what one of several branches needs is in each of them, one way or another."""
        found = self._branch()
        while self._next("|"):
            found = _either(found, self._branch())
        return found

    def _branch(self) -> frozenset[Need]:
        found: frozenset[Need] = frozenset()
        while self.at < len(self.pattern) and self.pattern[self.at] != "|":
            item = self._item()
            found |= _NOTHING if self._may_be_missing() else item
        return found

    def _item(self) -> frozenset[Need]:
        sign = self.pattern[self.at]
        if sign == "(":
            return self._group()
        self.at += 1
        if sign == "[":
            return self._class()
        if sign == "\\":
            self.at += 1
        return _NOTHING if sign in "\\.^$" else frozenset((frozenset(sign),))

    def _group(self) -> frozenset[Need]:
        end = self.ends[self.at]
        kind = _KIND.match(self.pattern, self.at)
        if kind is None:
            raise ValueError(f"a group of a kind that is not known here: {self.pattern!r}")
        self.at = end + 1
        return _NOTHING if kind["denied"] else _part_needed(self.pattern[kind.end() : end])

    def _class(self) -> frozenset[Need]:
        end = self.pattern.index("]", self.at + 1)
        inside = self.pattern[self.at : end]
        self.at = end + 1
        return _NOTHING if "\\" in inside or "^" in inside else frozenset((members(inside),))

    def _may_be_missing(self) -> bool:
        """Read what says how often the item before stands, and whether it takes few or many at first."""
        repeats = self.pattern[self.at : self.at + 1]
        if not repeats or repeats not in _REPEATS:
            return False
        missing = repeats in "?*" or self.pattern.startswith(("{0", "{,"), self.at)
        self.at = self.pattern.index("}", self.at) + 1 if repeats == "{" else self.at + 1
        _ = self._next("?") or self._next("+")
        return missing

    def _next(self, signs: str) -> bool:
        found = self.pattern.startswith(signs, self.at)
        self.at += len(signs) if found else 0
        return found


def _ends(pattern: str) -> dict[int, int]:
    """Return where each group of a pattern ends, by where it begins."""
    open_ones: list[int] = []
    ends = {}
    for sign in _SIGNS.finditer(pattern):
        if sign[0] == "(":
            open_ones.append(sign.start())
        elif sign[0] == ")":
            if not open_ones:
                raise ValueError(f"a bracket closes that was never opened: {pattern!r}")
            ends[open_ones.pop()] = sign.start()
    if open_ones:
        raise ValueError(f"a group that does not end: {pattern!r}")
    return ends


def _either(first: frozenset[Need], second: frozenset[Need]) -> frozenset[Need]:
    """Return what is needed if one of two is: every pair of their needs, of which one character must stand."""
    pairs = {one | other for one in first for other in second}
    return frozenset(pair for pair in pairs if not any(other < pair for other in pairs))

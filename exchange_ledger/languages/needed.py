"""Which patterns can match at all: what a text must hold for a pattern, so that most are never tried."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from operator import or_

Need = frozenset[str]
"""Characters one of which a text must hold."""

_REPEATS = "?*+{"
_SEEN = 3
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


def needed(pattern: str) -> set[Need]:
    """Return what every text holds that a regular expression matches: of each set, one character at least."""
    reader = _Reader(pattern)
    found = reader.alternatives()
    if reader.at < len(pattern):
        raise ValueError(f"a bracket closes that was never opened: {pattern!r}")
    return found


class _Reader:
    """Reads a regular expression once, from its first character to its last."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0

    def alternatives(self) -> set[Need]:
        """Read up to the end of a group: what one of several branches needs is in each of them, one way or another."""
        found = self._branch()
        while self._next("|"):
            found = _either(found, self._branch())
        return found

    def _branch(self) -> set[Need]:
        found: set[Need] = set()
        while self.at < len(self.pattern) and self.pattern[self.at] not in "|)":
            item = self._item()
            found |= set() if self._may_be_missing() else item
        return found

    def _item(self) -> set[Need]:
        sign = self.pattern[self.at]
        self.at += 1
        if sign == "(":
            return self._group()
        if sign == "[":
            return self._class()
        if sign == "\\":
            self.at += 1
        return set() if sign in "\\.^$" else {frozenset(sign)}

    def _group(self) -> set[Need]:
        denied = self._next("?!") or self._next("?<!")
        if not denied and self._next("?P<"):
            self.at = self.pattern.index(">", self.at) + 1
        elif not denied and not (self._next("?:") or self._next("?=") or self._next("?<=")) and self._next("?"):
            raise ValueError(f"a group of a kind that is not known here: {self.pattern!r}")
        found = self.alternatives()
        if not self._next(")"):
            raise ValueError(f"a group that does not end: {self.pattern!r}")
        return set() if denied else found

    def _class(self) -> set[Need]:
        end = self.pattern.index("]", self.at + 1)
        inside = self.pattern[self.at : end]
        self.at = end + 1
        return set() if set(inside) & set("\\^-") else {frozenset(inside)}

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


def _either(first: set[Need], second: set[Need]) -> set[Need]:
    """Return what is needed if one of two is: every pair of their needs, of which one character must stand."""
    pairs = {one | other for one in first for other in second}
    return {pair for pair in pairs if not any(other < pair for other in pairs)}

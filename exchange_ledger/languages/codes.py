"""Kinds of chunk as single characters, so that patterns over chunks are regular expressions over short strings."""

from __future__ import annotations

import re
from itertools import chain
from typing import Final

from exchange_ledger.languages.classes import members, written

_NAME: Final = re.compile(r"(?:([a-z]\w*)=)?(?<![?\w])([A-Z][\w.]*)")
_LABELLED: Final = re.compile(r"([a-z]\w*)=\(\?:")
_FIRST: Final = 0x4E00  # any block of characters that mean nothing in a regular expression
_ONE: Final = re.compile(rf"[{chr(_FIRST)}-\uffff]|\[[^]^\\]+\]")  # a character, or a class of them
# What may follow a verb's class: .D the subject did it, .P it was done to the subject, .A either, .X not (yet) done.
_MOODS: Final = {
    "D": ("did", "either", "any", "ing"),
    "P": ("done", "either"),
    "A": ("did", "either", "any", "ing", "done"),
    "X": ("planned", "neg"),
}


class Codes:
    """Gives each kind of chunk a character, and spells out patterns that name kinds.

    `names` maps a name of the patterns to the kinds, or the pattern, that it stands for.
    """

    def __init__(self, names: dict[str, str]) -> None:
        self._codes: dict[str, str] = {}
        self.kinds: dict[str, str] = {}
        """The kind that each character stands for."""
        self._names = names
        self._meanings: dict[str, str] = {}
        for name in names:  # kinds that are named together get characters beside each other: their class is a range
            self._meaning(name)

    def code(self, kind: str) -> str:
        """Return the character of a kind of chunk."""
        known = self._codes.get(kind)
        if known is None:
            known = self._codes[kind] = chr(_FIRST + len(self._codes))
            self.kinds[known] = kind
        return known

    @property
    def all(self) -> str:
        """Every character that stands for a kind so far."""
        return "".join(self._codes.values())

    def spelled(self, pattern: str) -> str:
        """Return a pattern over kinds as a regular expression over their characters.

        `name=KIND` labels a chunk; a name may stand for a pattern of its own; blanks mean nothing.
        """
        return _NAME.sub(self._one, _LABELLED.sub(r"(?P<\1>", pattern)).replace(" ", "")

    def _one(self, match: re.Match[str]) -> str:
        label, name = match.groups()
        meaning = self._meaning(name)
        return f"(?P<{label}>{meaning})" if label else meaning

    def _meaning(self, name: str) -> str:
        """Return what a name stands for, spelled out once: names stand within names, some of them hundreds of times."""
        known = self._meanings.get(name)
        if known is None:
            known = self._meanings[name] = self._worked_out(name)
        return known

    def _worked_out(self, name: str) -> str:
        verb, dot, mood = name.partition(".")
        if dot and mood in _MOODS:
            return written(self.code(f"{verb}.{ending}") for ending in _MOODS[mood])
        if name not in self._names:
            return self.code(name)
        spelled = self.spelled(self._names[name])
        alternatives = spelled.split("|")
        if len(alternatives) > 1 and all(map(_ONE.fullmatch, alternatives)):
            return written(chain.from_iterable(members(one.strip("[]")) for one in alternatives))
        return f"(?:{spelled})"

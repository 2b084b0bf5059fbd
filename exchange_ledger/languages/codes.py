"""Kinds of chunk as single characters, so that patterns over chunks are regular expressions over short strings."""

from __future__ import annotations

import re

_NAME = re.compile(r"(?:([a-z]\w*)=)?(?<![?\w])([A-Z][\w.]*)")
_FIRST = 0x4E00  # any block of characters that mean nothing in a regular expression
# What may follow a verb's class: .D the subject did it, .P it was done to the subject, .A either, .X not (yet) done.
_MOODS = {
    "D": ("did", "either", "any", "ing"),
    "P": ("done", "either"),
    "A": ("did", "either", "any", "ing", "done"),
    "X": ("planned", "neg"),
}


class Codes:
    """Gives each kind of chunk a character, and compiles patterns that name kinds.

    `names` maps a name of the patterns to the kinds, or the pattern, that it stands for.
    """

    def __init__(self, names: dict[str, str]) -> None:
        self._codes: dict[str, str] = {}
        self.kinds: dict[str, str] = {}
        """The kind that each character stands for."""
        self._names = names

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

    def compiled(self, pattern: str) -> re.Pattern[str]:
        """Return a pattern over kinds as one over their characters.

        `name=KIND` labels a chunk; a name may stand for a pattern of its own; blanks mean nothing.
        """
        return re.compile(self._spelled(pattern).replace(" ", ""))

    def _spelled(self, pattern: str) -> str:
        return _NAME.sub(self._one, re.sub(r"([a-z]\w*)=\(\?:", r"(?P<\1>", pattern))

    def _one(self, match: re.Match[str]) -> str:
        label, name = match.groups()
        inner = self._meaning(name)
        if label:
            return f"(?P<{label}>{inner})"
        return inner

    def _meaning(self, name: str) -> str:
        verb, dot, mood = name.partition(".")
        if dot and mood in _MOODS:
            return "[" + "".join(self.code(f"{verb}.{ending}") for ending in _MOODS[mood]) + "]"
        if name not in self._names:
            return self.code(name)
        spelled = self._spelled(self._names[name]).replace(" ", "")
        letters = re.sub(r"[|\[\]]", "", spelled)
        plain = all(ord(letter) >= _FIRST for letter in letters)
        return f"[{letters}]" if plain and "|" in spelled else f"(?:{spelled})"

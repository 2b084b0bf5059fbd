"""What was found of strings, most of which come again and again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

_KEPT: Final = 20_000
"""Words that are remembered; an article has some hundreds, a text without an end of them must not fill the memory."""

_LONGEST: Final = 40
"""Characters: what is longer is no word, and not remembered."""

_Found = TypeVar("_Found")


class Kept(dict[str, _Found]):
    """What there is to know of strings that come again and again: found once and kept, until there are too many."""

    def __init__(self, find: Callable[[str], _Found]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, text: str) -> _Found:
        found = self._find(text)
        if len(text) <= _LONGEST:
            if len(self) >= _KEPT:
                self.clear()
            self[text] = found
        return found

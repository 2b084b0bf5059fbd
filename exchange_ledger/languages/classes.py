"""Classes of characters in regular expressions, written as short as they can be, and read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

_RANGE: Final = re.compile("(.)-(.)", re.DOTALL)


def written(letters: Iterable[str]) -> str:
    """Return the class of some letters and signs that mean nothing in a regular expression: `[a-dx]`."""
    return f"[{''.join(_ranges(sorted(set(letters))))}]"


def members(inside: str) -> frozenset[str]:
    """Return the characters of a class from what its brackets hold, without escapes and not one of all others."""
    return frozenset(_RANGE.sub(lambda ends: "".join(_between(*ends.groups())), inside))


def _ranges(letters: list[str]) -> Iterator[str]:
    for _, numbered in groupby(enumerate(letters), lambda pair: ord(pair[1]) - pair[0]):
        run = [letter for _, letter in numbered]
        yield f"{run[0]}-{run[-1]}" if len(run) > 2 else "".join(run)


def _between(first: str, last: str) -> Iterator[str]:
    return map(chr, range(ord(first), ord(last) + 1))

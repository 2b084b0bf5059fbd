"""Phrases of the tables, spelled out: `the? armed forces/troops` stands for four."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import chain, product

from exchange_ledger.languages.tokens import tokenise

Words = tuple[str, ...]
"""Words and signs as they stand in tables: in lower case."""


def spelled_out(phrase: str) -> Iterator[Words]:
    """Yield every wording of a phrase as its words in lower case.

    `a/b` is one of two words, `a?` a word that may be missing.
    """
    for wording in product(*map(_choices, phrase.split())):
        yield tuple(chain.from_iterable(wording))


@lru_cache(maxsize=4096)  # rows share their words
def _choices(word: str) -> tuple[Words, ...]:
    """Return what may stand in the place of one word of a phrase, as tokens: "cease-fire" is three."""
    return tuple(tuple(tokenise(one).lowers) for one in _alternatives(word))


def _alternatives(word: str) -> list[str]:
    if word.endswith("?") and len(word) > 1:
        return [*word[:-1].split("/"), ""]
    return word.split("/") if len(word) > 1 else [word]

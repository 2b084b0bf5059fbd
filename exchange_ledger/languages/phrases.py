"""Phrases of the tables, spelled out: `the? armed forces/troops` stands for four."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from exchange_ledger.languages.tokens import tokenise


def spelled_out(phrase: str) -> Iterator[tuple[str, ...]]:
    """Yield every wording of a phrase as its words in lower case.

    `a/b` is one of two words, `a?` a word that may be missing.
    """
    choices = [_choices(word) for word in phrase.split()]
    for words in product(*choices):
        yield tuple(token.lower for word in words for token in tokenise(word))


def _choices(word: str) -> list[str]:
    if word.endswith("?") and len(word) > 1:
        return [*word[:-1].split("/"), ""]
    return word.split("/") if len(word) > 1 else [word]

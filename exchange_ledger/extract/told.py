"""Whether a sentence tells of those freed, or of an attack and those whom it struck."""

from __future__ import annotations

from exchange_ledger.extract.readings import Sentence

_FREED = {"EXCHANGE", "ORDEX", "HOME", "THEM", "FORMULA", "WEREAMONG"}
_FREEING = {"BRING", "COME", "GET", "LET", "SWAP", "ARRIVE", "SEND"}


def of_freed(one: Sentence) -> bool:
    """Whether a sentence speaks of an exchange or of those freed."""
    return any(chunk.kind in _FREED or chunk.kind.partition(".")[0] in _FREEING for chunk in one.chunks)


def of_harm(one: Sentence) -> bool:
    """Whether a sentence tells of an attack and of nobody freed: its wounded and its places are those of the attack."""
    return any(chunk.get("harm") for chunk in one.chunks) and not of_freed(one)

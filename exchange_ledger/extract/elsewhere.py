"""Exchanges of other states: which sentences of an article tell of them, though they may not say so themselves."""

from __future__ import annotations

from typing import Final

from exchange_ledger.extract.readings import Sentence
from exchange_ledger.languages.chunks import Chunk
from exchange_ledger.languages.language import Language

_EXCHANGES: Final = {"EXCHANGE", "ORDEX", "FORMULA"}
_FREEING: Final = {"SWAP", "BRING", "LET", "COME", "GET"}
_OWN: Final = "ukraine"
_ROADS: Final = {"HOME", "CAPTIVITY", "BYSIDE"}
_BETWEEN: Final = {"DET", "SIDE", "AND", "OTHERSTATE", "MEDIATOR"}
_RUNS_ON: Final = 3  # paragraphs: further on an article is at something else


def mark_foreign(language: Language, sentences: list[Sentence]) -> None:
    """Mark the sentences that tell of other states' exchange and do not name Ukraine.

    They are all those of an article that names other states before Ukraine, and those that follow upon one that tells
    of such an exchange, until Ukraine is named again: "Moscow and the West swapped prisoners. Sixteen were freed."
    """
    if not any("OTHERSTATE" in one.present or "swaps" in one.marks for one in sentences):
        return
    whole = _opens_elsewhere(sentences)
    if not whole and not any(_swapped_with_others(one) or _of_others(one) for one in sentences):
        return
    names = set(language.settings["homeland"])
    last = -1
    for one in sentences:
        named = any(_names_ukraine(chunk, names) for chunk in one.chunks)
        told = _swapped_with_others(one) or (not named and _of_others(one))
        one.foreign = told or (not named and (whole or one.stretch.paragraph <= last))
        last = one.stretch.paragraph + _RUNS_ON if told else -1 if named else last


def _opens_elsewhere(sentences: list[Sentence]) -> bool:
    """Whether an article names other states before it names Ukraine."""
    for one in sentences:
        for chunk in one.chunks:
            if chunk.kind == "OTHERSTATE":
                return True
            if chunk.kind != "CATEGORY" and _means_ukraine(chunk):
                return False
    return False


def _means_ukraine(chunk: Chunk) -> bool:
    """Whether a chunk, or one that it is made of, means Ukraine: "the exchange between Russia and Ukraine"."""
    return chunk.get("side") == _OWN or (bool(chunk.parts) and any(_means_ukraine(part) for part in chunk.parts))


def _names_ukraine(chunk: Chunk, names: set[str]) -> bool:
    """Whether a chunk names Ukraine or its people; "freed by Russia" and "from Russian jails" do not."""
    if chunk.kind in _ROADS:
        return not names.isdisjoint(chunk.text.lower().split())
    return chunk.kind != "CATEGORY" and _means_ukraine(chunk)


def _of_others(one: Sentence) -> bool:
    """Whether a sentence names other states, and an exchange or somebody's freedom."""
    return "OTHERSTATE" in one.present and bool(one.present & _EXCHANGES or one.classes & _FREEING)


def _swapped_with_others(one: Sentence) -> bool:
    """Whether a sentence says with whom the exchange was, and that is a state that is not at war."""
    return not one.present.isdisjoint(_EXCHANGES) and any(
        _with_others(one, at) for at, chunk in enumerate(one.chunks) if chunk.kind in _EXCHANGES
    )


def _with_others(one: Sentence, at: int) -> bool:
    """Whether "with" or "between" names, right behind an exchange, a state that swaps for itself."""
    behind = one.chunks[at + 1 : at + 7]
    if not behind or not (behind[0].kind == "AMID" or behind[0].get("joint")):
        return False
    for chunk in behind[1:]:
        if chunk.get("swaps"):
            return "HELP" not in {other.kind for other in behind}
        if chunk.kind not in _BETWEEN:
            return False
    return False

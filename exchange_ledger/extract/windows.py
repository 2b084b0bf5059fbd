"""Which words of a sentence belong to one number in it."""

from __future__ import annotations

from typing import Final

from exchange_ledger.extract.count import COUNTED
from exchange_ledger.extract.readings import Match, Sentence
from exchange_ledger.languages.chunks import Chunk

_STOPS: Final = COUNTED | {"SEMI", "DOT", "SIDE", "FORMULA", "COLON", "RELATIVE", "CLAIMANT"}


def window(sentence: Sentence, match: Match, at: int) -> range:
    """Return the places of the chunks that belong to the count's clause."""
    chunks, end = sentence.chunks, max(match.end, at + 1)
    while end < len(chunks) and (kind := chunks[end].kind) not in _STOPS and end - match.end < 8:
        if kind == "AND" or (kind == "COMMA" and _opens_another(chunks[end : end + 3])):
            break
        end += 1
    return range(match.start, end)


def _opens_another(chunks: list[Chunk]) -> bool:
    """Whether a comma begins what is said of another number: "65 soldiers, to Russia 60"."""
    kinds = [chunk.kind for chunk in chunks]
    return kinds[:2] == ["COMMA", "HOME"] and kinds[-1] in COUNTED


def behind_and(chunks: list[Chunk], at: int, window: list[Chunk]) -> list[Chunk]:
    """Return the chunks of a clause that stand behind the last "and" before a count."""
    first = max((index for index in range(at) if chunks[index].kind == "AND"), default=-1)
    behind = {id(chunk) for chunk in chunks[first + 1 :]}
    return [chunk for chunk in window if id(chunk) in behind]


def without_brackets(chunks: list[Chunk]) -> list[Chunk]:
    """Return a clause without what stands in brackets: that is said of another number."""
    if not any(chunk.kind in {"OPEN", "CLOSE"} for chunk in chunks):
        return chunks
    kept, depth = [], 0
    for chunk in chunks:
        depth += (chunk.kind == "OPEN") - (chunk.kind == "CLOSE")
        if depth <= 0:
            kept.append(chunk)
    return kept

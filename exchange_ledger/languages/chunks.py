"""A chunk: one or more tokens that mean one thing, with what it means as attributes."""

from __future__ import annotations

from typing import Any

Attributes = dict[str, Any]


class Chunk:
    """A stretch of a sentence: its type, its offsets in the article's text, what it means, and what it was made of."""

    __slots__ = ("attributes", "end", "kind", "parts", "start", "text")

    def __init__(self, kind: str, start: int, end: int, text: str, attributes: Attributes) -> None:
        self.kind = kind
        self.start = start
        self.end = end
        self.text = text
        self.attributes = attributes
        self.parts: tuple[Chunk, ...] = ()

    def get(self, name: str) -> Any:
        """Return an attribute, or None."""
        return self.attributes.get(name)

    def __repr__(self) -> str:
        return f"{self.kind}({self.text!r})"


def merged(chunks: list[Chunk]) -> Attributes:
    """Return the attributes of several chunks as those of one.

    Categories are collected, of anything else the last one counts. Those of a single chunk are its own.
    """
    if len(chunks) == 1:
        return chunks[0].attributes
    attributes: Attributes = {}
    categories: tuple[Any, ...] = ()
    for chunk in chunks:
        if chunk.attributes:
            attributes.update(chunk.attributes)
            categories += chunk.attributes.get("categories", ())
    if categories:
        attributes["categories"] = tuple(dict.fromkeys(categories))
    return attributes

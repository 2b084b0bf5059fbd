"""What a row of the phrase file says of a sentence, before anybody knows the day, the side or the speaker."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from exchange_ledger.extract.blocks import Stretch
from exchange_ledger.languages.chunker import chunked
from exchange_ledger.languages.chunks import Chunk
from exchange_ledger.languages.language import Language, Row, language

if TYPE_CHECKING:
    from exchange_ledger.extract.count import Count


@dataclass(slots=True)
class Sentence:
    """One sentence: its chunks, and what stands in it, noted once: rules look only where they may find something.

    `codes` are the kinds of the chunks as characters, `present` each kind that there is, `classes` the same without
    moods (`SAY` for `SAY.did`), `marks` the names of all that its chunks say of themselves.
    """

    number: int
    stretch: Stretch
    chunks: list[Chunk]
    codes: str
    foreign: bool = False
    present: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()
    marks: frozenset[str] = frozenset()
    counted: list[Count] | None = None
    """The counts that its own words give, once somebody has read them; see `counts.own_counts`."""
    timed: tuple[int, ...] | None = None
    """The places of the chunks that may name a time, once somebody has looked for them."""
    segments: tuple[list[int], list[int]] | None = None
    """The numbers of the chunks' segments, once somebody has counted them; see `times.segments`."""

    def __post_init__(self) -> None:
        self.present = frozenset([chunk.kind for chunk in self.chunks])
        self.classes = frozenset([kind.partition(".")[0] for kind in self.present])
        self.marks = frozenset().union(*[chunk.attributes for chunk in self.chunks if chunk.attributes])

    def marked(self, name: str) -> bool:
        """Whether any chunk says this of itself."""
        return name in self.marks and any(chunk.get(name) for chunk in self.chunks)


@dataclass(slots=True)
class Match:
    """One row that fits: first and last chunk (end excluded) and the labelled chunks' places."""

    row: Row
    start: int
    end: int
    labels: dict[str, int]


def sentence(words: Language, text: str, number: int, stretch: Stretch) -> Sentence:
    """Return a sentence with its chunks."""
    return Sentence(number, stretch, *chunked(words, text, stretch.start, stretch.end))


def matches(words: Language, codes: str, kind: str) -> Iterable[Match]:
    """Return every place at which a row whose claim has the key `kind` fits, rows in the order of their file."""
    return _matches(words.name, codes).get(kind, ())


def fits(words: Language, codes: str) -> bool:
    """Whether any row fits at all."""
    return bool(_matches(words.name, codes))


@lru_cache(maxsize=1024)  # every sentence is looked at several times
def _matches(name: str, codes: str) -> dict[str, list[Match]]:
    """Return every place at which any row fits, by the keys of its claim."""
    words = language(name)
    found: dict[str, list[Match]] = {}
    for place in words.rows_needs.among(codes):
        row = words.rows[place]
        fitting = list(row_matches(row, codes))
        for key in row.claim if fitting else ():
            found.setdefault(key, []).extend(fitting)
    return found


def row_matches(row: Row, codes: str) -> Iterator[Match]:
    """Yield every place at which a row fits; a place that begins inside another is tried as well."""
    at = 0
    while match := row.pattern.search(codes, at):
        labels = {label: match.start(label) for label in row.labels if match.group(label) is not None}
        yield Match(row, match.start(), match.end(), labels)
        at = match.start() + 1


def value_of(chunk: Chunk) -> Any:
    """Return the number that a chunk carries."""
    number = chunk.get("number")
    return chunk.get("value") if number is None else number


def of_group(one: Sentence, at: int) -> tuple[tuple[str, str], ...]:
    """Return the categories of "Of the Azov fighters who ..., 351 have been exchanged"."""
    chunks = one.chunks
    if (
        not chunks
        or chunks[0].kind != "OF"
        or any(chunk.kind in {"COUNT", "SMALL", "LARGE", "HNUM"} for chunk in chunks[: min(4, at)])
    ):
        return ()
    return next(
        (chunk.get("categories") for chunk in chunks[1:4] if chunk.kind == "PEOPLE" and chunk.get("categories")), ()
    )

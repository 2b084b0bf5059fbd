"""What a row of the phrase file says of a sentence, before anybody knows the day, the side or the speaker."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from exchange_ledger.extract.blocks import Stretch
from exchange_ledger.languages.chunker import chunked
from exchange_ledger.languages.chunks import Chunk
from exchange_ledger.languages.language import Language, Row, language

if TYPE_CHECKING:
    from exchange_ledger.extract.count import Count
    from exchange_ledger.extract.moments import Anchors, Reference


@dataclass(slots=True)
class Match:
    """One row that fits: first and last chunk (end excluded) and the labelled chunks' places."""

    row: Row
    start: int
    end: int
    labels: dict[str, int]


@dataclass(frozen=True, slots=True)
class Shape:
    """What the kinds of a sentence's chunks say, whatever its words are; sentences of one shape share it.

    `present` is each kind that there is, `classes` the same without moods (`SAY` for `SAY.did`), `moods` the moods
    alone (`did`), `rows` every place at which a row of the phrase file fits, by the keys of its claim, rows in the
    order of their file.
    """

    present: frozenset[str]
    classes: frozenset[str]
    moods: frozenset[str]
    rows: dict[str, list[Match]]


@dataclass(slots=True)
class Sentence:
    """One sentence: its chunks, and what stands in it, noted once: rules look only where they may find something.

    `codes` are the kinds of the chunks as characters, `marks` the names of all that its chunks say of themselves; the
    rest is that of its `Shape`.
    """

    number: int
    stretch: Stretch
    chunks: list[Chunk]
    codes: str
    present: frozenset[str]
    classes: frozenset[str]
    moods: frozenset[str]
    rows: dict[str, list[Match]]
    marks: frozenset[str]
    foreign: bool = False
    counted: list[Count] | None = None
    """The counts that its own words give, once somebody has read them; see `counts.own_counts`."""
    looks_back: bool = False
    """Whether they may be others behind other sentences."""
    told: tuple[Anchors, list[Reference]] | None = None
    """The times that it tells, and what they were counted from when somebody last asked."""
    roles: dict[int, str] = field(default_factory=dict)
    """What dates at a place tell, once somebody has asked; see `roles.role`."""
    timed: tuple[int, ...] | None = None
    """The places of the chunks that may name a time, once somebody has looked for them."""
    segments: tuple[list[int], list[int]] | None = None
    """The numbers of the chunks' segments, once somebody has counted them; see `times.segments`."""

    def marked(self, name: str) -> bool:
        """Whether any chunk says this of itself."""
        return name in self.marks and any(chunk.get(name) for chunk in self.chunks)


def sentence(words: Language, text: str, number: int, stretch: Stretch) -> Sentence:
    """Return a sentence with its chunks."""
    chunks, codes = chunked(words, text, stretch.start, stretch.end)
    shape = _shape(words.name, codes)
    marks = frozenset().union(*[chunk.attributes for chunk in chunks if chunk.attributes])
    return Sentence(number, stretch, chunks, codes, shape.present, shape.classes, shape.moods, shape.rows, marks)


@lru_cache(maxsize=1024)  # some shapes are very common
def _shape(name: str, codes: str) -> Shape:
    words = language(name)
    present = frozenset([words.codes.kinds[code] for code in set(codes)])
    found: dict[str, list[Match]] = {}
    for place in words.rows_needs.among(codes):
        row = words.rows[place]
        if row.pattern.search(codes):
            fitting = list(row_matches(row, codes))
            for key in row.claim:
                found.setdefault(key, []).extend(fitting)
    parted = [kind.partition(".") for kind in present]
    classes, moods = frozenset([verb for verb, _, _ in parted]), frozenset([mood for _, _, mood in parted if mood])
    return Shape(present, classes, moods, found)


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

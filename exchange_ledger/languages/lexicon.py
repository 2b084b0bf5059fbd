"""The words of a language: what a token is by itself, and which phrases may begin with it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from exchange_ledger.languages.chunks import Attributes
from exchange_ledger.languages.codes import Codes

Entry = tuple[tuple[str, ...], str, Attributes]
"""The words of a phrase in lower case, the kind of chunk that it is, and what it means."""

SIGNS = {
    ",": "COMMA", ".": "DOT", ";": "SEMI", ":": "COLON", "(": "OPEN", ")": "CLOSE", "[": "OPEN", "]": "CLOSE",
    "–": "DASH", "—": "DASH", "―": "DASH", "'": "APOS", "‘": "APOS", "!": "DOT", "?": "DOT",
    '"': "QUOTE", "“": "QUOTE", "”": "QUOTE", "«": "QUOTE", "»": "QUOTE", "„": "QUOTE", "'s": "POSS", "…": "DOT",
}  # fmt: skip
_NOTHING: Attributes = {}
_KEPT = 20_000
"""Words that are remembered; an article has some hundreds, a text without an end of them must not fill the memory."""


class Phrases(NamedTuple):
    """The phrases that go on alike: the one that ends here, if any, and those that go on, by their next word."""

    ended: tuple[int, str, Attributes] | None
    following: dict[str, Phrases]


class Word(NamedTuple):
    """What a token is: a chunk of this kind, if no longer phrase is there.

    `following`: the words before which it may be part of a phrase or a number. `open`: what it is depends on what
    stands around it in any case (numbers, the calendar, the hyphen).
    """

    kind: str
    attributes: Attributes
    code: str
    following: Collection[str]
    open: bool


class _Words(dict[str, Word]):
    """What each token is: found once and kept, until there are too many of them."""

    def __init__(self, find: Callable[[str], Word]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, text: str) -> Word:
        if len(self) >= _KEPT:
            self.clear()
        word = self[text] = self._find(text)
        return word


class Lexicon:
    """Knows the phrases of a language's tables; of several rows for the same words the first counts."""

    def __init__(
        self, entries: Iterable[Entry], numbers: dict[str, Any], calendar: dict[str, Any], codes: Codes
    ) -> None:
        self._start: dict[str, Phrases] = {}
        for entry in entries:
            self._add(entry)
        self._articles = set(numbers["articles"])
        self._counted = set(numbers["counted"])
        self._open = numbers["numerals"] | calendar["months"].keys() | calendar["weekdays"].keys() | {"-"}
        self._codes = codes
        self._words = _Words(self._word)

    def _add(self, entry: Entry) -> None:
        words, kind, attributes = entry
        following = self._start
        for word in words[:-1]:
            following = following.setdefault(word, Phrases(None, {})).following
        known = following.get(words[-1])
        if known is None or known.ended is None:
            following[words[-1]] = Phrases((len(words), kind, attributes), known.following if known else {})

    def __contains__(self, word: str) -> bool:
        """Whether a phrase begins with a word."""
        return word in self._start

    def words(self, texts: Iterable[str]) -> Iterator[Word]:
        """Yield what each token is by what stands there."""
        return map(self._words.__getitem__, texts)

    def _word(self, text: str) -> Word:
        lower = text.lower().replace("’", "'")
        phrases = self._start.get(lower, Phrases(None, {}))
        _, kind, attributes = phrases.ended or (1, plain(text, lower), _NOTHING)
        following = phrases.following.keys() | (self._counted if lower in self._articles else set())
        is_open = text[0].isdigit() or lower in self._open
        return Word(kind, attributes, self._codes.code(kind), following, is_open)

    def longest(self, lowers: Sequence[str], index: int) -> tuple[int, str, Attributes] | None:
        """Return the longest phrase that begins at a place: how many words it has, its kind and what it means."""
        phrases = self._start.get(lowers[index])
        found = None
        while phrases is not None:
            found = phrases.ended or found
            index += 1
            phrases = phrases.following.get(lowers[index]) if index < len(lowers) else None
        return found


def plain(text: str, lower: str) -> str:
    """Return the kind of a token that no table knows."""
    sign = SIGNS.get(text) or SIGNS.get(lower)
    return sign or ("NAME" if text[0].isupper() else "WORD")

"""The words of a language: what a token is by itself, and which phrases may begin with it."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, Final, NamedTuple

from exchange_ledger.languages.chunks import Attributes
from exchange_ledger.languages.codes import Codes
from exchange_ledger.languages.kept import Kept
from exchange_ledger.languages.numbers import Number, going_on, number_at
from exchange_ledger.languages.tokens import Tokens, tokenise

Entry = tuple[tuple[str, ...], str, Attributes]
"""The words of a phrase in lower case, the kind of chunk that it is, and what it means."""

SIGNS: Final = {
    ",": "COMMA", ".": "DOT", ";": "SEMI", ":": "COLON", "(": "OPEN", ")": "CLOSE", "[": "OPEN", "]": "CLOSE",
    "–": "DASH", "—": "DASH", "―": "DASH", "'": "APOS", "‘": "APOS", "!": "DOT", "?": "DOT",
    '"': "QUOTE", "“": "QUOTE", "”": "QUOTE", "«": "QUOTE", "»": "QUOTE", "„": "QUOTE", "'s": "POSS", "…": "DOT",
}  # fmt: skip
_FULL_DATE: Final = re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}$|\d{4}-\d\d-\d\d$")
_NOTHING: Final[Attributes] = {}
_HYPHEN: Final = "-"


class Phrases(NamedTuple):
    """The phrases that go on alike: the one that ends here, if any, and those that go on, by their next word."""

    ended: tuple[int, str, Attributes] | None
    following: dict[str, Phrases]


@dataclass(frozen=True, slots=True)
class Word:
    """A token as it is written, and what it is: a chunk of this kind, if no longer phrase is there.

    `lower`: the same as the tables spell it. `following`: the words before which it may be part of a phrase or a
    number. `is_open`: what it is depends on where it stands in any case (a hyphen, a month's name that means more).
    `is_number`: a number may begin with it.
    """

    text: str
    lower: str
    kind: str
    attributes: Attributes
    code: str
    following: Container[str]
    is_open: bool
    is_number: bool


class Lexicon:
    """Knows the phrases of a language's tables; of several rows for the same words the first counts."""

    def __init__(
        self, entries: Iterable[Entry], numbers: dict[str, Any], calendar: dict[str, Any], codes: Codes
    ) -> None:
        self._start: dict[str, Phrases] = {}
        for entry in entries:
            self._add(entry)
        self._numbers = numbers
        self._calendar = {
            name: (kind, {kind.lower(): number})
            for kind, names in (("WEEKDAY", calendar["weekdays"]), ("MONTH", calendar["months"]))
            for name, number in names.items()
        }
        self._codes = codes
        self._words = Kept(self._word)
        self._pieces = Kept(self._piece)

    def _add(self, entry: Entry) -> None:
        words, kind, attributes = entry
        following = self._start
        for word in words[:-1]:
            following = following.setdefault(word, Phrases(None, {})).following
        known = following.get(words[-1])
        if known is None or known.ended is None:
            following[words[-1]] = Phrases((len(words), kind, attributes), known.following if known else {})

    def words(self, text: str) -> list[Word]:
        """Return what each token of a text is by what stands there; no token goes on beyond a blank."""
        return list(chain.from_iterable(map(self._pieces.__getitem__, text.split())))

    def _piece(self, piece: str) -> tuple[Word, ...]:
        """Return the tokens between two blanks; there, what a hyphen is depends on nothing else."""
        words = [self._words[text] for text in tokenise(piece).texts]
        for at in range(1, len(words) - 1):
            if words[at].text == _HYPHEN and _HYPHEN not in self._start:
                kind = "DASH" if _HYPHEN in {words[at - 1].text, words[at + 1].text} else "HYPHEN"
                words[at] = replace(words[at], kind=kind, code=self._codes.code(kind), is_open=False)
        return tuple(words)

    def _word(self, text: str) -> Word:
        lower = text.lower().replace("’", "'")
        phrases = self._start.get(lower, Phrases(None, {}))
        named = self._calendar.get(lower) if text[0].isupper() else None
        kind, attributes = named or self._alone(text, lower, phrases)
        following = going_on(self._numbers, text, lower, () if named else phrases.following)
        is_open = lower in self._start if named else text == _HYPHEN
        is_number = text[0].isdigit() or lower in self._numbers["beginnings"]
        return Word(text, lower, kind, attributes, self._codes.code(kind), following, is_open, is_number)

    def _alone(self, text: str, lower: str, phrases: Phrases) -> tuple[str, Attributes]:
        """Return what a token is that no other one stands beside."""
        number = number_at(self._numbers, Tokens([text], [lower], [0]), 0)
        if number:
            return number[1], counting(text, number)
        return phrases.ended[1:] if phrases.ended else unlisted(text, lower)

    def longest(self, words: Sequence[Word], index: int) -> tuple[int, str, Attributes] | None:
        """Return the longest phrase that begins at a place: how many words it has, its kind and what it means."""
        phrases = self._start.get(words[index].lower)
        found = None
        while phrases is not None:
            found = phrases.ended or found
            index += 1
            phrases = phrases.following.get(words[index].lower) if index < len(words) else None
        return found


def unlisted(text: str, lower: str) -> tuple[str, Attributes]:
    """Return what a token is that is in no table."""
    if _FULL_DATE.match(text):
        parts = [int(part) for part in re.split(r"[.-]", text)]
        day, month, year = parts if "." in text else reversed(parts)
        return "FULLDATE", {"day": day, "month": month, "year": year}
    sign = SIGNS.get(text) or SIGNS.get(lower)
    return sign or ("NAME" if text[0].isupper() else "WORD"), _NOTHING


def counting(text: str, number: Number) -> Attributes:
    """Return what a number's chunk means; `text` is how its first token is written."""
    return {"value": number[2], "digits": text[0].isdigit()}


def placed(words: list[Word], text: str, start: int) -> Tokens:
    """Return the tokens of a text from `start` on with their places: nothing but white space stands between them."""
    starts = []
    for word in words:
        start = text.find(word.text, start)
        starts.append(start)
        start += len(word.text)
    return Tokens([word.text for word in words], [word.lower for word in words], starts)


def end_of(words: Iterable[Word], text: str, start: int) -> int:
    """Return where the last of some tokens ends in a text, of which the first is the next one from `start` on."""
    for word in words:
        start = text.find(word.text, start) + len(word.text)
    return start

"""Numbers in digits and in words.

Own code, for what reading whole sentences needs: offsets, ordinals apart, hyphens, a table per language.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from typing import Any, Final

from exchange_ledger.languages.tokens import Tokens

_DIGITS: Final = re.compile(r"\d{1,3}(?:,\d{3})+$|\d{1,3}(?:\.\d{3})+$|\d+(?:\.\d+)?$")
_GROUPED: Final = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_YEARS: Final = (1990, 2040)
_SMALL: Final = 31
_LINKS: Final = 3  # words: "half of the hundred"
_AND_A_HALF: Final = 3  # words
_LONGEST: Final = 11  # characters: 999,999,999
_NONE: Final[frozenset[str]] = frozenset()
Number = tuple[int, str, float]


def number_at(words: dict[str, Any], tokens: Tokens, index: int) -> Number | None:
    """Return how many tokens from `index` are a number, its kind and its value; None if none is there.

    Kinds: SMALL (up to 31, may be a day), LARGE, YEAR (a bare 1990 to 2040), ORDINAL.
    """
    if tokens.texts[index][0].isdigit():
        return _in_digits(words, tokens, index)
    return _in_words(words, tokens, index) if tokens.lowers[index] in words["beginnings"] else None


def prepared(words: dict[str, Any]) -> dict[str, Any]:
    """Return the tables of a language's number words with what follows from them.

    `numerals`: the words with which a number begins; `beginnings`: these and the articles, if what follows is
    `counted` ("a dozen"); `behind`: the words that may go on with each of these; `other_numbers`: those by which a
    quote may tell a number in another way (articles, multiples, fractions).
    """
    tables = ("units", "tens", "hundred", "dozen", "ordinals")
    numerals = {word for table in tables for word in words[table]} | words["fractions"].keys()
    counted = {word: value for table in ("hundred", "dozen", "scales") for word, value in words[table].items()}
    beginnings = numerals | set(words["articles"])
    behind: dict[str, frozenset[str]] = dict.fromkeys(words["articles"], frozenset(counted))
    links = (*tables, "scales", "fractions", "joins", "articles", "fraction_links")
    behind |= dict.fromkeys(numerals, frozenset({"-"}.union(*(words[table] for table in links))))
    digits = frozenset({*words["ordinal_endings"], *words["scales"]})
    return words | {
        "numerals": numerals, "beginnings": beginnings, "counted": counted, "behind": behind, "behind_digits": digits,
        "other_numbers": frozenset(words["articles"]).union(words["multiples"], words["fractions"]),
    }  # fmt: skip


class _BehindDigits(Container[str]):
    """The words that may go on with a number in digits: some words, and other digits ("1 000")."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)

    def __contains__(self, word: object) -> bool:
        return word in self._words or (isinstance(word, str) and word.isdigit())


def going_on(words: dict[str, Any], text: str, lower: str, others: Iterable[str] = ()) -> Container[str]:
    """Return the words that may be part of the number that begins with a token, and the `others`.

    No word but these changes what a number is.
    """
    if text[0].isdigit():
        return _BehindDigits([*words["behind_digits"], *others])
    behind: frozenset[str] = words["behind"].get(lower, _NONE)
    return behind.union(others)


def _in_digits(words: dict[str, Any], tokens: Tokens, index: int) -> Number | None:
    text = tokens.texts[index]
    if len(text) > _LONGEST or not _DIGITS.match(text):
        return None
    plain = text.isdigit()
    grouped = not plain and _GROUPED.fullmatch(text)
    value = float(text.replace(".", "").replace(",", "") if grouped else text)
    after = tokens.lowers[index + 1] if index + 1 < len(tokens) else ""
    apart = tokens.starts[index + 1] - tokens.starts[index] - len(text) if after else 0
    if not apart and after in words["ordinal_endings"]:
        return 2, "ORDINAL", value
    if apart == 1 and plain and _thousands(text, after):
        return 2, "LARGE", value * 1000 + float(after)
    if after in words["scales"]:
        return 2, "LARGE", value * words["scales"][after]
    if plain and _YEARS[0] <= value <= _YEARS[1]:
        return 1, "YEAR", value
    return 1, "SMALL" if value <= _SMALL else "LARGE", value


def _thousands(text: str, after: str) -> bool:
    """Whether two numbers a blank apart are one, as in `1 000`."""
    return len(text) <= 3 and text[0] != "0" and len(after) == 3 and after.isdigit()


def _in_words(words: dict[str, Any], tokens: Tokens, index: int) -> Number | None:
    lowers = tokens.lowers
    share = _share(words, lowers, index)
    if share:
        return share
    total = group = 0.0
    length = at = 0
    while index + at < len(lowers):
        word = lowers[index + at]
        grown = _grown(words, word, group, first=at == 0 or lowers[index] in words["articles"])
        if grown is not None:
            group = grown
        elif word in words["scales"] and (group or (at == 1 and lowers[index] in words["articles"])):
            total, group = total + (group or 1) * words["scales"][word], 0.0
        elif word in words["ordinals"] and _ordinal_fits(words, word, group):
            return at + 1, "ORDINAL", total + group + words["ordinals"][word]
        elif _joins(words, lowers, index + at, group, total):
            at += 1
            continue
        elif group and (more := _and_a_half(words, lowers, index + at)):
            group, at = group + more, at + _AND_A_HALF
            continue
        else:
            break
        at += 1
        length = at
    if length and lowers[index + length - 1] in words["counted"] and _is_half(words, lowers, index + length):
        return None  # "a hundred and a half": half of a hundred more, or of one?
    value = total + group
    return (length, "SMALL" if value <= _SMALL else "LARGE", value) if length else None


def _grown(words: dict[str, Any], word: str, group: float, first: bool) -> float | None:
    """Return the value of a group of number words with one more of them, None if the word does not go on with it."""
    if word in words["units"] and group % 10 == 0 and (group % 100 < 20 or words["units"][word] < 10):
        return float(group + words["units"][word])
    if word in words["tens"] and group % 100 == 0:
        return float(group + words["tens"][word])
    if word in words["hundred"] and (group or first) and group < 100:
        return (group or 1) * 100
    return (group or 1) * 12 if word in words["dozen"] else None


def _share(words: dict[str, Any], lowers: Sequence[str], index: int) -> Number | None:
    """Return "half a hundred", "a half-dozen" or "a quarter of a hundred", as `number_at` does."""
    at = index + (lowers[index] in words["articles"])
    if lowers[at : at + 1] and lowers[at] in words["fractions"]:
        after = at + 1
        while after - at <= _LINKS and lowers[after : after + 1] and lowers[after] in words["fraction_links"]:
            after += 1
        base = words["counted"].get(lowers[after]) if after < len(lowers) else None
        if base:
            value = base * words["fractions"][lowers[at]]
            return after + 1 - index, "SMALL" if value <= _SMALL else "LARGE", value
    return None


def _and_a_half(words: dict[str, Any], lowers: Sequence[str], at: int) -> float:
    """Return what "and a half" adds to the two of "two and a half hundred"; nothing where no such word follows."""
    after = at + _AND_A_HALF
    counts = _is_half(words, lowers, at) and after < len(lowers) and lowers[after] in words["counted"]
    return float(words["fractions"][lowers[after - 1]]) if counts else 0.0


def _is_half(words: dict[str, Any], lowers: Sequence[str], at: int) -> bool:
    """Whether "and a half" stands at a place."""
    said = list(lowers[at : at + _AND_A_HALF])
    tables = (words["joins"], words["articles"], words["fractions"])
    return len(said) == len(tables) and all(word in table for word, table in zip(said, tables, strict=True))


def _ordinal_fits(words: dict[str, Any], word: str, group: float) -> bool:
    value = words["ordinals"][word]
    return bool(group == 0 or (group % 10 == 0 and value < 10) or group % 100 == 0)


def _joins(words: dict[str, Any], lowers: Sequence[str], at: int, group: float, total: float) -> bool:
    """Whether a hyphen, an article or an "and" here belongs to the number."""
    after = lowers[at + 1] if at + 1 < len(lowers) else ""
    word = lowers[at]
    if word == "-":
        return (group > 0) and (after in words["units"] or after in words["ordinals"] or after in words["hundred"])
    if word in words["joins"]:
        whole = (group and group % 100 == 0) or (total and not group)
        return bool(whole and (after in words["units"] or after in words["tens"]))
    if word in words["articles"] and not group and not total:
        return after in words["counted"]
    return False

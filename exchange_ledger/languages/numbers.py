"""Numbers in digits and in words.

Own code, for what reading whole sentences needs: offsets, ordinals apart, hyphens, a table per language.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from exchange_ledger.languages.tokens import Tokens

_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+$|\d{1,3}(?:\.\d{3})+$|\d+(?:\.\d+)?$")
_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_YEARS = (1990, 2040)
_SMALL = 31
_LONGEST = 11  # characters: 999,999,999
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
    `counted` ("a dozen").
    """
    tables = ("units", "tens", "hundred", "dozen", "ordinals")
    numerals = {word for table in tables for word in words[table]} | {phrase.split()[0] for phrase in words["phrases"]}
    counted = {word for table in ("hundred", "dozen", "scales") for word in words[table]}
    return words | {"numerals": numerals, "beginnings": numerals | set(words["articles"]), "counted": counted}


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
    whole = " ".join(lowers[index : index + 3])
    if whole in words["phrases"]:
        return 3, "SMALL", float(words["phrases"][whole])
    total = group = 0.0
    length = at = 0
    while index + at < len(lowers):
        word = lowers[index + at]
        if word in words["units"] and group % 10 == 0 and (group % 100 < 20 or words["units"][word] < 10):
            group += words["units"][word]
        elif word in words["tens"] and group % 100 == 0:
            group += words["tens"][word]
        elif word in words["hundred"] and (group or at == 0) and group < 100:
            group = (group or 1) * 100
        elif word in words["dozen"]:
            group = (group or 1) * 12
        elif word in words["scales"] and group:
            total += group * words["scales"][word]
            group = 0.0
        elif word in words["ordinals"] and _ordinal_fits(words, word, group):
            return at + 1, "ORDINAL", total + group + words["ordinals"][word]
        elif _joins(words, lowers, index + at, group, total):
            at += 1
            continue
        else:
            break
        at += 1
        length = at
    value = total + group
    return (length, "SMALL" if value <= _SMALL else "LARGE", value) if length else None


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

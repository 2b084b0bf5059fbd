"""Numbers in digits and in words.

Own code, for what reading whole sentences needs: offsets, ordinals apart, hyphens, a table per language.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from exchange_ledger.languages.tokens import Token

_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+$|\d{1,3}(?:\.\d{3})+$|\d+(?:\.\d+)?$")
_YEARS = range(1990, 2041)
_SMALL = 31
_LONGEST = 11  # characters: 999,999,999
Number = tuple[int, str, float]


def number_at(words: dict[str, Any], tokens: Sequence[Token], index: int) -> Number | None:
    """Return how many tokens from `index` are a number, its kind and its value; None if none is there.

    Kinds: SMALL (up to 31, may be a day), LARGE, YEAR (a bare 1990 to 2040), ORDINAL.
    """
    if tokens[index].text[0].isdigit():
        return _in_digits(words, tokens, index)
    return _in_words(words, tokens, index)


def beginnings(words: dict[str, Any]) -> set[str]:
    """Return the words with which a number in words may begin."""
    tables = ("units", "tens", "hundred", "dozen", "ordinals", "articles")
    return {word for table in tables for word in words[table]} | {phrase.split()[0] for phrase in words["phrases"]}


def _in_digits(words: dict[str, Any], tokens: Sequence[Token], index: int) -> Number | None:
    token = tokens[index]
    if len(token.text) > _LONGEST or not _DIGITS.match(token.text):
        return None
    grouped = re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", token.text)
    value = float(re.sub(r"[.,]", "", token.text) if grouped else token.text)
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    if after and after.start == token.end and after.lower in words["ordinal_endings"]:
        return 2, "ORDINAL", value
    if after and _thousands(token, after):
        return 2, "LARGE", value * 1000 + float(after.text)
    if after and after.lower in words["scales"]:
        return 2, "LARGE", value * words["scales"][after.lower]
    if value in _YEARS and token.text.isdigit():
        return 1, "YEAR", value
    return 1, "SMALL" if value <= _SMALL else "LARGE", value


def _thousands(token: Token, after: Token) -> bool:
    """Whether a blank stands between thousands, as in `1 000`."""
    return (
        token.text.isdigit()
        and len(token.text) <= 3
        and token.text[0] != "0"
        and len(after.text) == 3
        and after.text.isdigit()
        and after.start == token.end + 1
    )


def _in_words(words: dict[str, Any], tokens: Sequence[Token], index: int) -> Number | None:
    whole = " ".join([token.lower for token in tokens[index : index + 3]])
    if whole in words["phrases"]:
        return 3, "SMALL", float(words["phrases"][whole])
    total = group = 0.0
    length = at = 0
    while index + at < len(tokens):
        word = tokens[index + at].lower
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
        elif _joins(words, tokens, index + at, group, total):
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


def _joins(words: dict[str, Any], tokens: Sequence[Token], at: int, group: float, total: float) -> bool:
    """Whether a hyphen, an article or an "and" here belongs to the number."""
    after = tokens[at + 1].lower if at + 1 < len(tokens) else ""
    word = tokens[at].lower
    if word == "-":
        return (group > 0) and (after in words["units"] or after in words["ordinals"] or after in words["hundred"])
    if word in words["joins"]:
        whole = (group and group % 100 == 0) or (total and not group)
        return bool(whole and (after in words["units"] or after in words["tens"]))
    if word in words["articles"] and not group and not total:
        return after in words["hundred"] or after in words["dozen"] or after in words["scales"]
    return False

"""Whether the number of a claim stands alone in the text, or is cut out of something that means another."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

from exchange_ledger.languages.language import Language

_NUMBER: Final = re.compile(r"\d\d*(?:[.,]\d+)*")  # what begins with one sign is found faster
_NOT_BEFORE: Final = re.compile(
    r"[^\W\d_]$|\b[A-Z]\w{0,2}-$"  # e5, T-84, but not 95-to-84
    r"|[~≈≤≥±#№^]$|(?:^|\s)[<>]$"  # about 84, more than 84, the 84th of something
    r"|\d[-–—/:;_'’]$|\d\s?[→±]\s?$"  # the second of 84-95
)
_BEFORE_BLANK: Final = {"→", "±"}
"""Only with one of these does what may not stand before a number fit where a blank does."""

_NOT_AFTER: Final = re.compile(r"[+^]|[-–—/:;_'’]\d|\s?[→±]\s?\d")  # 84+, the first of 84-95
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_GROUPED: Final = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_REACH: Final = 12
"""Characters around a number that are looked at."""


def stands_alone(language: Language, text: str, span: tuple[int, int], value: float) -> bool:
    """Return whether `value`, if digits of the span of the text say it, is a number that nothing around it changes.

    Not of its own: one end of a range, one of two that the text offers, a part of a fraction or of a longer number, a
    number behind a sign for more or about. What is said in words has no digits, and stands alone.
    """
    told = False
    for match in _NUMBER.finditer(text, *span):
        if _value(match[0]) == value:
            if _alone(language, text, match):
                return True
            told = True
    return not told


def _value(digits: str) -> float:
    if digits.isdecimal():
        return float(digits)
    grouped = _GROUPED.fullmatch(digits)
    try:
        return float(re.sub(r"[.,]", "", digits) if grouped else digits)
    except ValueError:  # 1,23,456
        return -1.0


def _alone(language: Language, text: str, number: re.Match[str]) -> bool:
    before = text[max(0, number.start() - _REACH) : number.start()]
    after = text[number.end() : number.end() + _REACH]
    if _hides(before[::-1]) or _hides(after) or _is_fraction(after[:1]):
        return False
    seen, ends = _seen(before), _seen(after)
    glued = _LETTERS.match(ends)
    odd = glued and glued[0].lower() not in language.numbers["ordinal_endings"]
    apart = seen.endswith(" ") and _BEFORE_BLANK.isdisjoint(seen)
    if odd or (not apart and _NOT_BEFORE.search(seen)) or _NOT_AFTER.match(ends):
        return False
    second, first = _alternatives(tuple(language.settings["alternatives"]))
    return not (second.search(seen) or first.match(ends))


@cache
def _alternatives(words: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what stands before the second of two numbers that a text offers, and behind the first: "84 or"."""
    either = "|".join(map(re.escape, words))
    return re.compile(rf"\d\s+(?:{either})\s+$", re.I), re.compile(rf"\s+(?:{either})\s+\d", re.I)


def _is_fraction(sign: str) -> bool:
    return not sign.isascii() and unicodedata.category(sign) == "No" and unicodedata.numeric(sign) % 1 != 0


def _seen(text: str) -> str:
    """Return a text without its format characters, which nobody sees."""
    return text if text.isascii() else "".join(sign for sign in text if unicodedata.category(sign) != "Cf")


def _hides(signs: str) -> bool:
    """Return whether signs begin with characters that nobody sees and a digit behind them."""
    return not signs.isascii() and signs[:1] != _seen(signs)[:1] and _seen(signs)[:1].isdigit()

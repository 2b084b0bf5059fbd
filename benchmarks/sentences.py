"""Sentences made from patterns: `[one|other]` is a choice, `{name}` a fact or a word."""

from __future__ import annotations

import random
import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_UNITS = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]  # fmt: skip
_TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


@cache
def patterns() -> dict[str, Any]:
    """Return the patterns and words of sentences.yaml."""
    document: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "sentences.yaml").read_text(encoding="utf-8"))
    return document


def expand(pattern: str, facts: dict[str, str], chance: random.Random) -> str:
    """Return the pattern with every choice made and every fact filled in; raises KeyError for an unknown fact."""
    while found := _CHOICE.search(pattern):
        chosen = chance.choice(found[1].split("|"))
        pattern = pattern[: found.start()] + chosen + pattern[found.end() :]
    return pattern.format_map(facts)


def in_words(number: int) -> str:
    """Return a whole number from 0 to 999 in words: `two hundred and fifteen`."""
    if number < 20:
        return _UNITS[number]
    if number < 100:
        tens, units = divmod(number, 10)
        return _TENS[tens] + (f"-{_UNITS[units]}" if units else "")
    hundreds, rest = divmod(number, 100)
    return f"{_UNITS[hundreds]} hundred" + (f" and {in_words(rest)}" if rest else "")


def ordinal(number: int) -> str:
    """Return `1st`, `22nd`, `113th`."""
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number:,}{ending}"

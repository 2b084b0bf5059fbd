"""What a pattern needs is never more than what it matches holds: a row that is not tried could not have fitted."""

from __future__ import annotations

import random
import re

import pytest

from exchange_ledger.languages.language import Language, language, languages
from exchange_ledger.languages.needed import Needs, needed, places

PATTERNS = [
    ("ab", ["a", "b"]),
    ("a|b", ["ab"]),
    ("a?b*c{0,3}d{2}e+", ["d", "e"]),
    ("a{0,9}?b", ["b"]),
    ("(?:ab|ac)d", ["a", "bc", "d"]),
    ("(?P<n>a|b)(?=c)(?!d)", ["ab", "c"]),
    ("(?<=[ab])c(?<!d)", ["ab", "c"]),
    ("(?:a|)b", ["b"]),
    ("^a$.", ["a"]),
    ("[(]a[])]b", ["(", "a", ")]", "b"]),
    ("[^a]b[a-c]\\d", ["abc", "b"]),
    ("(?:(?:a|b)c|d){1,2}?", ["abd", "cd"]),
]


@pytest.mark.parametrize(("pattern", "needs"), PATTERNS)
def test_needs_of_a_pattern(pattern: str, needs: list[str]) -> None:
    assert {"".join(sorted(need)) for need in needed(pattern)} == set(needs)


@pytest.mark.parametrize("pattern", ["(?>a)", "(?P=n)", "a)", "(a"])
def test_a_pattern_that_cannot_be_read_is_an_error(pattern: str) -> None:
    with pytest.raises(ValueError, match=r"group|bracket"):
        needed(pattern)


def test_patterns_come_in_their_order() -> None:
    needs = Needs(["b", "a|b", "c", "", "ab"])
    assert list(needs.among("ab")) == [0, 1, 3, 4]
    assert list(needs.among("")) == [3]


def test_needs_are_met_bit_by_bit() -> None:
    needs, met, found = Needs(["ab", "bc", "a"]), 0, []
    for letters in ("a", "ab", "c", ""):
        met |= needs.met(letters)
        found.append(list(places(needs.fulfilled(met))))
    assert found == [[2], [0, 2], [0, 1, 2], [0, 1, 2]]


def kinds(words: Language, pattern: str) -> list[str]:
    return sorted({letter for need in needed(pattern) for letter in need} or set(words.codes.all))


@pytest.mark.parametrize("name", languages())
def test_no_row_is_left_out_that_fits(name: str) -> None:
    """Strings of kinds, half of them of those that the pattern needs, so that many fit."""
    words, drawn, fitting = language(name), random.Random(5), 0
    for needs, patterns in (
        (words.rows_needs, [row.pattern for row in words.rows]),
        (words.phrases_needs, [phrase.pattern for phrase in words.phrases]),
    ):
        for place, pattern in enumerate(patterns):
            wanted = kinds(words, pattern.pattern)
            for _ in range(60):
                codes = "".join(drawn.choices(wanted, k=6) + drawn.choices(words.codes.all, k=3))
                if re.search(pattern, codes):
                    fitting += 1
                    assert place in needs.among(codes)
    assert fitting > 2000

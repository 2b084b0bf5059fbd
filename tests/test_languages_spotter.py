"""A spotter finds a list of words where the list itself would, whatever the case and the letters."""

from __future__ import annotations

import random
import re

import pytest

from exchange_ledger.languages.spotter import Spotter, WordSpotter, branches, folded, openings, sorted_out

PATTERN = r"\d|\bsaid\b|swap|\bsix\b|pows?\b|(?:red|blue) cross|b?ack|s[|)]x|home"
PIECES = (
    "said",
    "swap",
    "six",
    "pow",
    "pows",
    "red cross",
    "ack",
    "s|x",
    "home",
    "ho",
    "s",
    "K",
    "ſ",
    "İ",
    "ı",
    " ",
    "7",
)


def test_alternatives_are_sorted_by_their_first_letter() -> None:
    assert sorted_out(r"said|swap|\bsix\b|\d") == r"s(?:aid|wap|(?<=\bs)ix\b)|\d"


def test_branches_are_split_outside_of_groups_and_classes() -> None:
    assert list(branches(r"a(?:b|c)|[|\]]d\||e")) == ["a(?:b|c)", r"[|\]]d\|", "e"]
    assert list(branches("(?:a|b)|c")) == ["(?:a|b)", "c"]
    assert list(branches("(?:a|(?:b|c))")) == ["a", "(?:b|c)"]


def test_a_folded_text_keeps_every_place() -> None:
    assert folded("İSTANBUL, ſaıd Kyiv") == "istanbul, said kyiv"


@pytest.mark.parametrize("pattern", [PATTERN, PATTERN.upper().replace(r"\B", r"\b").replace(r"\D", r"\d")])
def test_the_same_is_found(pattern: str) -> None:
    drawn, spotter, plainly, found = random.Random(2), Spotter(pattern), re.compile(pattern, re.IGNORECASE), 0
    for _ in range(3000):
        text = "".join(drawn.choice((str.upper, str.title, str))(piece) for piece in drawn.choices(PIECES[9:], k=5))
        text += drawn.choice(PIECES)
        start, end = sorted(drawn.choices(range(len(text) + 1), k=2))
        assert spotter.finds(folded(text)) == bool(plainly.search(text)), text
        assert spotter.finds(folded(text), start, end) == bool(plainly.search(text, start, end)), text
        found += spotter.finds(folded(text))
    assert 500 < found < 2900


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        (r"\b(?:league|playoffs?|on loan)\b", ("league", "playoff", "on loan")),
        (r"said|\bpows?\b|join .{0,9}here|© ?me", ("said", "pow", "join ", "©")),
        (r"said|\d+", ()),
        (r"said|s?|(?:red|blue) cross", ()),
        (r"\(photos?|a\.m|\+?s|\)", ()),
        (r"\(photos?|a\.m\b|\)", ("(photo", "a.m", ")")),
        (r"(?:red|blue) cross|said", ()),
    ],
)
def test_openings_are_what_every_find_begins_with(pattern: str, found: tuple[str, ...]) -> None:
    assert openings(pattern) == found


def test_a_text_without_any_opening_holds_nothing() -> None:
    spotter = Spotter(r"\b(?:league|playoffs?|on loan)\b")
    texts = ["the league.", "the leagues", "a playoff", "play offs", "on loans", "on loan", "", "in the play"]
    assert [spotter.finds(text) for text in texts] == [True, False, True, False, False, True, False, False]


@pytest.mark.parametrize("pattern", [PATTERN, r"\bsix\b|pows?", r"s[|)]x|red cross"])
def test_the_same_is_found_word_by_word(pattern: str) -> None:
    drawn, words, plainly, found = random.Random(3), WordSpotter(pattern), Spotter(pattern), 0
    for _ in range(3000):
        text = folded("".join(drawn.choices((*PIECES, " ", "\u2028", "\x1c"), k=12)))
        start, end = sorted(drawn.choices(range(len(text) + 1), k=2))
        assert words.finds(text, start, end) == plainly.finds(text, start, end), (text, start, end)
        found += words.finds(text, start, end)
    assert 300 < found < 2900


def test_a_word_that_is_cut_is_read_with_what_stands_before_it() -> None:
    spotter = WordSpotter(r"\bsix\b|red cross\b")
    assert not spotter.finds("one hundredsix", 11, 14)
    assert spotter.finds("one hundred six", 12, 15)
    assert spotter.finds("the red crossing", 4, 13)

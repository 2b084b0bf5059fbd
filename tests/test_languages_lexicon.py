"""What a word is, found once and kept, is what it is wherever it stands."""

from __future__ import annotations

import random
from itertools import product

import pytest

from exchange_ledger.languages.language import language, languages
from exchange_ledger.languages.lexicon import placed
from exchange_ledger.languages.numbers import going_on, number_at
from exchange_ledger.languages.tokens import Tokens, tokenise

TABLES = ("units", "tens", "hundred", "dozen", "scales", "ordinals", "joins", "articles", "fractions", "fraction_links")
DIGITS = ("1", "31", "95", "000", "1,234", "2.5", "2024", "12.05.2024", "1,23,456", "٣٣٣")
OTHERS = ("-", ",", "soldiers", "were", "'s", "st", "th", "²", *DIGITS)
PIECES = ("Kyiv", "don't", "can’t", "Kyiv’s", "2024-05-06", "95-to-84", "1,234.", "“Azov”", "-", "--", "T-84", "İ", "ſ")
BLANKS = (" ", "  ", "\t", "\u00a0", "\u2009", "\x1c")


def tokens(first: str, *others: str, apart: int = 1) -> Tokens:
    """Return two words that stand so many characters apart, or one."""
    return Tokens([first, *others], [first, *others], [0, len(first) + apart][: 1 + len(others)])


@pytest.mark.parametrize("name", languages())
def test_only_words_that_may_go_on_change_a_number(name: str) -> None:
    numbers, changed = language(name).numbers, 0
    words = [*(word for table in TABLES for word in numbers[table]), *OTHERS]
    for first in words:
        alone = number_at(numbers, tokens(first), 0)
        for second, apart in product(words, (0, 1)):
            if number_at(numbers, tokens(first, second, apart=apart), 0) != alone:
                changed += 1
                assert second in going_on(numbers, first, first), (first, second)
                assert second in language(name).lexicon.words(first)[0].following, (first, second)
    assert changed > 200


@pytest.mark.parametrize("name", languages())
def test_pieces_between_blanks_are_the_tokens_of_the_text(name: str) -> None:
    drawn = random.Random(3)
    for _ in range(500):
        text = "".join(drawn.choice(PIECES) + drawn.choice(("", *BLANKS)) for _ in range(drawn.randint(0, 8)))
        found, told = placed(language(name).lexicon.words(text), text, 0), tokenise(text)
        assert (found.texts, found.lowers, found.starts) == (told.texts, told.lowers, told.starts)


@pytest.mark.parametrize("name", languages())
def test_words_without_end_are_not_remembered(name: str) -> None:
    lexicon = language(name).lexicon
    for number in range(25_000):
        lexicon.words(f"word{number} {'x' * 50}{number}")
    assert len(lexicon._words) <= 20_000
    assert len(lexicon._pieces) <= 20_000
    assert not any(len(piece) > 40 for piece in lexicon._pieces)

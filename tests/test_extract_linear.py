"""Twice as long a text is twice as much work, whatever it is made of: calls are counted, not seconds."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType

import pytest

from exchange_ledger.extract import extract
from exchange_ledger.languages.language import language
from exchange_ledger.records import Source
from exchange_ledger.stages import Article

SENTENCE = "Ukraine brought 84 of its servicemen home on 14 March 2024 in a prisoner exchange with Russia. "
SHORT = 40
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December")  # fmt: skip


def day(number: int) -> str:
    """Return one of a thousand days."""
    return f"{number % 28 + 1} {MONTHS[number // 28 % 12]} {2022 + number // 336 % 3}"


TEXTS: dict[str, Callable[[int], str]] = {
    "sentences of one line": lambda n: SENTENCE * n,
    "lines": lambda n: f"{SENTENCE}\n" * n,
    "quoted sentences": lambda n: f"“{SENTENCE.strip()}” " * n,
    "an open quotation": lambda n: "“" + SENTENCE * n,
    "tallies": lambda n: "".join(
        f"Since the invasion began Ukraine has brought {k + 3000} people home. " for k in range(n)
    ),
    "tallies and exchanges": lambda n: "".join(
        f"Ukraine brought {k + 20} of its men home on {day(k)} in an exchange. "
        f"Since {k % 28 + 1} March 2022 it has brought {k + 3000} people home. "
        for k in range(4 * n)
    ),
    "foreigners": lambda n: "".join(
        f"On {day(k)} Ukraine brought {k % 9 + 2} foreigners home in an exchange. " for k in range(4 * n)
    ),
    "parts": lambda n: SENTENCE + "".join(f"Among them are {k % 40 + 2} marines. " for k in range(n)),
    "nobody's people": lambda n: "".join(f"In an exchange {k % 50 + 20} captives came home. " for k in range(n)),
    "bullets": lambda n: SENTENCE + "\n\n" + "- 12 border guards;\n" * n,
    "days": lambda n: SENTENCE + "on 14 March 2024, " * 5 * n,
    "prisoners of war": lambda n: SENTENCE + "84 prisoners of war " * 5 * n,
    "numbers": lambda n: SENTENCE + "84 servicemen and 12 officers, " * 3 * n,
    "digits": lambda n: SENTENCE + "84" * 50 * n,
    "digits apart": lambda n: SENTENCE + "84 " * 30 * n,
    "number words": lambda n: SENTENCE + "one hundred and twenty " * 4 * n,
    "quotation marks": lambda n: SENTENCE + "“" * 100 * n,
    "full stops": lambda n: SENTENCE + "." * 100 * n,
    "blanks behind a quotation mark": lambda n: SENTENCE + '"' + " " * 100 * n + "x",
    "somebody says": lambda n: SENTENCE + "The ministry said so. He said it again. " * 2 * n,
    "another war": lambda n: "Armenia and Azerbaijan exchanged 84 prisoners. " * n,
}  # fmt: skip


def calls(text: str) -> int:
    """Return how many functions, of Python or C, are called to read a text."""
    count = 0

    def note(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    source = Source(source_id="x", kind="article", publisher="P", published="2024-03-15", language="en")
    before = sys.getprofile()
    sys.setprofile(note)
    try:
        extract(Article(source, text))
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("name", TEXTS)
def test_work_grows_as_the_text_does(name: str) -> None:
    language("en")
    calls(TEXTS[name](3))
    short, long = (calls(TEXTS[name](length)) for length in (SHORT, 4 * SHORT))
    assert long < 5 * short, f"four times the text takes {long / short:.1f} times the work"

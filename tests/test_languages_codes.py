"""Patterns over kinds of chunk, spelled out over characters: names, labels, classes."""

from __future__ import annotations

import re

import pytest

from exchange_ledger.languages.classes import members, written
from exchange_ledger.languages.codes import Codes

NAMES = {"MANY": "A|B|C|FEW", "FEW": "D|E", "MIXED": "A B|FEW", "VERB": "GO.P|A"}


@pytest.mark.parametrize(
    ("letters", "short"),
    [("a", "[a]"), ("ba", "[ab]"), ("dbcab", "[a-d]"), ("xabcz", "[a-cxz]"), ("acbzyx", "[a-cx-z]")],
)
def test_a_class_is_written_short_and_read_again(letters: str, short: str) -> None:
    assert written(letters) == short
    assert members(short[1:-1]) == set(letters)


def fits(codes: Codes, pattern: str, kinds: str) -> re.Match[str] | None:
    return re.fullmatch(codes.spelled(pattern), "".join(map(codes.code, kinds.split())))


@pytest.mark.parametrize(
    ("pattern", "kinds", "others"),
    [
        ("A B", "A B", "B A"),
        ("MANY{2}", "C E", "C F"),
        ("FEW MANY", "D A", "A D"),
        ("MIXED", "A B", "A"),
        ("MIXED F", "E F", "A F"),
        ("VERB", "GO.done", "GO.did"),
        ("x=(?:A|B) F?", "B", "F"),
    ],
)
def test_names_stand_for_kinds_and_patterns(pattern: str, kinds: str, others: str) -> None:
    codes = Codes(NAMES)
    assert fits(codes, pattern, kinds)
    assert not fits(codes, pattern, others)


def test_a_label_names_its_chunk() -> None:
    found = fits(Codes(NAMES), "A x=FEW y=(?:B C)", "A E B C")
    assert found
    assert (found.start("x"), found.start("y")) == (1, 2)


def test_kinds_that_are_named_together_are_one_range() -> None:
    codes = Codes(NAMES)
    assert len(codes.spelled("MANY")) == len("[a-e]")
    assert {codes.kinds[one] for one in members(codes.spelled("MANY")[1:-1])} == {"A", "B", "C", "D", "E"}

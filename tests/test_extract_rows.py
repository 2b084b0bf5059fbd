"""Every row of the phrase files reads the sentence that it was written for, and not its near miss."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from exchange_ledger.extract import extract
from exchange_ledger.extract.blocks import Stretch
from exchange_ledger.extract.readings import row_matches, sentence
from exchange_ledger.languages.language import Row, language, languages
from exchange_ledger.records import Claim, Source
from exchange_ledger.stages import Article

ROWS = [pytest.param(row, id=f"{name}-{row.name}") for name in languages() for row in language(name).rows]


def claims(text: str) -> tuple[Claim, ...]:
    source = Source(source_id="row", kind="article", publisher="The Publisher", published="2024-07-17", language="en")
    return extract(Article(source, text)).claims


def fits(row: Row, text: str) -> bool:
    """Whether the row's pattern fits a sentence, alone as it stands, without the article around it."""
    one = sentence(language("en"), text, 0, Stretch(0, len(text), 0))
    return next(row_matches(row, one.codes), None) is not None


@pytest.mark.parametrize("row", ROWS)
def test_the_row_reads_its_example(row: Row) -> None:
    assert row.example, "a row has the sentence that it was written for"
    assert fits(row, row.example)


@pytest.mark.parametrize("row", ROWS)
def test_the_row_does_not_read_its_near_miss(row: Row) -> None:
    assert row.near_miss, "a row has a near miss"
    assert row.name not in {claim.rule for claim in claims(row.near_miss)}


@pytest.mark.parametrize("name", languages())
def test_names_of_rows_are_unique(name: str) -> None:
    names = [row.name for row in language(name).rows]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("name", languages())
def test_no_kind_stands_twice_in_a_table(name: str) -> None:
    folder = files("exchange_ledger.languages") / name
    for table in folder.iterdir():
        kinds = re.findall(r"^([A-Za-z_]+):", table.read_text(encoding="utf-8"), re.MULTILINE)
        assert len(kinds) == len(set(kinds)), f"{table.name}: of two tables of one kind the later hides the first"

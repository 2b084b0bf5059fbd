"""What holds for every text, whoever thought of it: offsets, quotes, values, tables and faults."""

from __future__ import annotations

import csv
import io
import json
import os
import tempfile
from dataclasses import fields, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from exchange_ledger.extract import extract, states
from exchange_ledger.faults import LedgerError
from exchange_ledger.identity import named
from exchange_ledger.package.quotes import limit_quotes
from exchange_ledger.package.tables import cell_text, csv_text, json_of, row_from
from exchange_ledger.package.verify import ledger_faults, quote_faults
from exchange_ledger.read import read_seeds
from exchange_ledger.reconcile import reconcile
from exchange_ledger.records import TABLES, Row
from exchange_ledger.schema import cells, changed, column_cells, columns, types
from exchange_ledger.stages import Article
from tests.hostile.articles import TEXTS, article

NIGHTLY = bool(os.environ.get("EXCHANGE_LEDGER_NIGHTLY"))

EXAMPLES = settings(
    max_examples=2_000 if NIGHTLY else 90,
    deadline=None,
    derandomize=not NIGHTLY,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
)
"""Six properties, one of them for each table: over 500 examples, always the same; at night over 10,000 others."""


def lines_of(error: LedgerError) -> list[str]:
    lines = str(error).splitlines()
    assert len(lines) == len(error.faults)
    return lines


def check_article(found: Article) -> None:
    """Assert what must hold of every extraction."""
    extraction = extract(found)
    for claim in extraction.claims:
        assert claim.quote_start is not None
        assert claim.quote
        assert found.text[claim.quote_start : claim.quote_end] == claim.quote
        assert found.text[: claim.quote_start].endswith(claim.quote_prefix)
        assert found.text[claim.quote_end :].startswith(claim.quote_suffix)
        assert states(claim.quote, claim), claim
        assert named(claim) == claim
        end = claim.quote_end or 0
        assert not any(span.start < end and claim.quote_start < span.end for span in found.furniture), claim
    for row in extraction.review:
        assert 0 <= row.start < row.end <= len(found.text)
        assert row.reason
    for span in extraction.ignored:
        assert 0 <= span.start <= span.end <= len(found.text)
    for mention in extraction.mentions:
        assert found.text[mention.start : mention.end] == mention.quote
    assert extract(found) == extraction


@EXAMPLES
@given(TEXTS)
def test_every_claim_has_its_true_place_and_its_value_is_in_its_quote(text: str) -> None:
    check_article(article(text))


@EXAMPLES
@given(st.lists(TEXTS, min_size=1, max_size=3))
def test_every_ledger_is_sound(texts: list[str]) -> None:
    """From texts to the verified rows of a package: whatever the texts say, nothing unsound follows."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "articles").mkdir()
        for number, text in enumerate(texts):
            (folder / "articles" / f"a{number}.txt").write_text(text, encoding="utf-8", newline="")
        rows = [f"a{number},a{number}.txt,The Daily Ledger,2025-01-{10 + number}" for number in range(len(texts))]
        (folder / "sources.csv").write_text("\n".join(["source_id,file,publisher,published", *rows]), encoding="utf-8")
        try:
            seeds = read_seeds(folder)
        except LedgerError as error:
            assert lines_of(error)
            return
        for found in seeds.articles:
            with (folder / "articles" / found.source.file).open(encoding="utf-8-sig") as stream:
                assert found.text == stream.read()
        ledger = reconcile(seeds, [extract(found) for found in seeds.articles])
        assert list(quote_faults(ledger, folder, states)) == []
        limited = limit_quotes(ledger)
        assert list(ledger_faults(limited)) == []
        assert reconcile(seeds, [extract(found) for found in reversed(seeds.articles)]) == ledger


@EXAMPLES
@given(TEXTS)
@example("\r\nOne.\rTwo.\r\n\n")
def test_furniture_is_marked_in_order_and_within_the_text(text: str) -> None:
    spans = article(text).furniture
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(one.end <= two.start for one, two in pairwise(spans))


CELLS = st.one_of(
    st.sampled_from(["", "report.txt", "2025-01-15", "2025-02-30", "https://ledger.example/1", "javascript:1", "en",
                     "500", "-1", "٤", "../report.txt", "ledger", "Ledger", "a,b", 'a"b', "\x00", "\ufeff"]),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
)  # fmt: skip
HEADERS = st.lists(
    st.sampled_from(["source_id", "file", "publisher", "title", "published", "url", "quote_limit", "unknown", ""]),
    min_size=1, max_size=8,
)  # fmt: skip


@EXAMPLES
@given(st.one_of(
    st.tuples(HEADERS, st.lists(st.lists(CELLS, max_size=8), max_size=4)).map(
        lambda table: "\n".join(",".join(row) for row in [table[0], *table[1]]).encode()
    ),
    st.binary(max_size=200),
), st.sampled_from(["sources.csv", "statements.csv", "corrections.csv"]))  # fmt: skip
def test_every_table_is_read_or_refused_in_lines(content: bytes, name: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        articles = Path(folder) / "articles"
        articles.mkdir()
        (articles / "report.txt").write_text("Published: 15 January 2025\n\nNothing happened.\n", encoding="utf-8")
        (Path(folder) / name).write_bytes(content)
        try:
            seeds = read_seeds(Path(folder))
        except LedgerError as error:
            assert all(line.startswith(folder) for line in lines_of(error))
            return
        assert [found.source.file for found in seeds.articles] == ["report.txt"]


@EXAMPLES
@given(st.one_of(
    st.binary(max_size=300),
    TEXTS.map(lambda text: f"<html><head><title>{text[:40]}</title></head><body><p>{text}</p></body></html>".encode()),
    st.lists(st.sampled_from(["<p>", "</p>", "<div>", "<table>", "<!--", "<![CDATA[", "]]>", "<script>", "</script>",
                              "&#0;", "&#xD800;", "&lt;", "\x00", "Ukraine brought 84 servicemen home. "]),
             max_size=30).map(lambda parts: "".join(parts).encode()),
))  # fmt: skip
def test_every_page_is_read_or_refused_in_lines(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        articles = Path(folder) / "articles"
        articles.mkdir()
        (articles / "page.html").write_bytes(content)
        (Path(folder) / "sources.csv").write_text("file,published\npage.html,2025-01-15\n", encoding="utf-8")
        try:
            seeds = read_seeds(Path(folder))
        except LedgerError as error:
            assert lines_of(error)
            return
        assert read_seeds(Path(folder)) == seeds, "read again, it is the same"
        check_article(seeds.articles[0])


CARRIED = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\x00"), max_size=30)


def _values(kind: type, required: bool) -> st.SearchStrategy[Any]:
    known: dict[type, st.SearchStrategy[Any]] = {
        str: CARRIED.filter(bool) if required else CARRIED,
        int: st.integers(-(10**15), 10**15),
        float: st.one_of(st.floats(allow_nan=False, allow_infinity=False), st.integers(-(10**9), 10**9).map(float)),
        bool: st.booleans(),
    }
    return known[kind] if required or kind is bool or kind is str else st.none() | known[kind]


def rows(table: type[Row]) -> st.SearchStrategy[Row]:
    """Return a strategy for rows of a table with any content that its columns' types allow."""
    kinds = types(table)
    optional = {found.name: found.default is None for found in fields(table)}
    return st.builds(table, **{name: _values(kind, not optional[name]) for name, kind in kinds.items()})


@EXAMPLES
@given(st.data())
@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.table)
def test_rows_survive_csv_and_json(table: type[Row], data: st.DataObject) -> None:
    found = data.draw(st.lists(rows(table), max_size=3))
    texts = [[cell_text(value) for value in cells(row).values()] for row in found]
    header, *read = csv.reader(io.StringIO(csv_text(table, found), newline=""), strict=True)
    assert header == list(columns(table))
    assert read == texts
    again = [row_from(table, values) for values in json.loads(json_of(table, column_cells(table, found)))]
    assert again == [_as_written(row) for row in found]
    assert csv_text(table, again) == csv_text(table, found)


def _as_written(row: Row) -> Row:
    """Return the row with 0.0 for -0.0: both are written as 0."""
    zeros = {name: 0.0 for name, kind in types(type(row)).items() if kind is float and getattr(row, name) == 0}
    return replace(row, **zeros)  # type: ignore[arg-type]


@EXAMPLES
@given(st.data())
@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.table)
def test_a_changed_row_is_a_replaced_one(table: type[Row], data: st.DataObject) -> None:
    one, other = data.draw(rows(table)), data.draw(rows(table))
    names = data.draw(st.sets(st.sampled_from(list(columns(table)))))
    others: dict[str, Any] = {name: getattr(other, name) for name in names}
    before = replace(one)
    assert changed(one, **others) == replace(one, **others)
    assert one == before
    with pytest.raises(TypeError):
        changed(one, colour="red")

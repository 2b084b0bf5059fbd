"""What is written as CSV and JSON is read back as the same rows, whatever stands in their cells."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exchange_ledger.faults import LedgerError
from exchange_ledger.package.tables import cell_text, csv_text, json_of, load_ledger, row_from
from exchange_ledger.records import TABLES, Claim, Exchange, Ledger, Row
from exchange_ledger.schema import Cell, cells, column_cells, columns, types
from tests.package_sample import PEOPLE, ledger

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=0, max_size=30)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)


@pytest.mark.parametrize(
    ("value", "expected"),
    [(None, ""), (True, "true"), (False, "false"), (0, "0"), (150, "150"), (2.5, "2.5"), (-1, "-1"), ("=1+1", "=1+1")],
)
def test_a_cell_in_csv(value: Cell, expected: str) -> None:
    assert cell_text(value) == expected


def test_lines_end_in_lf_and_quotation_marks_are_doubled() -> None:
    text = csv_text(Claim, [replace(PEOPLE, quote='a "b", c\nd')])
    assert "\r" not in text
    assert '"a ""b"", c\nd"' in text
    assert text.startswith("claim_id,source_id,exchange_id,scope,measure,")


def test_spaces_at_the_ends_are_kept_by_quotation_marks() -> None:
    text = csv_text(Claim, [replace(PEOPLE, quote=" a", note="b\t", text_value="c d")])
    assert '," a",' in text
    assert ',"b\t"' in text
    assert ",c d," in text


def test_an_empty_table_is_a_header_and_an_empty_array() -> None:
    assert csv_text(Exchange, []) == ",".join(columns(Exchange)) + "\n"
    assert json.loads(json_of(Exchange, column_cells(Exchange, []))) == []


def test_a_row_of_json_is_a_line() -> None:
    text = json_of(Claim, column_cells(Claim, ledger().claims))
    assert len(text.splitlines()) == len(ledger().claims) + 2


@given(note=TEXTS, quote=TEXTS, value=st.none() | NUMBERS)
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_cell_comes_back(note: str, quote: str, value: float | None) -> None:
    row = replace(PEOPLE, note=note, quote=quote, value=value)
    record = json.loads(json_of(Claim, column_cells(Claim, [row])))[0]
    assert row_from(Claim, record) == row
    read = list(csv.DictReader(io.StringIO(csv_text(Claim, [row]), newline="")))
    assert read == [{name: cell_text(cell) for name, cell in cells(row).items()}]
    assert (float(read[0]["value"]) if read[0]["value"] else None) == value


def write(folder: Path, rows: Ledger) -> None:
    for table in TABLES:
        text = json_of(table, column_cells(table, getattr(rows, table.table)))
        (folder / f"{table.table}.json").write_text(text, encoding="utf-8")


def test_a_ledger_comes_back_whole(tmp_path: Path) -> None:
    write(tmp_path, ledger())
    assert load_ledger(tmp_path) == ledger()


@pytest.mark.parametrize(
    "text",
    [
        "", "{}", "[1]", "[{}]", '[{"exchange_id": "2024"}]', "null",
        json.dumps([{**cells(ledger().exchanges[0]), "claims": "7"}]),
        json.dumps([{**cells(ledger().exchanges[0]), "claims": True}]),
        json.dumps([{**cells(ledger().exchanges[0]), "claims": 7.0}]),
        json.dumps([{**cells(ledger().exchanges[0]), "date": ["2024"]}]),
        json.dumps([{**cells(ledger().exchanges[0]), "more": 1}]),
        json.dumps([list(cells(ledger().exchanges[0]))]),
    ],
)  # fmt: skip
def test_a_file_that_is_no_table_is_one_line(tmp_path: Path, text: str) -> None:
    write(tmp_path, ledger())
    (tmp_path / "exchanges.json").write_text(text, encoding="utf-8")
    with pytest.raises(LedgerError, match=r"exchanges\.json") as caught:
        load_ledger(tmp_path)
    assert "\n" not in str(caught.value)


READ = [table for table in TABLES if table.table not in ("withdrawn", "changes")]


@pytest.mark.parametrize("table", READ, ids=lambda table: table.table)
def test_the_sample_fills_every_table(table: type[Row]) -> None:
    rows = getattr(ledger(), table.table)
    assert rows
    assert all(set(cells(row)) == set(types(table)) for row in rows)

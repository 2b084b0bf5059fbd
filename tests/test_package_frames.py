"""Read by pandas with its defaults, the tables hold the same numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from exchange_ledger.package.frames import frame_faults
from exchange_ledger.package.tables import csv_text
from exchange_ledger.records import TABLES, Exchange, Ledger
from exchange_ledger.schema import column_cells, csv_name

LEDGER = Ledger(
    exchanges=tuple(
        Exchange(exchange_id=day, date=day, kind="prisoners", standing="quoted", returned_to_ukraine=count)
        for day, count in (("2024-03-14", 84), ("2024-03-15", None), ("2024-03-16", 79))
    )
)
CELLS = {table.table: column_cells(table, getattr(LEDGER, table.table)) for table in TABLES}


@pytest.fixture
def package(tmp_path: Path) -> Path:
    for table in TABLES:
        (tmp_path / csv_name(table)).write_text(csv_text(table, getattr(LEDGER, table.table)), encoding="utf-8")
    return tmp_path


def test_what_was_written_is_read(package: Path) -> None:
    assert not list(frame_faults(package, CELLS))


@pytest.mark.parametrize(("was", "now"), [(",84,", ",85,"), (",84,", ",,"), (",84,", ",8 4,")])
def test_a_number_that_is_read_otherwise_is_a_fault(package: Path, was: str, now: str) -> None:
    path = package / "exchanges.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(was, now), encoding="utf-8")
    faults = [fault.what for fault in frame_faults(package, CELLS)]
    assert faults == ["pandas reads column returned_to_ukraine otherwise than it was written"]


def test_a_row_that_is_lost_is_a_fault(package: Path) -> None:
    path = package / "exchanges.csv"
    path.write_text("\n".join(path.read_text(encoding="utf-8").splitlines()[:-1]) + "\n", encoding="utf-8")
    assert list(frame_faults(package, CELLS))

"""The written tables as most people load them: read by pandas with its defaults, no number may be lost or bent."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from exchange_ledger.faults import Fault
from exchange_ledger.package.tables import Tables
from exchange_ledger.records import TABLES, Row
from exchange_ledger.schema import columns, csv_name, types

_REMEDY = "this is a fault of the program: please report it"


def frame_faults(package: Path, cells: Tables) -> Iterator[Fault]:
    """Yield a fault for each column of numbers in which pandas, reading CSV, finds other gaps or sums than in `cells`.

    One stray text in such a column would turn all of it into text, one empty row would shift it, without a word.
    """
    import pandas

    for table in TABLES:
        written = dict(zip(columns(table), cells[table.table], strict=True))
        frame = pandas.read_csv(package / csv_name(table), usecols=_numbers(table))
        for name in _numbers(table):
            known = [value for value in written[name] if isinstance(value, int | float)]
            seen = pandas.to_numeric(frame[name], errors="coerce").dropna()
            if (len(frame), len(seen), float(seen.sum())) != (len(written[name]), len(known), float(sum(known))):
                yield Fault(csv_name(table), f"pandas reads column {name} otherwise than it was written", _REMEDY)


def _numbers(table: type[Row]) -> list[str]:
    return [name for name, kind in types(table).items() if kind in (int, float)]

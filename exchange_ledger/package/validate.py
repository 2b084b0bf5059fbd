"""The written package, validated four ways: the standard's own profile, frictionless, pandas, and reading it back.

That JSON holds the rows is asked at once; all else needs nothing but the files, so that another process can do it
meanwhile: what other people's tools say, which takes the longest, and that CSV holds the cells of JSON.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from exchange_ledger.cache import Store
from exchange_ledger.faults import Fault, LedgerError
from exchange_ledger.package.frames import frame_faults
from exchange_ledger.package.sound import frictionless_faults
from exchange_ledger.package.tables import Tables, column_texts, read_columns, read_tables
from exchange_ledger.records import TABLES, Row
from exchange_ledger.schema import columns, csv_name

_REMEDY = "this is a fault of the program: please report it"


@cache
def profile() -> dict[str, Any]:
    """Return the profile of Data Package 2.0 as a JSON Schema (draft 7) without references to elsewhere."""
    text = (files("exchange_ledger.package") / "profile" / "data-package-2-0.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def profile_faults(package: Path) -> Iterator[Fault]:
    """Yield a fault for each place in datapackage.json that the profile of the standard does not allow."""
    from jsonschema import Draft7Validator

    descriptor = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    for error in Draft7Validator(profile()).iter_errors(descriptor):
        yield Fault(f"datapackage.json: {error.json_path}", f"against the profile: {error.message[:200]}", _REMEDY)


def read_back(package: Path, cells: Tables) -> None:
    """Raise LedgerError naming each written JSON file that does not hold the cells that were to be written."""
    faults = [
        Fault(f"{table.table}.json", "read back, it is not what was written", _REMEDY)
        for table in TABLES
        if list(map(list, read_columns(package, table))) != list(map(list, cells[table.table]))
    ]
    if faults:
        raise LedgerError(faults)


def csv_faults(package: Path, cells: Tables) -> Iterator[Fault]:
    """Yield a fault for each CSV file that does not hold the cells of its table's JSON file."""
    for table in TABLES:
        if _csv_columns(package, table) != list(map(column_texts, cells[table.table])):
            yield Fault(csv_name(table), "read back, it is not what stands in the JSON file", _REMEDY)


def _csv_columns(package: Path, table: type[Row]) -> list[list[str]]:
    """Return the texts in a table's CSV file column by column; none if it is no such table."""
    try:
        with (package / csv_name(table)).open(encoding="utf-8", newline="") as stream:
            header, *rows = csv.reader(stream, strict=True)
        found = list(map(list, zip(*rows, strict=True))) or [[] for _ in header]
    except (csv.Error, ValueError):  # no CSV; no text or no header; rows of different lengths
        return []
    return found if header == list(columns(table)) else []


def hash_faults(package: Path) -> Iterator[Fault]:
    """Yield a fault for each resource whose file has other bytes than the descriptor says."""
    descriptor = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    for resource in descriptor["resources"]:
        content = (package / resource["path"]).read_bytes()
        if (len(content), f"sha256:{hashlib.sha256(content).hexdigest()}") != (resource["bytes"], resource["hash"]):
            yield Fault(resource["path"], "its bytes are not those that datapackage.json describes", _REMEDY)


def tools_faults(package: Path, store: Store | None = None) -> list[Fault]:
    """Return every fault that is found in a package whose JSON files were read back unharmed.

    Found by the profile, frictionless and pandas, by comparing CSV with JSON, and the files' bytes with what the
    descriptor says. `store` keeps which tables frictionless has found sound.
    """
    told = [*profile_faults(package), *hash_faults(package), *frictionless_faults(package, store)]
    cells = read_tables(package)
    return [*told, *csv_faults(package, cells), *frame_faults(package, cells)]

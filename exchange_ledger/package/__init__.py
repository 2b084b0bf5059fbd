"""From the ledger to `datapackage/`: quotes limited, everything verified, written aside, validated, put in place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from exchange_ledger.faults import Fault, LedgerError
from exchange_ledger.package.descriptor import descriptor, descriptor_text
from exchange_ledger.package.placing import placed, write_file
from exchange_ledger.package.quotes import limit_quotes
from exchange_ledger.package.tables import csv_text, json_text, load_ledger
from exchange_ledger.package.verify import ledger_faults, quote_faults
from exchange_ledger.records import TABLES, Ledger
from exchange_ledger.schema import cells
from exchange_ledger.settings import Settings, load_settings
from exchange_ledger.stages import Seeds

__all__ = ["load_ledger", "package_files", "placed", "write_package"]


def write_package(ledger: Ledger, seeds: Seeds, target: Path, settings: Settings | None = None) -> None:
    """Write the package into `target`; what stood there stays until the new one is whole and validated.

    The files of `seeds.folder` are read once more to verify the quotes. Raises LedgerError with every fault.
    """
    from exchange_ledger.extract import states
    from exchange_ledger.package.validate import package_faults

    _demand(quote_faults(ledger, seeds.folder, states))
    limited = limit_quotes(ledger)
    _demand(ledger_faults(limited))
    files = package_files(limited, settings or load_settings())
    with placed(target, "datapackage.json") as folder:
        for name, content in files.items():
            write_file(folder / name, content)
        _demand(package_faults(folder, limited))


def _demand(faults: Iterable[Fault]) -> None:
    found = list(faults)
    if found:
        raise LedgerError(found)


def package_files(ledger: Ledger, settings: Settings) -> Mapping[str, bytes]:
    """Return the bytes of every file of the package by its name; the same ledger and settings give the same bytes."""
    files: dict[str, bytes] = {}
    for table in TABLES:
        rows = getattr(ledger, table.table)
        files[f"{table.table}.csv"] = csv_text(table, rows).encode()
        files[f"{table.table}.json"] = json_text(cells(row) for row in rows).encode()
    files["datapackage.json"] = descriptor_text(descriptor(ledger, files, settings, "1.0.0")).encode()
    return files

"""From the ledger to `datapackage/`: quotes limited, everything verified, written aside, validated, put in place."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from exchange_ledger.cache import Store
from exchange_ledger.faults import Fault, LedgerError
from exchange_ledger.package.descriptor import descriptor, descriptor_text
from exchange_ledger.package.quotes import limit_quotes
from exchange_ledger.package.release import last_release
from exchange_ledger.package.tables import Tables, cells_of, csv_of, json_of, load_ledger
from exchange_ledger.package.verify import ledger_faults, quote_faults
from exchange_ledger.package.versions import versioned
from exchange_ledger.place import aside, building, place, refuse
from exchange_ledger.records import TABLES, Ledger
from exchange_ledger.schema import csv_name
from exchange_ledger.settings import Settings, load_settings
from exchange_ledger.stages import Seeds

__all__ = [
    "Staged", "load_ledger", "package_files", "refuse_foreign", "stage_package", "validate_package", "verify_files",
    "verify_quotes", "write_package",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Staged:
    """What a package was written from: its rows, and their cells as every format holds them."""

    ledger: Ledger
    cells: Tables


def write_package(ledger: Ledger, seeds: Seeds, target: Path, settings: Settings | None = None) -> None:
    """Write the package into `target`; what stood there stands until the new one is whole and validated.

    Raises LedgerError with every fault: see `stage_package`, `verify_quotes`, `verify_files`, `validate_package` and
    `place.building`.
    """
    refuse_foreign(target)
    with building([target]):
        verify_quotes(ledger, seeds.folder)
        staged = stage_package(ledger, seeds, aside(target), settings)
        verify_files(aside(target), staged.cells)
        validate_package(aside(target))
        place([target])


def stage_package(ledger: Ledger, seeds: Seeds, folder: Path, settings: Settings | None = None) -> Staged:
    """Write the package into `folder`, which must not exist yet, and return what was written.

    Raises LedgerError with every cell, key or order that does not keep to the schema. Whether the quotes stand in the
    articles, whether the files hold these rows, and what other people's tools say of them, are other steps:
    `verify_quotes`, `verify_files` and `validate_package`.
    """
    published, version = versioned(limit_quotes(ledger), last_release(seeds.folder))
    _demand(ledger_faults(published))
    folder.mkdir(parents=True)
    staged = Staged(published, cells_of(published))
    for name, content in package_files(published, settings or load_settings(), version, staged.cells).items():
        write_file(folder / name, content)
    return staged


def verify_quotes(ledger: Ledger, folder: Path | None) -> None:
    """Raise LedgerError for each quote that is not in its article or does not state its claim's value.

    `ledger` is what is to be published, before quotes are limited; the articles below `folder`, the input folder, are
    read once more.
    """
    from exchange_ledger.extract import states

    _demand(quote_faults(ledger, folder, states))


def verify_files(folder: Path, cells: Tables) -> None:
    """Raise LedgerError naming each JSON file of a package that does not hold these cells."""
    from exchange_ledger.package.validate import read_back

    read_back(folder, cells)


def validate_package(folder: Path, store: Store | None = None) -> None:
    """Raise LedgerError with every fault that is found in a staged package: see `validate.tools_faults`.

    It needs nothing but the files, so that another process can do it meanwhile; `store` keeps which tables frictionless
    has found sound.
    """
    from exchange_ledger.package.validate import tools_faults

    _demand(tools_faults(folder, store))


def refuse_foreign(target: Path) -> None:
    """Raise LedgerError if `target` is a folder with something in it that is no package: it is somebody else's."""
    refuse(target, "datapackage.json", "a package")


def write_file(path: Path, content: bytes) -> None:
    """Write a file and see it through to the disk, so that a folder is never put in place with half of its files."""
    with path.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _demand(faults: Iterable[Fault]) -> None:
    found = list(faults)
    if found:
        raise LedgerError(found)


def package_files(ledger: Ledger, settings: Settings, version: str, cells: Tables | None = None) -> Mapping[str, bytes]:
    """Return the bytes of every file of the package by its name; the same arguments give the same bytes.

    `cells` are those of the ledger, if they are known.
    """
    files: dict[str, bytes] = {}
    known = cells or cells_of(ledger)
    for table in TABLES:
        files[csv_name(table)] = csv_of(table, known[table.table]).encode()
        files[f"{table.table}.json"] = json_of(table, known[table.table]).encode()
    files["datapackage.json"] = descriptor_text(descriptor(ledger, files, settings, version)).encode()
    return files

"""Frictionless over a package, table by table; a table that it has found sound before is not read by it again.

What it says of a table follows from the table's file, its part of the descriptor, and, for foreign keys, from the
columns of other tables that they refer to. Under a hash of all that, and of the program with all it runs on, is kept
that there was no error; nothing else is ever kept.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from exchange_ledger.cache import Store
from exchange_ledger.contents import content_of
from exchange_ledger.faults import Fault

_REMEDY = "this is a fault of the program: please report it"
_SOUND = b"sound"

Json = dict[str, Any]


def frictionless_faults(package: Path, store: Store | None = None) -> Iterator[Fault]:
    """Yield a fault for each error that frictionless finds in the descriptor and in every table.

    Of tables that `store` knows to be sound it is not asked again.
    """
    from frictionless import FrictionlessException, Package

    try:
        found = Package(str(package / "datapackage.json"))
        found.to_descriptor(validate=True)
    except FrictionlessException as error:
        yield Fault("datapackage.json", f"frictionless: {error}", _REMEDY)
        return
    keys = _keys(package, store) if store else {}
    known = store.known(list(keys.values())) if store else {}
    sound: dict[str, bytes] = {}
    for resource in found.resources:
        key = keys.get(str(resource.name), "")
        if known.get(key) == _SOUND:
            continue
        report = resource.validate()
        for place, title, message in report.flatten(["name", "title", "message"]):
            yield Fault(f"datapackage.json: {place}", f"frictionless: {title}: {message}", _REMEDY)
        if report.valid and key:
            sound[key] = _SOUND
    if store:
        store.keep(sound, keys.values())


def _keys(package: Path, store: Store) -> dict[str, str]:
    """Return, by the name of each resource, under which name is kept that it is sound; none for a broken package."""
    resources: list[Json] = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    named = {resource["name"]: resource for resource in resources}
    columns = cache(_columns)  # most keys refer to the same few
    try:
        return {name: store.key(*_parts(package, resource, named, columns)) for name, resource in named.items()}
    except (OSError, ValueError, LookupError):  # frictionless will say what is wrong
        return {}


def _parts(
    package: Path, resource: Json, named: dict[str, Json], columns: Callable[[Path, tuple[str, ...]], str]
) -> Iterator[str]:
    """Yield everything that the validation of a resource follows from, but the program."""
    yield json.dumps(resource, sort_keys=True)
    yield content_of(str(package / resource["path"]))
    for key in resource.get("schema", {}).get("foreignKeys", ()):
        other = named[key["reference"]["resource"] or resource["name"]]
        yield json.dumps([other["path"], other.get("dialect"), other.get("schema")], sort_keys=True)
        yield columns(package / other["path"], tuple(key["reference"]["fields"]))


def _columns(path: Path, names: tuple[str, ...]) -> str:
    """Return a hash of some columns of a CSV file."""
    with path.open(encoding="utf-8", newline="") as stream:
        header, *rows = csv.reader(stream)
    places = [header.index(name) for name in names]
    return hashlib.sha256(json.dumps([[row[place] for place in places] for row in rows]).encode()).hexdigest()

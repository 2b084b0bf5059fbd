"""The bill of materials: `python -m tests.sbom requirements.txt > sbom.cdx.json` (CycloneDX 1.6, as JSON).

Made from a lock file and from what its packages, installed here, say of themselves; the same lock gives the same bytes.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

_ENTRY = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)(?P<rest>(?:.*\\\n)*.*)$", re.MULTILINE)


@dataclass(frozen=True)
class Locked:
    """One package of a lock file: its name in canonical form, its version, the SHA-256 of the files it may come in."""

    name: str
    version: str
    hashes: tuple[str, ...]


def locked(path: Path) -> tuple[Locked, ...]:
    """Return the packages of a lock file by name."""
    entries = (
        Locked(canonicalize_name(found["name"]), found["version"], tuple(re.findall(r"sha256:(\w{64})", found["rest"])))
        for found in _ENTRY.finditer(path.read_text(encoding="utf-8"))
    )
    return tuple(sorted(entries, key=lambda entry: (entry.name, entry.version)))


def installed(name: str) -> Distribution | None:
    """Return what is installed of a package; None where this system does not need it."""
    try:
        return distribution(name)
    except PackageNotFoundError:
        return None


def licence(name: str) -> str:
    """Return the licence that an installed package declares: its expression, else its classifiers, else its text."""
    found = installed(name)
    if found is None:
        return ""
    metadata = found.metadata
    classified = [line.rsplit(" :: ", 1)[-1] for line in metadata.get_all("Classifier") or () if "License ::" in line]
    texts = [
        *(metadata.get_all("License-Expression") or ()),
        "; ".join(classified),
        *(metadata.get_all("License") or ()),
    ]
    return " ".join(next(filter(None, texts), "").split())[:100] or _licence_file(found)


def _licence_file(found: Distribution) -> str:
    for path in found.files or ():
        if re.match(r"(?i)(licen[cs]e|copying)", path.name):
            return path.read_text(encoding="utf-8").strip().splitlines()[0].strip()
    return ""


def needs(name: str) -> Iterator[str]:
    """Yield the names of the packages that an installed package needs on this system."""
    found = installed(name)
    for line in (found.requires or ()) if found else ():
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            yield canonicalize_name(requirement.name)


def _address(entry: Locked) -> str:
    return f"pkg:pypi/{entry.name}@{entry.version}"


def _component(entry: Locked) -> dict[str, Any]:
    address = _address(entry)
    component: dict[str, Any] = {
        "type": "library", "bom-ref": address, "name": entry.name, "version": entry.version, "purl": address,
        "hashes": [{"alg": "SHA-256", "content": digest} for digest in sorted(entry.hashes)],
    }  # fmt: skip
    known = licence(entry.name)
    return component | {"licenses": [{"license": {"name": known}}]} if known else component


def bill_of_materials(lock: Path) -> dict[str, Any]:
    """Return the bill of materials of a lock file."""
    entries = locked(lock)
    addresses: dict[str, list[str]] = {}
    for entry in entries:  # a lock for all systems may hold a package in two versions
        addresses.setdefault(entry.name, []).append(_address(entry))
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "bom-ref": "exchange-ledger", "name": "exchange-ledger"}},
        "components": [_component(entry) for entry in entries],
        "dependencies": [
            {
                "ref": _address(entry),
                "dependsOn": sorted(on for name in needs(entry.name) for on in addresses.get(name, ())),
            }
            for entry in entries
        ],
    }


if __name__ == "__main__":
    json.dump(bill_of_materials(Path(sys.argv[1])), sys.stdout, indent=1)
    sys.stdout.write("\n")

"""The published package as downloads and metadata see it: rows, descriptor, settings, and the facts about the whole."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from exchange_ledger.package.tables import Tables, ledger_of, read_tables
from exchange_ledger.records import TABLES, Claim, Exchange, Ledger, Row
from exchange_ledger.schema import Cell, columns, summary
from exchange_ledger.settings import Settings

Json = dict[str, Any]

_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False)

SPATIAL = ("Ukraine", "Russia")
LANGUAGE = "en"


@dataclass(frozen=True)
class Published:
    """One package in `folder`; every format and every description is made from this and from nothing else."""

    folder: Path
    settings: Settings
    loaded: Ledger | None = None

    @cached_property
    def ledger(self) -> Ledger:
        """The rows of every table."""
        return self.loaded or ledger_of(self.cells)

    @cached_property
    def cells(self) -> Tables:
        """The cells of every table, column by column, by its name."""
        return read_tables(self.folder)

    def written(self, table: type[Row]) -> Iterator[tuple[Row, str]]:
        """Yield the rows of a table, each with the text of the object that stands for it in the table's JSON file."""
        text = (self.folder / f"{table.table}.json").read_text(encoding="utf-8")
        objects = [line.removesuffix(",") for line in text.split("\n")[1:-2]]
        return zip(getattr(self.ledger, table.table), objects, strict=True)

    @cached_property
    def descriptor(self) -> Json:
        """The content of datapackage.json."""
        found: Json = json.loads((self.folder / "datapackage.json").read_text(encoding="utf-8"))
        return found

    @property
    def name(self) -> str:
        """The package's name, by which its files are called."""
        return str(self.descriptor["name"])

    @property
    def title(self) -> str:
        """The package's title."""
        return str(self.descriptor["title"])

    @property
    def version(self) -> str:
        """The version of the data."""
        return str(self.descriptor["version"])

    @property
    def day(self) -> str:
        """The last day that the data know of (ISO 8601), which stands for the day of the build; empty if none."""
        return str(self.descriptor.get("created", ""))[:10]

    @property
    def description(self) -> str:
        """What the package is, in a few paragraphs."""
        return str(self.descriptor["description"])

    @property
    def citation(self) -> str:
        """How to cite the whole: creator, title, version, day, address."""
        lead = self.settings.citation or f"{self.settings.creator}, {self.title}"
        where = f"https://doi.org/{self.settings.doi}" if self.settings.doi else self.settings.base
        return ", ".join(part for part in (lead, f"version {self.version}", self.day, where) if part)

    @cached_property
    def temporal(self) -> tuple[str, str]:
        """First and last day that the data are about, as exact as known; empty if there is none."""
        days = [row.date for row in self.ledger.exchanges]
        days += [day for row in self.ledger.totals for day in (row.period_start, row.period_end) if day]
        return (min(days), max(days)) if days else ("", "")

    @property
    def files(self) -> list[Json]:
        """The files of the package as datapackage.json lists them: path, mediatype, bytes, hash, title, description."""
        found: list[Json] = self.descriptor["resources"]
        return found

    def address(self, path: str) -> str:
        """Return the address of a page or file of the site; relative to the site's root if it has no address yet."""
        return self.settings.base + path

    def exchange_path(self, exchange: Exchange | str) -> str:
        """Return the path of an exchange's page below the site's root."""
        name = exchange if isinstance(exchange, str) else exchange.exchange_id
        return f"exchanges/{name}/"

    def claim_path(self, claim: Claim) -> str:
        """Return the path of a claim's anchor: on its exchange's page, or among the totals."""
        page = self.exchange_path(claim.exchange_id) if claim.exchange_id else "totals/"
        return f"{page}#claim-{claim.claim_id}"

    def tables(self) -> Iterator[tuple[type[Row], Sequence[Sequence[Cell]]]]:
        """Yield every table with its cells, column by column, in the order in which tables are presented."""
        for table in TABLES:
            yield table, self.cells[table.table]

    def dictionary(self) -> Iterator[tuple[str, str, str, str, str]]:
        """Yield table, column, title, description and unit of every column; the table itself with an empty column."""
        for table in TABLES:
            yield table.table, "", table.table, summary(table), ""
            for name, column in columns(table).items():
                yield table.table, name, column.title, column.description, column.unit


def json_bytes(content: Json) -> bytes:
    """Return an object as a JSON document: a line for each key, and for each row of a list; UTF-8."""
    return json_document({name: json_value(value) for name, value in content.items()})


def json_value(value: Any) -> str:
    """Return a value as JSON: a list of objects has a line for each of them, anything else is one line."""
    if isinstance(value, list) and all(isinstance(row, dict) for row in value):
        return json_rows(map(_ENCODER.encode, value))
    return _ENCODER.encode(value)


def json_rows(objects: Iterable[str]) -> str:
    """Return an array of objects that are JSON already, each on a line of its own."""
    lines = ",\n".join(objects)
    return f"[\n{lines}\n]" if lines else "[]"


def json_document(values: Mapping[str, str]) -> bytes:
    """Return an object whose values are JSON already, each on a line of its own."""
    lines = ",\n".join(f"{_ENCODER.encode(name)}: {value}" for name, value in values.items())
    return f"{{\n{lines}\n}}\n".encode()

"""Every column is described once, in records.py, and every schema follows from that."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest

from exchange_ledger import vocabulary
from exchange_ledger.records import TABLES, Check, Claim, Exchange, Ledger, Row, Source
from exchange_ledger.schema import (
    TITLES,
    Cell,
    cell,
    columns,
    field_schema,
    foreign_keys,
    table_named,
    table_schema,
    warnings_for,
)

FIELDS: list[tuple[type[Row], str, dict[str, Any]]] = [
    (Claim, "claim_id", {"type": "string", "constraints": {"required": True, "unique": True}}),
    (Claim, "value", {"type": "number", "title": "Value"}),
    (Claim, "quote_start", {"type": "integer", "unit": "characters", "constraints": {"minimum": 0}}),
    (Claim, "side", {"type": "string", "constraints": {"enum": ["ukraine", "russia", "both"]}}),
    (Exchange, "disputed", {"type": "boolean", "constraints": {"required": True}}),
    (Source, "published", {"type": "date"}),
    (Source, "url", {"type": "string", "format": "uri"}),
    (Check, "expression", {"example": "3956 + 25 + 150 = 4131"}),
]


@pytest.mark.parametrize(("table", "name", "expected"), FIELDS)
def test_a_field_says_what_its_column_says(table: type[Row], name: str, expected: dict[str, Any]) -> None:
    field = field_schema(table, name)
    constraints = field.get("constraints", {})
    assert {key: field.get(key) for key in expected if key != "constraints"} == {
        key: value for key, value in expected.items() if key != "constraints"
    }
    assert expected.get("constraints", {}).items() <= constraints.items()


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.table)
def test_every_column_is_described_and_every_key_leads_somewhere(table: type[Row]) -> None:
    assert list(columns(table)) == [field.name for field in fields(table)], "a field without a Column"
    for name, column in columns(table).items():
        assert column.title and column.description.endswith("."), f"{table.table}.{name} is not described"
    schema = table_schema(table)
    assert set(schema["primaryKey"]) <= set(columns(table))
    for _, other, column_name in foreign_keys(table):
        assert column_name in columns(table_named(other))


def test_every_table_has_a_title_and_a_place_in_the_ledger() -> None:
    names = {table.table for table in TABLES}
    assert names == {field.name for field in fields(Ledger)}
    assert names == set(TITLES)


@pytest.mark.parametrize(
    ("value", "expected"), [("", None), (0, 0), (0.0, 0), (False, False), (2.5, 2.5), (150.0, 150), ("0", "0")]
)
def test_cells_are_the_same_in_every_format(value: Cell, expected: Cell) -> None:
    found = cell(value)
    assert found == expected
    assert type(found) is type(expected)


def test_every_usage_warning_applies_to_something_that_exists() -> None:
    places = {table.table for table in TABLES}
    places |= {f"{table.table}.{name}" for table in TABLES for name in columns(table)}
    for warning in vocabulary.warnings():
        assert warning.title and warning.text and warning.applies
        assert not set(warning.applies) - places, warning.name
    assert [row["name"] for row in warnings_for("exchanges.date")] == ["partial_dates"]

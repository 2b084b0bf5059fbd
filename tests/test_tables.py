"""YAML is read as plain values, whichever loader reads it."""

from __future__ import annotations

import pytest
import yaml

from exchange_ledger.tables import read_table, read_yaml


def test_a_table_of_a_package_is_read() -> None:
    assert "people_returned" in read_table("exchange_ledger.vocabulary", "measures.yaml")


def test_yaml_makes_plain_values_only() -> None:
    assert read_yaml("a: [1, 2.5, 'x', null, true]") == {"a": [1, 2.5, "x", None, True]}
    with pytest.raises(yaml.YAMLError):
        read_yaml("a: !!python/object/apply:os.getcwd []")

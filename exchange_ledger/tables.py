"""YAML, and the tables that lie beside the code as such: read by the loader in C where there is one."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import yaml

try:
    from yaml import CSafeLoader as Loader
except ImportError:  # it takes ten times as long
    from yaml import SafeLoader as Loader  # type: ignore[assignment]


def read_table(package: str, path: str) -> Any:
    """Return what a YAML file of a package holds, by its path within it."""
    return read_yaml((files(package) / path).read_text(encoding="utf-8"))


def read_yaml(text: str) -> Any:
    """Return what a YAML text holds: nothing but mappings, lists and plain values. Raises yaml.YAMLError."""
    return yaml.load(text, Loader=Loader)


__all__ = ["Loader", "read_table", "read_yaml"]

"""The site's colours, by day and by night, from `extra.ledger.colours` of mkdocs.yml."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mkdocs.utils.yaml import yaml_load

from exchange_ledger.faults import Fault, LedgerError

DEFAULTS: Mapping[str, tuple[str, str]] = {
    "accent": ("#0b5a6f", "#7cc7dc"),
    "ukraine": ("#1d5fa8", "#8ab8f0"),
    "russia": ("#96490a", "#e8a35c"),
    "fails": ("#a3261f", "#ff9d94"),
    "open": ("#7a5a00", "#e6c15a"),
    "holds": ("#23693a", "#86cf9c"),
}


def load_colours(config: Path) -> dict[str, tuple[str, str]]:
    """Return each colour of the site as a pair of `#rrggbb`; a colour that is missing keeps its default.

    Raises LedgerError for a colour that is not a pair of such texts.
    """
    with config.open(encoding="utf-8") as stream:
        given = ((yaml_load(stream).get("extra") or {}).get("ledger") or {}).get("colours") or {}
    faults = [_fault(config, name) for name, pair in sorted(given.items()) if not _is_pair(pair)]
    if faults:
        raise LedgerError(faults)
    return {name: tuple(given.get(name, pair)) for name, pair in DEFAULTS.items()}


def _is_pair(pair: Any) -> bool:
    if not isinstance(pair, list) or len(pair) != 2:
        return False
    return all(isinstance(colour, str) and re.fullmatch(r"#[0-9a-fA-F]{6}", colour) for colour in pair)


def _fault(config: Path, name: str) -> Fault:
    where = f"{config.name}: extra.ledger.colours.{name}"
    return Fault(where, "it is not a pair of colours", 'write ["#rrggbb", "#rrggbb"], by day and by night')

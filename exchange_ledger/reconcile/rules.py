"""The figures behind the checks, read from `rules.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from exchange_ledger.tables import read_table

Part = tuple[str, str]
"""A dimension and a category of it; the category `*` stands for all of them."""


@dataclass(frozen=True, slots=True)
class Partition:
    """Parts that make up a whole; see `rules.yaml` for the meaning of its fields."""

    parts: tuple[Part, ...]
    whole: bool
    of: Part | None
    beside: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Rules:
    """The figures of `rules.yaml`."""

    war_first: date
    war_last: date
    about_share: float
    latest_report_days: int
    stage_days: int
    youngest_age: int
    oldest_age: int
    partitions: tuple[Partition, ...]
    within: dict[Part, frozenset[str]]


def _part(text: str) -> Part:
    dimension, _, category = text.partition("/")
    return dimension, category


@cache
def rules() -> Rules:
    """Return the figures of `rules.yaml`."""
    row = read_table(__package__, "rules.yaml")
    partitions = [
        Partition(
            parts=tuple(map(_part, entry["parts"])),
            whole=entry.get("whole", True),
            of=_part(entry["of"]) if "of" in entry else None,
            beside=tuple(map(_part, entry.get("with", ()))),
        )
        for entry in row["partitions"]
    ]
    return Rules(
        war_first=row["war_starts"]["first"],
        war_last=row["war_starts"]["last"],
        about_share=row["about_share"],
        latest_report_days=row["latest_report_days"],
        stage_days=row["stage_days"],
        youngest_age=row["plausible_age"]["youngest"],
        oldest_age=row["plausible_age"]["oldest"],
        partitions=tuple(partitions),
        within={_part(part): frozenset(categories) for part, categories in row["within"].items()},
    )

"""The subject matter as data: measures and the parts into which people are counted."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from exchange_ledger.tables import read_table

SIDES = ("ukraine", "russia", "both")
CLAIMANT_SIDES = ("ukraine", "russia", "third")
QUALIFIERS = ("exact", "about", "at_least", "more_than", "less_than", "some", "withheld")


@dataclass(frozen=True, slots=True)
class Measure:
    """What a claim can measure; `kind` is count, number or text, `values` the closed list of a text measure."""

    name: str
    title: str
    kind: str
    description: str
    sided: bool
    unit: str = ""
    values: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Dimension:
    """One way of dividing people; `categories` maps each category's name to its title."""

    name: str
    title: str
    categories: dict[str, str]


@dataclass(frozen=True, slots=True)
class Unread:
    """Why an article was not read: `description` ends a sentence about it, `remedy` is for whoever builds."""

    name: str
    description: str
    remedy: str


@dataclass(frozen=True, slots=True)
class UsageWarning:
    """What goes wrong when a table or column is used without thought; `applies` lists `table` and `table.column`."""

    name: str
    title: str
    text: str
    applies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CheckRule:
    """One rule by which figures are held against each other: its name in words and the question that it answers."""

    name: str
    title: str
    question: str


def _load(name: str) -> dict[str, Any]:
    rows: dict[str, Any] = read_table(__name__, name)
    return rows


@cache
def measures() -> dict[str, Measure]:
    """Return every measure by its name, in the order of the file."""
    return {name: Measure(name=name, **row) for name, row in _load("measures.yaml").items()}


@cache
def dimensions() -> dict[str, Dimension]:
    """Return every dimension by its name, in the order of the file."""
    return {name: Dimension(name=name, **row) for name, row in _load("categories.yaml").items()}


def categories() -> tuple[str, ...]:
    """Return the names of all categories of all dimensions."""
    return tuple(name for dimension in dimensions().values() for name in dimension.categories)


@cache
def _names() -> dict[str, str]:
    return {other: name for name, others in _load("names.yaml").items() for other in others}


def canonical(name: str) -> str:
    """Return the name that the ledger uses for a body, state or person: its own spelling if the list has no other.

    Two spellings of one claimant would count as two voices, and of one mediator as two states.
    """
    return _names().get(name, name)


@cache
def unread() -> dict[str, Unread]:
    """Return every reason for which an article is not read, by its name, in the order of the file."""
    return {name: Unread(name=name, **row) for name, row in _load("unread.yaml").items()}


@cache
def warnings() -> tuple[UsageWarning, ...]:
    """Return every usage warning, in the order of the file."""
    rows = _load("warnings.yaml").items()
    return tuple(UsageWarning(name, row["title"], row["text"], tuple(row["applies"])) for name, row in rows)


@cache
def check_rules() -> dict[str, CheckRule]:
    """Return every rule of the checks by its name, in the order in which pages list them."""
    return {name: CheckRule(name=name, **row) for name, row in _load("checks.yaml").items()}

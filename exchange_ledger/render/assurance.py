"""What was measured outside of the build: runs too long for each build, and how well articles are read.

The figures lie in the checkout beside the tests that yield them: `tests/assurance.yaml`, by hand after each run, and
`tests/quality.yaml`, by `python -m tests.quality --update`. Where the files are not there, nothing is said.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from exchange_ledger.fingerprint import ROOT
from exchange_ledger.tables import read_yaml
from exchange_ledger.vocabulary import measures

RUNS = ROOT / "tests" / "assurance.yaml"
QUALITY = ROOT / "tests" / "quality.yaml"


@dataclass(frozen=True, slots=True)
class Run:
    """One test that was run by hand: what of, how many, what it found, on which day, by which command."""

    what: str
    count: int
    unit: str
    found: str
    measured: str
    command: str


@dataclass(frozen=True, slots=True)
class Reading:
    """How one measure is read over the labelled passages: claims in them, precision and recall in per cent."""

    title: str
    claims: int
    precision: float
    recall: float


@dataclass(frozen=True, slots=True)
class Unseen:
    """A first reading of reports that nobody had seen: how many claims they make, found, and read though not made."""

    reports: int
    claims: int
    found: int
    extra: int
    measured: str

    @property
    def precision(self) -> float:
        """The share of what was read that the reports say, in per cent."""
        return 100 * self.found / (self.found + self.extra)

    @property
    def recall(self) -> float:
        """The share of what the reports say that was read, in per cent."""
        return 100 * self.found / self.claims


def unseen(path: Path = RUNS) -> Unseen | None:
    """Return the last first reading of unseen reports, or None if none is written down."""
    known = _load(path).get("unseen")
    return Unseen(**known) if known else None


def runs(path: Path = RUNS) -> tuple[Run, ...]:
    """Return the runs in the order of the file."""
    return tuple(Run(**row) for row in _load(path).get("runs", ()))


def readings(path: Path = QUALITY) -> tuple[Reading, ...]:
    """Return precision and recall of each measure, all together last."""
    titles = {name: measure.title for name, measure in measures().items()} | {"all": "All together"}
    return tuple(
        Reading(titles[name], row["claims"], 100 * row["precision"], 100 * row["recall"])
        for name, row in _load(path).get("measures", {}).items()
    )


def passages(path: Path = QUALITY) -> tuple[int, int]:
    """Return the number of labelled passages, and of those that are read exactly."""
    known = _load(path)
    return known.get("cases", 0), known.get("cases_read_exactly", 0)


def _load(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    known: dict[str, Any] = read_yaml(path.read_text(encoding="utf-8"))
    return known

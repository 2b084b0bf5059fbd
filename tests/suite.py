"""The case suite: passages with every claim that they make, and how a reading is held against them.

A case has `id`, `published`, `text`, `claims` (all must be found), `optional` (neither required nor wrong) and perhaps
`disputed`, the reason why it is held to be wrong under the data model. A claim's qualifier is `exact` when left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from exchange_ledger.extract import extract
from exchange_ledger.identity import number_text
from exchange_ledger.records import Claim, Source
from exchange_ledger.stages import Article, Extraction

FOLDER = Path(__file__).parent / "cases"
UNREAD = FOLDER / "unread.txt"
"""Cases that are not read exactly yet, an id a line; the list may only shrink."""

_KEYS = (
    "scope", "measure", "side", "dimension", "category", "text_value", "qualifier", "event_date",
    "period_start", "period_end",
)  # fmt: skip
Statement = tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """One passage and what it says."""

    id: str
    file: str
    published: str
    text: str
    claims: tuple[Mapping[str, Any], ...]
    optional: tuple[Mapping[str, Any], ...]
    disputed: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """What a reading missed, and what it said beyond the case; each statement in the words of `statement`."""

    missing: frozenset[Statement]
    extra: frozenset[Statement]
    found: frozenset[Statement]

    def __str__(self) -> str:
        lines = [f"missing: {' '.join(filter(None, one))}" for one in sorted(self.missing)]
        lines += [f"extra:   {' '.join(filter(None, one))}" for one in sorted(self.extra)]
        return "\n".join(lines)


def statement(claim: Mapping[str, Any]) -> Statement:
    """Return what a claim says, without who says it, as texts in the order of the model's columns."""
    said = {"qualifier": "exact"} | {key: str(value) for key, value in claim.items() if value not in (None, "")}
    return (*(said.get(key, "") for key in _KEYS), number_text(claim.get("value")))


@cache
def cases() -> tuple[Case, ...]:
    """Return every case of the suite, in the order of the files."""
    return tuple(case for path in sorted(FOLDER.glob("*.yaml")) for case in _cases(path))


def _cases(path: Path) -> Iterable[Case]:
    for row in yaml.safe_load(path.read_text(encoding="utf-8")):
        yield Case(
            id=row["id"],
            file=path.name,
            published=str(row["published"]),
            text=row["text"],
            claims=tuple(row["claims"]),
            optional=tuple(row["optional"] or ()),
            disputed=row.get("disputed", ""),
        )


def article(text: str, published: str) -> Article:
    """Return an article of that day."""
    return Article(
        Source(source_id="case", kind="article", publisher="The Publisher", published=published, language="en"), text
    )


@cache
def reading(case: Case) -> Extraction:
    """Return what is read from a case's passage, as if it were an article of that day."""
    return extract(article(case.text, case.published))


def result(case: Case) -> Result:
    """Hold the reading of a case against it. Where the case names a claimant, a claim by another does not count."""
    read = reading(case).claims
    required = {statement(claim): claim for claim in case.claims}
    allowed = {statement(claim) for claim in case.optional}
    found = {said for said, claim in required.items() if any(_says(one, said, claim) for one in read)}
    said = {statement(asdict(claim)) for claim in read}
    return Result(frozenset(required.keys() - found), frozenset(said - required.keys() - allowed), frozenset(found))


def exact(case: Case) -> bool:
    """Return whether a case is read with nothing missing and nothing extra."""
    outcome = result(case)
    return not outcome.missing and not outcome.extra


def unread() -> set[str]:
    """Return the ids of the cases that are known not to be read exactly yet."""
    lines = UNREAD.read_text(encoding="utf-8").splitlines() if UNREAD.exists() else []
    return {line for line in lines if line and not line.startswith("#")}


def _says(one: Claim, said: Statement, claim: Mapping[str, Any]) -> bool:
    return statement(asdict(one)) == said and claim.get("claimant", one.claimant) == one.claimant

"""Grids of wordings: every subject with every predicate says the same, so that a gap in the grammar shows as a column.

A grid in `tests/grids` has `slots` (words to be combined), `text` (how they stand together), `before` (what the article
says first), and what each combination yields: `claims`, each of them and no other count; or `nothing_of`, measures of
which nothing may be read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.suite import Case, reading

GRIDS = sorted((Path(__file__).parent / "grids").glob("*.yaml"))
_KEYS = ("scope", "measure", "side", "dimension", "qualifier", "event_date", "period_end")
_COUNTS = ("people_returned", "bodies_returned")


def passages(grid: Mapping[str, Any]) -> Iterator[Case]:
    """Yield a passage for each combination of the grid's words."""
    names = list(grid["slots"])
    for words in product(*grid["slots"].values()):
        said = str(grid["text"])
        for name, word in zip(names, words, strict=True):
            said = said.replace("{" + name + "}", word)
        text = f"{grid['before']}\n\n{said[0].upper()}{said[1:]}".strip()
        yield Case(said, "", str(grid["published"]), text, (), ())


def key(claim: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what a count says, as texts."""
    said = {"qualifier": "exact"} | {name: value for name, value in claim.items() if value not in (None, "")}
    return (*(str(said.get(name, "")) for name in _KEYS), f"{float(said.get('value', 0)):g}")


def fault(grid: Mapping[str, Any], passage: Case) -> str:
    """Return what is wrong with the reading of a passage, or nothing."""
    read = [vars_of(claim) for claim in reading(passage).claims]
    if "nothing_of" in grid:
        wrong = [claim["quote"] for claim in read if claim["measure"] in grid["nothing_of"]]
        return f"{passage.id} yields {wrong}" if wrong else ""
    smallest = grid.get("smallest", 0)
    found = {key(one) for one in read if one["measure"] in _COUNTS and (one["value"] or 0) >= smallest}
    wanted = {key(one) for one in grid["claims"]}
    return f"{passage.id} yields {sorted(found)}" if found != wanted else ""


def vars_of(claim: Any) -> dict[str, Any]:
    """Return a claim's columns."""
    return {name: getattr(claim, name) for name in (*_KEYS, "value", "quote")}


@pytest.mark.parametrize("path", GRIDS, ids=lambda path: path.stem)
def test_each_wording_of_a_grid_says_the_same(path: Path) -> None:
    grid = yaml.safe_load(path.read_text(encoding="utf-8"))
    faults = [found for passage in passages(grid) if (found := fault(grid, passage))]
    assert not faults, "\n".join([f"{len(faults)} wordings:", *faults[:20]])

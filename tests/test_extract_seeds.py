"""What the five articles say, claim by claim: all of it, nothing forbidden, nothing else of these measures."""

from __future__ import annotations

from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from exchange_ledger.extract import extract, states
from exchange_ledger.read import read_seeds
from exchange_ledger.records import Claim
from exchange_ledger.stages import Article, Extraction

ROOT = Path(__file__).parent.parent
EXPECTED = yaml.safe_load((ROOT / "tests" / "seeds_expected.yaml").read_text(encoding="utf-8"))["articles"]


@cache
def articles() -> dict[str, Article]:
    return {article.source.file: article for article in read_seeds(ROOT / "seeds").articles}


@cache
def extraction(file: str) -> Extraction:
    return extract(articles()[file])


def agrees(claim: Claim, expected: dict[str, Any]) -> bool:
    """Whether a claim says what is expected: every key that is given, and `exact` where no qualifier is."""
    said = asdict(claim)
    wanted = {"side": "", "dimension": "", "category": "", "qualifier": "exact", "text_value": "", **expected}
    if "value" not in expected and "text_value" not in expected:
        wanted["value"] = None
    texts = {key: str(value) if key.endswith(("date", "start", "end")) else value for key, value in wanted.items()}
    return all(said[key] == value for key, value in texts.items() if key != "why")


def required() -> list[Any]:
    return [
        pytest.param(row["file"], claim, id=f"{row['file'][:3]}-{number}")
        for row in EXPECTED
        for number, claim in enumerate(row["claims"])
    ]


@pytest.mark.parametrize(("file", "expected"), required())
def test_claim_is_found(file: str, expected: dict[str, Any]) -> None:
    assert any(agrees(claim, expected) for claim in extraction(file).claims), expected


@pytest.mark.parametrize("row", EXPECTED, ids=lambda row: row["file"][:3])
def test_nothing_else_is_claimed(row: dict[str, Any]) -> None:
    allowed = row["claims"] + row.get("optional", [])
    # who says it is asked of the required claims only: a second voice that says the same is no other claim
    plain = [{key: value for key, value in claim.items() if key != "claimant"} for claim in allowed]
    beyond = [claim for claim in extraction(row["file"]).claims if not any(agrees(claim, one) for one in plain)]
    assert not beyond


@pytest.mark.parametrize("row", EXPECTED, ids=lambda row: row["file"][:3])
def test_nothing_forbidden_is_claimed(row: dict[str, Any]) -> None:
    for ban in row.get("forbidden", []):
        found = [
            claim
            for claim in extraction(row["file"]).claims
            if (claim.event_date, claim.measure) == (str(ban["event_date"]), ban["measure"])
        ]
        assert not found, ban["why"]


@pytest.mark.parametrize("file", [row["file"] for row in EXPECTED])
def test_every_quote_stands_in_the_text_and_states_its_claim(file: str) -> None:
    text = articles()[file].text
    for claim in extraction(file).claims:
        assert text[claim.quote_start : claim.quote_end] == claim.quote
        assert states(claim.quote, claim)

"""The five articles through read, extract and reconcile, alone: the checks and values that they must show together."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import yaml

from exchange_ledger.extract import extract
from exchange_ledger.read import read_seeds
from exchange_ledger.reconcile import reconcile
from exchange_ledger.records import Ledger

ROOT = Path(__file__).parent.parent
EXPECTED = yaml.safe_load((ROOT / "tests" / "seeds_expected.yaml").read_text(encoding="utf-8"))
ACROSS = EXPECTED["across"]
FILES = [row["file"] for row in EXPECTED["articles"]]


@cache
def ledger() -> Ledger:
    """The ledger of these articles and of no linked statement."""
    with TemporaryDirectory() as folder:
        articles = Path(folder) / "articles"
        articles.mkdir()
        for name in FILES:
            shutil.copy(ROOT / "seeds" / "articles" / name, articles)
        rows = (ROOT / "seeds" / "sources.csv").read_text(encoding="utf-8").splitlines()
        kept = [rows[0], *(row for row in rows[1:] if any(name in row for name in FILES))]
        (articles.parent / "sources.csv").write_text("\n".join(kept) + "\n", encoding="utf-8")
        seeds = read_seeds(articles.parent)
    return reconcile(seeds, [extract(article) for article in seeds.articles])


def test_the_exchanges() -> None:
    assert len(ledger().exchanges) == ACROSS["exchanges"]


@pytest.mark.parametrize("expression", ACROSS["checks_hold"])
def test_a_sum_across_the_articles_holds(expression: str) -> None:
    assert [check.outcome for check in ledger().checks if check.expression == expression] == ["holds"]


@pytest.mark.parametrize(
    "check", [check for row in EXPECTED["articles"] for check in row.get("checks", [])], ids=lambda check: check["rule"]
)
def test_a_check_of_one_article(check: dict[str, str]) -> None:
    found = [one for one in ledger().checks if one.rule == check["rule"] and one.outcome == check["outcome"]]
    assert found
    assert "expression" not in check or check["expression"] in {one.expression for one in found}


def test_derived_values() -> None:
    numbers = {row.exchange_id: row.value for row in ledger().derived if row.measure == "sequence_number"}
    years = {row.period_start[:4]: row.value for row in ledger().derived if row.measure == "people_returned"}
    for value in ACROSS["derived"]:
        if "exchange" in value:
            assert numbers[str(value["exchange"])] == value["sequence_number"]
        else:
            assert years[str(value["period"])] == value["people_returned"]
    assert len(numbers) + len(years) == len(ACROSS["derived"])


def test_what_is_missing_of_the_year_is_open() -> None:
    assert [check.outcome for check in ledger().checks if check.expression == "1358 - 230 - 207 - 189 = 732"] == [
        "open"
    ]

"""Pages per row are kept under the rows behind them: no other row may reach them, and each of these rows counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from benchmarks.articles import written
from benchmarks.generate import write_seeds
from exchange_ledger import fingerprint
from exchange_ledger.cache import Store
from exchange_ledger.line import read_ledger
from exchange_ledger.means import Means
from exchange_ledger.records import TABLES, Ledger, Row
from exchange_ledger.render.check_page import checks, rule_pages
from exchange_ledger.render.context import rows_of_pages, shared_by_pages
from exchange_ledger.render.exchange_page import exchange_page
from exchange_ledger.render.inputs import rows_of_exchange, rows_of_rule, rows_of_source
from exchange_ledger.render.routes import TEMPLATES, pages_naming, routes, write_pages
from exchange_ledger.render.source_page import article_page
from exchange_ledger.render.tables import Package
from exchange_ledger.render.texts import Texts
from exchange_ledger.schema import key_of
from exchange_ledger.settings import Settings

DESCRIPTOR = {"version": "1.0.0"}


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Package:
    seeds = tmp_path_factory.mktemp("seeds")
    write_seeds(written(16, 5, seed=3), seeds)
    return Package(read_ledger(seeds, Means())[1], DESCRIPTOR)


def only(package: Package, rows: Iterable[Row]) -> Package:
    """Return the package with nothing but these rows, each where it stood among its like, and the links among them."""
    wanted = {(row.table, key_of(row)) for row in rows}
    wanted |= {
        (row.table, key_of(row))
        for row in package.ledger.check_claims
        if {("checks", (row.check_id,)), ("claims", (row.claim_id,))} <= wanted
    }
    tables: dict[str, Any] = {
        table.table: tuple(row for row in getattr(package.ledger, table.table) if (table.table, key_of(row)) in wanted)
        for table in TABLES
    }
    return Package(Ledger(**tables), DESCRIPTOR)


def test_the_page_of_an_exchange_follows_from_its_rows_alone(package: Package) -> None:
    for exchange in package.ledger.exchanges:
        alone = only(package, rows_of_exchange(package, exchange))
        assert exchange_page(alone, exchange) == exchange_page(package, exchange)
        assert len(alone.ledger.claims) < len(package.ledger.claims)


def test_the_page_of_an_article_follows_from_its_rows_alone(package: Package) -> None:
    for source in package.ledger.sources:
        alone = only(package, rows_of_source(package, source))
        assert article_page(alone, source) == article_page(package, source)


def test_the_page_of_a_rule_follows_from_its_rows_alone(package: Package) -> None:
    pages = rule_pages(checks(package))
    assert len(pages) > 1
    for page in pages:
        alone = only(package, rows_of_rule(package, page.name))
        assert rule_pages(checks(alone)) == [page]


class Counting(Texts):
    """Texts that say how many of them had to be made."""

    made = 0

    def keep(self, made: Any) -> None:
        self.made = len(made.keys() & self.keys.keys())
        super().keep(made)


def build(package: Package, folder: Path, settings: Settings = Settings()) -> int:  # noqa: B008
    """Write all pages and return how many texts per row were made, not taken from an earlier build."""
    kept = Counting(Store(folder / "texts.sqlite", fingerprint.program()), package, settings)
    rows = rows_of_pages(package)
    built: dict[str, Any] = {"colours": {}, "downloads": [], "dataset": {}}
    shared = shared_by_pages(package, settings, rows) | built
    write_pages(folder / "docs", rows, shared, kept=kept)
    write_pages(folder / "again", rows, shared)
    for path in (folder / "again").rglob("*"):
        if path.is_file():
            assert (folder / "docs" / path.relative_to(folder / "again")).read_bytes() == path.read_bytes(), path
    return kept.made


def changed(package: Package, table: str, **values: Any) -> Package:
    """Return the package with the first row of a table changed."""
    first, *others = getattr(package.ledger, table)
    tables: dict[str, Any] = {table: (replace(first, **values), *others)}
    return Package(replace(package.ledger, **tables), DESCRIPTOR)


def test_only_what_a_change_reaches_is_made_again(
    package: Package, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fingerprint, "program", lambda: "the program as it is now")
    exchanges, articles = len(package.ledger.exchanges), len(package.ledger.sources)
    rules = {row.check_id: row.rule for row in package.ledger.checks}
    per_exchange = len([path for path in (TEMPLATES / "pages").rglob("*") if "{exchange_id}" in path.as_posix()]) - 1
    everything = per_exchange * exchanges + articles + len(set(rules.values()))
    assert build(package, tmp_path) == everything
    assert build(package, tmp_path) == 0
    claim = package.ledger.claims[0]
    noted = changed(package, "claims", note="Read twice")
    of_exchange = per_exchange * sum(name == claim.exchange_id for name in package.exchange)
    of_rules = {rules[row.check_id] for row in package.ledger.check_claims if row.claim_id == claim.claim_id}
    assert build(noted, tmp_path) == of_exchange + 1 + len(of_rules)
    assert build(package, tmp_path, Settings(creator="Others")) == everything
    renamed = changed(package, "sources", publisher="Another")
    speaks_of = {
        row.exchange_id for row in package.ledger.claims if row.source_id == package.ledger.sources[0].source_id
    }
    of_source = {row.claim_id for row in package.ledger.claims if row.source_id == package.ledger.sources[0].source_id}
    of_rules = {rules[row.check_id] for row in package.ledger.check_claims if row.claim_id in of_source}
    of_rules |= {row.rule for row in package.ledger.checks if row.source_id == package.ledger.sources[0].source_id}
    build(package, tmp_path)
    assert build(renamed, tmp_path) == per_exchange * len(speaks_of - {""}) + 1 + len(of_rules)


def test_a_template_of_another_program_is_tried_again(
    package: Package, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fingerprint, "program", lambda: "one")
    all_of_them = build(package, tmp_path)
    monkeypatch.setattr(fingerprint, "program", lambda: "another")
    assert build(package, tmp_path) == all_of_them


def test_one_page_waits_for_the_downloads() -> None:
    assert pages_naming("downloads") == ["data.md"]
    assert "data.md" in [route.path for route in routes(TEMPLATES / "pages", {})]

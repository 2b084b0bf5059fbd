"""Small claims of our own, a word each, for the tests of reconciliation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from exchange_ledger.identity import named
from exchange_ledger.read import read_seeds
from exchange_ledger.reconcile import reconcile
from exchange_ledger.records import Check, Claim, Exchange, Ledger, Source
from exchange_ledger.stages import Article, Decision, Extraction, Mention, Seeds, Statement

ROOT = Path(__file__).parent.parent
HEADQUARTERS = {"claimant": "Coordination Headquarters", "claimant_side": "ukraine"}
PRESIDENT = {"claimant": "Volodymyr Zelenskyy", "claimant_side": "ukraine"}
OMBUDSMAN = {"claimant": "Dmytro Lubinets", "claimant_side": "ukraine"}
MINISTRY = {"claimant": "Russian Ministry of Defence", "claimant_side": "russia"}
PAPER = {"claimant": "The Paper", "claimant_side": "third"}
SIDES = {
    "Coordination Headquarters": "ukraine",
    "Dmytro Lubinets": "ukraine",
    "Volodymyr Zelenskyy": "ukraine",
    "Russian Ministry of Defence": "russia",
}


def claim(measure: str, value: float | None = None, **columns: Any) -> Claim:
    """Return a quoted claim by the headquarters in the article `a`, unless the columns say otherwise."""
    scope = "period" if "period_start" in columns or "period_end" in columns else "exchange"
    row: dict[str, Any] = {"source_id": "a", "scope": scope, "evidence": "quote", "quote": "q", "quote_start": 0}
    row |= {"quote_end": 1, **HEADQUARTERS, **columns}
    if row["evidence"] == "link":
        row |= {"quote": "", "quote_start": None, "quote_end": None}
    return named(Claim(claim_id="", measure=measure, value=value, **row))


def people(day: str, value: float | None, part: str = "", **columns: Any) -> Claim:
    """Return a count of people returned to Ukraine; `part` is a dimension and a category, `status/civilians`."""
    dimension, _, category = part.partition("/")
    row = {"side": "ukraine", "dimension": dimension, "category": category, "event_date": day, **columns}
    return claim("people_returned", value, **row)


def number(day: str, value: float, **columns: Any) -> Claim:
    """Return a running number."""
    return claim("sequence_number", value, event_date=day, **columns)


def status(day: str, text: str, **columns: Any) -> Claim:
    """Return what became of an exchange."""
    return claim("status", text_value=text, event_date=day, **columns)


def tally(end: str, value: float, start: str = "2022-02-24", **columns: Any) -> Claim:
    """Return a tally of people returned to Ukraine."""
    row = {"side": "ukraine", "period_start": start, "period_end": end, **columns}
    return claim("people_returned", value, **row)


def held(end: str, value: float, start: str = "2022-02-24", **columns: Any) -> Claim:
    """Return a count of exchanges."""
    return claim("exchanges_held", value, period_start=start, period_end=end, **columns)


def linked(found: Claim, checked: str = "confirmed") -> Claim:
    """Return the claim as a linked statement of the page `page`."""
    row = replace(found, source_id="page", evidence="link", quote="", quote_start=None, quote_end=None, checked=checked)
    return named(row)


def source(source_id: str, published: str = "", publisher: str = "The Paper") -> Source:
    """Return an article's source."""
    return Source(source_id=source_id, kind="article", publisher=publisher, published=published)


def ledger(
    claims: Iterable[Claim],
    sources: Sequence[Source] = (),
    decisions: Sequence[Decision] = (),
    mentions: Sequence[Mention] = (),
) -> Ledger:
    """Return the ledger of some claims; the articles are those that the claims name, of an unknown day."""
    claims = list(claims)
    known = {one.source_id: one for one in sources}
    names = sorted({one.source_id for one in claims if one.evidence == "quote"} | set(known))
    articles = tuple(Article(known.get(name, source(name)), "") for name in names)
    page = Source(source_id="page", kind="page", publisher="A Page", url="https://example.org/")
    statements = tuple(Statement(one, page) for one in claims if one.evidence == "link")
    quoted = tuple(one for one in claims if one.evidence == "quote")
    seeds = Seeds(articles=articles, statements=statements, decisions=tuple(decisions))
    return reconcile(seeds, [Extraction("a", claims=quoted, mentions=tuple(mentions))])


def exchange(found: Ledger, exchange_id: str) -> Exchange:
    """Return one exchange of a ledger."""
    return next(one for one in found.exchanges if one.exchange_id == exchange_id)


def checks(found: Ledger, rule: str) -> list[Check]:
    """Return the checks of a rule, by their expressions."""
    return sorted((one for one in found.checks if one.rule == rule), key=lambda one: one.expression)


def told(found: Ledger, rule: str) -> list[tuple[str, str]]:
    """Return outcome and expression of each check of a rule, by their expressions."""
    return [(one.outcome, one.expression) for one in checks(found, rule)]


def failing(found: Ledger) -> list[str]:
    """Return the rules of all failing checks."""
    return sorted(one.rule for one in found.checks if one.outcome == "fails")


def expected() -> dict[str, Any]:
    """Return what the seed articles say, written by hand."""
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "tests/seeds_expected.yaml").read_text(encoding="utf-8"))
    return loaded


def seed_claims(article: dict[str, Any], found: Source, optional: bool) -> tuple[Claim, ...]:
    """Return the claims that one seed article is expected to yield, each with a place in the text."""
    rows = [*article["claims"], *(article.get("optional", ()) if optional else ())]
    return tuple(_seed_claim(row, found, place * 10) for place, row in enumerate(rows))


def _seed_claim(row: dict[str, Any], found: Source, start: int) -> Claim:
    columns: dict[str, Any] = {
        name: str(cell) if name.endswith(("_date", "_start", "_end")) else cell for name, cell in row.items()
    }
    claimant = columns.setdefault("claimant", found.publisher)
    return named(
        Claim(
            claim_id="", source_id=found.source_id, claimant_side=SIDES.get(claimant, "third"), evidence="quote",
            quote="q", quote_start=start, quote_end=start + 1, **columns,
        )
    )  # fmt: skip


def seed_ledger(statements: bool, optional: bool = True, reverse: bool = False) -> Ledger:
    """Return the ledger of the seed articles as they should be read, with or without the linked statements."""
    seeds = read_seeds(ROOT / "seeds")
    by_file = {article.source.file: article.source for article in seeds.articles}
    extractions = []
    for article in expected()["articles"]:
        found = next(one for file, one in by_file.items() if file.endswith(article["file"]))
        mentions = tuple(
            Mention(found.source_id, "weekday", "2025-02-05", "monday", "on Monday", 0, 9)
            for check in article.get("checks", ())
            if check["rule"] == "weekday"
        )
        extractions.append(Extraction(found.source_id, seed_claims(article, found, optional), mentions=mentions))
    seeds = replace(seeds, statements=seeds.statements if statements else (), decisions=())
    if reverse:
        flipped = [replace(one, claims=one.claims[::-1]) for one in extractions[::-1]]
        return reconcile(replace(seeds, articles=seeds.articles[::-1], statements=seeds.statements[::-1]), flipped)
    return reconcile(seeds, extractions)

"""The static API: api/v1/, plain JSON files under addresses that stay, with JSON Schemas and an OpenAPI document.

Changes only add: a path, a key of an object, a value of an enumeration. Clients should ignore what they do not know.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from exchange_ledger.downloads.api_schemas import LISTS, ROOT, openapi, schemas
from exchange_ledger.downloads.published import Json, Published, json_bytes, json_document, json_rows, json_value
from exchange_ledger.records import Breakdown, Check, Claim, Derived, Evidence, Exchange, Mediator, Row, Source

Texts = dict[str, list[str]]
"""Rows as JSON, by the value of one of their columns."""


def api_files(published: Published) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of every file of the API, the paths below the site's root.

    A row stands in them with the very text that it has in the package.
    """
    about = {name: json_value(value) for name, value in _about(published).items()}
    yield f"{ROOT}index.json", json_bytes(_index(published))
    for name, table in LISTS.items():
        yield (
            f"{ROOT}{name}.json",
            json_document(about | {name: json_rows(text for _, text in published.written(table))}),
        )
    yield from _exchanges(published, about)
    yield from _sources(published, about)
    for name, schema in schemas().items():
        yield f"{ROOT}schemas/{name}.json", json_bytes(schema)
    yield f"{ROOT}openapi.json", json_bytes(openapi(published))


def _about(published: Published) -> Json:
    return {
        "version": published.version,
        "day": published.day,
        "license": published.settings.license,
        "citation": published.citation,
    }


def _index(published: Published) -> Json:
    ledger = published.ledger
    return _about(published) | {
        "title": published.title,
        "description": published.description,
        "openapi": f"{ROOT}openapi.json",
        "lists": {name: f"{ROOT}{name}.json" for name in LISTS},
        "schemas": {name: f"{ROOT}schemas/{name}.json" for name in schemas()},
        "exchanges": [
            {"exchange_id": row.exchange_id, "date": row.date, "path": f"{ROOT}exchanges/{row.exchange_id}.json",
             "page": published.exchange_path(row)}
            for row in ledger.exchanges
        ],
        "sources": [
            {"source_id": row.source_id, "path": f"{ROOT}sources/{row.source_id}.json"} for row in ledger.sources
        ],
    }  # fmt: skip


def _grouped(published: Published, table: type[Row], column: str) -> Texts:
    grouped: Texts = defaultdict(list)
    for row, text in published.written(table):
        grouped[getattr(row, column)].append(text)
    return grouped


_OF_EXCHANGES: tuple[type[Row], ...] = (Claim, Evidence, Mediator, Breakdown, Derived)


def _exchanges(published: Published, about: dict[str, str]) -> Iterator[tuple[str, bytes]]:
    rows = {table.table: _grouped(published, table, "exchange_id") for table in _OF_EXCHANGES}
    checks, cited = _checks(published), _cited(published)
    sources = {row.source_id: text for row, text in published.written(Source) if isinstance(row, Source)}
    for exchange, text in published.written(Exchange):
        name = str(getattr(exchange, "exchange_id", ""))
        parts: dict[str, Iterable[str]] = {part: grouped.get(name, []) for part, grouped in rows.items()}
        parts |= {"checks": checks.get(name, []), "sources": [sources[source_id] for source_id in sorted(cited[name])]}
        yield _one(f"exchanges/{name}", about | {"exchange": text}, parts)


def _cited(published: Published) -> dict[str, set[str]]:
    """Return the sources that speak of each exchange."""
    cited: dict[str, set[str]] = defaultdict(set)
    for claim in published.ledger.claims:
        cited[claim.exchange_id].add(claim.source_id)
    return cited


def _checks(published: Published) -> Texts:
    """Return the checks by each exchange that they are about, or of which they use a claim."""
    ledger = published.ledger
    exchange_of = {claim.claim_id: claim.exchange_id for claim in ledger.claims}
    about = {check.check_id: {check.exchange_id} for check in ledger.checks}
    for row in ledger.check_claims:
        about[row.check_id].add(exchange_of[row.claim_id])
    grouped: Texts = defaultdict(list)
    for (_, text), check in zip(published.written(Check), ledger.checks, strict=True):
        for name in about[check.check_id]:
            grouped[name].append(text)
    return grouped


def _sources(published: Published, about: dict[str, str]) -> Iterator[tuple[str, bytes]]:
    claims = _grouped(published, Claim, "source_id")
    for source, text in published.written(Source):
        name = str(getattr(source, "source_id", ""))
        yield _one(f"sources/{name}", about | {"source": text}, {"claims": claims.get(name, [])})


def _one(name: str, head: dict[str, str], parts: Mapping[str, Iterable[str]]) -> tuple[str, bytes]:
    content = head | {part: json_rows(texts) for part, texts in parts.items()}
    return f"{ROOT}{name}.json", json_document(content)

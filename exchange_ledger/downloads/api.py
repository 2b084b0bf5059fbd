"""The static API: api/v1/, plain JSON files under addresses that stay, with JSON Schemas and an OpenAPI document.

Changes only add: a path, a key of an object, a value of an enumeration. Clients should ignore what they do not know.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from exchange_ledger.downloads.api_schemas import LISTS, ROOT, openapi, schemas
from exchange_ledger.downloads.published import Json, Published, json_bytes
from exchange_ledger.records import Row
from exchange_ledger.schema import cells


def api_files(published: Published) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of every file of the API, the paths below the site's root."""
    yield f"{ROOT}index.json", json_bytes(_index(published))
    for name, table in LISTS.items():
        rows = getattr(published.ledger, table.table)
        yield f"{ROOT}{name}.json", json_bytes(_about(published) | {name: _records(rows)})
    yield from _exchanges(published)
    yield from _sources(published)
    for name, schema in schemas().items():
        yield f"{ROOT}schemas/{name}.json", json_bytes(schema)
    yield f"{ROOT}openapi.json", json_bytes(openapi(published))


def _records(rows: Iterable[Row]) -> list[Json]:
    return [cells(row) for row in rows]


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


def _grouped(rows: Iterable[Row], column: str) -> dict[str, list[Row]]:
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[getattr(row, column)].append(row)
    return grouped


def _exchanges(published: Published) -> Iterator[tuple[str, bytes]]:
    ledger = published.ledger
    rows = {name: _grouped(getattr(ledger, name), "exchange_id")
            for name in ("claims", "evidence", "mediators", "breakdowns", "derived")}  # fmt: skip
    checks, sources = _checks(published), {row.source_id: row for row in ledger.sources}
    for exchange in ledger.exchanges:
        name = exchange.exchange_id
        parts: dict[str, Iterable[Row]] = {part: grouped.get(name, []) for part, grouped in rows.items()}
        cited = {str(getattr(claim, "source_id", "")) for claim in parts["claims"]}
        parts |= {"checks": checks.get(name, []), "sources": [sources[source_id] for source_id in sorted(cited)]}
        yield _one(published, "exchanges", name, {"exchange": cells(exchange)}, parts)


def _checks(published: Published) -> dict[str, list[Row]]:
    """Return the checks by each exchange that they are about, or of which they use a claim."""
    ledger = published.ledger
    exchange_of = {claim.claim_id: claim.exchange_id for claim in ledger.claims}
    about = {check.check_id: {check.exchange_id} for check in ledger.checks}
    for row in ledger.check_claims:
        about[row.check_id].add(exchange_of[row.claim_id])
    grouped: dict[str, list[Row]] = defaultdict(list)
    for check in ledger.checks:
        for name in about[check.check_id]:
            grouped[name].append(check)
    return grouped


def _sources(published: Published) -> Iterator[tuple[str, bytes]]:
    claims = _grouped(published.ledger.claims, "source_id")
    for source in published.ledger.sources:
        parts = {"claims": claims.get(source.source_id, [])}
        yield _one(published, "sources", source.source_id, {"source": cells(source)}, parts)


def _one(
    published: Published, folder: str, name: str, head: Json, parts: Mapping[str, Iterable[Row]]
) -> tuple[str, bytes]:
    content = _about(published) | head | {part: _records(rows) for part, rows in parts.items()}
    return f"{ROOT}{folder}/{name}.json", json_bytes(content)

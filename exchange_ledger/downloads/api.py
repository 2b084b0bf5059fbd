"""The static API: api/v1/, plain JSON files under addresses that stay, with JSON Schemas and an OpenAPI document.

Changes only add: a path, a key of an object, a value of an enumeration. Clients should ignore what they do not know.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from exchange_ledger.downloads.published import Json, Published, json_bytes
from exchange_ledger.records import (
    Breakdown,
    Change,
    Check,
    Claim,
    Derived,
    Evidence,
    Exchange,
    Mediator,
    Row,
    Source,
    Total,
    Withdrawn,
)
from exchange_ledger.schema import TITLES, cells, columns, field_schema, summary

ROOT = "api/v1/"

_JSON_TYPES = {"string": "string", "date": "string", "integer": "integer", "number": "number", "boolean": "boolean"}

_EXCHANGE_PARTS: dict[str, type[Row]] = {
    "claims": Claim, "evidence": Evidence, "mediators": Mediator, "breakdowns": Breakdown, "checks": Check,
    "derived": Derived, "sources": Source,
}  # fmt: skip
_LISTS: dict[str, type[Row]] = {
    "exchanges": Exchange, "sources": Source, "claims": Claim, "totals": Total, "checks": Check, "derived": Derived,
    "withdrawn": Withdrawn, "changes": Change,
}  # fmt: skip
_SOURCE_PARTS: dict[str, type[Row]] = {"claims": Claim}


def api_files(published: Published) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of every file of the API, the paths below the site's root."""
    yield f"{ROOT}index.json", json_bytes(_index(published))
    for name, table in _LISTS.items():
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
        "lists": {name: f"{ROOT}{name}.json" for name in _LISTS},
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


def _exchanges(published: Published) -> Iterator[tuple[str, bytes]]:
    ledger = published.ledger
    claims, sources = {row.claim_id: row for row in ledger.claims}, {row.source_id: row for row in ledger.sources}
    used: dict[str, set[str]] = {}
    for row in ledger.check_claims:
        used.setdefault(claims[row.claim_id].exchange_id, set()).add(row.check_id)
    for exchange in ledger.exchanges:
        name = exchange.exchange_id
        own = [claim for claim in ledger.claims if claim.exchange_id == name]
        parts: dict[str, Iterable[Row]] = {
            "claims": own,
            "evidence": (row for row in ledger.evidence if row.exchange_id == name),
            "mediators": (row for row in ledger.mediators if row.exchange_id == name),
            "breakdowns": (row for row in ledger.breakdowns if row.exchange_id == name),
            "checks": (row for row in ledger.checks if name == row.exchange_id or row.check_id in used.get(name, ())),
            "derived": (row for row in ledger.derived if row.exchange_id == name),
            "sources": (sources[source_id] for source_id in sorted({claim.source_id for claim in own})),
        }
        yield _one(published, "exchanges", name, {"exchange": cells(exchange)}, parts)


def _sources(published: Published) -> Iterator[tuple[str, bytes]]:
    for source in published.ledger.sources:
        claims = [claim for claim in published.ledger.claims if claim.source_id == source.source_id]
        yield _one(published, "sources", source.source_id, {"source": cells(source)}, {"claims": claims})


def _one(
    published: Published, folder: str, name: str, head: Json, parts: Mapping[str, Iterable[Row]]
) -> tuple[str, bytes]:
    content = _about(published) | head | {part: _records(rows) for part, rows in parts.items()}
    return f"{ROOT}{folder}/{name}.json", json_bytes(content)


def row_schema(table: type[Row]) -> Json:
    """Return the JSON Schema (2020-12) of one row; every key is there, and null where nothing is known."""
    return {
        "type": "object",
        "description": summary(table),
        "properties": {name: _property(table, name) for name in columns(table)},
        "required": list(columns(table)),
    }


def _property(table: type[Row], name: str) -> Json:
    field = field_schema(table, name)
    constraints = field.get("constraints", {})
    kind, required = _JSON_TYPES[field["type"]], constraints.get("required", False)
    found: Json = {"title": field["title"], "description": field["description"]}
    found["type"] = kind if required else [kind, "null"]
    if "enum" in constraints:
        found["enum"] = [*constraints["enum"], *([] if required else [None])]
    if "pattern" in constraints:
        found["pattern"] = constraints["pattern"]
    if "minimum" in constraints:
        found["minimum"] = constraints["minimum"]
    if field["type"] == "date" or field.get("format") == "uri":
        found["format"] = "date" if field["type"] == "date" else "uri"
    return found


_HEAD: Json = {
    "version": {"type": "string", "description": "Version of the data."},
    "day": {"type": "string", "description": "The last day that the data know of, ISO 8601."},
    "license": {"type": "string", "description": "SPDX identifier of the licence of the compiled data."},
    "citation": {"type": "string", "description": "How to cite the data set."},
}


def _document(title: str, properties: Json) -> Json:
    known = _HEAD | properties
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        "type": "object",
        "properties": known,
        "required": list(known),
    }


def _array(table: type[Row]) -> Json:
    return {"type": "array", "items": row_schema(table)}


def schemas() -> dict[str, Json]:
    """Return the JSON Schema of each kind of file of the API by its name."""
    found = {name: _document(TITLES[table.table], {name: _array(table)}) for name, table in _LISTS.items()}
    whole: dict[str, tuple[type[Row], Mapping[str, type[Row]]]] = {
        "exchange": (Exchange, _EXCHANGE_PARTS),
        "source": (Source, _SOURCE_PARTS),
    }
    for name, (table, parts) in whole.items():
        properties = {name: row_schema(table)} | {part: _array(kind) for part, kind in parts.items()}
        found[name] = _document(f"One {name} and all that belongs to it", properties)
    return found | {"index": _document("What there is", _INDEX)}


_PATHS: Json = {"type": "object", "additionalProperties": {"type": "string"}}


def _entries(*names: str) -> Json:
    properties = {name: {"type": "string"} for name in names}
    return {"type": "array", "items": {"type": "object", "properties": properties, "required": list(names)}}


_INDEX: Json = {
    "title": {"type": "string"},
    "description": {"type": "string"},
    "openapi": {"type": "string"},
    "lists": _PATHS,
    "schemas": _PATHS,
    "exchanges": _entries("exchange_id", "date", "path", "page"),
    "sources": _entries("source_id", "path"),
}


def openapi(published: Published) -> Json:
    """Return the OpenAPI 3.1 document of the API."""
    settings = published.settings
    info: Json = {
        "title": f"{published.title}: static API",
        "version": "1",
        "summary": settings.site_description,
        "description": "Plain files: every request is a GET, nothing is needed to make it. Changes only add.",
        "license": {"name": settings.license_title, "identifier": settings.license},
    }
    paths: Json = {"/index.json": _get("index", "What there is")}
    for name, table in _LISTS.items():
        paths[f"/{name}.json"] = _get(name, f"All rows of {name}: {summary(table)}")
    for folder, name in (("exchanges", "exchange"), ("sources", "source")):
        parameter = {"name": f"{name}_id", "in": "path", "required": True, "schema": {"type": "string"},
                     "description": f"A value of {name}_id in /{folder}.json."}  # fmt: skip
        paths[f"/{folder}/{{{name}_id}}.json"] = _get(name, f"One {name} and all that belongs to it", parameter)
    components = {name: {key: value for key, value in schema.items() if key != "$schema"}
                  for name, schema in schemas().items()}  # fmt: skip
    return {
        "openapi": "3.1.0",
        "info": info,
        "servers": [{"url": published.address(ROOT.rstrip("/")) if settings.base else "/" + ROOT.rstrip("/")}],
        "paths": paths,
        "components": {"schemas": components},
    }


def _get(name: str, said: str, *parameters: Json) -> Json:
    answer: Any = {
        "description": said,
        "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}},
    }
    responses: Json = {"200": answer}
    operation: Json = {"operationId": name, "summary": said, "responses": responses}
    if parameters:
        operation["parameters"] = list(parameters)
        responses["404"] = {"description": "There is none of this name."}
    return {"get": operation}

"""JSON Schemas (2020-12) and the OpenAPI 3.1 document of the static API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from exchange_ledger.downloads.published import Json, Published
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
from exchange_ledger.schema import TITLES, columns, field_schema, summary

ROOT = "api/v1/"

LISTS: dict[str, type[Row]] = {
    "exchanges": Exchange, "sources": Source, "claims": Claim, "totals": Total, "checks": Check, "derived": Derived,
    "withdrawn": Withdrawn, "changes": Change,
}  # fmt: skip
"""Tables that are a file each."""

_JSON_TYPES = {"string": "string", "date": "string", "integer": "integer", "number": "number", "boolean": "boolean"}

_EXCHANGE_PARTS: dict[str, type[Row]] = {
    "claims": Claim, "evidence": Evidence, "mediators": Mediator, "breakdowns": Breakdown, "checks": Check,
    "derived": Derived, "sources": Source,
}  # fmt: skip
_SOURCE_PARTS: dict[str, type[Row]] = {"claims": Claim}


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
    found = {name: _document(TITLES[table.table], {name: _array(table)}) for name, table in LISTS.items()}
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
    for name, table in LISTS.items():
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

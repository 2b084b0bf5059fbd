"""The tables' columns in the words of catalogues that read data, not only describe it: Croissant 1.1 and CSVW."""

from __future__ import annotations

import hashlib
from typing import Any

from exchange_ledger.downloads.model import kept
from exchange_ledger.downloads.published import LANGUAGE, Json, Published
from exchange_ledger.records import Row
from exchange_ledger.schema import TITLES, columns, csv_name, field_schema, foreign_keys, summary, table_named

CROISSANT = "http://mlcommons.org/croissant/1.1"

_CROISSANT_TYPES = {
    "string": "sc:Text",
    "integer": "sc:Integer",
    "number": "sc:Float",
    "boolean": "sc:Boolean",
    "date": "sc:Date",
}
_CSVW_TYPES = {"string": "string", "integer": "integer", "number": "number", "boolean": "boolean", "date": "date"}

CONTEXT: Json = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "arrayShape": "cr:arrayShape",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "containedIn": "cr:containedIn",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isArray": "cr:isArray",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
"""The JSON-LD context that the Croissant specification gives."""


def croissant(published: Published) -> Json:
    """Return the package as Croissant 1.1, with a record set for every table that has rows."""
    settings = published.settings
    tables = [table for table, cells in published.tables() if cells[0]]
    return kept({
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": CROISSANT,
        "name": published.name,
        "alternateName": published.title,
        "description": published.description,
        "url": settings.base or settings.repository,
        "version": published.version,
        "datePublished": published.day,
        "license": settings.license_url,
        "creator": {"@type": "sc:Organization", "name": settings.creator},
        "publisher": {"@type": "sc:Organization", "name": settings.creator},
        "keywords": list(settings.keywords),
        "inLanguage": LANGUAGE,
        "citeAs": published.citation,
        "distribution": [_file_object(published, table) for table in tables],
        "recordSet": [_record_set(table, {other.table for other in tables}) for table in tables],
    })  # fmt: skip


def _file_object(published: Published, table: type[Row]) -> Json:
    content = (published.folder / csv_name(table)).read_bytes()
    return {
        "@type": "cr:FileObject",
        "@id": csv_name(table),
        "name": csv_name(table),
        "description": summary(table),
        "contentUrl": csv_name(table),
        "contentSize": f"{len(content)} B",
        "encodingFormat": "text/csv",
        "sha256": hashlib.sha256(content).hexdigest(),
    }


def _record_set(table: type[Row], present: set[str]) -> Json:
    key: list[Json] = [{"@id": f"{table.table}/{name}"} for name in table.key]
    refers: dict[str, Json] = {
        name: {"fileObject": {"@id": csv_name(table_named(other))}, "extract": {"column": column}}
        for name, other, column in foreign_keys(table)
        if other in present
    }
    return {
        "@type": "cr:RecordSet",
        "@id": table.table,
        "name": table.table,
        "description": summary(table),
        "key": key[0] if len(key) == 1 else key,
        "field": [_croissant_field(table, name, refers.get(name, {})) for name in columns(table)],
    }


def _croissant_field(table: type[Row], name: str, refers: Json) -> Json:
    field = field_schema(table, name)
    return kept({
        "@type": "cr:Field",
        "@id": f"{table.table}/{name}",
        "name": name,
        "description": field["description"],
        "dataType": _CROISSANT_TYPES[field["type"]],
        "source": {"fileObject": {"@id": csv_name(table)}, "extract": {"column": name}},
        "references": refers,  # to the file: mlcroissant 1.1 cannot join a record set that was not read yet
    })  # fmt: skip


def csvw(published: Published) -> Json:
    """Return the package's CSV files as CSVW (https://www.w3.org/TR/tabular-metadata/) describes tables."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": LANGUAGE}],
        "dc:title": published.title,
        "dc:description": published.description,
        "dc:license": {"@id": published.settings.license_url},
        "dc:creator": published.settings.creator,
        "dc:bibliographicCitation": published.citation,
        "dialect": {"lineTerminators": ["\n"], "encoding": "utf-8", "header": True, "doubleQuote": True},
        "tables": [_csvw_table(table) for table, _ in published.tables()],
    }


def _csvw_table(table: type[Row]) -> Json:
    keys: list[Json] = [
        {
            "columnReference": [name],
            "reference": {"resource": csv_name(table_named(other)), "columnReference": [column]},
        }
        for name, other, column in foreign_keys(table)
        if columns(table)[name].required  # strict CSVW validators refuse a foreign key that may be empty
    ]
    schema: Json = {"columns": [_csvw_column(table, name) for name in columns(table)]}
    if len(table.key) == 1:
        schema["primaryKey"] = list(table.key)
    if keys:
        schema["foreignKeys"] = keys
    return {"url": csv_name(table), "dc:title": TITLES[table.table], "dc:description": summary(table),
            "tableSchema": schema}  # fmt: skip


def _csvw_column(table: type[Row], name: str) -> Json:
    field = field_schema(table, name)
    constraints = field.get("constraints", {})
    datatype: Any = {"base": _CSVW_TYPES[field["type"]]}
    if field["type"] == "boolean":
        datatype["format"] = "true|false"
    if "minimum" in constraints:
        datatype["minimum"] = constraints["minimum"]
    if "pattern" in constraints and field["type"] == "string":
        datatype["format"] = constraints["pattern"]
    column: Json = {"name": name, "titles": name, "dc:title": field["title"], "dc:description": field["description"],
                    "datatype": datatype, "null": ""}  # fmt: skip
    return column | {"required": True} if constraints.get("required") else column

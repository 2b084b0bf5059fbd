"""datapackage.json: what the package says of itself (Data Package 2.0, https://datapackage.org)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from exchange_ledger import vocabulary
from exchange_ledger.records import TABLES, Ledger, Row, Source
from exchange_ledger.schema import TITLES, csv_name, summary, table_schema, warnings_for
from exchange_ledger.settings import Settings

Json = dict[str, Any]

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
RESOURCE_PROFILE = "https://datapackage.org/profiles/2.0/dataresource.json"

DESCRIPTION = """\
{site_description}

A claim is one statement by one source; an exchange is one event, which claims support or dispute. Claims are never \
merged: a count that both sides give differently stays twice. Every claim read from an article carries its quote and \
the offsets of the quote (Unicode code points, zero-based, end excluded) in the article's text.

A row of exchanges counts an event, a row of claims a statement, never a person. Empty means that no source says it.

The licence covers the compilation: tables, derived values, checks, descriptions. Quotations are their publishers' \
words and stay their publishers'; they are kept short, and each stands beside the address of its article.\
"""


def day(ledger: Ledger) -> str:
    """Return the last day that the data know of (ISO 8601), which stands for the day of the build; empty if none."""
    days = [text for source in ledger.sources for text in (source.published, source.accessed)]
    days += [row.decided_on for row in ledger.corrections] + [row.date for row in ledger.exchanges]
    return max((text for text in days if len(text) == len("2024-01-31")), default="")


def descriptor(ledger: Ledger, files: Mapping[str, bytes], settings: Settings, version: str) -> Json:
    """Return the whole descriptor; `files` holds the bytes of every file of the package by its name."""
    known: Json = {
        "$schema": PROFILE,
        "name": settings.package_name,
        "id": f"https://doi.org/{settings.doi}" if settings.doi else "",
        "title": settings.site_name,
        "description": DESCRIPTION.format(site_description=settings.site_description.strip()),
        "homepage": settings.base,
        "version": version,
        "created": f"{day(ledger)}T00:00:00Z" if day(ledger) else "",
        "keywords": list(settings.keywords),
        "licenses": [_license(settings)],
        "contributors": [_contributor(settings)],
        "sources": [_source(source) for source in ledger.sources],
        "usageWarnings": [{"name": row.name, "title": row.title, "text": row.text} for row in vocabulary.warnings()],
        "resources": [resource for table in TABLES for resource in _resources(table, files)],
    }
    return {name: value for name, value in known.items() if value}


def _license(settings: Settings) -> Json:
    return {"name": settings.license, "path": settings.license_url, "title": settings.license_title}


def _contributor(settings: Settings) -> Json:
    contact = settings.contact
    reached = {"email" if "@" in contact else "path": contact} if contact else {}
    return {"title": settings.creator, "roles": ["creator"], **reached}


def _source(source: Source) -> Json:
    title = ", ".join(text for text in (source.publisher, source.title, source.published) if text) or source.source_id
    return {"title": title, "path": source.url} if source.url else {"title": title}


def _resources(table: type[Row], files: Mapping[str, bytes]) -> Iterator[Json]:
    """Yield the table as CSV, with its schema, and as JSON, which holds the same cells under the same names."""
    name = table.table
    yield {
        "$schema": RESOURCE_PROFILE,
        "name": name,
        "type": "table",
        "title": TITLES[name],
        "description": f"One row is: {summary(table)}",
        **_file(csv_name(table), "text/csv", files),
        "dialect": {
            "delimiter": ",",
            "lineTerminator": "\n",
            "quoteChar": '"',
            "doubleQuote": True,
            "header": True,
            "skipInitialSpace": False,
        },
        "schema": table_schema(table),
        "usageWarnings": [warning["name"] for warning in warnings_for(name)],
    }
    yield {
        "$schema": RESOURCE_PROFILE,
        "name": f"{name}-json",
        "title": f"{TITLES[name]} (JSON)",
        "description": f"The rows of {name} as an array of objects; null where the CSV is empty.",
        **_file(f"{name}.json", "application/json", files),
    }


def _file(path: str, media_type: str, files: Mapping[str, bytes]) -> Json:
    content = files[path]
    return {
        "path": path,
        "format": path.rsplit(".", 1)[1],
        "mediatype": media_type,
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
    }


def descriptor_text(content: Json) -> str:
    """Return a descriptor as it is written: two spaces a level, so that a change shows as few lines."""
    return json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False) + "\n"

"""What is offered, and the whole as schema.org's Dataset, which search engines read."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from exchange_ledger import vocabulary
from exchange_ledger.downloads.published import LANGUAGE, SPATIAL, Json, Published

SCHEMA_ORG = "https://schema.org/"

MEDIA_TYPES = {
    ".csv": "text/csv",
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".parquet": "application/vnd.apache.parquet",
    ".sqlite": "application/vnd.sqlite3",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".zip": "application/zip",
}
"""Media types of the files that are offered, by the end of their names."""


def kept(content: Json) -> Json:
    """Return an object without the keys of which nothing is known."""
    return {name: value for name, value in content.items() if value not in ("", None, [], {})}


def offered(files: Mapping[str, bytes]) -> list[tuple[str, str, bytes]]:
    """Return path, media type and content of each file that is a form of the data, in the order of their paths."""
    ends = {path: next((end for end in MEDIA_TYPES if path.endswith(end)), "") for path in files}
    return [(path, MEDIA_TYPES[ends[path]], files[path]) for path in sorted(files) if ends[path]]


def schema_org(published: Published, files: Mapping[str, bytes]) -> Json:
    """Return the data set as schema.org's Dataset; `files` holds what is offered, by path below the site's root."""
    settings = published.settings
    return kept({
        "@context": {"@vocab": SCHEMA_ORG},
        "@type": "Dataset",
        "@id": published.address("#dataset"),
        "name": published.title,
        "description": published.description,
        "url": settings.base,
        "identifier": f"https://doi.org/{settings.doi}" if settings.doi else "",
        "version": published.version,
        "dateModified": published.day,
        "license": settings.license_url,
        "creator": _organization(published),
        "publisher": _organization(published),
        "keywords": list(settings.keywords),
        "inLanguage": LANGUAGE,
        "isAccessibleForFree": True,
        "temporalCoverage": "/".join(part for part in published.temporal if part),
        "spatialCoverage": [{"@type": "Place", "name": name} for name in SPATIAL],
        "variableMeasured": _variables(),
        "measurementTechnique": "Statements read from news articles, each kept with the sentence that makes it",
        "citation": published.citation,
        "distribution": [
            {
                "@type": "DataDownload",
                "name": path.rsplit("/", 1)[-1],
                "encodingFormat": media_type,
                "contentUrl": published.address(path),
                "contentSize": f"{len(content)} B",
                "sha256": hashlib.sha256(content).hexdigest(),
            }
            for path, media_type, content in offered(files)
        ],
    })  # fmt: skip


def _organization(published: Published) -> Json:
    return kept({"@type": "Organization", "name": published.settings.creator, "url": published.settings.base})


def _variables() -> list[Json]:
    return [
        kept({
            "@type": "PropertyValue", "name": measure.name, "description": f"{measure.title}: {measure.description}",
            "unitText": measure.unit,
        })
        for measure in vocabulary.measures().values()
    ]  # fmt: skip

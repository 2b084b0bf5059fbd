"""The data set as every catalogue describes it, in each catalogue's words: one set of facts, several vocabularies.

schema.org Dataset, DCAT 3, codemeta 3, DataCite 4.5, Citation File Format 1.2. Croissant, CSVW and Web Annotations,
which describe columns and quotes too, have modules of their own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import yaml

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

_PLACES = {"Ukraine": (48.4, 31.2), "Russia": (61.5, 105.3)}
"""A point in the middle of each country: latitude and longitude in degrees."""


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


_DCAT_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
}


def dcat(published: Published, files: Mapping[str, bytes]) -> Json:
    """Return the data set as a DCAT 3 catalogue of one data set (JSON-LD that needs no other document)."""
    settings, (start, end) = published.settings, published.temporal
    dataset = kept({
        "@id": published.address("#dataset"),
        "@type": "dcat:Dataset",
        "dct:title": _text(published.title),
        "dct:description": _text(published.description),
        "dct:identifier": settings.doi or published.name,
        "dct:modified": _typed(published.day, "xsd:date") if published.day else "",
        "dcat:version": published.version,
        "dcat:landingPage": {"@id": settings.base} if settings.base else "",
        "dct:license": {"@id": settings.license_url},
        "dct:creator": {"@type": "foaf:Agent", "foaf:name": settings.creator},
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": settings.creator},
        "dct:language": {"@id": "http://publications.europa.eu/resource/authority/language/ENG"},
        "dct:bibliographicCitation": published.citation,
        "dcat:keyword": [_text(word) for word in settings.keywords],
        "dct:spatial": [{"@type": "dct:Location", "skos:prefLabel": _text(name)} for name in SPATIAL],
        "dct:temporal": kept({"@type": "dct:PeriodOfTime", "dcat:startDate": _day(start), "dcat:endDate": _day(end)}),
        "dcat:distribution": [_distribution(published, *file) for file in offered(files)],
    })  # fmt: skip
    catalogue = {
        "@id": published.address("downloads/dcat.jsonld"),
        "@type": "dcat:Catalog",
        "dct:title": _text(published.title),
        "dct:description": _text(settings.site_description),
        "dcat:dataset": dataset,
    }
    return {"@context": _DCAT_CONTEXT, **catalogue}


def _text(text: str) -> Json:
    return {"@value": text, "@language": LANGUAGE}


def _typed(text: str, kind: str) -> Json:
    return {"@value": text, "@type": kind}


def _day(text: str) -> Json | str:
    """Return a day, a month or a year with its type; nothing for an empty text."""
    kind = {4: "xsd:gYear", 7: "xsd:gYearMonth", 10: "xsd:date"}.get(len(text))
    return _typed(text, kind) if kind else ""


def _distribution(published: Published, path: str, media_type: str, content: bytes) -> Json:
    return {
        "@id": published.address(path),
        "@type": "dcat:Distribution",
        "dct:title": _text(path.rsplit("/", 1)[-1]),
        "dcat:downloadURL": {"@id": published.address(path)},
        "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{media_type}"},
        "dcat:byteSize": _typed(str(len(content)), "xsd:nonNegativeInteger"),
        "dct:license": {"@id": published.settings.license_url},
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": _typed(hashlib.sha256(content).hexdigest(), "xsd:hexBinary"),
        },
    }


def datacite(published: Published) -> Json:
    """Return the data set's fields as DataCite 4.5 wants them, ready for registering a DOI."""
    settings, year = published.settings, published.day[:4]
    start_end = "/".join(part for part in published.temporal if part)
    sources = [source.url for source in published.ledger.sources if source.url and source.kind == "article"]
    return kept({
        "schemaVersion": "http://datacite.org/schema/kernel-4",
        "doi": settings.doi,
        "types": {"resourceTypeGeneral": "Dataset", "resourceType": "Dataset"},
        "titles": [{"title": published.title, "lang": LANGUAGE}],
        "creators": [{"name": settings.creator, "nameType": "Organizational"}],
        "publisher": {"name": settings.creator},
        "publicationYear": year,
        "version": published.version,
        "language": LANGUAGE,
        "url": settings.base,
        "subjects": [{"subject": word} for word in settings.keywords],
        "dates": [kept({"date": published.day, "dateType": "Updated"}), {"date": start_end, "dateType": "Coverage"}],
        "rightsList": [{"rights": settings.license_title, "rightsUri": settings.license_url,
                        "rightsIdentifier": settings.license, "rightsIdentifierScheme": "SPDX"}],
        "descriptions": [{"description": published.description, "descriptionType": "Abstract", "lang": LANGUAGE}],
        "geoLocations": [
            {"geoLocationPlace": name, "geoLocationPoint": {"pointLatitude": north, "pointLongitude": east}}
            for name, (north, east) in _PLACES.items()
        ],
        "formats": sorted(set(MEDIA_TYPES.values())),
        "relatedIdentifiers": [
            {"relatedIdentifier": url, "relatedIdentifierType": "URL", "relationType": "IsDerivedFrom"}
            for url in sorted(set(sources))
        ],
    })  # fmt: skip


def codemeta(published: Published) -> Json:
    """Return the software that made the data set, as codemeta 3 describes it."""
    settings = published.settings
    return kept({
        "@context": "https://w3id.org/codemeta/3.0",
        "@type": "SoftwareSourceCode",
        "name": settings.site_name,
        "description": "Turns news articles into a validated data package and a static site",
        "codeRepository": settings.repository,
        "license": "https://spdx.org/licenses/MIT",
        "programmingLanguage": "Python",
        "runtimePlatform": "Python 3.11 or newer",
        "author": [{"type": "Organization", "name": settings.creator}],
        "keywords": list(settings.keywords),
        "developmentStatus": "active",
        "url": settings.base,
    })  # fmt: skip


def citation_file(published: Published) -> str:
    """Return CITATION.cff (Citation File Format 1.2.0) for this version of the data."""
    settings = published.settings
    content: dict[str, Any] = kept({
        "cff-version": "1.2.0",
        "message": "Please cite the data set as below; cite single figures by their own address.",
        "title": published.title,
        "type": "dataset",
        "authors": [{"name": settings.creator}],
        "version": published.version,
        "date-released": published.day,
        "license": settings.license,
        "doi": settings.doi,
        "url": settings.base.rstrip("/"),
        "repository-code": settings.repository,
        "abstract": settings.site_description,
        "keywords": list(settings.keywords),
    })  # fmt: skip
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=1_000)

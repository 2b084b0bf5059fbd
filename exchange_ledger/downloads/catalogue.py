"""The whole as a DCAT 3 catalogue (https://www.w3.org/TR/vocab-dcat-3/), which open-data portals read."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from exchange_ledger.downloads.model import kept, offered
from exchange_ledger.downloads.published import LANGUAGE, SPATIAL, Json, Published

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

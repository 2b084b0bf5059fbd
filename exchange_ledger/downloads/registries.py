"""The whole as registries of citations describe it: DataCite 4.5, codemeta 3.0, Citation File Format 1.2."""

from __future__ import annotations

from typing import Any

import yaml

from exchange_ledger.downloads.model import MEDIA_TYPES, kept
from exchange_ledger.downloads.published import LANGUAGE, Json, Published

_PLACES = {"Ukraine": (48.4, 31.2), "Russia": (61.5, 105.3)}
"""A point in the middle of each country: latitude and longitude in degrees."""


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
        "dates": [
            kept({"date": published.day, "dateType": "Updated"}),
            {"date": start_end, "dateType": "Other", "dateInformation": "Days that the data are about"},
        ],
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

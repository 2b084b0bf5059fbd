"""Every published quote as a W3C Web Annotation: the words by themselves and by their place in the article's text."""

from __future__ import annotations

from operator import attrgetter

from exchange_ledger.downloads.model import kept
from exchange_ledger.downloads.published import LANGUAGE, Json, Published
from exchange_ledger.records import Claim
from exchange_ledger.schema import cell

_SAID = ("measure", "side", "dimension", "category", "qualifier", "value", "text_value", "event_date", "period_start",
         "period_end", "claimant")  # fmt: skip
_stated = attrgetter(*_SAID)


def quote_annotations(published: Published) -> Json:
    """Return an AnnotationPage with an annotation for each claim that is published with its quote."""
    sources = {source.source_id: source for source in published.ledger.sources}
    items = [
        _annotation(published, claim, sources[claim.source_id].url)
        for claim in published.ledger.claims
        if claim.quote and sources[claim.source_id].url
    ]
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": published.address("downloads/annotations.jsonld"),
        "type": "AnnotationPage",
        "startIndex": 0,
        "items": items,
    }


def _annotation(published: Published, claim: Claim, url: str) -> Json:
    stated = zip(_SAID, map(cell, _stated(claim)), strict=True)
    said = ", ".join(f"{name}: {value}" for name, value in stated if value is not None)
    quote = {"type": "TextQuoteSelector", "exact": claim.quote, "prefix": claim.quote_prefix,
             "suffix": claim.quote_suffix}  # fmt: skip
    position = {"type": "TextPositionSelector", "start": claim.quote_start, "end": claim.quote_end}
    return {
        "id": published.address(published.claim_path(claim)),
        "type": "Annotation",
        "motivation": "describing",
        "body": {"type": "TextualBody", "value": said, "format": "text/plain", "language": LANGUAGE},
        "target": {"source": url, "selector": [kept(quote), position]},
    }

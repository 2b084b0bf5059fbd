"""A small package, kept: what a change of ours or of a library does to texts and figures shows here first.

`python -m tests.golden` writes expected.json anew, once the difference is understood and wanted.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

from exchange_ledger.extract import extract
from exchange_ledger.package import load_ledger, write_package
from exchange_ledger.read import read_seeds
from exchange_ledger.reconcile import reconcile
from exchange_ledger.records import Claim

FOLDER = Path(__file__).parent
EXPECTED = FOLDER / "expected.json"
LIBRARIES = ("trafilatura", "htmldate", "courlan", "jusText", "lxml", "lxml_html_clean", "PyYAML", "frictionless")
"""What can change a text, a figure or the form of the package."""

TABLES = ("sources", "claims", "exchanges")


def claim_line(claim: Claim) -> str:
    """Return a claim on one line, as a person would compare it."""
    when = claim.event_date or f"{claim.period_start or '…'} to {claim.period_end}"
    what = " ".join(filter(None, (claim.measure, claim.side, claim.dimension, claim.category)))
    value = claim.text_value or (f"{claim.value:g}" if claim.value is not None else "")
    return f"{claim.source_id} {claim.quote_start}: {when} {what} = {value} ({claim.qualifier}) by {claim.claimant}"


def golden() -> dict[str, Any]:
    """Return what the kept input yields now: libraries' versions, hashes of texts and tables, claims."""
    seeds = read_seeds(FOLDER / "seeds")
    with tempfile.TemporaryDirectory() as scratch:
        package = Path(scratch) / "datapackage"
        write_package(reconcile(seeds, [extract(article) for article in seeds.articles]), seeds, package)
        claims = load_ledger(package).claims
        tables = {name: hashlib.sha256((package / f"{name}.csv").read_bytes()).hexdigest() for name in TABLES}
    return {
        "libraries": {name: version(name) for name in LIBRARIES},
        "texts": {article.source.source_id: article.source.text_sha256 for article in seeds.articles},
        "found": {article.source.source_id: article.source.found for article in seeds.articles},
        "claims": sorted(claim_line(claim) for claim in claims),
        "tables": tables,
    }


def expected() -> dict[str, Any]:
    """Return what it yielded when it was kept."""
    kept: dict[str, Any] = json.loads(EXPECTED.read_text(encoding="utf-8"))
    return kept

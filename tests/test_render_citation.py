"""Citations that reference managers can read, and the place where an error is reported."""

from __future__ import annotations

import json

import pytest

from exchange_ledger.render.citation import Citation, report_address
from exchange_ledger.settings import Settings

SETTINGS = Settings(site_name="Ledger & Sons", creator="A_B", site_url="https://a.example/l/")
CITED = Citation("key", "Exchange of 5%", "https://a.example/l/x/", "2025-02-06", "1.2.0", SETTINGS)


def test_as_text_it_names_creator_title_site_version_and_address() -> None:
    assert CITED.text == (
        "A_B (2025). Exchange of 5%. Ledger & Sons. Data version 1.2.0, 6 February 2025. https://a.example/l/x/"
    )


def test_as_bibtex_tex_s_own_characters_are_escaped() -> None:
    assert "author = {{A\\_B}}" in CITED.bibtex
    assert "title = {{Exchange of 5\\%. Ledger \\& Sons}}" in CITED.bibtex
    assert CITED.bibtex.count("{") == CITED.bibtex.count("}")


def test_as_ris_and_csl_it_carries_the_day_and_the_version() -> None:
    assert CITED.ris.splitlines()[0] == "TY  - DATA"
    assert "DA  - 2025/02/06" in CITED.ris
    item = json.loads(CITED.csl)[0]
    assert item["issued"] == {"date-parts": [[2025, 2, 6]]}
    assert item["version"] == "1.2.0"


@pytest.mark.parametrize(
    ("settings", "address"),
    [
        (Settings(), ""),
        (Settings(repository="https://r.example/a/b/"), "https://r.example/a/b/issues/new?title=Error%20on%20x%26y"),
        (Settings(contact="desk@a.example"), "mailto:desk@a.example?subject=Error%20on%20x%26y"),
        (Settings(contact="https://a.example/form"), "https://a.example/form"),
        (Settings(contact="javascript:alert(1)"), ""),
    ],
)
def test_an_error_is_reported_where_the_project_says(settings: Settings, address: str) -> None:
    assert report_address(settings, "x&y") == address

"""The project's settings come from mkdocs.yml, and a fork may leave most of them empty."""

from __future__ import annotations

from pathlib import Path

import pytest

from exchange_ledger.faults import LedgerError
from exchange_ledger.settings import MKDOCS, Settings, load_settings


def settings(tmp_path: Path, text: str) -> Settings:
    path = tmp_path / "mkdocs.yml"
    path.write_text(text, encoding="utf-8")
    return load_settings(path)


def test_the_projects_own_file_is_read() -> None:
    found = load_settings(MKDOCS)
    assert found.site_name
    assert found.package_name
    assert found.license == "CC-BY-4.0"


def test_a_fork_may_say_little(tmp_path: Path) -> None:
    found = settings(tmp_path, "site_name: Another\nextra: {ledger: {repository: , contact: ''}}\n")
    assert (found.site_name, found.repository, found.base, found.doi) == ("Another", "", "", "")
    assert load_settings(tmp_path / "missing.yml") == Settings()


def test_the_sites_address_ends_in_a_slash(tmp_path: Path) -> None:
    assert settings(tmp_path, "site_url: https://ledger.example/x\n").base == "https://ledger.example/x/"


def test_tags_of_mkdocs_are_passed_over(tmp_path: Path) -> None:
    text = "site_name: A\nplugins: !ENV [X, y]\nmarkdown_extensions:\n  - a: !!python/name:os.system\n"
    assert settings(tmp_path, text).site_name == "A"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("site_name: [", "it is no YAML"),
        ("just words", "it has no keys"),
        ("extra: {ledger: [a]}", "extra.ledger"),
        ("extra: {ledger: {keywords: one}}", "a list of words"),
        ("site_name: [a]", "is not a text"),
    ],
)
def test_a_wrong_setting_is_one_line(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(LedgerError, match=words) as caught:
        settings(tmp_path, text)
    assert "\n" not in str(caught.value)

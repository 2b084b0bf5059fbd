"""The same mkdocs.yml and pages under the theme's heirs, strictly: the end of the theme's support is no cliff.

ProperDocs and Zensical are no dependencies of the project: `make clients` installs them into an environment of their
own, continuous integration always; elsewhere these tests are left out by name.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from exchange_ledger.render import render_site
from exchange_ledger.settings import MKDOCS
from tests.test_clients import program
from tests.test_render_site import QUOTE, package

pytestmark = pytest.mark.clients


@pytest.mark.parametrize("builder", ["properdocs", "zensical"])
def test_another_builder_makes_the_same_pages(request: pytest.FixtureRequest, builder: str, tmp_path: Path) -> None:
    command = program(request, builder, "run make clients")
    render_site(package(tmp_path / "datapackage"), tmp_path / "first")
    shutil.copy(MKDOCS, tmp_path / "mkdocs.yml")
    shutil.copytree(MKDOCS.parent / "templates" / "theme", tmp_path / "templates" / "theme")
    done = subprocess.run(
        [command, "build", "--strict", "-f", "mkdocs.yml"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    page = (tmp_path / "site/exchanges/2025-02-05/index.html").read_text(encoding="utf-8")
    assert 'id="claim-a1"' in page
    assert "<mark>150</mark>" in page
    assert QUOTE.split("<")[0].split("150")[0].strip() in page
    assert 'property="og:image"' in page

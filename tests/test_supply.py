"""What the project is made of: few direct dependencies, each with its reason; every file locked by its hash."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.sbom import bill_of_materials, installed, licence, locked, needs

ROOT = Path(__file__).parent.parent
LOCKS = sorted(ROOT.glob("requirements*.txt"))
ONLINE = any(os.environ.get(name) for name in ("CI", "EXCHANGE_LEDGER_NIGHTLY"))

BROUGHT = {"markupsafe": "jinja2", "lxml": "lxml-html-clean"}
"""Packages that the code imports and that come with a direct dependency, which needs them for the same thing."""

PLUGINS = {"lxml-html-clean", "mkdocs", "mkdocs-material", "vl-convert-python"}
"""Direct dependencies that are not imported by us: the site's builder is a command, the others are parts of one."""

REGISTRIES = tuple(".".join(parts) for parts in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"),
                                                 ("debian", "org"), ("yarnpkg", "com")))  # fmt: skip


def project() -> dict[str, Any]:
    found: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return found


def direct(extras: bool = False) -> list[str]:
    """Return the names of the direct dependencies, those of the extras too if asked."""
    lines: list[str] = list(project()["dependencies"])
    if extras:
        lines += [line for group in project().get("optional-dependencies", {}).values() for line in group]
    return sorted(canonicalize_name(Requirement(line).name) for line in lines)


def test_each_direct_dependency_has_a_line_that_says_why() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    reasons: dict[str, str] = {
        canonicalize_name(Requirement(name).name): reason.strip()
        for name, reason in re.findall(r'^\s+"([^"]+)",?\s*#\s*(.+)$', text, re.MULTILINE)
    }
    assert [name for name in direct(extras=True) if not reasons.get(name)] == []


def imported() -> Iterator[str]:
    """Yield the name of each package that our code imports, other than the standard library and ourselves."""
    known = packages_distributions()
    for path in [ROOT / "build.py", *(ROOT / "exchange_ledger").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names = [node.module]
            for name in {name.partition(".")[0] for name in names} - sys.stdlib_module_names - {"exchange_ledger"}:
                yield canonicalize_name(known[name][0])


def test_what_is_imported_is_declared_and_what_is_declared_is_used() -> None:
    found, declared = set(imported()), set(direct())
    assert found - declared - BROUGHT.keys() == set()
    assert {name for name, by in BROUGHT.items() if name in found and name not in set(needs(by))} == set()
    assert declared - found - PLUGINS == set()


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_locked_package_has_hashes_and_the_locks_name_no_registry(lock: Path) -> None:
    entries = locked(lock)
    assert entries
    assert [entry.name for entry in entries if not entry.hashes] == []
    assert len(entries) == len(re.findall(r"^[A-Za-z0-9]", lock.read_text(encoding="utf-8"), re.MULTILINE))
    assert re.findall(r"^\s*--(?!hash)\S+", lock.read_text(encoding="utf-8"), re.MULTILINE) == []


def test_the_lock_holds_every_direct_dependency() -> None:
    names = {entry.name for entry in locked(ROOT / "requirements.txt")}
    assert set(direct()) - names == set()
    print(f"{len(direct())} direct dependencies, {len(names)} in the lock")


def test_no_registry_is_named_anywhere() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("needs a git checkout")
    named = []
    for name in filter(None, listed.stdout.split("\0")):
        path = ROOT / name
        content = path.read_bytes() if path.is_file() else b""
        named += [(name, host) for host in REGISTRIES if host.encode() in content]
    assert named == []


def test_every_package_says_its_licence() -> None:
    entries = [entry for entry in locked(ROOT / "requirements.txt") if installed(entry.name)]
    for entry in entries:
        print(f"{entry.name} {entry.version}: {licence(entry.name)}")
    assert [entry.name for entry in entries if not licence(entry.name)] == []
    assert [entry.name for entry in entries if re.search(r"AGPL|Affero|Proprietary", licence(entry.name))] == []


def test_the_bill_of_materials_names_all_and_is_always_the_same() -> None:
    lock = ROOT / "requirements.txt"
    bill = bill_of_materials(lock)
    assert [component["name"] for component in bill["components"]] == [entry.name for entry in locked(lock)]
    assert all(component["hashes"] for component in bill["components"])
    assert {row["ref"] for row in bill["dependencies"]} == {component["bom-ref"] for component in bill["components"]}
    assert bill == bill_of_materials(lock)


FETCHES = re.compile(
    r"\b(?:curl|wget|npx|git clone|playwright install|spacy download|nltk\.download)\b"
    r"|npm (?:i|install)\b|pip3? install(?!.*--require-hashes)"
)
"""What brings in files that no lock names by their hash."""


def test_nothing_is_fetched_past_the_locks() -> None:
    """The scripts that install, here and on GitHub, take packages by their hash, and Debian's; `npm ci` has a lock."""
    scripts = [ROOT / "Makefile", ROOT / ".ci" / "run", *sorted((ROOT / ".github" / "workflows").glob("*.yml"))]
    lines = [(path, line) for path in scripts for line in path.read_text(encoding="utf-8").splitlines()]
    assert [(path.name, line.strip()) for path, line in lines if FETCHES.search(line)] == []


def test_packages_of_node_have_hashes_and_run_no_script() -> None:
    lock = json.loads((ROOT / "tests" / "clients" / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: row for name, row in lock["packages"].items() if name}
    assert packages
    assert [name for name, row in packages.items() if not row["integrity"].startswith("sha512-")] == []
    assert [name for name, row in packages.items() if row.get("hasInstallScript")] == []


@pytest.mark.skipif(not ONLINE, reason="asks the registry; set CI=1")
def test_the_registry_still_offers_what_is_locked_ready_made(tmp_path: Path) -> None:
    """Every file comes ready made (no script runs at installation), none of them was yanked; newer ones are named.

    Advisories are published elsewhere than the registry, and are looked up by the host of the repository.
    """
    command = [sys.executable, "-m", "pip", "install", "--dry-run", "--ignore-installed", "--require-hashes",
               "--only-binary=:all:", "--disable-pip-version-check", "-r", "requirements.txt"]  # fmt: skip
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "yanked" not in done.stderr
    fresh = tmp_path / "requirements.txt"
    subprocess.run(
        [sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", "--universal", "--python-version", "3.11",
         "--generate-hashes", "--quiet", "--output-file", str(fresh)],
        cwd=ROOT, check=True,
    )  # fmt: skip
    newer = {entry.name: entry.version for entry in set(locked(fresh)) - set(locked(ROOT / "requirements.txt"))}
    print(f"newer in the registry: {newer or 'nothing'}")

"""The workflows: sound by their schema, least in what they may do, and every step run as it is written."""

from __future__ import annotations

import json
import posixpath
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
import yaml

from exchange_ledger.add.issue import FIELDS
from exchange_ledger.settings import load_settings
from tests import web
from tests.workflow_steps import ROOT, WORKFLOWS, Run, clone, commit, git, workflow

NAMES = sorted(path.stem for path in WORKFLOWS.glob("*.yml"))
FORMS = sorted(path for path in (ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml") if path.stem != "config")
REPORT = """Eighty-four come home

Ukraine brought 84 of its servicemen home on Thursday, 14 March 2024, in a prisoner exchange with Russia.
"""
PAGE = (Path(__file__).parent / "pages" / "wordpress.html").read_bytes()
NO_SEEDS_ELSEWHERE = {"vars.SEEDS_REPOSITORY == ''": True, "vars.SEEDS_REPOSITORY != ''": False}


def steps(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for job in document["jobs"].values():
        yield from job["steps"]


@pytest.mark.skipif(find_spec("check_jsonschema") is None, reason="needs check-jsonschema from requirements-test.txt")
def test_the_schemas_of_workflows_and_forms() -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema"]
    workflows = [str(path) for path in sorted(WORKFLOWS.glob("*.yml"))]
    for schema, paths in (("github-workflows", workflows), ("github-issue-forms", [str(path) for path in FORMS])):
        done = subprocess.run([*command, f"vendor.{schema}", *paths], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", NAMES)
def test_every_job_has_bounds_and_its_own_permissions(name: str) -> None:
    document = workflow(name)
    assert "permissions" in document
    assert document["concurrency"]["group"]
    for job in document["jobs"].values():
        assert 0 < job["timeout-minutes"] <= 60
        assert document["permissions"] or job["permissions"]


@pytest.mark.parametrize("name", NAMES)
def test_actions_are_pinned_and_keep_no_token(name: str) -> None:
    text = (WORKFLOWS / f"{name}.yml").read_text(encoding="utf-8")
    for line in (line for line in text.splitlines() if "uses:" in line):
        assert re.search(r"uses: [\w.-]+/[\w.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line), line
    for step in steps(workflow(name)):
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False


@pytest.mark.parametrize("name", NAMES)
def test_no_text_of_others_reaches_a_shell(name: str) -> None:
    text = (WORKFLOWS / f"{name}.yml").read_text(encoding="utf-8")
    assert not re.search(r"pull_request_target|workflow_run|github\.(?:head_ref|actor|triggering_actor)", text)
    assert not re.search(r"github\.event\.(?!issue\.number\b|label\.name == )", text)
    for step in steps(workflow(name)):
        assert "${{" not in step.get("run", "")


def test_pull_requests_may_read_and_nothing_else() -> None:
    document = workflow("check")
    assert document["permissions"] == {"contents": "read"}
    assert all("permissions" not in job for job in document["jobs"].values())
    assert "secrets." not in (WORKFLOWS / "check.yml").read_text(encoding="utf-8")


def test_the_form_has_the_fields_that_are_read() -> None:
    form = yaml.safe_load((ROOT / ".github" / "ISSUE_TEMPLATE" / "add-article.yml").read_text(encoding="utf-8"))
    labels = {part["attributes"]["label"] for part in form["body"] if "label" in part["attributes"]}
    assert labels == set(FIELDS)
    assert f"'{form['labels'][0]}'" in workflow("add-article")["jobs"]["add"]["if"]


@pytest.fixture(scope="module")
def server() -> Iterator[web.Server]:
    routes = {"/report": web.page(PAGE), "/pdf": web.page(b"%PDF-1.7\n", kind="application/pdf")}
    with web.serving(routes) as server:
        yield server


@pytest.fixture(scope="module")
def main(tmp_path_factory: pytest.TempPathFactory, server: web.Server) -> Path:
    """A clone with one article and its package, as `main` has it."""
    repository = clone(tmp_path_factory.mktemp("main") / "clone")
    (repository / "seeds" / "articles").mkdir(parents=True)
    (repository / "seeds" / "articles" / "report.txt").write_text(REPORT, encoding="utf-8")
    table = f"source_id,file,published,publisher,url\nledger-1,report.txt,2024-03-14,Ledger,{server.url}/gone\n"
    (repository / "seeds" / "sources.csv").write_text(table, encoding="utf-8")
    command = [sys.executable, "build.py", "--no-site", "--quiet"]
    subprocess.run(command, cwd=repository, check=True)
    commit(repository, "As it is on main")
    return repository


@pytest.fixture
def repository(main: Path, tmp_path: Path) -> Path:
    """A clone of its own for each test."""
    shutil.copytree(main, tmp_path / "clone")
    return tmp_path / "clone"


def form(address: str, publisher: str = "_No response_") -> str:
    answers = (address, publisher, "_No response_", "_No response_")
    return "\n\n".join(f"### {label}\n\n{answer}" for label, answer in zip(FIELDS, answers, strict=True))


def ask(run: Run, address: str, publisher: str) -> None:
    issue = {"number": 7, "title": "$(touch pwned)", "body": form(address, publisher)}
    (run.aside / "event.json").write_text(json.dumps({"issue": issue}), encoding="utf-8")


ISSUE = {"github.event.issue.number": "7", "github.token": "a-token"}
HOSTILE = "Ledger $(touch pwned) `touch pwned` '; touch pwned; ' \" && touch pwned || ${{ secrets.X }}"


def test_an_issue_becomes_a_change_that_shows_its_figures(repository: Path, server: web.Server) -> None:
    run = Run(repository, "add-article", "add", dict(ISSUE))
    ask(run, f"{server.url}/report", HOSTILE)
    assert run.go() == 0, run.said
    assert run.values["steps.add.outputs.added"] == "yes"
    comparison = (repository / "comparison.md").read_text(encoding="utf-8")
    assert "gained 2024&#45;04&#45;11" in comparison.replace("-", "&#45;")
    assert comparison.endswith("Closes #7.\n")
    assert run.summary == comparison
    changed = git(repository, "status", "--porcelain", "seeds", "datapackage")
    assert "seeds/sources.csv" in changed
    assert "datapackage/claims.csv" in changed
    assert not list(repository.parent.rglob("pwned"))
    assert "gh" not in run.log


def test_an_issue_that_cannot_be_added_is_answered(repository: Path, server: web.Server) -> None:
    for address, said in ((f"{server.url}/pdf", "is a PDF"), ("javascript:alert(1)", "no http or https address")):
        run = Run(repository, "add-article", "add", dict(ISSUE))
        ask(run, address, "Ledger")
        assert run.go() == 0, run.said
        assert run.values["steps.add.outputs.added"] == "no"
        assert said in (repository / "answer.md").read_text(encoding="utf-8")
        assert "gh [issue] [comment] [7] [--repo] [someone/exchange-ledger] [--body-file] [answer.md]" in run.log
    assert git(repository, "status", "--porcelain", "seeds", "datapackage") == ""


def test_a_pull_request_shows_what_it_changes(repository: Path) -> None:
    report = repository / "seeds" / "articles" / "report.txt"
    report.write_text(REPORT.replace("84", "86").replace("four", "six"), encoding="utf-8")
    subprocess.run([sys.executable, "build.py", "--no-site", "--quiet"], cwd=repository, check=True)
    commit(repository, "Another figure, with its package")
    run = Run(repository, "check", "check", conditions=NO_SEEDS_ELSEWHERE)
    assert run.go() == 0, run.said
    assert "## What this changes" in run.summary
    assert "84" in run.summary
    assert "86" in run.summary
    assert [line.split()[:3] for line in run.log.splitlines()] == [["python", "-m", "pip"], ["python", "-m", "pytest"]]


class Links(HTMLParser):
    """The addresses that a page refers to."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attributes if name in ("href", "src") and value]


def broken(site: Path, base: str) -> Iterator[tuple[str, str]]:
    """Yield each link of a page that leads nowhere when the site is served under `base`."""
    for page in sorted(site.rglob("*.html")):
        parser = Links()
        parser.feed(page.read_text(encoding="utf-8"))
        here = base + page.relative_to(site).as_posix()
        for link in parser.found:
            parts = urlsplit(link)
            if not parts.scheme and not parts.netloc and parts.path:
                there = posixpath.normpath(posixpath.join(posixpath.dirname(here), unquote(parts.path)))
                target = site / posixpath.relpath(there, base) if f"{there}/".startswith(base) else None
                if target is None or not (target.is_file() or (target / "index.html").is_file()):
                    yield here, link


def test_a_push_is_published_under_the_repository_s_name(repository: Path, tmp_path: Path) -> None:
    run = Run(repository, "publish", "build", conditions=NO_SEEDS_ELSEWHERE)
    assert run.go() == 0, run.said
    site = repository / "site"
    assert len(list(site.rglob("*.html"))) > 5
    assert list(broken(site, urlsplit(load_settings().base).path)) == []
    release = Run(repository, "publish", "release", {"github.token": "a-token"})
    assert release.go() == 0, release.said
    version = json.loads((repository / "datapackage" / "datapackage.json").read_text(encoding="utf-8"))["version"]
    assert f"gh [release] [create] [data-{version}] [data-{version}.zip]" in release.log
    shutil.unpack_archive(repository / f"data-{version}.zip", tmp_path / "released")
    assert "[sbom.cdx.json]" in release.log
    bill = json.loads((repository / "sbom.cdx.json").read_text(encoding="utf-8"))
    assert {"frictionless", "jinja2", "mkdocs"} <= {component["name"] for component in bill["components"]}
    unpacked = tmp_path / "released" / f"data-{version}"
    assert (unpacked / "claims.csv").read_bytes() == (repository / "datapackage" / "claims.csv").read_bytes()
    again = Run(repository, "publish", "release", {"github.token": "t"}, {"GH_RELEASED": "0"})
    assert again.go() == 0
    assert "[create]" not in again.log


def test_private_seeds_give_the_same_package(repository: Path) -> None:
    """The articles may lie in another repository, which the settings of this one name."""
    (repository / "private").mkdir()
    (repository / "seeds").rename(repository / "private" / "seeds")
    conditions = {name: not value for name, value in NO_SEEDS_ELSEWHERE.items()}
    run = Run(repository, "publish", "build", conditions=conditions)
    assert run.go(until="Build") == 0, run.said
    assert "datapackage is what seeds yields" in "".join(run.said)
    assert "Fetch the private seeds" in run.left_out


def test_seeds_may_lie_elsewhere(repository: Path) -> None:
    (repository / "seeds").rename(repository.parent / "elsewhere")
    command = [sys.executable, "build.py", "check", "--seeds", "../elsewhere"]
    done = subprocess.run(command, cwd=repository, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "datapackage is what ../elsewhere yields\n")


def test_dead_links_are_kept_in_one_issue(repository: Path, server: web.Server) -> None:
    run = Run(repository, "weekly", "links", {"github.token": "a-token"})
    assert run.go() == 0, run.said
    assert f"| dead | <{server.url}/gone>" in run.summary
    assert "[issue] [create]" in run.log
    run = Run(repository, "weekly", "links", {"github.token": "a-token"}, {"GH_ISSUE": "12"})
    assert run.go() == 0, run.said
    assert "[issue] [edit] [12]" in run.log


def test_the_registry_is_asked_once_a_week(repository: Path) -> None:
    run = Run(repository, "weekly", "dependencies")
    assert run.go() == 0, run.said
    assert "python -m pytest -s tests/test_supply.py" in run.log


def test_links_that_answer_are_no_issue(repository: Path) -> None:
    path = repository / "datapackage" / "sources.json"
    path.write_text(path.read_text(encoding="utf-8").replace("/gone", "/report"), encoding="utf-8")
    run = Run(repository, "weekly", "links", {"github.token": "a-token"})
    assert run.go() == 0, run.said
    assert run.summary == ""
    assert "gh" not in run.log

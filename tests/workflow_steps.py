"""Run the `run:` steps of a workflow as they are written, in a clone of this checkout, with stand-ins for GitHub.

Stand-ins: `gh`, which notes what it is asked; `python -m pip install` and `python -m pytest`, which are the whole
test run itself. Everything else is the real command.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from exchange_ledger.fetch import LOOPBACK

ROOT = Path(__file__).parent.parent
WORKFLOWS = ROOT / ".github" / "workflows"

_PYTHON = """#!/usr/bin/env bash
case "$*" in
  "-m pip install "*|"-m pytest"*) echo "python $*" >> "$STAND_IN_LOG" ;;
  *) exec "{python}" "$@" ;;
esac
"""
_GH = """#!/usr/bin/env bash
printf 'gh' >> "$STAND_IN_LOG"; printf ' [%s]' "$@" >> "$STAND_IN_LOG"; echo >> "$STAND_IN_LOG"
case "$1 $2" in
  "release view") exit "${GH_RELEASED:-1}" ;;
  "issue list") echo "${GH_ISSUE:-}" ;;
esac
"""


_RUN_BY_STEPS = ("tests/__init__.py", "tests/sbom.py")


def workflow(name: str) -> dict[str, Any]:
    """Return a workflow by the name of its file; YAML reads its key `on` as true."""
    loaded: dict[str, Any] = yaml.safe_load((WORKFLOWS / f"{name}.yml").read_text(encoding="utf-8"))
    return loaded


def git(folder: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=Test", "-c", "user.email=test@ledger.example", "-c", "commit.gpgsign=false"]
    command = ["git", *identity, *arguments]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout


def clone(folder: Path) -> Path:
    """Return a repository with this checkout's files as they are now, its seeds, package and tests left out."""
    folder.mkdir()
    listed = git(ROOT, "ls-files", "--cached", "--others", "--exclude-standard", "-z").split("\0")
    left_out = [name for name in listed if name.startswith(("seeds/", "datapackage/", "tests/"))]
    for name in (*sorted({*listed} - {*left_out, ""}), *_RUN_BY_STEPS):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    git(folder, "init", "--quiet", "--initial-branch=main")
    return folder


def commit(folder: Path, message: str) -> None:
    git(folder, "add", "--all", "--force", "seeds")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", message)


@dataclass
class Run:
    """One job of a workflow, step by step; `values` are the expressions that GitHub would fill in."""

    folder: Path
    name: str
    job: str
    values: dict[str, str] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)
    conditions: dict[str, bool] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.aside = self.folder.parent / f"{self.name}-{self.job}"
        shutil.rmtree(self.aside, ignore_errors=True)
        (self.aside / "bin").mkdir(parents=True)
        for name, text in {"python": _PYTHON, "python3": _PYTHON, "gh": _GH}.items():
            path = self.aside / "bin" / name
            path.write_text(text.replace("{python}", sys.executable), encoding="utf-8")
            path.chmod(0o755)

    @property
    def log(self) -> str:
        """What the stand-ins were asked."""
        path = self.aside / "log"
        return path.read_text(encoding="utf-8") if path.exists() else ""

    @property
    def summary(self) -> str:
        """The job's summary."""
        path = self.aside / "summary"
        return path.read_text(encoding="utf-8") if path.exists() else ""

    def go(self, until: str = "") -> int:
        """Run the job's steps in order up to the one named `until`, as far as they succeed; return the exit code.

        What GitHub itself would do (`uses`) is noted in `left_out`.
        """
        document = workflow(self.name)
        for step in document["jobs"][self.job]["steps"]:
            if until and step.get("name") == until:
                break
            if self._wanted(step.get("if", "")) and "run" not in step:
                self.left_out.append(step.get("name", step["uses"]))
            elif self._wanted(step.get("if", "")):
                code = self._step(step, document.get("env", {}) | step.get("env", {}))
                if code:
                    return code
        return 0

    def _wanted(self, condition: str) -> bool:
        if not condition:
            return True
        outputs = re.fullmatch(r"steps\.(\w+)\.outputs\.(\w+) == '(\w+)'", condition)
        if outputs:
            return self.values.get(f"steps.{outputs[1]}.outputs.{outputs[2]}") == outputs[3]
        return self.conditions[condition]

    def _step(self, step: dict[str, Any], asked: dict[str, str]) -> int:
        output = self.aside / "output"
        output.write_text("", encoding="utf-8")
        script = self.aside / "step.sh"
        script.write_text(step["run"], encoding="utf-8")
        environment = self._environment() | {name: self._filled(value) for name, value in asked.items()}
        done = subprocess.run(
            ["bash", "-e", str(script)], cwd=self.folder, env=environment, capture_output=True, text=True, check=False
        )
        self.said.append(done.stdout + done.stderr)
        for line in output.read_text(encoding="utf-8").splitlines():
            name, value = line.split("=", 1)
            self.values[f"steps.{step['id']}.outputs.{name}"] = value
        return done.returncode

    def _filled(self, text: str) -> str:
        return re.sub(r"\$\{\{ (.+?) \}\}", lambda found: self.values[found[1]], text)

    def _environment(self) -> dict[str, str]:
        return {
            "PATH": f"{self.aside / 'bin'}:{os.environ['PATH']}",
            "HOME": str(self.aside),
            "LANG": "C.UTF-8",
            "NO_MKDOCS_2_WARNING": "1",
            "STAND_IN_LOG": str(self.aside / "log"),
            "GITHUB_OUTPUT": str(self.aside / "output"),
            "GITHUB_STEP_SUMMARY": str(self.aside / "summary"),
            "GITHUB_EVENT_PATH": str(self.aside / "event.json"),
            "GITHUB_REPOSITORY": "someone/exchange-ledger",
            "GITHUB_SHA": "0" * 40,
            LOOPBACK: "1",
            **self.environment,
        }

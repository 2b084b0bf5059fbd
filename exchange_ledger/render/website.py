"""MkDocs, run strictly and aside, so that a site that fails never takes the place of one that stands."""

from __future__ import annotations

import calendar
import os
import subprocess
import sys
import time
from pathlib import Path

import yaml

from exchange_ledger.faults import Fault, LedgerError


def run_mkdocs(config: Path, docs: Path, site: Path, day: str) -> None:
    """Build `docs` into `site` with the settings of `config`; `day` (ISO 8601) is the date of the site map.

    Raises LedgerError with every warning of MkDocs' strict mode.
    """
    end_mkdocs(start_mkdocs(config, docs, site, day))


def start_mkdocs(config: Path, docs: Path, site: Path, day: str) -> subprocess.Popen[str]:
    """Start what `run_mkdocs` does; its own settings are written beside `docs`."""
    own = docs.parent / "mkdocs.yml"
    own.write_text(yaml.safe_dump(_inherited(config, docs, site)), encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--config-file", str(own)]  # --quiet voids strict
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8", env=_environment(day)
    )


def end_mkdocs(started: subprocess.Popen[str]) -> None:
    """Wait for the end; raises LedgerError with every warning of MkDocs' strict mode."""
    output, _ = started.communicate()
    if started.returncode:
        raise LedgerError(_faults(output))


def time_of(day: str) -> int:
    """Return the first second of a day (ISO 8601) in UTC, counted from 1970."""
    return calendar.timegm(time.strptime(day, "%Y-%m-%d"))


def _inherited(config: Path, docs: Path, site: Path) -> dict[str, object]:
    return {
        "INHERIT": str(config),
        "docs_dir": str(docs),
        "site_dir": str(site),
        "theme": {"custom_dir": str(config.parent / "templates" / "theme")},
    }


def _environment(day: str) -> dict[str, str]:
    quiet = {"NO_MKDOCS_2_WARNING": "1", "PYTHONWARNINGS": "ignore", "PYTHONUTF8": "1"}
    return os.environ | quiet | {"SOURCE_DATE_EPOCH": str(time_of(day))}


def _faults(output: str) -> list[Fault]:
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    told = [line for line in lines if line.startswith(("WARNING", "ERROR"))] or lines[-1:] or ["it gave no reason"]
    return [Fault("templates", f"MkDocs says: {line}", "mend the page or the link that it names") for line in told]

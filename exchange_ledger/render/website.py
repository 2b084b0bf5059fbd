"""MkDocs, run strictly and aside, so that a site that fails never takes the place of one that stands."""

from __future__ import annotations

import calendar
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import yaml

from exchange_ledger.faults import Fault, LedgerError
from exchange_ledger.fingerprint import ROOT


def run_mkdocs(config: Path, docs: Path, site: Path, day: str) -> None:
    """Build `docs` into `site` with the settings of `config`; `day` (ISO 8601) is the date of the site map.

    Raises LedgerError with every warning of MkDocs' strict mode.
    """
    end_mkdocs(start_mkdocs(config, docs, site, day))


def start_mkdocs(config: Path, docs: Path, site: Path, day: str) -> subprocess.Popen[str]:
    """Start what `run_mkdocs` does; its own settings are written beside `docs`."""
    own = own_config(config, docs, site)
    return start([sys.executable, "-m", "mkdocs", "build", "--strict", "--config-file", str(own)], day)


def own_config(config: Path, docs: Path, site: Path) -> Path:
    """Write the settings of one run beside `docs` and return where."""
    own = docs.parent / "mkdocs.yml"
    own.write_text(yaml.safe_dump(_inherited(config, docs, site)), encoding="utf-8")
    return own


def start(command: Sequence[str], day: str) -> subprocess.Popen[str]:
    """Start a command that runs MkDocs; `day` (ISO 8601) is the date of the site map."""
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8", env=_environment(day)
    )


def end_mkdocs(started: subprocess.Popen[str]) -> None:
    """Wait for the end; raises LedgerError with every warning of MkDocs' strict mode."""
    output, _ = started.communicate()
    if started.returncode:
        raise LedgerError(_faults(output))


def time_of(day: str) -> int:
    """Return the first second of a day (ISO 8601) in UTC, counted from 1970, within what a gzip file can hold."""
    return min(max(calendar.timegm(time.strptime(day, "%Y-%m-%d")), 0), 2**32 - 1)


def _inherited(config: Path, docs: Path, site: Path) -> dict[str, object]:
    return {
        "INHERIT": str(config),
        "docs_dir": str(docs),
        "site_dir": str(site),
        "theme": {"custom_dir": str(config.parent / "templates" / "theme")},
    }


def _environment(day: str) -> dict[str, str]:
    quiet = {"NO_MKDOCS_2_WARNING": "1", "PYTHONWARNINGS": "ignore", "PYTHONUTF8": "1"}
    paths = os.pathsep.join(path for path in (str(ROOT), os.environ.get("PYTHONPATH", "")) if path)
    return os.environ | quiet | {"SOURCE_DATE_EPOCH": str(time_of(day)), "PYTHONPATH": paths}


def _faults(output: str) -> list[Fault]:
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    told = [line for line in lines if line.startswith(("WARNING", "ERROR"))] or lines[-1:] or ["it gave no reason"]
    return [Fault("templates", f"MkDocs says: {line}", "mend the page or the link that it names") for line in told]

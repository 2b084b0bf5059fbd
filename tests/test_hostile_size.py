"""Articles that are too much: bounded time and memory, a package or one line that says why not, never a hang."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.hostile.project import ROOT, Target, command, environment

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="measures processes as POSIX systems do")

NIGHTLY = bool(os.environ.get("EXCHANGE_LEDGER_NIGHTLY"))
SECONDS = 60
MEGABYTES = 400
"""Bounds for files of 10 MB, some thousand times as long as an article; the printed figures say what each one took."""

SENTENCE = "Ukraine brought 84 of its servicemen home on 14 March 2024 in a prisoner exchange with Russia. "
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


def entities() -> str:
    head = f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY l0 "laugh">{LAUGHS}<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    return f"{head}<html><body><article><p>{SENTENCE * 3}</p><p>&l9; &e;</p></article></body></html>"


def claims() -> str:
    """Return as many different claims as a text of 950 kB holds."""
    days = [date(2022, 3, 1) + timedelta(days=number) for number in range(1_300)]
    told = ((5 + number % 900, f"{days[number % 1_300]:%-d %B %Y}") for number in range(10_000))
    return "\n\n".join(
        f"Ukraine brought {count} servicemen home on {day} in a prisoner exchange." for count, day in told
    )


LINK = f'<a href="/{"x" * 220}">Ukraine</a>'
SPOILS: dict[str, tuple[str, Callable[[], str]]] = {
    "a line of 10 MB": ("txt", lambda: SENTENCE * (10_000_000 // len(SENTENCE))),
    "a line of 950 kB": ("txt", lambda: SENTENCE * 10_000),
    "bullets of 950 kB": ("txt", lambda: SENTENCE + "\n\n" + "- 2 navy\n" * 105_000),
    "a word of 10 MB": ("txt", lambda: "a" * 10_000_000),
    "digits of 10 MB": ("txt", lambda: SENTENCE + "1" * 10_000_000),
    "a million bullets": ("txt", lambda: SENTENCE + "\n\n" + "- 2 navy\n" * 1_000_000),
    "950 kB of empty lines": ("txt", lambda: SENTENCE + "\n" * 950_000 + SENTENCE),
    "950 kB of quotation marks": ("txt", lambda: SENTENCE + "“" * 950_000),
    "950 kB of combining characters": ("txt", lambda: SENTENCE + "e" + "\u0301" * 950_000),
    "950 kB of days": ("txt", lambda: "on 14 March 2024, " * 52_000 + SENTENCE),
    "950 kB of numbers": ("txt", lambda: "84 servicemen and 12 officers, " * 30_000 + SENTENCE),
    "a million empty lines": ("txt", lambda: SENTENCE + "\n" * 1_000_000 + SENTENCE),
    "entities that laugh": ("html", entities),
    "79,000 open elements": ("html", lambda: "<html><body>" + "<div>" * 79_000 + f"<p>{SENTENCE * 5}</p>"),
    "an attribute of 5 MB": ("html", lambda: f'<html><body title="{"x" * 5_000_000}"><p>{SENTENCE * 5}</p>'),
    "39,000 cells": ("html", lambda: f"<body><p>{SENTENCE * 5}</p><table><tr>{'<td>84</td>' * 39_000}</table>"),
    "a million cells": ("html", lambda: f"<body><p>{SENTENCE * 5}</p><table><tr>{'<td>84</td>' * 1_000_000}</table>"),
    "a page of 10 MB that is an article": ("html", lambda: f"<body>{f'<p>{SENTENCE * 5}</p>' * 20_500}"),
    "a page of 10 MB with an article": ("html", lambda: f"<script>{'v=84;' * 2_000_000}</script><p>{SENTENCE * 9}</p>"),
    "a page of 10 MB with 39,000 links": ("html", lambda: f"<p>{SENTENCE * 9}</p>" + LINK * 39_000),
    "10,000 claims": ("txt", claims),
}  # fmt: skip


QUICK = ("a line of 10 MB", "bullets of 950 kB", "entities that laugh", "79,000 open elements", "a million cells")
"""What is tried in every run; the others at night."""


@dataclass(frozen=True)
class Run:
    """How a build ended, and what it took."""

    code: int
    said: str
    seconds: float
    megabytes: float


LAUNCHER = """
import resource, subprocess, sys
_, peak, seconds, *command = sys.argv
resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
code = subprocess.run(command).returncode
open(peak, "w").write(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))
sys.exit(code % 256)
"""
"""Starts the build from a small process: a child's peak begins with the size of whoever started it."""


def measured(seeds: Path, target: Target) -> Run:
    """Build the package alone, with little patience."""
    target.folder.mkdir()
    peak = target.folder / "peak"
    build = command(seeds, target, "--no-site", "--jobs", "1")
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", LAUNCHER, str(peak), str(2 * SECONDS), *map(str, build)],
        cwd=ROOT, env=environment(), stderr=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    megabytes = int(peak.read_text(encoding="utf-8")) / 1024
    return Run(done.returncode, done.stderr, time.monotonic() - began, megabytes)


def write(folder: Path, suffix: str, text: str) -> Path:
    (folder / "articles").mkdir(parents=True)
    (folder / "articles" / f"report.{suffix}").write_text(text, encoding="utf-8")
    (folder / "sources.csv").write_text(f"file,published\nreport.{suffix},2024-03-15\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", SPOILS if NIGHTLY else QUICK)
def test_too_much_is_borne(tmp_path: Path, name: str) -> None:
    suffix, text = SPOILS[name]
    run = measured(write(tmp_path / "seeds", suffix, text()), Target(tmp_path / "target"))
    answer = run.said.strip().rpartition("/")[2] or "a package"
    print(f"{name}: exit {run.code}, {run.seconds:.1f} s, {run.megabytes:.0f} MB, {answer[:100]}")
    assert run.code in (0, 1), run.said[-500:]
    assert len(run.said.splitlines()) == run.code, run.said
    assert "root:" not in run.said
    assert run.seconds < SECONDS
    assert run.megabytes < MEGABYTES


def test_the_seeds_of_the_project_are_light(tmp_path: Path) -> None:
    run = measured(ROOT / "seeds", Target(tmp_path / "target"))
    print(f"seeds: exit {run.code}, {run.seconds:.1f} s, {run.megabytes:.0f} MB")
    assert (run.code, run.said) == (0, "")
    assert run.megabytes < 400

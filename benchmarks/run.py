"""Measure the line: `python -m benchmarks.run` (or `make bench`) prints tables and writes them into README.md here.

Each round of each size measures, one after the other and each in processes of its own: the whole build from nothing,
the same with nothing and with one article changed, the floor, the start of the program, and extraction alone, as it is
and as `build.py compile` makes it. The first round measures besides: a build with one article more, and the other
stages alone. `--minutes N` leaves out rounds and stages for which no time is left; the first round of each size is
measured in any case, and the table says how many rounds there were. What is known is written after every round, so that
a run that is stopped keeps those that it has done.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks import stage
from benchmarks.articles import written
from benchmarks.generate import write_seeds
from benchmarks.measure import Cost, cost, machine
from benchmarks.table import CHANGED, COMPILED, FLOOR, MORE, WHOLE, Size, report
from benchmarks.weight import weight
from exchange_ledger.compiled import PLACE
from exchange_ledger.compiling import compile_into
from exchange_ledger.faults import LedgerError

ROOT = Path(__file__).resolve().parents[1]
README = Path(__file__).with_name("README.md")
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
_IMPORTS = "import exchange_ledger.line, exchange_ledger.read, exchange_ledger.extract, exchange_ledger.reconcile"
_IMPORTS += ", exchange_ledger.package.validate, exchange_ledger.render, frictionless, jsonschema"


@dataclass(slots=True)
class Clock:
    """How much time is left, and what things took at the size before, from which the next is estimated.

    `factor` is how much larger this size is than the one before, `reserve` how much larger the next one is than this.
    """

    end: float
    factor: float = 1.0
    reserve: float = 0.0
    took: dict[str, float] = field(default_factory=dict)

    def has_time_for(self, name: str) -> bool:
        """Return whether it would be done in time, as far as is known."""
        return time.monotonic() + self.factor * self.took.get(name, 0.0) <= self.end


def _start(work: Path) -> Iterator[tuple[str, Cost]]:
    """Yield what the program costs before it does anything."""
    yield "build.py --help", cost([sys.executable, ROOT / "build.py", "--help"], work)
    yield "import of everything", cost([sys.executable, "-c", _IMPORTS], work, {"PYTHONPATH": str(ROOT)})


def _stages(seeds: Path, work: Path, clock: Clock) -> Iterator[tuple[str, Cost]]:
    """Yield what each stage costs alone, in a process of its own, as long as there is time."""
    for name in stage.NAMES:
        if not clock.has_time_for(name):
            return
        yield name, _stage(name, seeds, work)


def _stage(name: str, seeds: Path, work: Path, compiled: str = "") -> Cost:
    """Return what a stage costs alone; those before it have left in the folder what it begins with.

    `compiled` is where compiled extraction is looked for, nowhere if it is empty.
    """
    command = (sys.executable, "-m", "benchmarks.stage", name, seeds, work)
    environment = {**os.environ, PLACE: compiled}
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True, env=environment)
    return Cost(**json.loads(done.stdout.splitlines()[-1]))


def _build(seeds: Path, work: Path, jobs: int) -> Cost:
    folders = ("--seeds", seeds, "--package", work / "datapackage", "--site", work / "site")
    return cost([sys.executable, ROOT / "build.py", "--quiet", *folders, "--jobs", str(jobs)], work)


def _builds(seeds: Path, work: Path, jobs: int) -> Iterator[tuple[str, Cost]]:
    """Yield what the command costs: from nothing, with nothing changed, with one article changed."""
    yield WHOLE, _build(seeds, work, jobs)
    yield "build, nothing changed", _build(seeds, work, jobs)
    article = min((seeds / "articles").iterdir())
    text = article.read_text(encoding="utf-8")
    try:
        article.write_text(text.replace("doctor", "physician") + "\nMore follows.\n", encoding="utf-8")
        yield CHANGED, _build(seeds, work, jobs)
    finally:
        article.write_text(text, encoding="utf-8")


def _one_more(seeds: Path, work: Path, jobs: int) -> Iterator[tuple[str, Cost]]:
    """Yield what a build costs after an article was added that counts otherwise than one that is there."""
    articles = sorted((seeds / "articles").iterdir())
    added = articles[0].with_name(f"{articles[len(articles) // 2].stem}-again.txt")
    rows = (seeds / "sources.csv").read_bytes()
    row = next(line for line in rows.decode().splitlines() if f",{articles[len(articles) // 2].name}," in line)
    fresh = row.replace(articles[len(articles) // 2].name, added.name).split(",", 1)
    try:
        shutil.copyfile(articles[len(articles) // 2], added)
        (seeds / "sources.csv").write_bytes(rows + f"{fresh[0]}-again,{fresh[1]}\n".encode())
        yield MORE, _build(seeds, work, jobs)
    finally:
        added.unlink(missing_ok=True)
        (seeds / "sources.csv").write_bytes(rows)


def _floor(work: Path, day: str) -> Iterator[tuple[str, Cost]]:
    """Yield what the tools need alone for the same Markdown and the same package."""
    config = work / "floor.yml"
    theme = {"custom_dir": str(ROOT / "templates" / "theme")}
    folders = {"docs_dir": str(work / ".scratch" / "docs"), "site_dir": str(work / "floor")}
    config.write_text(json.dumps({"INHERIT": str(ROOT / "mkdocs.yml"), "theme": theme, **folders}), encoding="utf-8")
    mkdocs = (sys.executable, "-m", "mkdocs", "build", "--strict", "--config-file", config)
    yield FLOOR[0], cost(mkdocs, work, {"SOURCE_DATE_EPOCH": day})
    validate = [sys.executable, "-m", "frictionless", "validate", "datapackage.json"]
    yield FLOOR[1], cost(validate, work / "datapackage")


def _fresh(work: Path) -> None:
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)


def _known_found(seeds: Path, package: Path) -> tuple[int, int]:
    """Return how many claims the articles are known to make, and how many of these the package holds."""
    with (seeds / "known.csv").open(encoding="utf-8", newline="") as stream:
        known = Counter(_identity(row) for row in csv.DictReader(stream))
    claims: list[dict[str, Any]] = json.loads((package / "claims.json").read_text(encoding="utf-8"))
    found = {_identity(claim) for claim in claims}
    return known.total(), sum(number for identity, number in known.items() if identity in found)


def _identity(row: dict[str, Any]) -> tuple[str, ...]:
    columns = ("source_id", "scope", "measure", "side", "dimension", "category", "value", "text_value", "event_date")
    return tuple(str(row[column]) if row[column] is not None else "" for column in columns)


def measure(size: Size, scratch: Path, compiled: Path, clock: Clock, *, rounds: int, jobs: int) -> Iterator[None]:
    """Measure one size in so many rounds, or in as many as there is time for, in folders below `scratch`.

    Compiled extraction is measured as it stands below `compiled`. Yields after each round, and once more after what is
    measured only once.
    """
    seeds, work = scratch / "seeds", scratch / "work"
    write_seeds(written(size.articles, size.exchanges, seed=1), seeds)
    took: dict[str, float] = {}
    for number in range(rounds):
        start = time.monotonic()
        if number and start + (1 + clock.reserve) * took["round"] > clock.end:
            break
        _fresh(work)
        costs = _shown(f"{size.articles} articles, round {number + 1}", _round(seeds, work, jobs))
        _note(size, costs)
        took["round"] = time.monotonic() - start
        if not number:
            size.weight = weight(work / "site")
            size.known, size.found = _known_found(seeds, work / "datapackage")
        yield
        if number:
            _note(size, _shown(f"{size.articles} articles, again", _again(seeds, scratch / "stages", compiled)))
        else:
            once = _shown(f"{size.articles} articles, once", _first_round(seeds, scratch, compiled, jobs, clock))
            _note(size, once)
            took |= {name: found.seconds for name, found in once.items()}
        yield
    clock.took = took


def _note(size: Size, costs: dict[str, Cost]) -> None:
    for name, found in costs.items():
        size.note(name, found)


def _shown(what: str, costs: Iterator[tuple[str, Cost]]) -> dict[str, Cost]:
    """Return the costs by their names; each is printed as soon as it is known."""
    found = {}
    for name, one in costs:
        found[name] = one
        print(f"{what}: {name} {one.seconds:.2f} s, {one.work:.2f} of processors", flush=True)
    return found


def _round(seeds: Path, work: Path, jobs: int) -> Iterator[tuple[str, Cost]]:
    yield from _builds(seeds, work, jobs)
    yield from _floor(work, "1700000000")


def _again(seeds: Path, work: Path, compiled: Path) -> Iterator[tuple[str, Cost]]:
    """Yield what users and targets ask of by itself, and so is measured in every round: the start, and extraction."""
    yield from _start(work)
    if (work / "read.pickle").exists():
        yield "extract", _stage("extract", seeds, work)
        yield COMPILED, _stage("extract", seeds, work, str(compiled))


def _first_round(seeds: Path, scratch: Path, compiled: Path, jobs: int, clock: Clock) -> Iterator[tuple[str, Cost]]:
    _fresh(scratch / "stages")
    yield from _start(scratch / "stages")
    yield from _stages(seeds, scratch / "stages", clock)
    if (scratch / "stages" / "read.pickle").exists():
        yield COMPILED, _stage("extract", seeds, scratch / "stages", str(compiled))
    if clock.has_time_for(MORE):
        yield from _one_more(seeds, scratch / "work", jobs)


def write_readme(text: str, path: Path = README) -> None:
    """Put the text between the two marks of the file."""
    before, rest = path.read_text(encoding="utf-8").split(BEGIN)
    after = rest.split(END)[1]
    path.write_text(f"{before}{BEGIN}\n\n{text}\n{END}{after}", encoding="utf-8")


def _sizes(text: str) -> list[Size]:
    pairs = [pair.split(":") for pair in text.split(",")]
    return [Size(int(articles), int(exchanges)) for articles, exchanges in pairs]


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks.run", description="Measure the line and write README.md's table.")
    sizes = "100:10,1000:100,10000:1000"
    parser.add_argument("--sizes", type=_sizes, default=_sizes(sizes), metavar="N:M,…", help=f"default: {sizes}")
    parser.add_argument("--rounds", type=int, default=5, metavar="N", help="default: 5")
    parser.add_argument("--jobs", type=int, default=2, metavar="N", help="processes of the whole build (default: 2)")
    parser.add_argument(
        "--minutes", type=float, default=90, metavar="N", help="leave out what would take longer (default: 90)"
    )
    parser.add_argument("--no-write", action="store_true", help="print only")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str]) -> int:
    """Run the command: measure every size, print the report, write it into README.md."""
    options = _options(arguments)
    clock = Clock(time.monotonic() + 60 * options.minutes)
    articles = [size.articles for size in options.sizes]
    measured: list[Size] = []
    with tempfile.TemporaryDirectory() as compiled:
        start = time.monotonic()
        compile_into(Path(compiled))
        compiling = time.monotonic() - start
        for size, before, after in zip(options.sizes, [articles[0], *articles], [*articles[1:], 0], strict=False):
            clock.factor, clock.reserve = size.articles / before, after / size.articles
            measured.append(size)
            with tempfile.TemporaryDirectory() as scratch:
                for _ in measure(size, Path(scratch), Path(compiled), clock, rounds=options.rounds, jobs=options.jobs):
                    if not options.no_write:
                        write_readme(report(measured, machine(), compiling))
    print(report(measured, machine(), compiling))
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except LedgerError as error:  # there is no C compiler
        sys.exit(str(error))

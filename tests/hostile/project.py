"""The real command in processes of its own, on small input folders, and what stands afterwards."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
HEADER = "source_id,file,publisher,title,published,url\n"
ROW = "ledger-{day},report.txt,The Daily Ledger,They come home,{day},https://ledger.example/{day}\n"
REPORT = "Ukraine brought {number} of its servicemen home on {day} in a prisoner exchange with Russia.\n"

Tree = Mapping[str, str]


def write_seeds(folder: Path, number: int = 84, day: str = "2024-03-14") -> Path:
    """Write an input folder with one article that states one number, and return it."""
    (folder / "articles").mkdir(parents=True, exist_ok=True)
    (folder / "articles" / "report.txt").write_text(REPORT.format(number=number, day=day), encoding="utf-8")
    (folder / "sources.csv").write_text(HEADER + ROW.format(day=day), encoding="utf-8")
    return folder


def tree(folder: Path) -> Tree:
    """Return the hash of every file below a folder, by its path in it."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@dataclass(frozen=True)
class Target:
    """Where a build writes: the package and the site, side by side."""

    folder: Path

    @property
    def package(self) -> Path:
        return self.folder / "datapackage"

    @property
    def site(self) -> Path:
        return self.folder / "site"

    def trees(self) -> tuple[Tree, Tree]:
        """Return what stands: the files of the package and of the site."""
        return tree(self.package), tree(self.site)

    def leftovers(self) -> set[str]:
        """Return the names beside package and site that a later run would have to clear."""
        known = {"datapackage", "site", ".datapackage.lock", ".site.lock", ".scratch"}
        return {path.name for path in self.folder.iterdir()} - known


def command(seeds: Path, target: Target, *more: str, root: Path = ROOT) -> list[str]:
    """Return the command line of a build."""
    folders = ["--seeds", str(seeds), "--package", str(target.package), "--site", str(target.site)]
    return [sys.executable, str(root / "build.py"), "--quiet", *folders, *more]


def environment(**more: str) -> dict[str, str]:
    """Return the environment of a user's shell: the test runner's own settings left out."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")} | more


def build(
    seeds: Path, target: Target, *more: str, prefix: Sequence[str] = (), root: Path = ROOT, **variables: str
) -> subprocess.CompletedProcess[str]:
    """Run a build to its end."""
    return subprocess.run(
        [*prefix, *command(seeds, target, *more, root=root)],
        cwd=root, env=environment(**variables), capture_output=True, text=True, encoding="utf-8", check=False,
        timeout=300,
    )  # fmt: skip


def start(seeds: Path, target: Target, *more: str) -> subprocess.Popen[bytes]:
    """Start a build in a process group of its own, so that its children can be killed with it."""
    return subprocess.Popen(
        command(seeds, target, *more), cwd=ROOT, env=environment(), start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def kill(process: subprocess.Popen[bytes]) -> bool:
    """Kill a build with all its children at once; return whether it was still running."""
    running = process.poll() is None
    if running:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    return running


def is_whole(package: Path) -> bool:
    """Return whether every file of a package has the bytes that its descriptor says."""
    descriptor = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    return all(
        f"sha256:{hashlib.sha256((package / resource['path']).read_bytes()).hexdigest()}" == resource["hash"]
        for resource in descriptor["resources"]
    )


def said(done: subprocess.CompletedProcess[str]) -> str:
    """Return the one line that a failed build said; an assertion fails where it said more, or a traceback."""
    lines = done.stderr.strip().splitlines()
    assert done.returncode == 1, done.stdout + done.stderr
    assert len(lines) == 1, done.stderr
    assert ";" in lines[0], lines[0]
    return lines[0]

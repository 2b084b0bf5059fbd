"""Renew the lock files: `python -m tests.lock`, or `make lock`.

Every direct dependency is in pyproject.toml with a line saying why; the lock files hold all versions with their hashes
and name no registry.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
LOCKS = {"requirements.txt": (), "requirements-test.txt": ("test",), "requirements-clients.txt": ("test", "clients")}


def compile_lock(name: str, extras: tuple[str, ...]) -> None:
    """Write one lock file, valid for Python 3.11 and newer on every platform."""
    command = [sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", "--output-file", name, "--quiet"]
    command += ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-emit-index-url"]
    command += ["--no-emit-find-links", "--custom-compile-command", "make lock", "--upgrade"]
    subprocess.run([*command, *(f"--extra={extra}" for extra in extras)], cwd=ROOT, check=True)


def compile_alone(name: str, *packages: str) -> None:
    """Write the lock file of programs that go into an environment of their own, beside the libraries that we use."""
    command = [sys.executable, "-m", "uv", "pip", "compile", "-", "--output-file", name, "--quiet", "--universal"]
    command += ["--python-version", "3.11", "--generate-hashes", "--no-emit-index-url", "--no-emit-find-links"]
    command += ["--custom-compile-command", "make lock", "--upgrade"]
    subprocess.run(command, cwd=ROOT, input="\n".join(packages), text=True, check=True)


if __name__ == "__main__":
    for lock, wanted in LOCKS.items():
        compile_lock(lock, wanted)
    compile_alone("requirements-cffconvert.txt", "cffconvert")  # validates CITATION.cff
    compile_alone("requirements-builders.txt", "properdocs", "zensical", "mkdocs-material")  # build the same site too

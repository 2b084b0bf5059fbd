"""The line is one way: a module may import only what stands before it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "exchange_ledger"

ORDER = (
    "faults", "tables", "members", "vocabulary", "settings", "records", "schema", "stages", "identity", "place", "tree",
    "contents", "compiled", "fingerprint", "stamps", "twin", "remembered", "cache", "progress", "means", "beside",
    "compiling",    "read", "languages", "extract", "explain", "reconcile", "package", "compare", "downloads", "render",
    "workers", "line", "fetch", "links", "add", "command",
)  # fmt: skip


def modules() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


def place(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    """Return the top names under exchange_ledger that a module imports, inside of functions too."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        found |= {name.split(".")[1] for name in names if name.startswith("exchange_ledger.")}
    return found


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_run_one_way(path: Path) -> None:
    here = place(path)
    assert here in ORDER, f"{path.name}: give it a place in ORDER"
    wrong = {name for name in imported(path) if name != here and ORDER.index(name) >= ORDER.index(here)}
    assert not wrong


TOUCHES_THE_DISK = re.compile(r"\bopen\(|\.(read|write)_(text|bytes)\(|\.(glob|iterdir|mkdir|unlink|rename)\(")


def test_only_the_ends_of_the_line_touch_the_disk() -> None:
    """Extract and reconcile are pure but for the YAML that lies beside them."""
    for path in (*(PACKAGE / "extract").rglob("*.py"), *(PACKAGE / "reconcile").rglob("*.py")):
        lines = path.read_text(encoding="utf-8").splitlines()
        assert not [line for line in lines if TOUCHES_THE_DISK.search(line) and "files(" not in line], path

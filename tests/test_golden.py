"""Drift: the kept package comes out as it was; if not, the message says which library changed and what that did."""

from __future__ import annotations

from typing import Any

import pytest

from tests.golden import expected, golden


@pytest.fixture(scope="module")
def now() -> dict[str, Any]:
    return golden()


def changed(now: dict[str, Any]) -> str:
    """Return which libraries have another version than when the package was kept, in a sentence."""
    kept = expected()["libraries"]
    found = [f"{name} {kept[name]} -> {version}" for name, version in now["libraries"].items() if kept[name] != version]
    because = f"changed since: {', '.join(found)}" if found else "no library changed: it is our own code"
    return f"{because}; if it is meant, run python -m tests.golden and say why in CHANGELOG.md"


@pytest.mark.parametrize("what", ["texts", "found", "tables"])
def test_hashes_are_those_that_were_kept(now: dict[str, Any], what: str) -> None:
    different = {name for name, value in now[what].items() if expected()[what].get(name) != value}
    assert different == set(), changed(now)


def test_claims_are_those_that_were_kept(now: dict[str, Any]) -> None:
    kept = expected()["claims"]
    lost, gained = sorted(set(kept) - set(now["claims"])), sorted(set(now["claims"]) - set(kept))
    assert (lost, gained) == ([], []), changed(now)
    assert len(kept) >= 8

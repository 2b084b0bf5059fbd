"""Who says it, and what that weighs: which claims decide at all, and which go before which (the headline rule)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from exchange_ledger.records import CORRECTED, Claim, Source
from exchange_ledger.tables import read_table

KINDS = ("official body", "person", "medium")
"""Kinds of claimants; the earlier goes before the later."""


def superseded(claim: Claim) -> bool:
    """Return whether the text itself corrects a claim's number, by the row that read it; an editor may confirm it."""
    return claim.rule.startswith(CORRECTED) and not claim.decision


def counts(claim: Claim) -> bool:
    """Return whether a claim decides values and enters checks: quoted, or confirmed at its address; not rejected.

    A number that its text corrects decides nothing.
    """
    if claim.decision == "rejected" or superseded(claim):
        return False
    return claim.evidence == "quote" or claim.checked == "confirmed" or bool(claim.decision)


@cache
def _names() -> dict[str, Any]:
    names: dict[str, Any] = read_table(__package__, "claimants.yaml")
    return names


@cache
def _kind(claimant: str, publisher: str) -> int:
    if claimant == publisher or (publisher and publisher.startswith(f"{claimant} (")):
        return 2
    words = set(re.findall(r"\w+", claimant.lower()))
    if claimant in _names()["bodies"]:
        return 0
    if words & set(_names()["medium_words"]):
        return 2
    return 0 if words & set(_names()["body_words"]) else 1


def kind(claim: Claim, sources: Mapping[str, Source]) -> int:
    """Return the kind of a claim's claimant as an index of `KINDS`."""
    source = sources.get(claim.source_id)
    return _kind(claim.claimant, source.publisher if source else "")


def side_rank(claim: Claim, own: str) -> int:
    """Return 0 for a claimant of the side that counts its own people, 1 for a third party, 2 for the other side.

    Where no side is concerned (`own` is empty) all are equal.
    """
    if not own or claim.claimant_side == own:
        return 0
    return 1 if claim.claimant_side == "third" else 2


@lru_cache(maxsize=65536)
def latest_first(day: str) -> tuple[int, ...]:
    """Return a key that puts later ISO 8601 dates first, and no date last."""
    return tuple(-ord(letter) for letter in day) or (0,)


def published(claim: Claim, sources: Mapping[str, Source]) -> str:
    """Return the day on which a claim was published, as ISO 8601; empty if that is not known."""
    source = sources.get(claim.source_id)
    return source.published if source else ""

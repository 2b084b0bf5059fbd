"""Names made from content: the same rows get the same names on every machine and in every build."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from operator import itemgetter
from typing import Any

from exchange_ledger.records import Claim

_NAMED_BY = (
    "source_id", "scope", "measure", "side", "dimension", "category", "value", "text_value", "qualifier",
    "event_date", "period_start", "period_end", "claimant",
)  # fmt: skip
_names = itemgetter(*_NAMED_BY)


def number_text(value: float | None) -> str:
    """Return a number as every table writes it: `150`, `2.5`; empty for none."""
    if value is None:
        return ""
    return str(int(value)) if value == int(value) else repr(float(value))


def content_id(*parts: str) -> str:
    """Return ten hexadecimal digits that stand for the parts, in this order."""
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:10]


def named(claim: Claim) -> Claim:
    """Return the claim with its `claim_id`.

    The quote, its offsets and the rule do not enter the name, so that a better reading of the same statement keeps
    its address.
    """
    return replace(claim, claim_id=claim_id({name: getattr(claim, name) for name in _NAMED_BY}))


def claim_id(said: Mapping[str, Any]) -> str:
    """Return the `claim_id` of a claim that is still to be made, from what it will say: texts, and its `value`."""
    return content_id(*_names({**said, "value": number_text(said["value"])}))

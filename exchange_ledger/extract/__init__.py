"""Articles to claims: every sentence is read, ignored by a named rule, or put up for review."""

from __future__ import annotations

from exchange_ledger.extract.claims import extract, states

__all__ = ["extract", "states"]

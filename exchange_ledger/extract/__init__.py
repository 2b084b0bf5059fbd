"""Articles to claims: every sentence is read, ignored by a named rule, or put up for review."""

from __future__ import annotations

from exchange_ledger.extract.claims import states
from exchange_ledger.extract.extraction import extract, language_of, read_article

__all__ = ["extract", "language_of", "read_article", "states"]

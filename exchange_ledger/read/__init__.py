"""From the input folder to articles, linked statements and decisions: one text per article, never cut."""

from __future__ import annotations

from pathlib import Path

from exchange_ledger.cache import Articles
from exchange_ledger.faults import Fault, LedgerError
from exchange_ledger.read.articles import read_articles
from exchange_ledger.read.decisions import read_decisions
from exchange_ledger.read.statements import read_statements
from exchange_ledger.stages import Seeds

__all__ = ["read_seeds"]


def read_seeds(folder: Path, kept: Articles | None = None) -> Seeds:
    """Return everything in the input folder, articles by `source_id`, statements by `claim_id`.

    A folder may hold `articles/*.txt|*.html` (needed), `sources.csv`, `statements.csv` and `corrections.csv`.
    Articles that are `kept` are not read again. Raises LedgerError with every fault of the folder.
    """
    faults: list[Fault] = []
    seeds = Seeds(
        articles=read_articles(folder, faults, kept),
        statements=read_statements(folder / "statements.csv", faults),
        decisions=read_decisions(folder / "corrections.csv", faults),
        folder=folder,
    )
    if faults:
        raise LedgerError(faults)
    return seeds

"""`corrections.csv`: an editor's decisions on single claims."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from exchange_ledger.faults import Fault
from exchange_ledger.read.cells import cell_faults, columns
from exchange_ledger.read.table import Line, read_table
from exchange_ledger.records import Claim, Correction
from exchange_ledger.stages import Decision

COLUMNS = ("claim_id", "decision", "column", "now", "reason", "decided_by", "decided_on")
FIXED = frozenset({"claim_id", "source_id", "evidence", "quote", "quote_start", "quote_end", "rule", "decision"})
"""Columns of a claim that no decision may change: they say where it comes from."""


def read_decisions(path: Path, faults: list[Fault]) -> tuple[Decision, ...]:
    """Return the file's rows in the order of their claims; none if there is no such file."""
    if not path.exists():
        return ()
    lines = read_table(path, COLUMNS, COLUMNS, faults)
    faults.extend(fault for line in lines for fault in _line_faults(line))
    faults.extend(_repeated(lines))
    decisions = [Decision(**line.cells, line=line.number) for line in lines]
    return tuple(sorted(decisions, key=lambda decision: (decision.claim_id, decision.column, decision.line)))


def _line_faults(line: Line) -> Iterator[Fault]:
    yield from cell_faults(line, Correction)
    correctable = [name for name in columns(Claim) if name not in FIXED]
    if line["decision"] == "corrected":
        if line["column"] not in correctable:
            what = f"column {line['column']!r} cannot be corrected"
            yield Fault(line.where, what, f"use one of {', '.join(correctable)}")
        else:
            yield from _value_faults(line)
    elif line["column"] or line["now"]:
        yield Fault(line.where, f"{line['decision'] or 'it'} changes no column", "leave column and now empty")


def _value_faults(line: Line) -> Iterator[Fault]:
    yield from cell_faults(Line(line.where, line.number, {line["column"]: line["now"]}), Claim)


def _repeated(lines: list[Line]) -> Iterator[Fault]:
    seen: dict[tuple[str, str], Line] = {}
    for line in lines:
        first = seen.setdefault((line["claim_id"], line["column"]), line)
        if first is not line:
            yield Fault(line.where, f"decides again what line {first.number} decides", "keep one of the two rows")

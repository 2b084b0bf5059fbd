"""Fuzz read and extract: `python -m tests.fuzz.fuzz_line CORPUS -max_total_time=1200`, after `pip install atheris`.

The first byte of an input says what it is (a text, a page, or a table), the rest is the file. What must hold is what
tests/test_properties.py holds for made-up articles; a crash is kept by the fuzzer as a file and belongs, as a row, into
tests/fuzz/findings.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris  # type: ignore[import-not-found,import-untyped,unused-ignore]

with atheris.instrument_imports(include=["exchange_ledger"]):
    from tests.fuzz.check import check

FOLDER = Path(tempfile.mkdtemp(prefix="fuzz"))


def one(data: bytes) -> None:
    """Check one input; an exception is a finding."""
    check(data, FOLDER)


if __name__ == "__main__":
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()

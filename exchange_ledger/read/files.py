"""Bytes from the input folder: regular files inside of it, of a bounded size, and the text that they hold.

The text of a `.txt` file is what `open(file, encoding="utf-8-sig")` gives: a byte order mark at the start is left out
and each line ends in one line feed. Nothing else is changed: control characters, bidirectional marks and characters
of no width stay where they are, so that offsets never move.
"""

from __future__ import annotations

import stat
from io import StringIO
from pathlib import Path

from exchange_ledger.faults import Fault

LARGEST_FILE = 20_000_000
"""Bytes; a news article is a thousand times smaller."""

SIGNATURES = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a ZIP archive or an office document",
    b"\xd0\xcf\x11\xe0": "an office document",
    b"{\\rtf": "an RTF document",
    b"\x1f\x8b": "a compressed file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x7fELF": "a program",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}
"""First bytes of files that are often saved under the name of a text."""

_CONTROLS = bytes(sorted(set(range(32)) - set(b"\t\n\r\f\x1b")))
"""Control characters that no text has."""


def read_bytes(path: Path, folder: Path, faults: list[Fault]) -> bytes | None:
    """Return the file's bytes, or None after a fault: no regular file, outside of `folder`, too large, unreadable."""
    try:
        fault = _refusal(path, folder)
        data = b"" if fault else path.read_bytes()
    except (OSError, ValueError, RuntimeError) as error:  # RuntimeError: a ring of symbolic links
        reason = getattr(error, "strerror", None) or str(error)
        fault = Fault(str(path), f"cannot be read ({reason})", "check that it exists and may be read")
    if fault:
        faults.append(fault)
        return None
    return data


def _refusal(path: Path, folder: Path) -> Fault | None:
    if not path.resolve(strict=True).is_relative_to(folder.resolve(strict=True)):
        return Fault(str(path), f"is a link that leads out of {folder}", "put the file itself there")
    state = path.stat()
    if not stat.S_ISREG(state.st_mode):
        return Fault(str(path), "is no regular file", "remove it or put a text there")
    if state.st_size > LARGEST_FILE:
        size = f"{state.st_size:,} bytes, more than {LARGEST_FILE:,}"
        return Fault(str(path), f"is too large ({size})", "keep only the article")
    return None


def foreign_format(data: bytes) -> str:
    """Return what the bytes are if they are surely no text (`a PDF`); else nothing."""
    for signature, name in SIGNATURES.items():
        if data.startswith(signature):
            return name
    sample = data[:4096]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    return "binary data" if controls * 10 > len(sample) else ""


def decoded(path: Path, data: bytes, faults: list[Fault]) -> str | None:
    """Return the text of UTF-8 bytes as `open(path, encoding="utf-8-sig")` reads it, or None after a fault."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        faults.append(Fault(f"{path}, line {line}", "is not UTF-8", "save the file as UTF-8"))
        return None
    return StringIO(text, newline=None).read()

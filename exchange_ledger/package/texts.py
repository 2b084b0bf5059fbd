"""The text of an article, made anew from its file, to prove quotes by."""

from __future__ import annotations

import hashlib
from pathlib import Path

from exchange_ledger.faults import Fault
from exchange_ledger.read import html
from exchange_ledger.read.files import decoded, read_bytes
from exchange_ledger.records import Source


def stored_text(source: Source, folder: Path | None) -> str | Fault:
    """Return the text that the source's offsets point into, from its file below `folder`, or what is wrong with it."""
    if folder is None or not source.file:
        return Fault(source.source_id, "it is quoted, and where its file is is not known", "build from a folder")
    faults: list[Fault] = []
    path = folder / "articles" / source.file
    data = read_bytes(path, folder, faults)
    text = None if data is None else _text(path, data, source, faults)
    if faults or text is None or data is None:
        return faults[0] if faults else Fault(str(path), "it has no text", "put the article's text there")
    for name, content in (("file_sha256", data), ("text_sha256", text.encode("utf-8", "surrogatepass"))):
        if hashlib.sha256(content).hexdigest() != getattr(source, name):
            return Fault(str(path), f"it changed while it was read ({name} differs)", "run again")
    return text


def _text(path: Path, data: bytes, source: Source, faults: list[Fault]) -> str | None:
    if path.suffix != ".html":
        return decoded(path, data, faults)
    address = "" if "url" in source.found.split() else source.url
    return html.page_text(html.decode_page(data), address).text

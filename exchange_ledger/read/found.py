"""The title and the date of publication that the text of an article gives at its top."""

from __future__ import annotations

import re

from exchange_ledger.read.bylines import byline_date
from exchange_ledger.read.cells import is_date
from exchange_ledger.read.furniture import HEAD
from exchange_ledger.records import CONTROL
from exchange_ledger.stages import Span

_LONGEST_TITLE = 200
_SENTENCE_END = (".", "!", ":", ";", "…", ",")


def found_in_text(text: str, furniture: tuple[Span, ...]) -> dict[str, str]:
    """Return `title` and `published` as far as the first lines give them beyond doubt: one headline, one date."""
    head = [line.strip() for line in text[:20_000].split("\n") if line.strip()][:HEAD]
    dates = {day for line in head if (day := byline_date(line))}
    found = {"title": _title(text, furniture), "published": dates.pop() if len(dates) == 1 else ""}
    return {name: value for name, value in found.items() if value}


def found_in_name(name: str) -> dict[str, str]:
    """Return `published` if the file's name begins or ends with a day: `2024-03-14-x.txt`, `x-2024-03-14-2.txt`."""
    stem = name.rsplit(".", 1)[0]
    found = re.match(r"(\d{4}-\d\d-\d\d)(?!\d)", stem) or re.search(r"(?<!\d)(\d{4}-\d\d-\d\d)(?:-\d{1,2})?$", stem)
    return {"published": found[1]} if found and is_date(found[1]) else {}


def _title(text: str, furniture: tuple[Span, ...]) -> str:
    """Return the first line that is no furniture, if it is a headline: several words, and no sentence."""
    start = 0
    for raw in text[:20_000].split("\n"):
        line = raw.strip()
        offset = start + len(raw) - len(raw.lstrip())
        start += len(raw) + 1
        if line and not any(span.start <= offset < span.end for span in furniture):
            words = len(re.findall(r"\w+", line))
            sound = words > 2 and len(line) <= _LONGEST_TITLE and not line.endswith(_SENTENCE_END)
            sound = sound and not re.search(CONTROL, line)
            return " ".join(line.split()) if sound else ""
    return ""

"""An article that somebody proposes in an issue form: `python -m exchange_ledger.add.issue EVENT [SEEDS]`.

The form's text is data from start to end: it is read from the file in which GitHub hands over the event, never from a
command line or a shell, and only four of its fields are used.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from exchange_ledger.add import Given, add
from exchange_ledger.faults import Fault, LedgerError, fault
from exchange_ledger.read.cells import is_address, is_date

FIELDS = {
    "Address of the article": "address",
    "Publisher": "publisher",
    "Date of publication": "published",
    "Address of an archived copy": "archive",
}
"""The labels of the form's fields (.github/ISSUE_TEMPLATE/add-article.yml) and what each one is."""

_LONGEST = 2_000
"""Characters of one field; addresses are shorter."""

_NO_ANSWER = "_No response_"


def fields(body: str) -> dict[str, str]:
    """Return what the form's fields say, by the names in FIELDS; a field that is not filled in is left out."""
    parts = re.split(r"^### (.+?)[ \t]*$", body.replace("\r\n", "\n"), flags=re.MULTILINE)
    found: dict[str, str] = {}
    for label, text in zip(parts[1::2], parts[2::2], strict=True):
        value = " ".join(text.split())[:_LONGEST]
        if label in FIELDS and value and value != _NO_ANSWER:
            found.setdefault(FIELDS[label], value)
    return found


def request(event: dict[str, Any]) -> tuple[str, Given]:
    """Return the address that the issue asks to add, and what it says of the article.

    Raises LedgerError with every field that is wrong.
    """
    issue = event.get("issue") or {}
    said = fields(str(issue.get("body") or ""))
    faults = list(_faults(said))
    if faults:
        raise LedgerError(faults)
    given = Given(said.get("publisher", ""), said.get("published", ""), "", said.get("archive", ""))
    return said["address"], given


def _faults(said: dict[str, str]) -> list[Fault]:
    faults = []
    if not is_address(said.get("address", "")):
        faults.append(Fault("Address of the article", "is no http or https address", "write one address in full"))
    if said.get("archive") and not is_address(said["archive"]):
        faults.append(Fault("Address of an archived copy", "is no http or https address", "write one in full"))
    if said.get("published") and not is_date(said["published"]):
        faults.append(Fault("Date of publication", "is no date", "write it as YYYY-MM-DD"))
    return faults


def main(arguments: Sequence[str]) -> int:
    """Add the article of an event and return the exit code; every fault is a line on standard error."""
    try:
        event = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
        address, given = request(event if isinstance(event, dict) else {})
        added, faults = add([address], Path(arguments[1] if len(arguments) > 1 else "seeds"), given)
        if faults:
            raise LedgerError(faults)
    except (LedgerError, OSError, ValueError) as error:
        print(error if isinstance(error, LedgerError) else fault("event", str(error), "run it again"), file=sys.stderr)
        return 1
    print(f"stored articles/{added[0].file}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

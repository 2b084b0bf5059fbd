"""Whether the sources' addresses still answer: `python -m exchange_ledger.links PACKAGE REPORT`.

An address is *dead* if its server says that the page is gone or if there is no such server; *silent* if it does not
answer or refuses programs, which says nothing about readers. One address of a host is asked at a time.
"""

from __future__ import annotations

import json
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

from exchange_ledger.faults import LedgerError
from exchange_ledger.fetch import Timing, request
from exchange_ledger.read.cells import is_address

WORKERS = 8
"""Hosts that are asked at the same time."""

PAUSE = 1.0
"""Seconds between two requests to one host."""

_GONE = (404, 410, 451)
_ASK_AGAIN = (400, 403, 405, 406, 501)
"""Answers to HEAD after which GET is tried: many servers know only that."""


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """One address and what became of it: `state` is `answers`, `dead` or `silent`, `why` the server's words for it."""

    state: str
    url: str
    why: str
    archive: str


def check(addresses: dict[str, str], timing: Timing | None = None, pause: float = PAUSE) -> list[Link]:
    """Return what became of each address (key) that may have an archived copy (value); dead ones first."""
    hosts: dict[str, list[str]] = defaultdict(list)
    for url in sorted(addresses):
        hosts[urlsplit(url).netloc].append(url)
    timing = timing or Timing(15, 30)
    with ThreadPoolExecutor(WORKERS) as pool:
        results = pool.map(lambda urls: _host(urls, timing, pause), hosts.values())
        found = [answer for answers in results for answer in answers]
    order = ("dead", "silent", "answers")
    links = [Link(state, url, why, addresses[url]) for url, state, why in found]
    return sorted(links, key=lambda link: (order.index(link.state), link.url))


def _host(urls: list[str], timing: Timing, pause: float) -> list[tuple[str, str, str]]:
    answers = []
    for number, url in enumerate(urls):
        time.sleep(pause if number else 0)
        answers.append((url, *_state(url, timing)))
    return answers


def _state(url: str, timing: Timing) -> tuple[str, str]:
    try:
        status = request(url, "HEAD", timing).status
        if status in _ASK_AGAIN or status in _GONE:
            status = request(url, "GET", timing).status
    except LedgerError as error:
        what = error.faults[0].what
        return ("dead" if what.startswith("no server is known") else "silent"), what
    if status in _GONE:
        return "dead", f"answers {status}"
    return ("answers" if status < 400 else "silent"), f"answers {status}"


def addresses(package: Path) -> dict[str, str]:
    """Return the addresses of the package's sources, each with that of its archived copy or nothing."""
    rows = json.loads((package / "sources.json").read_text(encoding="utf-8"))
    return {row["url"]: row["archive_url"] or "" for row in rows if is_address(row["url"] or "")}


def as_markdown(links: Sequence[Link]) -> str:
    """Return the links that are dead or silent as a Markdown report; empty if there is none that is dead."""
    if not any(link.state == "dead" for link in links):
        return ""
    answering = sum(link.state == "answers" for link in links)
    lines = [f"{answering} of {len(links)} source addresses answer.", "", "| state | address | why | archived copy |"]
    lines.append("|---|---|---|---|")
    for link in links:
        if link.state != "answers":
            why = "".join(sign if sign.isalnum() or sign in " ,.-()" else " " for sign in link.why)
            lines.append(f"| {link.state} | {_cell(link.url)} | {why} | {_cell(link.archive or _search(link.url))} |")
    lines += ["", "Enter an archived copy in `archive_url` of `seeds/sources.csv`."]
    return "\n".join(lines) + "\n"


def _search(url: str) -> str:
    """Return where the Internet Archive shows its last copy of an address."""
    return f"https://web.archive.org/web/2/{url}"


def _cell(url: str) -> str:
    """Return an address as a Markdown link that no sign in it can end."""
    return "<" + quote(url, safe="/:?&=%@+,;~.-#!$'") + ">"


def main(arguments: Sequence[str]) -> int:
    """Write the report on the package's links, empty if none is dead, and return the exit code."""
    package, report = (Path(argument) for argument in arguments)
    links = check(addresses(package))
    report.write_text(as_markdown(links), encoding="utf-8")
    for state in ("answers", "silent", "dead"):
        print(f"{state}: {sum(link.state == state for link in links)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

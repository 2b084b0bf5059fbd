"""`statements.csv`: facts from public reports that have an address but no quote, each one a claim that links."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from exchange_ledger import vocabulary
from exchange_ledger.faults import Fault
from exchange_ledger.identity import content_id, named
from exchange_ledger.read.cells import cell_faults, is_address
from exchange_ledger.read.table import Line, read_table
from exchange_ledger.records import Claim, Source
from exchange_ledger.stages import Statement

COLUMNS = (
    "statement_id", "scope", "event_date", "period_start", "period_end", "measure", "side", "dimension", "category",
    "value", "text_value", "qualifier", "claimant", "claimant_side", "publisher", "url", "checked", "note",
)  # fmt: skip
NEEDED = ("scope", "measure", "claimant", "claimant_side", "publisher", "url", "checked")
_COPIED = (
    "scope", "measure", "side", "dimension", "category", "text_value", "event_date", "period_start", "period_end",
    "claimant", "claimant_side", "checked", "note",
)  # fmt: skip
_NAMES = ("claimant", "text_value")


def read_statements(path: Path, faults: list[Fault]) -> tuple[Statement, ...]:
    """Return a claim with its page for each row of the file, by `claim_id`; none if there is no such file."""
    if not path.exists():
        return ()
    lines = read_table(path, COLUMNS, NEEDED, faults)
    found = [fault for line in lines for fault in _line_faults(line)]
    found += _repeated_names(lines)
    faults.extend(found)
    if found:
        return ()
    pages = _pages(lines)
    statements = {line.where: _statement(line, pages[line["url"]]) for line in lines}
    faults.extend(_repeated_claims(statements))
    return tuple(sorted(statements.values(), key=lambda statement: statement.claim.claim_id))


def slug(text: str) -> str:
    """Return the text as a name for addresses: lower-case ASCII letters, digits and single hyphens; may be empty."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain.lower()))


def _line_faults(line: Line) -> Iterator[Fault]:
    wrong = list(cell_faults(line, Claim))
    yield from wrong
    if not is_address(line["url"]):
        yield Fault(line.where, f"url {line['url']!r} is no http or https address", "give the page's full address")
    if not line["publisher"]:
        yield Fault(line.where, "publisher is missing", "fill it in")
    if not line["checked"]:
        yield Fault(line.where, "checked is missing", "use confirmed, contradicted or not_found")
    if not wrong:
        yield from (Fault(line.where, what, remedy) for what, remedy in _contradictions(line))


def _contradictions(line: Line) -> Iterator[tuple[str, str]]:
    """Yield what two cells of one row say against each other."""
    measure = vocabulary.measures()[line["measure"]]
    if line["side"] and not measure.sided:
        yield f"measure {measure.name} has no side", "leave side empty"
    if measure.sided and not line["side"]:
        yield f"measure {measure.name} needs a side", "use ukraine, russia or both"
    yield from _value_contradictions(line, measure)
    yield from _part_contradictions(line)
    yield from _date_contradictions(line)


def _value_contradictions(line: Line, measure: vocabulary.Measure) -> Iterator[tuple[str, str]]:
    if measure.kind == "text":
        if line["value"] or not line["text_value"]:
            yield f"measure {measure.name} is a text", "fill in text_value and leave value empty"
        elif measure.values and line["text_value"] not in measure.values:
            yield f"text_value {line['text_value']!r} is unknown", f"use one of {', '.join(measure.values)}"
        return
    if line["text_value"]:
        yield f"measure {measure.name} is a number", "leave text_value empty"
    if not line["value"] and line["qualifier"] not in ("some", "withheld"):
        yield "value is missing", "fill it in, or say some or withheld as qualifier"
    if measure.kind == "count" and "." in line["value"]:
        yield f"value {line['value']!r} is no whole number", "write a whole number"


def _part_contradictions(line: Line) -> Iterator[tuple[str, str]]:
    dimension = vocabulary.dimensions().get(line["dimension"])
    if bool(line["dimension"]) != bool(line["category"]):
        yield "dimension and category need each other", "fill in both or neither"
    elif dimension and line["category"] not in dimension.categories:
        yield f"category {line['category']!r} is none of {dimension.name}", f"use {', '.join(dimension.categories)}"


def _date_contradictions(line: Line) -> Iterator[tuple[str, str]]:
    period = line["period_start"] or line["period_end"]
    if line["scope"] == "exchange" and (period or not line["event_date"]):
        yield "scope exchange needs an event_date and no period", "fill in event_date alone"
    if line["scope"] == "period" and (line["event_date"] or not line["period_end"]):
        yield "scope period needs a period_end and no event_date", "fill in period_end and leave event_date empty"
    if line["period_start"] and line["period_end"] and line["period_start"] > line["period_end"]:
        yield "period_start is after period_end", "exchange the two"


def _repeated_names(lines: list[Line]) -> Iterator[Fault]:
    seen: dict[str, Line] = {}
    for line in lines:
        first = seen.setdefault(line["statement_id"], line) if line["statement_id"] else line
        if first is not line:
            what = f"statement_id {line['statement_id']!r} stands already on line {first.number}"
            yield Fault(line.where, what, "give it another one")


def _pages(lines: list[Line]) -> dict[str, Source]:
    """Return one source per address; where rows name several publishers, the most frequent, then the first by name."""
    publishers: dict[str, Counter[str]] = defaultdict(Counter)
    for line in lines:
        publishers[line["url"]][line["publisher"]] += 1
    return {url: _page(url, min(names, key=lambda name: (-names[name], name))) for url, names in publishers.items()}


def _page(url: str, publisher: str) -> Source:
    source_id = "-".join(filter(None, (slug(publisher)[:60].strip("-"), content_id(url))))
    return Source(source_id=source_id, kind="page", publisher=publisher, url=url)


def _statement(line: Line, page: Source) -> Statement:
    copied: dict[str, Any] = {name: line[name] for name in _COPIED}
    copied |= {name: vocabulary.canonical(line[name]) for name in _NAMES}
    claim = Claim(
        claim_id="",
        source_id=page.source_id,
        value=float(line["value"]) if line["value"] else None,
        qualifier=line["qualifier"] or "exact",
        evidence="link",
        rule="linked",
        **copied,
    )
    return Statement(named(claim), page)


def _repeated_claims(statements: dict[str, Statement]) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    for where, statement in statements.items():
        first = seen.setdefault(statement.claim.claim_id, where)
        if first != where:
            yield Fault(
                where, f"says the same of the same page as {first.rsplit(', ')[-1]}", "keep one of the two rows"
            )

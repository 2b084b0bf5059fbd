"""The spans of an article that are the publisher's furniture: marked, never cut, so that offsets never move.

The rows are data (furniture.yaml). A line that repeats an earlier one word by word is marked too: its figures are
read where they stand first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from exchange_ledger.read.bylines import is_byline
from exchange_ledger.stages import Span
from exchange_ledger.tables import read_table

LONGEST = 1_500
"""Characters; a longer line is never furniture."""

HEAD = 15
"""Lines of text at the top among which bylines stand."""

_LONGEST_BLOCK = 60
"""Lines; where a block has no end within them, its first line alone is marked."""

_REPEATED = 25
"""Characters; shorter lines (names of places, weekdays) may come twice."""

_ITEM = re.compile(r"[-–—•·*>»▪●]\s*\S.*|\d{1,2}[.)]\s+\S.*|\d{1,2}:\d{2}\b.*")
_HEADLINE = re.compile(r"(?![\"“«]).{1,140}(?<![.!?…:;\"”»)])")


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of furniture.yaml; that file says what each shape means."""

    name: str
    shape: str
    pattern: str
    example: str
    near_miss: str
    until: str = ""
    needs: tuple[str, ...] = ()
    publisher: str = ""


@dataclass(frozen=True, slots=True)
class _Line:
    """One line that is not blank, without the white space at its ends."""

    start: int
    end: int
    text: str
    after_gap: bool


@cache
def rules() -> tuple[Rule, ...]:
    """Return the rows of furniture.yaml in their order."""
    rows = read_table(__package__, "furniture.yaml")
    return tuple(Rule(**row | {"needs": tuple(row.get("needs", ()))}) for row in rows)


def furniture(text: str) -> tuple[Span, ...]:
    """Return the stretches that are furniture, in order, without overlaps: whole lines or blocks of them."""
    lines = list(_lines(text))
    spans: list[Span] = []
    seen: set[str] = set()
    position = 0
    while position < len(lines):
        reason, last = _at(lines, position, seen)
        if reason:
            spans.append(Span(lines[position].start, lines[last].end, reason))
        position = last + 1
    return tuple(spans)


def _lines(text: str) -> Iterator[_Line]:
    start, gap = 0, True
    for raw in text.split("\n"):
        if stripped := raw.strip():
            offset = start + raw.index(stripped)
            yield _Line(offset, offset + len(stripped), stripped, gap)
        gap = not stripped
        start += len(raw) + 1


def _at(lines: list[_Line], position: int, seen: set[str]) -> tuple[str, int]:
    """Return why the line is furniture, or nothing, and the last line of that stretch."""
    line = lines[position].text
    if len(line) > LONGEST:
        return "", position
    rule = match(line)
    if rule is None:
        return _unruled(line, position, seen), position
    return rule.name, _last(rule, lines, position)


def _unruled(line: str, position: int, seen: set[str]) -> str:
    if position < HEAD and is_byline(line):
        return "byline"
    key = " ".join(line.split()).casefold()
    if len(key) >= _REPEATED and key in seen:
        return "repeated"
    seen.add(key)
    return ""


def _last(rule: Rule, lines: list[_Line], position: int) -> int:
    if rule.shape == "list":
        return _last_item(lines, position)
    if rule.shape == "block":
        ends = re.compile(rule.until, re.IGNORECASE)
        window = range(position + 1, min(position + _LONGEST_BLOCK, len(lines)))
        return next((index for index in window if ends.fullmatch(lines[index].text)), position)
    return position


def _last_item(lines: list[_Line], heading: int) -> int:
    """Return the last entry under a heading: lines without a gap, or bullets after one, that are no sentence."""
    last = heading
    for index in range(heading + 1, len(lines)):
        line = lines[index]
        entry = _ITEM.fullmatch(line.text) or (_HEADLINE.fullmatch(line.text) and not line.after_gap)
        question = not line.after_gap and len(line.text) < 140 and line.text.endswith("?")
        if len(line.text) > 200 or match(line.text) or not (entry or question):
            break
        if line.after_gap and index != heading + 1:
            break
        last = index
    return last


def match(line: str) -> Rule | None:
    """Return the row that marks the line, or none."""
    whole, needy = _compiled()
    if found := whole.fullmatch(line):
        return rules()[int((found.lastgroup or "r0")[1:])]
    holds = line.lower().__contains__
    return next((rule for rule, test in needy if any(map(holds, rule.needs)) and test(line)), None)


@cache
def _compiled() -> tuple[re.Pattern[str], tuple[tuple[Rule, Callable[[str], object]], ...]]:
    """Return the patterns of the rows without `needs` as one, and the test of each other row."""
    whole = [f"(?P<r{n}>{rule.pattern})" for n, rule in enumerate(rules()) if not rule.needs]
    return re.compile("|".join(whole), re.IGNORECASE), tuple((rule, _test(rule)) for rule in rules() if rule.needs)


def _test(rule: Rule) -> Callable[[str], object]:
    pattern = re.compile(rule.pattern, re.IGNORECASE)
    return pattern.search if rule.shape == "anywhere" else pattern.fullmatch

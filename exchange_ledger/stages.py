"""What one stage hands to the next: read hands on articles, extract extractions, reconcile a `records.Ledger`."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from exchange_ledger.records import Claim, Review, Source


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of an article's text, and why it is marked: `reason` names a row of the furniture file or a rule."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Article:
    """One article: its text, never cut, and the spans of it that are furniture and say nothing."""

    source: Source
    text: str
    furniture: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """One linked statement: the claim, complete but for its exchange, and the page that it links to."""

    claim: Claim
    source: Source


@dataclass(frozen=True, slots=True)
class Decision:
    """One row of corrections.csv, not yet applied; `line` is its line in that file."""

    claim_id: str
    decision: str
    column: str
    now: str
    reason: str
    decided_by: str
    decided_on: str
    line: int


@dataclass(frozen=True, slots=True)
class Seeds:
    """Everything that was read from the input folder, `folder`, where its files can be read once more."""

    articles: tuple[Article, ...] = ()
    statements: tuple[Statement, ...] = ()
    decisions: tuple[Decision, ...] = ()
    folder: Path | None = None


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """Words of an article about an event that can be checked but are no claim.

    `kind` is `weekday` (value: `monday` to `sunday`), `largest_since` or `first_since` (value: a partial date).
    """

    source_id: str
    kind: str
    event_date: str
    value: str
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Extraction:
    """What was read from one article: every sentence is read, ignored by a named rule, or up for review.

    `unread` is empty, or names the row of vocabulary/unread.yaml that says why no sentence was read.
    """

    source_id: str
    claims: tuple[Claim, ...] = ()
    review: tuple[Review, ...] = ()
    ignored: tuple[Span, ...] = ()
    mentions: tuple[Mention, ...] = field(default=())
    unread: str = ""

"""The rows of every table: each column is defined here once, and headers, schema, types and dictionary follow from it.

Dates are ISO 8601 strings; a *partial date* is as exact as its source (`2024-01-31`, `2024-01`, `2024`).
Offsets are zero-based, end excluded, in Unicode code points of the source's text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar

from exchange_ledger import vocabulary

PARTIAL_DATE = r"^\d{4}(-\d{2}(-\d{2})?)?$"
SLUG = r"^[a-z0-9][a-z0-9._-]*$"
VERSION = r"^\d+\.\d+\.\d+$"
SHA256 = r"^[0-9a-f]{64}$"
CONTROL = r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]"
"""What not every format can carry: controls other than tab and line feed, lone surrogates, non-characters."""


@dataclass(frozen=True, slots=True)
class Column:
    """What a column says of itself; the type comes from the field's annotation.

    `unit` is the unit of a number; `refers` names `table.column` of a foreign key; `form` is `date` or `uri` for text
    in that form.
    """

    title: str
    description: str
    required: bool = False
    unique: bool = False
    enum: tuple[str, ...] = ()
    pattern: str = ""
    minimum: int | None = None
    unit: str = ""
    form: str = ""
    refers: str = ""
    example: str = ""


_SOURCE_ID = Column("Source", "The source that says it.", required=True, refers="sources.source_id")
_CLAIM_ID = Column("Claim", "The claim.", required=True, refers="claims.claim_id")
_EXCHANGE_ID = Column("Exchange", "The exchange.", required=True, refers="exchanges.exchange_id")
_MEASURE = Column("Measure", "What is counted or stated.", required=True, enum=tuple(vocabulary.measures()))
_SIDE = Column(
    "Side",
    "Whose people are counted: ukraine (returned to Ukraine, or held by Russia), russia, or both added together.",
    enum=vocabulary.SIDES,
)
_DIMENSION = Column(
    "Dimension", "How the people are divided; empty for all of them.", enum=tuple(vocabulary.dimensions())
)
_CATEGORY = Column("Category", "The part that is counted; empty for all.", enum=vocabulary.categories())
_VALUE = Column("Value", "The number; empty where none is stated.")
_QUALIFIER = Column("Qualifier", "How the number is hedged.", enum=vocabulary.QUALIFIERS)
_UNREAD = "; ".join(f"{name}: {row.description}" for name, row in vocabulary.unread().items())
_PERIOD_START = Column("Period start", "First day of the period, as exact as the text.", pattern=PARTIAL_DATE)
_PERIOD_END = Column("Period end", "Last day of the period, as exact as the text.", pattern=PARTIAL_DATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One article, or one page that is only linked."""

    table: ClassVar[str] = "sources"
    key: ClassVar[tuple[str, ...]] = ("source_id",)

    source_id: Annotated[
        str, Column("Source", "Name of the source, used in addresses.", required=True, unique=True, pattern=SLUG)
    ]
    kind: Annotated[
        str,
        Column(
            "Kind",
            "article: its text was read and is quoted; page: only its address is known.",
            required=True,
            enum=("article", "page"),
        ),
    ]
    publisher: Annotated[str, Column("Publisher", "Who published it.")] = ""
    title: Annotated[str, Column("Title", "Its headline.")] = ""
    authors: Annotated[str, Column("Authors", "Its authors, separated by semicolons.")] = ""
    published: Annotated[str, Column("Published", "Day of publication.", form="date")] = ""
    accessed: Annotated[str, Column("Accessed", "Day on which it was read.", form="date")] = ""
    url: Annotated[str, Column("Address", "Where it was published.", form="uri")] = ""
    archive_url: Annotated[str, Column("Archived at", "A copy in a public archive.", form="uri")] = ""
    language: Annotated[str, Column("Language", "Language of the text (BCP 47).")] = ""
    file: Annotated[str, Column("File", "Name of the file under seeds/articles; empty for a linked page.")] = ""
    file_sha256: Annotated[str, Column("Hash of the file", "SHA-256 of the file's bytes.", pattern=SHA256)] = ""
    text_sha256: Annotated[
        str, Column("Hash of the text", "SHA-256 of the text that offsets point into, as UTF-8.", pattern=SHA256)
    ] = ""
    text_length: Annotated[
        int | None, Column("Length of the text", "Length of that text.", unit="characters", minimum=0)
    ] = None
    extractor: Annotated[str, Column("Extractor", "What made the text of the file.")] = ""
    extractor_version: Annotated[str, Column("Extractor version", "Version of the extractor.")] = ""
    quote_limit: Annotated[
        int | None, Column("Quote limit", "Most characters that may be quoted.", unit="characters", minimum=0)
    ] = None
    quoted_characters: Annotated[
        int | None, Column("Quoted", "Characters quoted, overlaps once.", unit="characters", minimum=0)
    ] = None
    found: Annotated[
        str,
        Column(
            "Found in the text",
            "Names of the columns above that were read from the article itself, separated by spaces.",
        ),
    ] = ""
    unread: Annotated[
        str,
        Column(
            "Not read",
            f"Why no sentence of an article was read. {_UNREAD}. Empty where its sentences were read.",
            enum=tuple(vocabulary.unread()),
        ),
    ] = ""


CORRECTED = "corrected-"
"""How a claim's `rule` begins whose number the text itself corrects."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One statement by one source."""

    table: ClassVar[str] = "claims"
    key: ClassVar[tuple[str, ...]] = ("claim_id",)

    claim_id: Annotated[
        str, Column("Claim", "Name of the claim, made from its content.", required=True, unique=True, pattern=SLUG)
    ]
    source_id: Annotated[str, _SOURCE_ID]
    exchange_id: Annotated[
        str, Column("Exchange", "The exchange that it is about; empty for a period.", refers="exchanges.exchange_id")
    ] = ""
    scope: Annotated[
        str,
        Column(
            "Scope", "exchange: about one event; period: a tally over time.", required=True, enum=("exchange", "period")
        ),
    ]
    measure: Annotated[str, _MEASURE]
    side: Annotated[str, _SIDE] = ""
    dimension: Annotated[str, _DIMENSION] = ""
    category: Annotated[str, _CATEGORY] = ""
    value: Annotated[float | None, _VALUE] = None
    text_value: Annotated[str, Column("Text value", "The value of a measure that is text.")] = ""
    qualifier: Annotated[str, _QUALIFIER] = "exact"
    event_date: Annotated[
        str, Column("Date of the event", "Day of the exchange, as exact as the text.", pattern=PARTIAL_DATE)
    ] = ""
    period_start: Annotated[str, _PERIOD_START] = ""
    period_end: Annotated[str, _PERIOD_END] = ""
    claimant: Annotated[
        str, Column("Claimant", "Who says it; the publisher where the text names nobody.", required=True)
    ]
    claimant_side: Annotated[
        str, Column("Side of the claimant", "ukraine, russia or third.", required=True, enum=vocabulary.CLAIMANT_SIDES)
    ]
    evidence: Annotated[
        str,
        Column(
            "Evidence",
            "quote: the sentence is here; link: only the address is here.",
            required=True,
            enum=("quote", "link"),
        ),
    ]
    quote: Annotated[str, Column("Quote", "The shortest words of the text that state it.")] = ""
    quote_start: Annotated[
        int | None, Column("Quote start", "Offset of the quote's first character.", unit="characters", minimum=0)
    ] = None
    quote_end: Annotated[
        int | None, Column("Quote end", "Offset after the quote's last character.", unit="characters", minimum=0)
    ] = None
    quote_prefix: Annotated[str, Column("Quote prefix", "A few words before the quote, to find it.")] = ""
    quote_suffix: Annotated[str, Column("Quote suffix", "A few words after the quote, to find it.")] = ""
    rule: Annotated[str, Column("Rule", "The row of the phrase file that read it, or the linked statement.")] = ""
    checked: Annotated[
        str,
        Column(
            "Checked",
            "For a link: whether the page was found to say so.",
            enum=("confirmed", "contradicted", "not_found"),
        ),
    ] = ""
    decision: Annotated[
        str, Column("Decision", "An editor's decision on it.", enum=("confirmed", "rejected", "corrected"))
    ] = ""
    note: Annotated[str, Column("Note", "An editor's note.")] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One event."""

    table: ClassVar[str] = "exchanges"
    key: ClassVar[tuple[str, ...]] = ("exchange_id",)

    exchange_id: Annotated[
        str, Column("Exchange", "Its date; -2 for a second on one day.", required=True, unique=True, pattern=SLUG)
    ]
    date: Annotated[str, Column("Date", "Day of the exchange, as exact as known.", required=True, pattern=PARTIAL_DATE)]
    kind: Annotated[
        str,
        Column(
            "Kind",
            "Whether people, bodies or both were handed over.",
            required=True,
            enum=("prisoners", "bodies", "both"),
        ),
    ]
    status: Annotated[
        str,
        Column(
            "Status",
            "completed, announced, disrupted or return.",
            enum=("completed", "announced", "disrupted", "return"),
        ),
    ] = ""
    sequence_number: Annotated[int | None, Column("Number", "Ukraine's official running number.", minimum=1)] = None
    sequence_basis: Annotated[
        str, Column("Number known by", "reported by a source, or derived from others.", enum=("reported", "derived"))
    ] = ""
    returned_to_ukraine: Annotated[
        int | None, Column("Returned to Ukraine", "People, by the headline rule.", unit="people", minimum=0)
    ] = None
    returned_to_ukraine_qualifier: Annotated[str, _QUALIFIER] = ""
    returned_to_russia: Annotated[
        int | None, Column("Returned to Russia", "People, by the headline rule.", unit="people", minimum=0)
    ] = None
    returned_to_russia_qualifier: Annotated[str, _QUALIFIER] = ""
    civilians_to_ukraine: Annotated[
        int | None, Column("Civilians to Ukraine", "Civilians among those returned.", unit="people", minimum=0)
    ] = None
    bodies_to_ukraine: Annotated[
        int | None, Column("Bodies to Ukraine", "Bodies of the fallen.", unit="bodies", minimum=0)
    ] = None
    bodies_to_russia: Annotated[
        int | None, Column("Bodies to Russia", "Bodies of the fallen.", unit="bodies", minimum=0)
    ] = None
    framework: Annotated[str, Column("Framework", "The agreement under which it was done.")] = ""
    standing: Annotated[
        str,
        Column(
            "Standing",
            "Best evidence behind it: quoted, linked or unconfirmed.",
            required=True,
            enum=("quoted", "linked", "unconfirmed"),
        ),
    ]
    disputed: Annotated[bool, Column("Disputed", "Whether claims about it contradict each other.", required=True)] = (
        False
    )
    claims: Annotated[int, Column("Claims", "Number of claims about it.", required=True, minimum=1)] = 1
    sources: Annotated[int, Column("Sources", "Number of sources behind these.", required=True, minimum=1)] = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Which claim stands behind which field of which exchange."""

    table: ClassVar[str] = "evidence"
    key: ClassVar[tuple[str, ...]] = ("exchange_id", "field", "claim_id")

    exchange_id: Annotated[str, _EXCHANGE_ID]
    field: Annotated[str, Column("Field", "A column of exchanges.", required=True)]
    claim_id: Annotated[str, _CLAIM_ID]
    role: Annotated[
        str,
        Column(
            "Role",
            "What the claim does to the field's value.",
            required=True,
            enum=("supports", "disputes", "superseded"),
        ),
    ]
    decides: Annotated[bool, Column("Decides", "Whether the field's value is this claim's.", required=True)] = False
    reason: Annotated[str, Column("Reason", "The headline rule, as applied, in words.")] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mediator:
    """One mediator of one exchange, by one claim."""

    table: ClassVar[str] = "mediators"
    key: ClassVar[tuple[str, ...]] = ("exchange_id", "mediator", "claim_id")

    exchange_id: Annotated[str, _EXCHANGE_ID]
    mediator: Annotated[str, Column("Mediator", "Canonical English name.", required=True)]
    claim_id: Annotated[str, _CLAIM_ID]


@dataclass(frozen=True, slots=True, kw_only=True)
class Breakdown:
    """One part of one exchange, by one claim."""

    table: ClassVar[str] = "breakdowns"
    key: ClassVar[tuple[str, ...]] = ("claim_id",)

    exchange_id: Annotated[str, _EXCHANGE_ID]
    claim_id: Annotated[str, _CLAIM_ID]
    measure: Annotated[str, _MEASURE]
    side: Annotated[str, _SIDE] = ""
    dimension: Annotated[str, _DIMENSION] = ""
    category: Annotated[str, _CATEGORY] = ""
    value: Annotated[float | None, _VALUE] = None
    qualifier: Annotated[str, _QUALIFIER] = "exact"


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """One tally of a period, by one claim."""

    table: ClassVar[str] = "totals"
    key: ClassVar[tuple[str, ...]] = ("claim_id",)

    claim_id: Annotated[str, _CLAIM_ID]
    measure: Annotated[str, _MEASURE]
    side: Annotated[str, _SIDE] = ""
    dimension: Annotated[str, _DIMENSION] = ""
    category: Annotated[str, _CATEGORY] = ""
    period_start: Annotated[str, _PERIOD_START] = ""
    period_end: Annotated[str, _PERIOD_END] = ""
    value: Annotated[float | None, _VALUE] = None
    qualifier: Annotated[str, _QUALIFIER] = "exact"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One test of the figures against each other."""

    table: ClassVar[str] = "checks"
    key: ClassVar[tuple[str, ...]] = ("check_id",)

    check_id: Annotated[
        str, Column("Check", "Name of the check, made from its content.", required=True, unique=True, pattern=SLUG)
    ]
    rule: Annotated[str, Column("Rule", "Which test it is.", required=True, pattern=r"^[a-z_]+$")]
    outcome: Annotated[
        str,
        Column(
            "Outcome",
            "holds, fails, or open where something is missing.",
            required=True,
            enum=("holds", "fails", "open"),
        ),
    ]
    expression: Annotated[
        str, Column("Expression", "The arithmetic, written out.", example="3956 + 25 + 150 = 4131")
    ] = ""
    left: Annotated[float | None, Column("Left", "Value of the left side.")] = None
    right: Annotated[float | None, Column("Right", "Value of the right side.")] = None
    difference: Annotated[float | None, Column("Difference", "Right less left: the amount that is missing.")] = None
    explanation: Annotated[str, Column("Explanation", "What was compared, in words.", required=True)]
    exchange_id: Annotated[
        str, Column("Exchange", "The exchange that it is about, if it is one.", refers="exchanges.exchange_id")
    ] = ""
    source_id: Annotated[
        str, Column("Source", "The source, if the test is of one text alone.", refers="sources.source_id")
    ] = ""
    quote: Annotated[str, Column("Quote", "The words that were tested, if they are no claim.")] = ""
    quote_start: Annotated[
        int | None, Column("Quote start", "Offset of the quote's first character.", unit="characters", minimum=0)
    ] = None
    quote_end: Annotated[
        int | None, Column("Quote end", "Offset after the quote's last character.", unit="characters", minimum=0)
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckClaim:
    """One claim used by one check."""

    table: ClassVar[str] = "check_claims"
    key: ClassVar[tuple[str, ...]] = ("check_id", "claim_id")

    check_id: Annotated[str, Column("Check", "The check.", required=True, refers="checks.check_id")]
    claim_id: Annotated[str, _CLAIM_ID]


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """One value that no source states and that follows from others."""

    table: ClassVar[str] = "derived"
    key: ClassVar[tuple[str, ...]] = ("derived_id",)

    derived_id: Annotated[
        str,
        Column("Derived value", "Name of the value, made from its content.", required=True, unique=True, pattern=SLUG),
    ]
    exchange_id: Annotated[
        str, Column("Exchange", "The exchange that it is about, if it is one.", refers="exchanges.exchange_id")
    ] = ""
    measure: Annotated[str, _MEASURE]
    side: Annotated[str, _SIDE] = ""
    period_start: Annotated[str, _PERIOD_START] = ""
    period_end: Annotated[str, _PERIOD_END] = ""
    value: Annotated[float | None, _VALUE] = None
    check_id: Annotated[
        str,
        Column(
            "Check",
            "The check that it follows from; its claims are the reason.",
            required=True,
            refers="checks.check_id",
        ),
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """One sentence with a number and the vocabulary of exchanges that no rule could read surely."""

    table: ClassVar[str] = "review"
    key: ClassVar[tuple[str, ...]] = ("source_id", "start", "end")

    source_id: Annotated[str, _SOURCE_ID]
    start: Annotated[
        int, Column("Start", "Offset of the sentence's first character.", required=True, unit="characters", minimum=0)
    ]
    end: Annotated[
        int, Column("End", "Offset after the sentence's last character.", required=True, unit="characters", minimum=0)
    ]
    reason: Annotated[str, Column("Reason", "Why it was not read.", required=True)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """An editor's decision on one claim, as it was applied."""

    table: ClassVar[str] = "corrections"
    key: ClassVar[tuple[str, ...]] = ("claim_id", "column")

    claim_id: Annotated[str, _CLAIM_ID]
    decision: Annotated[
        str, Column("Decision", "What was decided.", required=True, enum=("confirmed", "rejected", "corrected"))
    ]
    column: Annotated[str, Column("Column", "The column that was corrected; empty for confirmed and rejected.")] = ""
    was: Annotated[str, Column("Was", "What the claim said before.")] = ""
    now: Annotated[str, Column("Now", "What it says now.")] = ""
    reason: Annotated[str, Column("Reason", "Why.", required=True)]
    decided_by: Annotated[str, Column("Decided by", "Who decided.", required=True)]
    decided_on: Annotated[str, Column("Decided on", "When.", required=True, form="date")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """One claim of an earlier version that is no longer made; its name and its address stay."""

    table: ClassVar[str] = "withdrawn"
    key: ClassVar[tuple[str, ...]] = ("claim_id",)

    claim_id: Annotated[str, Column("Claim", "Name of the claim, as it was.", required=True, unique=True, pattern=SLUG)]
    withdrawn_in: Annotated[
        str, Column("Withdrawn in", "Version of the data that withdrew it.", required=True, pattern=VERSION)
    ]
    reason: Annotated[str, Column("Reason", "Why.", required=True)]
    source_id: Annotated[str, Column("Source", "The source that it was read from.", required=True)]
    exchange_id: Annotated[str, Column("Exchange", "The exchange that it was about; empty for a period.")] = ""
    measure: Annotated[str, _MEASURE]
    side: Annotated[str, _SIDE] = ""
    dimension: Annotated[str, _DIMENSION] = ""
    category: Annotated[str, _CATEGORY] = ""
    value: Annotated[float | None, _VALUE] = None
    text_value: Annotated[str, Column("Text value", "The value of a measure that is text.")] = ""
    qualifier: Annotated[str, _QUALIFIER] = "exact"
    event_date: Annotated[
        str, Column("Date of the event", "Day of the exchange, as exact as the text.", pattern=PARTIAL_DATE)
    ] = ""
    period_start: Annotated[str, _PERIOD_START] = ""
    period_end: Annotated[str, _PERIOD_END] = ""
    claimant: Annotated[str, Column("Claimant", "Who said it.", required=True)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One claim that a version of the data added, changed or withdrew."""

    table: ClassVar[str] = "changes"
    key: ClassVar[tuple[str, ...]] = ("version", "claim_id", "column")
    csv_file: ClassVar[str] = "CHANGES.csv"

    version: Annotated[str, Column("Version", "The version of the data.", required=True, pattern=VERSION)]
    claim_id: Annotated[str, Column("Claim", "Name of the claim.", required=True, pattern=SLUG)]
    change: Annotated[
        str,
        Column(
            "Change",
            "What became of the claim; restored: made again after it was withdrawn.",
            required=True,
            enum=("added", "changed", "withdrawn", "restored"),
        ),
    ]
    column: Annotated[str, Column("Column", "The column that changed, where the claim stayed.")] = ""
    was: Annotated[str, Column("Was", "What the column said before.")] = ""
    now: Annotated[str, Column("Now", "What the column says since then.")] = ""
    reason: Annotated[str, Column("Reason", "Why.", required=True)]
    source_id: Annotated[str, Column("Source", "The source of the claim.", required=True)]
    exchange_id: Annotated[str, Column("Exchange", "The exchange of the claim; empty for a period.")] = ""


Row = (
    Source
    | Claim
    | Exchange
    | Evidence
    | Mediator
    | Breakdown
    | Total
    | Check
    | CheckClaim
    | Derived
    | Review
    | Correction
    | Withdrawn
    | Change
)

TABLES: tuple[type[Row], ...] = (
    Exchange, Claim, Evidence, Mediator, Breakdown, Total, Check, CheckClaim, Derived, Source, Review, Correction,
    Withdrawn, Change,
)  # fmt: skip
"""Every table of the package, in the order in which it is presented."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """All rows of all tables, each tuple sorted by its table's key."""

    sources: tuple[Source, ...] = ()
    claims: tuple[Claim, ...] = ()
    exchanges: tuple[Exchange, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    mediators: tuple[Mediator, ...] = ()
    breakdowns: tuple[Breakdown, ...] = ()
    totals: tuple[Total, ...] = ()
    checks: tuple[Check, ...] = ()
    check_claims: tuple[CheckClaim, ...] = ()
    derived: tuple[Derived, ...] = ()
    review: tuple[Review, ...] = ()
    corrections: tuple[Correction, ...] = ()
    withdrawn: tuple[Withdrawn, ...] = ()
    changes: tuple[Change, ...] = ()

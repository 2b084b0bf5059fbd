"""Strategies for articles: sentences of the field, cut, joined and spoiled by what texts from the web may hold."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from exchange_ledger.read.furniture import furniture
from exchange_ledger.records import Source
from exchange_ledger.stages import Article

NUMBERS = st.one_of(
    st.integers(0, 10_000).map(str),
    st.integers(1_000, 99_999).map(lambda number: f"{number:,}"),
    st.sampled_from(
        ["one", "a dozen", "ninety-five", "two hundred and fifteen", "half a dozen", "hundreds", "1 000",
         "3.956", "2,5", "50th", "53rd", "first", "①", "٤٢", "½", "1e5", "-7", "00084", "9" * 30, "twenty-", "III"]
    ),
)  # fmt: skip

DAYS = st.one_of(
    st.dates(date(2022, 2, 1), date(2026, 12, 31)).map(lambda day: f"{day.day} {day:%B} {day.year}"),
    st.dates(date(2022, 2, 1), date(2026, 12, 31)).map(lambda day: f"{day:%B} {day.day}"),
    st.sampled_from(
        ["today", "on Monday", "on Wednesday", "yesterday", "last month", "in June", "31 February 2024", "2024-02-30",
         "30/31 January", "since the start of the full-scale invasion", "in 2024", "on the night of 3 to 4 July", ""]
    ),
)  # fmt: skip

SPEAKERS = st.sampled_from([
    "the Coordination Headquarters said", "according to the Russian Ministry of Defence", "Volodymyr Zelenskyy wrote",
    "the ombudsman said", "a spokesman added", "it was reported",
])  # fmt: skip

FORMS = (
    "{day}, Ukraine brought {n} of its servicemen home from Russian captivity for {m} Russian soldiers, {who}.",
    "Russia and Ukraine swapped {n} prisoners each {day}, {who}.",
    "It was the {n}th prisoner exchange since the invasion; {m} people have returned in all, {who}.",
    "Among them are {n} officers, {m} civilians and {n} women, {who}.",
    "The exchange of {n} for {m} that was planned {day} was called off, {who}.",
    "The bodies of {n} fallen defenders were returned to Ukraine {day}, {who}.",
    "The United Arab Emirates and Türkiye mediated the exchange {day}, {who}.",
    "• {n} from the National Guard;\n• {m} from the Navy;\n- {n} border guards",
    "Since {day}, {n} Ukrainians have been freed, {m} more than in the year before, {who}.",
    "“{n} of our people are home”, {who}: “and {m} remain in captivity”.",
    "The youngest is {n} and the oldest {m} years old; they spent {n} years in captivity.",
    "Read also: {n} prisoners freed", "Donate $ {n} today!", "Photo: {who}", "{n} {m} {day}",
)  # fmt: skip
"""Our own sentences: claims, parts, plans, furniture, and some that are none of these."""

NOISE = st.one_of(
    st.sampled_from([
        "", " ", "\n", "\n\n", "\t", "\u00a0", "\u200b", "\u202e", "\u2066", "\u2069", "\ufeff", "\x00", "\x0b", "\x0c",
        "\x1c", "\x85", "\u2028", "\u2029", "e\u0301", "👨‍👩‍👧", "\U0001f1fa\U0001f1e6", "<b>", "&amp;", "|", "“",
        "„", "…", "—",
        "..", "?!", "(", ")", "Mr. ", "St. ", "U.S. ", "ß", "ı", "İ", "ﬁ", "\U000e0041", "\ufffe",
    ]),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
)  # fmt: skip


@st.composite
def sentences(draw: st.DrawFn) -> str:
    form = draw(st.sampled_from(FORMS))
    return form.format(n=draw(NUMBERS), m=draw(NUMBERS), day=draw(DAYS), who=draw(SPEAKERS))


@st.composite
def spoiled(draw: st.DrawFn) -> str:
    """Return a sentence with something put into its midst."""
    text = draw(sentences())
    at = draw(st.integers(0, len(text)))
    return text[:at] + draw(NOISE) + text[at:]


TEXTS = st.one_of(
    st.lists(st.one_of(sentences(), spoiled(), NOISE), max_size=8).map(" ".join),
    st.lists(st.one_of(sentences(), spoiled(), NOISE), max_size=8).map("\n\n".join),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=400),
)


def article(text: str, published: str = "2025-01-15") -> Article:
    """Return the text as read makes an article of it."""
    source = Source(
        source_id="ledger", kind="article", publisher="The Daily Ledger", published=published, language="en",
        file="report.txt", text_length=len(text), quote_limit=500,
    )  # fmt: skip
    return Article(source, text, furniture(text))

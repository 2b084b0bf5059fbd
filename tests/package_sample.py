"""A small ledger of our own words, with every table filled and every kind of awkward cell, for the package's tests."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from exchange_ledger.identity import named
from exchange_ledger.records import (
    Breakdown,
    Check,
    CheckClaim,
    Claim,
    Correction,
    Derived,
    Evidence,
    Exchange,
    Ledger,
    Mediator,
    Review,
    Row,
    Source,
    Total,
)
from exchange_ledger.schema import key_of
from exchange_ledger.stages import Article, Seeds

TEXT = (
    "On 14 March 2024 Ukraine brought 84 servicemen home from Russian captivity in the 52nd exchange, the Coordination"
    " Headquarters said.\nAmong them were 12 officers, \"all in good spirits\", and 3 civilians; the United Arab"
    " Emirates mediated.\n"
    "Some of them had fought for Mariupol – “the city of Mary”.\nIn all, 3,100 people came home by that day.\n"
    "Thursday's list was the longest of the year, with 7 names.\n"
)  # fmt: skip
OTHER = "Russia says that 84 of its soldiers were returned on 14 March 2024, in equal measure.\n"


def _source(source_id: str, name: str, text: str, **more: object) -> Source:
    digest = hashlib.sha256(text.encode()).hexdigest()
    known = Source(
        source_id=source_id, kind="article", publisher="The Daily Ledger", published="2024-03-14", language="en",
        file=name, file_sha256=digest, text_sha256=digest, text_length=len(text), extractor="plain text",
        extractor_version="1", quote_limit=500,
    )  # fmt: skip
    return replace(known, **more)  # type: ignore[arg-type]


SOURCES = (
    _source(
        "ledger-2024-03-14", "report.txt", TEXT, title='=1+1, "Home": 84', authors="Ann O’Neil; Бoрис",
        accessed="2024-03-15", url="https://ledger.example/2024/03/14/home?a=1&b=2", found="title published",
    ),
    _source("other-2024-03-14", "second.txt", OTHER, publisher="Other, Ltd", title="-84", quote_limit=30),
    Source(source_id="page-1", kind="page", title="+A page that is linked", url="https://page.example/1"),
)  # fmt: skip


def quoted(words: str, text: str = TEXT, source_id: str = "ledger-2024-03-14", **more: object) -> Claim:
    """Return a claim about the exchange of the sample with its quote, which must stand in the text once."""
    start = text.index(words)
    end = start + len(words)
    claim = Claim(
        source_id=source_id, exchange_id="2024-03-14", scope="exchange", measure="people_returned", side="ukraine",
        event_date="2024-03-14", claimant="Coordination Headquarters", claimant_side="ukraine", evidence="quote",
        quote=words, quote_start=start, quote_end=end, quote_prefix=text[max(0, start - 10):start],
        quote_suffix=text[end:end + 10], rule="sample", claim_id="",
    )  # fmt: skip
    return named(replace(claim, **more))  # type: ignore[arg-type]


PEOPLE = quoted("brought 84 servicemen home", value=84.0)
NUMBER = quoted("the 52nd exchange", measure="sequence_number", side="", value=52.0)
OFFICERS = quoted('12 officers, "all in good spirits"', dimension="rank", category="officers", value=12.0)
CIVILIANS = quoted("3 civilians", dimension="status", category="civilians", value=3.0, decision="corrected")
MARIUPOL = quoted(
    "fought for Mariupol – “the city of Mary”.\nIn all", dimension="place", category="mariupol", qualifier="some"
)
TALLY = quoted(
    "3,100 people came home by that day", scope="period", exchange_id="", event_date="", value=3100.0,
    period_end="2024-03-14",
)  # fmt: skip
MEDIATOR = quoted("the United Arab Emirates mediated", measure="mediator", side="", text_value="United Arab Emirates")
RUSSIANS = quoted(
    "84 of its soldiers were returned", OTHER, "other-2024-03-14", side="russia", value=84.0, claimant="Russia",
    claimant_side="russia",
)  # fmt: skip
LINKED = named(
    Claim(
        claim_id="", source_id="page-1", exchange_id="2024-04", scope="exchange", measure="years_in_captivity",
        side="ukraine", value=2.5, qualifier="about", event_date="2024-04", claimant="@A page", claimant_side="third",
        evidence="link", rule="statement", checked="confirmed", note="\tas the page says",
    )
)  # fmt: skip
CHECK = Check(
    check_id="c1", rule="sample_rule", outcome="open", expression="84 - 12 - 3 = 69", left=84.0, right=15.5,
    difference=-68.5, explanation="The parts are fewer than the whole.", exchange_id="2024-03-14",
    source_id="ledger-2024-03-14", quote="Thursday's list", quote_start=TEXT.index("Thursday"),
    quote_end=TEXT.index("Thursday") + len("Thursday's list"),
)  # fmt: skip


_Row = TypeVar("_Row", bound=Row)


def _sorted(*rows: _Row) -> tuple[_Row, ...]:
    return tuple(sorted(rows, key=key_of))


def ledger() -> Ledger:
    """Return the sample ledger, all quotes in it and none counted yet."""
    return Ledger(
        sources=SOURCES,
        claims=_sorted(PEOPLE, NUMBER, OFFICERS, CIVILIANS, MARIUPOL, TALLY, MEDIATOR, RUSSIANS, LINKED),
        exchanges=(
            Exchange(
                exchange_id="2024-03-14", date="2024-03-14", kind="prisoners", status="completed", sequence_number=52,
                sequence_basis="reported", returned_to_ukraine=84, returned_to_ukraine_qualifier="exact",
                returned_to_russia=84, returned_to_russia_qualifier="exact", standing="quoted", disputed=True,
                claims=7, sources=2,
            ),
            Exchange(exchange_id="2024-04", date="2024-04", kind="both", standing="linked"),
        ),
        evidence=_sorted(
            Evidence(exchange_id="2024-03-14", field="returned_to_ukraine", claim_id=PEOPLE.claim_id, role="supports",
                     decides=True, reason="Ukraine counts its own people."),
            Evidence(exchange_id="2024-03-14", field="sequence_number", claim_id=NUMBER.claim_id, role="supports",
                     decides=True),
            Evidence(exchange_id="2024-03-14", field="returned_to_russia", claim_id=RUSSIANS.claim_id,
                     role="supports", decides=True),
            Evidence(exchange_id="2024-03-14", field="returned_to_ukraine", claim_id=CIVILIANS.claim_id,
                     role="disputes", reason="a part of them"),
        ),
        mediators=(Mediator(exchange_id="2024-03-14", mediator="United Arab Emirates", claim_id=MEDIATOR.claim_id),),
        breakdowns=_sorted(*(
            Breakdown(exchange_id="2024-03-14", claim_id=row.claim_id, measure=row.measure, side=row.side,
                      dimension=row.dimension, category=row.category, value=row.value, qualifier=row.qualifier)
            for row in (OFFICERS, CIVILIANS, MARIUPOL)
        )),
        totals=(Total(claim_id=TALLY.claim_id, measure="people_returned", side="ukraine", period_end="2024-03-14",
                      value=3100.0),),
        checks=(CHECK,),
        check_claims=_sorted(CheckClaim(check_id="c1", claim_id=PEOPLE.claim_id),
                             CheckClaim(check_id="c1", claim_id=OFFICERS.claim_id)),
        derived=(Derived(derived_id="d1", exchange_id="2024-04", measure="sequence_number", value=53.0,
                         check_id="c1"),),
        review=(Review(source_id="ledger-2024-03-14", start=TEXT.index("Thursday"), end=len(TEXT) - 1,
                       reason="no rule, \"7\""),),
        corrections=(Correction(claim_id=CIVILIANS.claim_id, decision="corrected", column="value", was="3", now="3",
                                reason="=cmd|' /C calc'!A0", decided_by="An Editor", decided_on="2024-03-20"),),
    )  # fmt: skip


@dataclass(frozen=True)
class Sample:
    """The sample's input folder, what was read from it, and its ledger."""

    seeds: Seeds
    ledger: Ledger


def sample(folder: Path) -> Sample:
    """Write the sample's articles into `folder/seeds` and return it."""
    articles = folder / "seeds" / "articles"
    articles.mkdir(parents=True)
    (articles / "report.txt").write_text(TEXT, encoding="utf-8", newline="\n")
    (articles / "second.txt").write_text(OTHER, encoding="utf-8", newline="\n")
    read = tuple(Article(source, text) for source, text in zip(SOURCES, (TEXT, OTHER), strict=False))
    return Sample(Seeds(articles=read, folder=folder / "seeds"), ledger())

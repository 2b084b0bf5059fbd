"""A ledger that holds hostile strings wherever a row may hold a text, with or against the schema's rules."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import quote

from exchange_ledger.downloads import dataset, write_downloads
from exchange_ledger.package import package_files
from exchange_ledger.records import (
    Breakdown,
    Change,
    Check,
    CheckClaim,
    Claim,
    Correction,
    Evidence,
    Exchange,
    Ledger,
    Mediator,
    Review,
    Source,
    Total,
    Withdrawn,
)
from exchange_ledger.render.colours import load_colours
from exchange_ledger.render.context import rows_of_pages, shared_by_pages
from exchange_ledger.render.report import downloads
from exchange_ledger.render.routes import write_pages
from exchange_ledger.render.tables import read_package
from exchange_ledger.schema import key_of
from exchange_ledger.settings import MKDOCS, Settings

PER_EXCHANGE = 80
"""Hostile strings on one page of an exchange: enough that a thousand strings make few pages."""

JOIN = " ❦ "
"""What stands between strings that share one cell."""


def packed(texts: Sequence[str], size: int) -> list[tuple[str, ...]]:
    """Return the texts in groups of `size`."""
    return [tuple(texts[start : start + size]) for start in range(0, len(texts), size)]


def _source(number: int, group: Sequence[str], lawful: bool) -> Source:
    """Return an article that says the strings everywhere; unlawfully, its address is one of them."""
    text = JOIN.join(group)
    return Source(
        source_id=f"article-{number:04}", kind="article", publisher=text, title=text, authors=text,
        url=_address(group[0], lawful), archive_url=_address(group[-1], lawful), language=text, file=text,
        published="2024-03-14", extractor=text, quote_limit=500, text_length=100, quoted_characters=1, found=text,
    )  # fmt: skip


def _address(text: str, lawful: bool) -> str:
    return f"https://ledger.example/{quote(text)}" if lawful else text


def _page(number: int, text: str, lawful: bool) -> Source:
    address = _address(text, lawful)
    return Source(source_id=f"page-{number:04}", kind="page", publisher=text, title=text, url=address)


def _claims(number: int, text: str, exchange_id: str, lawful: bool) -> list[Claim]:
    """Return a part and a mediator of an exchange, and a tally, each said by the string in the string's words."""
    said = Claim(
        claim_id=f"a{number:04}", source_id=f"page-{number:04}", exchange_id=exchange_id, scope="exchange",
        measure="people_returned", side="ukraine", dimension="status", category="military" if lawful else text,
        value=7.0, event_date=exchange_id, claimant=text, claimant_side="third", evidence="quote", quote=text,
        quote_start=0, quote_end=len(text), quote_prefix=text, quote_suffix=text, note=text, rule=text,
    )  # fmt: skip
    mediator = Claim(
        claim_id=f"b{number:04}", source_id=f"page-{number:04}", exchange_id=exchange_id, scope="exchange",
        measure="mediator", text_value=text, claimant=text, claimant_side="ukraine", evidence="link",
        checked="confirmed",
    )  # fmt: skip
    tally = Claim(
        claim_id=f"c{number:04}", source_id=f"page-{number:04}", scope="period", measure="people_returned",
        side="ukraine", value=8.0, period_end="2024-03-14", claimant=text, claimant_side="ukraine", evidence="quote",
        quote=text,
    )  # fmt: skip
    return [said, mediator, tally]


def _check(number: int, text: str, exchange_id: str) -> Check:
    return Check(
        check_id=f"k{number:04}", rule="sample_rule", outcome="open", expression=text, difference=1.0,
        explanation=text, exchange_id=exchange_id, source_id="article-0000", quote=text,
    )  # fmt: skip


def hostile_ledger(texts: Sequence[str], per_source: int, *, lawful: bool) -> Ledger:
    """Return a ledger in which each text stands in every column that holds a text.

    `per_source` texts share the cells of one article, each of which has a page of its own. Lawfully, addresses are
    addresses and categories are those of the vocabulary; else both are the texts as they are.
    """
    days = [(date(2024, 1, 1) + timedelta(number // PER_EXCHANGE)).isoformat() for number in range(len(texts))]
    numbered = [(number, text, days[number]) for number, text in enumerate(texts)]
    claims = [claim for item in numbered for claim in _claims(*item, lawful)]
    first = {day: text for number, text, day in reversed(numbered)}
    articles = [_source(number, group, lawful) for number, group in enumerate(packed(texts, per_source))]
    return Ledger(
        sources=(*articles, *(_page(number, text, lawful) for number, text, _ in numbered)),
        claims=tuple(sorted(claims, key=lambda claim: claim.claim_id)),
        exchanges=tuple(
            Exchange(exchange_id=day, date=day, kind="prisoners", status="completed", framework=text, standing="quoted")
            for day, text in sorted(first.items())
        ),
        evidence=tuple(
            Evidence(exchange_id=day, field="framework", claim_id=f"a{number:04}", role="supports", reason=text)
            for number, text, day in numbered
        ),
        mediators=tuple(sorted(
            (Mediator(exchange_id=day, mediator=text, claim_id=f"b{number:04}") for number, text, day in numbered),
            key=key_of,
        )),
        breakdowns=tuple(
            Breakdown(exchange_id=day, claim_id=f"a{number:04}", measure="people_returned", side="ukraine",
                      dimension="status", category="military" if lawful else text, value=7.0)
            for number, text, day in numbered
        ),
        totals=tuple(
            Total(claim_id=f"c{number:04}", measure="people_returned", side="ukraine", period_end="2024-03-14",
                  value=8.0)
            for number, _, _ in numbered
        ),
        checks=tuple(_check(*item) for item in numbered),
        check_claims=tuple(CheckClaim(check_id=f"k{number:04}", claim_id=f"a{number:04}") for number, _, _ in numbered),
        review=tuple(
            Review(source_id="article-0000", start=number, end=number + 1, reason=text) for number, text, _ in numbered
        ),
        corrections=tuple(
            Correction(claim_id=f"a{number:04}", decision="corrected", column="note", was=text, now=text, reason=text,
                       decided_by=text, decided_on="2024-03-20")
            for number, text, _ in numbered
        ),
        withdrawn=tuple(
            Withdrawn(claim_id=f"w{number:04}", withdrawn_in="1.1.0", reason=text, source_id=text, exchange_id=day,
                      measure="mediator", text_value=text, claimant=text)
            for number, text, day in numbered
        ),
        changes=tuple(
            Change(version="1.1.0", claim_id=f"a{number:04}", change="changed", column="note", was=text, now=text,
                   reason=text, source_id=f"page-{number:04}", exchange_id=day)
            for number, text, day in numbered
        ),
    )  # fmt: skip


def write_unchecked(ledger: Ledger, folder: Path) -> None:
    """Write the ledger as a package without validating it, as somebody who edits a package by hand could."""
    folder.mkdir(parents=True)
    for name, content in package_files(ledger, Settings(), "1.1.0").items():
        (folder / name).write_bytes(content)


def write_docs(package: Path, sound: Path, docs: Path) -> str:
    """Write everything that the site of `package` is built from, its downloads those of the `sound` package.

    Returns the day of the data. For a package that no program of ours would have written, and that is shown all the
    same; the downloads' formats would refuse it.
    """
    docs.mkdir(parents=True)
    read, settings = read_package(package), Settings()
    write_downloads(sound, docs, settings)
    rows = rows_of_pages(read)
    built = {"colours": load_colours(MKDOCS), "downloads": downloads(docs), "dataset": dataset(sound, settings)}
    write_pages(docs, rows, shared_by_pages(read, settings, rows) | built)
    return read.day

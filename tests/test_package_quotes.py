"""No more of an article is published than its limit allows, and the claims that matter most keep their quotes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from exchange_ledger.package.quotes import limit_quotes
from exchange_ledger.records import Claim, Ledger
from tests.package_sample import CHECK, MARIUPOL, OFFICERS, PEOPLE, RUSSIANS, TALLY, sample


def limited(folder: Path, limit: int | None) -> Ledger:
    ledger = sample(folder).ledger
    sources = tuple(replace(source, quote_limit=limit) if source.file else source for source in ledger.sources)
    return limit_quotes(replace(ledger, sources=sources))


def published(ledger: Ledger, source_id: str) -> set[int]:
    """Return the offsets of every character of a source that the ledger publishes."""
    taken: set[int] = set()
    for claim in ledger.claims:
        if claim.quote and claim.source_id == source_id:
            assert claim.quote_start is not None and claim.quote_end is not None
            start, end = claim.quote_start - len(claim.quote_prefix), claim.quote_end + len(claim.quote_suffix)
            taken |= set(range(start, end))
    for check in ledger.checks:
        if check.quote and check.source_id == source_id:
            assert check.quote_start is not None and check.quote_end is not None
            taken |= set(range(check.quote_start, check.quote_end))
    return taken


@pytest.mark.parametrize("limit", [None, 0, 1, 26, 27, 60, 100, 150, 200, 298, 299, 300, 500])
def test_all_that_is_quoted_stays_within_the_limit_and_is_counted(tmp_path: Path, limit: int | None) -> None:
    ledger = limited(tmp_path, limit)
    for source in ledger.sources:
        taken = len(published(ledger, source.source_id))
        assert taken <= (limit or 0)
        assert source.quoted_characters == (taken if source.kind == "article" else None)


def with_quote(ledger: Ledger) -> set[str]:
    return {claim.claim_id for claim in ledger.claims if claim.quote}


@pytest.mark.parametrize(
    ("limit", "kept", "gone"),
    [
        (26, [PEOPLE], [TALLY, OFFICERS, MARIUPOL]),
        (65, [PEOPLE, TALLY], [OFFICERS, MARIUPOL]),
        (170, [PEOPLE, TALLY, OFFICERS], [MARIUPOL]),
        (500, [PEOPLE, TALLY, OFFICERS, MARIUPOL, RUSSIANS], []),
    ],
)
def test_headlines_before_parts_before_mentions(
    tmp_path: Path, limit: int, kept: list[Claim], gone: list[Claim]
) -> None:
    quoted = with_quote(limited(tmp_path, limit))
    assert {claim.claim_id for claim in kept} <= quoted
    assert not {claim.claim_id for claim in gone} & quoted


def test_a_claim_without_its_quote_keeps_its_place_and_stays_confirmed(tmp_path: Path) -> None:
    ledger = limited(tmp_path, 26)
    found = next(claim for claim in ledger.claims if claim.claim_id == OFFICERS.claim_id)
    assert (found.quote, found.quote_prefix, found.quote_suffix) == ("", "", "")
    assert (found.quote_start, found.quote_end) == (OFFICERS.quote_start, OFFICERS.quote_end)
    assert (found.evidence, found.checked) == ("link", "confirmed")


def test_overlapping_quotes_count_once(tmp_path: Path) -> None:
    ledger = sample(tmp_path).ledger
    again = replace(PEOPLE, claim_id="zz", measure="status", quote_prefix="", quote_suffix="")
    claims = (replace(PEOPLE, quote_prefix="", quote_suffix=""), again)
    source = replace(ledger.sources[0], quote_limit=len(PEOPLE.quote))
    found = limit_quotes(Ledger(sources=(source,), claims=claims))
    assert with_quote(found) == {PEOPLE.claim_id, "zz"}
    assert found.sources[0].quoted_characters == len(PEOPLE.quote)


def test_a_rejected_claim_comes_last(tmp_path: Path) -> None:
    ledger = sample(tmp_path).ledger
    rejected = replace(PEOPLE, decision="rejected")
    claims = (rejected, *(claim for claim in ledger.claims if claim.claim_id != PEOPLE.claim_id))
    sources = tuple(replace(source, quote_limit=34) if source.file else source for source in ledger.sources)
    assert PEOPLE.claim_id not in with_quote(limit_quotes(replace(ledger, claims=claims, sources=sources)))


def test_words_around_a_quote_never_cost_another_quote(tmp_path: Path) -> None:
    plain = {limit: with_quote(limited(tmp_path / str(limit), limit)) for limit in (100, 150, 200, 250)}
    bare = sample(tmp_path).ledger
    claims = tuple(replace(claim, quote_prefix="", quote_suffix="") for claim in bare.claims)
    for limit, quoted in plain.items():
        sources = tuple(replace(source, quote_limit=limit) if source.file else source for source in bare.sources)
        assert with_quote(limit_quotes(replace(bare, claims=claims, sources=sources))) == quoted


def test_the_quote_of_a_check_counts_and_can_go(tmp_path: Path) -> None:
    assert limited(tmp_path / "a", 500).checks[0].quote == CHECK.quote
    short = limited(tmp_path / "b", 60).checks[0]
    assert (short.quote, short.quote_start) == ("", CHECK.quote_start)


def test_an_exchange_without_any_quote_is_no_longer_quoted(tmp_path: Path) -> None:
    assert [row.standing for row in limited(tmp_path / "a", 500).exchanges] == ["quoted", "linked"]
    assert [row.standing for row in limited(tmp_path / "b", 0).exchanges] == ["linked", "linked"]

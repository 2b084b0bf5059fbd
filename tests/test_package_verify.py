"""Nothing is published that does not stand in its file, keep to the schema and lead somewhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from exchange_ledger.package.quotes import limit_quotes
from exchange_ledger.package.verify import ledger_faults, quote_faults
from exchange_ledger.records import Claim, Ledger, Source
from tests.package_sample import CIVILIANS, PEOPLE, TEXT, sample


def stated(quote: str, claim: Claim) -> bool:
    """A reading of our own: the number stands in the quote in digits."""
    return claim.value is None or f"{claim.value:,.0f}" in quote


def quote_lines(folder: Path, ledger: Ledger) -> list[str]:
    return [str(fault) for fault in quote_faults(ledger, folder / "seeds", stated)]


def with_claim(ledger: Ledger, **change: Any) -> Ledger:
    """Return the ledger with the claim about the people changed."""
    claims = tuple(replace(row, **change) if row.claim_id == PEOPLE.claim_id else row for row in ledger.claims)
    return replace(ledger, claims=claims)


def test_the_sample_is_sound(tmp_path: Path) -> None:
    ledger = sample(tmp_path).ledger
    assert quote_lines(tmp_path, ledger) == []
    assert list(ledger_faults(limit_quotes(ledger))) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"quote": "brought 84 servicemen back"}, "are not its quote"),
        ({"quote_start": 26}, "are not its quote"),
        ({"quote_end": None}, "are not its quote"),
        ({"quote_start": 10**9, "quote_end": 10**9 + 26}, "are not its quote"),
        ({"quote_prefix": "somewhere else"}, "the words around its quote"),
        ({"quote_suffix": "somewhere else"}, "the words around its quote"),
        ({"value": 85.0}, "cannot be read again from its quote"),
        ({"quote": ""}, "has no quote"),
    ],
)
def test_a_quote_that_does_not_prove_its_claim_is_one_line(tmp_path: Path, change: dict[str, Any], words: str) -> None:
    lines = quote_lines(tmp_path, with_claim(sample(tmp_path).ledger, **change))
    assert len(lines) == 1
    assert words in lines[0]
    assert PEOPLE.claim_id in lines[0]


def test_a_corrected_value_is_proved_as_it_was_read(tmp_path: Path) -> None:
    ledger = sample(tmp_path).ledger
    claims = tuple(replace(row, value=4.0) if row.claim_id == CIVILIANS.claim_id else row for row in ledger.claims)
    assert quote_lines(tmp_path, replace(ledger, claims=claims)) == []
    wrong = replace(ledger.corrections[0], was="5")
    assert len(quote_lines(tmp_path, replace(ledger, claims=claims, corrections=(wrong,)))) == 1


def changed(folder: Path) -> None:
    (folder / "seeds" / "articles" / "report.txt").write_text(TEXT.replace("84", "85"), encoding="utf-8")


def gone(folder: Path) -> None:
    (folder / "seeds" / "articles" / "report.txt").unlink()


def no_text(folder: Path) -> None:
    (folder / "seeds" / "articles" / "report.txt").write_bytes(b"\xff\xfe\x00")


@pytest.mark.parametrize(("spoil", "words"), [(changed, "changed"), (gone, "cannot be read"), (no_text, "UTF-8")])
def test_the_file_is_read_anew(tmp_path: Path, spoil: Callable[[Path], None], words: str) -> None:
    ledger = sample(tmp_path).ledger
    spoil(tmp_path)
    lines = quote_lines(tmp_path, ledger)
    assert len(lines) == 1
    assert "report.txt" in lines[0]
    assert words in lines[0]


def test_quotes_without_a_folder_are_refused(tmp_path: Path) -> None:
    faults = list(quote_faults(sample(tmp_path).ledger, None, stated))
    assert len(faults) == 2, "one for each quoted source"


def claim(**change: Any) -> Callable[[Ledger], Ledger]:
    return lambda ledger: with_claim(ledger, **change)


def source(**change: Any) -> Callable[[Ledger], Ledger]:
    def apply(ledger: Ledger) -> Ledger:
        first: Source = replace(ledger.sources[0], **change)
        return replace(ledger, sources=(first, *ledger.sources[1:]))

    return apply


def exchange(**change: Any) -> Callable[[Ledger], Ledger]:
    return lambda ledger: replace(ledger, exchanges=(replace(ledger.exchanges[0], **change), *ledger.exchanges[1:]))


def evidence(**change: Any) -> Callable[[Ledger], Ledger]:
    return lambda ledger: replace(ledger, evidence=(replace(ledger.evidence[0], **change), *ledger.evidence[1:]))


def review_twice(ledger: Ledger) -> Ledger:
    return replace(ledger, review=ledger.review * 2)


def sources_turned(ledger: Ledger) -> Ledger:
    return replace(ledger, sources=ledger.sources[:1] + ledger.sources[:0:-1])


ODD: list[tuple[Callable[[Ledger], Ledger], str]] = [
    (claim(side="theirs"), "'theirs' is none of"),
    (claim(measure=""), "it is empty"),
    (claim(value=float("nan")), "it is no number"),
    (claim(value=float("inf")), "it is no number"),
    (claim(value="84"), "is no float"),
    (claim(value=84), "84 is no float"),
    (claim(value=True), "True is no float"),
    (claim(quote_start=-1), "less than 0"),
    (claim(event_date="14 March"), "is not of the form"),
    (claim(event_date="2024-02-30"), "no date of the calendar"),
    (claim(event_date="2024-03-14\n"), "is not of the form"),
    (claim(source_id="nobody"), "not in the table sources"),
    (claim(exchange_id="2020-01-01"), "not in the table exchanges"),
    (claim(note="a\x00b"), "control character"),
    (claim(note="a\rb"), "control character"),
    (claim(note="a\x1b[31mb"), "control character"),
    (claim(note="a\ud800b"), "control character"),
    (claim(note="a" * 32_768), "more than the 32767"),
    (source(url="javascript:alert(1)"), "no address of the web"),
    (source(url="https://x.example/\"onload=1"), "no address of the web"),
    (source(url="https:///nobody"), "no address of the web"),
    (source(published="2024-03"), "no date of the calendar"),
    (source(file_sha256="abc"), "is not of the form"),
    (exchange(claims=0), "less than 1"),
    (exchange(returned_to_ukraine=True), "is no int"),
    (exchange(kind="people"), "is none of"),
    (evidence(field="returned_to_mars"), "exchanges have no column"),
    (review_twice, "two rows have this key"),
    (sources_turned, "not in the order of their key"),
]  # fmt: skip


@pytest.mark.parametrize(("spoil", "words"), ODD, ids=[words for _, words in ODD])
def test_a_cell_that_does_not_keep_to_its_schema_is_one_line(
    tmp_path: Path, spoil: Callable[[Ledger], Ledger], words: str
) -> None:
    lines = [str(fault) for fault in ledger_faults(spoil(limit_quotes(sample(tmp_path).ledger)))]
    assert len(lines) == 1, lines
    assert words in lines[0]
    assert "\n" not in lines[0]


@pytest.mark.parametrize(
    "text", ["bell\ttab", "two\nlines", "Бранці", "e\u0301", "\u202eright to left", "a\u200bb", "👍"]
)
def test_any_other_character_may_stand_in_a_text(tmp_path: Path, text: str) -> None:
    assert list(ledger_faults(with_claim(limit_quotes(sample(tmp_path).ledger), note=text))) == []

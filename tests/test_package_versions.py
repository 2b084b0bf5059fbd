"""What a version of the data changed follows from the record of the last release; nothing that was named is lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from exchange_ledger.command import run
from exchange_ledger.faults import LedgerError
from exchange_ledger.package import write_package
from exchange_ledger.package.quotes import limit_quotes
from exchange_ledger.package.release import MEANING, RELEASED, Release, last_release, release_of, release_text
from exchange_ledger.package.versions import next_version, versioned
from exchange_ledger.records import Change, Claim, Exchange, Ledger, Source, Withdrawn
from exchange_ledger.settings import Settings
from tests.package_sample import CIVILIANS, LINKED, OFFICERS, PEOPLE, ledger, sample

ROWS = limit_quotes(ledger())
FIRST, VERSION = versioned(ROWS, Release())
BEFORE = release_of(FIRST, VERSION)


def edit(row: Claim, **change: object) -> Callable[[Ledger], Ledger]:
    def apply(rows: Ledger) -> Ledger:
        edited: Claim = replace(row, **change)  # type: ignore[arg-type]
        return replace(rows, claims=tuple(edited if one.claim_id == row.claim_id else one for one in rows.claims))

    return apply


def without(row: Claim) -> Callable[[Ledger], Ledger]:
    return lambda rows: replace(rows, claims=tuple(one for one in rows.claims if one.claim_id != row.claim_id))


def with_exchange(rows: Ledger) -> Ledger:
    more = Exchange(exchange_id="2025", date="2025", kind="both", standing="linked")
    return replace(rows, exchanges=(*rows.exchanges, more))


def without_source(rows: Ledger) -> Ledger:
    kept = without(LINKED)(rows)
    return replace(kept, sources=tuple(row for row in kept.sources if row.source_id != LINKED.source_id))


def with_source(rows: Ledger) -> Ledger:
    return replace(rows, sources=(*rows.sources, Source(source_id="z", kind="page")))


def other_reason(rows: Ledger) -> Ledger:
    return replace(rows, evidence=(replace(rows.evidence[0], reason="another"), *rows.evidence[1:]))


def same(rows: Ledger) -> Ledger:
    return rows


def test_the_first_version_adds_everything() -> None:
    assert VERSION == "1.0.0"
    assert [row.claim_id for row in FIRST.changes] == [claim.claim_id for claim in ROWS.claims]
    assert {(row.change, row.reason) for row in FIRST.changes} == {("added", "the first version")}


@pytest.mark.parametrize(
    ("apply", "version"),
    [
        (same, "1.0.0"),
        (other_reason, "1.0.1"),
        (edit(PEOPLE, value=85.0), "1.0.1"),
        (edit(PEOPLE, quote_start=24), "1.0.1"),
        (without(LINKED), "1.0.1"),
        (with_exchange, "1.1.0"),
        (with_source, "1.1.0"),
        (without_source, "1.1.0"),
    ],
)
def test_the_version_says_how_much_changed(apply: Callable[[Ledger], Ledger], version: str) -> None:
    assert versioned(apply(ROWS), BEFORE)[1] == version


@pytest.mark.parametrize(
    ("before", "version"),
    [
        (replace(BEFORE, version="2.4.7"), "2.4.7"),
        (replace(BEFORE, meaning=MEANING - 1), "2.0.0"),
        (replace(BEFORE, columns={**BEFORE.columns, "people": {"name": "string key"}}), "2.0.0"),
        (replace(BEFORE, columns={**BEFORE.columns, "claims": {"value": "integer"}}), "2.0.0"),
        (replace(BEFORE, columns={**BEFORE.columns, "claims": {"value": "number"}}), "1.1.0"),
    ],
)
def test_a_column_that_goes_or_changes_is_a_major_version(before: Release, version: str) -> None:
    assert next_version(release_of(FIRST, ""), before) == version


def new_rows(rows: Ledger) -> list[Change]:
    return [row for row in rows.changes if row not in FIRST.changes]


def test_nothing_is_said_to_change_when_nothing_did() -> None:
    assert versioned(ROWS, BEFORE) == (FIRST, "1.0.0")


def test_a_withdrawn_claim_keeps_its_name_and_what_it_said() -> None:
    rows, version = versioned(without(OFFICERS)(ROWS), BEFORE)
    assert [(row.change, row.claim_id, row.reason) for row in new_rows(rows)] == [
        ("withdrawn", OFFICERS.claim_id, "no longer read from its source")
    ]
    kept = rows.withdrawn[0]
    assert (kept.claim_id, kept.value, kept.category) == (OFFICERS.claim_id, 12.0, "officers")
    assert kept.withdrawn_in == version == "1.0.1"


def test_the_reason_of_a_withdrawal_is_its_sources() -> None:
    rows, _ = versioned(without_source(ROWS), BEFORE)
    assert [row.reason for row in new_rows(rows)] == ["its source was withdrawn"]


def test_a_changed_claim_names_its_columns_and_the_editors_reason() -> None:
    rows, _ = versioned(edit(CIVILIANS, value=4.0, note="miscounted")(ROWS), BEFORE)
    found = [(row.column, row.was, row.now) for row in new_rows(rows)]
    assert found == [("note", "", "miscounted"), ("value", "3", "4")]
    assert {row.reason for row in new_rows(rows)} == {f"an editor's decision: {ROWS.corrections[0].reason}"}


def test_a_claim_made_again_is_restored_and_the_history_stays() -> None:
    gone, version = versioned(without(OFFICERS)(ROWS), BEFORE)
    back, again = versioned(ROWS, release_of(gone, version))
    assert (version, again) == ("1.0.1", "1.0.2")
    assert back.withdrawn == ()
    assert [row.change for row in back.changes if row.claim_id == OFFICERS.claim_id] == [
        "added", "withdrawn", "restored"
    ]  # fmt: skip


def test_a_release_is_kept_without_other_peoples_words_and_comes_back_whole(tmp_path: Path) -> None:
    gone, version = versioned(without(OFFICERS)(ROWS), BEFORE)
    release = release_of(gone, version)
    (tmp_path / RELEASED).write_text(release_text(release), encoding="utf-8")
    assert last_release(tmp_path) == release
    assert isinstance(release.withdrawn[0], Withdrawn)
    for claim in ROWS.claims:
        assert not claim.quote or claim.quote not in release_text(release)


def test_without_a_release_there_is_none(tmp_path: Path) -> None:
    assert last_release(tmp_path) == Release()
    assert last_release(None) == Release()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"version": 1}', release_text(BEFORE).replace("claim_id", "id")])
def test_a_spoilt_record_of_a_release_is_one_line(tmp_path: Path, text: str) -> None:
    (tmp_path / RELEASED).write_text(text, encoding="utf-8")
    with pytest.raises(LedgerError, match=r"released\.json") as caught:
        last_release(tmp_path)
    assert "\n" not in str(caught.value)


def test_a_release_is_recorded_by_a_command_and_changes_nothing_until_the_data_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found, package = sample(tmp_path), tmp_path / "datapackage"
    write_package(found.ledger, found.seeds, package, Settings())
    before = {path.name: path.read_bytes() for path in package.iterdir()}
    command = ["release", "--seeds", str(tmp_path / "seeds"), "--package", str(package)]
    assert run(command) == 0
    assert "version 1.0.0 is recorded" in capsys.readouterr().out
    write_package(found.ledger, found.seeds, package, Settings())
    assert {path.name: path.read_bytes() for path in package.iterdir()} == before
    (package / "claims.csv").write_text("changed by hand", encoding="utf-8")
    assert run(command) == 1
    assert "claims.csv: its bytes are not those" in capsys.readouterr().err
    assert run([*command[:-1], str(tmp_path / "nowhere")]) == 1
    assert "it is no data package" in capsys.readouterr().err

"""What is missing between the exchanges, and how much of the official totals is accounted for."""

from __future__ import annotations

from typing import Any

from exchange_ledger.records import Check, Claim, Derived, Exchange, Ledger, Source
from exchange_ledger.render.coverage import Gap, coverage
from exchange_ledger.render.tables import Package


def _exchange(day: str, number: int | None, people: int, **given: Any) -> Exchange:
    base: dict[str, Any] = {"kind": "prisoners", "status": "completed", "standing": "linked"}
    return Exchange(
        exchange_id=day, date=day, sequence_number=number, returned_to_ukraine=people, **(base | given)
    )  # fmt: skip


def _total(claim_id: str, year: str, value: float, **given: Any) -> Claim:
    base: dict[str, Any] = {
        "claim_id": claim_id, "source_id": "s", "scope": "period", "measure": "people_returned", "side": "ukraine",
        "value": value, "period_start": f"{year}-01-01", "period_end": f"{year}-12-31", "claimant": "Headquarters",
        "claimant_side": "ukraine", "evidence": "link", "checked": "confirmed",
    }  # fmt: skip
    return Claim(**(base | given))


def _package() -> Package:
    exchanges = (
        _exchange("2023-01-08", 36, 50),
        _exchange("2023-02-04", 40, 116),
        _exchange("2024-01-03", None, 230),
        _exchange("2024-01-24", None, 0, status="disrupted"),
        _exchange("2024-01-31", 41, 207, standing="quoted"),
    )
    claims = (
        _total("a", "2024", 874.0),
        _total("b", "2024", 999.0, claimant_side="russia"),
        _total("c", "2024", 998.0, checked="not_found"),
    )
    check = Check(check_id="k", rule="year_on_year", outcome="holds", explanation="x")
    derived = Derived(
        derived_id="d", measure="people_returned", side="ukraine", period_start="2023-01-01",
        period_end="2023-12-31", value=332.0, check_id="k",
    )  # fmt: skip
    source = Source(source_id="s", kind="page")
    ledger = Ledger(sources=(source,), claims=claims, exchanges=exchanges, checks=(check,), derived=(derived,))
    return Package(ledger, {})


def test_missing_numbers_stand_between_their_neighbours() -> None:
    found = coverage(_package())
    gaps = [line for line in found.lines if isinstance(line, Gap)]
    assert gaps == [Gap(1, 35), Gap(37, 39)]
    assert [gap.words for gap in gaps] == ["1 to 35", "37 to 39"]
    assert found.missing == (Gap(1, 35), Gap(37, 39))


def test_a_year_is_held_against_its_official_or_derived_total() -> None:
    first, second = coverage(_package()).years
    assert (first.people, first.official, first.share) == (166, None, 50.0)
    assert first.derived is not None
    assert (second.exchanges, second.quoted, second.people) == (2, 1, 437)
    assert second.official is not None
    assert second.official.claim.claim_id == "a", "Ukraine's side counts its own, and the unconfirmed counts nothing"
    assert second.share == 50.0

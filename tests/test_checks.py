"""Each rule of the checks: a ledger that it is content with, one that it is not, and one that leaves it open."""

from __future__ import annotations

import pytest

from exchange_ledger.records import Claim
from exchange_ledger.stages import Mention
from tests.reconcile_claims import (
    MINISTRY,
    OMBUDSMAN,
    PAPER,
    PRESIDENT,
    checks,
    claim,
    exchange,
    failing,
    held,
    ledger,
    linked,
    number,
    people,
    source,
    status,
    tally,
    told,
)

DAY, NEXT, LAST = "2031-05-02", "2031-06-10", "2031-07-20"


def parts(day: str, *rows: tuple[str, float], **columns: str) -> list[Claim]:
    """Return the parts of an exchange, in the order of the text."""
    return [
        people(day, value, part, quote_start=place * 10, quote_end=place * 10 + 9, **columns)
        for place, (part, value) in enumerate(rows)
    ]


PARTS: list[tuple[str, list[Claim], list[tuple[str, str]]]] = [
    (
        "branches in the order of the text",
        [people(DAY, 150), *parts(DAY, ("branch/police", 20), ("branch/armed_forces", 130))],
        [("holds", "20 + 130 = 150")],
    ),
    (
        "branches that leave some out",
        [people(DAY, 150), *parts(DAY, ("branch/armed_forces", 108), ("branch/police", 20))],
        [("open", "150 - 108 - 20 = 22")],
    ),
    (
        "branches that are too many",
        [people(DAY, 150), *parts(DAY, ("branch/armed_forces", 140), ("branch/police", 20))],
        [("fails", "140 + 20 = 150")],
    ),
    (
        "both ranks",
        [people(DAY, 207), *parts(DAY, ("rank/privates_and_sergeants", 180), ("rank/officers", 27))],
        [("holds", "180 + 27 = 207")],
    ),
    (
        "both ranks, one wrong",
        [people(DAY, 207), *parts(DAY, ("rank/privates_and_sergeants", 181), ("rank/officers", 27))],
        [("fails", "181 + 27 = 207")],
    ),
    (
        "ranks are those of the soldiers: civilians come on top",
        [
            people(DAY, 75),
            *parts(DAY, ("rank/officers", 6), ("rank/privates_and_sergeants", 65), ("status/civilians", 4)),
        ],
        [("holds", "6 + 65 + 4 = 75")],
    ),
    (
        "soldiers and civilians",
        [people(DAY, 75), *parts(DAY, ("status/military", 71), ("status/civilians", 4))],
        [("holds", "71 + 4 = 75")],
    ),
    (
        "a hedged part is no false alarm",
        [
            people(DAY, 75),
            people(DAY, 70, "status/military", qualifier="more_than"),
            people(DAY, 4, "status/civilians"),
        ],
        [("holds", "70 + 4 ~ 75")],
    ),
    (
        "branches within the Armed Forces",
        [
            people(DAY, 224),
            *parts(DAY, ("branch/armed_forces", 130), ("branch/navy", 14), ("branch/national_guard", 94)),
        ],
        [("holds", "130 + 94 = 224")],
    ),
    (
        "branches beside the Armed Forces",
        [
            people(DAY, 238),
            *parts(DAY, ("branch/armed_forces", 130), ("branch/navy", 14), ("branch/national_guard", 94)),
        ],
        [("holds", "130 + 14 + 94 = 238")],
    ),
    ("one part is no sum", [people(DAY, 75), *parts(DAY, ("rank/officers", 6))], []),
    (
        "places overlap and are never added",
        [people(DAY, 75), *parts(DAY, ("place/mariupol", 60), ("place/azovstal", 50))],
        [],
    ),
    (
        "the total by another claimant of the same text",
        [people(DAY, 207, **PAPER), *parts(DAY, ("rank/officers", 27), ("rank/privates_and_sergeants", 180))],
        [("holds", "27 + 180 = 207")],
    ),
    (
        "never the other side's total",
        [
            people(DAY, 195, **MINISTRY),
            *parts(DAY, ("rank/officers", 27), ("rank/privates_and_sergeants", 180)),
        ],
        [("open", "27 + 180 = 207")],
    ),
    (
        "tallies have parts too",
        [
            tally(LAST, 1596),
            tally(LAST, 1464, dimension="status", category="military"),
            tally(LAST, 132, dimension="status", category="civilians"),
        ],
        [("holds", "1464 + 132 = 1596")],
    ),
]


@pytest.mark.parametrize(("claims", "found"), [row[1:] for row in PARTS], ids=[row[0] for row in PARTS])
def test_parts_sum_to_total(claims: list[Claim], found: list[tuple[str, str]]) -> None:
    assert told(ledger(claims), "parts_sum_to_total") == found


def test_a_claimant_whose_sources_differ_is_heard_source_by_source() -> None:
    claims = [people(DAY, 100), *parts(DAY, ("rank/officers", 10), ("rank/privates_and_sergeants", 90))]
    claims += [
        people(DAY, 100, source_id="b"),
        *parts(DAY, ("rank/officers", 11), ("rank/privates_and_sergeants", 90), source_id="b"),
    ]
    assert told(ledger(claims), "parts_sum_to_total") == [("holds", "10 + 90 = 100"), ("fails", "11 + 90 = 100")]


def test_a_part_larger_than_its_total() -> None:
    claims = [people(DAY, 50), people(DAY, 60, "place/mariupol")]
    assert told(ledger(claims), "part_within_total") == [("fails", "60 <= 50")]
    assert not told(ledger([people(DAY, 50), people(DAY, 40, "place/mariupol")]), "part_within_total")


def test_a_total_that_nobody_states_follows_from_soldiers_and_civilians() -> None:
    found = ledger(parts(DAY, ("status/military", 71), ("status/civilians", 4)))
    assert [(one.value, one.exchange_id, one.side) for one in found.derived] == [(75, DAY, "ukraine")]
    assert exchange(found, DAY).returned_to_ukraine is None


def test_that_total_falls_when_anybody_says_otherwise() -> None:
    claims = [*parts(DAY, ("status/military", 71), ("status/civilians", 4)), people(DAY, 70, **MINISTRY)]
    assert ledger(claims).derived == ()


SIDES: list[tuple[str, list[Claim], list[tuple[str, str]]]] = [
    ("agree", [people(DAY, 150), people(DAY, 150, **MINISTRY)], [("holds", "150 = 150")]),
    ("differ", [people(DAY, 207), people(DAY, 195, **MINISTRY)], [("fails", "207 = 195")]),
    ("Russia is silent", [people(DAY, 150)], [("open", "150 = ?")]),
    ("Ukraine is silent", [people(DAY, 150, **MINISTRY)], [("open", "150 = ?")]),
    (
        "agree within a hedge",
        [people(DAY, 150, qualifier="at_least"), people(DAY, 155, **MINISTRY)],
        [("holds", "150 ~ 155")],
    ),
    (
        "an unconfirmed count is none",
        [people(DAY, 150), linked(people(DAY, 1, **MINISTRY), "not_found")],
        [("open", "150 = ?")],
    ),
    ("a third party is no side", [people(DAY, 150, **PAPER)], []),
]


@pytest.mark.parametrize(("claims", "found"), [row[1:] for row in SIDES], ids=[row[0] for row in SIDES])
def test_sides_agree(claims: list[Claim], found: list[tuple[str, str]]) -> None:
    assert told(ledger(claims), "sides_agree") == found


def test_both_sides_added_together() -> None:
    claims = [people(DAY, 25), people(DAY, 25, side="russia", **MINISTRY), people(DAY, 50, side="both", **PAPER)]
    assert told(ledger(claims), "sides_sum_to_both") == [("holds", "25 + 25 = 50")]
    claims[2] = people(DAY, 57, side="both", **PAPER)
    assert told(ledger(claims), "sides_sum_to_both") == [("fails", "25 + 25 = 57")]
    claims.append(people(DAY, 7, "health/wounded_or_ill", side="russia", **MINISTRY))
    assert told(ledger(claims), "sides_sum_to_both") == [("open", "25 + 25 = 57")]


def age(which: str, value: float, **columns: str) -> Claim:
    return claim(f"{which}_age", value, side="ukraine", event_date=DAY, **columns)


AGES: list[tuple[str, list[Claim], list[tuple[str, str]]]] = [
    ("in order", [age("youngest", 20), age("oldest", 59)], [("holds", "20 <= 59")]),
    ("the wrong way round", [age("youngest", 59), age("oldest", 20)], [("fails", "59 <= 20")]),
    ("not yet 21", [age("youngest", 21, qualifier="less_than"), age("oldest", 20)], [("holds", "21 ~ 20")]),
    ("of two texts", [age("youngest", 59), age("oldest", 20, source_id="b")], []),
]


@pytest.mark.parametrize(("claims", "found"), [row[1:] for row in AGES], ids=[row[0] for row in AGES])
def test_youngest_to_oldest(claims: list[Claim], found: list[tuple[str, str]]) -> None:
    assert told(ledger(claims), "youngest_to_oldest") == found


def test_an_age_that_nobody_has() -> None:
    assert told(ledger([age("oldest", 610)]), "plausible_age") == [("fails", "610 <= 110")]
    assert not told(ledger([age("oldest", 61)]), "plausible_age")


def mention(kind: str, value: str, day: str = LAST) -> Mention:
    return Mention("a", kind, day, value, "words of the text", 3, 20)


@pytest.mark.parametrize(("value", "outcome"), [("monday", "fails"), ("sunday", "holds")])
def test_weekday(value: str, outcome: str) -> None:
    found = ledger([people(LAST, 40)], mentions=[mention("weekday", value)])
    [check] = checks(found, "weekday")
    assert (check.outcome, check.exchange_id, check.source_id, check.quote) == (outcome, LAST, "a", "words of the text")
    assert (check.quote_start, check.quote_end) == (3, 20)
    assert "20 July 2031 was a Sunday" in check.explanation


def test_a_weekday_of_an_event_that_nobody_counts() -> None:
    [check] = checks(ledger([people(DAY, 40)], mentions=[mention("weekday", "monday")]), "weekday")
    assert (check.outcome, check.exchange_id) == ("fails", "")


SINCE: list[tuple[str, list[Claim], Mention, str]] = [
    ("first, with another between", [people(DAY, 40), people(LAST, 40)], mention("first_since", "2031-04"), "fails"),
    ("first, as far as is known", [people(DAY, 40), people(LAST, 40)], mention("first_since", "2031-05"), "open"),
    (
        "first, by the numbers",
        [people(DAY, 40), number(DAY, 7), people(LAST, 40), number(LAST, 8)],
        mention("first_since", "2031-05"),
        "holds",
    ),
    ("largest, with a larger", [people(DAY, 50), people(LAST, 40)], mention("largest_since", "2031-04"), "fails"),
    ("largest as far as is known", [people(DAY, 30), people(LAST, 40)], mention("largest_since", "2031-04"), "open"),
    (
        "largest, by the numbers",
        [
            people("2031-04-01", 90),
            number("2031-04-01", 6),
            people(DAY, 30),
            number(DAY, 7),
            people(LAST, 40),
            number(LAST, 8),
        ],
        mention("largest_since", "2031-04"),
        "holds",
    ),
    (
        "the size is not known",
        [people(DAY, 50), status(LAST, "completed")],
        mention("largest_since", "2031-04"),
        "open",
    ),
]


@pytest.mark.parametrize(("claims", "words", "outcome"), [row[1:] for row in SINCE], ids=[row[0] for row in SINCE])
def test_first_and_largest_since(claims: list[Claim], words: Mention, outcome: str) -> None:
    [check] = checks(ledger(claims, mentions=[words]), words.kind)
    assert (check.outcome, check.exchange_id) == (outcome, LAST)


@pytest.mark.parametrize(
    ("found", "outcomes"),
    [
        (people(DAY, 40), ["fails"]),
        (status(DAY, "announced"), []),
        (people("2031-05", 40), []),  # the month had begun: the day may have been before the publication
        (people("2031-04-30", 40), []),
    ],
)
def test_no_event_is_reported_before_it_happens(found: Claim, outcomes: list[str]) -> None:
    rows = checks(ledger([found], [source("a", "2031-05-01")]), "event_before_publication")
    assert [one.outcome for one in rows] == outcomes


TALLIES: list[tuple[str, list[Claim], list[tuple[str, str]]]] = [
    ("closes", [tally(DAY, 100), people(NEXT, 40), tally(NEXT, 140)], [("holds", "100 + 40 = 140")]),
    ("too many", [tally(DAY, 100), people(NEXT, 40), tally(NEXT, 130)], [("fails", "100 + 40 = 130")]),
    (
        "an exchange may be missing",
        [tally(DAY, 100), people(NEXT, 40), tally(NEXT, 150)],
        [("open", "150 - 100 - 40 = 10")],
    ),
    (
        "no exchange can be missing",
        [people(DAY, 5), number(DAY, 7), tally(DAY, 100), people(NEXT, 40), number(NEXT, 8), tally(NEXT, 150)],
        [("fails", "150 - 100 - 40 = 10")],
    ),
    (
        "the exchange of the first day is counted already",
        [tally(DAY, 100), people(DAY, 30), people(NEXT, 40), tally(NEXT, 140)],
        [("holds", "100 + 40 = 140")],
    ),
    (
        "unless the sum needs it",
        [tally(DAY, 100), people(DAY, 30), people(NEXT, 40), tally(NEXT, 170)],
        [("holds", "100 + 30 + 40 = 170")],
    ),
    ("a tally of the morning", [tally(DAY, 100), people(NEXT, 40), tally(NEXT, 100)], [("holds", "100 = 100")]),
    ("no exchange between", [tally(DAY, 100), tally(NEXT, 100, **PRESIDENT)], [("holds", "100 = 100")]),
    (
        "a hedged tally that closes all the same",
        [tally(DAY, 100, qualifier="about"), people(NEXT, 40), tally(NEXT, 140)],
        [("holds", "100 + 40 = 140")],
    ),
    (
        "a hedged tally",
        [tally(DAY, 100), people(NEXT, 40), tally(NEXT, 130, qualifier="more_than")],
        [("holds", "100 + 40 > 130")],
    ),
    (
        "a hedged count",
        [tally(DAY, 100), people(NEXT, 40, qualifier="about"), tally(NEXT, 141)],
        [("holds", "100 + 40 ~ 141")],
    ),
    (
        "an unconfirmed tally enters no check",
        [tally(DAY, 100), people(NEXT, 40), linked(tally(NEXT, 1), "not_found")],
        [],
    ),
    ("Russia's tallies are no part of Ukraine's", [tally(DAY, 100), people(NEXT, 40), tally(NEXT, 1, **MINISTRY)], []),
    (
        "those outside of the exchange are not in the total",
        [tally(DAY, 100), people(NEXT, 62), people(NEXT, 22, "channel/outside_exchange"), tally(NEXT, 140)],
        [("holds", "100 + 62 - 22 = 140")],
    ),
    (
        "a return may be left out",
        [tally(DAY, 100), people(NEXT, 31), status(NEXT, "return"), tally(LAST, 100)],
        [("holds", "100 = 100")],
    ),
    (
        "a planned exchange adds nothing",
        [tally(DAY, 100), status(NEXT, "announced"), tally(LAST, 100)],
        [("holds", "100 = 100")],
    ),
    (
        "parts where nobody gives the total",
        [tally(DAY, 100), *parts(NEXT, ("status/military", 38), ("status/civilians", 2)), tally(NEXT, 140)],
        [("holds", "100 + 38 + 2 = 140")],
    ),
    (
        "civilians",
        [
            tally(DAY, 10, dimension="status", category="civilians"),
            people(NEXT, 2, "status/civilians"),
            tally(NEXT, 12, dimension="status", category="civilians"),
        ],
        [("holds", "10 + 2 = 12")],
    ),
]


@pytest.mark.parametrize(("claims", "found"), [row[1:] for row in TALLIES], ids=[row[0] for row in TALLIES])
def test_tally_plus_exchanges(claims: list[Claim], found: list[tuple[str, str]]) -> None:
    assert told(ledger(claims), "tally_plus_exchanges") == found


def test_the_tally_that_stands_apart_is_named() -> None:
    claims = [
        tally(DAY, 100), people("2031-05-20", 40), tally("2031-05-20", 143), people(NEXT, 60), tally(NEXT, 200),
    ]  # fmt: skip
    found = checks(ledger(claims), "tally_plus_exchanges")
    assert [(one.outcome, one.expression) for one in found] == [
        ("holds", "100 + 40 + 60 = 200"), ("fails", "143 + 60 = 200"), ("open", "143 - 100 - 40 = 3"),
    ]  # fmt: skip
    assert all("the 143 of 20 May 2031" in one.explanation for one in found)


def test_one_count_that_is_missing_follows_where_no_exchange_can_be_missing() -> None:
    claims = [
        people(DAY, 5), number(DAY, 7), tally(DAY, 100),
        people(NEXT, None, qualifier="withheld"), number(NEXT, 8), tally(NEXT, 140),
    ]  # fmt: skip
    found = ledger(claims)
    assert [(one.exchange_id, one.value) for one in found.derived] == [(NEXT, 40)]
    without_numbers = ledger([one for one in claims if one.measure != "sequence_number"])
    assert without_numbers.derived == ()
    assert told(without_numbers, "tally_plus_exchanges") == [("open", "140 - 100 = 40")]


def test_two_totals_of_one_day() -> None:
    assert told(ledger([tally(DAY, 100), tally(DAY, 103, **PRESIDENT)]), "totals_agree") == [("fails", "100 = 103")]
    early = [tally(DAY, 100), people(DAY, 40), tally(DAY, 60, **PRESIDENT)]
    assert told(ledger(early), "totals_agree") == [("holds", "100 - 40 = 60")]


YEAR = {"start": "2031-01-01"}
PERIODS: list[tuple[str, list[Claim], list[tuple[str, str]]]] = [
    ("complete", [people(DAY, 40), people(NEXT, 60), tally("2031-12-31", 100, **YEAR)], [("holds", "40 + 60 = 100")]),
    ("some are missing", [people(DAY, 40), tally("2031-12-31", 100, **YEAR)], [("open", "100 - 40 = 60")]),
    ("too many", [people(DAY, 140), tally("2031-12-31", 100, **YEAR)], [("fails", "140 = 100")]),
    ("nothing to compare", [tally("2031-12-31", 100, **YEAR)], []),
    (
        "two claimants, one check",
        [people(DAY, 40), tally("2031-12-30", 40, **YEAR), tally("2031-12-31", 40, source_id="b", **YEAR)],
        [("holds", "40 = 40")],
    ),
    (
        "three days",
        [people(DAY, 40), people("2031-05-03", 60), tally("2031-05-03", 100, DAY)],
        [("holds", "40 + 60 = 100")],
    ),
]


@pytest.mark.parametrize(("claims", "found"), [row[1:] for row in PERIODS], ids=[row[0] for row in PERIODS])
def test_period_exchanges(claims: list[Claim], found: list[tuple[str, str]]) -> None:
    assert told(ledger(claims), "period_exchanges") == found


def test_a_year_between_two_running_totals() -> None:
    claims = [tally("2030-12-31", 500), tally("2031-12-31", 100, **YEAR), tally("2031-12-31", 600)]
    assert told(ledger(claims), "tally_plus_periods") == [("holds", "500 + 100 = 600")]
    claims[1] = tally("2031-12-31", 101, **YEAR)
    assert told(ledger(claims), "tally_plus_periods") == [("fails", "500 + 101 = 600")]


def change(value: float, **columns: str) -> Claim:
    row = {"side": "ukraine", "period_start": "2031-01-01", "period_end": "2031-12-31"}
    return claim("change_in_people_returned", value, **row, **columns)


def test_a_year_against_the_year_before() -> None:
    claims = [tally("2031-12-31", 100, **YEAR), change(30)]
    found = ledger(claims)
    assert told(found, "year_on_year") == [("holds", "100 - 30 = 70")]
    assert [(one.value, one.period_start, one.period_end) for one in found.derived] == [
        (70, "2030-01-01", "2030-12-31")
    ]
    before = [*claims, tally("2030-12-31", 70, "2030-01-01")]
    assert told(ledger(before), "year_on_year") == [("holds", "100 - 30 = 70")]
    assert ledger(before).derived == ()
    wrong = [*claims, tally("2030-12-31", 71, "2030-01-01")]
    assert told(ledger(wrong), "year_on_year") == [("fails", "100 - 30 = 71")]


NUMBERS: list[tuple[str, list[Claim], list[tuple[str, str]]]] = [
    ("in a row", [number(DAY, 7), number(NEXT, 8)], [("holds", "7 + 1 = 8")]),
    ("a gap", [number(DAY, 7), number(NEXT, 10)], [("open", "10 - 7 - 1 = 2")]),
    ("a gap that an exchange fills", [number(DAY, 7), people(NEXT, 40), number(LAST, 9)], [("holds", "7 + 1 + 1 = 9")]),
    ("days of one exchange", [number(DAY, 7), number(NEXT, 7)], [("holds", "7 = 7")]),
    ("falling", [number(DAY, 8), number(NEXT, 7), number(LAST, 9)], [("fails", "8 <= 9"), ("holds", "7 + 1 + 1 = 9")]),
    ("a day without a number between", [number(DAY, 7), people(NEXT, 40), number(LAST, 8)], [("holds", "7 + 1 = 8")]),
]


@pytest.mark.parametrize(("claims", "found"), [row[1:] for row in NUMBERS], ids=[row[0] for row in NUMBERS])
def test_sequence_numbers(claims: list[Claim], found: list[tuple[str, str]]) -> None:
    assert [row[0] for row in told(ledger(claims), "sequence_numbers")].count("fails") == [r[0] for r in found].count(
        "fails"
    )
    if "fails" not in {row[0] for row in found}:
        assert told(ledger(claims), "sequence_numbers") == found


def test_a_number_out_of_line_is_named() -> None:
    days = ["2031-01-01", "2031-02-01", "2031-03-01", "2031-04-01"]
    claims = [number(day, value) for day, value in zip(days, (7, 80, 9, 10), strict=True)]
    [check] = [one for one in checks(ledger(claims), "sequence_numbers") if one.outcome == "fails"]
    assert check.exchange_id == "2031-02-01"
    assert "number 80" in check.explanation


HELD: list[tuple[str, list[Claim], list[tuple[str, str]]]] = [
    ("by the number of that day", [number(DAY, 7), held(DAY, 7)], [("holds", "7 = 7")]),
    ("against the number of that day", [number(DAY, 7), held(DAY, 8)], [("fails", "7 = 8")]),
    (
        "a year by its numbers",
        [number("2030-12-31", 5), number(DAY, 6), number(NEXT, 7), held(NEXT, 2, "2031-01-01")],
        [("holds", "7 - 5 = 2")],
    ),
    ("first of the year", [people(DAY, 40), held(DAY, 1, "2031-01-01")], [("holds", "1 = 1")]),
    ("not all are known", [people(DAY, 40), held("2031-12-31", 11, "2031-01-01")], [("open", "11 - 1 = 10")]),
    ("more are known", [people(DAY, 40), people(NEXT, 40), held("2031-12-31", 1, "2031-01-01")], [("fails", "2 = 1")]),
    (
        "more than so many",
        [people(DAY, 40), people(NEXT, 40), held("2031-12-31", 1, "2031-01-01", qualifier="more_than")],
        [("holds", "2 > 1")],
    ),
    ("one claimant, two articles", [number(DAY, 7), held(DAY, 7), held(DAY, 7, source_id="b")], [("holds", "7 = 7")]),
    ("Russia counts otherwise", [number(DAY, 7), held(DAY, 4, **MINISTRY)], []),
]


@pytest.mark.parametrize(("claims", "found"), [row[1:] for row in HELD], ids=[row[0] for row in HELD])
def test_exchanges_held(claims: list[Claim], found: list[tuple[str, str]]) -> None:
    assert told(ledger(claims), "exchanges_held") == found


def test_russia_counts_its_own_exchanges() -> None:
    claims = [held(DAY, 4, **MINISTRY), people(NEXT, 40, **MINISTRY), people(LAST, 40), held(LAST, 5, **MINISTRY)]
    assert told(ledger(claims), "tally_plus_exchanges") == [("holds", "4 + 1 = 5")]


DERIVED: list[tuple[str, list[Claim], dict[str, int]]] = [
    ("between its neighbours", [number(DAY, 59), people(NEXT, 40), number(LAST, 61)], {NEXT: 60}),
    (
        "two of them",
        [number(DAY, 59), people("2031-05-20", 1), people(NEXT, 40), number(LAST, 62)],
        {"2031-05-20": 60, NEXT: 61},
    ),
    ("room for another", [number(DAY, 59), people(NEXT, 40), number(LAST, 62)], {}),
    ("no room", [number(DAY, 59), people(NEXT, 40), number(LAST, 60)], {}),
    ("the numbers of a third party", [number(DAY, 59, **PAPER), people(NEXT, 40), number(LAST, 61, **PAPER)], {}),
    (
        "the first of the year",
        [
            number(DAY, 59, **OMBUDSMAN),
            people("2032-01-09", 40),
            held("2032-01-09", 1, "2032-01-01"),
            held("2031-12-31", 1, "2031-01-01"),
        ],
        {"2032-01-09": 60},
    ),
    (
        "a third party says otherwise",
        [number(DAY, 59), people(NEXT, 40), held(NEXT, 61, **PAPER), number(LAST, 61)],
        {},
    ),
    ("nobody counts it", [number(DAY, 59), status(NEXT, "completed"), number(LAST, 61)], {}),
    (
        "it may be a stage of its neighbour",
        [number(DAY, 59), people("2031-05-04", 40), number(LAST, 61)],
        {},
    ),
    (
        "officials count differently",
        [
            number(DAY, 59),
            *(people(f"2031-05-{day}", 5) for day in (20, 23, 26)),
            people(NEXT, 40),
            held("2031-05-19", 60, **OMBUDSMAN),
            held(NEXT, 62, **PRESIDENT),
        ],
        {},
    ),
    ("a return has no number", [number(DAY, 59), people(NEXT, 40), status(NEXT, "return"), number(LAST, 61)], {}),
    (
        "stages of an agreement have none",
        [
            number(DAY, 59),
            people(NEXT, 40),
            claim("framework", text_value="An agreement", event_date=NEXT),
            number(LAST, 61),
        ],
        {},
    ),
    ("a planned exchange has none", [number(DAY, 59), status(NEXT, "announced"), number(LAST, 61)], {}),
    (
        "a handover of bodies has none",
        [number(DAY, 59), claim("bodies_returned", 9, side="ukraine", event_date=NEXT), number(LAST, 61)],
        {},
    ),
]


@pytest.mark.parametrize(("claims", "numbers"), [row[1:] for row in DERIVED], ids=[row[0] for row in DERIVED])
def test_derived_numbers(claims: list[Claim], numbers: dict[str, int]) -> None:
    found = ledger(claims)
    assert {one.exchange_id: one.value for one in found.derived if one.measure == "sequence_number"} == numbers
    for day, value in numbers.items():
        assert (exchange(found, day).sequence_number, exchange(found, day).sequence_basis) == (value, "derived")


def test_a_derived_number_names_what_forces_it() -> None:
    claims = [number(DAY, 59), people(NEXT, 40), number(LAST, 61)]
    found = ledger(claims)
    [derived] = found.derived
    [check] = [one for one in found.checks if one.check_id == derived.check_id]
    assert (check.expression, check.outcome) == ("61 - 1 = 60", "holds")
    reasons = {one.claim_id for one in found.check_claims if one.check_id == check.check_id}
    assert reasons == {one.claim_id for one in claims}
    assert "the exchange of 20 July 2031 is number 61" in check.explanation


def test_a_reported_number_ends_the_derived_one() -> None:
    claims = [number(DAY, 59), people(NEXT, 40), number(LAST, 61), number(NEXT, 60, **PAPER)]
    found = ledger(claims)
    assert found.derived == ()
    assert (exchange(found, NEXT).sequence_number, exchange(found, NEXT).sequence_basis) == (60, "reported")


def test_sums_that_quotes_alone_close_stay_beside_those_with_links() -> None:
    claims = [tally(DAY, 100), people(LAST, 40), tally(LAST, 140), linked(tally(NEXT, 100))]
    found = ledger(claims)
    assert told(found, "tally_plus_exchanges") == [("holds", "100 + 40 = 140"), ("holds", "100 = 100")]
    apart = ledger([*claims, linked(tally(NEXT, 90))])
    assert ("holds", "100 + 40 = 140") in told(apart, "tally_plus_exchanges")


@pytest.mark.parametrize("year", ["0001", "9999"])
def test_slips_of_the_pen_in_a_date_enter_no_check(year: str) -> None:
    slips = [
        people(f"{year}-01-01", 40), number(f"{year}-01-01", 7), tally(f"{year}-12-31", 40, f"{year}-01-01"),
        held(f"{year}-12-31", 1, f"{year}-01-01"),
    ]  # fmt: skip
    found = ledger([*slips, tally(DAY, 100), people(NEXT, 40), tally(NEXT, 140)])
    assert told(found, "tally_plus_exchanges") == [("holds", "100 + 40 = 140")]
    assert exchange(found, f"{year}-01-01").returned_to_ukraine == 40


def test_every_check_names_claims_of_the_ledger() -> None:
    found = ledger([tally(DAY, 100), people(NEXT, 40), tally(NEXT, 130), people(NEXT, 39, **MINISTRY), number(NEXT, 7)])
    assert failing(found) == ["sides_agree", "tally_plus_exchanges"]
    names = {one.claim_id for one in found.claims}
    assert {one.claim_id for one in found.check_claims} <= names
    assert {one.check_id for one in found.check_claims} == {one.check_id for one in found.checks}
    assert all(one.explanation for one in found.checks)

"""Furniture: each row by its own example and near miss, and whole articles line by line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from exchange_ledger.read.bylines import byline_date, is_byline
from exchange_ledger.read.found import found_in_text
from exchange_ledger.read.furniture import LONGEST, Rule, furniture, match, rules

CASES = sorted((Path(__file__).parent / "cases").glob("*articles*.yaml"))


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: f"{rule.name}: {rule.example[:30]}")
def test_a_row_marks_its_example_and_leaves_its_near_miss(rule: Rule) -> None:
    found = match(rule.example)
    assert found is not None
    assert found.name == rule.name
    assert match(rule.near_miss) is None
    assert rule.shape in ("line", "anywhere", "list", "block")
    assert bool(rule.until) == (rule.shape == "block")
    assert rule.needs or rule.shape != "anywhere"


REPORT = [
    "The oldest of the released soldiers is 61, and the youngest will turn 21 soon.",
    "• 95 soldiers of the Armed Forces of Ukraine;",
    "Ukrainian POWs exchanged on 31 January 2024. Photo: Telegram/Zelenskyy Official",
    "Source: President Volodymyr Zelenskyy on Telegram; Coordination Headquarters",
    'Quote: "The exact number of people released will be announced later."',
    "Who returned home",
    "50th military exchange",
    "In particular:",
    "Details",
    "Background: On 16 April, 130 Ukrainians returned home.",
    "Read also what he wrote about the 95 soldiers, she asked.",
    "More than 16,000 Ukrainian civilians are held in Russian captivity, with only 168 of them having been released",
    "Support for the 150 freed soldiers comes from the state.",
    "Related: he is the brother of one of the 95 released on Tuesday."[9:],
    "The United Arab Emirates assisted in facilitating the exchange, according to the headquarters.",
    "Telegram: 95 people are home",
]


@pytest.mark.parametrize("line", REPORT)
def test_lines_of_a_report_are_left_alone(line: str) -> None:
    assert furniture(f"Ninety-five are home\n\n{line}\n") == ()


BYLINES = [
    ("Monday, 17 April 2023", "2023-04-17"),
    ("Dnipro Courier, 21.09.2024, 18:40", "2024-09-21"),
    ("July 11, 2024 by editor, Daily Globe Mirror", "2024-07-11"),
    ("VALENTYNA EXAMPLEFriday, 4 July 2025, 13:27", "2025-07-04"),
    ("28 May 2024 | 4 min read | 12 comments", "2024-05-28"),
    ("Published Feb 09, 2024, 12:31 AM", "2024-02-09"),
    ("September 22, 2022 1:58 am · 3 min read", "2022-09-22"),
    ("Source: Agency | 2025-02-05 22:41:15 | Editor: zl", "2025-02-05"),
    ("18:46 03.01.2024", "2024-01-03"),
    ("Sat, 1st of June 2024", ""),
    ("Updated 3 May 2024", ""),
    ("Ukrainian POWs exchanged on 31 January 2024", ""),
    ("Ukrainian POWs exchanged on 31 January 2024. Photo: Telegram", ""),
    ("The exchange of 31 January 2024 brought 207 defenders home.", ""),
    ("From 5 May 2024 to 7 May 2024", ""),
    ("04/07/2025", ""),
    ("31.02.2024", ""),
    ("version 10.12.2024.5", ""),
    ("4 July", ""),
]


@pytest.mark.parametrize(("line", "day"), BYLINES)
def test_a_byline_gives_a_day_or_none(line: str, day: str) -> None:
    assert byline_date(line) == day
    assert not day or is_byline(line)


def test_two_dates_at_the_top_are_none() -> None:
    assert found_in_text("A headline of words\n4 July 2025\n5 July 2025\nText.", ()) == {"title": "A headline of words"}


TITLES = [
    ("Eighty-four come home\nText.", "Eighty-four come home"),
    ("ua en ru\n\n  Eighty-four   come home \nText.", "Eighty-four come home"),
    ("Russia and Ukraine exchanged 25 prisoners each on Wednesday.\nMore.", ""),
    ("News\nText.", ""),
    ("By Ada Example\n4 July 2025\nEighty-four come home\nText.", "Eighty-four come home"),
]


@pytest.mark.parametrize(("text", "title"), TITLES)
def test_the_title_is_the_first_headline(text: str, title: str) -> None:
    assert found_in_text(text, furniture(text)).get("title", "") == title


def test_a_list_ends_where_the_report_goes_on() -> None:
    text = (
        "Read also:\n- 36 drones destroyed\n- Bus routes change\n\n"
        "On Friday 95 soldiers came home, the headquarters said.\n\nRelated\n\nOn Saturday 96 more followed them.\n"
    )
    marked = [text[span.start : span.end] for span in furniture(text)]
    assert marked == ["Read also:\n- 36 drones destroyed\n- Bus routes change", "Related"]


def test_a_block_without_its_end_is_one_line() -> None:
    text = "Before it all.\nA message from The Example:\nDear friends of ours\nThe 95 are home.\n"
    assert [text[span.start : span.end] for span in furniture(text)] == ["A message from The Example:"]


def test_a_repeated_line_is_marked_where_it_stands_again() -> None:
    line = "4,131 people freed from captivity, Ukraine says"
    text = f"{line}\n\nThe headquarters said so.\n  {line.upper()}  \n"
    (span,) = furniture(text)
    assert (text[span.start : span.end], span.reason) == (line.upper(), "repeated")


def test_spans_are_whole_lines_in_order() -> None:
    for path in sorted((Path(__file__).parent.parent / "seeds" / "articles").glob("*.txt")):
        text = path.read_text(encoding="utf-8-sig")
        end = 0
        for span in furniture(text):
            assert end <= span.start < span.end <= len(text)
            assert text[span.start : span.end] == text[span.start : span.end].strip()
            assert "\n" not in text[span.start : span.end].strip() or span.reason in {"related", "moscow_times_message"}
            end = span.end


@pytest.mark.skipif(not CASES, reason="the case suite is not there")
def test_no_claim_of_the_case_suite_stands_in_furniture_alone() -> None:
    """A number that a case claims is still there when the furniture is taken out (small ones stand in words)."""
    for case in (case for path in CASES for case in yaml.safe_load(path.read_text(encoding="utf-8"))):
        left = case["text"]
        for span in reversed(furniture(left)):
            left = left[: span.start] + left[span.end :]
        digits = re.sub(r"(?<=\d),(?=\d)", "", left)
        for claim in case["claims"]:
            value = claim.get("value")
            before = re.sub(r"(?<=\d),(?=\d)", "", case["text"])
            if value is not None and value > 12 and re.search(rf"\b{value}\b", before):
                assert re.search(rf"\b{value}(?:st|nd|rd|th)?\b", digits), (case["id"], value)


HOSTILE = {
    "long line": "soldiers and " * 100_000,
    "long almost furniture": "support our " * 100_000,
    "many bullets": "• 1 soldier of the Armed Forces\n" * 20_000,
    "many headings": "A message from Example:\n" * 5_000,
    "many services": ("Facebook | " * 130 + "z\n") * 300,
    "nothing": "\n" * 200_000,
    "controls": "\x00\u202e\u2028\x85\n" * 5_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_marked_in_time_and_in_place(text: str) -> None:
    spans = furniture(text)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(span.end - span.start <= LONGEST * 61 for span in spans)

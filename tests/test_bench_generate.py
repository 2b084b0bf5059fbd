"""The benchmark's articles: repeatable, of the right number and length, diverse, true to what is known of them."""

from __future__ import annotations

import csv
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from benchmarks.articles import LENGTH, Written, written
from benchmarks.events import DAYS, MOST_ARTICLES, articles_per_event, events
from benchmarks.generate import main
from benchmarks.sentences import in_words, ordinal
from exchange_ledger.read import read_seeds

MEDIATORS = ["Qatar", "Turkey"]


@pytest.fixture(scope="module")
def articles() -> list[Written]:
    return list(written(200, 20, seed=3))


@pytest.mark.parametrize(("exchanges", "count"), [(1, 1), (1, 20), (20, 200), (100, 100), (100, 2000), (7, 23)])
def test_articles_are_shared_out_one_to_twenty(exchanges: int, count: int) -> None:
    shares = list(articles_per_event(5, exchanges, count))
    assert len(shares) == exchanges
    assert sum(shares) == count
    assert all(1 <= share <= MOST_ARTICLES for share in shares)


def test_exchanges_have_different_days_and_add_up() -> None:
    found = events(2, DAYS, MEDIATORS)
    assert len({event.day for event in found}) == DAYS
    assert [event.number for event in found] == list(range(1, DAYS + 1))
    for before, event in pairwise(found):
        assert event.tally == before.tally + event.ukraine
        assert sum(event.parts.values()) == event.ukraine
        assert min(event.parts.values()) > 0


def test_articles_are_as_long_and_as_diverse_as_real_ones(articles: list[Written]) -> None:
    assert len(articles) == 200
    assert all(0.9 * LENGTH < len(article.text) < 1.2 * LENGTH for article in articles)
    assert len({article.text for article in articles}) == 200
    assert len({article.source_id for article in articles}) == 200
    paragraphs = Counter(line for article in articles for line in article.text.splitlines() if len(line) > 120)
    assert len(paragraphs) > 0.97 * sum(paragraphs.values())


def test_every_known_number_stands_in_the_text(articles: list[Written]) -> None:
    for article in articles:
        assert article.known
        assert not re.search(r"[{}\[\]|]", article.text.replace(" | ", ""))
        for claim in article.known:
            if claim.value is None:
                assert claim.text_value in article.text
            else:
                assert says(article.text, claim.value), (claim, article.text)


def says(text: str, value: int) -> bool:
    words = in_words(value).capitalize() if value < 1000 else ""
    return any(form and form in text for form in (f"{value:,}", words))


def test_an_article_does_not_depend_on_those_after_it() -> None:
    few, more = written(20, 20, seed=1), written(40, 20, seed=1)
    assert next(few).text == next(more).text


@pytest.mark.parametrize(
    ("number", "words"), [(7, "seven"), (20, "twenty"), (84, "eighty-four"), (215, "two hundred and fifteen")]
)
def test_numbers_in_words(number: int, words: str) -> None:
    assert in_words(number) == words


@pytest.mark.parametrize(
    ("number", "words"), [(1, "1st"), (2, "2nd"), (11, "11th"), (23, "23rd"), (112, "112th"), (1000, "1,000th")]
)
def test_ordinals(number: int, words: str) -> None:
    assert ordinal(number) == words


def test_the_command_writes_a_folder_that_can_be_read_and_repeats_itself(tmp_path: Path) -> None:
    arguments = ["--articles", "40", "--exchanges", "8", "--seed", "9"]
    for name in ("one", "two"):
        assert main([*arguments, str(tmp_path / name)]) == 0
    files = sorted(path.relative_to(tmp_path / "one") for path in (tmp_path / "one").rglob("*.*"))
    assert len(files) == 42
    assert all((tmp_path / "one" / path).read_bytes() == (tmp_path / "two" / path).read_bytes() for path in files)
    seeds = read_seeds(tmp_path / "one")
    with (tmp_path / "one" / "known.csv").open(encoding="utf-8", newline="") as stream:
        known = {row["source_id"] for row in csv.DictReader(stream)}
    assert {article.source.source_id for article in seeds.articles} == known


@pytest.mark.parametrize("numbers", [("5", "6"), ("50", "2")])
def test_impossible_numbers_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], numbers: tuple[str, str]
) -> None:
    assert main(["--articles", numbers[0], "--exchanges", numbers[1], str(tmp_path / "out")]) == 2
    assert "cannot tell of" in capsys.readouterr().err


def test_a_folder_with_articles_is_refused(tmp_path: Path) -> None:
    arguments = ["--articles", "2", "--exchanges", "1", str(tmp_path)]
    assert main(arguments) == 0
    assert main(arguments) == 2

"""The benchmark's tables: medians, ratios within a round, growth; and what is measured of processes and sites."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from benchmarks.measure import Cost, cost, machine
from benchmarks.table import FLOOR, WHOLE, Size, exponent, report
from benchmarks.weight import weight

MEBIBYTE = 2**20


def measured(articles: int, seconds: float) -> Size:
    size = Size(articles, articles // 10, known=90, found=81)
    for factor in (1.0, 4.0, 2.0):  # three rounds on a machine of changing speed
        size.note(WHOLE, Cost(10 * factor * seconds, 100 * MEBIBYTE, 10 * factor * 2))
        size.note("build, nothing changed", Cost(1 * factor * seconds, 50 * MEBIBYTE, 1 * factor * 2))
        size.note("build, one article changed", Cost(2 * factor * seconds, 50 * MEBIBYTE, 2 * factor * 2))
        size.note(FLOOR[0], Cost(6 * factor * seconds, 90 * MEBIBYTE, 6 * factor * 2))
        size.note(FLOOR[1], Cost(2 * factor * seconds, 80 * MEBIBYTE, 2 * factor * 2))
    return size


def test_ratios_are_taken_within_each_round() -> None:
    size = measured(100, 1)
    assert size.seconds(WHOLE) == 20
    assert size.ratio(WHOLE, FLOOR) == pytest.approx(1.25)
    assert size.ratio("build, one article changed", (WHOLE,)) == pytest.approx(0.2)


@pytest.mark.parametrize("power", [0.5, 1.0, 2.0])
def test_the_exponent_is_that_of_the_growth(power: float) -> None:
    sizes = (100, 1000, 10000)
    assert exponent([(size, 3 * size**power) for size in sizes]) == pytest.approx(power)


def test_the_report_holds_every_row_and_no_path() -> None:
    text = report([measured(100, 1), measured(1000, 10)], "a machine", 90.0)
    for row in (
        "Medians of the rounds (3 of 100 articles, 3 of 1,000 articles)",
        "Compiling took 90 s.",
        "| whole build | 20.00 | 40.00 | 5 | 100 |",
        "| whole build / floor | 1.250 | 1.250 |",
        "| whole build / floor, seconds of processors | 1.250 | 1.250 |",
        "| whole build | 20.00 | 200 | 1.00 |",
        "| known claims found | 81 of 90 | 81 of 90 |",
    ):
        assert row in text
    assert str(Path.home()) not in text + machine()


def test_cost_is_that_of_the_largest_process(tmp_path: Path) -> None:
    grow = f"bytearray(b'x') * {300 * MEBIBYTE}"
    inner = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {grow!r}], check=True)"
    found = cost([sys.executable, "-c", inner], tmp_path)
    assert found.seconds > 0
    assert 300 * MEBIBYTE < found.peak < 600 * MEBIBYTE


def test_a_command_that_fails_says_why(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="no such luck"):
        cost([sys.executable, "-c", "raise SystemExit('no such luck')"], tmp_path)


def test_the_weight_of_a_site(tmp_path: Path) -> None:
    for name, length in (("index.html", 300), ("a/index.html", 100), ("b/index.html", 200)):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x" * length)
    (tmp_path / "search").mkdir()
    (tmp_path / "search" / "search_index.json").write_bytes(b"y" * 400)
    found = weight(tmp_path)
    assert (found.pages, found.site, found.search_index) == (3, 1000, 400)
    assert (found.median_page, found.largest_page) == (200, 300)
    assert found.median_page_compressed < 100

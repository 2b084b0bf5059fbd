"""Precision and recall of the extraction over the case suite: `python -m tests.quality`, or `make quality`.

The figures stand in quality.yaml; the tests fail when one falls. `--update` raises them to what is measured now and
refuses to lower one; `--lower` allows that. The site's validation page shows the same table.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from collections import Counter
from pathlib import Path

import yaml

from tests.suite import UNREAD, cases, exact, reading, result, unread

FILE = Path(__file__).parent / "quality.yaml"
_SLACK = 1e-9

Figures = dict[str, dict[str, float]]


def measured() -> Figures:
    """Return, for each measure and for all together, the claims in the cases, precision and recall (0 to 1)."""
    gold: Counter[str] = Counter()
    found: Counter[str] = Counter()
    extra: Counter[str] = Counter()
    for case in cases():
        if case.disputed:
            continue
        outcome = result(case)
        for counter, said in ((gold, outcome.missing | outcome.found), (found, outcome.found), (extra, outcome.extra)):
            counter.update(one[1] for one in said)
            counter["all"] += len(said)
    names = sorted(gold.keys() | extra.keys(), key=lambda name: (name == "all", -gold[name], name))
    return {
        name: {
            "claims": gold[name],
            "precision": _ratio(found[name], found[name] + extra[name]),
            "recall": _ratio(found[name], gold[name]),
        }
        for name in names
    }


def _ratio(part: int, whole: int) -> float:
    return int(10000 * part / whole) / 10000 if whole else 1.0


def median_quote() -> float:
    """Return the median length of the quotes of all claims read over the suite, in characters."""
    return statistics.median(len(claim.quote) for case in cases() for claim in reading(case).claims)


def missed() -> list[str]:
    """Return the ids of the cases that are not read exactly, without those that are disputed."""
    return [case.id for case in cases() if not case.disputed and not exact(case)]


def kept() -> Figures:
    """Return the figures that may not fall."""
    figures: Figures = yaml.safe_load(FILE.read_text(encoding="utf-8"))["measures"]
    return figures


def fallen(now: Figures) -> list[str]:
    """Return a line for each figure that is lower than the one kept, and for each case that is no longer read."""
    lost = [f"{name}: was read exactly and is not any more" for name in missed() if name not in unread()]
    return lost + [
        f"{name}: {figure} was {before[figure]:.4f}, is {now[name][figure]:.4f}"
        for name, before in kept().items()
        for figure in ("precision", "recall")
        if name in now and now[name][figure] < before[figure] - _SLACK
    ]


def table(figures: Figures) -> str:
    """Return the figures as a table of plain text."""
    lines = [f"{'measure':28} {'claims':>7} {'precision':>10} {'recall':>8}"]
    lines += [
        f"{name:28} {row['claims']:7.0f} {row['precision']:10.4f} {row['recall']:8.4f}" for name, row in figures.items()
    ]
    return "\n".join(lines)


def _write(figures: Figures) -> None:
    header = "# Precision and recall over tests/cases, by measure; written by `python -m tests.quality --update`.\n"
    content = {
        "cases": len(cases()),
        "cases_read_exactly": len(cases()) - len(missed()),
        "median_quote_length": float(median_quote()),
        "measures": figures,
    }
    FILE.write_text(header + yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
    listed = "# Cases that are not read exactly yet; written by `python -m tests.quality --update`.\n"
    UNREAD.write_text(listed + "".join(f"{name}\n" for name in missed()), encoding="utf-8")


def main() -> int:
    """Print the table; with --update or --lower, keep it."""
    parser = argparse.ArgumentParser(description="Precision and recall of the extraction over the case suite")
    parser.add_argument("--update", action="store_true", help="keep these figures; refused if one would fall")
    parser.add_argument("--lower", action="store_true", help="keep these figures even if one falls")
    options = parser.parse_args()
    figures = measured()
    print(table(figures))
    print(
        f"{len(cases()) - len(missed())} of {len(cases())} cases exactly; median quote {median_quote():.0f} characters"
    )
    falls = fallen(figures) if FILE.exists() else []
    print("\n".join(falls))
    if options.lower or (options.update and not falls):
        _write(figures)
    return 1 if falls and not options.lower else 0


if __name__ == "__main__":
    sys.exit(main())

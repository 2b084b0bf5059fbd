"""Write an input folder of invented articles: `python -m benchmarks.generate --articles N --exchanges M --seed S OUT`.

OUT then holds `articles/*.txt` and `sources.csv`, as `build.py --seeds` takes them, and `known.csv`: what they claim.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields
from pathlib import Path

from benchmarks.articles import Known, Written, written

_COLUMNS = ("source_id", "file", "publisher", "title", "authors", "published", "accessed", "url", "archive_url",
            "language", "quote_limit")  # fmt: skip


def write_seeds(articles: Iterable[Written], folder: Path) -> None:
    """Write the articles into a new or empty folder; raises FileExistsError if it holds articles already."""
    (folder / "articles").mkdir(parents=True)
    with (
        (folder / "sources.csv").open("w", encoding="utf-8", newline="") as sources,
        (folder / "known.csv").open("w", encoding="utf-8", newline="") as known,
    ):
        rows = csv.DictWriter(sources, _COLUMNS, restval="", lineterminator="\n")
        claims = csv.DictWriter(known, [field.name for field in fields(Known)], lineterminator="\n")
        rows.writeheader()
        claims.writeheader()
        for number, article in enumerate(articles):
            name = f"{number:06}.txt"
            (folder / "articles" / name).write_text(article.text, encoding="utf-8", newline="\n")
            rows.writerow(_row(article, name))
            claims.writerows(asdict(claim) for claim in article.known)


def _row(article: Written, name: str) -> dict[str, str]:
    return {
        "source_id": article.source_id,
        "file": name,
        "publisher": article.publisher,
        "title": article.title,
        "published": article.published.isoformat(),
        "url": article.url,
        "language": "en",
    }


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks.generate", description="Write invented articles.")
    parser.add_argument("folder", type=Path, metavar="OUT", help="a folder without articles")
    parser.add_argument("--articles", type=int, default=1000, metavar="N")
    parser.add_argument("--exchanges", type=int, default=100, metavar="M", help="at most N, at least N / 20")
    parser.add_argument("--seed", type=int, default=1, metavar="S")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str]) -> int:
    """Run the command and return its exit code: 0 done, 2 the numbers or the folder are wrong."""
    options = _options(arguments)
    try:
        write_seeds(written(options.articles, options.exchanges, options.seed), options.folder)
    except (ValueError, FileExistsError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

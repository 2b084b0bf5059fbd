"""What is read of thousands of texts, as hashes: `python -m tests.readings`, to hold two programs against each other.

The texts are the cases of the suite, the articles of the seeds, generated articles, and cases that were damaged at
random. A change that is only to be faster prints the same before and after; so does extraction as it was compiled.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterable, Iterator
from pathlib import Path

from benchmarks.articles import written
from exchange_ledger.extract import article as module
from exchange_ledger.extract import extract
from exchange_ledger.read import read_seeds
from exchange_ledger.stages import Article
from tests.suite import article, cases

SEEDS = Path(__file__).parent.parent / "seeds"
GENERATED = 400
DAMAGED = 3  # times that each case is damaged in another way
SIGNS = ("", " ", "\n", ".", ",", "“", "-", "’s", " and ", " not ", " 95 ", " a dozen ", " 1,000 ", "İ", "\u00a0", "٣")


def texts() -> Iterator[tuple[str, Iterable[Article]]]:
    """Yield the name of each set, and its articles."""
    yield "cases", (article(case.text, case.published) for case in cases())
    yield "seeds", read_seeds(SEEDS).articles
    made = written(GENERATED, GENERATED // 10, seed=8)
    yield "generated", (article(one.text, one.published.isoformat()) for one in made)
    yield "damaged", _damaged()


def _damaged() -> Iterator[Article]:
    """Yield the cases with words gone, doubled, taken from another case, and signs where they do not belong."""
    drawn = random.Random(20)
    pieces = [piece for case in cases() for piece in case.text.split(" ")]
    for case in cases():
        for _ in range(DAMAGED):
            words = case.text.split(" ")
            for _ in range(drawn.randint(1, 6)):
                at = drawn.randrange(len(words))
                end = at + drawn.randint(0, 2)
                words[at:end] = drawn.choice(([], [drawn.choice(pieces)], words[at:end] * 2, [drawn.choice(SIGNS)]))
                words = words or [""]
            yield article(" ".join(words), case.published)


def hashes() -> Iterator[tuple[str, str]]:
    """Yield the name of each set with a hash of all that was extracted from it: claims, review, spans, mentions."""
    for name, articles in texts():
        total = hashlib.sha256()
        for one in articles:
            total.update(repr(extract(one)).encode("utf-8", "surrogatepass"))
        yield name, total.hexdigest()


if __name__ == "__main__":
    print(f"run from {module.__file__}")
    for name, found in hashes():
        print(name, found)

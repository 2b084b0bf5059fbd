"""Figures as Markdown: medians of the rounds, ratios within each round, and how each row grows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import log
from statistics import median

from benchmarks.measure import Cost
from benchmarks.weight import Weight

FLOOR = ("mkdocs build alone", "frictionless validate alone")
WHOLE = "whole build"
CHANGED = "build, one article changed"
MORE = "build, one article more"
COMPILED = "extract, compiled"


@dataclass(slots=True)
class Size:
    """What was measured at one size: costs by name in the order of the rounds, the site's weight, the claims found."""

    articles: int
    exchanges: int
    costs: dict[str, list[Cost]] = field(default_factory=dict)
    weight: Weight | None = None
    known: int = 0
    found: int = 0

    def note(self, name: str, cost: Cost) -> None:
        """Add one round's cost of the row `name`."""
        self.costs.setdefault(name, []).append(cost)

    @property
    def rounds(self) -> int:
        """Number of rounds of the whole build."""
        return len(self.costs.get(WHOLE, ()))

    def seconds(self, name: str) -> float:
        """Return the median of the rounds."""
        return median(cost.seconds for cost in self.costs[name])

    def ratio(self, name: str, others: Iterable[str], of: str = "seconds") -> float:
        """Return the median over the rounds of `name` divided by the sum of `others` in the same round."""
        rounds = zip(*(self.costs[other] for other in others), strict=True)
        totals = [sum(getattr(cost, of) for cost in costs) for costs in rounds]
        pairs = zip(self.costs[name], totals, strict=False)  # some rows have a first round only
        return float(median(getattr(cost, of) / all_ for cost, all_ in pairs))


def exponent(sizes: Sequence[tuple[float, float]]) -> float:
    """Return the slope of log(seconds) over log(articles) by least squares: 1 is linear, 2 quadratic."""
    points = [(log(articles), log(seconds)) for articles, seconds in sizes]
    middle_x = sum(x for x, _ in points) / len(points)
    middle_y = sum(y for _, y in points) / len(points)
    spread = sum((x - middle_x) ** 2 for x, _ in points)
    return sum((x - middle_x) * (y - middle_y) for x, y in points) / spread


def _rows(cells: Iterable[Sequence[str]]) -> str:
    header, *rows = cells
    rule = ["---"] + ["---:"] * (len(header) - 1)
    return "\n".join(f"| {' | '.join(row)} |" for row in (header, rule, *rows))


def _seconds(seconds: float) -> str:
    return f"{seconds:,.2f}" if seconds < 100 else f"{seconds:,.0f}"


def cost_table(size: Size) -> str:
    """Return one size's table: seconds, articles per second, peak memory."""
    rows = [
        [
            name,
            _seconds(size.seconds(name)),
            _seconds(median(cost.work for cost in costs)),
            f"{size.articles / size.seconds(name):,.0f}",
            f"{max(cost.peak for cost in costs) / 2**20:,.0f}",
        ]
        for name, costs in size.costs.items()
    ]
    return _rows([["", "seconds", "of processors", "articles per second", "peak MiB"], *rows])


def ratio_table(sizes: Sequence[Size]) -> str:
    """Return the ratios of all sizes, each row against what it is measured by."""
    rows = [
        ("whole build / floor", WHOLE, FLOOR),
        ("nothing changed / whole build", "build, nothing changed", (WHOLE,)),
        ("one article changed / whole build", CHANGED, (WHOLE,)),
        ("one article more / whole build", MORE, (WHOLE,)),
    ]
    cells = [
        [title + note, *(f"{size.ratio(name, others, of):.3f}" if name in size.costs else "" for size in sizes)]
        for of, note in (("seconds", ""), ("work", ", seconds of processors"))
        for title, name, others in rows
        if any(name in size.costs for size in sizes)
    ]
    return _rows([["", *_headings(sizes)], *cells])


def growth_table(sizes: Sequence[Size]) -> str:
    """Return for each row its seconds at each size and the exponent of its growth."""
    cells = []
    for name in (name for name in sizes[0].costs if all(name in size.costs for size in sizes)):
        seconds = [size.seconds(name) for size in sizes]
        slope = exponent([(size.articles, value) for size, value in zip(sizes, seconds, strict=True)])
        cells.append([name, *map(_seconds, seconds), f"{slope:.2f}"])
    return _rows([["", *_headings(sizes), "exponent"], *cells])


def site_table(sizes: Sequence[Size]) -> str:
    """Return the weight of the site at each size."""
    weights = [size.weight for size in sizes if size.weight]
    cells = [
        ["pages", *(f"{weight.pages:,}" for weight in weights)],
        ["site, MiB", *(f"{weight.site / 2**20:,.1f}" for weight in weights)],
        ["search index, KiB (gzip)", *(_pair(w.search_index, w.search_index_compressed) for w in weights)],
        ["median page, KiB (gzip)", *(_pair(w.median_page, w.median_page_compressed) for w in weights)],
        ["largest page, KiB", *(f"{weight.largest_page / 1024:,.0f}" for weight in weights)],
        ["known claims found", *(f"{size.found:,} of {size.known:,}" for size in sizes)],
    ]
    return _rows([["", *_headings(sizes)], *cells])


def _pair(plain: int, compressed: int) -> str:
    return f"{plain / 1024:,.0f} ({compressed / 1024:,.0f})"


def _headings(sizes: Iterable[Size]) -> list[str]:
    return [f"{size.articles:,} articles, {size.exchanges:,} exchanges" for size in sizes]


def report(sizes: Sequence[Size], machine: str, compiling: float) -> str:
    """Return everything that was measured, as Markdown; `compiling` are the seconds that compiling extraction took."""
    rounds = ", ".join(f"{size.rounds} of {size.articles:,} articles" for size in sizes)
    parts = [
        f"Measured on {machine}. Medians of the rounds ({rounds}); ratios are taken within each round. The "
        f"stages alone, but for extraction, and one article more were measured once. Compiling took {compiling:.0f} s."
    ]
    for size, heading in zip(sizes, _headings(sizes), strict=True):
        parts += [f"### {heading}", cost_table(size)]
    parts += ["### Ratios", ratio_table(sizes)]
    if len(sizes) > 1:
        parts += ["### Growth", "Seconds, and the exponent of growth (1 is linear).", growth_table(sizes)]
    return "\n\n".join([*parts, "### The site", site_table(sizes)]) + "\n"

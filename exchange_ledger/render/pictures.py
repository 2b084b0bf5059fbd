"""The large pictures, as SVG that follows the reader's colours and stands alone.

Altair with vl-convert was chosen over matplotlib: both need no network and give the same bytes again, but Altair's
letters stay text (they can be read aloud, searched and take the page's font), and its marks carry links.
Small pictures are drawn by the templates.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Any

from markupsafe import Markup, escape

from exchange_ledger.cache import Store
from exchange_ledger.records import Exchange
from exchange_ledger.render import wording
from exchange_ledger.render.exchange_page import chronological
from exchange_ledger.render.overview import running_tallies
from exchange_ledger.render.tables import Package
from exchange_ledger.schema import values

Colours = Mapping[str, tuple[str, str]]

_INK = {"#010101": "ukraine", "#020202": "russia", "#030303": "accent"}
"""Colours that stand for the site's own until the picture is drawn; black and grey become the colour of the text."""

_WIDTH = 860
_SUMMED = "In all exchanges so far"


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: its file's path in the site, its title, what it shows, and the drawing."""

    path: str
    title: str
    caption: str
    drawing: str

    @property
    def svg(self) -> Markup:
        """The picture for a page, which gives it its colours."""
        return Markup(self.drawing)  # noqa: S704 (our own drawing; its texts are escaped)

    def alone(self, colours: Colours) -> str:
        """Return the picture as a file, with its own colours by day and by night."""
        day, night = (";".join(f"--ledger-{name}:{pair[i]}" for name, pair in colours.items()) for i in (0, 1))
        style = (
            f"<style>svg{{color:#1c1e21;{day};font-family:sans-serif}}"
            f"@media (prefers-color-scheme:dark){{svg{{color:#e6e4df;{night}}}}}</style>"
        )
        return self.drawing.replace("</desc>", "</desc>" + style, 1) + "\n"


def pictures(package: Package, store: Store | None = None) -> dict[str, Picture]:
    """Return the large pictures by name; none where there is nothing to draw.

    A `store` keeps them for later builds under what they are drawn from: loading the library alone takes half a second.
    """
    held = [row for row in chronological(package) if row.status != "disrupted" and len(row.date) == 10]
    if len(held) < 2:
        return {}
    shown = [values(card.claim) for card in running_tallies(package)]
    key = store.key(repr([values(row) for row in held]), repr(shown)) if store else ""
    with suppress(KeyError, ValueError, TypeError, AttributeError):  # not kept, or nonsense
        known = json.loads(store.known([key])[key]) if store else {}
        return {name: Picture(**known[name]) for name in ("over_time", "tallies")}
    drawn = {"over_time": _over_time(held), "tallies": _tallies(package, held)}
    if store:
        store.keep({key: json.dumps({name: asdict(one) for name, one in drawn.items()}).encode()}, [key])
    return drawn


def _counts(exchanges: Sequence[Exchange]) -> list[dict[str, Any]]:
    """Return a row for each known count of people: date, side, people, and the sum of its side up to then."""
    rows: list[dict[str, Any]] = []
    for column, side in (("returned_to_ukraine", "Ukraine"), ("returned_to_russia", "Russia")):
        total = 0
        for exchange in exchanges:
            people = getattr(exchange, column)
            if people is not None:
                total += people
                rows.append({"date": exchange.date, "side": side, "people": people, "total": total})
    return rows


def _over_time(exchanges: Sequence[Exchange]) -> Picture:
    import altair as alt

    rows = _counts(exchanges)
    for row in rows:
        row["signed"] = row["people"] if row["side"] == "Ukraine" else -row["people"]
    base, time = alt.Chart(alt.InlineData(values=rows)), _time(alt, exchanges)
    single = base.mark_rule(strokeWidth=2.4).encode(
        x=time,
        y=_people(alt, "signed", "In each exchange: to Ukraine above, to Russia below"),
        color=_sides(alt),
    )
    summed = base.mark_line(interpolate="step-after", strokeWidth=2.4).encode(
        x=time, y=_people(alt, "total", _SUMMED), color=_sides(alt)
    )
    layers = alt.layer(summed, *(_end(alt, rows, side, time) for side in ("Ukraine", "Russia")))
    first, last = (wording.date(row.date) for row in (exchanges[0], exchanges[-1]))
    title = "People returned, per exchange and in all"
    caption = (
        f"People returned to Ukraine and to Russia, {first} to {last}: above in each exchange, below summed up. "
        "Sums are of the exchanges recorded here alone; exchanges without a number add nothing."
    )
    panels = (single.properties(width=_WIDTH, height=170), layers.properties(width=_WIDTH, height=190))
    return Picture("pictures/over-time.svg", title, caption, _drawn(alt.vconcat(*panels), title, caption))


def _end(alt: Any, rows: Sequence[dict[str, Any]], side: str, time: Any) -> Any:
    """Return the label at the end of a side's line, which spares the reader a legend."""
    last = [row | {"label": f"to {side}"} for row in rows if row["side"] == side][-1:]
    mark = alt.Chart(alt.InlineData(values=last)).mark_text(align="left", dx=6, fontSize=13, fontWeight=600)
    return mark.encode(x=time, y=_people(alt, "total", _SUMMED), text="label:N", color=_sides(alt))


def _tallies(package: Package, exchanges: Sequence[Exchange]) -> Picture:
    import altair as alt

    sums = [row for row in _counts(exchanges) if row["side"] == "Ukraine"]
    reported = [
        {"date": shown.claim.period_end, "total": shown.claim.value}
        for shown in running_tallies(package)
        if len(shown.claim.period_end) == 10
    ]
    time, title = _time(alt, exchanges), "People returned to Ukraine"
    line = alt.Chart(alt.InlineData(values=sums)).mark_line(interpolate="step-after", strokeWidth=2.4, color="#010101")
    points = alt.Chart(alt.InlineData(values=reported)).mark_point(size=45, color="#020202", strokeWidth=2)
    layers = [layer.encode(x=time, y=_people(alt, "total", title)) for layer in (line, points)]
    chart = alt.layer(*layers).properties(width=_WIDTH, height=300)
    title = "Reported totals and the sum of exchanges"
    caption = (
        "Circles: running totals of people returned, as Ukraine’s side reported them. Line: the sum of the exchanges "
        "recorded here. The distance between them is what no exchange here accounts for."
    )
    return Picture("pictures/tallies.svg", title, caption, _drawn(chart, title, caption))


def _time(alt: Any, exchanges: Sequence[Exchange]) -> Any:
    axis = alt.Axis(format="%Y", tickCount="year", title=None, grid=True, labelFlush=False)
    domain = [f"{exchanges[0].date[:4]}-01-01", f"{int(exchanges[-1].date[:4]) + 1}-01-01"]
    return alt.X("date:T", axis=axis, scale=alt.Scale(type="utc", domain=domain))


def _people(alt: Any, field: str, title: str) -> Any:
    axis = alt.Axis(
        title=title or None,
        titleAlign="left",
        titleAngle=0,
        titleAnchor="start",
        titleX=0,
        titleY=-10,
        tickCount=4,
        labelExpr="format(abs(datum.value), ',')",
    )
    return alt.Y(f"{field}:Q", axis=axis)


def _sides(alt: Any) -> Any:
    return alt.Color("side:N", scale=alt.Scale(domain=["Ukraine", "Russia"], range=["#010101", "#020202"]), legend=None)


_CONFIG = {
    "background": "transparent",
    "font": "sans-serif",
    "axis": {
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "gridOpacity": 0.18,
        "gridColor": "#000000",
        "domainOpacity": 0.4,
        "labelBound": False,
        "labelOverlap": False,
        "minExtent": 45,
        "maxExtent": 45,
    },
    "view": {"stroke": None},
    "aria": False,
}


def _drawn(chart: Any, title: str, caption: str) -> str:
    """Return the chart as SVG with a title, a description, and colours that the page or the file gives."""
    import vl_convert

    specification = chart.to_dict() | {"config": _CONFIG, "padding": {"left": 4, "right": 76, "top": 18, "bottom": 4}}
    drawing = vl_convert.vegalite_to_svg(vl_spec=specification)
    for ink, name in _INK.items():
        drawing = drawing.replace(f'"{ink}"', f'"var(--ledger-{name})"')
    drawing = re.sub(r'"(?:#000000|#000|black|#888|#ddd)"', '"currentColor"', drawing)
    drawing = re.sub(r' (?:role|aria-roledescription|aria-hidden|class)="[^"]*"', "", drawing)
    name = re.sub(r"\W+", "-", title.lower())
    head = (
        f' role="img" aria-labelledby="{name}-title {name}-desc"><title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-desc">{escape(caption)}</desc>'
    )
    drawing = re.sub(r' width="[\d.]+" height="[\d.]+"', "", drawing, count=1)
    return re.sub(r">", head, drawing, count=1)

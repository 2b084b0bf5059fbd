"""What the picture of each page says, from the page's own rows or from its title and description."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from exchange_ledger.records import Exchange
from exchange_ledger.render import wording
from exchange_ledger.render.exchange_page import ExchangePage
from exchange_ledger.render.overview import Home
from exchange_ledger.render.previews import Preview
from exchange_ledger.render.routes import Route

_LINE = re.compile(r"^(title|description): (.+)$", re.MULTILINE)


def previews(docs: Path, routes: Iterable[Route], shared: Mapping[str, Any]) -> dict[str, Preview]:
    """Return what the picture of each page says, by the page's address."""
    return {route.address: _preview(docs, route, shared) for route in routes if route.path.endswith(".md")}


def _preview(docs: Path, route: Route, shared: Mapping[str, Any]) -> Preview:
    page = route.row.get("page")
    if isinstance(page, ExchangePage):
        return of_exchange(page)
    if not route.address:
        return of_home(shared["home"])
    front = _front_matter((docs / route.path).read_text(encoding="utf-8"))
    return Preview(front.get("title", ""), front.get("description", ""))


def _front_matter(text: str) -> dict[str, str]:
    """Return title and description of a page as they are told, without the entities that the filter `front` wrote.

    That filter writes JSON, which is read ten times as fast as YAML.
    """
    front = text.split("---\n", 2)[1] if text.startswith("---\n") else ""
    values = (
        (name, json.loads(value) if value[0] == '"' else yaml.safe_load(value)) for name, value in _LINE.findall(front)
    )
    return {name: html.unescape(value) for name, value in values if isinstance(value, str)}


def of_home(home: Home) -> Preview:
    """Return what the picture of the front page says: the latest total, and whose it is."""
    text = f"{wording.number(home.exchanges)} events recorded, {wording.number(home.quoted)} with the sentence itself"
    if home.tally is None:
        return Preview("Prisoner exchanges between Ukraine and Russia", text)
    label = f"people returned, as Ukraine’s side reports up to {wording.date(home.tally.claim.period_end)}"
    return Preview("Prisoner exchanges between Ukraine and Russia", text, ((home.tally.value, label, "ukraine"),))


def of_exchange(page: ExchangePage) -> Preview:
    """Return what the picture of an exchange says: both counts, its number, and what stands behind it."""
    row = page.exchange
    known = [f"{wording.ordinal(row.sequence_number)} exchange by Ukraine’s count"] if row.sequence_number else []
    known.append(f"{_counted(row.claims, 'claim')} from {_counted(row.sources, 'source')}")
    known += [f"best evidence: {row.standing}"] if row.standing else []
    known += ["disputed"] if row.disputed else []
    if row.status == "disrupted":
        known.insert(0, page.lead.rstrip("."))
    return Preview(page.title, " · ".join(known), tuple(_figures(row)))


def _figures(row: Exchange) -> Iterable[tuple[str, str, str]]:
    if row.status == "disrupted":
        return
    for side in ("ukraine", "russia"):
        people, bodies = getattr(row, f"returned_to_{side}"), getattr(row, f"bodies_to_{side}")
        said = wording.hedged(people, getattr(row, f"returned_to_{side}_qualifier"))
        where = wording.SIDES[side]
        if row.kind == "bodies":
            yield wording.number(bodies) or "not known", f"bodies returned to {where}", side
        else:
            yield said or "not known", f"people returned to {where}", side


def _counted(count: int, noun: str) -> str:
    return f"{wording.number(count)} {noun}{'' if count == 1 else 's'}"

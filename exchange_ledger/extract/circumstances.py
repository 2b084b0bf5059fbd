"""Mediators, agreements, places, and numbers kept back."""

from __future__ import annotations

from itertools import dropwhile

from exchange_ledger.extract.reader import PLANNED, Reader


def circumstances(reader: Reader) -> None:
    """Read mediators, agreements, places, and numbers kept back."""
    for key, measure in (("mediator", "mediator"), ("framework", "framework"), ("location", "location")):
        seen: set[str] = set()
        for match, chunk, at in reader.each(key):
            name = str(chunk.get("name"))
            told = chunk.get("name") and name not in seen and not _speaks(reader, at)
            told = told and not (key == "mediator" and _place(reader, at))
            if told and not _ahead(reader, at, key == "location"):
                seen.add(name)
                reader.add(match, measure, reader.event(at), text=name)
    for match, _, _ in reader.each("withheld"):
        event = reader.context.event
        neither = reader.one.chunks[match.start].text.lower().startswith("neither")
        for side in ("ukraine", "russia") if neither else ("ukraine",):
            if event:
                reader.add(match, "people_returned", event, side=side, qualifier="withheld")
        if event:
            return


def _place(reader: Reader, at: int) -> bool:
    """Whether a state or its capital is only where others talk: "the US-brokered talks in Abu Dhabi"."""
    before = reader.one.chunks[max(0, at - 6) : at]
    near = [chunk for chunk in before[-3:] if chunk.kind not in {"DET", "WORD", "MEDIATOR"}]
    held = bool(near) and near[-1].kind == "FROM" and bool(near[-1].get("inside"))
    return held and any(chunk.kind == "HELP" for chunk in before)


def _speaks(reader: Reader, at: int) -> bool:
    """Whether a state is only that of officials who say something: "mediated it, U.S. and Saudi officials said"."""
    behind = (chunk.kind for chunk in reader.one.chunks[at + 1 : at + 6])
    who = list(dropwhile(lambda kind: kind in {"AND", "MEDIATOR", "SIDEADJ"}, behind))
    return who[:1] == ["OTHERPEOPLE"] and "".join(who[1:2]).startswith("SAY.")


def _ahead(reader: Reader, at: int, only_before: bool) -> bool:
    """Whether the clause tells of something to come; "the effort to bring them back" is done.

    `only_before`: what is still to come after the place ("are in Belarus and will be flown home") does not count.
    """
    if only_before:
        return any(chunk.kind.endswith(PLANNED) for chunk in reader.one.chunks[max(0, at - 6) : at])
    return reader.planned(at, but="to ")

"""Words for what the tables hold: dates, numbers with their hedges, sides, claims as short sentences."""

from __future__ import annotations

import re

from exchange_ledger import vocabulary
from exchange_ledger.identity import number_text
from exchange_ledger.records import Check, Claim, Withdrawn

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

SIDES = {"ukraine": "Ukraine", "russia": "Russia", "both": "both sides together", "third": "third parties"}

STATUSES = {
    "completed": "Completed",
    "announced": "Announced",
    "disrupted": "Called off",
    "return": "Return outside an exchange",
    "": "Not known",
}

KINDS = {"prisoners": "People", "bodies": "Bodies of the fallen", "both": "People and bodies"}

BASES = {
    "quoted": "The sentence itself is published here, and its place in the article was checked.",
    "linked": "The address of the report is given here; its sentence is not.",
    "unconfirmed": "A report was named for it, but the page was not found to say so. It decides nothing.",
    "derived": "No source states it. It follows from other figures, which are named.",
    "withdrawn": "An editor rejected it. It stays here so that its address keeps its meaning.",
}
"""The five standings of a figure and what they mean; each is visible beside every figure."""

OUTCOMES = {"fails": "Fails", "open": "Open", "holds": "Holds"}

CHECKED = {
    "confirmed": "the page was found to say so",
    "contradicted": "the page says something else",
    "not_found": "the page could not be found",
    "": "",
}

_HEDGES = {"about": "about ", "at_least": "at least ", "more_than": "more than ", "less_than": "less than "}


def number(value: float | int | str | None) -> str:
    """Return a number with a comma between thousands, as English texts print it; empty for none."""
    if value is None or value == "":
        return ""
    whole, _, rest = number_text(float(value)).partition(".")
    grouped = f"{int(whole):,}".replace("-", "−")
    return f"{grouped}.{rest}" if rest else grouped


def hedged(value: float | int | None, qualifier: str) -> str:
    """Return a number with its hedge in words: `about 3,956`, `some`, `withheld`."""
    if qualifier == "withheld":
        return "number withheld"
    if value is None:
        return "some, no number given" if qualifier == "some" else ""
    return _HEDGES.get(qualifier, "") + number(value)


def size(count: int) -> str:
    """Return a number of bytes as people say it, in decimal units: `900 B`, `13 kB`, `1.1 MB`."""
    if count < 1000:
        return f"{count} B"
    return f"{count / 1000:,.0f} kB" if count < 999_500 else f"{count / 1_000_000:,.1f} MB"


def date(day: str) -> str:
    """Return an ISO date in words, as exact as it is: `31 January 2024`, `January 2024`, `2024`."""
    if not re.fullmatch(r"\d{4}(-\d\d){0,2}", day):
        return day
    parts = day.split("-")
    words = [parts[0]]
    if len(parts) > 1:
        words.insert(0, MONTHS[int(parts[1]) - 1])
    if len(parts) > 2:
        words.insert(0, str(int(parts[2])))
    return " ".join(words)


def period(start: str, end: str) -> str:
    """Return a period in words."""
    if start and end and start[:4] == end[:4] and start[4:] in ("-01-01", "") and end[4:] in ("-12-31", ""):
        return start[:4]
    if start and end:
        return f"{date(start)} to {date(end)}"
    return f"up to {date(end)}" if end else f"from {date(start)}" if start else "no dates given"


def ordinal(value: int) -> str:
    """Return `1st`, `50th`, `61st`."""
    last = "th" if value % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{value}{last}"


def category(dimension: str, name: str) -> str:
    """Return the title of a part, or its name if the vocabulary has none."""
    known = vocabulary.dimensions().get(dimension)
    return known.categories.get(name, name.replace("_", " ")) if known else name.replace("_", " ")


def dimension(name: str) -> str:
    """Return the title of a way of dividing people."""
    known = vocabulary.dimensions().get(name)
    return known.title if known else name.replace("_", " ")


def measure(name: str) -> str:
    """Return the title of a measure."""
    known = vocabulary.measures().get(name)
    return known.title if known else name.replace("_", " ")


def rule(name: str) -> str:
    """Return the name of a check's rule in words."""
    known = vocabulary.check_rules().get(name)
    return known.title if known else name.replace("_", " ").capitalize()


def equation(check: Check) -> str:
    """Return the arithmetic of a check as it is to be read: with `≠` where it fails, with a true minus sign."""
    text = check.expression.replace(" - ", " − ")
    return text.replace(" = ", " ≠ ") if check.outcome == "fails" else text


def value_of(claim: Claim | Withdrawn) -> str:
    """Return what the claim states, without saying of what: `150`, `more than 16,000`, `61st`, `Türkiye`."""
    if claim.measure == "status":
        return STATUSES.get(claim.text_value, claim.text_value)
    if claim.text_value:
        return claim.text_value
    if claim.measure == "sequence_number" and claim.value is not None:
        return ordinal(int(claim.value))
    unit = {"reported_abuse_percent": "%", "ratio_of_bodies_returned": " times"}.get(claim.measure, "")
    return hedged(claim.value, claim.qualifier) + (unit if claim.value is not None else "")


def _of_whom(claim: Claim | Withdrawn) -> str:
    if not claim.side:
        return ""
    if claim.measure == "people_held":
        return {"ukraine": " held by Russia", "russia": " held by Ukraine"}.get(claim.side, " held by both sides")
    if claim.measure in ("people_returned", "bodies_returned"):
        return f" to {SIDES[claim.side]}" if claim.side != "both" else ", both sides together"
    return f", people of {SIDES[claim.side]}"


def subject(claim: Claim | Withdrawn) -> str:
    """Return what the claim is about: `People returned to Ukraine: National Guard`."""
    title = "People" if claim.measure == "people_held" else measure(claim.measure)
    part = f": {category(claim.dimension, claim.category)}" if claim.category else ""
    return title + _of_whom(claim) + part

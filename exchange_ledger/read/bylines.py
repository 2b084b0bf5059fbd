"""Bylines: short lines at the top of an article that say who published it and when."""

from __future__ import annotations

import re
from datetime import date

_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
           "november", "december")  # fmt: skip
_MONTH = "(?P<month>" + "|".join(f"{name[:3]}(?:{name[3:]})?\\.?" for name in _MONTHS).replace("sep(", "sept?(") + ")"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_DATES = (
    re.compile(rf"(?<!\d){_WEEKDAY}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH},?\s+(?P<year>20\d\d)\b", re.I),
    re.compile(rf"{_WEEKDAY}\b{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>20\d\d)\b", re.IGNORECASE),
    re.compile(rf"\b{_WEEKDAY}(?P<year>20\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?=\b|T)", re.IGNORECASE),
    re.compile(r"(?<![\d.])(?P<day>\d\d)\.(?P<month>\d\d)\.(?P<year>20\d\d)(?![\d.]\d)"),
)  # fmt: skip
"""Dates with a year that can be read in one way only: 4/7/2025 is none."""

_CLOCK = re.compile(
    r"\bat\b|\d{1,2}[:.]\d{2}(?::\d{2})?\s*(?:[ap]\.?m\.?)?|\b(?:[A-Z]{2,4}|UTC[+-]\d+)\b(?=\W*$)", re.I
)
_COUNTERS = re.compile(r"\b\d[\d,.]*k?\s*(?:min(?:ute)?s?(?:\s+read)?|comments?|views|shares|replies)\b", re.IGNORECASE)
_PLAIN_BYLINE = re.compile(
    r"(?:[Bb]y|BY|[Aa]uthor|[Rr]eporting|[Ee]dited|[Ww]ritten)\b:?\s(?:[A-Z][\w.’'-]*|and|of|our|staff|the|correspondents?|in|for|[,&/–-])(?:\s+(?:[A-Z][\w.’'-]*|and|of|our|staff|the|correspondents?|in|for|[,&/–-]))*"
    r"|(?:[Uu]pdated?|[Pp]ublished|[Pp]osted|[Ll]ast (?:updated|modified))\b.{0,60}"
    r"|.{0,60}\b\d[\d,.]*k? (?:views|min read)\b.{0,20}"
)
_PREPOSITION = re.compile(
    r"\b(?:on|of|since|from|until|till|by|in|before|after|for|to|and|between|dated)\s*$", re.IGNORECASE
)
_UPDATED = re.compile(r"\b(?:updated?|modified|edited|revised)\b", re.IGNORECASE)
_MOST_WORDS = 9


def byline_date(line: str) -> str:
    """Return the day (YYYY-MM-DD) that a byline gives; empty where the line is no byline, or gives none or several."""
    if len(line) > 140 or "20" not in line:  # each pattern asks for a year
        return ""
    if _UPDATED.search(line):
        return ""
    matches = [found for pattern in _DATES for found in pattern.finditer(line)]
    if len(matches) != 1:
        return ""
    found = matches[0]
    before, after = line[: found.start()], line[found.end() :]
    if _PREPOSITION.search(before) or not _is_margin(before, after):
        return ""
    return _iso(found)


def _is_margin(before: str, after: str) -> bool:
    """Return whether the words around a date are those of a byline: few, no sentence, at one side of it or short."""
    rest = [_COUNTERS.sub(" ", _CLOCK.sub(" ", part)).strip(" \t|·•,;:–—-()[]") for part in (before, after)]
    words = sum(len(re.findall(r"\w+", part)) for part in rest)
    return words <= _MOST_WORDS and not any(part.endswith((".", "!", "?", "…", '"', "”")) for part in rest)


def _iso(found: re.Match[str]) -> str:
    month = found["month"].casefold()
    number = int(month) if month.isdecimal() else 1 + next(i for i, name in enumerate(_MONTHS) if name[:3] == month[:3])
    try:
        return date(int(found["year"]), number, int(found["day"])).isoformat()
    except ValueError:
        return ""


def is_byline(line: str) -> bool:
    """Return whether a line says who published the article or when, and nothing else."""
    return bool(byline_date(line)) or (len(line) <= 140 and _PLAIN_BYLINE.fullmatch(line) is not None)

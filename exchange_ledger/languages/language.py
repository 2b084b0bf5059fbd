"""One language, compiled from its tables: words and phrases, the grammar of phrases, the rows that claims come from."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from exchange_ledger import vocabulary
from exchange_ledger.languages.codes import Codes
from exchange_ledger.languages.phrases import spelled_out

Entry = tuple[tuple[str, ...], str, dict[str, Any]]
_FORMS = ("base", "third", "ing", "past", "participle")
_ROWS = ("patterns", "facts")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The loader in C where there is one: it takes a tenth of the time."""

_LEXICON = ("people", "categories", "sides", "claimants", "mediators", "locations", "words")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a phrase file: what it matches, and what it says then."""

    name: str
    pattern: re.Pattern[str]
    labels: tuple[str, ...]
    claim: dict[str, Any]
    example: str = ""
    near_miss: str = ""


@dataclass(frozen=True, slots=True)
class Phrase:
    """One row of the grammar of phrases: the chunks that become one."""

    kind: str
    pattern: re.Pattern[str]
    sets: dict[str, Any]


@dataclass(slots=True)
class Language:
    """Everything that the engine knows of a language."""

    name: str
    entries: dict[str, list[Entry]]
    phrases: dict[tuple[str, ...], Entry]
    lengths: dict[str, tuple[int, ...]]
    numbers: dict[str, Any]
    calendar: dict[str, Any]
    levels: tuple[tuple[Phrase, ...], ...]
    rows: tuple[Row, ...]
    rows_by_key: dict[str, tuple[Row, ...]]
    blocks: dict[str, Any]
    codes: Codes
    trigger: re.Pattern[str]
    settings: dict[str, Any] = field(default_factory=dict)
    topic: tuple[str, ...] = ()


def _read(name: str, table: str) -> Any:
    text = (files(__package__) / name / f"{table}.yaml").read_text(encoding="utf-8")
    return yaml.load(text, Loader=_LOADER) or {}  # noqa: S506 (a SafeLoader)


@cache
def languages() -> tuple[str, ...]:
    """Return the names of the languages that there are tables for."""
    folders = (item for item in files(__package__).iterdir() if (item / "grammar.yaml").is_file())
    return tuple(sorted(folder.name for folder in folders))


@cache
def language(name: str) -> Language:
    """Return a language by its name (BCP 47, `en`); its tables are read and compiled once."""
    entries: dict[str, list[Entry]] = {}
    for table in _LEXICON:
        for kind, rows in _read(name, table).items():
            for row in rows:
                _add(entries, kind, row)
    for verb, rows in _read(name, "verbs").items():
        for row in rows:
            _add_verb(entries, verb, row)
    for listed in entries.values():
        listed.sort(key=lambda entry: -len(entry[0]))
    grammar = _read(name, "grammar")
    codes = Codes(grammar.get("names", {}))
    levels = tuple(tuple(_phrase(codes, row) for row in level) for level in grammar["levels"])
    rows = tuple(_row(codes, row) for table in _ROWS for row in _read(name, table))
    return Language(
        name=name,
        entries=entries,
        phrases=_phrases(entries),
        lengths={first: tuple(dict.fromkeys(len(words) for words, *_ in listed)) for first, listed in entries.items()},
        numbers=_read(name, "numbers"),
        calendar=_read(name, "calendar"),
        levels=levels,
        rows=rows,
        rows_by_key={key: tuple(row for row in rows if key in row.claim) for row in rows for key in row.claim},
        blocks=_read(name, "blocks"),
        codes=codes,
        trigger=re.compile(grammar["trigger"], re.IGNORECASE),
        settings=grammar.get("settings", {}),
        topic=tuple(grammar["topic"]),
    )


def _phrases(entries: dict[str, list[Entry]]) -> dict[tuple[str, ...], Entry]:
    """Return each phrase by its words; of several rows for the same words the first counts."""
    phrases: dict[tuple[str, ...], Entry] = {}
    for listed in entries.values():
        for entry in listed:
            phrases.setdefault(entry[0], entry)
    return phrases


def _attributes(row: dict[str, Any]) -> dict[str, Any]:
    dimensions = vocabulary.dimensions()
    attributes = {key: value for key, value in row.items() if key not in dimensions and key not in {"say", "forms"}}
    categories = tuple((key, value) for key, value in row.items() if key in dimensions)
    return attributes | ({"categories": categories} if categories else {})


def _add(entries: dict[str, list[Entry]], kind: str, row: dict[str, Any]) -> None:
    attributes = _attributes(row)
    for phrase in row["say"]:
        for words in spelled_out(phrase):
            entries.setdefault(words[0], []).append((words, kind, attributes))


def _add_verb(entries: dict[str, list[Entry]], verb: str, row: dict[str, Any]) -> None:
    attributes = {key: value for key, value in row.items() if key not in {"forms", "with"}} | {"verb": verb}
    forms = row["forms"]
    for name, form in zip(_FORMS, forms, strict=True):
        kind = f"V{name}"
        if name == "past" and form == forms[4]:
            kind = "Vdone"
        if (name == "participle" and form == forms[3]) or (name == "base" and form == forms[3]):
            continue
        if verb in {"BE", "HAVE"}:
            kind = verb
        for particle in row.get("with", [""]):
            for words in spelled_out(f"{form} {particle}"):
                entries.setdefault(words[0], []).append((words, kind, attributes | {"form": name}))


def _phrase(codes: Codes, row: dict[str, Any]) -> Phrase:
    return Phrase(row["make"], codes.compiled(row["of"]), row.get("set", {}))


def _row(codes: Codes, row: dict[str, Any]) -> Row:
    pattern = codes.compiled(row["match"])
    return Row(
        row["id"],
        pattern,
        tuple(pattern.groupindex),
        row.get("claim", {}),
        row.get("example", ""),
        row.get("near_miss", ""),
    )

"""One language, compiled from its tables: words and phrases, the grammar of phrases, the rows that claims come from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, Final

from exchange_ledger import vocabulary
from exchange_ledger.languages.codes import Codes
from exchange_ledger.languages.lexicon import Entry, Lexicon
from exchange_ledger.languages.needed import Needs
from exchange_ledger.languages.numbers import prepared
from exchange_ledger.languages.phrases import spelled_out
from exchange_ledger.languages.spotter import Spotter, WordSpotter
from exchange_ledger.tables import read_table

_FORMS: Final = ("base", "third", "ing", "past", "participle")
_VERB: Final = "{verb}"
_ROWS: Final = ("patterns", "facts")
_LEXICON: Final = ("people", "categories", "sides", "claimants", "mediators", "locations", "words")


@dataclass(slots=True)
class _Spelled:
    """What a row matches: a regular expression over codes, compiled when it is first looked for; most never are.

    Kept by hand: where this module is compiled itself, a `cached_property` would be found anew each time.
    """

    spelled: str
    _pattern: re.Pattern[str] | None = field(default=None, init=False, repr=False, compare=False)
    _labels: tuple[str, ...] = field(default=(), init=False, repr=False, compare=False)

    @property
    def pattern(self) -> re.Pattern[str]:
        """The regular expression, compiled."""
        if self._pattern is None:
            self._pattern = re.compile(self.spelled)
            self._labels = tuple(self._pattern.groupindex)
        return self._pattern

    @property
    def labels(self) -> tuple[str, ...]:
        """The names of its labelled chunks, in their order."""
        return self._labels if self._pattern else tuple(self.pattern.groupindex)


@dataclass(slots=True)
class Row(_Spelled):
    """One row of a phrase file: what it matches, and what it says then."""

    name: str
    claim: dict[str, Any]
    example: str = ""
    near_miss: str = ""


@dataclass(slots=True)
class Phrase(_Spelled):
    """One row of the grammar of phrases: the chunks that become one."""

    kind: str
    sets: dict[str, Any]
    mood: str

    def made(self, attributes: dict[str, Any]) -> str:
        """Return the kind of the chunk that is made, which may name the class of its verb: `{verb}.done`."""
        return attributes["verb"] + self.mood if self.mood else self.kind


@dataclass(slots=True)
class Language:
    """Everything that the engine knows of a language."""

    name: str
    lexicon: Lexicon
    numbers: dict[str, Any]
    calendar: dict[str, Any]
    phrases: tuple[Phrase, ...]
    phrases_needs: Needs
    rows: tuple[Row, ...]
    rows_needs: Needs
    blocks: dict[str, Any]
    codes: Codes
    trigger: WordSpotter
    settings: dict[str, Any] = field(default_factory=dict)
    topic: tuple[Spotter, ...] = ()
    elsewhere: tuple[tuple[Spotter, Spotter], ...] = ()


def _read(name: str, table: str) -> Any:
    return read_table(__package__, f"{name}/{table}.yaml") or {}


@cache
def languages() -> tuple[str, ...]:
    """Return the names of the languages that there are tables for."""
    folders = (item for item in files(__package__).iterdir() if (item / "grammar.yaml").is_file())
    return tuple(sorted(folder.name for folder in folders))


@cache
def language(name: str) -> Language:
    """Return a language by its name (BCP 47, `en`); its tables are read and compiled once."""
    grammar = _read(name, "grammar")
    codes = Codes(grammar.get("names", {}))
    numbers, calendar = prepared(_read(name, "numbers")), _read(name, "calendar")
    phrases = tuple(_phrase(codes, row) for level in grammar["levels"] for row in level)
    rows = tuple(_row(codes, row) for table in _ROWS for row in _read(name, table))
    return Language(
        name=name,
        lexicon=Lexicon(_entries(name), numbers, calendar, codes),
        numbers=numbers,
        calendar=calendar,
        phrases=phrases,
        phrases_needs=Needs([phrase.spelled for phrase in phrases]),
        rows=rows,
        rows_needs=Needs([row.spelled for row in rows]),
        blocks=_read(name, "blocks"),
        codes=codes,
        trigger=WordSpotter(grammar["trigger"]),
        settings=grammar.get("settings", {}),
        topic=tuple(map(Spotter, grammar["topic"])),
        elsewhere=tuple((Spotter(row["words"]), Spotter(row["unless"])) for row in grammar.get("elsewhere", ())),
    )


def _entries(name: str) -> Iterator[Entry]:
    """Yield each phrase of the tables, in the order of their rows."""
    for table in _LEXICON:
        for kind, rows in _read(name, table).items():
            for row in rows:
                yield from _of_row(kind, row)
    for verb, rows in _read(name, "verbs").items():
        for row in rows:
            yield from _of_verb(verb, row)


def _attributes(row: dict[str, Any]) -> dict[str, Any]:
    dimensions = vocabulary.dimensions()
    attributes = {key: value for key, value in row.items() if key not in dimensions and key not in {"say", "forms"}}
    categories = tuple((key, value) for key, value in row.items() if key in dimensions)
    return attributes | ({"categories": categories} if categories else {})


def _of_row(kind: str, row: dict[str, Any]) -> Iterator[Entry]:
    attributes = _attributes(row)
    for phrase in row["say"]:
        for words in spelled_out(phrase):
            yield words, kind, attributes


def _of_verb(verb: str, row: dict[str, Any]) -> Iterator[Entry]:
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
                yield words, kind, attributes | {"form": name}


def _phrase(codes: Codes, row: dict[str, Any]) -> Phrase:
    kind: str = row["make"]
    mood = kind.removeprefix(_VERB) if kind.startswith(_VERB) else ""
    return Phrase(codes.spelled(row["of"]), kind, row.get("set", {}), mood)


def _row(codes: Codes, row: dict[str, Any]) -> Row:
    claim: dict[str, Any] = row.get("claim", {})
    return Row(codes.spelled(row["match"]), row["id"], claim, row.get("example", ""), row.get("near_miss", ""))

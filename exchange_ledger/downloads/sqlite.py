"""The package as a SQLite file: keys, indexes, full-text search over quotes, and views that answer common questions."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from exchange_ledger.downloads.published import Published
from exchange_ledger.faults import fault
from exchange_ledger.records import TABLES, Column, Row
from exchange_ledger.schema import Cell, columns, foreign_keys, types
from exchange_ledger.tables import read_table

_AFFINITIES = {str: "TEXT", int: "INTEGER", float: "NUMERIC", bool: "INTEGER"}


@cache
def views() -> dict[str, dict[str, str]]:
    """Return the views by their name: the question that each answers, and its SELECT."""
    found: dict[str, dict[str, str]] = read_table("exchange_ledger.downloads", "views.yaml")
    return found


def sqlite_bytes(published: Published) -> bytes:
    """Return the file; the same rows give the same bytes, whatever version of SQLite writes them."""
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "ledger.sqlite"
        connection = sqlite3.connect(path, isolation_level=None)
        try:
            for statement in _settings():
                connection.execute(statement)
            connection.execute("BEGIN")
            _fill(connection, published)
            connection.execute("COMMIT")
            connection.execute("VACUUM")
        finally:
            connection.close()
        return _unsigned(path.read_bytes())


def _settings() -> Iterator[str]:
    yield "PRAGMA ignore_check_constraints = ON"  # `_demand` asks for them, once of each value, in a tenth of the time
    yield "PRAGMA page_size = 4096"
    yield "PRAGMA encoding = 'UTF-8'"
    yield "PRAGMA journal_mode = OFF"


def _fill(connection: sqlite3.Connection, published: Published) -> None:
    for table in TABLES:
        connection.execute(_create(table))
    for table, cells in published.tables():
        _demand(table, cells)
        marks = ", ".join("?" * len(columns(table)))
        rows = zip(*cells, strict=True)
        connection.executemany(f"INSERT INTO {table.table} VALUES ({marks})", rows)  # noqa: S608
    for table in TABLES:
        for name, _, _ in foreign_keys(table):
            connection.execute(f"CREATE INDEX {table.table}_{name} ON {table.table} ({name})")
    _search(connection, published)
    _describe(connection, published)
    for name, view in views().items():
        connection.execute(f"CREATE VIEW {name} AS {view['select']}")


def _demand(table: type[Row], cells: Sequence[Sequence[Cell]]) -> None:
    """Raise LedgerError for a cell that the file's own constraints (CHECK) do not allow."""
    for (name, column), found in zip(columns(table).items(), cells, strict=True):
        for value in set(found) - {None}:
            small = column.minimum is not None and isinstance(value, int | float) and value < column.minimum
            if small or (column.enum and value not in column.enum):
                where = f"{table.table}.json: {name}"
                raise fault(where, f"{value!r} is not allowed there", "build the package again")


def _create(table: type[Row]) -> str:
    """Return the statement that creates a table with its types, keys and constraints."""
    kinds = types(table)
    parts = [_column(name, column, kinds[name]) for name, column in columns(table).items()]
    parts.append(f"PRIMARY KEY ({', '.join(map(_quoted, table.key))})")
    parts += [f"FOREIGN KEY ({_quoted(name)}) REFERENCES {other} ({column})"
              for name, other, column in foreign_keys(table)]  # fmt: skip
    return f"CREATE TABLE {table.table} (\n  " + ",\n  ".join(parts) + "\n)"


def _column(name: str, column: Column, kind: type) -> str:
    text = f"{_quoted(name)} {_AFFINITIES[kind]}" + " NOT NULL" * column.required
    if column.enum:
        text += f" CHECK ({_quoted(name)} IN ({', '.join(map(_literal, column.enum))}))"
    if kind is bool:
        text += f" CHECK ({_quoted(name)} IN (0, 1))"
    if column.minimum is not None:
        text += f" CHECK ({_quoted(name)} >= {column.minimum})"
    return text


def _quoted(name: str) -> str:
    return f'"{name}"'


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _search(connection: sqlite3.Connection, published: Published) -> None:
    """Fill the table `quotes`: `SELECT claim_id FROM quotes WHERE quotes MATCH 'mariupol'`."""
    try:
        connection.execute(
            "CREATE VIRTUAL TABLE quotes USING fts5"
            "(claim_id UNINDEXED, quote, claimant, tokenize = 'unicode61 remove_diacritics 2')"
        )
    except sqlite3.OperationalError as error:
        what = f"its SQLite has no full-text search ({error})"
        raise fault("this Python", what, "use one whose SQLite has FTS5, as nearly all have") from error
    quoted = [(claim.claim_id, claim.quote, claim.claimant) for claim in published.ledger.claims if claim.quote]
    connection.executemany("INSERT INTO quotes VALUES (?, ?, ?)", quoted)
    connection.execute("INSERT INTO quotes (quotes) VALUES ('optimize')")


def _describe(connection: sqlite3.Connection, published: Published) -> None:
    connection.execute("CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT)")
    connection.executemany("INSERT INTO about VALUES (?, ?)", [
        ("title", published.title), ("description", published.description), ("version", published.version),
        ("day", published.day), ("citation", published.citation), ("license", published.settings.license),
        ("address", published.settings.base),
    ])  # fmt: skip
    connection.execute(
        'CREATE TABLE dictionary ("table" TEXT, "column" TEXT, title TEXT, description TEXT, unit TEXT, '
        'PRIMARY KEY ("table", "column"))'
    )
    connection.executemany("INSERT INTO dictionary VALUES (?, ?, ?, ?, ?)", published.dictionary())
    connection.execute("CREATE TABLE questions (view TEXT PRIMARY KEY, question TEXT)")
    connection.executemany(
        "INSERT INTO questions VALUES (?, ?)", [(name, view["question"]) for name, view in views().items()]
    )


def _unsigned(content: bytes) -> bytes:
    """Return the file without the number of the library that wrote it (SQLite file format, header, bytes 92 to 99)."""
    return content[:92] + content[24:28] + (3_040_000).to_bytes(4, "big") + content[100:]

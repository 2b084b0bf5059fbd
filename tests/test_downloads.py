"""Every download holds the same cells, loads with the tools that come with Python, and is the same bytes each time."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import openpyxl
import pandas
import pytest
import xlsxwriter  # type: ignore[import-untyped]
import yaml
from jsonschema import Draft202012Validator
from openpyxl.utils.escape import unescape
from openpyxl.worksheet.worksheet import Worksheet
from pyarrow import parquet

from exchange_ledger import vocabulary
from exchange_ledger.downloads import dataset, download_files, write_downloads
from exchange_ledger.downloads.api_schemas import schemas
from exchange_ledger.downloads.published import Published
from exchange_ledger.downloads.sheets import filled
from exchange_ledger.downloads.spreadsheet import FORMULA_STARTS
from exchange_ledger.downloads.sqlite import sqlite_bytes, views
from exchange_ledger.faults import LedgerError
from exchange_ledger.records import TABLES, Row
from exchange_ledger.schema import TITLES, Cell, cells, columns, csv_name, field_schema, types
from exchange_ledger.settings import Settings
from tests.package_release import SETTINGS, released_package, write_files
from tests.package_sample import CIVILIANS, MARIUPOL, MEDIATOR, PEOPLE

Rows = list[list[Cell]]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    return released_package(tmp_path_factory.mktemp("released"))


@pytest.fixture(scope="module")
def downloads(published: Published, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_files(published, tmp_path_factory.mktemp("site"))


@pytest.fixture
def database(downloads: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"file:{downloads / 'exchange-ledger.sqlite'}?mode=ro", uri=True)) as connection:
        yield connection


def parsed(table: type[Row], name: str, text: str) -> Cell:
    """Return what a cell of CSV means by its schema."""
    kind = types(table)[name]
    if not text:
        return None
    if kind is bool:
        return {"true": True, "false": False}[text]
    return text if kind is str else float(text) if "." in text else int(text)


def from_csv_text(table: type[Row], text: str) -> Rows:
    header, *rows = csv.reader(io.StringIO(text, newline=""))
    assert header == list(columns(table))
    return [[parsed(table, name, cell) for name, cell in zip(header, row, strict=True)] for row in rows]


def from_csv(folder: Path, table: type[Row]) -> Rows:
    return from_csv_text(table, (folder / csv_name(table)).read_text(encoding="utf-8"))


def from_json(folder: Path, table: type[Row]) -> Rows:
    return [list(row.values()) for row in json.loads((folder / f"{table.table}.json").read_text(encoding="utf-8"))]


def from_zip(folder: Path, table: type[Row]) -> Rows:
    with zipfile.ZipFile(folder / "exchange-ledger.zip") as archive:
        return from_csv_text(table, archive.read(f"exchange-ledger/{csv_name(table)}").decode())


def from_sqlite(folder: Path, table: type[Row]) -> Rows:
    order = ", ".join(f'"{name}"' for name in table.key)
    with closing(sqlite3.connect(folder / "exchange-ledger.sqlite")) as connection:
        rows = connection.execute(f"SELECT * FROM {table.table} ORDER BY {order}").fetchall()
    kinds = list(types(table).values())
    return [[bool(cell) if kind is bool else cell for kind, cell in zip(kinds, row, strict=True)] for row in rows]


def from_parquet(folder: Path, table: type[Row]) -> Rows:
    rows = parquet.read_table(folder / "parquet" / f"{table.table}.parquet").to_pylist()
    dates = {name for name in columns(table) if field_schema(table, name)["type"] == "date"}
    return [[cell.isoformat() if name in dates and cell else cell for name, cell in row.items()] for row in rows]


def from_xlsx(folder: Path, table: type[Row]) -> Rows:
    sheet = openpyxl.load_workbook(folder / "exchange-ledger.xlsx")[TITLES[table.table]]
    lines: Any = sheet.iter_rows(values_only=True)
    header, *rows = lines
    assert list(header) == list(columns(table))
    return [list(row) for row in rows if any(cell is not None for cell in row)]


def from_pandas(folder: Path, table: type[Row]) -> Rows:
    frame = pandas.read_csv(folder / csv_name(table), dtype=str, keep_default_na=False)
    return [[parsed(table, name, row[name]) for name in columns(table)] for row in frame.to_dict("records")]


READERS: list[Callable[[Path, type[Row]], Rows]] = [
    from_csv, from_json, from_zip, from_sqlite, from_parquet, from_xlsx, from_pandas
]  # fmt: skip


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.table)
@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.__name__)
def test_a_value_means_the_same_everywhere(
    published: Published, downloads: Path, reader: Callable[[Path, type[Row]], Rows], table: type[Row]
) -> None:
    expected = [list(cells(row).values()) for row in getattr(published.ledger, table.table)]
    assert expected, "the sample fills every table"
    found = reader(downloads, table)
    assert found == expected
    booleans = [place for place, kind in enumerate(types(table).values()) if kind is bool]
    assert all(isinstance(row[place], bool) for row in found for place in booleans)


def test_the_same_package_gives_the_same_bytes(published: Published) -> None:
    again = Published(published.folder, published.settings)
    assert download_files(again) == download_files(published)


SUMS = """
import sys
from pathlib import Path
from exchange_ledger.downloads import download_files
from exchange_ledger.downloads.published import Published
from exchange_ledger.settings import Settings
print(download_files(Published(Path(sys.argv[1]), Settings()))["downloads/SHA256SUMS"].decode())
"""


def sums(folder: Path, environment: dict[str, str]) -> bytes:
    """Return the sums of all downloads as another process makes them."""
    command = [sys.executable, "-c", SUMS, str(folder)]
    root = Path(__file__).parent.parent
    return subprocess.run(command, cwd=root, env=os.environ | environment, capture_output=True, check=True).stdout


def test_neither_place_nor_time_nor_hash_seed_shows(published: Published, tmp_path: Path) -> None:
    copy = tmp_path / "elsewhere"
    shutil.copytree(published.folder, copy)
    surroundings = [
        (published.folder, {"TZ": "Asia/Tokyo", "LC_ALL": "C", "PYTHONHASHSEED": "1"}),
        (copy, {"TZ": "America/New_York", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2", "PYTHONUTF8": "1"}),
    ]
    said = [sums(folder, more) for folder, more in surroundings]
    assert said[0] == said[1]
    assert b"exchange-ledger.xlsx" in said[0]


def test_no_text_of_the_spreadsheet_is_a_formula(downloads: Path) -> None:
    book = openpyxl.load_workbook(downloads / "exchange-ledger.xlsx")
    risky = 0
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", f"{sheet.title} {cell.coordinate}"
                if isinstance(cell.value, str) and cell.value.startswith(FORMULA_STARTS) and sheet.title != "About":
                    assert cell.quotePrefix, f"{sheet.title} {cell.coordinate}"
                    risky += 1
    assert risky >= 5, "the sample holds a text for each sign"


@pytest.mark.parametrize(
    "text", ["<b>&amp;</b>", " a ", "a\nb\tc", "_x0041_", "_x005F_", "=1+1", "@x", "\t-", "“é”", "x" * 32_767]
)
def test_a_sheet_holds_texts_as_they_are(text: str) -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as workbook:
        workbook.add_worksheet().write_blank(0, 0, None, workbook.add_format({"quote_prefix": True}))
    last: list[Cell] = [None, None, None, None, False]
    rows: Rows = [[text, 150, None, 2.5, True], *[last] * 30]
    sheets = {"xl/worksheets/sheet1.xml": list(zip(*rows, strict=True))}
    book = openpyxl.load_workbook(io.BytesIO(filled(stream.getvalue(), sheets, ("=", "@"))))
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    found = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert found[1:] == rows[1:]
    assert [unescape(str(found[0][0])), *found[0][1:]] == rows[0]  # which openpyxl leaves to its callers
    assert sheet["A2"].quotePrefix == text.startswith(("=", "@"))
    assert sheet.dimensions == "A1:E32"


def test_the_cover_says_how_to_cite_and_what_columns_mean(downloads: Path, published: Published) -> None:
    sheet = openpyxl.load_workbook(downloads / "exchange-ledger.xlsx")["About"]
    texts = {cell for row in sheet.iter_rows(values_only=True) for cell in row}
    assert published.citation in texts
    assert {column.description for table in TABLES for column in columns(table).values()} <= texts


@pytest.mark.parametrize(
    ("name", "was", "now"),
    [("claims", '"people_returned"', '"people"'), ("exchanges", '"claims": ', '"claims": -')],
)
def test_no_database_is_made_whose_constraints_forbid_a_cell(
    published: Published, tmp_path: Path, name: str, was: str, now: str
) -> None:
    shutil.copytree(published.folder, tmp_path / "datapackage")
    path = tmp_path / "datapackage" / f"{name}.json"
    path.write_text(path.read_text(encoding="utf-8").replace(was, now), encoding="utf-8")
    with pytest.raises(LedgerError, match=f"{name}.json: .* is not allowed there"):
        sqlite_bytes(Published(tmp_path / "datapackage", published.settings))


def test_the_sums_are_those_of_the_files(downloads: Path) -> None:
    lines = (downloads / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    sums = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    found = {path.relative_to(downloads).as_posix(): path for path in downloads.rglob("*") if path.is_file()}
    assert set(sums) == set(found) - {"SHA256SUMS"}
    assert all(
        hashlib.sha256(path.read_bytes()).hexdigest() == sums[name] for name, path in found.items() if name in sums
    )


def test_the_zip_says_what_it_is(downloads: Path, published: Published) -> None:
    with zipfile.ZipFile(downloads / "exchange-ledger.zip") as archive:
        assert archive.testzip() is None
        readme = archive.read("exchange-ledger/README.txt").decode()
        inside = {name.removeprefix("exchange-ledger/") for name in archive.namelist()}
    assert {path.name for path in published.folder.iterdir()} <= inside
    assert published.citation in readme
    assert all(warning.title in readme for warning in vocabulary.warnings())
    assert all(f"{csv_name(table)}: " in readme for table in TABLES)


def test_the_database_is_sound_and_documented(database: sqlite3.Connection) -> None:
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    described = {(table, column) for table, column in database.execute('SELECT "table", "column" FROM dictionary')}
    assert described >= {(table.table, name) for table in TABLES for name in columns(table)}
    assert dict(database.execute("SELECT view, question FROM questions")) == {
        name: view["question"] for name, view in views().items()
    }
    assert len(views()) == 10


@pytest.mark.parametrize("name", views())
def test_every_view_answers(database: sqlite3.Connection, name: str) -> None:
    assert database.execute(f"SELECT * FROM {name}").fetchall(), "the sample has an answer to each question"


ANSWERS: list[tuple[str, list[tuple[Any, ...]]]] = [
    ("SELECT exchange_id, returned_to_ukraine, mediators FROM exchange_list",
     [("2024-03-14", 84, "United Arab Emirates"), ("2024-04", None, None)]),
    ("SELECT * FROM people_by_year", [("2024", 1, 84, 1, 84, 1)]),
    ("SELECT mediator, exchanges FROM mediator_counts", [("United Arab Emirates", 1)]),
    ("SELECT value, period_end, claimant FROM tallies_over_time", [(3100, "2024-03-14", "Coordination Headquarters")]),
    ("SELECT ukraine_says, russia_says FROM both_sides WHERE exchange_id = '2024-03-14' ORDER BY side",
     [(None, "84"), ("84", None)]),
    ("SELECT outcome, difference FROM open_questions", [("open", -68.5)]),
    ("SELECT claim_id FROM quotes WHERE quotes MATCH 'mariupol'", [(MARIUPOL.claim_id,)]),
    ("SELECT claim_id FROM quotes WHERE quotes MATCH 'emirates'", [(MEDIATOR.claim_id,)]),
    ("SELECT shown, other, other_by FROM disputed_figures", [(84, 3, "Coordination Headquarters")]),
]  # fmt: skip


@pytest.mark.parametrize(("query", "expected"), ANSWERS)
def test_the_views_answer_rightly(database: sqlite3.Connection, query: str, expected: list[tuple[Any, ...]]) -> None:
    assert database.execute(query).fetchall() == expected


def test_the_database_enforces_its_keys(downloads: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite"
    copy.write_bytes((downloads / "exchange-ledger.sqlite").read_bytes())
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        for statement in (
            "INSERT INTO check_claims VALUES ('c1', 'nobody')",
            f"INSERT INTO check_claims VALUES ('c1', '{PEOPLE.claim_id}')",
            f"UPDATE claims SET side = 'theirs' WHERE claim_id = '{PEOPLE.claim_id}'",
            f"UPDATE claims SET measure = NULL WHERE claim_id = '{PEOPLE.claim_id}'",
        ):
            with pytest.raises(sqlite3.IntegrityError):
                connection.execute(statement)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.table)
def test_parquet_explains_its_columns(downloads: Path, table: type[Row]) -> None:
    schema = parquet.read_schema(downloads / "parquet" / f"{table.table}.parquet")
    for name, column in columns(table).items():
        assert schema.field(name).metadata[b"description"].decode() == column.description
        assert schema.field(name).nullable is not column.required


def test_every_file_of_the_api_keeps_to_its_schema(downloads: Path, published: Published) -> None:
    root = downloads.parent / "api" / "v1"
    index = json.loads((root / "index.json").read_text(encoding="utf-8"))
    listed = {
        "exchange": [row["path"] for row in index["exchanges"]],
        "source": [row["path"] for row in index["sources"]],
    }
    kinds = {path: name for name, paths in listed.items() for path in paths}
    kinds |= {path: name for name, path in index["lists"].items()} | {"api/v1/index.json": "index"}
    for path, name in kinds.items():
        content = json.loads((root.parent.parent / path).read_text(encoding="utf-8"))
        written = json.loads((root / "schemas" / f"{name}.json").read_text(encoding="utf-8"))
        assert written == schemas()[name]
        assert list(Draft202012Validator(written).iter_errors(content)) == [], path
        assert content["version"] == published.version
    all_files = {f"api/v1/{path.relative_to(root).as_posix()}" for path in root.rglob("*.json")}
    assert all_files == set(kinds) | set(index["schemas"].values()) | {index["openapi"]}


def test_an_exchange_of_the_api_holds_all_that_belongs_to_it(downloads: Path) -> None:
    path = downloads.parent / "api" / "v1" / "exchanges" / "2024-03-14.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    assert content["exchange"]["returned_to_ukraine"] == 84
    assert len(content["claims"]) == 7
    assert {row["source_id"] for row in content["sources"]} == {"ledger-2024-03-14", "other-2024-03-14"}
    assert [row["check_id"] for row in content["checks"]] == ["c1"]
    assert [row["mediator"] for row in content["mediators"]] == ["United Arab Emirates"]


def test_quotes_are_web_annotations(downloads: Path, published: Published) -> None:
    page = json.loads((downloads / "annotations.jsonld").read_text(encoding="utf-8"))
    found = next(row for row in page["items"] if row["id"].endswith(f"#claim-{CIVILIANS.claim_id}"))
    quote, position = found["target"]["selector"]
    assert (quote["type"], quote["exact"]) == ("TextQuoteSelector", "3 civilians")
    assert (position["type"], position["start"], position["end"]) == (
        "TextPositionSelector", CIVILIANS.quote_start, CIVILIANS.quote_end
    )  # fmt: skip
    sources = {source.source_id: source.url for source in published.ledger.sources}
    assert found["target"]["source"] == sources[CIVILIANS.source_id]
    assert len(page["items"]) == sum(bool(claim.quote) for claim in published.ledger.claims)


def test_every_description_says_the_same_of_the_whole(downloads: Path, published: Published) -> None:
    def read(name: str) -> Any:
        text = (downloads / name).read_text(encoding="utf-8")
        return yaml.safe_load(text) if name.endswith(".cff") else json.loads(text)

    assert {
        read("schema-org.jsonld")["version"], read("dcat.jsonld")["dcat:dataset"]["dcat:version"],
        read("croissant.json")["version"], read("datacite.json")["version"], read("CITATION.cff")["version"],
        read("datapackage.json")["version"],
    } == {published.version}  # fmt: skip
    assert {
        read("schema-org.jsonld")["license"], read("dcat.jsonld")["dcat:dataset"]["dct:license"]["@id"],
        read("croissant.json")["license"], read("datacite.json")["rightsList"][0]["rightsUri"],
    } == {SETTINGS.license_url}  # fmt: skip
    assert {
        read("schema-org.jsonld")["creator"]["name"], read("datacite.json")["creators"][0]["name"],
        read("CITATION.cff")["authors"][0]["name"], read("codemeta.json")["author"][0]["name"],
    } == {SETTINGS.creator}  # fmt: skip
    assert read("schema-org.jsonld")["temporalCoverage"] == "2024-03-14/2024-04"


def test_what_is_offered_is_there_with_its_size_and_sum(downloads: Path) -> None:
    distributions = json.loads((downloads / "schema-org.jsonld").read_text(encoding="utf-8"))["distribution"]
    assert {".csv", ".json", ".parquet", ".sqlite", ".xlsx", ".zip"} <= {
        Path(row["name"]).suffix for row in distributions
    }
    for row in distributions:
        content = (downloads.parent / row["contentUrl"].removeprefix("https://ledger.example/")).read_bytes()
        assert row["contentSize"] == f"{len(content)} B"
        assert row["sha256"] == hashlib.sha256(content).hexdigest()


def test_a_project_without_an_address_has_downloads_all_the_same(published: Published, tmp_path: Path) -> None:
    sizes = write_downloads(published.folder, tmp_path, Settings())
    assert all((tmp_path / path).stat().st_size == size for path, size in sizes.items())
    found = dataset(published.folder, Settings())
    assert "url" not in found
    assert {row["contentUrl"] for row in found["distribution"]} <= set(sizes)

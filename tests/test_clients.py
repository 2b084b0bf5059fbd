"""The package in the programs of others, as they are: each must load it at the first try and see the same cells.

These programs are many and heavy: `make clients` installs those of requirements-clients.txt and runs these tests,
continuous integration always. Where one is missing, its test is left out by name; under `make clients` in continuous
integration that is a failure.
"""

from __future__ import annotations

import csv
import importlib
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import warnings
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pandas
import pytest

from exchange_ledger.downloads.published import Published
from exchange_ledger.downloads.sqlite import views
from exchange_ledger.records import TABLES, Row
from exchange_ledger.schema import TITLES, Cell, cells, columns, csv_name, field_schema, types
from tests.package_release import released_package, write_files

pytestmark = pytest.mark.clients

CLIENTS = Path(__file__).parent / "clients"
ALL = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.table)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    return released_package(tmp_path_factory.mktemp("released"))


@pytest.fixture(scope="module")
def downloads(published: Published, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_files(published, tmp_path_factory.mktemp("site"))


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def served(downloads: Path) -> Iterator[str]:
    """The address of the downloads, served as a web server serves a site."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(downloads.parent)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/downloads/"
    server.shutdown()
    thread.join()
    server.server_close()


def left_out(request: pytest.FixtureRequest, client: str, remedy: str) -> None:
    """Leave a test out by name; fail where every client has to be there."""
    if os.environ.get("CI") and request.config.option.markexpr == "clients":
        pytest.fail(f"{client} is not there; {remedy}")
    pytest.skip(f"{client} is not there; {remedy}")


def module(request: pytest.FixtureRequest, name: str) -> Any:
    """Return a client that is a Python module."""
    if find_spec(name) is None:
        left_out(request, name, "run make clients")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # their own affair
        return importlib.import_module(name)


def program(request: pytest.FixtureRequest, name: str, remedy: str) -> str:
    """Return the path of a client that is a program."""
    # where `make clients` puts programs that need an environment of their own
    own = [str(Path(sys.prefix) / environment / "bin") for environment in ("cff", "builders")]
    found = shutil.which(name, path=os.pathsep.join([os.environ.get("PATH", ""), *own]))
    if found is None:
        left_out(request, name, remedy)
    return str(found)


def run(*command: str | Path, folder: Path | None = None, environment: dict[str, str] | None = None) -> str:
    done = subprocess.run(
        command,
        cwd=folder,
        env=os.environ | (environment or {}),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def expected(published: Published, table: type[Row]) -> list[dict[str, Cell]]:
    return [cells(row) for row in getattr(published.ledger, table.table)]


def plain(value: Any) -> Cell:
    """Return a client's value as a plain one: missing values as None, bytes as text, dates in ISO 8601."""
    if isinstance(value, bytes):
        return value.decode()
    if value is None or (not isinstance(value, str) and pandas.isna(value)):
        return None
    if hasattr(value, "item"):
        value = value.item()
    found: Cell = value.isoformat()[:10] if hasattr(value, "isoformat") else value
    return found


def the_same(found: Sequence[Mapping[Any, Any]], published: Published, table: type[Row]) -> None:
    wanted = expected(published, table)
    assert [{name: plain(value) for name, value in row.items()} for row in found] == wanted


@ALL
def test_pandas_reads_csv_json_and_parquet(published: Published, served: str, table: type[Row]) -> None:
    texts = {name: "string" for name, kind in types(table).items() if kind is str}
    frame = pandas.read_csv(served + csv_name(table), dtype=texts, keep_default_na=False, na_values=[""])
    the_same(frame.to_dict("records"), published, table)
    frame = pandas.read_json(f"{served}{table.table}.json", dtype=False)
    the_same(frame.to_dict("records"), published, table)
    frame = pandas.read_parquet(f"{served}parquet/{table.table}.parquet")
    the_same(frame.to_dict("records"), published, table)


def test_frictionless_reads_the_served_package(published: Published, served: str) -> None:
    from frictionless import Package

    package = Package(f"{served}datapackage.json")
    assert package.validate().valid
    for table in TABLES:
        found = [row.to_dict() for row in package.get_table_resource(table.table).read_rows()]
        wanted = expected(published, table)
        assert [{name: plain(value) for name, value in row.items()} for row in found] == wanted


@pytest.fixture(scope="module")
def duck(request: pytest.FixtureRequest) -> Any:
    connection = module(request, "duckdb").connect()
    extensions = module(request, "duckdb_extensions")
    for name in ("httpfs", "sqlite_scanner"):
        extensions.import_extension(name)
        connection.execute(f"LOAD {name}")
    return connection


def rows_of(answer: Any) -> list[dict[str, Any]]:
    names = [column[0] for column in answer.description]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


@ALL
def test_duckdb_reads_csv_over_http(published: Published, served: str, duck: Any, table: type[Row]) -> None:
    kinds = {str: "VARCHAR", int: "BIGINT", float: "DOUBLE", bool: "BOOLEAN"}
    known = ", ".join(f"'{name}': '{kinds[kind]}'" for name, kind in types(table).items())
    the_same(
        rows_of(duck.execute(f"FROM read_csv('{served}{csv_name(table)}', columns={{{known}}})")), published, table
    )


@ALL
def test_duckdb_reads_parquet_over_http(published: Published, served: str, duck: Any, table: type[Row]) -> None:
    the_same(rows_of(duck.execute(f"FROM '{served}parquet/{table.table}.parquet'")), published, table)


def test_duckdb_reads_sqlite_over_http(published: Published, served: str, duck: Any) -> None:
    duck.execute(f"ATTACH '{served}exchange-ledger.sqlite' AS ledger (TYPE sqlite, READ_ONLY)")
    for table in TABLES:
        order = ", ".join(f'"{name}"' for name in table.key)
        found = rows_of(duck.execute(f"FROM ledger.{table.table} ORDER BY {order} NULLS FIRST"))
        the_same([_with_booleans(table, row) for row in found], published, table)
    duck.execute("DETACH ledger")


def _with_booleans(table: type[Row], row: dict[str, Any]) -> dict[str, Any]:
    return {name: bool(value) if types(table)[name] is bool else value for name, value in row.items()}


def test_the_command_line_of_sqlite_knows_the_views(request: pytest.FixtureRequest, downloads: Path) -> None:
    command = program(request, "sqlite3", "apt-get install sqlite3")
    for name in views():
        found = run(command, "-json", downloads / "exchange-ledger.sqlite", f"SELECT * FROM {name}")
        assert json.loads(found)


def test_mlcroissant_loads_and_streams_every_record(
    request: pytest.FixtureRequest, published: Published, downloads: Path
) -> None:
    croissant = module(request, "mlcroissant")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        data = croissant.Dataset(jsonld=str(downloads / "croissant.json"))
        assert not data.metadata.ctx.issues.errors
        assert not data.metadata.ctx.issues.warnings
        for table in TABLES:
            found = [
                {key.split("/", 1)[1]: value for key, value in record.items()} for record in data.records(table.table)
            ]
            whole = {name for name in columns(table) if types(table)[name] is str}
            for row in found:  # it guesses types before it is told them: a version "1" comes back as "1.0"
                row |= {name: _as_text(plain(row[name])) for name in whole}
            the_same(found, published, table)


def _as_text(value: Cell) -> Cell:
    return re.sub(r"^(\d+)\.0$", r"\1", value) if isinstance(value, str) else value


PREFIXES = """
PREFIX dcat: <http://www.w3.org/ns/dcat#> PREFIX dct: <http://purl.org/dc/terms/> PREFIX sc: <https://schema.org/>
PREFIX spdx: <http://spdx.org/rdf/terms#>
"""


def linked_data(request: pytest.FixtureRequest, path: Path) -> Any:
    graph = module(request, "rdflib").Graph()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return graph.parse(path, format="json-ld")


def test_rdflib_reads_the_catalogue(request: pytest.FixtureRequest, published: Published, downloads: Path) -> None:
    graph = linked_data(request, downloads / "dcat.jsonld")
    query = """SELECT ?title ?version ?license WHERE { ?catalogue a dcat:Catalog; dcat:dataset ?set .
               ?set a dcat:Dataset; dct:title ?title; dcat:version ?version; dct:license ?license }"""
    found = [[str(value) for value in row] for row in graph.query(PREFIXES + query)]
    assert found == [[published.title, published.version, published.settings.license_url]]
    query = """SELECT ?url ?size ?sum WHERE { ?file a dcat:Distribution; dcat:downloadURL ?url; dcat:byteSize ?size;
               spdx:checksum/spdx:checksumValue ?sum }"""
    offered = {str(url): int(size) for url, size, _ in graph.query(PREFIXES + query)}
    base = f"{published.settings.base}downloads/"
    assert offered[f"{base}claims.csv"] == (downloads / "claims.csv").stat().st_size
    assert f"{base}exchange-ledger.zip" in offered


def test_rdflib_reads_what_search_engines_read(
    request: pytest.FixtureRequest, published: Published, downloads: Path
) -> None:
    graph = linked_data(request, downloads / "schema-org.jsonld")
    query = """SELECT ?name ?version (COUNT(DISTINCT ?file) AS ?files) (COUNT(DISTINCT ?measure) AS ?measures)
               WHERE { ?set a sc:Dataset; sc:name ?name; sc:version ?version; sc:distribution ?file;
               sc:variableMeasured ?measure } GROUP BY ?name ?version"""
    [(name, version, files, measures)] = graph.query(PREFIXES + query)
    assert (str(name), str(version)) == (published.title, published.version)
    assert int(files) > len(TABLES)
    assert int(measures) >= 15


@pytest.mark.filterwarnings("ignore")
def test_csvw_validates_and_reads_every_table(
    request: pytest.FixtureRequest, published: Published, downloads: Path
) -> None:
    found = module(request, "csvw").CSVW(str(downloads / "csv-metadata.json"), validate=True)
    assert found.is_valid, found.warnings
    tables = {table.url.string: table for table in found.tables}
    for table in TABLES:
        rows = [dict(row) for row in tables[csv_name(table)].iterdicts()]
        assert [{name: _csvw_value(value) for name, value in row.items()} for row in rows] == expected(published, table)


def _csvw_value(value: Any) -> Cell:
    return float(value) if isinstance(value, Decimal) else plain(value)


def test_the_description_of_the_api_is_valid(request: pytest.FixtureRequest, downloads: Path) -> None:
    validate = module(request, "openapi_spec_validator").validate
    validate(json.loads((downloads.parent / "api" / "v1" / "openapi.json").read_text(encoding="utf-8")))


def test_the_fields_for_a_doi_are_valid(request: pytest.FixtureRequest, downloads: Path) -> None:
    module(request, "datacite")
    schema = importlib.import_module("datacite.schema45")
    content = json.loads((downloads / "datacite.json").read_text(encoding="utf-8"))
    assert [error.message for error in schema.validator.iter_errors(content)] == []


def test_a_feed_reader_and_linked_data_read_the_site(
    request: pytest.FixtureRequest, published: Published, tmp_path: Path
) -> None:
    from exchange_ledger.render import render_site

    feedparser, graph = module(request, "feedparser"), module(request, "rdflib").Graph()
    render_site(published.folder, tmp_path / "site")
    feed = feedparser.parse((tmp_path / "site" / "feed.xml").read_bytes())
    assert not feed.bozo, feed.get("bozo_exception")
    assert {entry.link.rstrip("/").rsplit("/", 1)[1] for entry in feed.entries} == {
        exchange.exchange_id for exchange in published.ledger.exchanges
    }
    page = (tmp_path / "site" / "data" / "index.html").read_text(encoding="utf-8")
    embedded = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for block in embedded:
            graph.parse(data=block, format="json-ld")
    assert [str(row[0]) for row in graph.query(PREFIXES + "SELECT ?name WHERE { ?set a sc:Dataset; sc:name ?name }")]


def test_cffconvert_validates_the_citation(
    request: pytest.FixtureRequest, published: Published, downloads: Path
) -> None:
    command = program(request, "cffconvert", "run make clients")
    run(command, "--validate", "-i", downloads / "CITATION.cff")
    assert published.title in run(command, "-f", "bibtex", "-i", downloads / "CITATION.cff")


@pytest.fixture(scope="module")
def node(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the Data Package reader of the v1 era, installed from its lock without running any script."""
    command = program(request, "npm", "install Node.js")
    folder = tmp_path_factory.mktemp("node")
    for name in ("package.json", "package-lock.json", "read.js"):
        shutil.copy(CLIENTS / name, folder / name)
    run(command, "ci", "--ignore-scripts", "--no-audit", "--no-fund", folder=folder)
    return folder


def test_the_javascript_reader_of_the_first_standard_reads_it(
    request: pytest.FixtureRequest, published: Published, downloads: Path, node: Path
) -> None:
    tables = json.loads(
        run(program(request, "node", "install Node.js"), "read.js", downloads / "datapackage.json", folder=node)
    )
    for table in TABLES:
        dates = {name for name in columns(table) if field_schema(table, name)["type"] == "date"}
        found = [{name: value[:10] if name in dates and value else value for name, value in row.items()}
                 for row in tables[table.table]]  # fmt: skip
        wanted = expected(published, table)
        assert [list(row) for row in found] == [list(row) for row in wanted]
        assert [[row[name] for name in row if name not in dates] for row in found] == [
            [row[name] for name in row if name not in dates] for row in wanted
        ]


def test_base_r_reads_every_csv(request: pytest.FixtureRequest, published: Published, downloads: Path) -> None:
    command = program(request, "Rscript", "apt-get install r-base-core")
    environment = {"LC_ALL": "C.UTF-8"}
    lines = run(command, "--vanilla", CLIENTS / "read.R", downloads, environment=environment).splitlines()
    found = {(name, column): float(number) for name, column, number in (line.split("\t") for line in lines)}
    for table in TABLES:
        rows = expected(published, table)
        assert found[csv_name(table), ""] == len(rows)
        for name, kind in types(table).items():
            numbers = [float(row[name] or 0) for row in rows if kind in (int, float) and row[name] is not None]
            assert not numbers or found[csv_name(table), name] == pytest.approx(sum(numbers))


def test_libreoffice_opens_the_workbook(
    request: pytest.FixtureRequest, published: Published, downloads: Path, tmp_path: Path
) -> None:
    command = program(request, "soffice", "apt-get install libreoffice-calc-nogui")
    text = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    book = downloads / "exchange-ledger.xlsx"
    run(command, profile, "--headless", "--convert-to", text, "--outdir", tmp_path / "sheets", book)
    for table in TABLES:
        path = tmp_path / "sheets" / f"exchange-ledger-{TITLES[table.table]}.csv"
        with path.open(encoding="utf-8", newline="") as stream:
            header, *rows = csv.reader(stream)
        assert header == list(columns(table))
        wanted = [[_sheet_text(cell) for cell in row.values()] for row in expected(published, table)]
        assert [[_sheet_text(cell) for cell in row] for row in rows] == wanted


def _sheet_text(cell: Cell) -> str:
    """Return a cell as LibreOffice prints it, with numbers and truth values alike in form."""
    text = "" if cell is None else str(cell)
    try:
        return str(float(text)) if text == text.strip() else text
    except ValueError:
        return text.upper() if text.lower() in ("true", "false") else text


def test_every_sample_of_the_data_page_runs_as_printed(
    request: pytest.FixtureRequest, served: str, downloads: Path, tmp_path: Path
) -> None:
    from exchange_ledger.render.snippets import snippets
    from exchange_ledger.settings import Settings

    shown = dict(snippets(Settings(site_url=served.removesuffix("downloads/"))))
    for name in ("Python (pandas)", "Python (frictionless)"):
        assert run(sys.executable, "-c", shown.pop(name)).strip()
    assert "returned_to_ukraine" in run(
        program(request, "Rscript", "apt-get install r-base-core"), "--vanilla", "-e", shown.pop("R")
    )
    script = tmp_path / "sample.mjs"
    script.write_text(shown.pop("JavaScript"), encoding="utf-8")
    assert "2024-03-14" in run(program(request, "node", "install Node.js"), script)
    assert duck_answers(request, shown.pop("SQL (DuckDB)"))
    shell = program(request, "sqlite3", "apt-get install sqlite3")
    answer = subprocess.run(
        [shell], input=shown.pop("SQL (SQLite)"), cwd=downloads, capture_output=True, text=True, check=True
    )
    assert "2024-03-14" in answer.stdout
    assert not {name for name in shown if name != "Spreadsheet"}, "a sample that nobody runs"


def duck_answers(request: pytest.FixtureRequest, query: str) -> list[tuple[Any, ...]]:
    connection = module(request, "duckdb").connect()
    module(request, "duckdb_extensions").import_extension("httpfs")
    connection.execute("LOAD httpfs")
    found: list[tuple[Any, ...]] = connection.execute(query).fetchall()
    return found

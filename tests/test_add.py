"""Bringing articles in, from a real server and from files: what is stored, what is refused, what is shown."""

from __future__ import annotations

import csv
import hashlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from exchange_ledger.add import Given, add
from exchange_ledger.add.duplicates import likeness, runs, same_place
from exchange_ledger.add.run import run_add
from exchange_ledger.add.store import with_row
from exchange_ledger.faults import LedgerError
from exchange_ledger.fetch import LOOPBACK
from exchange_ledger.package import write_package
from exchange_ledger.read import read_seeds
from exchange_ledger.reconcile import reconcile
from tests import web

ROOT = Path(__file__).parent.parent
PAGES = Path(__file__).parent / "pages"
REPORT = """Eighty-four come home

Ukraine brought 84 of its servicemen home on Thursday, 14 March 2024, in a prisoner exchange with Russia.

The Coordination Headquarters said that most of them had been held since the first spring of the full-scale war, and
that the families had been told by telephone in the morning. Buses took them to a hospital in the north of the country.
"""
CYRILLIC = (
    "<html><head><meta charset=utf-8></head><body><p>Київ "
    + "зустрічає своїх захисників вдома. " * 20
    + "</p></body></html>"
)
ROUTES: dict[str, web.Answer] = {
    "/wordpress": web.page((PAGES / "wordpress.html").read_bytes()),
    "/agency": web.page((PAGES / "agency.html").read_bytes(), kind="text/html"),
    "/undated": web.page((PAGES / "undated.html").read_bytes()),
    "/empty": web.page((PAGES / "empty.html").read_bytes()),
    "/report.txt": web.page(REPORT, kind="text/plain; charset=utf-8"),
    "/moved": web.redirect("/wordpress"),
    "/to-file": web.redirect("file:///etc/passwd"),
    "/to-private": web.redirect("http://10.0.0.1/"),
    "/huge": web.stream(500, announced=False),
    "/bomb": web.bomb(200),
    "/wrong-charset": web.page(CYRILLIC.replace("utf-8", "x").encode("cp1251"), kind="text/html; charset=utf-8"),
    "/other-charset": web.page(CYRILLIC.encode(), kind="text/html; charset=windows-1251"),
    "/unknown-charset": web.page(CYRILLIC, kind="text/html; charset=klingon"),
    "/pdf": web.page(b"%PDF-1.7\n", kind="application/pdf"),
    "/pdf-as-html": web.page(b"%PDF-1.7\n", kind="text/html"),
    "/picture": web.page(b"\x89PNG\r\n", kind="image/png"),
    "/json": web.page("{}", kind="application/json"),
}


@pytest.fixture(scope="module")
def server() -> Iterator[web.Server]:
    with web.serving(ROUTES) as server:
        yield server


@pytest.fixture(autouse=True)
def _loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(LOOPBACK, "1")


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    return tmp_path / "seeds"


def table(seeds: Path) -> list[dict[str, str]]:
    with (seeds / "sources.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def tree(folder: Path) -> dict[str, str]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix != ".lock")
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def build(seeds: Path, package: Path) -> None:
    found = read_seeds(seeds)
    from exchange_ledger.extract import extract

    write_package(reconcile(found, [extract(article) for article in found.articles]), found, package)


def test_a_page_becomes_a_text_and_a_row(server: web.Server, seeds: Path) -> None:
    added, faults = add([f"{server.url}/moved?utm_source=x"], seeds)
    assert faults == []
    (row,) = table(seeds)
    assert row["source_id"] == added[0].source_id == "example-observer-2024-04-11"
    assert row["file"] == added[0].file == "example-observer-2024-04-11.txt"
    assert row["title"] == "Ukraine frees 64 soldiers in spring exchange"
    assert (row["authors"], row["published"], row["language"]) == ("Olena Prykladna", "2024-04-11", "en-GB")
    assert row["url"] == f"{server.url}/wordpress", "the page calls itself by an address of another site"
    assert len(row["accessed"]) == 10
    (article,) = read_seeds(seeds).articles
    assert article.text.startswith("Ukraine frees 64 soldiers in spring exchange\n\nSixty-four Ukrainian soldiers")
    assert "640 soldiers" not in article.text


def test_what_the_caller_says_wins(server: web.Server, seeds: Path) -> None:
    given = Given("The Ledger", "2024-04-12", "https://ledger.example/1", "https://archive.example/1")
    add([f"{server.url}/undated"], seeds, given)
    (row,) = table(seeds)
    assert (row["source_id"], row["url"]) == ("the-ledger-2024-04-12", "https://ledger.example/1")
    assert row["archive_url"] == "https://archive.example/1"


def test_files_are_stored_as_they_are_and_pages_as_their_text(seeds: Path, tmp_path: Path) -> None:
    data = b"\xef\xbb\xbf" + REPORT.replace("\n", "\r\n").encode()
    (tmp_path / "2024-03-14-report.txt").write_bytes(data)
    added, faults = add([str(tmp_path / "2024-03-14-report.txt"), str(PAGES / "agency.html")], seeds)
    assert faults == []
    assert (seeds / "articles" / added[0].file).read_bytes() == data
    assert [row["published"] for row in table(seeds)] == ["2024-03-14", "2025-03-09"]
    assert table(seeds)[1]["url"] == "https://wire.example/world/exchange-80"
    assert len(read_seeds(seeds).articles) == 2


def test_a_text_from_the_web_needs_a_day(server: web.Server, seeds: Path) -> None:
    assert add([f"{server.url}/report.txt"], seeds)[1][0].remedy == "add --published YYYY-MM-DD"
    assert add([f"{server.url}/report.txt"], seeds, Given(published="2024-03-14"))[1] == []
    assert (seeds / "articles" / "eighty-four-come-home-2024-03-14.txt").read_text(encoding="utf-8") == REPORT


REFUSED = [
    ("/nowhere", "the server answers 404; "),
    ("/to-file", "not http or https; "),
    ("/to-private", "10.0.0.1 is no public address; "),
    ("/huge", "is larger than "),
    ("/bomb", "is larger than "),
    ("/wrong-charset", "is not in the encoding that it declares; "),
    ("/other-charset", "is in UTF-8 but declares another encoding; "),
    ("/unknown-charset", "is not in the encoding that it declares; "),
    ("/pdf", "is a PDF, not a page; "),
    ("/pdf-as-html", "is a PDF, not a page; "),
    ("/picture", "is a picture, not a page; "),
    ("/json", "is application/json, not a page; "),
    ("/empty", "holds no article; "),
    ("/undated", "does not say when it was published; "),
]


@pytest.mark.parametrize(("path", "said"), REFUSED)
def test_what_is_refused_is_one_line_and_leaves_nothing(server: web.Server, seeds: Path, path: str, said: str) -> None:
    added, faults = add([server.url + path], seeds)
    assert added == []
    assert [said in str(fault) for fault in faults] == [True], faults
    assert "\n" not in str(faults[0])
    assert tree(seeds) == {} if seeds.exists() else True


FILES = [
    ("gone.txt", None, "cannot be read"),
    ("report.pdf", b"%PDF-1.7\n", "is a PDF, not text"),
    ("report.txt", b"caf\xe9 2024", "is not UTF-8"),
    ("2024-03-14.txt", b" \n", "holds no article"),
    ("page.html", b"<meta charset=utf-8>\xe9", "is not in the encoding"),
    ("report.md", REPORT.replace("14 March", "March").encode(), "does not say when it was published"),
]


@pytest.mark.parametrize(("name", "data", "said"), FILES)
def test_a_bad_file_is_one_line(seeds: Path, tmp_path: Path, name: str, data: bytes | None, said: str) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    added, faults = add([str(tmp_path / name)], seeds)
    assert (added, len(faults)) == ([], 1)
    assert said in str(faults[0])
    assert tree(seeds) == {}


def test_one_that_is_refused_does_not_stop_the_others(server: web.Server, seeds: Path) -> None:
    said: list[tuple[int, str]] = []
    origins = [f"{server.url}/pdf", f"{server.url}/wordpress", "javascript:alert(1)"]
    added, faults = add(origins, seeds, said=lambda number, origin: said.append((number, origin)))
    assert [one.source_id for one in added] == ["example-observer-2024-04-11"]
    assert len(faults) == 2
    assert said == list(enumerate(origins, 1))


def test_one_date_cannot_hold_for_two(seeds: Path) -> None:
    with pytest.raises(LedgerError, match="several articles"):
        add(["a.txt", "b.txt"], seeds, Given(published="2024-03-14"))


def test_duplicates_are_refused(server: web.Server, seeds: Path, tmp_path: Path) -> None:
    given = Given(published="2024-03-14")
    add([f"{server.url}/report.txt"], seeds, given)
    before = tree(seeds)
    (tmp_path / "again.txt").write_text(REPORT.replace("\n\n", "\n"), encoding="utf-8")
    (tmp_path / "nearly.txt").write_text("Read also:\n\n" + REPORT.replace("Thursday, ", ""), encoding="utf-8")
    origins = [
        (f"{server.url}/report.txt#part?utm_source=x", "has the same address as"),
        (str(tmp_path / "again.txt"), "has the same text as"),
        (str(tmp_path / "nearly.txt"), "has nearly the same text as"),
    ]
    for origin, said in origins:
        added, faults = add([origin], seeds, given)
        assert (added, [said in fault.what for fault in faults]) == ([], [True])
    assert tree(seeds) == before


def test_two_reports_of_one_publisher_and_day_get_two_names(seeds: Path, tmp_path: Path) -> None:
    other = "Another text about something else entirely, with words of its own that nobody has read before.\n" * 3
    for name, text in (("one.txt", REPORT), ("two.txt", other)):
        (tmp_path / name).write_text(text, encoding="utf-8")
        add([str(tmp_path / name)], seeds, Given(publisher="Ledger", published="2024-03-14"))
    assert [row["source_id"] for row in table(seeds)] == ["ledger-2024-03-14", "ledger-2024-03-14-2"]


PLACES = [
    ("https://www.a.example/x/?utm_source=b&id=1#c", "http://a.example/x?id=1"),
    ("https://m.a.example/x/amp/", "https://a.example/x"),
    ("https://a.example/x?b=2&a=1", "https://a.example/x?a=1&b=2"),
]


@pytest.mark.parametrize(("one", "other"), PLACES)
def test_addresses_of_one_page(one: str, other: str) -> None:
    assert same_place(one) == same_place(other)
    assert same_place(one) != same_place("https://a.example/y?id=1")


def test_reports_of_one_event_are_no_duplicates() -> None:
    texts = [path.read_text(encoding="utf-8-sig") for path in sorted((ROOT / "seeds" / "articles").glob("*.txt"))]
    for number, text in enumerate(texts):
        assert likeness(runs(text), runs(text + " And a last word.")) > 0.9
        assert all(likeness(runs(text), runs(other)) < 0.3 for other in texts[number + 1 :])


TABLES = [
    (
        "",
        "source_id,file,publisher,title,authors,published,accessed,url,archive_url,language,quote_limit\nb,b.txt,,,,2024-03-14,,,,,\n",
    ),
    (
        "file,published\na.txt,2024-03-13\n",
        "source_id,file,publisher,title,authors,published,accessed,url,archive_url,language,quote_limit\n,a.txt,,,,2024-03-13,,,,,\nb,b.txt,,,,2024-03-14,,,,,\n",
    ),
    (
        "source_id,published,file\r\na,2024-03-13,a.txt",
        "source_id,published,file\r\na,2024-03-13,a.txt\r\nb,2024-03-14,b.txt\r\n",
    ),
    (
        'source_id,published,file\n"a",2024-03-13,a.txt\n',
        'source_id,published,file\n"a",2024-03-13,a.txt\nb,2024-03-14,b.txt\n',
    ),
]


@pytest.mark.parametrize(("before", "after"), TABLES)
def test_a_row_is_appended_and_the_others_stay(before: str, after: str) -> None:
    assert with_row(before, {"source_id": "b", "file": "b.txt", "published": "2024-03-14"}) == after


def test_hostile_cells_stay_in_their_row(seeds: Path, tmp_path: Path) -> None:
    title = 'Quote " comma , =1+1 \u202e end of it all'
    (tmp_path / "hostile.txt").write_text(f"{title}\n\n{REPORT}", encoding="utf-8")
    assert add([str(tmp_path / "hostile.txt")], seeds, Given(published="2024-03-14", publisher="../../etc"))[1] == []
    (row,) = table(seeds)
    assert row["title"] == 'Quote " comma , =1+1 end of it all'
    assert row["file"] == "etc-2024-03-14.txt"
    assert len(read_seeds(seeds).articles) == 1


def test_the_report_shows_claims_review_and_change(
    server: web.Server, seeds: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    origins, package = [f"{server.url}/wordpress"], tmp_path / "datapackage"
    assert run_add(origins, seeds, package, Given(), build, dry_run=True) == 0
    tried = capsys.readouterr().out
    assert not seeds.exists()
    assert "nothing was stored" in tried
    assert run_add(origins, seeds, package, Given(), build) == 0
    said = capsys.readouterr().out
    assert "stored as articles/example-observer-2024-04-11.txt" in said
    assert "claim: 2024-04-11 people_returned ukraine 64" in said
    assert "exchanges: gained 2024-04-11" in said
    assert tried.splitlines()[:-1] == said.splitlines()[:-1]
    assert run_add(origins, seeds, package, Given(), build, quiet=True) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert len(told.err.splitlines()) == 1


SCRIPT = """
import sys
from pathlib import Path
from exchange_ledger.add import Given, add
added, faults = add([sys.argv[2]], Path(sys.argv[1]), Given(published="2024-03-14"))
print(*faults, sep="\\n")
sys.exit(len(faults))
"""


def start(seeds: Path, origin: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", SCRIPT, str(seeds), str(origin)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, env=os.environ | {"PYTHONPATH": "."})


def words(number: int) -> str:
    """Return a report of its own for each number: no two share a run of words."""
    return " ".join(f"word{number}x{place}" for place in range(60)) + "\n"


def test_runs_at_once_lose_nothing(seeds: Path, tmp_path: Path) -> None:
    origins = [tmp_path / f"report{number}.txt" for number in range(6)]
    for number, origin in enumerate(origins):
        origin.write_text(words(number), encoding="utf-8")
    running = [start(seeds, origin) for origin in origins]
    assert [process.wait(60) for process in running] == [0] * 6
    assert len(table(seeds)) == 6
    assert len(read_seeds(seeds).articles) == 6


def test_a_run_that_is_killed_leaves_no_half_row(seeds: Path, tmp_path: Path) -> None:
    """Killed at many moments, the folder stays sound, and the next run of the same article completes it."""
    origin = tmp_path / "report.txt"
    for number in range(12):
        origin.write_text(words(number), encoding="utf-8")
        process = start(seeds, origin)
        time.sleep(0.12 + number * 0.03)
        process.send_signal(signal.SIGKILL)
        process.wait(60)
        if (seeds / "articles").exists() and any((seeds / "articles").glob("[!.]*")):
            read_seeds(seeds)
        added, faults = add([str(origin)], seeds, Given(published="2024-03-14"))
        assert len(added) == 1 or "has the same text as" in faults[0].what
    assert len(table(seeds)) == 12
    assert len(read_seeds(seeds).articles) == 12


def test_a_text_without_its_row_gets_it(seeds: Path, tmp_path: Path) -> None:
    """What a run leaves that was stopped between the text and its row."""
    (seeds / "articles").mkdir(parents=True)
    (seeds / "articles" / "article-2024-03-14.txt").write_text(REPORT, encoding="utf-8")
    (tmp_path / "report.txt").write_text(REPORT, encoding="utf-8")
    added, faults = add([str(tmp_path / "report.txt")], seeds, Given(published="2024-03-14"))
    assert (faults, added[0].file) == ([], "article-2024-03-14.txt")
    assert [row["file"] for row in table(seeds)] == ["article-2024-03-14.txt"]

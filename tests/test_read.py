"""The input folder as a whole: texts and their offsets, defaults, and one line for each thing that is wrong."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from exchange_ledger.faults import LedgerError
from exchange_ledger.read import read_seeds
from exchange_ledger.read.articles import QUOTE_LIMIT
from exchange_ledger.stages import Article

ROOT = Path(__file__).parent.parent
REPORT = "Eighty-four come home\n\nUkraine brought 84 of its servicemen home on Thursday.\n"
STATEMENTS = (
    "statement_id,scope,event_date,period_start,period_end,measure,side,dimension,category,value,text_value,"
    "qualifier,claimant,claimant_side,publisher,url,checked,note\n"
)
STATEMENT = (
    "s1,exchange,2024-03-14,,,people_returned,ukraine,,,84,,exact,Someone,ukraine,Ledger,https://l.example/1,confirmed,"
)
DECISIONS = "claim_id,decision,column,now,reason,decided_by,decided_on\n"


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    folder = tmp_path / "seeds"
    (folder / "articles").mkdir(parents=True)
    (folder / "articles" / "report.txt").write_text(REPORT, encoding="utf-8")
    (folder / "sources.csv").write_text("file,published\nreport.txt,2024-03-14\n", encoding="utf-8")
    return folder


def only(folder: Path) -> Article:
    (article,) = read_seeds(folder).articles
    return article


def faults(folder: Path) -> list[str]:
    with pytest.raises(LedgerError) as raised:
        read_seeds(folder)
    return str(raised.value).splitlines()


def sources(folder: Path, header: str, *rows: str) -> None:
    (folder / "sources.csv").write_text("\n".join((header, *rows, "")), encoding="utf-8")


def test_the_seeds_are_read_as_they_lie_on_disk() -> None:
    found = read_seeds(ROOT / "seeds")
    assert [article.source.source_id for article in found.articles] == sorted(
        article.source.source_id for article in found.articles
    )
    for article in found.articles:
        path = ROOT / "seeds" / "articles" / article.source.file
        with path.open(encoding="utf-8-sig") as stream:
            assert stream.read() == article.text
        assert article.source.file_sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
        assert article.source.text_sha256 == hashlib.sha256(article.text.encode()).hexdigest()
        assert article.source.text_length == len(article.text)
    assert found.folder == ROOT / "seeds"


def test_two_columns_are_enough_and_the_gaps_say_what_filled_them(seeds: Path) -> None:
    source = only(seeds).source
    assert (source.source_id, source.kind, source.published) == ("report", "article", "2024-03-14")
    assert (source.title, source.found) == ("Eighty-four come home", "title")
    assert source.quote_limit == QUOTE_LIMIT


def test_a_row_wins_over_what_the_article_says(seeds: Path) -> None:
    sources(seeds, "file,published,title,quote_limit", "report.txt,2024-03-15,Another title,120")
    source = only(seeds).source
    assert (source.title, source.published, source.quote_limit, source.found) == (
        "Another title",
        "2024-03-15",
        120,
        "",
    )


NAMES = [
    ("report.txt", "Headline here now\n14 March 2024, 18:40\nText.", "2024-03-14"),
    ("2024-03-14-report.txt", "Text without a date.", "2024-03-14"),
    ("report-2024-03-14.txt", "Text without a date.", "2024-03-14"),
    ("2024-03-13.txt", "Headline here now\nLedger, 14 March 2024\nText.", "2024-03-14"),
]


@pytest.mark.parametrize(("name", "text", "published"), NAMES)
def test_a_file_without_a_row_has_defaults(seeds: Path, name: str, text: str, published: str) -> None:
    (seeds / "sources.csv").unlink()
    (seeds / "articles" / "report.txt").unlink()
    (seeds / "articles" / name).write_text(text, encoding="utf-8")
    source = only(seeds).source
    assert source.published == published
    assert "published" in source.found


def test_a_file_without_a_row_may_have_no_date(seeds: Path) -> None:
    (seeds / "sources.csv").write_text("file,published\n", encoding="utf-8")
    assert (only(seeds).source.published, only(seeds).source.found) == ("", "title")


TEXTS = [
    (b"\xef\xbb\xbfOne\r\ntwo", "One\ntwo", "byte order mark and CRLF"),
    (b"One\rtwo\r\n\r\nthree", "One\ntwo\n\nthree", "old and new line ends"),
    ("a\u202eb\u200bc\x00d\x1b\u2028e".encode(), "a\u202eb\u200bc\x00d\x1b\u2028e", "what is not seen stays"),
    ("\N{GRINNING FACE} e\u0301 \N{ZERO WIDTH NO-BREAK SPACE}x".encode(), "\U0001f600 e\u0301 \ufeffx", "code points"),
]


@pytest.mark.parametrize(("data", "text", "why"), TEXTS, ids=[row[2] for row in TEXTS])
def test_offsets_count_in_the_text_as_python_opens_it(seeds: Path, data: bytes, text: str, why: str) -> None:
    path = seeds / "articles" / "report.txt"
    path.write_bytes(data)
    assert only(seeds).text == text, why
    with path.open(encoding="utf-8-sig") as stream:
        assert stream.read() == text


def write(name: str, data: bytes | str) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        content = data if isinstance(data, bytes) else data.encode()
        (folder / name).write_bytes(content)

    return spoil


def escape(folder: Path) -> None:
    outside = folder.parent / "secret.txt"
    outside.write_text(REPORT, encoding="utf-8")
    (folder / "articles" / "report.txt").unlink()
    (folder / "articles" / "report.txt").symlink_to(outside)


def ring(folder: Path) -> None:
    (folder / "articles" / "report.txt").unlink()
    (folder / "articles" / "report.txt").symlink_to("report.txt")


def pipe(folder: Path) -> None:
    (folder / "articles" / "report.txt").unlink()
    os.mkfifo(folder / "articles" / "report.txt")


def subfolder(folder: Path) -> None:
    (folder / "articles" / "more").mkdir()


def huge(folder: Path) -> None:
    with (folder / "articles" / "report.txt").open("r+b") as stream:
        stream.truncate(2_000_000_000)


def rows(*lines: str) -> Callable[[Path], None]:
    return write("sources.csv", "\n".join(lines) + "\n")


def article(data: bytes | str) -> Callable[[Path], None]:
    return write("articles/report.txt", data)


LONG = "source_id,file,published,url,quote_limit,archive_url"
BAD: list[tuple[str, Callable[[Path], None], str]] = [
    ("not UTF-8", article(b"Kyiv\nor \xe9t\xe9\n"), "report.txt, line 2: is not UTF-8; save the file as UTF-8"),
    ("UTF-16", article("Kyiv".encode("utf-16")), "report.txt: is UTF-16, not text; "),
    ("PDF", article(b"%PDF-1.7\n%\xe2\xe3"), "report.txt: is a PDF, not text; "),
    ("binary", article(bytes(range(32)) * 9), "report.txt: is binary data, not text; "),
    ("other file", write("articles/notes.docx", "x"), "notes.docx: is neither .txt nor .html; "),
    ("folder", subfolder, "more: is neither .txt nor .html; "),
    ("link outside", escape, "report.txt: is a link that leads out of "),
    ("link to itself", ring, "report.txt: "),
    ("pipe", pipe, "report.txt: is no regular file; "),
    ("too large", huge, "report.txt: is too large (2,000,000,000 bytes"),
    ("PDF page", write("articles/2024-03-14.html", b"%PDF-1.4\n"), "2024-03-14.html: is a PDF, not text; "),
    ("charset", write("articles/2024-03-14.html", b"<meta charset=utf-8><p>\xff\xf0"), "2024-03-14.html: is not UTF-8"),
    (
        "row without file",
        rows("file,published", "report.txt,2024-03-14", "gone.txt,2024-03-14"),
        "line 3: file 'gone.txt'",
    ),
    ("path as file", rows("file,published", "report.txt,2024-03-14", "../sources.csv,2024-03-14"), "line 3: file "),
    ("no file", rows("file,published", "report.txt,2024-03-14", ",2024-03-14"), "line 3: file is missing; "),
    (
        "file twice",
        rows("file,published", "report.txt,2024-03-14", "report.txt,2024-03-14"),
        "line 3: file 'report.txt' has",
    ),
    ("unknown column", rows("file,published,author", "report.txt,2024-03-14,x"), "line 1: unknown column 'author'; "),
    ("missing column", rows("file", "report.txt"), "line 1: column 'published' is missing; "),
    ("column twice", rows("file,published,file", "report.txt,2024-03-14,x"), "line 1: column 'file' stands twice; "),
    ("cells", rows("file,published", "report.txt,2024-03-14", "a,b,c"), "line 3: has 3 cells where the header has 2; "),
    ("empty table", write("sources.csv", ""), "sources.csv: is empty; "),
    ("no table", write("sources.csv", 'file,published\n"report.txt,2024'), "sources.csv: is no CSV ("),
    (
        "table not UTF-8",
        write("sources.csv", b"file,published\nreport.txt,\xff\n"),
        "sources.csv, line 2: is not UTF-8; ",
    ),
    ("no day", rows("file,published", "report.txt,2024-02-30"), "line 2: published '2024-02-30' is no date; "),
    ("half a date", rows("file,published", "report.txt,2024-03"), "line 2: published '2024-03' is no date; "),
    ("other digits", rows("file,published", "report.txt,٢٠٢٤-03-14"), "is no date; "),
    ("blank date", rows("file,published", "report.txt,"), "line 2: published is missing; "),
    ("name", rows(LONG, "Über Uns,report.txt,2024-03-14,,,"), "line 2: source_id 'Über Uns' has another form"),
    (
        "scheme",
        rows(LONG, ",report.txt,2024-03-14,javascript:alert(1),,"),
        "line 2: url 'javascript:alert(1)' is no http",
    ),
    ("spaces", rows(LONG, ",report.txt,2024-03-14,https://a.example/ b,,"), "line 2: url "),
    ("port", rows(LONG, ",report.txt,2024-03-14,https://a.example:x/,,"), "line 2: url "),
    ("archive", rows(LONG, ",report.txt,2024-03-14,,,file:///etc/passwd"), "line 2: archive_url "),
    ("limit", rows(LONG, ",report.txt,2024-03-14,,2.5,"), "line 2: quote_limit '2.5' is no number"),
    (
        "corrections",
        write("corrections.csv", DECISIONS + "abc,rejected,value,3,why,who,2024-01-01\n"),
        "line 2: rejected changes",
    ),
    (
        "column",
        write("corrections.csv", DECISIONS + "abc,corrected,quote,3,why,who,2024-01-01\n"),
        "column 'quote' cannot",
    ),
    (
        "value",
        write("corrections.csv", DECISIONS + "abc,corrected,value,many,why,who,2024-01-01\n"),
        "value 'many' is no",
    ),
    (
        "reason",
        write("corrections.csv", DECISIONS + "abc,rejected,,,,who,2024-01-01\n"),
        "line 2: reason '' is missing; ",
    ),
    (
        "decision",
        write("corrections.csv", DECISIONS + "abc,deleted,,,why,who,2024-01-01\n"),
        "decision 'deleted' is none",
    ),
    (
        "twice",
        write("corrections.csv", DECISIONS + "abc,rejected,,,w,w,2024-01-01\n" * 2),
        "line 3: decides again what line 2",
    ),
]


@pytest.mark.parametrize(("spoil", "said"), [row[1:] for row in BAD], ids=[row[0] for row in BAD])
def test_each_fault_is_one_line(seeds: Path, spoil: Callable[[Path], None], said: str) -> None:
    spoil(seeds)
    (line,) = faults(seeds)
    assert said in line
    assert line.startswith(str(seeds))
    assert line.split("; ", 1)[1].strip(), "says what to do"


def test_no_articles_is_said_once(tmp_path: Path) -> None:
    (line,) = faults(tmp_path)
    assert "articles: holds no articles; " in line


def test_two_files_of_one_name_need_two_source_ids(seeds: Path) -> None:
    (seeds / "articles" / "report.html").write_bytes((ROOT / "tests" / "pages" / "wordpress.html").read_bytes())
    (line,) = faults(seeds)
    assert "source_id 'report' is that of report.html too; " in line


def test_all_faults_come_in_one_run(seeds: Path) -> None:
    rows("file,published", "report.txt,x", "gone.txt,2024-03-14")(seeds)
    write("statements.csv", STATEMENTS + STATEMENT.replace("https:", "data:") + "\n")(seeds)
    write("corrections.csv", "claim_id\n")(seeds)
    write("articles/other.txt", "")(seeds)
    said = faults(seeds)
    assert len(said) >= 9
    assert said == sorted(said)


def test_hidden_files_are_left_alone(seeds: Path) -> None:
    (seeds / "articles" / ".gitkeep").write_text("", encoding="utf-8")
    assert only(seeds).source.file == "report.txt"


CHANGES = [
    ("https://l.example/1", "javascript:alert(1)", "url 'javascript:alert(1)' is no http"),
    ("confirmed", "", "checked is missing"),
    ("Ledger", "", "publisher is missing"),
    ("people_returned", "people", "measure 'people' is none of the values"),
    ("ukraine,,,84", "ukraine,rank,women,84", "category 'women' is none of rank"),
    ("ukraine,,,84", "ukraine,rank,,84", "dimension and category need each other"),
    ("ukraine,,,84", ",,,84", "measure people_returned needs a side"),
    ("ukraine,,,84", "ukraine,,,84.5", "value '84.5' is no whole number"),
    ("ukraine,,,84", "ukraine,,,1,000", "has 19 cells where the header has 18"),
    ("ukraine,,,84", "ukraine,,,", "value is missing"),
    ("84,,exact", "84,Turkey,exact", "leave text_value empty"),
    ("people_returned,ukraine,,,84", "mediator,,,,84", "measure mediator is a text"),
    ("people_returned,ukraine,,,84,", "status,,,,,done", "text_value 'done' is unknown"),
    ("sequence", "sequence", ""),
    ("exchange,2024-03-14", "exchange,", "scope exchange needs an event_date"),
    ("exchange,2024-03-14", "period,2024-03-14", "scope period needs a period_end"),
    ("2024-03-14", "2024-13-14", "event_date '2024-13-14' is no date"),
    ("exact", "precise", "qualifier 'precise' is none of the values"),
    ("Someone", "", "claimant '' is missing"),
]


@pytest.mark.parametrize(("old", "new", "said"), CHANGES)
def test_a_statement_is_tested_cell_by_cell(seeds: Path, old: str, new: str, said: str) -> None:
    write("statements.csv", STATEMENTS + STATEMENT.replace(old, new, 1) + "\n")(seeds)
    if said:
        (line,) = faults(seeds)
        assert "statements.csv, line 2: " in line
        assert said in line
    else:
        (statement,) = read_seeds(seeds).statements
        assert statement.claim.value == 84


def test_a_statement_links_to_one_page_per_address(seeds: Path) -> None:
    second = STATEMENT.replace("s1", "s2").replace("84", "85").replace("Ledger", "Ledger (Wire)")
    third = STATEMENT.replace("s1", "s3").replace("84", "86")
    write("statements.csv", "\n".join((STATEMENTS + STATEMENT, second, third, "")))(seeds)
    found = read_seeds(seeds).statements
    assert {statement.source.publisher for statement in found} == {"Ledger"}, "the name used most often"
    assert len({statement.source.source_id for statement in found}) == 1
    assert {(s.claim.evidence, s.claim.rule, s.claim.checked, s.source.kind) for s in found} == {
        ("link", "linked", "confirmed", "page")
    }


def test_two_spellings_of_a_claimant_are_one_voice(seeds: Path) -> None:
    second = STATEMENT.replace("s1", "s2").replace("Someone", "Main Intelligence Directorate")
    third = STATEMENT.replace("s1", "s3").replace("Someone", "Defence Intelligence of Ukraine").replace("84", "85")
    write("statements.csv", "\n".join((STATEMENTS + second, third, "")))(seeds)
    assert {s.claim.claimant for s in read_seeds(seeds).statements} == {"Defence Intelligence of Ukraine"}


def test_the_same_statement_twice_is_a_fault(seeds: Path) -> None:
    write("statements.csv", "\n".join((STATEMENTS + STATEMENT, STATEMENT.replace("s1", "s2"), "")))(seeds)
    (line,) = faults(seeds)
    assert "line 3: says the same of the same page as line 2; " in line


def test_decisions_keep_their_line(seeds: Path) -> None:
    text = (
        DECISIONS
        + "\nbcd,corrected,value,85,read again,An Editor,2024-03-20\nabc,rejected,,,withdrawn,An Editor,2024-03-21\n"
    )
    write("corrections.csv", text)(seeds)
    assert [(d.claim_id, d.line) for d in read_seeds(seeds).decisions] == [("abc", 4), ("bcd", 3)]

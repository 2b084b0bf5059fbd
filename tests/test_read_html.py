"""Saved pages: the report without what stands around it, and what the page says of itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from exchange_ledger.read.furniture import furniture
from exchange_ledger.read.html import decode_page, page_text

PAGES = Path(__file__).parent / "pages"
PARAGRAPHS = (
    "<p>Sixty-four Ukrainian soldiers came home on Thursday in the first prisoner exchange of the spring, it said.</p>"
    "<p>Among them are members of the Armed Forces, border guards and National Guards, the headquarters added then.</p>"
)

EXPECTED = [
    (
        "wordpress.html",
        {
            "title": "Ukraine frees 64 soldiers in spring exchange",
            "authors": "Olena Prykladna",
            "published": "2024-04-11",
            "publisher": "Example Observer",
            "url": "https://observer.example/2024/04/11/ukraine-frees-64-soldiers/",
            "language": "en-GB",
        },
        ("Sixty-four Ukrainian soldiers", "52 are privates", "United Arab Emirates"),
        ("640 soldiers", "193 prisoners", "36 drones", "cookies", "All rights"),
    ),
    (
        "agency.html",
        {
            "title": "Russia, Ukraine exchange 80 prisoners each",
            "authors": "Ada Beispiel; Jan Voorbeeld",
            "published": "2025-03-09",
            "publisher": "Example Wire",
            "url": "https://wire.example/world/exchange-80",
            "language": "en",
        },
        ("each handed over 80 prisoners", "61st exchange", "Eighty of our people"),
        ("33 hostages", "Oil falls", "4 euros", "Advertisement", "Reporting by"),
    ),
    (
        "liveblog.html",
        {
            "title": "War in Ukraine live: prisoners come home",
            "published": "2024-10-18",
            "publisher": "Example Herald",
            "language": "en",
        },
        ("95 of its servicemen", "58th exchange"),
        ("6,000", "58 comments"),
    ),
    (
        "tables.html",
        {"title": "Fifty-six defenders come home", "published": "2023-07-06", "publisher": "Example Online"},
        ("Fifty-six Ukrainian defenders came home", "privates, sergeants and officers – and 11", "the President’s"),
        ("36 drones", "1,000 bodies", "Support our work", "All rights", "16:20"),
    ),
    ("undated.html", {"title": "Ten defenders home"}, ("Ten defenders came home",), ("2019",)),
]


@pytest.mark.parametrize(("name", "metadata", "inside", "outside"), EXPECTED, ids=[row[0] for row in EXPECTED])
def test_a_page_is_its_report(
    name: str, metadata: dict[str, str], inside: tuple[str, ...], outside: tuple[str, ...]
) -> None:
    page = page_text(decode_page((PAGES / name).read_bytes()))
    assert page.metadata == metadata
    assert page.text.startswith(metadata["title"])
    left = page.text
    for span in reversed(furniture(left)):
        left = left[: span.start] + left[span.end :]
    assert [words for words in inside if words not in left] == []
    assert [words for words in outside if words in left] == []


def test_a_page_without_an_article_has_no_text() -> None:
    assert page_text(decode_page((PAGES / "empty.html").read_bytes())).text == ""
    assert page_text("").text == ""
    assert page_text("<!-- nothing -->").text == ""


CHARSETS = [
    (b'<meta charset="windows-1251"><p>' + "Київ".encode("cp1251"), "", "Київ"),
    (b'<meta http-equiv="Content-Type" content="text/html; charset=koi8-u">' + "Київ".encode("koi8-u"), "", "Київ"),
    (b'<?xml version="1.0" encoding="iso-8859-2"?>' + "Łódź".encode("iso-8859-2"), "", "Łódź"),
    (b"<meta charset=latin1>\x96 caf\xe9", "", "\N{EN DASH} café"),
    (b"<meta charset=windows-1252>" + "Київ".encode(), "utf-8", "Київ"),
    ("\ufeffКиїв".encode("utf-16"), "", "Київ"),
    (b"\xef\xbb\xbf" + "Київ".encode(), "windows-1251", "Київ"),
    (b'<meta charset="utf-16">' + "Київ".encode(), "", "Київ"),
    ("Київ".encode(), "", "Київ"),
]


@pytest.mark.parametrize(("data", "charset", "end"), CHARSETS)
def test_a_page_is_read_in_its_encoding(data: bytes, charset: str, end: str) -> None:
    assert decode_page(data, charset).endswith(end)


@pytest.mark.parametrize("data", [b"<p>\xff\xf0", b"<meta charset=utf-8>\xe9t\xe9", b"<meta charset=klingon>x"])
def test_a_page_in_another_encoding_is_refused(data: bytes) -> None:
    with pytest.raises((UnicodeDecodeError, LookupError)):
        decode_page(data)


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol"}">' for n in range(12))
HOSTILE = {
    "deep": "<div>" * 50_000 + PARAGRAPHS,
    "attributes": f"<body {' '.join(f'a{n}=x' for n in range(100_000))}>{PARAGRAPHS}",
    "laughs": f'<?xml version="1.0"?><!DOCTYPE a [{LAUGHS}]><html><body>{PARAGRAPHS}<p>&l11;</p></body></html>',
    "file": f'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><body>{PARAGRAPHS}<p>&x;</p></body></html>',
    "json": f'<html><head><script type="application/ld+json">{"[" * 30_000}</script></head><body>{PARAGRAPHS}</body>',
    "surrogates": f"<html><body>{PARAGRAPHS}<p>\ud800 &#xd800; &#0; \0 text of a paragraph</p></body></html>",
    "tables": "<html><body>" + "<table><tr><td>" * 2_000 + PARAGRAPHS,
}


@pytest.mark.parametrize("html", HOSTILE.values(), ids=HOSTILE)
def test_hostile_pages_end_and_stay_small(html: str) -> None:
    text = page_text(html).text
    assert len(text) < 5_000
    assert "root:" not in text
    text.encode("utf-8")


def test_metadata_with_another_form_is_left_out() -> None:
    head = (
        '<html lang="<script>"><head><title>Sixty-four come home</title>'
        '<link rel="canonical" href="javascript:alert(1)"><meta property="og:url" content="javascript:alert(1)">'
        '<meta property="article:published_time" content="yesterday"></head>'
    )
    page = page_text(f"{head}<body><article><h1>Sixty-four come home</h1>{PARAGRAPHS}</article></body></html>")
    assert page.text
    assert set(page.metadata) <= {"title", "publisher"}

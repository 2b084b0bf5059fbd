"""One filter makes any text safe in Markdown and in HTML, and addresses lead only where a reader may be sent."""

from __future__ import annotations

import html

import markdown  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree  # type: ignore[import-untyped]
from markupsafe import Markup

from exchange_ledger.render.escape import escape, text_fragment, web_address

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "**bold** _it_ `code` ~~x~~ ![i](http://a.example/x.png) [l](javascript:alert(1))",
    "# heading\n\n- list\n1. one\n\n    code\n\n> quote\n---\n===",
    "| a | b |\n|---|---|",
    "{: onclick=alert(1) } {{ 7*7 }} {% raw %} {#x}",
    "&lt;b&gt; &#60; &copy;",
    "<!-- comment --> <![CDATA[x]]> <?php ?>",
    "http://a.example/ <http://a.example/> user@a.example :smile: [^1] *[HTML]: x",
    "quote ' and \" and \\* backslash",
]


def _text(page: str) -> str:
    tree = etree.HTML(f"<body>{page}</body>")
    return " ".join("".join(tree.itertext()).split())


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_stays_text_in_a_paragraph_a_block_and_an_attribute(hostile: str) -> None:
    shown = " ".join(hostile.split())
    safe = escape(hostile)
    extensions = ["attr_list", "md_in_html", "tables", "toc"]
    paragraph = markdown.markdown(f"Before {safe} after", extensions=extensions)
    block = markdown.markdown(f'<div title="{safe}">\n<p>{safe}</p>\n</div>', extensions=extensions)
    heading = markdown.markdown(f"## {safe}", extensions=extensions)
    assert _text(paragraph) == f"Before {shown} after"
    assert _text(block) == shown
    assert _text(heading) == shown
    assert {element.tag for element in etree.HTML(paragraph).iter()} == {"html", "body", "p"}
    assert " ".join(etree.HTML(block).xpath("//div/@title")[0].split()) == shown


@given(st.text())
def test_any_text_reads_back_as_itself(text: str) -> None:
    """Only white space is evened out, and what no page can hold is replaced."""
    back = html.unescape(str(escape(text)))
    assert len(back) == len(text)
    same = [one for one, other in zip(text, back, strict=True) if one == other or one.isspace() or other == "\ufffd"]
    assert len(same) == len(text)


def test_markup_is_left_alone_and_none_is_nothing() -> None:
    assert escape(Markup("<b>x</b>")) == "<b>x</b>"
    assert escape(None) == ""


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("https://a.example/x?y=1&z=2", "https://a.example/x?y=1&z=2"),
        ("http://a.example/ü", "http://a.example/%C3%BC"),
        ('https://a.example/"><script>', "https://a.example/%22%3E%3Cscript%3E"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("//a.example/x", ""),
        ("https:///x", ""),
        ("https://[", ""),
        ("", ""),
    ],
)
def test_only_web_addresses_are_linked(address: str, safe: str) -> None:
    assert web_address(address) == safe


@pytest.mark.parametrize(
    ("quotation", "fragment"),
    [
        ("207 Ukrainians", "#:~:text=207%20Ukrainians"),
        ("a prefix-, and & more", "#:~:text=a%20prefix%2D%2C%20and%20%26%20more"),
        ("one two three four five six seven eight nine ten\n\neleven",
         "#:~:text=one%20two%20three%20four%20five,seven%20eight%20nine%20ten%20eleven"),
        ("", ""),
    ],
)  # fmt: skip
def test_a_text_fragment_names_the_quotation(quotation: str, fragment: str) -> None:
    assert text_fragment(quotation) == fragment

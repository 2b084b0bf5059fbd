"""What MkDocs goes without in our runs makes no difference to what comes out of it."""

from __future__ import annotations

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st
from material.plugins.search.plugin import Parser  # type: ignore[import-untyped]
from mkdocs.structure.pages import _RawHTMLPreprocessor

from exchange_ledger.render.shortcuts import anchors, searched

HEAD = '<h1 id="top">A title<a class="headerlink" href="#top">¶</a></h1>\n'


def shown(html: str) -> list[tuple[str | None, str, str]]:
    """Return what the theme's search makes of a page: each section with its anchor, title and text."""
    parser = Parser()
    parser.feed(html)
    parser.close()
    return [
        (section.id, "".join(section.title).strip(), "".join(section.text).strip())
        for section in parser.data
        if not section.is_excluded()
    ]


@pytest.mark.parametrize(
    ("html", "left"),
    [
        (HEAD + "<p>seen</p>\n<p data-search-exclude>hidden</p>\nseen", HEAD + "<p>seen</p>\n<!---->\nseen"),
        (HEAD + '<div class="a>b" data-search-exclude="">x<br>y<p>z</p></div>a', HEAD + "<!---->a"),
        (HEAD + "<ul data-search-exclude><li>a</li></ul><ul><li>b</li></ul>", HEAD + "<!----><ul><li>b</li></ul>"),
        (
            HEAD
            + '<h2 id="b" data-search-exclude>B</h2><div>a<div>b</div>c</div><pre>d</pre><h2 id="c">C</h2><p>e</p>',
            HEAD + '<h2 id="b" data-search-exclude>B</h2><!----><!----><h2 id="c">C</h2><p>e</p>',
        ),
        (HEAD + '<svg data-search-exclude><path d="M0"/></svg><b data-search-exclude />a', HEAD + "<!----><!---->a"),
        (HEAD + "&am<p data-search-exclude>x</p>p;", HEAD + "&am<!---->p;"),
    ],
)
def test_what_is_excluded_goes(html: str, left: str) -> None:
    assert searched(html) == left
    assert shown(left) == shown(html)


@pytest.mark.parametrize(
    "html",
    [
        "<p data-search-exclude>before any heading</p>" + HEAD,
        HEAD + "<div data-search-exclude>a<div>b</div>the theme reads on here</div>",
        HEAD + "<div data-search-exclude>a<p data-search-exclude>b</p>c</div>",
        HEAD + '<div data-search-exclude>a<h2 id="b">An entry all the same</h2>b</div>c',
        HEAD + "<h2>Without an anchor</h2><p data-search-exclude>x</p>",
        HEAD + "<div data-search-exclude>never closed<p>x</p>",
        HEAD + "<div data-search-exclude><b>crossed</div></b><p>x</p>",
        HEAD + '<p title=" data-search-exclude">only named</p>',
        HEAD + '<p title="<p data-search-exclude>">only quoted</p><p>x</p>',
        HEAD + "<p>data-search-exclude</p>",
        HEAD + "<!-- <p data-search-exclude> --><p>x</p>",
        HEAD + "<script><p data-search-exclude></script><p data-search-exclude>y</p><p>x</p>",
        HEAD + '<p data-search-exclude>x</p><p title="never closed>y</p>',
        HEAD + "<p data-search-exclude>x</p><p class=a/>y",
        "no heading <p data-search-exclude>x</p>",
    ],
)
def test_what_is_not_surely_excluded_stays(html: str) -> None:
    assert searched(html) == html


_NAMES = st.sampled_from(["p", "div", "ul", "li", "code", "b", "section", "h2", "pre", "br"])
_TEXTS = st.sampled_from(["word", " ", "\n", "&amp; &lt;p&gt;", "a\nb", ""])
_MARKS = st.sampled_from(["", "", " data-search-exclude", ' class="x"', ' title="data-search-exclude"'])


def _element(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    def written(name: str, mark: str, inside: list[str], closed: bool) -> str:
        mark += ' id="y"' if name == "h2" else ""
        return f"<{name}{mark}>" + ("" if name == "br" else "".join(inside) + f"</{name}>" * closed)

    return st.builds(
        written, _NAMES, _MARKS, st.lists(children, max_size=4), st.sampled_from([True, True, True, False])
    )


@given(st.lists(st.recursive(_TEXTS, _element, max_leaves=20), max_size=8))
def test_search_finds_the_same(parts: list[str]) -> None:
    html = HEAD + "".join(parts)
    try:
        found = shown(html)
    except ValueError:  # the theme itself cannot read it
        reject()
    assert shown(searched(html)) == found


@pytest.mark.parametrize(
    "text",
    [
        '<p id="a">x</p> <a name="b"></a> <section class="c" id="returned&#95;to">',
        "<p id='single'>x</p><p id=bare>y</p>",
        '## A heading { #not-html }\n<div\n  id="d">',
        "nothing",
    ],
)
def test_no_anchor_is_missing(text: str) -> None:
    reader = _RawHTMLPreprocessor()
    reader.run(text.split("\n"))
    assert reader.present_anchor_ids <= anchors(text)

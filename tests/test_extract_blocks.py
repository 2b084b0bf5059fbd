"""An article is cut into lines and sentences at the right places, whatever ends a line."""

from __future__ import annotations

import pytest

from exchange_ledger.extract.blocks import Stretch, stretches
from exchange_ledger.languages.language import language
from exchange_ledger.languages.spotter import folded
from exchange_ledger.records import Source
from exchange_ledger.stages import Article, Span

SOURCE = Source(source_id="x", kind="article", publisher="P", published="2024-03-15", language="en")


def cut(text: str, *furniture: Span) -> list[Stretch]:
    """Return the stretches of an article."""
    return list(stretches(language("en"), Article(SOURCE, text, furniture=furniture), folded(text)))


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("The buses came at noon. Nobody spoke.", ["The buses came at noon.", "Nobody spoke."]),
        ("The talks with Mr. Kovalenko went on.  So it was!", ["The talks with Mr. Kovalenko went on.", "So it was!"]),
        (
            "The list (see the U.S. Embassy) is long?! “Yes.” He",
            ["The list (see the U.S. Embassy) is long?!", "“Yes.” He"],
        ),
        ("He said: “We are home”. Then they left…  (All)", ["He said: “We are home”.", "Then they left…", "(All)"]),
        ("The sign said “exit” Nobody saw it", ["The sign said “exit”", "Nobody saw it"]),
        ("“We waited,” Olha said", ["“We waited,” Olha said"]),
        ("It came to an end... And began", ["It came to an end...", "And began"]),
        ("They met at 7 p.m. Kyiv time", ["They met at 7 p.m. Kyiv time"]),
    ],
)
def test_where_sentences_end(text: str, sentences: list[str]) -> None:
    assert [text[one.start : one.end] for one in cut(text)] == sentences


@pytest.mark.parametrize("ends", ["\n", "\r", "\u2028", "\u2029"])
def test_whatever_ends_a_line(ends: str) -> None:
    text = ends.join(["The buses came. Nobody spoke. ", "", " ", " They waited"])
    found = [(text[one.start : one.end], one.paragraph) for one in cut(text)]
    assert found == [("The buses came.", 0), ("Nobody spoke.", 0), ("They waited", 2)]


def test_a_sentence_too_long_to_read_comes_in_pieces() -> None:
    text = "A short one is here. " + "Words " * 700 + "end."
    lengths = [one.end - one.start for one in cut(text)]
    assert lengths == [20, 1500, 1500, 1204]


def test_lines_that_are_no_text() -> None:
    text = "\n".join([
        "The buses came at noon, and the families of all who were in them stood there.",
        "The yard of the station (Viktor Hnatiuk/Reuters)",
        "Families (and neighbours) waited",
        "12,4 K views",
        "Join our 900 subscribers",
        "We will join you, say those who subscribe",
        "Photo: V. Hnatiuk",
        "Read also: a report",
        "A title below it",
    ])  # fmt: skip
    reasons = [one.ignored for one in cut(text)]
    assert reasons == ["", "caption", "", "counter", "notice", "", "caption", "related", "related"]


def test_furniture_is_what_most_of_a_stretch_lies_in() -> None:
    text = "The buses came at noon. By A. Writer\nOf a paper.\nNobody spoke."
    byline = (text.index("By"), text.index("\nNobody"))
    assert [one.ignored for one in cut(text, Span(*byline, "byline"))] == ["", "byline", "byline", ""]
    assert [one.ignored for one in cut(text, Span(2, 22, "a"), Span(*byline, "b"))] == ["a", "b", "b", ""]

"""Hostile text in a browser: every string in every place of the site is shown as text, and nothing of it runs."""

from __future__ import annotations

import os
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest

from exchange_ledger.records import Ledger
from exchange_ledger.render.website import run_mkdocs
from exchange_ledger.settings import MKDOCS
from tests.hostile import browse
from tests.hostile.ledger import JOIN, PER_EXCHANGE, hostile_ledger, packed, write_docs, write_unchecked
from tests.hostile.strings import everything

NIGHTLY = bool(os.environ.get("EXCHANGE_LEDGER_NIGHTLY"))
PER_SOURCE = 1 if NIGHTLY else 25
"""Strings in the title of one article: each has a page of its own at night, so that each is tried at the very start."""

INVISIBLE = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not browse.CHROMIUM and not os.environ.get("CI"), reason="needs Chromium: apt-get install chromium"
    ),
]


def shown(text: str) -> str:
    """Return the text as a page shows it: control characters as a replacement, white space as one space."""
    return " ".join(re.split(r"[ \t\n\r\f]+", INVISIBLE.sub("�", text))).strip()


@dataclass
class Browsed:
    """The ledger, and what a browser saw of its site."""

    ledger: Ledger
    visit: browse.Visit


@pytest.fixture(scope="module")
def browsed(tmp_path_factory: pytest.TempPathFactory) -> Browsed:
    """Every page of a ledger that breaks the schema's rules too, as a package that is changed by hand would."""
    folder = tmp_path_factory.mktemp("hostile")
    ledger = hostile_ledger(everything(), PER_SOURCE, lawful=False)
    write_unchecked(ledger, folder / "datapackage")
    write_unchecked(hostile_ledger(["text"], 1, lawful=True), folder / "sound")
    day = write_docs(folder / "datapackage", folder / "sound", folder / "docs")
    run_mkdocs(MKDOCS, folder / "docs", folder / "site", day)
    with ThreadPoolExecutor(1) as thread:  # of its own: the other browser tests keep a Playwright open in this one
        return Browsed(ledger, thread.submit(browse.visited, folder / "site").result())


def test_nothing_runs_and_nobody_else_is_asked(browsed: Browsed) -> None:
    visit = browsed.visit
    print(f"{len(everything())} hostile strings, {len(visit.pages)} pages opened in Chromium without their policy")
    assert visit.dialogs == []
    assert visit.elsewhere == []
    assert visit.errors == []
    assert {name: page["pwned"] for name, page in visit.pages.items() if page["pwned"]} == {}


@pytest.mark.parametrize("what", ["handlers", "scripts", "addresses", "outside"])
def test_no_string_became_code(browsed: Browsed, what: str) -> None:
    """No attribute that runs, no script with our marker, no address but of the web, no link that no source gave."""
    assert {name: page[what] for name, page in browsed.visit.pages.items() if page[what]} == {}


def test_no_string_became_an_element(browsed: Browsed) -> None:
    tags = {tag for page in browsed.visit.pages.values() for tag in page["tags"]}
    foreign = {"applet", "audio", "base", "em", "embed", "iframe", "math", "object", "style", "textarea", "video", "x"}
    assert tags & foreign == set()


def test_every_string_is_shown_as_text_on_the_page_of_its_exchange(browsed: Browsed) -> None:
    for exchange, group in zip(browsed.ledger.exchanges, packed(everything(), PER_EXCHANGE), strict=True):
        text = " ".join(browsed.visit.pages[f"exchanges/{exchange.exchange_id}/"]["text"].split())
        missing = [string for string in group if text.count(" ".join(shown(string).split())) < 3]
        assert missing == [], "as quote, claimant and note"


def test_every_string_is_shown_as_text_on_the_page_of_its_article(browsed: Browsed) -> None:
    for number, group in enumerate(packed(everything(), PER_SOURCE)):
        page = browsed.visit.pages[f"sources/article-{number:04}/"]
        title = " ".join(shown(JOIN.join(group)).split())
        assert title in " ".join(page["title"].split())
        assert " ".join(page["text"].split()).count(title) >= 3, "as title, author and publisher"

"""Several runs of MkDocs, and pages kept from earlier ones, give the bytes of one run over everything."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from pathlib import Path

import pytest

from exchange_ledger import fingerprint
from exchange_ledger.cache import Store
from exchange_ledger.contents import files_below
from exchange_ledger.faults import LedgerError, fault
from exchange_ledger.render import shards
from exchange_ledger.render.drawn import address
from exchange_ledger.render.seal import sealed
from exchange_ledger.render.shards import Late, build_pages, dealt, loose_pages
from exchange_ledger.render.website import run_mkdocs
from exchange_ledger.settings import MKDOCS

DAY = "2024-03-14"
LOOSE = 9
"""Numbered pages out of nav; there are two more."""

NAV = ("index.md", "exchanges/index.md", "totals.md", "checks.md", "coverage.md", "sources/index.md", "data.md",
       "methodology.md", "validation.md", "corrections.md", "contribute.md", "accessibility.md")  # fmt: skip

PAGES = LOOSE + 2 + len(NAV)


def tree(folder: Path) -> dict[str, str]:
    """Return the hash of every file below a folder, by its path in it."""
    return {name: hashlib.sha256(Path(path).read_bytes()).hexdigest() for path, name in files_below(folder)}


def page(title: str, text: str) -> str:
    front = f'---\ntitle: "{title}"\nhide: [navigation]\n---\n'
    hidden = "<div data-search-exclude><p>9</p></div>\n\n## Other {data-search-exclude}\n\n<p>10</p>\n"
    return f'{front}# {title}\n\n{text}\n\n## Figures {{ #figures }}\n\n<p id="x">7 & 8</p>\n{hidden}'


class Docs:
    """A docs folder with the pages of nav and some out of it, and a store beside."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.docs = folder / "docs"
        for name in NAV:
            self.write(name, page(f"Page {name}", '<a href="2024-01-01/">one</a>'))
        for number in range(1, LOOSE + 1):
            name = f"exchanges/2024-01-0{number}.md" if number < 6 else f"sources/a-b.{number}.md"
            self.write(name, page(f"Number {number} “{number}”", f"Ünder the sun, {number}."))
        self.write("exchanges/2024-01-01-2.md", page("Second", "On the same day."))
        self.write("sources/hidden.md", "---\nsearch: {exclude: true}\n---\n# Hidden\n")
        self.write("downloads/claims.csv", "a,b\n")
        for name in ("icon.svg", "colours.css", "ledger.css", "ledger.js"):
            if not (MKDOCS.parent / "templates" / "theme" / "assets" / name).exists():
                self.write(f"assets/{name}", "/* */\n")

    def write(self, name: str, text: str) -> None:
        path = self.docs / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        path.write_text(text, encoding="utf-8")

    def store(self, program: str = "program") -> Store:
        return Store(self.folder / "pages.sqlite", program)

    def whole(self, day: str = DAY) -> dict[str, str]:
        """Build with one run of MkDocs."""
        shutil.rmtree(self.folder / "whole", ignore_errors=True)
        run_mkdocs(MKDOCS, self.docs, self.folder / "whole", day)
        for page in (self.folder / "whole").rglob("*.html"):
            page.write_text(sealed(page.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
        return tree(self.folder / "whole")

    def parts(
        self, day: str = DAY, jobs: int = 1, program: str = "program", late: Late | None = None
    ) -> tuple[int, dict[str, str]]:
        """Build in parts; return how many pages were drawn, and what came out."""
        shutil.rmtree(self.folder / "parts", ignore_errors=True)
        store = self.store(program)
        built = build_pages(MKDOCS, self.docs, self.folder / "parts", day, jobs=jobs, store=store, late=late)
        assert not (self.folder / "shards").exists()
        return built.drawn, tree(self.folder / "parts")


@pytest.fixture
def docs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Docs:
    monkeypatch.setattr(shards, "_WORTH_IT", 400)
    monkeypatch.setattr(fingerprint, "program", lambda: "program")
    return Docs(tmp_path)


def test_three_runs_give_the_bytes_of_one(docs: Docs) -> None:
    whole = docs.whole()
    drawn, parts = docs.parts(jobs=3)
    assert drawn == PAGES
    assert {name for name in whole.keys() | parts.keys() if whole.get(name) != parts.get(name)} == set()
    assert "sitemap.xml.gz" in whole
    assert "search/search_index.json" in whole


def test_only_changed_pages_are_drawn_again(docs: Docs) -> None:
    assert docs.parts()[0] == PAGES
    assert docs.parts() == (0, docs.whole())
    docs.write("exchanges/2024-01-02.md", page("Changed", "It was otherwise."))
    docs.write("exchanges/2024-02-01.md", page("New", "It is new."))
    (docs.docs / "sources" / "a-b.7.md").unlink()
    docs.write("totals.md", page("Page totals.md", "Another total."))
    drawn, parts = docs.parts(day="2024-05-01")
    assert drawn == 3
    assert parts == docs.whole(day="2024-05-01")
    with sqlite3.connect(docs.folder / "pages.sqlite") as database:
        assert database.execute("SELECT count(*) FROM entries").fetchone() == (PAGES,), "no page that is gone"
    database.close()


def test_everything_is_drawn_again_when_the_navigation_or_the_program_changes(docs: Docs) -> None:
    docs.parts()
    docs.write("data.md", "---\ntitle: Other\nicon: material/database\n---\n# Data\n")
    drawn, parts = docs.parts()
    assert drawn == PAGES
    assert parts == docs.whole()
    assert docs.parts(program="another program")[0] == PAGES


@pytest.mark.parametrize("damage", [b"", b"no database" * 500])
def test_a_damaged_store_is_none(docs: Docs, damage: bytes) -> None:
    docs.parts()
    (docs.folder / "pages.sqlite").write_bytes(damage)
    assert docs.parts()[0] == PAGES
    assert docs.parts() == (0, docs.whole())


def test_links_in_markdown_between_pages_out_of_nav_are_left_to_one_run(docs: Docs) -> None:
    docs.write("exchanges/2024-01-03.md", page("Linked", "See [the first](2024-01-01.md#figures)."))
    drawn, parts = docs.parts(jobs=3)
    assert drawn == PAGES
    assert parts == docs.whole()


def test_what_is_wrong_is_told_as_by_one_run(docs: Docs) -> None:
    docs.write("exchanges/2024-01-03.md", page("Linked", "See [nothing](nothing.md)."))
    with pytest.raises(LedgerError) as parts:
        docs.parts(jobs=3)
    with pytest.raises(LedgerError) as whole:
        docs.whole()
    assert str(parts.value) == str(whole.value)
    assert "nothing.md" in str(parts.value)


def test_pages_out_of_nav_are_those_that_nav_does_not_name(docs: Docs) -> None:
    loose = loose_pages(MKDOCS, docs.docs)
    assert len(loose) == LOOSE + 2
    assert not set(loose) & set(NAV)


@pytest.mark.parametrize(
    ("path", "expected"),
    [("index.md", ""), ("data.md", "data/"), ("exchanges/index.md", "exchanges/"), ("a/b.c.md", "a/b.c/")],
)
def test_addresses_of_pages(path: str, expected: str) -> None:
    assert address(path) == expected


@pytest.mark.parametrize(("pages", "shares"), [(0, 0), (0, 2), (1, 1), (7, 3), (10, 2)])
def test_every_page_is_dealt_once(pages: int, shares: int) -> None:
    texts = {str(number): "x" * (10 + number) for number in range(pages)}
    found = dealt(list(texts), texts, shares)
    assert len(found) == max(shares, 1)
    assert sorted(name for share in found for name in share) == sorted(texts)
    lengths = [sum(len(texts[name]) for name in share) for share in found]
    assert max(lengths) - min(lengths) <= max(map(len, texts.values()), default=0)


def test_a_long_page_is_a_share_of_its_own() -> None:
    texts = {"a": "x" * 5, "b": "x" * 100, "c": "x" * 6}
    assert dealt(list(texts), texts, 2) == [["b"], ["a", "c"]]


def test_pages_that_come_late_are_those_that_are_shown(docs: Docs) -> None:
    final = page("Page data.md", "All of it is known.")
    expected = docs.whole()
    drawn, parts = docs.parts(jobs=3, late=Late(["data.md"], lambda: docs.write("data.md", final)))
    assert drawn == PAGES
    assert parts == docs.whole()
    assert parts != expected


def test_a_late_page_that_changes_the_navigation_is_drawn_all_the_same(docs: Docs) -> None:
    final = page("Another title", "All of it is known.")
    _, parts = docs.parts(jobs=2, late=Late(["data.md"], lambda: docs.write("data.md", final)))
    assert parts == docs.whole()


def test_what_goes_wrong_with_late_pages_is_told(docs: Docs) -> None:
    def fails() -> None:
        raise fault("downloads", "no room", "make room")

    with pytest.raises(LedgerError, match="downloads: no room; make room"):
        docs.parts(jobs=2, late=Late(["data.md"], fails))


def test_a_kept_page_of_nonsense_is_drawn_again(docs: Docs) -> None:
    docs.parts()
    digest = hashlib.sha256(b"{}\n").hexdigest()
    with sqlite3.connect(docs.folder / "pages.sqlite") as database:
        key = database.execute("SELECT min(key) FROM entries").fetchone()[0]
        database.execute("UPDATE entries SET content = ?, digest = ? WHERE key = ?", (b"{}\n", digest, key))
    database.close()
    assert docs.parts() == (1, docs.whole())

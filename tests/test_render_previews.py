"""The pictures of shared addresses: one for each page, drawn from known words alone, the same bytes again."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from lxml import etree  # type: ignore[import-untyped]
from PIL import Image

from exchange_ledger import fingerprint
from exchange_ledger.cache import Store
from exchange_ledger.render import previews, render_site
from exchange_ledger.render.colours import DEFAULTS
from exchange_ledger.render.previews import Preview, drawable, drawn, write_previews
from exchange_ledger.settings import load_settings
from tests.test_render_site import package

EXCHANGE = Preview(
    "5 February 2025", "61st exchange by Ukraine’s count", (("150", "people returned to Ukraine", "ukraine"),)
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("previews")
    render_site(package(folder / "datapackage"), folder / "site")
    return folder / "site"


def test_every_page_names_a_picture_that_is_there(site: Path) -> None:
    base, seen = load_settings().base, 0
    for path in sorted(site.rglob("index.html")):
        page = etree.HTML(path.read_text(encoding="utf-8"))
        named = page.xpath("//meta[@property='og:image']/@content")
        assert named == page.xpath("//meta[@name='twitter:image']/@content")
        assert page.xpath("//meta[@property='og:title']/@content")[0]
        assert page.xpath("//meta[@property='og:description']/@content")[0]
        picture = site / named[0].removeprefix(base)
        assert picture == path.with_name("preview.png")
        with Image.open(picture) as opened:
            assert (opened.format, opened.size) == ("PNG", (1200, 630))
        seen += 1
    assert seen >= 13


def test_an_exchange_shows_both_counts_and_what_is_not_known(site: Path) -> None:
    """The picture of the small package's one exchange is the one with these words."""
    words = Preview(
        "5 February 2025",
        "4 claims from 2 sources · best evidence: quoted · disputed",
        (("150", "people returned to Ukraine", "ukraine"), ("not known", "people returned to Russia", "russia")),
    )
    picture = (site / "exchanges/2025-02-05/preview.png").read_bytes()
    colours = DEFAULTS
    assert picture == drawn(words, load_settings().site_name, colours)


def test_the_same_words_give_the_same_bytes_and_others_do_not() -> None:
    assert drawn(EXCHANGE, "Ledger", DEFAULTS) == drawn(EXCHANGE, "Ledger", DEFAULTS)
    other = Preview(EXCHANGE.heading, EXCHANGE.text, (("151", *EXCHANGE.figures[0][1:]),))
    assert drawn(EXCHANGE, "Ledger", DEFAULTS) != drawn(other, "Ledger", DEFAULTS)


@pytest.mark.parametrize(
    "preview",
    [
        EXCHANGE,
        Preview("A heading of many words that goes on and on until no line of any size could hold it " * 3, "x " * 900),
        Preview("30 September 2022", "y " * 300, (("more than 1,000", "z " * 90, "russia"),) * 2),
    ],
    ids=["an exchange", "long", "long figures"],
)
def test_nothing_is_cut_off_at_the_edge(preview: Preview) -> None:
    with Image.open(BytesIO(drawn(preview, "Ledger", DEFAULTS))) as picture:
        below = picture.convert("L").point(lambda shade: 255 if shade < 240 else 0).crop((0, 20, 1200, 630))
    left, _, right, bottom = below.getbbox() or (0, 0, 0, 0)
    assert left >= 60 and right <= 1196 and bottom <= 606


@pytest.mark.parametrize(
    ("text", "found"),
    [("Türkiye – 61st", "Turkiye - 61st"), ("a\n b", "a b"), ("обмін", ""), ("", ""), ("Ukraine’s “50th”", None)],
)
def test_what_the_font_lacks_is_spelled_without_accents_or_left_out(text: str, found: str | None) -> None:
    assert drawable(text) == (text if found is None else found)


def test_a_page_that_has_not_changed_keeps_its_picture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = {"": EXCHANGE, "data/": Preview("Data", "The tables.")}
    (tmp_path / "data").mkdir()
    monkeypatch.setattr(fingerprint, "program", lambda: "program")
    store = Store(tmp_path / "previews.sqlite", "program")
    write_previews(tmp_path, told, "Ledger", DEFAULTS, store)
    before = (tmp_path / "data/preview.png").read_bytes()
    drawings: list[str] = []

    def counted(preview: Preview, name: str, colours: previews.Colours) -> bytes:
        drawings.append(preview.heading)
        return drawn(preview, name, colours)

    monkeypatch.setattr(previews, "drawn", counted)
    write_previews(tmp_path, told | {"": Preview("Home")}, "Ledger", DEFAULTS, store)
    assert drawings == ["Home"]
    assert (tmp_path / "data/preview.png").read_bytes() == before
    write_previews(tmp_path, told, "Ledger", {**DEFAULTS, "accent": ("#000000", "#ffffff")}, store)
    assert drawings == ["Home", "5 February 2025", "Data"]

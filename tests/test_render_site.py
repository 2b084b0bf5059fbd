"""The site of a small package: every page, strictly built, placed at once, equal again, with sound links."""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from lxml import etree  # type: ignore[import-untyped]

from exchange_ledger.faults import LedgerError
from exchange_ledger.package import package_files
from exchange_ledger.records import Claim, Evidence, Exchange, Ledger, Source
from exchange_ledger.render import render_site
from exchange_ledger.render.links import link_faults
from exchange_ledger.render.offline import offline_page
from exchange_ledger.render.seal import sealed
from exchange_ledger.settings import load_settings

QUOTE = "its 61st exchange brought 150 people <b>home</b>"


def _claim(claim_id: str, source: str, **given: Any) -> Claim:
    base: dict[str, Any] = {
        "claim_id": claim_id, "source_id": source, "exchange_id": "2025-02-05", "scope": "exchange",
        "measure": "people_returned", "side": "ukraine", "event_date": "2025-02-05", "claimant": "Headquarters",
        "claimant_side": "ukraine", "evidence": "quote", "quote": QUOTE, "quote_start": 0, "quote_end": len(QUOTE),
    }  # fmt: skip
    return Claim(**(base | given))


def ledger() -> Ledger:
    linked: dict[str, Any] = {"evidence": "link", "quote": "", "quote_start": None, "quote_end": None}
    claims = (
        _claim("a1", "paper", value=150.0),
        _claim("a2", "page", value=149.0, claimant="Ministry", claimant_side="russia", checked="confirmed", **linked),
        _claim("a3", "page", value=99.0, claimant="Medium", claimant_side="third", checked="not_found", **linked),
        _claim("a4", "paper", value=22.0, dimension="branch", category="national_guard"),
        _claim("a5", "paper", scope="period", exchange_id="", event_date="", period_end="2025-02-05", value=4131.0),
    )
    evidence = (
        Evidence(
            exchange_id="2025-02-05",
            field="returned_to_ukraine",
            claim_id="a1",
            role="supports",
            decides=True,
            reason="Ukraine counts its own people",
        ),
        Evidence(exchange_id="2025-02-05", field="returned_to_ukraine", claim_id="a2", role="disputes"),
    )
    exchange = Exchange(
        exchange_id="2025-02-05", date="2025-02-05", kind="prisoners", status="completed", returned_to_ukraine=150,
        returned_to_ukraine_qualifier="exact", standing="quoted", disputed=True, claims=4, sources=2,
    )  # fmt: skip
    sources = (
        Source(source_id="page", kind="page", publisher="Agency", url="https://agency.example/1"),
        Source(source_id="paper", kind="article", publisher="Paper", title="Title <i>", published="2025-02-06",
               url="https://paper.example/1", quote_limit=500, quoted_characters=len(QUOTE)),
    )  # fmt: skip
    return Ledger(sources=sources, claims=claims, exchanges=(exchange,), evidence=evidence)


def package(folder: Path) -> Path:
    folder.mkdir(parents=True)
    for name, content in package_files(ledger(), load_settings(), "1.0.0").items():
        (folder / name).write_bytes(content)
    return folder


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("render")
    render_site(package(folder / "datapackage"), folder / "site")
    return folder / "site"


def _page(site: Path, address: str) -> Any:
    """Return a page as it is on a screen: without the numbers of its endnotes."""
    page = etree.HTML((site / address / "index.html").read_text(encoding="utf-8"))
    etree.strip_elements(page, "sup", with_tail=False)
    return page


def _text(found: list[Any]) -> str:
    return " ".join(" ".join("".join(element.itertext()) for element in found).split())


def test_every_kind_of_page_stands(site: Path) -> None:
    kinds = "", "exchanges", "exchanges/2025-02-05", "sources", "sources/paper", "totals", "checks", "coverage", "data"
    for kind in (*kinds, "methodology", "validation", "corrections", "accessibility"):
        assert (site / kind / "index.html").is_file(), kind
    assert not (site / "sources/page").exists(), "a linked page is a row of the index"


def test_a_figure_shows_its_value_its_standing_and_its_evidence(site: Path) -> None:
    page = _page(site, "exchanges/2025-02-05")
    assert _text(page.xpath("//*[@id='returned_to_ukraine']/p[2]")) == "150 quoted"
    card = page.xpath("//*[@id='returned_to_ukraine']//*[@id='claim-a1']")[0]
    assert _text(card.xpath(".//blockquote")) == QUOTE
    assert _text(card.xpath(".//mark")) == "150"
    link = card.xpath(".//a[@class='claim__source']/@href")[0]
    assert link.startswith("https://paper.example/1#:~:text=its%2061st")


def test_rival_claims_stand_beside_the_figure_and_the_unconfirmed_is_said_to_be_so(site: Path) -> None:
    page = _page(site, "exchanges/2025-02-05")
    assert _text(page.xpath("//*[@class='rivals']")) == "149 by Ministry (Russia) linked"
    assert "unconfirmed" in _text(page.xpath("//*[@id='claim-a3']"))
    assert "99" not in _text(page.xpath("//table[@class='matrix']"))


def test_every_claim_has_its_anchor_on_its_own_page(site: Path) -> None:
    ids = _page(site, "exchanges/2025-02-05").xpath("//@id")
    assert {f"claim-a{number}" for number in (1, 2, 3, 4)} <= set(ids)
    assert "claim-a5" in _page(site, "totals").xpath("//@id")


def test_what_no_source_says_is_not_shown_as_zero(site: Path) -> None:
    page = _page(site, "exchanges/2025-02-05")
    assert _text(page.xpath("//*[@id='returned_to_russia']/p[2]")) == "no source here says"


def test_a_title_is_text_and_never_code(site: Path) -> None:
    page = _page(site, "sources/paper")
    assert page.xpath("//title")[0].text.startswith("Title <i>")
    assert page.xpath("//i") == []


def test_every_page_forbids_other_hosts_and_names_none(site: Path) -> None:
    for path in site.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert "default-src &#39;none&#39;" in text or "default-src 'none'" in text, path
        loaded = etree.HTML(text).xpath("//@src | //link[@rel!='canonical' and @rel!='license']/@href")
        assert [address for address in loaded if "//" in address] == [], path


def test_links_and_anchors_resolve_and_a_broken_one_is_named(site: Path, tmp_path: Path) -> None:
    assert list(link_faults(site)) == []
    (tmp_path / "index.html").write_text(
        '<p id="x"><i id="x"></i><a href="gone/">g</a><a href="#nowhere">n</a><a href="https://a.example/">a</a>'
    )
    told = [fault.what for fault in link_faults(tmp_path)]
    assert told == [
        "the anchor #x is there twice",
        "the link #nowhere leads to no such anchor",
        "the link gone/ leads to no file",
    ]


def test_citations_feeds_and_data_are_well_formed(site: Path) -> None:
    folder = site / "exchanges/2025-02-05"
    assert json.loads((folder / "citation.json").read_text())[0]["URL"].endswith("/exchanges/2025-02-05/")
    assert (folder / "citation.bib").read_text().startswith("@misc{")
    assert (folder / "citation.ris").read_text().rstrip().endswith("ER  -")
    assert (folder / "claims.csv").read_text().count("\n") > 4
    feed = etree.fromstring((site / "feed.xml").read_bytes())
    assert len(feed.findall("{http://www.w3.org/2005/Atom}entry")) == 1
    assert json.loads((site / "feed.json").read_text())["items"][0]["title"] == "5 February 2025"


def test_the_offline_copy_names_files_and_holds_no_script(site: Path) -> None:
    with zipfile.ZipFile(site / "downloads/offline.zip") as archive:
        pages = {name: archive.read(name).decode() for name in archive.namelist() if name.endswith(".html")}
        names = set(archive.namelist())
    assert "exchange-ledger/index.html" in names
    for page in pages.values():
        assert "<script" not in page
        assert not re.search(r'href="[^":#]*/"', page)


def test_two_builds_are_equal(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    monkeypatch.setenv("PYTHONHASHSEED", "7")
    render_site(package(tmp_path / "elsewhere/datapackage"), tmp_path / "elsewhere/site")
    assert _hashes(tmp_path / "elsewhere/site") == _hashes(site)


def _hashes(site: Path) -> dict[str, str]:
    files = (path for path in site.rglob("*") if path.is_file())
    return {path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_a_package_that_cannot_be_read_leaves_the_old_site(tmp_path: Path) -> None:
    broken = package(tmp_path / "datapackage")
    (broken / "claims.json").write_text("no", encoding="utf-8")
    old = tmp_path / "site"
    old.mkdir()
    (old / "index.html").write_text("old", encoding="utf-8")
    with pytest.raises(LedgerError, match=r"claims\.json"):
        render_site(broken, old)
    assert [path.name for path in old.iterdir()] == ["index.html"]
    assert (old / "index.html").read_text(encoding="utf-8") == "old"


def test_the_policy_allows_the_page_s_own_inline_scripts_by_their_hash() -> None:
    page = sealed('<meta charset="utf-8"><script>let a = 1</script><script type="application/json">{}</script>')
    assert page.count("sha256-") == 1
    assert "unsafe-inline" not in page


def test_an_offline_page_keeps_addresses_of_others() -> None:
    page = '<a href="https://a.example/x/">a</a><a href="../b/">b</a><a href="../">c</a><a href="x.csv">d</a>'
    assert offline_page(page) == page.replace('"../b/"', '"../b/index.html"').replace('"../"', '"../index.html"')


def test_every_file_to_download_is_named_with_its_hash_and_linked(site: Path) -> None:
    page = _page(site, "data")
    hashes = {
        _text(row.xpath("./th")): _text(row.xpath("./td[last()]"))
        for row in page.xpath("//table[contains(@class, 'hashes')]/tbody/tr")
    }
    offered = {
        path.relative_to(site / "downloads").as_posix(): path
        for path in (site / "downloads").rglob("*")
        if path.is_file()
    }
    offered.pop("offline.zip")
    assert hashes == {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in offered.items()}
    linked = {str(link).removeprefix("../downloads/") for link in page.xpath("//a[@download]/@href")}
    assert set(offered) <= linked


def test_a_disputed_figure_names_the_rule_that_chose_it(site: Path) -> None:
    fact = _page(site, "exchanges/2025-02-05").xpath("//*[@id='returned_to_ukraine']")[0]
    assert _text(fact.xpath(".//*[@class='fact__rule']")).endswith("Ukraine counts its own people.")


def test_a_wrong_address_is_met_with_a_way_on(site: Path) -> None:
    page = etree.HTML((site / "404.html").read_text(encoding="utf-8"))
    base = "/" + load_settings().base.split("/", 3)[3]
    assert _text(page.xpath("//h1")) == "Nothing is at this address"
    links = {str(link) for link in page.xpath("//article//a/@href")}
    assert {f"{base}exchanges/", f"{base}data/", f"{base}sources/"} <= links, "they start at the site's root"

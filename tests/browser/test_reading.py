"""What a reader does: opens evidence, follows permalinks, filters, searches, prints; by keyboard, without scripts."""

from __future__ import annotations

import io
import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from exchange_ledger.render.evidence import Card, address
from exchange_ledger.render.exchange_page import exchange_page
from tests.browser.conftest import Site

KINDS = (
    "", "exchanges/", "exchanges/2024-01-31/", "exchanges/2025-01-15/", "totals/", "checks/", "checks/sides-agree/",
    "coverage/", "sources/", "sources/linked/", "sources/rbc-ukraine-2024-01-31/", "data/", "methodology/",
    "validation/", "corrections/", "contribute/", "accessibility/",
)  # fmt: skip


def _visible_rows(page: Page) -> list[str]:
    rows = page.locator("#exchange-table tbody tr:visible th")
    return [text.strip() for text in rows.all_inner_texts()]


def _words(text: str) -> str:
    return " ".join(text.split())


def test_no_other_host_is_asked_and_the_policy_forbids_it(site: Site, context: BrowserContext) -> None:
    page, asked, told = context.new_page(), [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: told.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: told.append(str(error)))
    for kind in KINDS:
        page.goto(site.address + kind)
        policy = page.locator('meta[http-equiv="Content-Security-Policy"]').get_attribute("content") or ""
        assert policy.startswith("default-src 'none'")
        assert "http" not in policy, "no other host is allowed"
    hosts = {urlsplit(url).netloc for url in asked if not url.startswith("data:")}
    assert hosts == {urlsplit(site.address).netloc}
    assert told == []


def test_the_policy_stops_a_foreign_picture(site: Site, context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(site.address)
    blocked = page.evaluate(
        """() => new Promise((done) => {
            document.addEventListener("securitypolicyviolation", (event) => done(event.effectiveDirective));
            new Image().src = "http://127.0.0.2:9/x.png";
        })"""
    )
    assert blocked == "img-src"


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_every_evidence_link_on_an_exchange_page_leads_to_its_quote(
    site: Site, chromium: Browser, scripts: bool
) -> None:
    """Each fold opens on a click, and each quote of the exchange is then there to be read, with its source."""
    context = chromium.new_context(java_script_enabled=scripts)
    page = context.new_page()
    quoted = [row for row in site.package.ledger.exchanges if row.standing == "quoted"]
    assert len(quoted) >= 7
    for exchange in quoted:
        page.goto(f"{site.address}exchanges/{exchange.exchange_id}/")
        page.locator("article summary").first.click()
        assert page.locator("article details[open]").count() == 1
        page.evaluate("document.querySelectorAll('article details').forEach((fold) => { fold.open = true })")
        for claim in site.package.claims_of_exchange[exchange.exchange_id]:
            card = page.locator(f"#claim-{claim.claim_id}")
            assert card.is_visible()
            assert card.locator("a.claim__source").count() == bool(site.package.source[claim.source_id].url)
            if claim.quote:
                assert _words(card.locator("blockquote").inner_text()) == _words(claim.quote)
    context.close()


def test_a_permalink_opens_on_its_claim(site: Site, context: BrowserContext) -> None:
    page = context.new_page()
    quoted = [claim for claim in site.package.ledger.claims if claim.quote]
    assert quoted
    for claim in quoted[::8]:
        page.goto("about:blank")
        page.goto(site.address + address(claim))
        card = page.locator(f"#claim-{claim.claim_id}")
        card.wait_for(state="visible")
        assert card.evaluate("(card) => card.matches(':target') && card.getBoundingClientRect().top < innerHeight")


def test_numbers_beside_figures_lead_to_their_claims(site: Site, context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(f"{site.address}exchanges/2025-01-15/")
    for link in page.locator('article .rivals a[href^="#claim-"], article .matrix a[href^="#claim-"]').all():
        link.click()
        assert page.locator(str(link.get_attribute("href"))).is_visible()


def test_the_marked_number_is_the_value(site: Site, context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(f"{site.address}exchanges/2025-02-05/")
    claims = site.package.claims_of_exchange["2025-02-05"]
    digits = [claim for claim in claims if claim.value and re.search(rf"\b{int(claim.value)}\b", claim.quote)]
    assert digits
    for claim in digits:
        marked = page.locator(f"#claim-{claim.claim_id} mark").text_content() or ""
        assert re.sub(r"\D", "", marked) == str(int(claim.value or 0))


def test_the_filter_s_address_opens_the_same_rows_again(site: Site, context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(f"{site.address}exchanges/")
    everything = len(_visible_rows(page))
    assert everything == len(site.package.ledger.exchanges)
    page.select_option("select[name=year]", "2024")
    page.check("input[name=civilians]")
    shown = _visible_rows(page)
    assert 0 < len(shown) < everything
    assert all(row.endswith("2024") for row in shown)
    assert f"{len(shown)} of {everything} rows shown" in page.locator("#filter output").inner_text()
    filtered = page.url
    assert "year=2024" in filtered
    assert "civilians=1" in filtered
    page.goto("about:blank")
    page.goto(filtered)
    assert _visible_rows(page) == shown
    page.click("text=Show all")
    page.wait_for_url(lambda url: "?" not in url)
    assert len(_visible_rows(page)) == everything


def test_the_table_does_not_move_when_its_filter_appears(site: Site, context: BrowserContext) -> None:
    page = context.new_page()
    page.add_init_script(
        "window.moved = 0; new PerformanceObserver((list) => list.getEntries().forEach((entry) => {"
        " window.moved += entry.value; })).observe({type: 'layout-shift', buffered: true});"
    )
    page.goto(site.address + "exchanges/")
    page.wait_for_selector("#filter:not([hidden])")
    page.wait_for_timeout(300)
    assert page.evaluate("window.moved") < 0.1  # what the Web Vitals call good
    assert page.get_attribute('th[data-sort="date"]', "aria-sort") == "descending"


def test_the_search_finds_an_exchange_by_date_number_mediator_and_place(site: Site, context: BrowserContext) -> None:
    mediated = {row.exchange_id for row in site.package.ledger.mediators if row.mediator == "Vatican"}
    page = context.new_page()
    page.goto(site.address, wait_until="networkidle")
    assert "2024-01-31" in _found(page, "31 January 2024")
    assert "2024-01-31" in _found(page, "2024-01-31")
    assert "2024-01-31" in _found(page, "50th")
    assert mediated & set(_found(page, "Vatican"))
    assert "2024-01-31" in _found(page, "Azovstal")


def _found(page: Page, words: str) -> list[str]:
    """Return the exchanges among what the search finds."""
    page.locator("input.md-search__input").click()
    page.locator("input.md-search__input").fill("")
    page.locator(".md-search-result__item").first.wait_for(state="detached")
    page.keyboard.insert_text(words[:-1])
    page.keyboard.type(words[-1])  # one key, so one search: what the first letters find would be shown meanwhile
    page.locator(".md-search-result__item a").first.wait_for(state="attached")
    links = [str(link.get_attribute("href")) for link in page.locator(".md-search-result__item a").all()]
    return [found for link in links for found in re.findall(r"exchanges/(\d[^/]*)/", link)]


def test_table_evidence_and_search_by_keyboard_alone(site: Site, context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(f"{site.address}exchanges/")
    page.locator("th[data-sort=ukraine] button").focus()
    page.keyboard.press("Enter")
    assert page.locator("th[data-sort=ukraine]").get_attribute("aria-sort") == "descending"
    counts = [row.returned_to_ukraine or 0 for row in site.package.ledger.exchanges]
    assert page.locator("#exchange-table tbody tr td[data-column=ukraine]").first.get_attribute("data-key") == str(
        max(counts)
    )
    page.locator("#filter input[name=q]").focus()
    page.keyboard.type("2025")
    assert all("2025" in row for row in _visible_rows(page))
    page.goto(f"{site.address}exchanges/2024-01-31/")
    _tab_to(page, "article summary")
    page.keyboard.press("Enter")
    assert page.locator("article details[open] .claim").first.is_visible()
    page.keyboard.press("/")
    page.keyboard.type("61st")
    page.locator(".md-search-result__item a").first.wait_for(state="visible")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/exchanges/2025-02-05/**")


def _tab_to(page: Page, wanted: str) -> None:
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate(f"document.activeElement.matches({wanted!r})"):
            return
    raise AssertionError(f"{wanted} cannot be reached by keyboard")


def test_without_scripts_every_row_is_there_and_nothing_pretends(site: Site, chromium: Browser) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.address}exchanges/")
    assert len(_visible_rows(page)) == len(site.package.ledger.exchanges)
    assert not page.locator("#filter").is_visible()
    assert page.locator("th button").count() == 0
    context.close()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_printed_page_holds_every_claim_as_an_endnote(site: Site, chromium: Browser, scripts: bool) -> None:
    """Each figure bears the numbers of its notes; each note stands once, at the end, in order, with its quote."""
    from pypdf import PdfReader

    context = chromium.new_context(java_script_enabled=scripts)
    page = context.new_page()
    page.goto(f"{site.address}exchanges/2024-01-31/")
    printed = PdfReader(io.BytesIO(page.pdf(format="A4")))
    text = re.sub(r"\s+", "", "".join(sheet.extract_text() for sheet in printed.pages))
    text = text.replace("ﬁ", "fi").replace("ﬃ", "ffi").replace("ﬀ", "ff").replace("ﬂ", "fl")
    figures, notes = text[: text.rindex("Evidence1.")], text[text.rindex("Evidence1.") :]
    shown = exchange_page(site.package, site.package.exchange["2024-01-31"])
    claims = site.package.claims_of_exchange["2024-01-31"]
    assert sorted(shown.note) == sorted(claim.claim_id for claim in claims)
    starts = [notes.find(_note(number, card)) for number, card in enumerate(shown.notes, 1)]
    assert -1 not in starts
    assert starts == sorted(starts)
    quotes = [_packed(claim.quote) for claim in claims if claim.quote]
    assert len(quotes) > 5
    assert [quote for quote in quotes if quote in figures] == [], "what is a note is not printed twice"
    for figure in shown.figures:
        numbers = ",".join(str(shown.note[card.claim.claim_id]) for card in figure.cards)
        assert f"{_packed(figure.value)}" in figures
        assert numbers in figures
    context.close()


def _packed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _note(number: int, card: Card) -> str:
    quote = f"“{card.claim.quote}”" if card.claim.quote else ""
    return _packed(f"{number}.{quote}{card.value or 'mentioned, no number'},{card.subject}")


def test_the_endnotes_are_for_paper_alone(site: Site, context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(f"{site.address}exchanges/2024-01-31/")
    assert not page.locator(".endnotes").is_visible()
    assert page.locator(".note:visible").count() == 0
    page.emulate_media(media="print")
    assert page.locator(".endnotes").is_visible()
    assert page.locator("details.evidence:visible").count() == 0
    page.goto(f"{site.address}totals/")
    assert page.locator("details.tally .claim").first.is_visible(), "a page without endnotes prints its folds open"


def test_an_exchange_page_is_light_and_waits_for_no_script(site: Site, context: BrowserContext) -> None:
    page, sizes = context.new_page(), []

    def weigh(response: Any) -> None:
        sizes.append(int(response.headers.get("content-length", "0")))

    page.on("response", weigh)
    page.goto(f"{site.address}exchanges/2024-01-31/", wait_until="networkidle")
    print(f"an exchange page: {sum(sizes) / 1000:.0f} kB transferred")
    assert sum(sizes) < 150_000
    assert page.locator("head script[src]:not([defer]):not([async])").count() == 0


def test_the_page_fits_a_small_screen(site: Site, chromium: Browser) -> None:
    context = chromium.new_context(viewport={"width": 320, "height": 640})
    page = context.new_page()
    for kind in KINDS:
        page.goto(site.address + kind)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, kind
    context.close()

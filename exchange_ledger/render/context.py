"""What the templates know: the rows that have a page of their own, and what every page may show."""

from __future__ import annotations

from typing import Any

from exchange_ledger import vocabulary
from exchange_ledger.cache import Store
from exchange_ledger.render import assurance, check_page, coverage, dictionary, feed, overview, report
from exchange_ledger.render.citation import Citation, report_address
from exchange_ledger.render.evidence import address
from exchange_ledger.render.exchange_page import ExchangePage, exchange_page
from exchange_ledger.render.pictures import pictures
from exchange_ledger.render.routes import TEMPLATES, Rows
from exchange_ledger.render.snippets import snippets
from exchange_ledger.render.source_page import article_page
from exchange_ledger.render.tables import Package
from exchange_ledger.settings import Settings

FIXED_PAGES = sum("{" not in path.as_posix() for path in (TEMPLATES / "pages").rglob("*.md"))


def rows_of_pages(package: Package) -> Rows:
    """Return, for each placeholder of a template's name, what each of its values shows."""
    exchanges = {row.exchange_id: {"page": exchange_page(package, row)} for row in package.ledger.exchanges}
    articles = [source for source in package.ledger.sources if source.kind == "article"]
    return {
        "exchange_id": exchanges,
        "gone_id": {
            name: {"gone": name, "withdrawn": rows}
            for name, rows in sorted(package.withdrawn_of_exchange.items())
            if name and name not in package.exchange
        },
        "rule": {
            check_page.slug(rule.name): {"rule": rule} for rule in check_page.rule_pages(check_page.checks(package))
        },
        "source_id": {source.source_id: {"page": article_page(package, source)} for source in articles},
    }


def shared_by_pages(package: Package, settings: Settings, rows: Rows, store: Store | None = None) -> dict[str, Any]:
    """Return what every template may show of the package and of the project; `store` keeps the large pictures."""
    pages: list[ExchangePage] = [row["page"] for row in rows["exchange_id"].values()]
    return {
        "settings": settings,
        "warnings": vocabulary.warnings(),
        "all_mediators": sorted({row.mediator for row in package.ledger.mediators}),
        "package": package,
        "ledger": package.ledger,
        "pages": sorted(pages, key=lambda page: (page.exchange.date, page.exchange.exchange_id)),
        "home": overview.home(package, pages),
        "rules": [row["rule"] for row in rows["rule"].values()],
        "gone_totals": package.withdrawn_of_exchange.get("", []),
        "totals": overview.totals(package),
        "coverage": coverage.coverage(package),
        "articles": [row["page"] for row in rows["source_id"].values()],
        "publishers": overview.linked_pages(package),
        "dictionary": dictionary.tables(package),
        "day": package.day,
        "pictures": pictures(package, store),
        "snippets": snippets(settings),
        "versions": report.versions(package),
        "tests": report.tests(package, FIXED_PAGES + sum(map(len, rows.values()))),
        "runs": assurance.runs(),
        "readings": assurance.readings(),
        "passages": assurance.passages(),
        "unseen": assurance.unseen(),
        "shelves": report.shelves,
        "unconfirmed": report.unconfirmed(package),
        "address_of": lambda claim_id: _claim_address(package, claim_id),
        "recent": feed.recent(pages),
        "feed": lambda entries: feed.json_feed(settings, entries),
        "cite": lambda page=None: _citation(package, settings, page),
        "report": lambda about: report_address(settings, about),
    }


def _claim_address(package: Package, claim_id: str) -> str:
    """Return the permalink of a claim that stands or that was withdrawn."""
    if claim_id in package.claim:
        return address(package.claim[claim_id])
    gone = {row.claim_id: row.exchange_id for row in package.ledger.withdrawn}
    if claim_id not in gone:
        return "corrections/"
    return (f"exchanges/{gone[claim_id]}/" if gone[claim_id] else "totals/") + f"#claim-{claim_id}"


def _citation(package: Package, settings: Settings, page: ExchangePage | None) -> Citation:
    """Return how one exchange is cited, or the whole ledger."""
    name = page.exchange.exchange_id if page else ""
    title = f"Prisoner exchange of {page.title}" if page else settings.site_description
    address = settings.base + (f"exchanges/{name}/" if page else "")
    key = "-".join(part for part in (settings.package_name, name) if part)
    return Citation(key, title, address, package.day, package.version, settings)

"""What templates made of the pages per row in earlier builds, kept until a row behind one of them changes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from exchange_ledger.cache import Store
from exchange_ledger.records import Row
from exchange_ledger.render.check_page import RulePage
from exchange_ledger.render.exchange_page import ExchangePage
from exchange_ledger.render.inputs import rows_of_exchange, rows_of_rule, rows_of_source
from exchange_ledger.render.routes import Route
from exchange_ledger.render.source_page import ArticlePage
from exchange_ledger.render.tables import Package
from exchange_ledger.schema import held
from exchange_ledger.settings import Settings


class Texts:
    """The texts of files per exchange, per article and per rule, in a store.

    Their templates know the row's page and what follows from the settings, the day and the version of the data (see
    `routes.FOR_ROWS`), and nothing else: a text is kept under a hash of all that and of the rows behind the page.
    """

    def __init__(self, store: Store, package: Package, settings: Settings) -> None:
        self.store = store
        self.package = package
        self.common = f"{package.day} {package.version} {settings!r}"
        self.keys: dict[str, str] = {}
        self.digests: dict[int, str] = {}
        self.written: dict[int, bytes] = {}

    def known(self, routes: Sequence[Route]) -> dict[str, str]:
        """Return the texts that are kept, by the path of their file."""
        self.keys = self._keys(routes)
        found = self.store.known(list(self.keys.values()))
        return {path: found[key].decode() for path, key in self.keys.items() if key in found}

    def keep(self, made: Mapping[str, str]) -> None:
        """Keep what was made of the routes last asked for, by the path of its file; drop what none of them needs."""
        new = {self.keys[path]: text for path, text in made.items() if path in self.keys}
        contents = {key: text.encode("utf-8", "surrogatepass") for key, text in new.items()}
        self.store.keep(contents, self.keys.values())

    def _keys(self, routes: Sequence[Route]) -> dict[str, str]:
        """Return under which names texts are kept, but for those that follow from more than rows of their own."""
        pages = [(route, self._digest(route)) for route in routes]
        return {
            route.path: self.store.key(route.template, route.path, self.common, digest)
            for route, digest in pages
            if digest
        }

    def _digest(self, route: Route) -> str:
        """Return a hash of the rows behind a page; empty for one whose rows nobody names."""
        page = route.row.get("page") or route.row.get("rule")
        if id(page) not in self.digests:
            rows = self._rows(page)
            self.digests[id(page)] = hashlib.sha256(b"\n".join(map(self._text, rows))).hexdigest() if rows else ""
        return self.digests[id(page)]

    def _rows(self, page: object) -> Iterable[Row]:
        if isinstance(page, ExchangePage):
            return rows_of_exchange(self.package, page.exchange)
        if isinstance(page, ArticlePage):
            return rows_of_source(self.package, page.source)
        return rows_of_rule(self.package, page.name) if isinstance(page, RulePage) else ()

    def _text(self, row: Row) -> bytes:
        """Return all that a row says; many a row stands behind several pages."""
        found = self.written.get(id(row))
        if found is None:
            found = self.written[id(row)] = f"{row.table} {held(row)!r}".encode("utf-8", "surrogatepass")
        return found

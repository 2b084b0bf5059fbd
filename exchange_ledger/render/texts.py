"""What templates made of the pages of exchanges and articles in earlier builds, kept until a row of theirs changes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from exchange_ledger import fingerprint
from exchange_ledger.cache import Store
from exchange_ledger.render.exchange_page import ExchangePage
from exchange_ledger.render.inputs import rows_of_exchange, rows_of_source
from exchange_ledger.render.routes import Route
from exchange_ledger.render.source_page import ArticlePage
from exchange_ledger.render.tables import Package
from exchange_ledger.schema import values
from exchange_ledger.settings import Settings


class Texts:
    """The texts of files per exchange and per article, in a store.

    Their templates know the row's page and what follows from the settings, the day and the version of the data (see
    `routes.FOR_ROWS`), and nothing else: a text is kept under a hash of all that and of the rows behind the page.
    """

    def __init__(self, store: Store, package: Package, settings: Settings) -> None:
        self.store = store
        self.package = package
        self.common = f"{package.day} {package.version} {settings!r}"
        self.digests: dict[int, str] = {}

    def known(self, routes: Sequence[Route]) -> dict[str, str]:
        """Return the texts that are kept, by the path of their file."""
        keys = {route.path: key for route in routes if (key := self._key(route))}
        found = self.store.known(list(keys.values()))
        return {path: found[key].decode() for path, key in keys.items() if key in found}

    def keep(self, routes: Sequence[Route], made: Mapping[str, str]) -> None:
        """Keep what was made, by the path of its file; drop what no route needs any longer."""
        if fingerprint.program() == self.store.program:  # the templates may have been edited in the meantime
            keys = {route.path: key for route in routes if (key := self._key(route))}
            new = {keys[path]: text.encode("utf-8", "surrogatepass") for path, text in made.items() if path in keys}
            self.store.keep(new, keys.values())

    def _key(self, route: Route) -> str:
        """Return the name under which a text is kept; empty for one that follows from more than its own rows."""
        page = route.row.get("page")
        if not isinstance(page, ExchangePage | ArticlePage):
            return ""
        if id(page) not in self.digests:
            self.digests[id(page)] = self._digest(page)
        return self.store.key(route.template, route.path, self.common, self.digests[id(page)])

    def _digest(self, page: ExchangePage | ArticlePage) -> str:
        rows = (
            rows_of_exchange(self.package, page.exchange)
            if isinstance(page, ExchangePage)
            else rows_of_source(self.package, page.source)
        )
        total = hashlib.sha256()
        for row in rows:
            total.update(f"{row.table} {values(row)!r}\n".encode("utf-8", "surrogatepass"))
        return total.hexdigest()

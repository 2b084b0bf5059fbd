"""A loopback server and a browser that ignores the pages' own policy, so that only escaping protects."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome") or ""
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip

_LOOK = """() => {
  const attributes = [...document.querySelectorAll('*')].flatMap(
    element => [...element.attributes].map(attribute => [element.localName, attribute.name, attribute.value]));
  return {
    title: document.title,
    text: document.body.textContent,
    pwned: window.pwned === undefined ? '' : String(window.pwned),
    tags: [...new Set([...document.querySelectorAll('*')].map(element => element.localName))],
    handlers: attributes.filter(([, name]) => name.startsWith('on')).map(parts => parts.join(' ')),
    scripts: [...document.scripts].map(script => script.src || script.textContent).filter(
      text => text.includes('pwned') || text.includes('other.invalid')),
    addresses: attributes.filter(([, name]) => /^(href|src|srcset|action|formaction|data|xlink:href|ping)$/.test(name))
      .map(([, , value]) => { try { return new URL(value, location.href).protocol } catch { return value } })
      .filter(protocol => !['http:', 'https:', 'data:'].includes(protocol)),
    outside: [...document.querySelectorAll('a[href]')].filter(
      link => link.host !== location.host && !/external|license/.test(link.rel)).map(link => link.href),
  };
}"""


class _Silent(SimpleHTTPRequestHandler):
    def log_message(self, *_arguments: Any) -> None:
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on a free port of the loopback address and give its address, with a slash at its end."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Silent, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass
class Visit:
    """What a browser saw of a site: each page by its address, and what should not have happened."""

    pages: dict[str, dict[str, Any]] = field(default_factory=dict)
    dialogs: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def _watch(page: Page, address: str, visit: Visit) -> None:
    def dismissed(dialog: Any) -> None:
        visit.dialogs.append(dialog.message)
        dialog.dismiss()

    def asked(request: Any) -> None:
        if not request.url.startswith((address, "data:", "blob:")):
            visit.elsewhere.append(request.url)

    page.on("dialog", dismissed)
    page.on("request", asked)
    page.on("pageerror", lambda error: visit.errors.append(f"{page.url}: {error}"))
    page.on("popup", lambda opened: visit.errors.append(f"{page.url}: opened {opened.url}"))


def _look(browser: Browser, address: str, names: list[str]) -> Visit:
    visit = Visit()
    context = browser.new_context(bypass_csp=True, service_workers="block")
    page = context.new_page()
    _watch(page, address, visit)
    for name in names:
        page.goto(address + name)
        visit.pages[name] = page.evaluate(_LOOK)
    context.close()
    return visit


def visited(site: Path) -> Visit:
    """Open every page of a site in Chromium and return what was seen."""
    names = sorted(path.relative_to(site).as_posix().removesuffix("index.html") for path in site.rglob("*.html"))
    with served(site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        try:
            return _look(browser, address, names)
        finally:
            browser.close()

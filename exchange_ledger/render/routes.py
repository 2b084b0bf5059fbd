"""Templates and their routes: a template's file name is its route; `{exchange_id}` in it stands for a page per row."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote

from jinja2 import (
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    TemplateSyntaxError,
    pass_context,
)
from jinja2.meta import find_undeclared_variables
from jinja2.runtime import Context
from markupsafe import Markup

from exchange_ledger.faults import fault
from exchange_ledger.render import check_page, drawn, wording
from exchange_ledger.render.escape import escape, text_fragment, web_address
from exchange_ledger.tree import Tree

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"


FOR_ROWS = ("settings", "cite", "report")
"""What templates of a page per row may know beside their row; it follows from the settings, day and version alone."""

Rows = Mapping[str, Mapping[str, Mapping[str, Any]]]
"""For each placeholder of a template's name (`exchange_id`), what each of its values shows."""


@dataclass(frozen=True, slots=True)
class Route:
    """One file to be written: its path in the docs folder, its template, and the row that it is about."""

    path: str
    template: str
    row: Mapping[str, Any]

    @property
    def address(self) -> str:
        """Address of the page from the site's root: `exchanges/2024-01-31/`, `feed.xml`."""
        return address_of(self.path)


def address_of(path: str) -> str:
    """Return the address at which MkDocs serves a file of the docs folder."""
    return drawn.address(path) if path.endswith(".md") else path


def routes(folder: Path, rows: Rows) -> Iterator[Route]:
    """Yield a route for each template under `folder`, in their order."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield from _routes_of(path.relative_to(folder).as_posix(), rows)


def _routes_of(name: str, rows: Rows) -> Iterator[Route]:
    placeholder = next((key for key in rows if "{" + key + "}" in name), None)
    if placeholder is None:
        yield Route(name, name, {})
        return
    for value, row in rows[placeholder].items():
        yield Route(name.replace("{" + placeholder + "}", value), name, row)


@pass_context
def to(context: Context, address: str) -> Markup:
    """Return the relative link from the page that is being written to an address from the site's root."""
    path, mark, anchor = address.partition("#")
    here = context["route"].address
    if path == here and mark:
        return _plain(mark + anchor)
    return _plain(_relative(here, path) + mark + anchor)


@lru_cache(maxsize=4096)
def _relative(here: str, path: str) -> str:
    start = posixpath.dirname(here) if not here.endswith("/") else here.rstrip("/")
    relative = posixpath.relpath(path or ".", start or ".")
    return relative + ("/" if path.endswith("/") or not path else "")


@lru_cache(maxsize=4096)
def _plain(address: str) -> Markup:
    """Return an address in which nothing is left that Markdown or HTML could read as code."""
    return Markup(quote(address, safe="/#.-~%"))  # noqa: S704 (percent-encoded)


_FILTERS = {
    "web_address": web_address,
    "text_fragment": text_fragment,
    "number": wording.number,
    "size": wording.size,
    "date": wording.date,
    "ordinal": wording.ordinal,
    "category": lambda name, dimension: wording.category(dimension, name),
    "dimension": wording.dimension,
    "measure": wording.measure,
    "rule": wording.rule,
    "equation": wording.equation,
    "check_address": check_page.address,
}


def environment(suffix: str, folder: Path = TEMPLATES) -> Environment:
    """Return the Jinja environment for templates that end in `suffix`.

    Markdown escapes every expression for Markdown and HTML both; XML and SVG escape for XML; other texts do not.
    """
    made = Environment(
        loader=FileSystemLoader([folder / "pages", folder / "parts"]),
        autoescape=suffix in (".md", ".xml", ".svg"),  # noqa: S701 (other texts are not HTML)
        finalize=escape if suffix == ".md" else None,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters |= _FILTERS | {"json": _json, "front": _front, "anchor": _anchor, "data_block": _data_block}
    made.globals |= {"to": to, "wording": wording}
    return made


def _json(value: Any) -> Markup:
    return Markup(json.dumps(value, ensure_ascii=False, indent=2))  # noqa: S704 (for files of JSON alone)


def _front(value: Any) -> Markup:
    """Return the value for a page's front matter, which the theme prints without escaping."""
    return Markup(json.dumps(str(escape(value)), ensure_ascii=False))  # noqa: S704 (escaped just before)


def _data_block(value: Any) -> Markup:
    """Return the value as JSON for a block of data inside a page: nothing in it can end the block."""
    text = json.dumps(value, ensure_ascii=True).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return Markup(text)  # noqa: S704 (no character is left that HTML could read)


def _anchor(value: str) -> Markup:
    """Return the value as an anchor's name in a heading's `{#...}`, where Markdown knows no character references."""
    return Markup(re.sub(r"[^a-z0-9-]+", "-", value.lower()))  # noqa: S704 (nothing that is code is left)


class Kept(Protocol):
    """Texts of earlier builds (see `texts.Texts`)."""

    def known(self, routes: Sequence[Route]) -> Mapping[str, str]:
        """Return the texts that need not be made again, by path."""

    def keep(self, made: Mapping[str, str]) -> None:
        """Keep the texts that were made of the routes last asked for, by path."""


def write_pages(
    docs: Path, rows: Rows, shared: Mapping[str, Any], folder: Path = TEMPLATES, kept: Kept | None = None
) -> list[Route]:
    """Write every page into `docs` and return the routes; `shared` is what all templates know.

    Templates of a page per row know their row and, of `shared`, only `FOR_ROWS`. What is `kept` is not made again.
    Raises LedgerError for a template that is missing or broken.
    """
    written = list(routes(folder / "pages", rows))
    if "index.md" not in [route.path for route in written]:
        raise fault(str(folder / "pages" / "index.md"), "the template is missing", "bring it back")
    known = kept.known(written) if kept else {}
    made = _made([route for route in written if route.path not in known], shared, folder)
    _write(docs, {**known, **made})
    if kept:
        kept.keep(made)
    return written


def _made(routes: Iterable[Route], shared: Mapping[str, Any], folder: Path) -> dict[str, str]:
    environments: dict[str, Environment] = {}
    for_rows = {name: shared[name] for name in FOR_ROWS if name in shared}
    made = {}
    for route in routes:
        suffix = Path(route.template).suffix
        one = environments.setdefault(suffix, environment(suffix, folder))
        made[route.path] = _text(one, route, for_rows if route.row else shared)
    return made


def pages_naming(name: str, folder: Path = TEMPLATES) -> list[str]:
    """Return the single pages whose template uses a name of what all templates know, as paths below `docs`."""
    parse = environment(".md", folder).parse
    fixed = [path for path in sorted((folder / "pages").rglob("*.md")) if "{" not in path.as_posix()]
    texts = {path: path.read_text(encoding="utf-8") for path in fixed}
    found = [path for path in fixed if name in texts[path] and name in find_undeclared_variables(parse(texts[path]))]
    return [path.relative_to(folder / "pages").as_posix() for path in found]


def rewrite_pages(docs: Path, pages: Iterable[str], shared: Mapping[str, Any], folder: Path = TEMPLATES) -> None:
    """Write single pages again, with what is known by now."""
    _write(docs, _made([Route(page, page, {}) for page in pages], shared, folder))


def _write(docs: Path, texts: Mapping[str, str]) -> None:
    tree = Tree(docs)
    for path, text in texts.items():
        tree.write(path, text.encode("utf-8"))


def _text(made: Environment, route: Route, shared: Mapping[str, Any]) -> str:
    try:
        return made.get_template(route.template).render(**shared, **route.row, route=route)
    except TemplateError as error:
        line = f", line {error.lineno}" if isinstance(error, TemplateSyntaxError) else ""
        name = getattr(error, "name", None) or route.template
        raise fault(f"templates: {name}{line}", f"the template fails: {error.message}", "mend it") from error

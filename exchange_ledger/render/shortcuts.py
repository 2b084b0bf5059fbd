"""Two things that MkDocs need not do in our own runs of it; the pages that come out are the same, byte for byte.

MkDocs reads the HTML of every page three times with parsers written in Python. Two of these readings are for little:
to know the anchors that links in Markdown may lead to, and to find the few words of a page that are searched. Where a
version of MkDocs or of the theme has no such part, it is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

_ANCHOR = re.compile(r"""\s(?:id|name)=(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_TAG = re.compile(r"""<(/?)([a-zA-Z][^\t\n\r\f />\x00]*)((?:[^<>"']|"[^"]*"|'[^']*')*)>""")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_HEADING = re.compile(r"h[1-6]")
_UNSEARCHED = "data-search-exclude"
_GONE = "<!---->"
"""Stands for an element that was taken out, so that the words before and after it are not taken for one."""

_UNREADABLE = re.compile(
    r"<(?:[!?]|script|style|object|textarea|title|iframe|xmp|no(?:script|embed|frames)|plaintext)\b|linenodiv", re.I
)
"""What holds words that look like tags, or what the theme excludes by other rules."""

_VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
                   "track", "wbr"])  # fmt: skip


class _Irregular(Exception):  # noqa: N818 (it is no error: it says that a page is left as it is)
    """Raised for a page that the theme may read otherwise than it looks."""


@dataclass(slots=True)
class _Element:
    """An element that is in no other, from `start` to `end`; `plain` if none of those in it is excluded or of its name.

    The theme takes the end of an element for that of any other of the same name around it.
    """

    name: str
    start: int
    excluded: bool
    anchored: bool
    end: int = 0
    plain: bool = True


def anchors(text: str) -> set[str]:
    """Return every anchor that a page's HTML may have, and perhaps words that only look like one.

    MkDocs asks for them to warn of links without a target; every link of the site is followed anyway (see links.py).
    """
    return {unescape(next(filter(None, found), "")) for found in _ANCHOR.findall(text)}


def searched(html: str) -> str:
    """Return a page's HTML without the elements that search leaves out, as far as they surely make no difference."""
    if _UNSEARCHED not in html or _UNREADABLE.search(html):
        return html
    try:
        parts, done = [], 0
        for element in _left_out(_elements(html)):
            parts += [html[done : element.start], _GONE]
            done = element.end
    except _Irregular:
        return html
    return "".join((*parts, html[done:]))


def _left_out(elements: Iterable[_Element]) -> Iterator[_Element]:
    """Yield elements that are excluded, and those below a heading that is; none before the first heading."""
    seen = hidden = False
    for element in elements:
        if _HEADING.fullmatch(element.name):
            if not element.anchored:
                raise _Irregular
            seen, hidden = True, element.excluded
        elif seen and (hidden or (element.excluded and element.plain)):
            yield element


def _elements(html: str) -> Iterator[_Element]:
    """Yield the elements that are in no other; raises _Irregular for a heading in one, or what is not closed in order.

    Every `<` has to begin a tag.
    """
    opened: list[str] = []
    outer, tags = _Element("", 0, False, False), 0
    for tag in _TAG.finditer(html):
        tags += 1
        closes, name, attributes = tag[1], tag[2].lower(), tag[3]
        if name in _VOID and not closes:
            continue
        if not closes:
            outer = _opened(outer, bool(opened), name, tag.start(), attributes)
            opened.append(name)
        if (closes or _closes_itself(attributes)) and (not opened or opened.pop() != name):
            raise _Irregular
        if not opened:
            outer.end = tag.end()
            yield outer
    if opened or tags != html.count("<"):
        raise _Irregular


def _opened(outer: _Element, inside: bool, name: str, start: int, attributes: str) -> _Element:
    """Return the outermost element when another begins: that one itself, or `outer` if it begins inside of it."""
    if not inside:
        return _Element(name, start, *_marks(attributes))
    if _HEADING.fullmatch(name):
        raise _Irregular
    if name == outer.name or _UNSEARCHED in attributes:
        outer.plain = False
    return outer


def _closes_itself(attributes: str) -> bool:
    """Return whether a tag ends with a slash; raises _Irregular where the slash may be part of a value."""
    if attributes.endswith("/") and attributes[-2:-1] not in ("", " ", '"'):
        raise _Irregular
    return attributes.endswith("/")


def _marks(attributes: str) -> tuple[bool, bool]:
    """Return whether an element with these attributes is excluded, and whether it has an anchor."""
    names = _QUOTED.sub(" ", attributes).replace("=", " ").split()
    return _UNSEARCHED in names, "id" in names


def take() -> None:
    """Let MkDocs in this process go without."""
    _gather_anchors_at_once()
    _search_only_what_is_searched()


def _gather_anchors_at_once() -> None:
    from mkdocs.structure import pages

    reader: Any = getattr(pages, "_RawHTMLPreprocessor", None)

    def run(self: Any, lines: list[str]) -> list[str]:
        self.present_anchor_ids = anchors("\n".join(lines))
        return lines

    if reader and hasattr(reader, "run"):
        reader.run = run


def _search_only_what_is_searched() -> None:
    try:
        from material.plugins.search.plugin import SearchIndex  # type: ignore[import-untyped]
    except ImportError:
        return
    enter: Callable[[Any, Any], None] = SearchIndex.add_entry_from_context

    def add_entry_from_context(self: Any, page: Any) -> None:
        whole, page.content = page.content, searched(page.content)
        try:
            enter(self, page)
        finally:
            page.content = whole

    SearchIndex.add_entry_from_context = add_entry_from_context

"""One filter that makes any text safe in Markdown and in HTML, as content and as a quoted attribute."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any
from urllib.parse import quote, urlsplit

from markupsafe import Markup

_SPECIAL = re.compile(
    r"(?<![0-9A-Za-z])['.\-]|['.\-](?![0-9A-Za-z])"
    r"|[\x00-\x1f!-&(-+/:-@\[-`{-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
"""ASCII punctuation but the comma, controls, marks that turn the direction of writing, lone surrogates, noncharacters.

Apostrophe, full stop and hyphen inside a word or a number mean nothing in either language and stay as they are.
"""

_WHITE = {"\t": " ", "\n": " ", "\r": " ", "\x0c": " "}


def _reference(match: re.Match[str]) -> str:
    character = match.group()
    if character in _WHITE:
        return _WHITE[character]
    if character < " " or character > "~":
        return "�"
    return f"&#{ord(character)};"


def escape(value: Any) -> Markup:
    """Return the value with every character that Markdown or HTML could read as code as a character reference.

    White space becomes a plain space, as a browser would show it; what would end a paragraph cannot. Markup is
    returned as it is.
    """
    if isinstance(value, Markup):
        return value
    if value is None:
        return Markup("")
    return _escaped(str(value))


@lru_cache(maxsize=65_536)
def _escaped(text: str) -> Markup:
    """Return a text as `escape` does; most texts of a site come again and again."""
    return Markup(_SPECIAL.sub(_reference, text))  # noqa: S704 (nothing that is code is left)


def web_address(address: str) -> str:
    """Return the address if a reader may be sent there (http or https with a host), else an empty text."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return ""
    return quote(address, safe="%/:=&?~#+!$,;'@()*[]")


def text_fragment(quotation: str) -> str:
    """Return the fragment that takes a browser to the quotation (WICG URL Fragment Text Directives).

    A long quotation is named by its first and last words, which also finds it across paragraphs.
    """
    words = quotation.split()
    if not words:
        return ""
    if len(words) <= 10:
        return "#:~:text=" + _directive(" ".join(words))
    return f"#:~:text={_directive(' '.join(words[:5]))},{_directive(' '.join(words[-5:]))}"


def _directive(words: str) -> str:
    return quote(words, safe="", errors="replace").replace("-", "%2D")

"""Whether an article is there already: same address, same text, or nearly the same."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import parse_qsl, urlencode, urlsplit

from exchange_ledger.read.furniture import furniture
from exchange_ledger.stages import Article

NEARLY = 0.8
"""Share of the smaller article's runs of five words that the other one has too, from which on two are the same."""

_RUN = 5
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|ref|ref_src|share|output|amp", re.IGNORECASE)


def same_place(url: str) -> str:
    """Return an address without what does not change its page: scheme, `www.`, tracking, fragment, last slash."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.").removeprefix("amp.")
    query = urlencode(sorted(pair for pair in parse_qsl(parts.query) if not _TRACKING.fullmatch(pair[0])))
    path = re.sub(r"(?:/amp)?/*$", "", parts.path)
    return f"{host}{path}?{query}" if query else f"{host}{path}"


def runs(text: str) -> frozenset[int]:
    """Return the runs of five words of a text, furniture left out, as their hashes within this process."""
    for span in reversed(furniture(text)):
        text = text[: span.start] + "\n" + text[span.end :]
    words = re.findall(r"\w+", text.casefold())
    return frozenset(hash(tuple(words[start : start + _RUN])) for start in range(max(1, len(words) - _RUN + 1)))


def likeness(one: frozenset[int], other: frozenset[int]) -> float:
    """Return the share of the smaller set that both have, from 0 to 1; sets of very different size share nothing."""
    small, large = sorted((len(one), len(other)))
    if not small or large > 3 * small:
        return 0.0
    return len(one & other) / small


def duplicate(text: str, url: str, articles: Iterable[Article]) -> str:
    """Return what makes an article a duplicate and of which source, in words; empty if it is none."""
    own = runs(text)
    for article in articles:
        source = article.source
        if url and same_place(url) in {same_place(known) for known in (source.url, source.archive_url) if known}:
            return f"has the same address as {source.source_id} ({source.file})"
        if " ".join(text.split()) == " ".join(article.text.split()):
            return f"has the same text as {source.source_id} ({source.file})"
        if (share := likeness(own, runs(article.text))) >= NEARLY:
            return f"has nearly the same text as {source.source_id} ({source.file}: {share:.0%} of its words)"
    return ""

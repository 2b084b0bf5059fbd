"""The whole site as one file, to be read without a network: links name the files that they mean."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Protocol

from exchange_ledger.contents import files_below
from exchange_ledger.members import Member, deflated, entry_of, put, stored

_LINK = re.compile(r'href="(?<!\whref=")(?P<path>(?!https?:|mailto:|data:|#|//)[^"#?]*)(?P<rest>[#?][^"]*)?"')
_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
_SCRIPTS = re.compile(r"<script\b.*?</script>", re.DOTALL)
OFFLINE = "downloads/offline.zip"
"""Where the offline copy is in the site."""

_COMPRESSED = (".zip", ".xlsx", ".parquet", ".png", ".woff2")
_AT_ONCE = 256
"""Files that are in memory at a time."""


def _named(match: re.Match[str]) -> str:
    path, rest = match["path"], match["rest"] or ""
    if path in (".", "..") or path.endswith(("/", "/..")):
        path = path.rstrip("/") + "/index.html"
    return f'href="{path}{rest}"'


def offline_page(page: str) -> str:
    """Return a page for reading from a folder: links to folders name their file, and nothing needs a script.

    The policy goes because browsers do not agree on what a file's own host is; scripts go with it, so that a page asks
    nobody for anything here either.
    """
    bare = _SCRIPTS.sub("", _POLICY.sub("", page, count=1))
    return _LINK.sub(_named, bare)


def is_stored(name: str) -> bool:
    """Return whether a file goes into the zip as it is, since it is compressed already."""
    return name.endswith(_COMPRESSED)


def member(name: str, content: bytes) -> Member:
    """Return a file of the site as a member of the zip; what is compressed already is stored."""
    if name.endswith(".html"):
        content = offline_page(content.decode("utf-8")).encode("utf-8")
    return stored(content) if is_stored(name) else deflated(content)


def belongs(name: str) -> bool:
    """Return whether a file of the site is part of the offline copy."""
    unread = name.endswith((".map", ".js", ".gz", "preview.png"))
    return not unread and not name.startswith(("search/", "downloads/offline"))


class Known(Protocol):
    """What is compressed already (see `packed.Packed`)."""

    def known(self, names: Sequence[str]) -> Mapping[str, Member]:
        """Return the members that need not be made, by the names of their files."""


def write_offline(site: Path, folder: str, known: Known, jobs: int = 1) -> None:
    """Write `downloads/offline.zip` with every page of the site under `folder`; the same site gives the same bytes."""
    names = sorted(name for _, name in files_below(site) if belongs(name))

    def made(name: str) -> Member:
        return member(name, (site / name).read_bytes())

    target = site / OFFLINE
    target.parent.mkdir(exist_ok=True)
    target.unlink(missing_ok=True)  # it may be that of the standing site
    with zipfile.ZipFile(target, "w") as archive, ThreadPoolExecutor(jobs) as threads:  # zlib lets other threads run
        for start in range(0, len(names), _AT_ONCE):
            some = names[start : start + _AT_ONCE]
            members = dict(known.known(some))
            missing = [name for name in some if name not in members]
            members |= zip(missing, threads.map(made, missing), strict=True)
            for name in some:
                put(archive, entry_of(f"{folder}/{name}"), members[name])

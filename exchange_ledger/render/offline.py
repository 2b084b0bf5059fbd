"""The whole site as one file, to be read without a network: links name the files that they mean."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

_LINK = re.compile(r'(?P<name>\bhref=")(?P<path>(?!https?:|mailto:|data:|#|//)[^"#?]*?)(?P<rest>[#?][^"]*)?"')
_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
_SCRIPTS = re.compile(r"<script\b.*?</script>", re.DOTALL)
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)


def _named(match: re.Match[str]) -> str:
    path, rest = match["path"], match["rest"] or ""
    if path in (".", "..") or path.endswith(("/", "/..")):
        path = path.rstrip("/") + "/index.html"
    return f'{match["name"]}{path}{rest}"'


def offline_page(page: str) -> str:
    """Return a page for reading from a folder: links to folders name their file, and nothing needs a script.

    The policy goes because browsers do not agree on what a file's own host is; scripts go with it, so that a page asks
    nobody for anything here either.
    """
    bare = _SCRIPTS.sub("", _POLICY.sub("", page))
    return _LINK.sub(_named, bare)


def _kept(name: str) -> bool:
    unread = name.endswith((".map", ".js", ".gz", "preview.png"))
    return not unread and not name.startswith(("search/", "downloads/offline"))


def write_offline(site: Path, folder: str) -> None:
    """Write `downloads/offline.zip` with every page of the site under `folder`; the same site gives the same bytes."""
    names = sorted(path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file())
    target = site / "downloads" / "offline.zip"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in filter(_kept, names):
            content = (site / name).read_bytes()
            if name.endswith(".html"):
                content = offline_page(content.decode("utf-8")).encode("utf-8")
            entry = zipfile.ZipInfo(f"{folder}/{name}", _FIRST_DAY)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, content)

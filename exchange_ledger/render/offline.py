"""The whole site as one file, to be read without a network: links name the files that they mean."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from exchange_ledger.fingerprint import files_below

_LINK = re.compile(r'href="(?<!\whref=")(?P<path>(?!https?:|mailto:|data:|#|//)[^"#?]*)(?P<rest>[#?][^"]*)?"')
_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
_SCRIPTS = re.compile(r"<script\b.*?</script>", re.DOTALL)
OFFLINE = "downloads/offline.zip"
"""Where the offline copy is in the site."""

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
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


@dataclass(frozen=True, slots=True)
class Member:
    """One file as the zip holds it: how it is compressed, its own size and CRC-32, and the bytes."""

    method: int
    size: int
    check: int
    packed: bytes


def is_stored(name: str) -> bool:
    """Return whether a file goes into the zip as it is, since it is compressed already."""
    return name.endswith(_COMPRESSED)


def member(name: str, content: bytes) -> Member:
    """Return a file of the site as a member of the zip; what is compressed already is stored."""
    if name.endswith(".html"):
        content = offline_page(content.decode("utf-8")).encode("utf-8")
    if is_stored(name):
        return Member(zipfile.ZIP_STORED, len(content), zlib.crc32(content), content)
    packer = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    return Member(zipfile.ZIP_DEFLATED, len(content), zlib.crc32(content), packer.compress(content) + packer.flush())


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
                _add(archive, f"{folder}/{name}", members[name])


def _add(archive: zipfile.ZipFile, name: str, found: Member) -> None:
    """Add what is compressed already: as `ZipFile.mkdir` adds a folder, and the bytes after it."""
    entry = zipfile.ZipInfo(name, _FIRST_DAY)
    entry.compress_type, entry.external_attr = found.method, 0o644 << 16
    entry.CRC, entry.file_size, entry.compress_size = found.check, found.size, len(found.packed)
    into: Any = archive
    entry.header_offset = into.start_dir
    into.fp.seek(into.start_dir)
    into.fp.write(entry.FileHeader(False) + found.packed)
    into.start_dir = into.fp.tell()
    into.filelist.append(entry)
    into.NameToInfo[name] = entry
    into._didModify = True

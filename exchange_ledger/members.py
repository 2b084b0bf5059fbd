"""Files as a zip holds them: what is compressed already is put into an archive without being compressed again."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Member:
    """One file as the zip holds it: how it is compressed, its own size and CRC-32, and the bytes."""

    method: int
    size: int
    check: int
    packed: bytes


_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The first day that a zip can carry; it stands for no day at all."""

Pack = Callable[[bytes], Member]
"""What compresses a file's content, or knows what came of it before (see `deflated`)."""


def stored(content: bytes) -> Member:
    """Return a file as it is."""
    return Member(zipfile.ZIP_STORED, len(content), zlib.crc32(content), content)


def deflated(content: bytes) -> Member:
    """Return a file compressed as `ZipFile.writestr` does it at level 6."""
    packer = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    return Member(zipfile.ZIP_DEFLATED, len(content), zlib.crc32(content), packer.compress(content) + packer.flush())


def entry_of(name: str) -> zipfile.ZipInfo:
    """Return the head of a file in a zip: the same at any time, on every system."""
    info = zipfile.ZipInfo(name, _FIRST_DAY)
    info.create_system = 3  # that of Unix, whose rights these are
    info.external_attr = 0o644 << 16
    return info


def put(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, member: Member) -> None:
    """Add what is compressed already: as `ZipFile.mkdir` adds a folder, and the bytes after it."""
    entry.compress_type, entry.flag_bits = member.method, 0
    entry.CRC, entry.file_size, entry.compress_size = member.check, member.size, len(member.packed)
    into: Any = archive
    entry.header_offset = into.start_dir
    into.fp.seek(into.start_dir)
    into.fp.write(entry.FileHeader(False) + member.packed)
    into.start_dir = into.fp.tell()
    into.filelist.append(entry)
    into.NameToInfo[entry.filename] = entry
    into._didModify = True

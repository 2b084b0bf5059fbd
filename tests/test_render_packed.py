"""What goes into archives is compressed once: whoever compresses it, the archives have the same bytes."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from exchange_ledger import fingerprint
from exchange_ledger.cache import Store
from exchange_ledger.members import Member, deflated, put
from exchange_ledger.render import packed
from exchange_ledger.render.packed import Packed, Packer

CONTENTS = [b"", b"a,b\n1,2\n" * 500, bytes(range(256)) * 40]


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setattr(fingerprint, "program", lambda: "one program")
    return Store(tmp_path / "packed.sqlite", "one program")


def test_an_archive_is_the_one_that_the_library_writes() -> None:
    ours, theirs = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(ours, "w") as mine, zipfile.ZipFile(theirs, "w") as other:
        for number, content in enumerate(CONTENTS):
            entries = [zipfile.ZipInfo(f"ü{number}", (1980, 1, 1, 0, 0, 0)) for _ in range(2)]
            for entry in entries:
                entry.external_attr = 0o644 << 16
            put(mine, entries[0], deflated(content))
            other.writestr(entries[1], content, zipfile.ZIP_DEFLATED, 6)
    assert ours.getvalue() == theirs.getvalue()


def test_what_is_known_is_not_compressed_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    first = [Packer(store)(content) for content in CONTENTS]
    assert first == list(map(deflated, CONTENTS))
    monkeypatch.setattr(packed, "deflated", None)
    assert [Packer(store)(content) for content in CONTENTS] == first


def test_a_damaged_store_is_none(store: Store) -> None:
    packer = Packer(store)
    packer(CONTENTS[1])
    store.keep(dict.fromkeys(packer.used, b"nonsense"))
    assert Packer(store)(CONTENTS[1]) == deflated(CONTENTS[1])


def test_what_is_inside_of_archives_is_not_forgotten(store: Store) -> None:
    used, gone = Packer(store), Packer(store)
    used(CONTENTS[1])
    gone(CONTENTS[2])
    none: dict[str, Member] = {}
    Packed(none, {}, store).forget(used.used)
    assert store.known([*used.used, *gone.used]).keys() == used.used

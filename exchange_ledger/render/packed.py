"""Files of the site as the offline copy holds them, kept by their content: what has not changed is not packed again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path

from exchange_ledger.cache import Store
from exchange_ledger.members import Member, deflated
from exchange_ledger.render.offline import belongs, is_stored, member

_AT_ONCE = 256
"""Files that are in memory at a time."""


def pack(folder: Path, names: Iterable[str], store: Store) -> dict[str, str]:
    """Keep these files of a folder as members of the zip; return the key of each that needs packing, by its name."""
    keys: dict[str, str] = {}
    wanted = (name for name in names if belongs(name) and not is_stored(name))
    while some := list(islice(wanted, _AT_ONCE)):
        contents = {name: (folder / name).read_bytes() for name in some}
        found = {name: store.key(hashlib.sha256(content).hexdigest()) for name, content in contents.items()}
        known = store.known(list(found.values()))
        new = {key: _written(member(name, contents[name])) for name, key in found.items() if key not in known}
        if new:
            store.keep(new)
        keys |= found
    return keys


class Packer:
    """Compresses what goes into other archives than the offline copy, each different content once.

    The same files of the package are in several of them. `used` holds the keys of all that it was asked for.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self.used: set[str] = set()

    def __call__(self, content: bytes) -> Member:
        """Return the content compressed, from the store if it is there."""
        key = self.store.key(hashlib.sha256(content).hexdigest())
        self.used.add(key)
        found = dict(_members({key: key}, self.store.known([key]))).get(key)
        if found is None:
            found = deflated(content)
            self.store.keep({key: _written(found)})
        return found


class Packed:
    """What is packed by now: the pages as `known`, other files by their `keys` in a store (empty: not in it)."""

    def __init__(self, known: Mapping[str, Member], keys: Mapping[str, str], store: Store) -> None:
        self.pages = known
        self.keys = keys
        self.store = store

    def known(self, names: Sequence[str]) -> dict[str, Member]:
        """Return the members that need not be made, by the names of their files."""
        pages = {name: self.pages[name] for name in names if name in self.pages}
        keys = {name: self.keys[name] for name in names if self.keys.get(name)}
        contents = self.store.known(list(keys.values())) if keys else {}
        return dict(_members(keys, contents)) | pages

    def forget(self, others: Iterable[str]) -> None:
        """Drop from the store what this site has not, but for the `others` of its keys that are used."""
        self.store.keep({}, [*filter(None, self.keys.values()), *others])


def _members(keys: Mapping[str, str], contents: Mapping[str, bytes]) -> Iterator[tuple[str, Member]]:
    for name, key in keys.items():
        with suppress(ValueError, KeyError, TypeError):  # not kept, or nonsense
            yield name, _read(contents[key])


def _written(found: Member) -> bytes:
    return json.dumps([found.method, found.size, found.check]).encode("ascii") + b"\n" + found.packed


def _read(content: bytes) -> Member:
    head, packed = content.split(b"\n", 1)
    method, size, check = json.loads(head)
    return Member(method, size, check, packed)

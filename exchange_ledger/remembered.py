"""What the last build of some targets followed from, what came out of it, and what it said.

If nothing was touched since (see stamps.py), or all of it hashes to what was recorded, there is nothing to build.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from exchange_ledger import fingerprint
from exchange_ledger.contents import content
from exchange_ledger.stamps import Stamps, largest, now, stamps, untouched
from exchange_ledger.twin import both

_FORMAT = 3
"""Raise it when what is recorded changes its meaning."""


class Record:
    """One small file, which may be deleted at any time; then the next build is a whole one.

    A record that cannot be read is none.
    """

    def __init__(self, scratch: Path, seeds: Path, targets: Sequence[Path]) -> None:
        names = "\n".join(str(path.absolute()) for path in (seeds, *targets))
        name = hashlib.sha256(names.encode("utf-8", "surrogateescape")).hexdigest()[:12]
        self.path = scratch / f"built-{name}.json"
        self.seeds = seeds
        self.targets = tuple(targets)
        self._inputs = ""

    def inputs(self) -> str:
        """Return the fingerprint of the inputs as they were when this record was first asked for it."""
        self._inputs = self._inputs or fingerprint.inputs(self.seeds)
        return self._inputs

    def counts(self, jobs: int = 1, *, recheck: bool = False) -> dict[str, int] | None:
        """Return what the recorded build counted if it would come out the same, and its outputs still stand unchanged.

        Files that were not touched since are not read, unless there is to be a `recheck`; with two `jobs`, two
        processes look whether they were.
        """
        try:
            known = json.loads(self.path.read_text(encoding="utf-8"))
            if known["format"] != _FORMAT or self._unfinished():
                return None
            if recheck or not self._untouched(known, jobs):
                marks = self._stamps()
                if known["inputs"] != self.inputs() or known["outputs"] != self._outputs():
                    return None
                with suppress(OSError):  # the answer is right, remembered or not
                    self._write(known | marks)
            return {str(name): int(number) for name, number in known["counts"].items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None

    def write(self, inputs: str, counts: dict[str, int]) -> None:
        """Record a build whose outputs stand, unless its inputs have other content by now than these had."""
        marks, program = self._stamps(), fingerprint.program()
        if inputs and fingerprint.inputs(self.seeds) == inputs:
            known = {"format": _FORMAT, "inputs": inputs, "program": program, "outputs": self._outputs()}
            self._write(known | marks | {"counts": counts})

    def _write(self, known: dict[str, Any]) -> None:
        """Write it in one step, so that no reader sees half of it."""
        new = self.path.with_suffix(f".{os.getpid()}.new")
        new.write_text(json.dumps(known), encoding="utf-8")
        new.replace(self.path)

    def _stamps(self) -> dict[str, Any]:
        """Return the stamps of all parts; taken before they are hashed, so that they are older than the hashes."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            time, apart = now(self.path.parent), largest(self.targets[-1])
            found = [stamps(*part, time) for part in self._parts(apart)]
        except OSError:  # then the next build hashes everything
            return {"apart": "", "stamps": [None for _ in self._parts("")]}
        return {"apart": apart, "stamps": [asdict(one) if one else None for one in found]}

    def _untouched(self, known: dict[str, Any], jobs: int) -> bool:
        *others, last = zip(self._parts(known["apart"]), known["stamps"], strict=True)

        def rest() -> bool:
            return known["program"] == fingerprint.program() and all(_stands(*other) for other in others)

        return both(rest, lambda: _stands(*last), jobs)

    def _parts(self, apart: str) -> list[tuple[Path, str]]:
        """Return every folder, and what it is without: the last target has its largest folder apart, as a last part.

        At ten thousand articles the articles' pages take as long to look at as all the rest.
        """
        *others, last = (self.seeds, *self.targets)
        return [*((folder, "") for folder in others), (last, apart), *([(last / apart, "")] if apart else [])]

    def _unfinished(self) -> bool:
        """Return whether a build was stopped before it had cleared away what it replaced (names: see place.py)."""
        ends = ("new", "old")
        return any((target.parent / f".{target.name}.{end}").exists() for target in self.targets for end in ends)

    def _outputs(self) -> list[str]:
        return [content(target) for target in self.targets]


def _stands(part: tuple[Path, str], marks: dict[str, Any] | None) -> bool:
    return marks is not None and untouched(*part, Stamps(**marks))

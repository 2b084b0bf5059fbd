"""What the project says of itself (name, address, licence, contact), read from mkdocs.yml and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import yaml

from exchange_ledger.faults import Fault, LedgerError, fault
from exchange_ledger.tables import Loader

MKDOCS = Path(__file__).resolve().parents[1] / "mkdocs.yml"


@dataclass(frozen=True, slots=True)
class Settings:
    """The project's settings; an empty text means that nothing is known, and nothing is said, of it.

    `site_name`, `site_url` and `site_description` are MkDocs' own keys; all others stand under `extra.ledger`.
    `contact` is a mail address or the address of a page; `orcid` and `doi` are bare identifiers.
    """

    site_name: str = "Exchange Ledger"
    site_url: str = ""
    site_description: str = "A citable ledger of the prisoner exchanges between Ukraine and Russia"
    package_name: str = "exchange-ledger"
    license: str = "CC-BY-4.0"
    license_title: str = "Creative Commons Attribution 4.0 International"
    license_url: str = "https://creativecommons.org/licenses/by/4.0/"
    creator: str = "Exchange Ledger contributors"
    contact: str = ""
    repository: str = ""
    doi: str = ""
    keywords: tuple[str, ...] = ("prisoners of war", "prisoner exchange", "Ukraine", "Russia")
    citation: str = ""

    @property
    def base(self) -> str:
        """The site's address with a slash at its end; empty if the site has none yet."""
        return self.site_url.rstrip("/") + "/" if self.site_url else ""


_SITE = ("site_name", "site_url", "site_description")


class _Loader(Loader):
    """A safe loader that passes over tags which only MkDocs understands."""


def _ignored(loader: _Loader, suffix: str, node: yaml.Node) -> None:
    return None


_Loader.add_multi_constructor("!", _ignored)
_Loader.add_multi_constructor("tag:yaml.org,2002:python/", _ignored)


def read_mkdocs(path: Path = MKDOCS) -> dict[str, Any]:
    """Return the keys of an mkdocs.yml; none if there is no such file. Raises LedgerError if it is no YAML."""
    try:
        document = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 (a SafeLoader)
    except FileNotFoundError:
        return {}
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise fault(path.name, f"it is no YAML ({' '.join(str(error).split())})", "mend it") from None
    if not isinstance(document, dict):
        raise fault(path.name, "it has no keys", "write `site_name:` and the others as MkDocs asks")
    return document


def _given(document: dict[str, Any], path: Path) -> dict[str, Any]:
    extra = document.get("extra") or {}
    ledger = (extra.get("ledger") or {}) if isinstance(extra, dict) else extra
    if not isinstance(ledger, dict):
        raise fault(f"{path.name}: extra.ledger", "it has no keys", "write one `key: value` a line under it")
    own: dict[str, Any] = {name: document[name] for name in _SITE if name in document}
    return own | ledger


def _value(name: str, given: Any, path: Path) -> tuple[str, ...] | str | Fault:
    if name == "keywords" and isinstance(given, list) and all(isinstance(word, str) for word in given):
        return tuple(given)
    if name != "keywords" and (given is None or isinstance(given, str | int | float)):
        return "" if given is None else str(given).strip()
    asked = "a list of words" if name == "keywords" else "a text"
    return Fault(f"{path.name}: {name}", f"{given!r} is not {asked}", f"write {asked}, in quotation marks if need be")


def load_settings(path: Path = MKDOCS) -> Settings:
    """Return the settings of the mkdocs.yml at `path`; a key that is missing keeps its default.

    Raises LedgerError for a file that is no YAML or a value of the wrong kind. Keys that are not ours are the site's.
    """
    given = _given(read_mkdocs(path), path)
    known = [field.name for field in fields(Settings) if field.name in given]
    values = {name: _value(name, given[name], path) for name in known}
    faults = [value for value in values.values() if isinstance(value, Fault)]
    if faults:
        raise LedgerError(faults)
    return Settings(**values)  # type: ignore[arg-type]

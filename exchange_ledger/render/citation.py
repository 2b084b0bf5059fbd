"""How a page is cited, with the version of the data: text, BibTeX, RIS, CSL-JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass
from urllib.parse import quote

from exchange_ledger.render import wording
from exchange_ledger.settings import Settings


@dataclass(frozen=True, slots=True)
class Citation:
    """One page to be cited; `day` is the last day that its data know of (ISO 8601)."""

    key: str
    title: str
    address: str
    day: str
    version: str
    settings: Settings

    @property
    def text(self) -> str:
        """The citation as a sentence."""
        parts = [f"{self.settings.creator} ({self.day[:4]}). {self.title}", self.settings.site_name]
        parts += [f"Data version {self.version}, {wording.date(self.day)}", self.address]
        return ". ".join(part for part in parts if part)

    @property
    def bibtex(self) -> str:
        """The citation as a BibTeX entry."""
        rows = {
            "author": "{" + _tex(self.settings.creator) + "}",
            "title": "{" + _tex(f"{self.title}. {self.settings.site_name}") + "}",
            "year": self.day[:4],
            "version": _tex(self.version),
            "url": self.address,
            "note": f"Data of {wording.date(self.day)}",
        }
        lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in rows.items() if value)
        return f"@misc{{{self.key},\n{lines}\n}}"

    @property
    def ris(self) -> str:
        """The citation in the RIS format."""
        rows = (
            ("TY", "DATA"),
            ("AU", self.settings.creator),
            ("TI", self.title),
            ("T2", self.settings.site_name),
            ("PY", self.day[:4]),
            ("DA", self.day.replace("-", "/")),
            ("ET", self.version),
            ("UR", self.address),
        )
        return "\n".join([*(f"{tag}  - {_line(value)}" for tag, value in rows if value), "ER  - "])

    @property
    def csl(self) -> str:
        """The citation as CSL-JSON."""
        item = {
            "id": self.key,
            "type": "dataset",
            "title": self.title,
            "container-title": self.settings.site_name,
            "author": [{"literal": self.settings.creator}],
            "issued": {"date-parts": [[int(part) for part in self.day.split("-")]]},
            "version": self.version,
            "URL": self.address,
        }
        return json.dumps([{name: value for name, value in item.items() if value}], ensure_ascii=False, indent=2)


def _tex(text: str) -> str:
    """Return the text with TeX's own characters escaped."""
    return "".join("\\" + letter if letter in "#$%&_{}" else "" if letter in "\\~^" else letter for letter in text)


def _line(text: str) -> str:
    return " ".join(text.split())


def report_address(settings: Settings, about: str) -> str:
    """Return the address at which an error is reported; empty if neither repository nor contact is configured."""
    subject = quote(f"Error on {about}", safe="")
    if settings.repository.startswith("https://"):
        return f"{settings.repository.rstrip('/')}/issues/new?title={subject}"
    if "@" in settings.contact:
        return f"mailto:{quote(settings.contact, safe='@.+-_')}?subject={subject}"
    return settings.contact if settings.contact.startswith("https://") else ""

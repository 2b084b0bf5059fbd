"""The whole package as one zip file, with a README that says how to cite it and what a row counts."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from exchange_ledger import vocabulary
from exchange_ledger.downloads.published import Published
from exchange_ledger.members import Pack, deflated, entry_of, put
from exchange_ledger.records import TABLES
from exchange_ledger.schema import csv_name, summary

README = """\
{title}
{line}

{description}

Version {version} of the data, {day}.

How to cite
-----------
{citation}

To cite a single figure, use the address of its claim: {address}

What a row counts
-----------------
{tables}

Each table is there as CSV (UTF-8, commas, line feeds, a header) and as JSON. datapackage.json describes every column.
CHANGES.csv says what each version of the data changed.

Before you use a figure
-----------------------
{warnings}

Licence
-------
Compiled data: {license} ({license_url}). Quotations are their publishers' words and stay their publishers'.
"""


def readme(published: Published) -> str:
    """Return the README of the package as plain text."""
    settings = published.settings
    tables = "\n".join(f"- {csv_name(table)}: {summary(table)}" for table in TABLES)
    warnings = "\n".join(f"- {row.title}. {' '.join(row.text.split())}" for row in vocabulary.warnings())
    return README.format(
        title=published.title, line="=" * len(published.title), description=published.description,
        version=published.version, day=published.day, citation=published.citation,
        address=published.address("exchanges/DATE/#claim-ID"), tables=tables, warnings=warnings,
        license=settings.license, license_url=settings.license_url,
    )  # fmt: skip


def zip_bytes(published: Published, more: Mapping[str, bytes], pack: Pack = deflated) -> bytes:
    """Return the zip: every file of the package, the README and `more`, in one folder, in the order of their names.

    `pack` compresses the files; what it knows it need not compress again.
    """
    files = {path.name: path.read_bytes() for path in published.folder.iterdir() if path.is_file()}
    files |= {"README.txt": readme(published).encode(), **more}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in sorted(files):
            put(archive, entry_of(f"{published.name}/{name}"), pack(files[name]))
    return stream.getvalue()

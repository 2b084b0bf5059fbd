"""Each table as a Parquet file, with types, and with what each column means beside it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from exchange_ledger.downloads.published import Published
from exchange_ledger.records import Row
from exchange_ledger.schema import Cell, columns, field_schema, summary

if TYPE_CHECKING:
    import pyarrow


def parquet_bytes(table: type[Row], cells: Sequence[Sequence[Cell]], published: Published) -> bytes:
    """Return the table as Parquet; days are dates, partial dates are texts, what is not known is null."""
    from pyarrow import Table, parquet

    schema = _schema(table, published)
    arrays = [_array(field, column) for field, column in zip(schema, cells, strict=True)]
    stream = io.BytesIO()
    parquet.write_table(Table.from_arrays(arrays, schema=schema), stream, compression="zstd")
    return stream.getvalue()


def _array(field: pyarrow.Field, cells: Sequence[Cell]) -> pyarrow.Array:
    import pyarrow

    found: Sequence[Any] = cells
    if field.type == pyarrow.date32():
        found = [date.fromisoformat(str(cell)) if cell is not None else None for cell in cells]
    return pyarrow.array(found, type=field.type)


def _types() -> dict[str, pyarrow.DataType]:
    import pyarrow

    return {
        "string": pyarrow.string(),
        "integer": pyarrow.int64(),
        "number": pyarrow.float64(),
        "boolean": pyarrow.bool_(),
        "date": pyarrow.date32(),
    }


def _schema(table: type[Row], published: Published) -> pyarrow.Schema:
    import pyarrow

    kinds, fields = _types(), []
    for name in columns(table):
        field = field_schema(table, name)
        said = {"title": field["title"], "description": field["description"], "unit": field.get("unit", "")}
        required = field.get("constraints", {}).get("required", False)
        fields.append(pyarrow.field(name, kinds[field["type"]], nullable=not required, metadata=said))
    about = {"title": f"{published.title}: {table.table}", "description": summary(table), "version": published.version,
             "citation": published.citation, "license": published.settings.license}  # fmt: skip
    return pyarrow.schema(fields, metadata=about)

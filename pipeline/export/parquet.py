"""``parquet/<table>.parquet`` for those who load with types, a data package of its own; needs the extra ``parquet``."""

from __future__ import annotations

import io
from collections.abc import Iterator

from pipeline.errors import MissingDependencyError
from pipeline.export.columns import Type, tables
from pipeline.export.context import RunContext
from pipeline.export.datapackage import parquet_descriptor
from pipeline.records import Dataset


def files(dataset: Dataset, context: RunContext) -> Iterator[tuple[str, bytes]]:
    """Yield every table; raise ``MissingDependencyError`` without pyarrow."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        remedy = "install it with: pip install 'deckline[parquet]'"
        raise MissingDependencyError("Parquet output needs pyarrow", remedy=remedy) from error
    types = {
        Type.STRING: pyarrow.string(),
        Type.INTEGER: pyarrow.int64(),
        Type.NUMBER: pyarrow.float64(),
        Type.BOOLEAN: pyarrow.bool_(),
        Type.DATE: pyarrow.date32(),
    }
    data: dict[str, bytes] = {}
    for table in tables():
        fields = [pyarrow.field(c.name, types[c.type], metadata={"description": c.description}) for c in table.columns]
        arrays = [pyarrow.array(v, f.type) for v, f in zip(table.values(dataset), fields, strict=True)]
        target = io.BytesIO()
        made = pyarrow.Table.from_arrays(arrays, schema=pyarrow.schema(fields))
        pyarrow.parquet.write_table(made, target, compression="zstd")
        data[table.name] = target.getvalue()
    yield from ((f"parquet/{name}.parquet", table) for name, table in data.items())
    yield "parquet/datapackage.json", parquet_descriptor(dataset, context, data)

"""The tables as pandas data frames, for those who use deckline as a library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.export.columns import Column, Type, Value, tables
from pipeline.records import Dataset

if TYPE_CHECKING:
    import pandas as pd


def frames(dataset: Dataset) -> dict[str, pd.DataFrame]:
    """Return every table by name, with nullable types; columns of fixed values are categories."""
    import pandas as pd

    made = {}
    for table in tables():
        columns = zip(table.columns, table.values(dataset), strict=True)
        made[table.name] = pd.DataFrame({c.name: _series(values, c) for c, values in columns})
    return made


def _series(values: list[Value], column: Column) -> pd.Series:
    import pandas as pd

    loose = pd.Series(values, dtype=object)
    if column.values:
        return loose.astype(pd.CategoricalDtype(list(column.values)))
    if column.type is Type.DATE:
        return pd.to_datetime(loose)
    types = {
        Type.STRING: pd.StringDtype(),
        Type.INTEGER: pd.Int64Dtype(),
        Type.NUMBER: pd.Float64Dtype(),
        Type.BOOLEAN: pd.BooleanDtype(),
    }
    return loose.astype(types[column.type])

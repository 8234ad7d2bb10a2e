"""A table as a data frame of pandas or polars, or as a table of PyArrow; whoever asks for one has its library.

Columns have the same names and kinds in all three. A missing whole number stays a whole number (`Int64` of pandas).
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from dedup.errors import MissingExtraError
from dedup.reports.tables.table import CellKind, Row, Table, columns_of

PANDAS_KINDS = {
    CellKind.TEXT: "string",
    CellKind.INTEGER: "Int64",
    CellKind.NUMBER: "float64",
    CellKind.BOOLEAN: "bool",
    CellKind.TIME: "datetime64[us, UTC]",
}
POLARS_KINDS = {
    CellKind.TEXT: "String",
    CellKind.INTEGER: "Int64",
    CellKind.NUMBER: "Float64",
    CellKind.BOOLEAN: "Boolean",
}
ARROW_KINDS = {
    CellKind.TEXT: "string",
    CellKind.INTEGER: "int64",
    CellKind.NUMBER: "float64",
    CellKind.BOOLEAN: "bool_",
}


def to_pandas(table: Table) -> Any:
    """The table as a `pandas.DataFrame`; MissingExtraError without pandas."""
    pandas = _library("pandas")
    cells = table.by_column()
    columns = {name: pandas.Series(cells[name], dtype=PANDAS_KINDS[kind]) for name, kind in table.columns.items()}
    return pandas.DataFrame(columns)


def to_polars(table: Table) -> Any:
    """The table as a `polars.DataFrame`; MissingExtraError without polars."""
    polars = _library("polars")
    time = polars.Datetime("us", "UTC")
    schema = {
        name: time if kind is CellKind.TIME else getattr(polars, POLARS_KINDS[kind])
        for name, kind in table.columns.items()
    }
    return polars.DataFrame(table.by_column(), schema=schema)


def to_arrow(table: Table) -> Any:
    """The table as a `pyarrow.Table`; MissingExtraError without PyArrow."""
    arrow = _library("pyarrow")
    schema = arrow_schema(table)
    return arrow.Table.from_pydict(table.by_column(), schema=schema)


def arrow_schema(table: Table) -> Any:
    """The schema of a table for PyArrow."""
    arrow = _library("pyarrow")
    kinds = {
        name: arrow.timestamp("us", tz="UTC") if kind is CellKind.TIME else getattr(arrow, ARROW_KINDS[kind])()
        for name, kind in table.columns.items()
    }
    return arrow.schema(kinds)


def arrow_batch(rows: list[Row], schema: Any) -> Any:
    """Some rows of a table as a batch of PyArrow."""
    return _library("pyarrow").RecordBatch.from_pydict(columns_of(schema.names, rows), schema=schema)


def _library(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError as missing:
        raise MissingExtraError(f"this needs {name}: pip install {name}") from missing

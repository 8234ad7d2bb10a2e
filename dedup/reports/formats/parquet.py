"""Parquet: one table of a report, with typed columns, for pandas, polars, DuckDB, Spark and the like."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from dedup.reports.formats.output_format import OutputFormat, ReportOutput

if TYPE_CHECKING:
    from dedup.report import Report

ROWS_PER_GROUP = 10_000  # rows that are held at once


def write_report_parquet(report: Report, out: BinaryIO, options: ReportOutput) -> None:
    """Write one table, a group of rows at a time."""
    from pyarrow import PythonFile
    from pyarrow.parquet import ParquetWriter

    from dedup.reports.tables.data_frames import arrow_batch, arrow_schema

    table = options.table(report)
    schema = arrow_schema(table)
    with ParquetWriter(PythonFile(out, mode="w"), schema) as writer:
        for rows in table.batches(ROWS_PER_GROUP):
            writer.write_batch(arrow_batch(rows, schema))


def check_pyarrow() -> None:
    """Raise MissingExtraError without PyArrow."""
    from dedup.errors import MissingExtraError

    try:
        import pyarrow  # noqa: F401  # whether it can be imported is what is asked
    except ImportError as error:
        raise MissingExtraError("Parquet is written with pyarrow: pip install 'newsdedup[parquet]'") from error


FORMAT = OutputFormat(
    name="parquet",
    endings=(".parquet", ".pq"),
    is_table=True,
    has_rows=True,
    has_passages=True,
    is_binary=True,
    check=check_pyarrow,
    write_report=write_report_parquet,
)

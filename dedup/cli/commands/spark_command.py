"""`dedup spark INPUT OUTPUT`: the main job on Apache Spark."""

from __future__ import annotations

import sys
from contextlib import redirect_stdout
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dedup.cli import options
from dedup.errors import InputError, MissingExtraError

if TYPE_CHECKING:
    from dedup.report import Report


class TableFormat(StrEnum):
    """What Spark reads: files of a format, or a table of its catalogue."""

    PARQUET = "parquet"
    JSON = "json"
    ORC = "orc"
    CSV = "csv"
    TABLE = "table"


Source = Annotated[
    str,
    typer.Argument(
        metavar="INPUT",
        help="A file or folder that Spark reads (an address such as s3a://... too), a table, or what `scan` reads.",
        show_default=False,
    ),
]
Result = Annotated[
    str,
    typer.Argument(
        metavar="OUTPUT",
        help="The folder of the result, which every machine reaches; a job that was stopped goes on there.",
        show_default=False,
    ),
]
Earlier = Annotated[
    str | None,
    typer.Option(
        metavar="EARLIER",
        help="The folder of an earlier job, with its stages: INPUT is added to its articles, which are not read again.",
        show_default=False,
    ),
]
Format = Annotated[
    TableFormat | None,
    typer.Option("--format", help="What INPUT is, as far as Spark reads it.", show_default="by its ending"),
]


@dataclass(frozen=True, slots=True)
class SessionOptions:
    """Where Spark runs, and how."""

    master: Annotated[
        str | None,
        typer.Option(metavar="URL", help="Spark's master: local[4], spark://HOST:7077, yarn, k8s://HOST."),
    ] = None
    conf: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=VALUE", help="An option of Spark; may be given several times.", show_default=False),
    ] = None
    parts: Annotated[
        int, typer.Option(min=0, metavar="N", help="Cut the work into so many partitions; 0 for Spark's own number.")
    ] = 0

    def open(self) -> Any:
        """Open the session; MissingExtraError without Java, InputError for an option without a value."""
        wrong = next((each for each in self.conf or () if "=" not in each), None)
        if wrong is not None:
            raise InputError(f"--conf {wrong}: should be NAME=VALUE")
        from dedup.spark import open_session

        parts = {"spark.sql.shuffle.partitions": str(self.parts)} if self.parts else {}
        return open_session(self.master, parts | dict(each.split("=", 1) for each in self.conf or ()))


def spark_command(
    source: Source,
    output: Result,
    *,
    kind: Format = None,
    add_to: Earlier = None,
    session: SessionOptions,
    stories: options.Stories = True,
    boilerplate: options.Boilerplate = False,
    fields: options.FieldOptions,
    chosen: options.SettingsOptions,
) -> None:
    """Find doubled blocks, copies and stories on Apache Spark."""
    settings = chosen.settings(boilerplate=boilerplate)
    with redirect_stdout(sys.stderr):  # other packages may print while they work; that is no result
        table = _kind_of_table(source, kind)  # before Spark starts, which takes seconds and lines
        from dedup.spark.job import Job, scan_source

        job = Job(settings, stories, session.parts, add_to)
        report = scan_source(session.open(), source, output, job, kind=table, fields=fields.names())
        report.to_parquet(output)
    _summarize(report, output)


def _kind_of_table(source: str, kind: TableFormat | None) -> str | None:
    """What Spark reads INPUT as, None for what only dedup reads; MissingExtraError without pyspark."""
    try:
        from dedup.spark.rows.sources import kind_of_table
    except ImportError as error:
        raise MissingExtraError("this needs Apache Spark: pip install 'newsdedup[spark]'") from error
    return kind.value if kind else kind_of_table(source)


def _summarize(report: Report, output: str) -> None:
    """Say what was found, and where it is."""
    typer.echo(f"{', '.join(report.counts())}\nwritten to {output}; `dedup.Report.from_parquet` reads it")

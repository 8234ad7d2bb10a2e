"""A report as a folder of Parquet files: one for each kind of value, with the fields of the value as typed columns.

    articles, repeats, matches, clusters, stories, series, skipped, warnings, boilerplate    a file each
    report.json                                     the version, the counters and the settings of the report

The columns are those of the JSON document (`dedup.serialization`), so that what reads the one reads the other. The
folder may be a path or an address that PyArrow knows (`file:///...`, `s3://...`, `gs://...`, `hdfs://...`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from types import NoneType
from typing import TYPE_CHECKING, Any, get_args, get_type_hints

from dedup.alignment.repeats.blocks import Repeat
from dedup.article import Article, ReadWarning, Skipped, Span
from dedup.clusters.origin import Origin
from dedup.clusters.values import Cluster
from dedup.comparison.match import Match
from dedup.errors import InputError
from dedup.reports.formats.parquet import check_pyarrow
from dedup.serialization import dumps, from_document, loads, to_builtins, to_document
from dedup.serialization.to_plain import serialized_fields
from dedup.stories.series.series import Series
from dedup.stories.story import Story

if TYPE_CHECKING:
    import pyarrow as pa

    from dedup.report import Report

KINDS: dict[str, type] = {
    "articles": Article,
    "repeats": Repeat,
    "matches": Match,
    "clusters": Cluster,
    "stories": Story,
    "series": Series,
    "skipped": Skipped,
    "warnings": ReadWarning,
}
VALUES_AT_ONCE = 2000
HEAD = "report.json"


def write_report_folder(report: Report, folder: str | Path) -> None:
    """Write a report; InputError if the folder cannot be written."""
    check_pyarrow()
    try:
        files = _Folder(folder)
        files.make()
        for name, kind in KINDS.items():
            values = getattr(report, name)
            files.write(name, _schema(kind), (to_builtins(value, texts=True) for value in values))
        spans = ({"article_id": name, "spans": to_builtins(own)} for name, own in report.boilerplate.items())
        files.write("boilerplate", _boilerplate_schema(), spans)
        files.write_head(report)
    except OSError as error:
        raise InputError(f"{folder}: cannot be written: {error.strerror or error}") from error


def read_report_folder(kind: type[Report], folder: str | Path) -> Report:
    """The report that was written to a folder; InputError if there is none."""
    check_pyarrow()
    try:
        files = _Folder(folder)
        document = files.read_head()
        for name in KINDS:
            document[name] = files.read(name)
        document["boilerplate"] = {row["article_id"]: row["spans"] for row in files.read("boilerplate")}
    except OSError as error:
        raise InputError(f"{folder}: no report can be read there: {error.strerror or error}") from error
    return from_document(kind, document)


class _Folder:
    """The files of a report."""

    def __init__(self, folder: str | Path) -> None:
        from pyarrow.fs import FileSystem

        address = str(folder) if "://" in str(folder) else Path(folder).absolute().as_posix()
        self._files, self._path = FileSystem.from_uri(address)

    def make(self) -> None:
        """Make the folder where there is none."""
        self._files.create_dir(self._path)

    def write(self, name: str, schema: pa.Schema, rows: Iterator[dict[str, Any]]) -> None:
        """Write a file of rows, some at a time."""
        from pyarrow import Table
        from pyarrow.parquet import ParquetWriter

        with ParquetWriter(self._file(name), schema, filesystem=self._files) as writer:
            while some := [*islice(rows, VALUES_AT_ONCE)]:
                writer.write_table(Table.from_pylist(some, schema))

    def read(self, name: str) -> list[dict[str, Any]]:
        """The rows of a file."""
        from pyarrow.parquet import read_table

        rows: list[dict[str, Any]] = read_table(self._file(name), filesystem=self._files).to_pylist()
        return rows

    def write_head(self, report: Report) -> None:
        """Write what is no list of values; last, so that a folder with a head is whole."""
        nothing: dict[str, Any] = dict.fromkeys(KINDS, ())
        head = to_document(replace(report, boilerplate={}, **nothing))
        with self._files.open_output_stream(f"{self._path}/{HEAD}") as file:
            file.write(dumps(head))

    def read_head(self) -> dict[str, Any]:
        """What is no list of values."""
        with self._files.open_input_stream(f"{self._path}/{HEAD}") as file:
            head: dict[str, Any] = loads(file.read())
        return head

    def _file(self, name: str) -> str:
        return f"{self._path}/{name}.parquet"


def _schema(kind: type) -> pa.Schema:
    """The columns of a kind of value: its fields. Matches and clusters are named by the ids of their articles."""
    import pyarrow as pa

    names = pa.list_(pa.list_(pa.string()))
    given = {
        Cluster: {"matches": names, "origin": _arrow_type(Origin)},
        Story: {"clusters": names, "origin": _arrow_type(Origin)},
    }.get(kind, {})
    hints = get_type_hints(kind)
    known = {name: given.get(name) or _arrow_type(hints[name]) for name in _written_fields(kind)}
    return pa.schema([*(known | given).items()])


def _boilerplate_schema() -> pa.Schema:
    import pyarrow as pa

    return pa.schema([("article_id", pa.string()), ("spans", pa.list_(_arrow_type(Span)))])


def _arrow_type(hint: Any) -> pa.DataType:
    """The type of a column of values that are written as plain data."""
    import pyarrow as pa

    simple = {int: pa.int64(), float: pa.float64(), bool: pa.bool_(), Span: pa.list_(pa.int64()), datetime: pa.string()}
    inner = [each for each in get_args(hint) if each not in (NoneType, ...)]
    if hint in simple:
        return simple[hint]
    if isinstance(hint, type) and issubclass(hint, str):  # an enumeration of texts, too
        return pa.string()
    if inner:
        return _arrow_type(inner[0]) if NoneType in get_args(hint) else pa.list_(_arrow_type(inner[0]))
    hints = get_type_hints(hint)
    return pa.struct([(name, _arrow_type(hints[name])) for name in serialized_fields(hint)])


def _written_fields(kind: type) -> list[str]:
    return [name for name in serialized_fields(kind) if name not in ("matches", "clusters")]

"""A report as a folder of Parquet files: one for each kind of value, with the fields of the value as typed columns.

    articles, repeats, matches, clusters, stories, series, skipped, warnings, boilerplate    a file each
    learned         what was learned from all articles, by which passages are found and an index goes on; if it is known
    report.json     the version, the counters and the settings of the report

The columns are those of the JSON document (`dedup.serialization`), so that what reads the one reads the other. The
folder may be a path or an address that PyArrow knows (`file:///...`, `s3://...`, `gs://...`, `hdfs://...`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from types import NoneType
from typing import TYPE_CHECKING, Any, get_args, get_type_hints

import numpy as np

from dedup.alignment.passage import Alignment
from dedup.alignment.repeats.blocks import Repeat
from dedup.article import Article, ReadWarning, Skipped, Span
from dedup.clusters.origin import Origin
from dedup.clusters.values import Cluster
from dedup.comparison.match import Match
from dedup.corpus.statistics import CorpusStatistics
from dedup.errors import InputError, check_type
from dedup.pair_pipeline import run_pair
from dedup.report import ScanStats
from dedup.reports.formats.parquet import check_pyarrow
from dedup.reports.parquet_folder.report_part import ReportPart
from dedup.runtime.files.atomic_file import check_name
from dedup.serialization import dumps, from_document, loads, to_builtins, to_document
from dedup.serialization.from_plain import LookupReader
from dedup.serialization.to_plain import serialized_fields
from dedup.settings import DEFAULT_SETTINGS
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
OF_FILES = ("skipped", "warnings")  # and of no article
LEARNED = "learned"
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
        if report._learned is not None:
            files.write(LEARNED, _learned_schema(), _learned_rows(report._learned))
        files.write_head(report)
    except OSError as error:
        raise InputError(f"{folder}: cannot be written: {error.strerror or error}") from error
    except UnicodeEncodeError as error:
        raise InputError(f"{folder}: cannot be written: the report holds a half of a character") from error


def read_report_folder(
    kind: type[Report], folder: str | Path, *, outlet: str | None = None, story_of: str | None = None
) -> Report:
    """The report that was written to a folder, or a part of it (`Report.from_parquet`); InputError if there is none."""
    check_pyarrow()
    try:
        files = _Folder(folder)
        document = files.read_head()
        if outlet is not None or story_of is not None:
            files.part = ReportPart.of(files.read_table, outlet, story_of)
            document["stats"] = to_builtins(ScanStats(articles=len(files.part.ids)))
        for name in KINDS:
            document[name] = files.read(name)
        document["boilerplate"] = {row["article_id"]: row["spans"] for row in files.read("boilerplate")}
        learned = files.read_learned()
    except OSError as error:
        raise InputError(f"{folder}: no report can be read there: {error.strerror or error}") from error
    if learned is None:
        return from_document(kind, document)
    passages = _Passages(learned)
    report = from_document(kind, document, LookupReader(passages.align, passages.read))
    passages.know(report)
    return replace(report, _learned=learned)


class _Passages:
    """Finds the passages of matches again, in the texts of their report."""

    def __init__(self, learned: CorpusStatistics) -> None:
        self._learned = learned
        self._settings, self._articles = DEFAULT_SETTINGS, dict[str, Article]()

    def know(self, report: Report) -> None:
        """What the report was made with, and its articles."""
        self._settings = report.settings or DEFAULT_SETTINGS
        self._articles = {article.id: article for article in report.articles}

    def read(self, article_id: str) -> Article:
        """An article of the report."""
        return self._articles[article_id]

    def align(self, left_id: str, right_id: str) -> Alignment:
        """The passages of two articles."""
        return run_pair(self.read(left_id), self.read(right_id), self._settings, self._learned)._align()


class _Folder:
    """The files of a report."""

    def __init__(self, folder: str | Path) -> None:
        from pyarrow.fs import FileSystem

        check_type(folder, (str, Path), "the folder of a report, a path or an address")
        check_name(Path(folder))
        address = str(folder) if "://" in str(folder) else Path(folder).absolute().as_posix()
        self._files, self._path = FileSystem.from_uri(address)
        self.part: ReportPart | None = None  # that is read; None: all

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
        """The rows of a file; of a part, those of its articles."""
        if self.part is not None and name in OF_FILES:
            return []
        table = self.read_table(name)
        rows: list[dict[str, Any]] = (table if self.part is None else self.part.rows(table)).to_pylist()
        return rows

    def read_table(self, name: str, columns: list[str] | None = None) -> pa.Table:
        """Some columns of a file, or all."""
        from pyarrow.parquet import read_table

        return read_table(self._file(name), columns=columns, filesystem=self._files)

    def read_learned(self) -> CorpusStatistics | None:
        """What was learned from all articles; None if the folder does not hold it."""
        from pyarrow.fs import FileType

        if self._files.get_file_info(self._file(LEARNED)).type is FileType.NotFound:
            return None
        table = self.read_table(LEARNED)
        keys = {row["name"]: np.array(row["keys"], np.uint64) for row in table.to_pylist()}
        return CorpusStatistics(**keys)

    def write_head(self, report: Report) -> None:
        """Write what is no list of values; last, so that a folder with a head is whole."""
        nothing: dict[str, Any] = dict.fromkeys(KINDS, ())
        head = to_document(replace(report, boilerplate={}, **nothing))
        with self._files.open_output_stream(f"{self._path}/{HEAD}") as file:
            file.write(dumps(head))

    def read_head(self) -> dict[str, Any]:
        """What is no list of values; InputError if the folder has none."""
        from pyarrow.fs import FileType

        if self._files.get_file_info(f"{self._path}/{HEAD}").type is FileType.NotFound:
            raise InputError(f"{self._path}: no report can be read there: it has no {HEAD}")
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


def _learned_schema() -> pa.Schema:
    import pyarrow as pa

    return pa.schema([("name", pa.string()), ("keys", pa.list_(pa.uint64()))])


def _learned_rows(learned: CorpusStatistics) -> Iterator[dict[str, Any]]:
    for each in fields(CorpusStatistics):
        if each.init:
            yield {"name": each.name, "keys": getattr(learned, each.name).tolist()}


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

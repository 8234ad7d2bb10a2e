"""Where the articles of a job come from: the rows of a table, or whatever dedup reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
from py4j.protocol import Py4JJavaError
from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as columns_of

from dedup.article import Article, ReadItem, ReadWarning, Skipped
from dedup.errors import InputError, NoTextError
from dedup.settings import LimitSettings
from dedup.sources.fields.record_parts import FieldNames, article_from_record
from dedup.sources.reader import read_articles
from dedup.sources.reading_notes import ReadingNotes, collect_articles
from dedup.spark.rows.article_columns import article_columns

READ = "id binary, text binary, fields binary, note string"  # a row with a note is no article
READ_SCHEMA = pa.schema([*((name, pa.binary()) for name in ("id", "text", "fields")), ("note", pa.string())])
KINDS_BY_ENDING = {
    ".parquet": "parquet",
    ".pq": "parquet",
    ".jsonl": "json",
    ".ndjson": "json",
    ".orc": "orc",
    ".csv": "csv",
}
ARTICLES_AT_ONCE = 1000  # that the driver hands on together


def kind_of_table(source: str) -> str | None:
    """What Spark reads a file or folder as, by the endings of its files; None for what only dedup reads.

    InputError for a path that names nothing.
    """
    path = Path(source)
    if "://" in source:
        return KINDS_BY_ENDING.get(path.suffix.lower(), "parquet")
    if not path.exists():
        raise InputError(f"{source}: no such file or folder; a table of Spark's catalogue is named with --format table")
    files = path.iterdir() if path.is_dir() else [path]
    kinds = {KINDS_BY_ENDING.get(each.suffix.lower()) for each in files if not each.name.startswith(("_", "."))}
    return kinds.pop() if len(kinds) == 1 else None


def open_table(spark: SparkSession, source: str, kind: str) -> DataFrame:
    """A table of Spark's catalogue (`table`), or files of a kind (`parquet`, `json`, `orc`, `csv`...).

    InputError for what Spark does not find, or cannot open.
    """
    options = {"header": "true", "multiLine": "true", "escape": '"'} if kind == "csv" else {}
    address = source if "://" in source else Path(source).absolute().as_uri()
    try:
        return spark.table(source) if kind == "table" else spark.read.format(kind).options(**options).load(address)
    except (PySparkException, Py4JJavaError) as error:
        cause = error.java_exception.toString() if isinstance(error, Py4JJavaError) else str(error)
        raise InputError(f"{source}: {cause.strip().splitlines()[0]}") from error


def rows_of_table(frame: DataFrame, names: FieldNames, limits: LimitSettings) -> DataFrame:
    """The articles in the rows of a table; a row that holds none has a note, and no text.

    Columns are found by their usual names, as fields of records are. InputError without a column of ids or texts.
    """
    found = names.find(frame.columns)
    for part, usual in (("id", "id"), ("text", "text, body or the like")):
        if part not in found:
            raise InputError(
                f"no column is called {usual}: name it with FieldNames({part}=...), of {', '.join(frame.columns)}"
            )
    wanted = list(dict.fromkeys(name for candidates in found.values() for name in candidates))
    columns = [columns_of.col(f"`{name}`") for name in wanted]
    sent = frame.select(
        *(each.cast("string") if name in found["id"] else each for name, each in zip(wanted, columns, strict=True))
    )

    def read(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            yield _read_batch([_item(record, names, limits) for record in batch.to_pylist()])

    return sent.mapInArrow(read, READ)


def rows_of_items(spark: SparkSession, items: Iterable[ReadItem]) -> tuple[DataFrame, ReadingNotes]:
    """Articles that the driver reads as rows, and its notes; InputError if there is no article, with a reason."""
    notes = ReadingNotes()
    articles = collect_articles(items, notes)
    tables = []
    while some := [*islice(articles, ARTICLES_AT_ONCE)]:
        tables.append(pa.table(article_columns(some)))
    if not tables:
        first = next((f"; {each.path}: {each.reason}" for each in notes.skipped), "")
        raise InputError(f"nothing could be read{first}")
    return spark.createDataFrame(pa.concat_tables(tables)), notes


def notes_of(read: DataFrame) -> list[Skipped]:
    """The rows of a table that could not be read."""
    rows = read.where("note is not null").select("id", "note").collect()
    found = sorted((bytes(row["id"] or b"").decode("utf-8", "replace"), row["note"]) for row in rows)
    return [Skipped(name, None, reason) for name, reason in found]


def _item(record: dict[str, Any], names: FieldNames, limits: LimitSettings) -> Article | Skipped:
    """The article of one row."""
    known = next((str(record[name]) for name in names.find(record).get("id", ()) if record[name] is not None), "")
    if not known:
        return Skipped("", None, "the row has no id")
    try:
        article = article_from_record(record, names, default_id=known)
        for item in read_articles(article, limits=limits):
            if not isinstance(item, ReadWarning):
                return item
    except NoTextError as error:
        return Skipped(known, None, str(error))
    except InputError as error:
        return Skipped(known, None, str(error))
    return Skipped(known, None, "empty")


def _read_batch(items: list[Article | Skipped]) -> pa.RecordBatch:
    articles = [item for item in items if isinstance(item, Article)]
    skipped = [item for item in items if isinstance(item, Skipped)]
    read = pa.table({**article_columns(articles), "note": pa.nulls(len(articles), pa.string())}, READ_SCHEMA)
    ids = pa.array([item.path.encode(errors="replace") for item in skipped], pa.binary())
    nothing, reasons = pa.nulls(len(skipped), pa.binary()), pa.array([item.reason for item in skipped], pa.string())
    notes = pa.table([ids, nothing, nothing, reasons], schema=READ_SCHEMA)
    return pa.concat_tables([read, notes]).combine_chunks().to_batches(max_chunksize=len(items) or 1)[0]

"""Articles in order of id, each with its fingerprint: the first stage, and what the driver keeps of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from pyarrow import compute
from pyspark.sql import DataFrame
from pyspark.sql import functions as columns_of

from dedup.comparison.prepared import Prepared
from dedup.errors import InputError
from dedup.settings import FoldingSettings, Settings
from dedup.sketch.fingerprints import SketchedTexts
from dedup.spark.earlier_job import EarlierJob
from dedup.spark.rows.article_columns import (
    LINE_COLUMNS,
    SKETCHED,
    KnownNotices,
    articles_of,
    outlet_numbers_of,
    repeated_words_of,
    repeats_of_rows,
    sketched_columns,
    text_lines,
)
from dedup.spark.rows.stored_articles import StoredArticles, StoredSource, StoredTexts
from dedup.spark.stages import Stages, rows_in_order

ROWS_AT_ONCE = 500  # articles that are prepared together
MAX_PART_ROWS = (1 << 33) - 1  # Spark counts the rows of a partition in so many bits
SOURCE_COLUMNS = ("id", "text", "fields")

FACTS = ("id", "fields", "content_hash", "words", "may_repeat", "characters", "outlet", "day", "notice", "repeats")


@dataclass(frozen=True, slots=True)
class PreparedStage:
    """All articles with their fingerprints as rows with their places, and what the driver knows of them."""

    rows: DataFrame
    prepared: Prepared


def prepare_stage(
    stages: Stages, source: DataFrame, settings: Settings, parts: int, earlier: EarlierJob | None = None
) -> PreparedStage:
    """Sort articles by id and fingerprint them; InputError for an id that stands twice.

    The rows of `source` hold the id, text and fields of articles; those of `earlier` are prepared already.
    """

    def sketched(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            for first in range(0, len(batch), ROWS_AT_ONCE):
                some = pa.Table.from_batches([batch.slice(first, ROWS_AT_ONCE)])
                columns = {name: some.column(name).combine_chunks() for name in SOURCE_COLUMNS}
                yield pa.record_batch(columns | sketched_columns(articles_of(some), settings))

    def in_order(rows: DataFrame) -> DataFrame:
        return rows.repartitionByRange(parts, "id").sortWithinPartitions("id")

    def make() -> DataFrame:
        articles = source.select(*SOURCE_COLUMNS)
        if earlier is None:
            return _numbered(stages.map_rows(in_order(articles), sketched, SKETCHED))
        added = stages.kept("added", lambda: stages.map_rows(articles, sketched, SKETCHED))
        return _numbered(in_order(earlier.articles().select(*added.columns).unionAll(added)))

    rows = _with_places(stages.kept("articles", make))
    return PreparedStage(rows, _prepared(stages, rows, settings))


def _numbered(ordered: DataFrame) -> DataFrame:
    """Rows with their partition, and their number in it."""
    number = columns_of.monotonically_increasing_id().bitwiseAND(MAX_PART_ROWS)
    return ordered.select(columns_of.spark_partition_id().alias("part"), number.alias("number"), "*")


def _with_places(stored: DataFrame) -> DataFrame:
    """Rows with the place of each article in the order of ids."""
    sizes = sorted((row["part"], row["count"]) for row in stored.groupBy("part").count().collect())
    starts, start = [], 0
    for part, size in sizes:
        starts += [columns_of.lit(part), columns_of.lit(start)]
        start += size
    if not starts:
        return stored.withColumn("place", columns_of.lit(0).cast("long"))
    of_part = columns_of.create_map(*starts)[columns_of.col("part")]
    return stored.withColumn("place", (of_part + columns_of.col("number")).cast("long"))


def _prepared(stages: Stages, rows: DataFrame, settings: FoldingSettings) -> Prepared:
    """What the driver knows of articles: all but their texts, signatures and anchors."""
    table = rows_in_order(rows.select("place", *FACTS, "ranges", *LINE_COLUMNS).toArrow(), "place")
    _check_ids(table.column("id"))
    texts = StoredTexts(stages.path_of("articles"))
    sizes = table.column("characters").to_numpy().astype(np.int64)
    words, may_repeat, days, outlets, notices = (
        table.column(name).to_numpy() for name in ("words", "may_repeat", "day", "outlet", "notice")
    )
    hashes = table.column("content_hash").to_numpy().view(np.uint64)
    source = StoredSource(texts, sizes, expand_umlauts=settings.expand_umlauts)
    return Prepared(
        articles=StoredArticles(texts, table.column("id"), table.column("fields")),
        texts=SketchedTexts(source, words, hashes, may_repeat, text_lines(table)),
        repeats=repeats_of_rows(table),
        repeated_words=repeated_words_of(table),
        outlets=outlet_numbers_of(outlets),
        published_days=days,
        _notices=KnownNotices(notices),
    )


def _check_ids(ids: pa.ChunkedArray) -> None:
    """InputError if two of the ids, which are in order, are equal."""
    again = ids.slice(1).filter(compute.equal(ids.slice(1), ids.slice(0, max(0, len(ids) - 1))))
    if len(again):
        name = again[0].as_py().decode("utf-8", "replace")
        raise InputError(f"two articles have the id {name!r}: ids of a table must differ")

"""Articles in order of id, each with its fingerprint: the first stage, and what the driver keeps of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from pyspark import TaskContext
from pyspark.sql import DataFrame
from pyspark.sql import functions as columns_of

from dedup.comparison.prepared import Prepared
from dedup.errors import InputError
from dedup.settings import FoldingSettings, Settings
from dedup.sketch.fingerprints import SketchedTexts
from dedup.spark.rows.article_columns import (
    LINE_COLUMNS,
    ROW,
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

FACTS = ("id", "fields", "content_hash", "words", "may_repeat", "characters", "outlet", "day", "notice", "repeats")


@dataclass(frozen=True, slots=True)
class PreparedStage:
    """All articles with their fingerprints as rows with their places, and what the driver knows of them."""

    rows: DataFrame
    prepared: Prepared


def prepare_stage(stages: Stages, source: DataFrame, settings: Settings, parts: int) -> PreparedStage:
    """Sort articles by id and fingerprint them; InputError for an id that stands twice.

    The rows of `source` hold the id, text and fields of articles.
    """

    def sketched(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        context = TaskContext.get()
        part, number, before = context.partitionId() if context else 0, 0, None
        for batch in batches:
            for first in range(0, len(batch), ROWS_AT_ONCE):
                some = pa.Table.from_batches([batch.slice(first, ROWS_AT_ONCE)])
                ids = some.column("id").to_pylist()
                is_again = [one == other for one, other in zip([before, *ids[:-1]], ids, strict=True)]
                columns = {
                    "part": pa.array(np.full(len(ids), part), pa.int32()),
                    "number": pa.array(np.arange(number, number + len(ids))),
                    "is_again": pa.array(is_again, pa.bool_()),
                    **{name: some.column(name).combine_chunks() for name in ("id", "text", "fields")},
                    **sketched_columns(articles_of(some), settings),
                }
                number, before = number + len(ids), ids[-1]
                yield pa.record_batch(columns)

    def make() -> DataFrame:
        ordered = source.select("id", "text", "fields").repartitionByRange(parts, "id").sortWithinPartitions("id")
        return stages.map_rows(ordered, sketched, ROW)

    rows = _with_places(stages.kept("articles", make))
    return PreparedStage(rows, _prepared(stages, rows, settings))


def _with_places(stored: DataFrame) -> DataFrame:
    """Rows with the place of each article in the order of ids."""
    sizes = sorted((row["part"], row["count"]) for row in stored.groupBy("part").count().collect())
    again = stored.where("is_again").select("id").limit(1).collect()
    if again:
        name = bytes(again[0]["id"]).decode("utf-8", "replace")
        raise InputError(f"two articles have the id {name!r}: ids of a table must differ")
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

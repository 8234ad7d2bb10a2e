"""Measures of pairs: the texts of some thousand pairs at a time are brought together and measured."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.comparison.pair_measures import Measures
from dedup.comparison.verification import OrderedMeasures, measure_in_order
from dedup.comparison.verified.measuring_order import measuring_order
from dedup.corpus.statistics import CorpusStatistics
from dedup.settings import Settings
from dedup.sketch.sorted_keys import pack_pairs, unpack_pairs
from dedup.spark.pair_stage import local_pairs
from dedup.spark.prepare_stage import PreparedStage
from dedup.spark.rows.article_columns import PREPARED_COLUMNS, prepared_of
from dedup.spark.rows.packed_rows import unpacked
from dedup.spark.stages import Stages, pair_order


def measure_stage(
    stages: Stages,
    articles: PreparedStage,
    corpus: CorpusStatistics,
    left: NDArray[np.int64],
    right: NDArray[np.int64],
    settings: Settings,
) -> OrderedMeasures:
    """Measure pairs of places, left < right, which are in order."""
    known = stages.spark.sparkContext.broadcast(corpus)
    order = measuring_order(left, right, articles.prepared.texts.source.sizes)

    def measured(pairs: NDArray[np.uint64], sent: pa.Table) -> pa.Table:
        sides = unpack_pairs(local_pairs(pairs, sent.column("place").to_numpy()))
        swapped, measures = measure_in_order(prepared_of(sent, settings), known.value, *sides, settings)
        columns = {"swapped": swapped.tobytes(), "part": np.stack(measures, axis=1).tobytes()}
        return pa.table({name: pa.array([part], pa.binary()) for name, part in columns.items()})

    records = articles.rows.select("place", *PREPARED_COLUMNS)
    pairs, sizes = pack_pairs(left, right)[order], articles.prepared.texts.source.sizes
    schema = "swapped binary, part binary"
    table = stages.kept("measured", lambda: stages.map_pairs(records, pairs, sizes, measured, schema)).toArrow()
    by_pair = pair_order(table)
    counts = unpacked(table.select(["part"]), np.int32).reshape(-1, len(Measures._fields))[by_pair]
    swapped = unpacked(table.select(["swapped"]).rename_columns(["part"]), np.bool_)[by_pair]
    return OrderedMeasures(swapped, Measures(*np.ascontiguousarray(counts.T)))

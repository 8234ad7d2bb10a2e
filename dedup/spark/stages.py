"""Stages: what a job has done so far, each a Parquet folder that is its checkpoint.

A folder that is complete (Spark writes `_SUCCESS` last) is read instead of being made again: a job that was stopped
goes on where it was. What a job is made with, the settings and the version of dedup, stands in `job.json`; a folder
of another job is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyarrow.fs import FileType
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as columns_of

from dedup.errors import InputError
from dedup.serialization import dumps, loads
from dedup.sketch.sorted_keys import sorted_unique, stable_order, unpack_pairs
from dedup.spark.rows.packed_rows import PACKED, packed_batches, packed_table, unpacked
from dedup.spark.rows.stored_articles import files_at

COMPLETE = "_SUCCESS"  # the file that Spark writes last
STAGES_FORMAT = 2  # of their columns: raised when they change
ROW_GROUP_BYTES = 8 << 20  # the driver reads the texts of one group at a time
MAX_BROADCAST_NEEDS = 1 << 21  # rows; more are joined by a shuffle
PAIRS_A_BIN = 4096
BIN_CHARACTERS = 1 << 25  # of the texts of its pairs, a text once for each

OverBatches = Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]
OverGroup = Callable[[pa.Table], pa.Table]
OverBin = Callable[[NDArray[np.uint64], pa.Table], pa.Table]  # packed pairs, and the rows of their articles by place


class Stages:
    """The folder of a job, and its stages."""

    def __init__(self, spark: SparkSession, folder: str, made_with: dict[str, Any]) -> None:
        self.spark, self.folder = spark, folder_address(folder)
        self._files, self._path = files_at(self.folder)
        self._files.create_dir(self._path)
        differing = differing_names(self.noted("job", lambda: made_with), made_with)
        if differing:
            raise InputError(
                f"{self.folder} holds the stages of another job ({', '.join(differing)} differ): name another folder,"
                " or delete this one"
            )

    def path_of(self, name: str) -> str:
        """The folder of a stage."""
        return f"{self.folder}/{name}"

    def kept(self, name: str, make: Callable[[], DataFrame]) -> DataFrame:
        """A stage as it was kept, made if it is not there yet."""
        if self._files.get_file_info(f"{self._path}/{name}/{COMPLETE}").type is FileType.NotFound:
            self.spark.sparkContext.setJobDescription(f"dedup: {name}")
            writer = make().write.mode("overwrite").option("parquet.block.size", ROW_GROUP_BYTES)
            writer.parquet(self.path_of(name))
        return self.spark.read.parquet(self.path_of(name))

    def noted(self, name: str, make: Callable[[], Any]) -> Any:
        """Plain data of the driver as they were kept, made if they are not there yet."""
        path = f"{self._path}/{name}.json"
        if self._files.get_file_info(path).type is FileType.NotFound:
            written = dumps(make())
            with self._files.open_output_stream(path) as file:
                file.write(written)
            return loads(written)
        with self._files.open_input_stream(path) as file:
            return loads(file.read())

    def map_rows(self, frame: DataFrame, over: OverBatches, schema: str = PACKED) -> DataFrame:
        """What a function makes of all batches of rows of a partition."""
        return frame.mapInArrow(over, schema)

    def map_buckets(self, frame: DataFrame, over: OverGroup, schema: str = PACKED) -> DataFrame:
        """What a function makes of all rows of a bucket, which come in any order."""
        return frame.groupBy("bucket").applyInArrow(over, schema)

    def map_pairs(
        self, records: DataFrame, pairs: NDArray[np.uint64], sizes: NDArray[np.int64], over: OverBin, schema: str
    ) -> DataFrame:
        """What a function makes of packed pairs of places with the records of their articles, some thousand at a time.

        Pairs that stand together are in one bin; an article is sent once to each bin that has a pair of it. `sizes`,
        (n,), are those of records. The function returns one row; its pairs are added, in their order (`pair_order`).
        """
        bins = _bins(pairs, sizes)
        own = self._frame(packed_table(packed_batches(bins, pairs)))

        def over_bin(pairs_of_bin: pa.Table, sent: pa.Table) -> pa.Table:
            values = unpacked(pairs_of_bin, np.uint64)
            made = over(values, sent.sort_by("place"))
            return made.add_column(0, "pairs", pa.array([values.tobytes()], pa.binary()))

        sent = self.joined(records, *_needs(bins, pairs))
        grouped = own.groupBy("bucket").cogroup(sent.groupBy("bucket"))
        return grouped.applyInArrow(over_bin, f"pairs binary, {schema}")

    def joined(self, records: DataFrame, buckets: NDArray[np.int64], places: NDArray[np.int64]) -> DataFrame:
        """The records of some places with the buckets that they are sent to."""
        table = pa.table({"bucket": pa.array(buckets, pa.int32()), "place": pa.array(places, pa.int64())})
        needs = self._frame(table)
        is_small = len(places) <= MAX_BROADCAST_NEEDS
        return records.join(columns_of.broadcast(needs) if is_small else needs.hint("shuffle_hash"), "place")

    def _frame(self, table: pa.Table) -> DataFrame:
        return self.spark.createDataFrame(table)


def differing_names(found: dict[str, Any], made_with: dict[str, Any]) -> list[str]:
    """What two jobs were made with that differs."""
    wanted = loads(dumps(made_with))
    return sorted(name for name in {*wanted, *found} if wanted.get(name) != found.get(name))


def folder_address(folder: str) -> str:
    """The address of a folder."""
    return folder.rstrip("/") if "://" in folder else Path(folder).absolute().as_uri()


def _bins(pairs: NDArray[np.uint64], sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    """The bin of each pair."""
    left, right = unpack_pairs(pairs)
    full = np.cumsum(sizes[left] + sizes[right]) // BIN_CHARACTERS
    ends = np.diff(full, prepend=0) + np.diff(np.arange(len(pairs)) // PAIRS_A_BIN, prepend=0)
    bins: NDArray[np.int64] = np.cumsum(ends > 0)
    return bins


def pair_order(table: pa.Table) -> NDArray[np.int64]:
    """The order that sorts what `map_pairs` made by pair."""
    return stable_order(unpacked(table.select(["pairs"]).rename_columns(["part"]), np.uint64))


def _needs(bins: NDArray[np.int64], pairs: NDArray[np.uint64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Each bin with each place that its pairs name, once."""
    sides = pairs >> np.uint64(32), pairs & np.uint64(0xFFFFFFFF)
    shifted = bins.astype(np.uint64) << np.uint64(32)
    needed = sorted_unique(np.concatenate([shifted | side for side in sides]))
    return (needed >> np.uint64(32)).astype(np.int64), (needed & np.uint64(0xFFFFFFFF)).astype(np.int64)


def rows_in_order(table: pa.Table, name: str) -> pa.Table:
    """Rows in the order of a column of whole numbers."""
    return table.take(pa.array(stable_order(table.column(name).to_numpy().astype(np.int64))))

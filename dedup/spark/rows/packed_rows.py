"""Packed rows: what a shuffle of Spark carries.

A row of Spark costs a microsecond or two on each side of a shuffle, and an article has 32 band keys and 120 anchors. So
keys never become rows: a task sorts what it has by bucket, and sends each bucket one block of bytes, a row for
thousands of keys. Keys of 64 bits stand in bytes for another reason, too: the whole numbers of Spark have a sign.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.sketch.sorted_keys import first_of_equals, stable_order

PACKED = "bucket int, part binary"
PACKED_SCHEMA = pa.schema([("bucket", pa.int32()), ("part", pa.binary())])
MAX_VALUES_A_ROW = 1 << 20  # bounds a row
COUNTS = -1  # the bucket of rows that hold a count
_SPREAD = np.uint64(0x9E3779B97F4A7C15)  # odd: 2 ** 64 divided by the golden ratio


def buckets_of(keys: NDArray[np.uint64], buckets: int) -> NDArray[np.int64]:
    """A bucket for each key: equal keys have one bucket, and buckets are of about one size."""
    mixed: NDArray[np.int64] = ((keys * _SPREAD >> np.uint64(40)) % np.uint64(buckets)).astype(np.int64)
    return mixed


def packed_batches(buckets: NDArray[np.int64], values: NDArray[Any]) -> Iterator[pa.RecordBatch]:
    """Values by bucket, a row for all values of one."""
    for first in range(0, len(values), MAX_VALUES_A_ROW):
        own, some = buckets[first : first + MAX_VALUES_A_ROW], values[first : first + MAX_VALUES_A_ROW]
        order = stable_order(own)
        own, some = own[order], some[order]
        starts = np.flatnonzero(first_of_equals(own))
        ends = np.append(starts[1:], len(own))
        parts = [some[start:end].tobytes() for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]
        yield _batch(own[starts], parts)


def packed_table(batches: Iterable[pa.RecordBatch]) -> pa.Table:
    """Packed batches as a function over groups returns them."""
    return pa.Table.from_batches([*batches], PACKED_SCHEMA)


def count_batch(count: int) -> pa.RecordBatch:
    """A row that holds a count."""
    return _batch(np.array([COUNTS]), [count.to_bytes(8, "little")])


def unpacked(table: pa.Table, kind: Any) -> NDArray[Any]:
    """All values of some rows, end to end; the array may be changed."""
    parts = [np.frombuffer(part.as_buffer(), kind) for part in table.column("part") if part.is_valid]
    return np.concatenate(parts) if parts else np.empty(0, kind)


def list_column(values: NDArray[Any], ends: NDArray[np.int64]) -> pa.Array:
    """A list of numbers for each article as a column of bytes; those of article a end at `ends[a]`."""
    offsets = np.concatenate([[0], ends]) * values.itemsize
    data = pa.py_buffer(np.ascontiguousarray(values))
    column = pa.LargeBinaryArray.from_buffers(pa.large_binary(), len(ends), [None, pa.py_buffer(offsets), data])
    return column.cast(pa.binary())


def lists_of(column: pa.ChunkedArray, kind: Any) -> tuple[NDArray[Any], NDArray[np.int64]]:
    """The lists of a column of bytes end to end, and where each ends."""
    chunks = [_chunk_lists(chunk, np.dtype(kind)) for chunk in column.chunks if len(chunk)]
    if not chunks:
        return np.empty(0, kind), np.empty(0, np.int64)
    sizes = np.cumsum([0, *(len(values) for values, _ in chunks[:-1])])
    ends = [own + before for (_, own), before in zip(chunks, sizes, strict=True)]
    return np.concatenate([values for values, _ in chunks]), np.concatenate(ends)


def _chunk_lists(array: pa.Array, kind: np.dtype[Any]) -> tuple[NDArray[Any], NDArray[np.int64]]:
    array = array.cast(pa.large_binary())
    offsets = np.frombuffer(array.buffers()[1], np.int64)[array.offset : array.offset + len(array) + 1]
    data = array.buffers()[2]
    values = np.frombuffer(data if data is not None else b"", np.uint8)[offsets[0] : offsets[-1]]
    return np.frombuffer(values.tobytes(), kind), (offsets[1:] - offsets[0]) // kind.itemsize


def _batch(buckets: NDArray[np.int64], parts: list[bytes]) -> pa.RecordBatch:
    return pa.record_batch([pa.array(buckets, pa.int32()), pa.array(parts, pa.binary())], schema=PACKED_SCHEMA)

"""The articles of a job as its driver sees them: their fields in memory, their texts in the files of the job.

The driver keeps some 400 bytes of each article. A text is read when a rule asks for it, with a few hundred neighbours.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Any, NamedTuple, overload

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray
from pyarrow.fs import FileSelector, FileSystem

from dedup.article import Article
from dedup.errors import StorageError
from dedup.index.codecs.article_codec import article_of_fields
from dedup.runtime.text_spill import SpilledArticle
from dedup.sketch.packed_texts import PackedTexts, pack_encoded

CACHED_GROUPS = 64  # row groups whose texts stay in memory: some 3 MB each
CACHED_ARTICLES = 1 << 16


def files_at(address: str) -> tuple[FileSystem, str]:
    """The file system of an address of Spark, and the path in it: `s3a://` is Spark's name of `s3://`."""
    files, path = FileSystem.from_uri(address.replace("s3a://", "s3://"))
    return files, path


class _RowGroup(NamedTuple):
    """A row group of a Parquet file."""

    path: str
    number: int
    rows: int


class StoredTexts:
    """Texts by place, read from Parquet files in which articles stand in order."""

    def __init__(self, folder: str) -> None:
        self._files, path = files_at(folder)
        found = [each.path for each in self._files.get_file_info(FileSelector(path)) if each.path.endswith(".parquet")]
        self._groups = [group for each in self._in_order(found) for group in self._groups_of(each)]
        self._starts = [0, *accumulate(group.rows for group in self._groups)]
        self._read_group = lru_cache(CACHED_GROUPS)(self._read_texts)

    def __len__(self) -> int:
        return self._starts[-1]

    def __getitem__(self, place: int) -> bytes:
        number = bisect_right(self._starts, place) - 1
        text: bytes = self._read_group(number)[place - self._starts[number]].as_py()
        return text

    def some(self, places: NDArray[np.int64]) -> list[bytes]:
        """The texts of some places, in their order; each row group is read once."""
        numbers = np.searchsorted(self._starts, places, side="right") - 1
        texts = [b""] * len(places)
        for number in np.unique(numbers).tolist():
            rows = np.flatnonzero(numbers == number)
            found = self._read_group(number).take(pa.array(places[rows] - self._starts[number])).to_pylist()
            for row, text in zip(rows.tolist(), found, strict=True):
                texts[row] = text
        return texts

    def read(self, start: int, size: int) -> bytes:  # noqa: ARG002  # as the file of spilled texts is read
        """The text of one place."""
        return self[start]

    def _in_order(self, paths: Sequence[str]) -> list[str]:
        """Files by the part of the order that they hold; empty ones are left out."""
        parts = {}
        for path in paths:
            file = self._open(path)
            if file.metadata.num_rows:
                parts[path] = file.read_row_group(0, columns=["part"]).column("part")[0].as_py()
        return sorted(parts, key=parts.__getitem__)

    def _groups_of(self, path: str) -> Iterator[_RowGroup]:
        metadata = self._open(path).metadata
        for number in range(metadata.num_row_groups):
            yield _RowGroup(path, number, metadata.row_group(number).num_rows)

    def _open(self, path: str) -> pq.ParquetFile:
        try:
            return pq.ParquetFile(path, filesystem=self._files)
        except OSError as error:
            raise StorageError(f"{path}: a text of the job cannot be read: {error}") from error

    def _read_texts(self, number: int) -> pa.ChunkedArray:
        group = self._groups[number]
        return self._open(group.path).read_row_group(group.number, columns=["text"]).column("text")


class StoredSource:
    """Stored texts as kernels take them."""

    def __init__(self, texts: StoredTexts, sizes: NDArray[np.int64]) -> None:
        self._texts = texts
        self.sizes = sizes  # in characters

    def __len__(self) -> int:
        return len(self.sizes)

    def pack_some(self, positions: NDArray[np.int64]) -> PackedTexts:
        """Some of the texts, in the order of `positions`."""
        return pack_encoded(self._texts.some(positions))


class StoredArticles(Sequence[Article]):
    """Articles in order of id; each is made when it is asked for, and reads its text when that is asked for."""

    def __init__(self, texts: StoredTexts, ids: pa.ChunkedArray, fields: pa.ChunkedArray) -> None:
        self._texts = texts
        self._ids, self._fields = (column.cast(pa.large_binary()).combine_chunks() for column in (ids, fields))
        self._at = lru_cache(CACHED_ARTICLES)(self._make)

    def __len__(self) -> int:
        return len(self._ids)

    @overload
    def __getitem__(self, place: int) -> Article: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Article]: ...
    def __getitem__(self, place: int | slice) -> Article | Sequence[Article]:
        if isinstance(place, slice):
            return [self._at(each) for each in range(*place.indices(len(self)))]
        if not -len(self) <= place < len(self):
            raise IndexError(place)
        return self._at(int(place) % len(self))

    def __iter__(self) -> Iterator[Article]:
        return map(self._at, range(len(self)))

    def _make(self, place: int) -> Article:
        article = article_of_fields(self._ids[place].as_py(), b"", self._fields[place].as_py())
        texts: Any = self._texts
        return SpilledArticle(article, texts, place, 0)

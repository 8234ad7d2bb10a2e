"""The articles of a job as its driver sees them: their fields in memory, their texts on its disk.

The driver keeps some 400 bytes of each article in memory, and all texts in a temporary file: rules ask for texts in any
order, and files of Parquet are read in pieces of a thousand.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray
from pyarrow.fs import FileSelector, FileSystem

from dedup.article import Article
from dedup.errors import StorageError
from dedup.index.codecs.article_codec import article_of_fields
from dedup.runtime.lazy_sequence import SequenceByPlace
from dedup.runtime.text_spill import SpilledArticle, TextFile
from dedup.sketch.packed_texts import PackedTexts, pack_encoded
from dedup.spark.rows.packed_rows import lists_of

CACHED_ARTICLES = 1 << 16


def files_at(address: str) -> tuple[FileSystem, str]:
    """The file system of an address of Spark, and the path in it: `s3a://` is Spark's name of `s3://`."""
    files, path = FileSystem.from_uri(address.replace("s3a://", "s3://"))
    return files, path


class StoredTexts:
    """Texts by place, copied from Parquet files, in which articles stand in order, to a temporary file."""

    def __init__(self, folder: str) -> None:
        self._files, path = files_at(folder)
        found = [each.path for each in self._files.get_file_info(FileSelector(path)) if each.path.endswith(".parquet")]
        self.file, ends = TextFile(), [np.zeros(1, np.int64)]
        for each in self._in_order(found):
            for number in range(each.num_row_groups):
                values, own = lists_of(each.read_row_group(number, columns=["text"]).column("text"), np.uint8)
                ends.append(self.file.write(values.tobytes()) + own)
        self.ends = np.concatenate(ends)

    def __getitem__(self, place: int) -> bytes:
        start, end = self.ends[place : place + 2].tolist()
        return self.file.read(start, end - start)

    def _in_order(self, paths: Sequence[str]) -> list[pq.ParquetFile]:
        """Files by the part of the order that they hold; empty ones are left out."""
        files = {}
        for path in paths:
            file = self._open(path)
            if file.metadata.num_rows:
                part = file.read_row_group(0, columns=["part"]).column("part")[0].as_py()
                files[part] = file
        return [files[part] for part in sorted(files)]

    def _open(self, path: str) -> pq.ParquetFile:
        try:
            return pq.ParquetFile(path, filesystem=self._files)
        except OSError as error:
            raise StorageError(f"{path}: the texts of the job cannot be read: {error}") from error


class StoredSource:
    """Stored texts as kernels take them."""

    def __init__(self, texts: StoredTexts, sizes: NDArray[np.int64], *, expand_umlauts: bool) -> None:
        self._texts = texts
        self.expand_umlauts = expand_umlauts
        self.sizes = sizes  # in characters

    def __len__(self) -> int:
        return len(self.sizes)

    def pack_some(self, positions: NDArray[np.int64]) -> PackedTexts:
        """Some of the texts, in the order of `positions`."""
        return pack_encoded([self._texts[place] for place in positions.tolist()], expand_umlauts=self.expand_umlauts)


class StoredArticles(SequenceByPlace[Article]):
    """Articles in order of id; each is made when it is asked for, and reads its text when that is asked for."""

    def __init__(self, texts: StoredTexts, ids: pa.ChunkedArray, fields: pa.ChunkedArray) -> None:
        self._texts = texts
        self._ids, self._fields = (column.cast(pa.large_binary()).combine_chunks() for column in (ids, fields))
        self._at = lru_cache(CACHED_ARTICLES)(self._make)

    def __len__(self) -> int:
        return len(self._ids)

    def value_at(self, place: int) -> Article:
        """The article at a place."""
        return self._at(place)

    def _make(self, place: int) -> Article:
        article = article_of_fields(self._ids[place].as_py(), b"", self._fields[place].as_py())
        start, end = self._texts.ends[place : place + 2].tolist()
        return SpilledArticle(article, self._texts.file, start, end - start)

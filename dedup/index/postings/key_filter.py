"""The Bloom filter of a segment: it rules out most keys that no article of the segment holds.

A blocked filter (Putze, Sanders and Singler 2007, WEA): a key chooses a word of 64 bits and four bits in it. With
twelve bits a posting, one key in a hundred passes that the segment does not hold. A segment never changes, so its
filter is computed once, from the postings as they are written, and stored beside them in the same transaction.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from dedup.errors import DamagedDataError
from dedup.index.codecs.checksums import CHECKSUM_BYTES, has_valid_checksum, with_checksum
from dedup.index.postings.sorted_postings import Keys, Numbers
from dedup.tokens.words import readonly

BITS_PER_POSTING = 12
WORD_BITS = 64
MAX_WORDS = 1 << 25  # 256 MB: of more than 180 million postings, more and more keys pass
WORDS_PER_ROW = 1 << 17  # a megabyte


class KeyFilter:
    """The filter of `entries` postings whose keys are stored without their lowest `dropped_bits`.

    >>> keys = np.array([5 << 40, 9 << 40], np.uint64)
    >>> key_filter = KeyFilter(2, 20)
    >>> key_filter.insert(keys)
    >>> KeyFilter(2, 20, [*key_filter.rows()]).passing(keys).tolist()
    [0, 1]
    """

    def __init__(self, entries: int, dropped_bits: int, rows: Sequence[bytes] = ()) -> None:
        """An empty filter, or the one that was stored; DamagedDataError where it is not what was written."""
        self._dropped_bits = dropped_bits
        self._words = np.zeros(min(MAX_WORDS, entries * BITS_PER_POSTING // WORD_BITS + 1), np.uint64)
        if rows:
            self._fill(rows)

    def _fill(self, rows: Sequence[bytes]) -> None:
        sizes = [len(row) - CHECKSUM_BYTES for row in rows]
        if sum(sizes) != self._words.nbytes or not all(map(has_valid_checksum, rows)):
            raise DamagedDataError("a filter of keys is damaged; `rebuild` computes it again")
        end = 0
        for row, size in zip(rows, sizes, strict=True):
            start, end = end, end + size // self._words.itemsize
            self._words[start:end] = np.frombuffer(row, "<u8", end - start)

    def rows(self) -> Iterator[bytes]:
        """The filter as it is stored."""
        for start in range(0, len(self._words), WORDS_PER_ROW):
            yield with_checksum(self._words[start : start + WORDS_PER_ROW].astype("<u8", copy=False).tobytes())

    def insert(self, keys: Keys) -> None:
        """Let some keys pass."""
        from dedup.kernels.pair.look_up_keys import insert_into_filter

        insert_into_filter(readonly(keys), self._dropped_bits, self._words)

    def passing(self, keys: Keys) -> Numbers:
        """The positions of the keys that pass: all that were inserted, and one in a hundred others."""
        from dedup.kernels.pair.look_up_keys import passing_keys

        positions = np.empty(len(keys), np.int64)
        return positions[: passing_keys(readonly(keys), readonly(self._words), self._dropped_bits, positions)]

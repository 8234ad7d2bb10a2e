"""The Bloom filter of a segment: it rules out most keys that no article of the segment holds.

A blocked filter (Putze, Sanders and Singler 2007, WEA): a key chooses a word of 64 bits and four bits in it. With
twelve bits a posting, one key in a hundred passes that the segment does not hold. A segment never changes, so its
filter is computed once, from the postings as they are written, and stored beside them in the same transaction.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from dedup.errors import DamagedDataError
from dedup.index.codecs.checksums import CHECKSUM_BYTES, has_valid_checksum, with_checksum
from dedup.index.postings.sorted_postings import Keys, Numbers
from dedup.sketch.sorted_keys import first_of_equals, sort_in_place

BITS_PER_POSTING = 12
WORD_BITS = 64
MAX_WORDS = 1 << 25  # 256 MB: of more than 180 million postings, more and more keys pass
WORDS_PER_ROW = 1 << 17  # a megabyte
INSERTED_AT_ONCE = 1 << 20  # postings: their hashes and masks take 40 MB
MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)  # odd, 2**64 by the golden ratio: every bit of a key moves all those above
HALF = np.uint64(32)

_PAIRS = np.arange(1 << 12, dtype=np.uint64)
BIT_PAIRS: Keys = np.left_shift(np.uint64(1), _PAIRS & np.uint64(63)) | np.left_shift(
    np.uint64(1), _PAIRS >> np.uint64(6)
)
"""Two bits of a word for each number of twelve bits, (4096,)."""


class KeyFilter:
    """The filter of `entries` postings whose keys are stored without their lowest `dropped_bits`.

    >>> keys = np.array([5 << 40, 9 << 40], np.uint64)
    >>> key_filter = KeyFilter(2, 20)
    >>> key_filter.insert(keys)
    >>> KeyFilter(2, 20, [*key_filter.rows()]).may_hold(keys).tolist()
    [True, True]
    """

    def __init__(self, entries: int, dropped_bits: int, rows: Sequence[bytes] = ()) -> None:
        """An empty filter, or the one that was stored; DamagedDataError where it is not what was written."""
        self._dropped_bits = np.uint64(dropped_bits)
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
        for start in range(0, len(keys), INSERTED_AT_ONCE):
            hashed = self._hash(keys[start : start + INSERTED_AT_ONCE])
            sort_in_place(hashed, low_bit=int(HALF))  # those of one word side by side: each word is written once
            places, masks = self._slots(hashed)
            first = np.flatnonzero(first_of_equals(places))
            self._words[places[first]] |= np.bitwise_or.reduceat(masks, first)

    def may_hold(self, keys: Keys) -> NDArray[np.bool_]:
        """Which keys pass: all that were inserted, and one in a hundred others."""
        places, masks = self._slots(self._hash(keys))
        passes: NDArray[np.bool_] = self._words[places] & masks == masks
        return passes

    def _hash(self, keys: Keys) -> Keys:
        """Keys spread evenly: anchors have zeros in their lower halves, and as least hashes of six are mostly small."""
        hashed = (keys >> self._dropped_bits) * MULTIPLIER
        return (hashed ^ hashed >> HALF) * MULTIPLIER

    def _slots(self, hashed: Keys) -> tuple[Numbers, Keys]:
        """The word of each key, by the upper half of its hash, and its bits in that word, by the lower half."""
        places = (hashed >> HALF) * np.uint64(len(self._words)) >> HALF
        low = BIT_PAIRS[(hashed >> np.uint64(8) & np.uint64(4095)).astype(np.int64)]
        high = BIT_PAIRS[(hashed >> np.uint64(20) & np.uint64(4095)).astype(np.int64)]
        return places.astype(np.int64), low | high

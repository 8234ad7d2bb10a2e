"""A Bloom filter over all segments: most look-ups of keys that no article holds never touch the disk.

Most keys of an article that nobody copied are in no segment, and most keys of a copy are in one only; looking a key up
costs a row of a segment, some microseconds. A blocked Bloom filter (Putze, Sanders and Singler 2007, WEA) rules a key
out in all but one of a hundred or more cases: the key chooses a word of 64 bits and four bits in it, which are rotated
by an amount that differs from segment to segment. So one filter serves all segments, and a query reads one word a key.

It takes one to three bytes for each posting: 64 MB for 300,000 articles. Building it reads all segments once, two
seconds for as many, so it is built lazily, once enough keys have been looked up to repay the reading. A process that
asks about a few articles never builds it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from dedup.index.postings.segments import (
    BUCKETS_PER_READ,
    Segment,
    SegmentStore,
    bucket_postings,
    find_in_segment,
)
from dedup.index.postings.sorted_postings import MIN_PLACE_BITS, Hits, Keys, Numbers, concatenated_hits

POSTING_BITS = 3  # log2: eight to sixteen bits for each posting that there is capacity for
MIN_SIZE_BITS, MAX_SIZE_BITS = 10, 31  # 256 MB: from 2 million articles on, more and more look-ups pass
WORD_BITS_LOG2 = 6
BITS_PER_KEY = 4  # three to five serve alike
ROTATION = 11  # bits from one segment to the next: odd, so that 64 segments differ
MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)  # odd, 2**64 by the golden ratio: every bit of a key moves all those above
POSTINGS_WORTH_A_LOOKUP = 512  # postings to insert for each key looked up in one segment, which costs as much as sixty

BitMasks = NDArray[np.uint64]


class BloomFilter:
    """The filter over the segments that one process looks keys up in."""

    def __init__(self) -> None:
        self._keys_looked_up = 0
        self._size = 0  # log2 of the bits of the filter
        self._dropped_bits = MIN_PLACE_BITS  # low bits of a key that no posting keeps
        self._words = np.empty(0, np.uint64)
        self._capacity = 0  # postings
        self._entries = 0  # postings inserted, those of segments that have been merged among them
        self._segment_ids: set[int] = set()

    def find(self, store: SegmentStore, keys: Keys) -> Hits:
        """All articles in any segment that hold any of the keys, which ascend."""
        segments = store.segments()
        self._keys_looked_up += len(keys)
        cost = self._keys_looked_up * len(segments) * POSTINGS_WORTH_A_LOOKUP
        if not self._segment_ids and cost <= sum(segment.entries for segment in segments):
            return concatenated_hits([find_in_segment(store, segment, keys) for segment in segments])
        self._add_segments(store, segments)
        places, masks = self._slots(self._hash(keys))
        words = self._words[places]
        return concatenated_hits([self._find_in_segment(store, segment, keys, words, masks) for segment in segments])

    def _find_in_segment(
        self, store: SegmentStore, segment: Segment, keys: Keys, words: BitMasks, masks: BitMasks
    ) -> Hits:
        rotated = _rotate(masks, segment)
        passing = np.flatnonzero(words & rotated == rotated)
        hits = find_in_segment(store, segment, keys[passing])
        return Hits(passing[hits.positions], hits.numbers)

    def _add_segments(self, store: SegmentStore, segments: Sequence[Segment]) -> None:
        """Insert the postings of new segments; those of merged ones stay until the capacity is used up."""
        new = sum(segment.entries for segment in segments if segment.id not in self._segment_ids)
        dropped_bits = max([MIN_PLACE_BITS, *(segment.number_bits for segment in segments)])
        if self._entries + new > self._capacity or dropped_bits > self._dropped_bits:
            self._reset(sum(segment.entries for segment in segments), dropped_bits)
        for segment in segments:
            if segment.id not in self._segment_ids:
                self._insert_segment(store, segment)
                self._entries += segment.entries
        self._segment_ids = {segment.id for segment in segments}

    def _reset(self, entries: int, dropped_bits: int) -> None:
        """Empty the filter, with capacity for half as many postings again as there are."""
        self._capacity, self._dropped_bits = entries + entries // 2, dropped_bits
        self._size = min(MAX_SIZE_BITS, max(MIN_SIZE_BITS, POSTING_BITS + self._capacity.bit_length()))
        self._words = np.zeros(1 << self._size - WORD_BITS_LOG2, np.uint64)
        self._entries, self._segment_ids = 0, set()

    def _insert_segment(self, store: SegmentStore, segment: Segment) -> None:
        for start in range(0, 1 << segment.bucket_bits, BUCKETS_PER_READ):
            postings = bucket_postings(segment, store.bucket_range(segment, start, start + BUCKETS_PER_READ))
            places, masks = self._slots(np.sort(self._hash(postings.entries)))  # neighbours share cache lines
            np.bitwise_or.at(self._words, places, _rotate(masks, segment))

    def _hash(self, keys: Keys) -> Keys:
        """Keys spread evenly: anchors, as the lowest hashes of their neighbourhoods, are dense at low values."""
        return (keys >> np.uint64(self._dropped_bits)) * MULTIPLIER

    def _slots(self, hashed: Keys) -> tuple[Numbers, BitMasks]:
        """The word of each key, and its bits in that word."""
        masks = np.zeros(len(hashed), np.uint64)
        for bit in range(BITS_PER_KEY):
            masks |= np.uint64(1) << (hashed >> np.uint64(64 - self._size - WORD_BITS_LOG2 * bit) & np.uint64(63))
        return (hashed >> np.uint64(64 + WORD_BITS_LOG2 - self._size)).astype(np.int64), masks


def _rotate(masks: BitMasks, segment: Segment) -> BitMasks:
    """The bits that keys set in their words if they are in a segment."""
    rotation = segment.id * ROTATION % 64
    return masks << np.uint64(rotation) | masks >> np.uint64((64 - rotation) % 64)

"""Which keys no run can hold: a filter in memory, so that hardly any look-up of a stranger touches the disk.

Most keys of an article that nobody copied are in no run, and most of a copy in one alone; to look for a key takes a row
of a run, some microseconds. A blocked Bloom filter (Putze, Sanders and Singler 2007, WEA) says where a key cannot be,
for all but one of a hundred or more: the key chooses a word of 64 bits, and four bits in it, which each run turns its
own way. So one filter serves all runs, and a question reads one word a key.

It takes one to three bytes for each posting, 64 MB for 300,000 articles, and is made by reading all runs once, in two
seconds for so many; so it is made after some hundred questions, in proportion to the postings that there are: who has
asked so much will ask more, and who asks for a few articles never pays for it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from dedup.index.postings.segments import BUCKETS_PER_READ, bucket_postings, find_in_segment
from dedup.index.postings.sorted_postings import MIN_PLACE_BITS, Hits, Keys, Numbers, concatenated_hits
from dedup.index.storage.protocols import Segment, Store

POSTING_BITS = 3  # of a size: eight to sixteen bits for each posting that there is room for
MIN_SIZE_BITS, MAX_SIZE_BITS = 10, 31  # 256 MB: from 2 million articles on, more and more look-ups go through
WORD_BITS_LOG2 = 6  # 64 bits
BITS_PER_KEY = 4  # bits of a word that a posting sets: three to five serve alike
ROTATION = 11  # bits from one run to the next: odd, so that 64 runs differ
MULTIPLIER = np.uint64(
    0x9E3779B97F4A7C15
)  # odd, 2**64 by the golden ratio: every bit of a key moves all those above it
POSTINGS_WORTH_A_LOOKUP = 512  # postings that a key looked up in one run is worth taking in; it takes as long as sixty

BitMasks = NDArray[np.uint64]


class BloomFilter:
    """The filter of the runs of an index that one process has asked much of."""

    def __init__(self) -> None:
        self._keys_looked_up = 0
        self._size = 0  # bits of a place in the filter
        self._dropped_bits = MIN_PLACE_BITS  # bits of a key that no posting keeps
        self._words = np.empty(0, np.uint64)
        self._capacity = 0  # postings that it is made for
        self._entries = 0  # postings that it lets through, those of runs that are no more among them
        self._segment_ids: set[int] = set()

    def find(self, store: Store, keys: Keys) -> Hits:
        """All articles in any run that hold any of the keys, which rise."""
        runs = store.segments()
        self._keys_looked_up += len(keys)
        if not self._segment_ids and self._keys_looked_up * len(runs) * POSTINGS_WORTH_A_LOOKUP <= sum(
            run.entries for run in runs
        ):
            return concatenated_hits([find_in_segment(store, run, keys) for run in runs])
        self._add_segments(store, runs)
        places, marks = self._slots(self._hash(keys))
        words = self._words[places]
        return concatenated_hits([self._find_in_segment(store, run, keys, words, marks) for run in runs])

    def _find_in_segment(self, store: Store, run: Segment, keys: Keys, words: BitMasks, marks: BitMasks) -> Hits:
        turned = _rotate(marks, run)
        passing = np.flatnonzero(words & turned == turned)
        hits = find_in_segment(store, run, keys[passing])
        return Hits(passing[hits.positions], hits.numbers)

    def _add_segments(self, store: Store, runs: Sequence[Segment]) -> None:
        """Let the postings of all runs through; those of runs that are no more stay until there are too many."""
        new = sum(run.entries for run in runs if run.id not in self._segment_ids)
        lost = max([MIN_PLACE_BITS, *(run.number_bits for run in runs)])
        if self._entries + new > self._capacity or lost > self._dropped_bits:
            self._allocate(sum(run.entries for run in runs), lost)
        for run in runs:
            if run.id not in self._segment_ids:
                self._insert_segment(store, run)
                self._entries += run.entries
        self._segment_ids = {run.id for run in runs}

    def _allocate(self, entries: int, lost: int) -> None:
        """Let nothing through, and have room for half as many postings again as there are."""
        self._capacity, self._dropped_bits = entries + entries // 2, lost
        self._size = min(MAX_SIZE_BITS, max(MIN_SIZE_BITS, POSTING_BITS + self._capacity.bit_length()))
        self._words = np.zeros(1 << self._size - WORD_BITS_LOG2, np.uint64)
        self._entries, self._segment_ids = 0, set()

    def _insert_segment(self, store: Store, run: Segment) -> None:
        for start in range(0, 1 << run.bucket_bits, BUCKETS_PER_READ):
            postings = bucket_postings(run, store.bucket_range(run, start, start + BUCKETS_PER_READ))
            places, marks = self._slots(np.sort(self._hash(postings.entries)))  # neighbours share cache lines
            np.bitwise_or.at(self._words, places, _rotate(marks, run))

    def _hash(self, keys: Keys) -> Keys:
        """Anchors crowd where numbers are low, being the lowest of their neighbours; what is made of them does not."""
        return (keys >> np.uint64(self._dropped_bits)) * MULTIPLIER

    def _slots(self, mixed: Keys) -> tuple[Numbers, BitMasks]:
        """The word of each key, and its bits in it."""
        marks = np.zeros(len(mixed), np.uint64)
        for mark in range(BITS_PER_KEY):
            marks |= np.uint64(1) << (mixed >> np.uint64(64 - self._size - WORD_BITS_LOG2 * mark) & np.uint64(63))
        return (mixed >> np.uint64(64 + WORD_BITS_LOG2 - self._size)).astype(np.int64), marks


def _rotate(marks: BitMasks, run: Segment) -> BitMasks:
    """The bits that keys set in their words if they stand in a run."""
    turn = run.id * ROTATION % 64
    return marks << np.uint64(turn) | marks >> np.uint64((64 - turn) % 64)

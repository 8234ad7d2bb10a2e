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

from dedup.index.postings.sorted_postings import LEAST_BITS, Hits, Keys, Numbers, joined
from dedup.index.postings.segments import BUCKETS_AT_ONCE, find_in_run, postings_of
from dedup.index.storage.protocols import Run, Store

POSTING_BITS = 3  # of a size: eight to sixteen bits for each posting that there is room for
LEAST_SIZE, MOST_SIZE = 10, 31  # 256 MB: from 2 million articles on, more and more look-ups go through
WORD = 6  # 64 bits
MARKS = 4  # bits of a word that a posting sets: three to five serve alike
TURN = 11  # bits from one run to the next: odd, so that 64 runs differ
MIXER = np.uint64(0x9E3779B97F4A7C15)  # odd, 2**64 by the golden ratio: every bit of a key moves all those above it
WORTH = 512  # postings that a key looked up in one run is worth taking in; it takes as long as sixty

Marks = NDArray[np.uint64]


class Filter:
    """The filter of the runs of an index that one process has asked much of."""

    def __init__(self) -> None:
        self._asked = 0
        self._size = 0  # bits of a place in the filter
        self._lost = LEAST_BITS  # bits of a key that no posting keeps
        self._words = np.empty(0, np.uint64)
        self._room = 0  # postings that it is made for
        self._entries = 0  # postings that it lets through, those of runs that are no more among them
        self._runs: set[int] = set()

    def find(self, store: Store, keys: Keys) -> Hits:
        """All articles in any run that hold any of the keys, which rise."""
        runs = store.runs()
        self._asked += len(keys)
        if not self._runs and self._asked * len(runs) * WORTH <= sum(run.entries for run in runs):
            return joined([find_in_run(store, run, keys) for run in runs])
        self._take_in(store, runs)
        places, marks = self._slots(self._mixed(keys))
        words = self._words[places]
        return joined([self._find_in_run(store, run, keys, words, marks) for run in runs])

    def _find_in_run(self, store: Store, run: Run, keys: Keys, words: Marks, marks: Marks) -> Hits:
        turned = _turned(marks, run)
        passing = np.flatnonzero(words & turned == turned)
        hits = find_in_run(store, run, keys[passing])
        return Hits(passing[hits.places], hits.numbers)

    def _take_in(self, store: Store, runs: Sequence[Run]) -> None:
        """Let the postings of all runs through; those of runs that are no more stay until there are too many."""
        new = sum(run.entries for run in runs if run.id not in self._runs)
        lost = max([LEAST_BITS, *(run.number_bits for run in runs)])
        if self._entries + new > self._room or lost > self._lost:
            self._begin(sum(run.entries for run in runs), lost)
        for run in runs:
            if run.id not in self._runs:
                self._let_through(store, run)
                self._entries += run.entries
        self._runs = {run.id for run in runs}

    def _begin(self, entries: int, lost: int) -> None:
        """Let nothing through, and have room for half as many postings again as there are."""
        self._room, self._lost = entries + entries // 2, lost
        self._size = min(MOST_SIZE, max(LEAST_SIZE, POSTING_BITS + self._room.bit_length()))
        self._words = np.zeros(1 << self._size - WORD, np.uint64)
        self._entries, self._runs = 0, set()

    def _let_through(self, store: Store, run: Run) -> None:
        for start in range(0, 1 << run.bucket_bits, BUCKETS_AT_ONCE):
            postings = postings_of(run, store.bucket_range(run, start, start + BUCKETS_AT_ONCE))
            places, marks = self._slots(np.sort(self._mixed(postings.entries)))  # neighbours share cache lines
            np.bitwise_or.at(self._words, places, _turned(marks, run))

    def _mixed(self, keys: Keys) -> Keys:
        """Anchors crowd where numbers are low, being the lowest of their neighbours; what is made of them does not."""
        return (keys >> np.uint64(self._lost)) * MIXER

    def _slots(self, mixed: Keys) -> tuple[Numbers, Marks]:
        """The word of each key, and its bits in it."""
        marks = np.zeros(len(mixed), np.uint64)
        for mark in range(MARKS):
            marks |= np.uint64(1) << (mixed >> np.uint64(64 - self._size - WORD * mark) & np.uint64(63))
        return (mixed >> np.uint64(64 + WORD - self._size)).astype(np.int64), marks


def _turned(marks: Marks, run: Run) -> Marks:
    """The bits that keys set in their words if they stand in a run."""
    turn = run.id * TURN % 64
    return marks << np.uint64(turn) | marks >> np.uint64((64 - turn) % 64)

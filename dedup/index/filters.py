"""Which keys no run can hold: one bit a slot of keys, in memory, so that most look-ups need not touch the disk.

Most keys of an article that nobody copied are in no run, and a row read from SQLite costs a microsecond or two. A
filter (Bloom 1970, with the key's own first bits for its one hash) says so for all but one key in 16 to 32, of all runs
at once. It takes two to four bits for each posting, 60 MB for 100,000 articles, and is made by reading all runs once;
so it is made when about as much has been read key by key, and who asks for a few articles never pays for it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from dedup.index.postings import Hits, Keys, joined
from dedup.index.runs import BUCKETS_AT_ONCE, find_in_run, postings_of
from dedup.index.store import Run, Store
from dedup.sketch.runs import first_of_equals

SLOT_BITS = 4  # 16 to 32 slots a posting
LEAST_SLOT_BITS, MOST_SLOT_BITS = 10, 31  # 256 MB: from a million articles on, more and more look-ups go through
WORTH = 512  # a key looked up in one run costs as much as so many postings read in a row


class Filter:
    """The filter of the runs of an index that one process has asked much of."""

    def __init__(self) -> None:
        self._asked = 0
        self._slot_bits = 0
        self._bits = np.empty(0, np.uint8)
        self._runs: set[int] = set()  # whose keys it lets through

    def find(self, store: Store, keys: Keys) -> Hits:
        """All articles in any run that hold any of the keys, which rise."""
        runs = store.runs()
        passing = self._passing(store, runs, keys)
        asked, found = keys[passing], []
        for run in runs if len(passing) else []:
            hits = find_in_run(store, run, asked)
            found.append(Hits(passing[hits.places], hits.numbers))
        return joined(found)

    def _passing(self, store: Store, runs: Sequence[Run], keys: Keys) -> NDArray[np.int64]:
        """The places of the keys that a run may hold."""
        entries = sum(run.entries for run in runs)
        self._asked += len(keys)
        if not self._runs and self._asked * len(runs) * WORTH < entries:
            return np.arange(len(keys))
        self._take_in(store, runs, entries)
        slots = keys >> np.uint64(64 - self._slot_bits)
        bits = self._bits[slots >> np.uint64(3)]
        return np.flatnonzero(bits >> (slots & np.uint64(7)).astype(np.uint8) & np.uint8(1))

    def _take_in(self, store: Store, runs: Sequence[Run], entries: int) -> None:
        """Let the keys of all runs through; those of runs that are no more stay until there are too many."""
        slot_bits = min(MOST_SLOT_BITS, max(LEAST_SLOT_BITS, SLOT_BITS + entries.bit_length()))
        if slot_bits > self._slot_bits:
            self._slot_bits, self._bits, self._runs = slot_bits, np.zeros(1 << slot_bits - 3, np.uint8), set()
        for run in runs:
            if run.id not in self._runs:
                self._let_through(store, run)
        self._runs = {run.id for run in runs}

    def _let_through(self, store: Store, run: Run) -> None:
        for start in range(0, 1 << run.bucket_bits, BUCKETS_AT_ONCE):
            entries = postings_of(run, store.bucket_range(run, start, start + BUCKETS_AT_ONCE)).entries
            slots = entries >> np.uint64(64 - self._slot_bits)
            places = slots >> np.uint64(3)
            starts = np.flatnonzero(first_of_equals(places))
            bits = np.uint8(1) << (slots & np.uint64(7)).astype(np.uint8)
            self._bits[places[starts]] |= np.bitwise_or.reduceat(bits, starts) if len(starts) else bits

"""Which keys a run cannot hold: one bit a slot of keys, in memory, so that most look-ups need not touch the disk.

Most keys of an article that nobody copied are in no run, and a row read from SQLite costs a microsecond or two. A
filter (Bloom 1970, with the key's own first bits for its one hash) says so for all but one key in eight to sixteen. It
takes a bit or two for each posting, 30 MB for 100,000 articles, and is made by reading its run once; so it is made when
about as much has been read key by key, and who asks for a few articles never pays for it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dedup.index.postings import Hits, Keys, joined
from dedup.index.runs import BUCKETS_AT_ONCE, find_in_run, postings_of
from dedup.index.store import Run, Store

SLOT_BITS = 3  # eight to sixteen slots a posting
MOST_SLOT_BITS = 31  # 256 MB: from 2 million articles on, more and more look-ups go through
WORTH = 256  # a key looked up costs as much as so many postings read in a row


class Filters:
    """The filters of the runs that one process has asked much of."""

    def __init__(self) -> None:
        self._asked: dict[int, int] = {}
        self._filters: dict[int, NDArray[np.uint8]] = {}

    def find(self, store: Store, keys: Keys) -> Hits:
        """All articles in any run that hold any of the keys, which rise."""
        runs = store.runs()
        self._forget_but(runs)
        found = []
        for run in runs:
            passing = self._passing(store, run, keys)
            hits = find_in_run(store, run, keys[passing])
            found.append(Hits(passing[hits.places], hits.numbers))
        return joined(found)

    def _passing(self, store: Store, run: Run, keys: Keys) -> NDArray[np.int64]:
        """The places of the keys that the run may hold."""
        self._asked[run.id] = self._asked.get(run.id, 0) + len(keys)
        if run.id not in self._filters:
            if self._asked[run.id] * WORTH < run.entries:
                return np.arange(len(keys))
            self._filters[run.id] = _made(store, run)
        slots = keys >> np.uint64(64 - _slot_bits(run))
        bits = self._filters[run.id][slots >> np.uint64(3)]
        return np.flatnonzero(bits >> (~slots & np.uint64(7)).astype(np.uint8) & np.uint8(1))

    def _forget_but(self, runs: list[Run]) -> None:
        """Let go of the filters of runs that are no more."""
        for gone in self._asked.keys() - {run.id for run in runs}:
            del self._asked[gone]
            self._filters.pop(gone, None)


def _slot_bits(run: Run) -> int:
    return min(MOST_SLOT_BITS, max(run.bucket_bits, SLOT_BITS + run.entries.bit_length()))


def _made(store: Store, run: Run) -> NDArray[np.uint8]:
    """A bit for every slot, the first in the highest bit of the first byte."""
    slot_bits = _slot_bits(run)
    shift = slot_bits - run.bucket_bits
    bits = np.empty(1 << slot_bits - 3, np.uint8)
    at_once = min(1 << run.bucket_bits, BUCKETS_AT_ONCE)
    for start in range(0, 1 << run.bucket_bits, at_once):
        entries = postings_of(run, store.bucket_range(run, start, start + at_once)).entries
        is_set = np.zeros(at_once << shift, np.bool_)
        is_set[(entries >> np.uint64(64 - slot_bits)).astype(np.int64) - (start << shift)] = True
        bits[start << shift >> 3 : start + at_once << shift >> 3] = np.packbits(is_set)
    return bits

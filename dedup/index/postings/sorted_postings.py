"""Who holds which key: sorted numbers, in memory and on disk alike.

A posting is one 64-bit number: the high bits of a key, then the place of the article that holds it, counted from the
first article that the postings are of. Keys are band keys and anchors alike; both are hashes of 64 bits, and losing the
lowest 20 or 24 of them costs a false hit in some millions of look-ups, which measuring then turns down.

**Recent** articles have their postings in memory, in stretches whose sizes grow as the digits of a binary counter: an
article is sorted in at once, and each posting is sorted a dozen times at most. They are never written: whoever opens an
index computes them from the texts.

**Runs** hold all the others, on disk, each sorted as a whole and cut into buckets by the first bits of the key, so that
a look-up reads two kilobytes. (The log-structured merge tree: O'Neil, Cheng, Gawlick and O'Neil 1996, Acta
Informatica 33:351.) An article of 147 keys takes 1.2 kB.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.sketch.sorted_keys import sorted_unique

Keys = NDArray[np.uint64]
Numbers = NDArray[np.int64]

MIN_PLACE_BITS = 20  # of an article's place: a million articles before keys become shorter
MAX_HOLDERS_PER_KEY = 256  # of one key in one run: more would say nothing new


class Hits(NamedTuple):
    """Keys that were found: the place of each in what was asked, and an article that holds it."""

    positions: Numbers
    numbers: Numbers


NO_HITS = Hits(np.empty(0, np.int64), np.empty(0, np.int64))


class SortedPostings(NamedTuple):
    """Sorted postings of articles from number `first` on."""

    entries: Keys
    first: int
    place_bits: int  # of an article's place

    def find(self, keys: Keys) -> Hits:
        """All articles that hold any of the keys, which rise: hardly any is there, and a first look says so."""
        mask = place_mask(self.place_bits)
        low = keys & ~mask
        starts = np.searchsorted(self.entries, low)
        is_there = np.take(self.entries, starts, mode="clip") & ~mask == low if len(self.entries) else low != low
        there = np.flatnonzero(is_there)
        if not len(there):
            return NO_HITS
        starts = starts[there]
        ends = np.searchsorted(self.entries, low[there] | mask, side="right")
        counts = np.maximum(ends, starts) - starts  # damaged postings may stand in any order
        places = np.repeat(there, counts)
        rows = np.arange(len(places)) + np.repeat(starts - (np.cumsum(counts) - counts), counts)
        return Hits(places, self.first + (self.entries[rows] & mask).astype(np.int64))

    def rebased(self, first: int, bits: int) -> SortedPostings:
        """The same, counted from another article; `bits` are as many as they were or more."""
        places = (self.entries & place_mask(self.place_bits)) + np.uint64(self.first - first)
        return SortedPostings(self.entries & ~place_mask(bits) | places, first, bits)


def place_mask(bits: int) -> np.uint64:
    """The bits of a posting that hold the article's place."""
    return np.uint64((1 << bits) - 1)


def sort_postings(keys: Keys, numbers: Numbers, first: int, bits: int = MIN_PLACE_BITS) -> SortedPostings:
    """Post keys, each with the number of the article that holds it; what an article holds twice is one posting.

    >>> postings = post(np.array([5 << 40, 9 << 40], np.uint64), np.array([100, 101]), 100)
    >>> postings.find(np.array([9 << 40, 7 << 40], np.uint64))
    Hits(places=array([0]), numbers=array([101]))
    """
    return SortedPostings(sorted_unique(keys & ~place_mask(bits) | (numbers - first).astype(np.uint64)), first, bits)


def concatenated_hits(hits: Sequence[Hits]) -> Hits:
    """What was found in several places."""
    if not hits:
        return NO_HITS
    return Hits(*(np.concatenate(column) for column in zip(*hits, strict=True)))


class MemTable:
    """The postings of the articles from `first` up to `end`, in memory."""

    def __init__(self, first: int) -> None:
        self.first = self.end = first
        self._parts: list[SortedPostings] = []

    def add(self, keys: Keys, numbers: Numbers, end: int) -> None:
        """Take in keys of the articles up to `end`."""
        self.end = end
        if len(keys):
            self._parts.append(sort_postings(keys, numbers, self.first))
        while len(self._parts) > 1 and len(self._parts[-2].entries) <= 2 * len(self._parts[-1].entries):
            self._parts[-2:] = [self._merged(self._parts[-2:])]

    def find(self, keys: Keys) -> Hits:
        """All recent articles that hold any of the keys."""
        return concatenated_hits([stretch.find(keys) for stretch in self._parts])

    def flushed(self) -> SortedPostings:
        """Everything, as one sorted stretch."""
        self._parts = [self._merged(self._parts)]
        return self._parts[0]

    def _merged(self, stretches: Sequence[SortedPostings]) -> SortedPostings:
        nothing = np.empty(0, np.uint64)
        entries = np.concatenate([nothing, *(stretch.entries for stretch in stretches)])
        return SortedPostings(np.sort(entries), self.first, MIN_PLACE_BITS)

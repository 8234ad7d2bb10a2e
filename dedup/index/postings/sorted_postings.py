"""Postings as sorted 64-bit numbers: which article holds which lookup key.

A posting is one number: the high bits of a key, and below them the article's place, counted from the first article that
the postings belong to. Lookup keys are band keys and anchors alike. Both are 64-bit hashes, and losing the lowest 20 to
24 bits costs a false hit in some millions of look-ups; verification rejects it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.sketch.sorted_keys import sorted_unique
from dedup.tokens.words import readonly

Keys = NDArray[np.uint64]
Numbers = NDArray[np.int64]

MIN_PLACE_BITS = 20  # a million articles before keys become shorter
MAX_HOLDERS_PER_KEY = 256  # in one segment: more holders would not change which candidates are measured


class Hits(NamedTuple):
    """Keys that were found: the position of each in the query, and the number of an article that holds it."""

    positions: Numbers
    numbers: Numbers


NO_HITS = Hits(np.empty(0, np.int64), np.empty(0, np.int64))


class SortedPostings(NamedTuple):
    """Sorted postings of articles from number `first` on."""

    entries: Keys
    first: int
    place_bits: int

    def find(self, keys: Keys) -> Hits:
        """All articles that hold any of the keys, which ascend."""
        from dedup.kernels.pair.look_up_keys import find_postings

        entries, keys, room = readonly(self.entries), readonly(keys), len(keys)
        while True:  # twice, where some keys have many holders
            positions, places = np.empty(room, np.int64), np.empty(room, np.int64)
            found = find_postings(entries, keys, self.place_bits, positions, places)
            if found <= room:
                return Hits(positions[:found], places[:found] + self.first) if found else NO_HITS
            room = found

    def rebased(self, first: int, place_bits: int) -> SortedPostings:
        """The same postings counted from another article; `place_bits` may grow, not shrink."""
        places = (self.entries & place_mask(self.place_bits)) + np.uint64(self.first - first)
        return SortedPostings(self.entries & ~place_mask(place_bits) | places, first, place_bits)


def place_mask(place_bits: int) -> np.uint64:
    """The bits of a posting that hold the article's place."""
    return np.uint64((1 << place_bits) - 1)


def sort_postings(keys: Keys, numbers: Numbers, first: int, place_bits: int = MIN_PLACE_BITS) -> SortedPostings:
    """Postings of keys, each with the number of the article that holds it; a key that an article holds twice is one.

    >>> postings = sort_postings(np.array([5 << 40, 9 << 40], np.uint64), np.array([100, 101]), 100)
    >>> postings.find(np.array([9 << 40, 7 << 40], np.uint64))
    Hits(positions=array([0]), numbers=array([101]))
    """
    entries = sorted_unique(keys & ~place_mask(place_bits) | (numbers - first).astype(np.uint64))
    return SortedPostings(readonly(entries), first, place_bits)


def concatenated_hits(hits: Sequence[Hits]) -> Hits:
    """The hits of several look-ups of the same keys."""
    some = [each for each in hits if len(each.positions)]
    if len(some) < 2:
        return some[0] if some else NO_HITS
    return Hits(*(np.concatenate(column) for column in zip(*some, strict=True)))

"""The memtable: postings of the latest articles, in memory only.

They are kept in parts, each more than four times as large as the next: an article is sorted in at once, a look-up reads
six parts at most, and each posting is sorted some twenty times. They are never written; whoever opens an index computes
them from the texts.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dedup.index.postings.sorted_postings import (
    MIN_PLACE_BITS,
    Hits,
    Keys,
    Numbers,
    SortedPostings,
    concatenated_hits,
    sort_postings,
)
from dedup.tokens.words import readonly

GROWTH = 4  # from one part to the one before it: a part more costs a look-up as much as sorting an article in


class MemTable:
    """The postings of the articles from number `first` up to `end`."""

    def __init__(self, first: int, end: int | None = None, parts: Sequence[SortedPostings] = ()) -> None:
        self.first = first
        self.end = first if end is None else end
        self._parts = [*parts]

    def copy(self) -> MemTable:
        """The same, for another thread: parts are put in each other's place, and never changed."""
        return MemTable(self.first, self.end, self._parts)

    def add(self, keys: Keys, numbers: Numbers, end: int) -> None:
        """Add the keys of the articles up to number `end`."""
        self.end = end
        if len(keys):
            self._parts.append(sort_postings(keys, numbers, self.first))
        while len(self._parts) > 1 and len(self._parts[-2].entries) <= GROWTH * len(self._parts[-1].entries):
            self._parts[-2:] = [self._merged(self._parts[-2:])]

    def find(self, keys: Keys) -> Hits:
        """All articles here that hold any of the keys, which ascend."""
        return concatenated_hits([part.find(keys) for part in self._parts])

    def merged(self) -> SortedPostings:
        """All postings, as one sorted array."""
        self._parts = [self._merged(self._parts)]
        return self._parts[0]

    def _merged(self, parts: Sequence[SortedPostings]) -> SortedPostings:
        entries = np.concatenate([np.empty(0, np.uint64), *(part.entries for part in parts)])
        entries.sort(kind="stable")  # finds sorted runs and merges them, in a twentieth of the time of other sorts
        return SortedPostings(readonly(entries), self.first, MIN_PLACE_BITS)

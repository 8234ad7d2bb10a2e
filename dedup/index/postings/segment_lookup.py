"""Looks keys up in all segments: most that no segment holds are ruled out in memory, without reading a posting.

Most keys of an article that nobody copied are in no segment, and most keys of a copy are in one only; looking a key up
costs a row of a segment, some microseconds. The filter of a segment is read, whole, once enough keys have been looked
up to repay the reading: 66 MB for 300,000 articles. A process that asks about a few articles never reads it.
"""

from __future__ import annotations

from contextlib import suppress

from dedup.errors import DamagedDataError
from dedup.index.postings.key_filter import KeyFilter
from dedup.index.postings.segments import Segment, SegmentStore, find_in_segment, write_missing_filter
from dedup.index.postings.sorted_postings import NO_HITS, Hits, Keys, concatenated_hits

POSTINGS_WORTH_A_LOOKUP = 2048  # postings whose share of a filter is read in the time in which one key is looked up


class SegmentLookup:
    """Looks keys up, and keeps the filters that it has read: for one process and one store."""

    def __init__(self) -> None:
        self._keys_looked_up = 0
        self._filters: dict[Segment, KeyFilter | None] = {}

    def find(self, store: SegmentStore, keys: Keys) -> Hits:
        """All articles in any segment that hold any of the keys, which ascend."""
        segments = store.segments()
        self._keys_looked_up += len(keys)
        if self._filters.keys() - segments:
            self._filters = {segment: self._filters[segment] for segment in segments if segment in self._filters}
        return concatenated_hits([self._find_in_segment(store, segment, keys) for segment in segments])

    def _find_in_segment(self, store: SegmentStore, segment: Segment, keys: Keys) -> Hits:
        key_filter = self._filter(store, segment)
        if key_filter is None:
            return find_in_segment(store, segment, keys)
        passing = key_filter.passing(keys)
        if not len(passing):
            return NO_HITS
        hits = find_in_segment(store, segment, keys[passing])
        return Hits(passing[hits.positions], hits.numbers)

    def _filter(self, store: SegmentStore, segment: Segment) -> KeyFilter | None:
        """The filter of a segment, if it is worth reading; None too where there is none, or a damaged one."""
        if segment in self._filters:
            return self._filters[segment]
        if self._keys_looked_up * POSTINGS_WORTH_A_LOOKUP < segment.entries:
            return None
        self._filters[segment] = readable_filter(store, segment)
        return self._filters[segment]

    def write_missing_filters(self, store: SegmentStore) -> None:
        """Store the filters of segments that have none, or a damaged one: older versions stored none."""
        for segment in store.segments():
            if (self._filters.get(segment) or readable_filter(store, segment)) is None:
                self._filters.pop(segment, None)
                with suppress(DamagedDataError):  # of the postings: `check` names it
                    write_missing_filter(store, segment)


def readable_filter(store: SegmentStore, segment: Segment) -> KeyFilter | None:
    """The stored filter of a segment; None where there is none, or it is not what was written."""
    try:
        rows = store.filter_rows(segment)
        return KeyFilter(segment.entries, segment.number_bits, rows) if rows else None
    except DamagedDataError:
        return None

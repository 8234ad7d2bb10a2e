"""Segments on disk: looking keys up, flushing the memtable, and merging segments into larger ones.

A log-structured merge tree (O'Neil, Cheng, Gawlick and O'Neil 1996, Acta Informatica 33:351). When the memtable is
full, its postings are flushed as a segment; four segments of about one size are merged into one of the next size (the
stepped merge: Jagadish et al. 1997, VLDB). So a million articles take a dozen segments at most, and a posting is
written four times in its life. Each segment is sorted as a whole and cut into buckets by the first bits of the key, so
that a look-up reads two kilobytes. Merging proceeds by ranges of the key and needs memory for one range, and for the
filter of keys that is stored with each segment. An article of 147 keys takes 1.4 kB.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple, Protocol

import numpy as np

from dedup.errors import DamagedDataError
from dedup.index.postings.key_filter import KeyFilter
from dedup.index.postings.sorted_postings import (
    MAX_HOLDERS_PER_KEY,
    MIN_PLACE_BITS,
    Hits,
    Keys,
    Numbers,
    SortedPostings,
    place_mask,
)
from dedup.sketch.sorted_keys import first_of_equals, sorted_unique

BUCKET_BITS = 8  # up to 256 postings a bucket, two kilobytes: a row costs more than what is in it
MERGE_FACTOR = 4  # segments of about one size are merged: each costs a query time, and merging costs writing anew
POSTING_BYTES = 8
BUCKETS_PER_READ = 1 << 12  # eight megabytes, where a segment is read as a whole
MERGE_RANGE_BITS = 22  # 4 million postings are merged at a time


@dataclass(frozen=True, slots=True)
class Segment:
    """Sorted postings that never change: `entries` of articles from number `first` on, in 2**`bucket_bits` buckets."""

    id: int
    first: int
    number_bits: int  # of an article's place
    bucket_bits: int
    entries: int


class _Range(NamedTuple):
    """The postings whose keys begin with the same `range_bits` bits; `low` is the least key of the range."""

    entries: Keys
    low: int
    range_bits: int


class SegmentStore(Protocol):
    """Where segments are kept: as rows of buckets."""

    def segments(self) -> list[Segment]:
        """All segments, the one of the oldest articles first."""

    def write_segment(self, segment: Segment, buckets: Iterable[bytes]) -> None:
        """Store a new segment, given bucket by bucket."""

    def write_filter(self, segment: Segment, rows: Iterable[bytes]) -> None:
        """Store the filter of a segment's keys, in place of what there is."""

    def filter_rows(self, segment: Segment) -> list[bytes]:
        """The filter of a segment's keys; nothing where none is stored."""

    def drop_segments(self, segments: Sequence[Segment]) -> None:
        """Delete segments, with their filters."""

    def buckets(self, segment: Segment, numbers: Sequence[int]) -> list[bytes]:
        """Some buckets of a segment, in order; their numbers ascend."""

    def bucket_range(self, segment: Segment, start: int, end: int) -> list[bytes]:
        """The buckets of a segment from number `start` up to `end`."""


def find_in_segment(store: SegmentStore, segment: Segment, keys: Keys) -> Hits:
    """All articles in one segment that hold any of the keys, which ascend."""
    buckets = keys >> np.uint64(64 - segment.bucket_bits)
    bucket_numbers = buckets[first_of_equals(buckets)]
    return bucket_postings(segment, store.buckets(segment, bucket_numbers.tolist())).find(keys)


def flush(store: SegmentStore, recent: SortedPostings, end: int) -> None:
    """Write the postings of the memtable, of articles up to `end`, as a segment of their own."""
    if len(recent.entries):
        _write_segment(store, [], recent, end, len(recent.entries))


def compact(store: SegmentStore, recent: SortedPostings, end: int, since: int | None = None) -> None:
    """Flush the postings of the memtable, of articles up to `end`, and merge segments into the new one: all segments of
    articles from number `since` on, and the last ones before them while the new one would else be the fourth of its
    size or smaller.
    """
    old = store.segments()
    kept = len(old) if since is None else sum(segment.first < since for segment in old)
    size = len(recent.entries) + sum(segment.entries for segment in old[kept:])
    while (smaller := _count_smaller(old[:kept], size)) >= MERGE_FACTOR - 1:
        size += sum(segment.entries for segment in old[kept - smaller : kept])
        kept -= smaller
    if len(recent.entries) or len(old) - kept > 1:
        _write_segment(store, old[kept:], recent, end, size)


def _count_smaller(segments: Sequence[Segment], size: int) -> int:
    """How many of the last segments are of a size or smaller; sizes are compared as powers of four."""
    are_larger = (segment.entries.bit_length() // 2 > size.bit_length() // 2 for segment in reversed(segments))
    return next((count for count, is_larger in enumerate(are_larger) if is_larger), len(segments))


def compact_all(store: SegmentStore, recent: SortedPostings, end: int, existing: Numbers) -> None:
    """Merge the postings of the memtable and all segments into one, without the postings of deleted articles."""
    old = store.segments()
    size = len(recent.entries) + sum(segment.entries for segment in old)
    if size:
        _write_segment(store, old, recent, end, size, existing)


def _write_segment(
    store: SegmentStore,
    old: Sequence[Segment],
    recent: SortedPostings,
    end: int,
    size: int,
    existing: Numbers | None = None,
) -> None:
    """Write one segment in place of old ones and of the memtable; `size` is how many postings they hold together."""
    first = min([recent.first, *(segment.first for segment in old)])
    number_bits = max(MIN_PLACE_BITS, (end - first).bit_length())
    if existing is not None:
        size = size * len(existing) // (end - first) + 1
    bucket_bits = max(1, size.bit_length() - BUCKET_BITS)
    new_id = 1 + max([segment.id for segment in store.segments()], default=0)
    segment = Segment(new_id, first, number_bits, bucket_bits, size)
    key_filter = KeyFilter(size, number_bits)
    ranges = _merged_ranges(store, segment, old, recent.rebased(first, number_bits), existing)
    store.write_segment(segment, _filtered_buckets(ranges, segment, key_filter))
    store.write_filter(segment, key_filter.rows())
    store.drop_segments(old)


def write_missing_filter(store: SegmentStore, segment: Segment) -> None:
    """Compute the filter of a segment from its postings, and store it."""
    key_filter = KeyFilter(segment.entries, segment.number_bits)
    for start in range(0, 1 << segment.bucket_bits, BUCKETS_PER_READ):
        buckets = store.bucket_range(segment, start, start + BUCKETS_PER_READ)
        key_filter.insert(bucket_postings(segment, buckets).entries)
    store.write_filter(segment, key_filter.rows())


def _filtered_buckets(ranges: Iterable[_Range], segment: Segment, key_filter: KeyFilter) -> Iterator[bytes]:
    """The buckets of a segment, in order, whose keys the filter lets pass."""
    for each in ranges:
        key_filter.insert(each.entries)
        yield from _cut(each, segment.bucket_bits)


def _merged_ranges(
    store: SegmentStore, segment: Segment, old: Sequence[Segment], recent: SortedPostings, existing: Numbers | None
) -> Iterator[_Range]:
    """The postings of a new segment, in order, merged range by range of the key."""
    range_bits = max(0, segment.entries.bit_length() - MERGE_RANGE_BITS)
    range_bits = min([range_bits, segment.bucket_bits, *(each.bucket_bits for each in old)])
    for number in range(1 << range_bits):
        low, high = number << 64 - range_bits, (number + 1 << 64 - range_bits) - 1
        parts = [_key_range(store, each, low, high).rebased(segment.first, segment.number_bits).entries for each in old]
        entries = sorted_unique(np.concatenate([*parts, _between(recent.entries, low, high)]))
        if existing is not None:
            numbers = segment.first + (entries & place_mask(segment.number_bits)).astype(np.int64)
            entries = entries[np.isin(numbers, existing)]
        yield _Range(_capped(entries, segment.number_bits), low, range_bits)


def _key_range(store: SegmentStore, segment: Segment, low: int, high: int) -> SortedPostings:
    shift = 64 - segment.bucket_bits
    return bucket_postings(segment, store.bucket_range(segment, low >> shift, (high >> shift) + 1))


def bucket_postings(segment: Segment, buckets: Sequence[bytes]) -> SortedPostings:
    """The postings in consecutive buckets of a segment."""
    data = b"".join(buckets)
    if len(data) % POSTING_BYTES:
        raise DamagedDataError("postings are damaged; `rebuild` computes them again")
    return SortedPostings(np.frombuffer(data, "<u8").astype(np.uint64, copy=False), segment.first, segment.number_bits)


def _between(entries: Keys, low: int, high: int) -> Keys:
    start = np.searchsorted(entries, np.uint64(low))
    return entries[start : np.searchsorted(entries, np.uint64(high), side="right")]


def _capped(entries: Keys, number_bits: int) -> Keys:
    """Each key with its first holders only."""
    keys = entries & ~place_mask(number_bits)
    is_beyond = np.zeros(len(keys), np.bool_)
    is_beyond[MAX_HOLDERS_PER_KEY:] = keys[MAX_HOLDERS_PER_KEY:] == keys[:-MAX_HOLDERS_PER_KEY]
    return entries[~is_beyond]


def _cut(part: _Range, bucket_bits: int) -> Iterator[bytes]:
    """The buckets of one range of the key."""
    borders = np.arange(1 << bucket_bits - part.range_bits, dtype=np.uint64) << np.uint64(64 - bucket_bits)
    cuts = [*(8 * np.searchsorted(part.entries, borders + np.uint64(part.low))).tolist(), 8 * len(part.entries)]
    data = part.entries.astype("<u8", copy=False).tobytes()
    for start, stop in pairwise(cuts):
        yield data[start:stop]

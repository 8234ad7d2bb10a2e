"""Checks segments: do they hold the keys that the texts have?

All postings of an article, without its place, are added up. Any posting that changed, is missing or is too many changes
the sum; so does a bucket that is not in its place. One pass over the segments and one over the texts suffice, and two
numbers an article are held. Where sums differ the article is looked at key by key, for a key that very many articles
hold is stored for the first of them only.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.errors import DamagedDataError
from dedup.index.postings.key_filter import KeyFilter
from dedup.index.postings.segments import (
    BUCKETS_PER_READ,
    POSTING_BYTES,
    Segment,
    SegmentStore,
    find_in_segment,
)
from dedup.index.postings.sorted_postings import MAX_HOLDERS_PER_KEY, Keys, Numbers, place_mask
from dedup.index.storage.protocols import HeldKeys
from dedup.index.storage.sqlite.counters import Counters


class KeySums(NamedTuple):
    """Sums and counts of the postings of each article of a segment, by its place in it."""

    sums: Keys
    counts: NDArray[np.int64]


class SegmentKeyChecker:
    """A `KeyChecker` over segments; `errors` says what is damaged beside the keys of single articles."""

    def __init__(self, segments: SegmentStore, counters: Counters) -> None:
        self.errors: list[str] = []
        self._store = segments
        self._flushed_until = 0
        self._segments: list[Segment] = []
        self._summed: tuple[Segment, KeySums] | None = None
        try:
            self._flushed_until, self._segments = counters.state().flushed_until, segments.segments()
            for segment in self._segments:
                if rows := segments.filter_rows(segment):
                    KeyFilter(segment.entries, segment.number_bits, rows)
        except DamagedDataError as error:
            self.errors.append(str(error))

    def wrong(self, held: HeldKeys, numbers: Numbers) -> list[int]:
        """Those of some articles, in order of number, whose postings are not the keys that they should hold."""
        firsts = np.array([segment.first for segment in self._segments], np.int64)
        segment_of = np.searchsorted(firsts, numbers, side="right") - 1
        is_flushed = numbers < self._flushed_until
        wrong: list[int] = []
        for place in np.unique(segment_of[is_flushed]).tolist():
            of_segment = numbers[(segment_of == place) & is_flushed]
            is_theirs = np.isin(held.numbers, of_segment)
            wrong += self._wrong_in(place, HeldKeys(held.keys[is_theirs], held.numbers[is_theirs]), of_segment)
        return sorted(wrong)

    def _wrong_in(self, place: int, held: HeldKeys, numbers: Numbers) -> list[int]:
        """The wrong ones of articles of one segment; without a segment, all that should hold keys."""
        if place < 0:
            return [int(number) for number in np.unique(held.numbers)]
        segment = self._segments[place]
        if self._summed is None or self._summed[0] != segment:
            self._summed = segment, sum_keys(self._store, segment)
        return articles_with_wrong_keys(self._store, segment, self._summed[1], held, numbers)


def sum_keys(store: SegmentStore, segment: Segment) -> KeySums:
    """Add up all postings of a segment; those that cannot be read, or stand in the wrong place, are left out."""
    found = KeySums(np.zeros(1 << segment.number_bits, np.uint64), np.zeros(1 << segment.number_bits, np.int64))
    for start in range(0, 1 << segment.bucket_bits, BUCKETS_PER_READ):
        end = min(start + BUCKETS_PER_READ, 1 << segment.bucket_bits)
        try:
            buckets = store.bucket_range(segment, start, end)
        except DamagedDataError:
            continue
        if len(buckets) == end - start:
            _add(found, segment, _in_place(segment, start, buckets))
    return found


def _in_place(segment: Segment, start: int, buckets: Sequence[bytes]) -> Keys:
    """The postings of consecutive buckets, but for those that no look-up would find."""
    counts = [len(bucket) // POSTING_BYTES for bucket in buckets]
    data = b"".join(bucket[: POSTING_BYTES * count] for bucket, count in zip(buckets, counts, strict=True))
    entries = np.frombuffer(data, "<u8").astype(np.uint64)
    bucket = np.repeat(np.arange(start, start + len(buckets)), counts).astype(np.uint64)
    entries = entries[entries >> np.uint64(64 - segment.bucket_bits) == bucket]
    in_place: Keys = entries[entries == np.maximum.accumulate(entries)]
    return in_place


def _add(sums: KeySums, segment: Segment, entries: Keys) -> None:
    mask = place_mask(segment.number_bits)
    places = (entries & mask).astype(np.int64)
    np.add.at(sums.sums, places, entries & ~mask)
    np.add.at(sums.counts, places, 1)


def articles_with_wrong_keys(
    store: SegmentStore, segment: Segment, sums: KeySums, held: HeldKeys, numbers: Numbers
) -> list[int]:
    """Those of some articles of a segment, in order of number, whose postings are not the keys of their texts."""
    keys, stored, positions = _as_stored(held, segment, numbers)
    places = numbers - segment.first
    differ = np.flatnonzero(~_sums_agree(sums, stored, positions, places))
    if not len(differ):
        return []
    is_asked = np.isin(positions, differ)
    keys, stored, positions = keys[is_asked], stored[is_asked], positions[is_asked]
    try:
        hits = find_in_segment(store, segment, keys)
    except DamagedDataError:
        return [int(number) for number in numbers[differ]]
    holders = np.bincount(hits.positions, minlength=len(keys))
    is_held = np.zeros(len(keys), np.bool_)
    is_held[hits.positions[hits.numbers == numbers[positions[hits.positions]]]] = True
    is_expected = is_held | (holders < MAX_HOLDERS_PER_KEY)
    agree = _sums_agree(sums, stored[is_expected], positions[is_expected], places)
    return [int(numbers[place]) for place in differ if not agree[place]]


def _as_stored(held: HeldKeys, segment: Segment, numbers: Numbers) -> tuple[Keys, Keys, Numbers]:
    """Keys in ascending order, each of an article once; what a segment stores of each; and the article's position."""
    stored = held.keys & ~place_mask(segment.number_bits)
    positions = np.searchsorted(numbers, held.numbers)
    order = np.lexsort((positions, stored))
    is_first = np.diff(stored[order], prepend=~stored[order][:1]) != 0
    is_first |= np.diff(positions[order], prepend=-1) != 0
    order = order[is_first]
    return held.keys[order], stored[order], positions[order]


def _sums_agree(sums: KeySums, keys: Keys, positions: Numbers, places: Numbers) -> NDArray[np.bool_]:
    """Whether the keys of each article come to the sums at its place."""
    expected = KeySums(np.zeros(len(places), np.uint64), np.bincount(positions, minlength=len(places)))
    np.add.at(expected.sums, positions, keys)
    is_inside = places < len(sums.sums)
    at = np.where(is_inside, places, 0)
    agree: NDArray[np.bool_] = is_inside & (sums.sums[at] == expected.sums) & (sums.counts[at] == expected.counts)
    return agree

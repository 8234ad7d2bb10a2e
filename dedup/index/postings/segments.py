"""Runs on disk: looking keys up, and merging runs into larger ones.

When enough recent articles have come together, their postings become a run, and four runs of about one size become
one of the next size (the stepped merge: Jagadish et al. 1997, VLDB). So a million articles stand in a dozen runs at
the most, and a posting is written four times in its life. Merging goes by stretches of the key, so it needs memory for
one stretch alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from dedup.errors import DamagedDataError
from dedup.index.postings.sorted_postings import (
    MAX_HOLDERS_PER_KEY,
    MIN_PLACE_BITS,
    Hits,
    Keys,
    Numbers,
    SortedPostings,
    place_mask,
)
from dedup.index.storage.protocols import Segment, Store
from dedup.sketch.sorted_keys import first_of_equals, sorted_unique

BUCKET_BITS = 8  # up to 256 postings a bucket, two kilobytes: a row costs more than what is in it
MERGE_FACTOR = 4  # runs of about one size become one: each costs a question time, and merging as much as writing anew
POSTING_BYTES = 8
BUCKETS_PER_READ = 1 << 12  # eight megabytes, where a run is read as a whole
MERGE_RANGE_BITS = 22  # 4 million postings are merged at a time


def find_in_segment(store: Store, run: Segment, keys: Keys) -> Hits:
    """All articles in one run that hold any of the keys, which rise."""
    buckets = keys >> np.uint64(64 - run.bucket_bits)
    bucket_numbers = buckets[first_of_equals(buckets)]
    return bucket_postings(run, store.buckets(run, bucket_numbers.tolist())).find(keys)


def flush(store: Store, recent: SortedPostings, end: int) -> None:
    """Make a run of recent postings alone, of articles up to `end`."""
    if len(recent.entries):
        _write_segment(store, [], recent, end, len(recent.entries))


def compact(store: Store, recent: SortedPostings, end: int, since: int | None = None) -> None:
    """Make a run of recent postings, of articles up to `end`, together with all runs of articles from number `since`
    on; and together with the last ones before them, if it would else be the fourth of its size or less.
    """
    old = store.segments()
    kept = len(old) if since is None else sum(run.first < since for run in old)
    size = len(recent.entries) + sum(run.entries for run in old[kept:])
    while (smaller := _count_smaller(old[:kept], size)) >= MERGE_FACTOR - 1:
        size += sum(run.entries for run in old[kept - smaller : kept])
        kept -= smaller
    if len(recent.entries) or len(old) - kept > 1:
        _write_segment(store, old[kept:], recent, end, size)


def _count_smaller(runs: Sequence[Segment], size: int) -> int:
    """How many of the last runs are of a size or less; sizes are powers of four."""
    are_larger = (run.entries.bit_length() // 2 > size.bit_length() // 2 for run in reversed(runs))
    return next((place for place, is_larger in enumerate(are_larger) if is_larger), len(runs))


def compact_all(store: Store, recent: SortedPostings, end: int, alive: Numbers) -> None:
    """Make one run of recent postings and of all runs, without those of articles that are no more."""
    old = store.segments()
    size = len(recent.entries) + sum(run.entries for run in old)
    if size:
        _write_segment(store, old, recent, end, size, alive)


def _write_segment(
    store: Store, old: Sequence[Segment], recent: SortedPostings, end: int, size: int, existing: Numbers | None = None
) -> None:
    """Write one run in place of old ones and of what is in memory; `size` is what they hold together."""
    first = min([recent.first, *(run.first for run in old)])
    number_bits = max(MIN_PLACE_BITS, (end - first).bit_length())
    if existing is not None:
        size = size * len(existing) // (end - first) + 1
    bucket_bits = max(1, size.bit_length() - BUCKET_BITS)
    run = Segment(1 + max([run.id for run in store.segments()], default=0), first, number_bits, bucket_bits, size)
    store.write_segment(run, _buckets(store, run, old, recent.rebased(first, number_bits), existing))
    store.drop_segments(old)


def _buckets(
    store: Store, run: Segment, old: Sequence[Segment], recent: SortedPostings, alive: Numbers | None
) -> Iterator[bytes]:
    """The buckets of a new run, in order, from stretches of the key."""
    stretch_bits = max(0, run.entries.bit_length() - MERGE_RANGE_BITS)
    stretch_bits = min([stretch_bits, run.bucket_bits, *(each.bucket_bits for each in old)])
    for stretch in range(1 << stretch_bits):
        low, high = stretch << 64 - stretch_bits, (stretch + 1 << 64 - stretch_bits) - 1
        parts = [_key_range(store, each, low, high).rebased(run.first, run.number_bits).entries for each in old]
        entries = sorted_unique(np.concatenate([*parts, _between(recent.entries, low, high)]))
        if alive is not None:
            numbers = run.first + (entries & place_mask(run.number_bits)).astype(np.int64)
            entries = entries[np.isin(numbers, alive)]
        entries = _capped(entries, run.number_bits)
        yield from _cut(entries, run.bucket_bits, stretch_bits, low)


def _key_range(store: Store, run: Segment, low: int, high: int) -> SortedPostings:
    shift = 64 - run.bucket_bits
    return bucket_postings(run, store.bucket_range(run, low >> shift, (high >> shift) + 1))


def bucket_postings(run: Segment, buckets: Sequence[bytes]) -> SortedPostings:
    """The postings in buckets of a run that stand one behind the other."""
    data = b"".join(buckets)
    if len(data) % POSTING_BYTES:
        raise DamagedDataError("postings are damaged; `rebuild` computes them again")
    return SortedPostings(np.frombuffer(data, "<u8").astype(np.uint64, copy=False), run.first, run.number_bits)


def _between(entries: Keys, low: int, high: int) -> Keys:
    start = np.searchsorted(entries, np.uint64(low))
    return entries[start : np.searchsorted(entries, np.uint64(high), side="right")]


def _capped(entries: Keys, number_bits: int) -> Keys:
    """Each key with its first holders only."""
    keys = entries & ~place_mask(number_bits)
    is_beyond = np.zeros(len(keys), np.bool_)
    is_beyond[MAX_HOLDERS_PER_KEY:] = keys[MAX_HOLDERS_PER_KEY:] == keys[:-MAX_HOLDERS_PER_KEY]
    return entries[~is_beyond]


def _cut(entries: Keys, bucket_bits: int, stretch_bits: int, low: int) -> Iterator[bytes]:
    """The buckets of one stretch."""
    borders = np.arange(1 << bucket_bits - stretch_bits, dtype=np.uint64) << np.uint64(64 - bucket_bits)
    cuts = [*(8 * np.searchsorted(entries, borders + np.uint64(low))).tolist(), 8 * len(entries)]
    data = entries.astype("<u8", copy=False).tobytes()
    for start, stop in pairwise(cuts):
        yield data[start:stop]

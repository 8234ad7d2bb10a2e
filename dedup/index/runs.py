"""Runs on disk: looking keys up, and merging runs into larger ones.

When enough recent articles have come together, their postings become a run. A run that is not much larger than what
comes after it is merged with it: sizes grow by powers of four, so that a million articles stand in some five runs, and
a posting is written about ten times in its life. Merging goes by stretches of the key, so it needs memory for one
stretch alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from dedup.errors import DamagedDataError
from dedup.index.postings import LEAST_BITS, MOST_HOLDERS, Hits, Keys, Numbers, Postings, place_mask
from dedup.index.store import Run, Store
from dedup.sketch.runs import distinct, first_of_equals

BUCKET_BITS = 8  # up to 256 postings a bucket, two kilobytes: a row costs more than what is in it
GROWTH = 4  # a run so many times larger than what follows is left alone
POSTING_BYTES = 8
BUCKETS_AT_ONCE = 1 << 12  # eight megabytes, where a run is read as a whole
STRETCH_BITS = 22  # 4 million postings are merged at a time


def find_in_run(store: Store, run: Run, keys: Keys) -> Hits:
    """All articles in one run that hold any of the keys, which rise."""
    buckets = keys >> np.uint64(64 - run.bucket_bits)
    wanted = buckets[first_of_equals(buckets)]
    return postings_of(run, store.buckets(run, wanted.tolist())).find(keys)


def append(store: Store, recent: Sequence[Postings], end: int) -> None:
    """Make a run of recent postings alone, of articles up to `end`."""
    size = sum(len(postings.entries) for postings in recent)
    if size:
        _write(store, [], recent, end, size)


def merge(store: Store, recent: Sequence[Postings], end: int) -> None:
    """Make a run of recent postings, of articles up to `end`, together with the runs that are not much larger.

    Without recent ones, it is the last run that others are compared with.
    """
    recent, old = [postings for postings in recent if len(postings.entries)], []
    size = sum(len(postings.entries) for postings in recent)
    for run in reversed(store.runs()):
        if size and run.entries > GROWTH * size:
            break
        old.append(run)
        size += run.entries
    if recent or len(old) > 1:
        _write(store, old[::-1], recent, end, size)
        store.drop_runs(old)


def merge_all(store: Store, recent: Sequence[Postings], end: int, alive: Numbers) -> None:
    """Make one run of recent postings and of all runs, without those of articles that are no more."""
    old = store.runs()
    size = sum(len(postings.entries) for postings in recent) + sum(run.entries for run in old)
    if size:
        _write(store, old, recent, end, size, alive)
        store.drop_runs(old)


def _write(
    store: Store, old: Sequence[Run], recent: Sequence[Postings], end: int, size: int, alive: Numbers | None = None
) -> None:
    """Write one run of old ones and of what is in memory; `size` is what they hold together."""
    first = min([*(run.first for run in old), *(postings.first for postings in recent)])
    number_bits = max(LEAST_BITS, (end - first).bit_length())
    if alive is not None:
        size = size * len(alive) // (end - first) + 1
    bucket_bits = max(1, size.bit_length() - BUCKET_BITS)
    run = Run(1 + max([run.id for run in store.runs()], default=0), first, number_bits, bucket_bits, size)
    moved = [postings.moved(first, number_bits) for postings in recent]
    store.write_run(run, _buckets(store, run, old, moved, alive))


def _buckets(
    store: Store, run: Run, old: Sequence[Run], recent: Sequence[Postings], alive: Numbers | None
) -> Iterator[bytes]:
    """The buckets of a new run, in order, from stretches of the key."""
    stretch_bits = max(0, run.entries.bit_length() - STRETCH_BITS)
    stretch_bits = min([stretch_bits, run.bucket_bits, *(each.bucket_bits for each in old)])
    for stretch in range(1 << stretch_bits):
        low, high = stretch << 64 - stretch_bits, (stretch + 1 << 64 - stretch_bits) - 1
        parts = [_stretch(store, each, low, high).moved(run.first, run.number_bits).entries for each in old]
        parts += [_between(postings.entries, low, high) for postings in recent]
        entries = distinct(np.concatenate(parts))
        if alive is not None:
            numbers = run.first + (entries & place_mask(run.number_bits)).astype(np.int64)
            entries = entries[np.isin(numbers, alive)]
        entries = _without_crowds(entries, run.number_bits)
        yield from _cut(entries, run.bucket_bits, stretch_bits, low)


def _stretch(store: Store, run: Run, low: int, high: int) -> Postings:
    shift = 64 - run.bucket_bits
    return postings_of(run, store.bucket_range(run, low >> shift, (high >> shift) + 1))


def postings_of(run: Run, buckets: Sequence[bytes]) -> Postings:
    """The postings in buckets of a run that stand one behind the other."""
    data = b"".join(buckets)
    if len(data) % POSTING_BYTES:
        raise DamagedDataError("postings are damaged; `rebuild` computes them again")
    return Postings(np.frombuffer(data, "<u8").astype(np.uint64, copy=False), run.first, run.number_bits)


def _between(entries: Keys, low: int, high: int) -> Keys:
    start = np.searchsorted(entries, np.uint64(low))
    return entries[start : np.searchsorted(entries, np.uint64(high), side="right")]


def _without_crowds(entries: Keys, number_bits: int) -> Keys:
    """Each key with its first holders only."""
    keys = entries & ~place_mask(number_bits)
    is_beyond = np.zeros(len(keys), np.bool_)
    is_beyond[MOST_HOLDERS:] = keys[MOST_HOLDERS:] == keys[:-MOST_HOLDERS]
    return entries[~is_beyond]


def _cut(entries: Keys, bucket_bits: int, stretch_bits: int, low: int) -> Iterator[bytes]:
    """The buckets of one stretch."""
    borders = np.arange(1 << bucket_bits - stretch_bits, dtype=np.uint64) << np.uint64(64 - bucket_bits)
    cuts = [*(8 * np.searchsorted(entries, borders + np.uint64(low))).tolist(), 8 * len(entries)]
    data = entries.astype("<u8", copy=False).tobytes()
    for start, stop in pairwise(cuts):
        yield data[start:stop]

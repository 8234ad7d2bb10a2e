"""The keys that stand in a run against the keys that the texts have.

All postings of an article, the number taken off, are added up: any one that changed, is missing or is too many changes
the sum, and so does a bucket that is not in its place.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.errors import DamagedDataError
from dedup.index.lookup import Asked, keys_of
from dedup.index.postings.sorted_postings import MOST_HOLDERS, Keys, Numbers, place_mask
from dedup.index.postings.segments import BUCKETS_AT_ONCE, find_in_run
from dedup.index.storage.protocols import Run, Store
from dedup.sketch.fingerprints import sketch
from dedup.sketch.packed_texts import pack

POSTING_BYTES = 8


class Sums(NamedTuple):
    """Sums and counts of the postings of each article of a run, by its place in it."""

    sums: Keys
    counts: NDArray[np.int64]


def sums_of(store: Store, run: Run) -> Sums:
    """Add up all postings of a run; those that cannot be read, or stand in the wrong place, count for nothing."""
    found = Sums(np.zeros(1 << run.number_bits, np.uint64), np.zeros(1 << run.number_bits, np.int64))
    for start in range(0, 1 << run.bucket_bits, BUCKETS_AT_ONCE):
        end = min(start + BUCKETS_AT_ONCE, 1 << run.bucket_bits)
        try:
            buckets = store.bucket_range(run, start, end)
        except DamagedDataError:
            continue
        if len(buckets) == end - start:
            _add(found, run, _in_place(run, start, buckets))
    return found


def _in_place(run: Run, start: int, buckets: Sequence[bytes]) -> Keys:
    """The postings of buckets in a row, but for those that no look-up would find."""
    counts = [len(bucket) // POSTING_BYTES for bucket in buckets]
    data = b"".join(bucket[: POSTING_BYTES * count] for bucket, count in zip(buckets, counts, strict=True))
    entries = np.frombuffer(data, "<u8").astype(np.uint64)
    bucket = np.repeat(np.arange(start, start + len(buckets)), counts).astype(np.uint64)
    entries = entries[entries >> np.uint64(64 - run.bucket_bits) == bucket]
    in_place: Keys = entries[entries == np.maximum.accumulate(entries)]
    return in_place


def _add(sums: Sums, run: Run, entries: Keys) -> None:
    mask = place_mask(run.number_bits)
    places = (entries & mask).astype(np.int64)
    np.add.at(sums.sums, places, entries & ~mask)
    np.add.at(sums.counts, places, 1)


def having_keys(texts: Sequence[str]) -> list[int]:
    """Which of some texts have any keys."""
    places: list[int] = np.unique(keys_of(sketch(pack(texts))).owners).tolist()
    return places


def wrong_keys(store: Store, run: Run, sums: Sums, numbers: Numbers, texts: Sequence[str]) -> list[int]:
    """Which of some articles of a run do not have the keys there that their texts have."""
    asked, kept = _kept(keys_of(sketch(pack(texts))), run)
    differ = np.flatnonzero(~_agree(sums, kept, asked.owners, numbers - run.first))
    if not len(differ):
        return []
    is_asked = np.isin(asked.owners, differ)
    keys, owners = asked.keys[is_asked], asked.owners[is_asked]
    try:
        hits = find_in_run(store, run, keys)
    except DamagedDataError:
        return [int(place) for place in differ]
    holders = np.bincount(hits.places, minlength=len(keys))
    own = np.zeros(len(keys), np.bool_)
    own[hits.places[hits.numbers == numbers[owners[hits.places]]]] = True
    is_expected = own | (holders < MOST_HOLDERS)
    agree = _agree(sums, kept[is_asked][is_expected], owners[is_expected], numbers - run.first)
    return [int(place) for place in differ if not agree[place]]


def _kept(asked: Asked, run: Run) -> tuple[Asked, Keys]:
    """Keys as a run keeps them, each of an article once, in order; and what is left of each."""
    kept = asked.keys & ~place_mask(run.number_bits)
    order = np.lexsort((asked.owners, kept))
    is_first = (np.diff(kept[order], prepend=~kept[order][:1]) != 0) | (np.diff(asked.owners[order], prepend=-1) != 0)
    order = order[is_first]
    return Asked(asked.keys[order], asked.owners[order], asked.is_band[order]), kept[order]


def _agree(sums: Sums, keys: Keys, owners: Numbers, places: Numbers) -> NDArray[np.bool_]:
    """Whether the keys of each owner come to the sums at its place."""
    expected = Sums(np.zeros(len(places), np.uint64), np.bincount(owners, minlength=len(places)))
    np.add.at(expected.sums, owners, keys)
    is_inside = places < len(sums.sums)
    at = np.where(is_inside, places, 0)
    agree: NDArray[np.bool_] = is_inside & (sums.sums[at] == expected.sums) & (sums.counts[at] == expected.counts)
    return agree

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
from dedup.index.lookup import LookupKeys, lookup_keys
from dedup.index.postings.segments import BUCKETS_PER_READ, find_in_segment
from dedup.index.postings.sorted_postings import MAX_HOLDERS_PER_KEY, Keys, Numbers, place_mask
from dedup.index.storage.protocols import Segment, Store
from dedup.sketch.fingerprints import sketch
from dedup.sketch.packed_texts import pack_texts

POSTING_BYTES = 8


class KeySums(NamedTuple):
    """Sums and counts of the postings of each article of a run, by its place in it."""

    sums: Keys
    counts: NDArray[np.int64]


def sum_keys(store: Store, run: Segment) -> KeySums:
    """Add up all postings of a run; those that cannot be read, or stand in the wrong place, count for nothing."""
    found = KeySums(np.zeros(1 << run.number_bits, np.uint64), np.zeros(1 << run.number_bits, np.int64))
    for start in range(0, 1 << run.bucket_bits, BUCKETS_PER_READ):
        end = min(start + BUCKETS_PER_READ, 1 << run.bucket_bits)
        try:
            buckets = store.bucket_range(run, start, end)
        except DamagedDataError:
            continue
        if len(buckets) == end - start:
            _add(found, run, _in_place(run, start, buckets))
    return found


def _in_place(run: Segment, start: int, buckets: Sequence[bytes]) -> Keys:
    """The postings of buckets in a row, but for those that no look-up would find."""
    counts = [len(bucket) // POSTING_BYTES for bucket in buckets]
    data = b"".join(bucket[: POSTING_BYTES * count] for bucket, count in zip(buckets, counts, strict=True))
    entries = np.frombuffer(data, "<u8").astype(np.uint64)
    bucket = np.repeat(np.arange(start, start + len(buckets)), counts).astype(np.uint64)
    entries = entries[entries >> np.uint64(64 - run.bucket_bits) == bucket]
    in_place: Keys = entries[entries == np.maximum.accumulate(entries)]
    return in_place


def _add(sums: KeySums, run: Segment, entries: Keys) -> None:
    mask = place_mask(run.number_bits)
    places = (entries & mask).astype(np.int64)
    np.add.at(sums.sums, places, entries & ~mask)
    np.add.at(sums.counts, places, 1)


def texts_with_keys(texts: Sequence[str]) -> list[int]:
    """Which of some texts have any keys."""
    places: list[int] = np.unique(lookup_keys(sketch(pack_texts(texts))).positions).tolist()
    return places


def articles_with_wrong_keys(
    store: Store, run: Segment, sums: KeySums, numbers: Numbers, texts: Sequence[str]
) -> list[int]:
    """Which of some articles of a run do not have the keys there that their texts have."""
    asked, kept = _as_stored(lookup_keys(sketch(pack_texts(texts))), run)
    differ = np.flatnonzero(~_sums_agree(sums, kept, asked.positions, numbers - run.first))
    if not len(differ):
        return []
    is_asked = np.isin(asked.positions, differ)
    keys, owners = asked.keys[is_asked], asked.positions[is_asked]
    try:
        hits = find_in_segment(store, run, keys)
    except DamagedDataError:
        return [int(place) for place in differ]
    holders = np.bincount(hits.positions, minlength=len(keys))
    is_held = np.zeros(len(keys), np.bool_)
    is_held[hits.positions[hits.numbers == numbers[owners[hits.positions]]]] = True
    is_expected = is_held | (holders < MAX_HOLDERS_PER_KEY)
    agree = _sums_agree(sums, kept[is_asked][is_expected], owners[is_expected], numbers - run.first)
    return [int(place) for place in differ if not agree[place]]


def _as_stored(asked: LookupKeys, run: Segment) -> tuple[LookupKeys, Keys]:
    """Keys as a run keeps them, each of an article once, in order; and what is left of each."""
    kept = asked.keys & ~place_mask(run.number_bits)
    order = np.lexsort((asked.positions, kept))
    is_first = (np.diff(kept[order], prepend=~kept[order][:1]) != 0) | (
        np.diff(asked.positions[order], prepend=-1) != 0
    )
    order = order[is_first]
    return LookupKeys(asked.keys[order], asked.positions[order], asked.is_band[order]), kept[order]


def _sums_agree(sums: KeySums, keys: Keys, owners: Numbers, places: Numbers) -> NDArray[np.bool_]:
    """Whether the keys of each owner come to the sums at its place."""
    expected = KeySums(np.zeros(len(places), np.uint64), np.bincount(owners, minlength=len(places)))
    np.add.at(expected.sums, owners, keys)
    is_inside = places < len(sums.sums)
    at = np.where(is_inside, places, 0)
    agree: NDArray[np.bool_] = is_inside & (sums.sums[at] == expected.sums) & (sums.counts[at] == expected.counts)
    return agree

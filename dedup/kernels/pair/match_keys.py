"""From keys that articles share to pairs of articles.

Keys are compared by sorting: an entry is one number, the key in its high bits and the article's rank in its low ones.
A plain sort of whole numbers brings the articles with a key together, in the order of their ranks. What needs no loop
stays in numpy: see `dedup.sketch.candidates`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dedup.kernels.decorators import kernel, stage
from dedup.kernels.hash_table import find_slot, new_table
from dedup.kernels.scalars import ONE, THREE, TWO, ZERO, U, signed

Keys = NDArray[np.uint32]
Ends = NDArray[np.int64]
Entries = NDArray[np.uint64]


@kernel
def recurring_key_entries(
    keys: Keys,
    ends: Ends,
    articles: NDArray[np.int64],
    leaders: NDArray[np.int64],
    slot_bits: int,
    entries: Entries,
) -> int:
    """Write key << 32 | n for every key of articles[n] whose slot of 2**slot_bits is met twice; return how many.

    Keys of article a, of 32 bits, end at ends[a]. An article with another one for leader adds what its leader lacks.
    Most anchors occur once and need no sorting: two bits a slot, met and met again, sort them out. `entries` needs room
    for one more than all keys.
    """
    shift = U(32) - U(slot_bits)
    met = np.zeros(ONE << U(slot_bits - 2), np.uint8)
    is_added = np.ones(len(keys), np.bool_)
    for a in range(len(ends)):
        if leaders[a] != a:
            _leave_out(keys, ends, leaders[a], a, is_added)
    for k in range(U(len(keys))):
        slot = U(keys[k]) >> shift
        byte, bit = slot >> TWO, np.uint8(np.uint8(is_added[k]) << ((slot & THREE) << ONE))
        met[byte] |= bit | (met[byte] & bit) << np.uint8(1)
    kept = ZERO
    for n in range(len(articles)):
        a = articles[n]
        for k in range(_begin(ends, a), U(ends[a])):
            slot = U(keys[k]) >> shift
            entries[kept] = U(keys[k]) << U(32) | U(n)
            kept += U(is_added[k]) & U(met[slot >> TWO]) >> (((slot & THREE) << ONE) + ONE)
    return signed(kept)


@stage
def _leave_out(keys: Keys, ends: Ends, leader: int, article: int, is_added: NDArray[np.bool_]) -> None:
    """Leave out the keys of an article that its leader has, too."""
    slots = _table(keys, ends, leader)
    for k in range(_begin(ends, article), U(ends[article])):
        is_added[k] = slots[find_slot(U(keys[k]) + ONE, slots)] == ZERO


@stage
def _begin(ends: Ends, article: int) -> U:
    return U(ends[article - 1]) if article else ZERO


@stage
def _table(keys: Keys, ends: Ends, article: int) -> Entries:
    """Return a table of the keys of an article, each one higher: 0 is a free slot."""
    first, end = _begin(ends, article), U(ends[article])
    slots = new_table(signed(end - first))
    for k in range(first, end):
        slots[find_slot(U(keys[k]) + ONE, slots)] = U(keys[k]) + ONE
    return slots


@kernel
def count_shared_keys(
    keys: Keys, ends: Ends, lefts: NDArray[np.int64], rights: NDArray[np.int64], shared: NDArray[np.int32]
) -> None:
    """Count the distinct keys that both articles of each pair hold; fastest where pairs of one left article stand in a
    row. Keys of article a, of 32 bits, end at ends[a].
    """
    last = np.int64(-1)
    slots = np.zeros(1, np.uint64)
    seen = np.zeros(1, np.int64)
    for p in range(len(lefts)):
        if lefts[p] != last:
            last = lefts[p]
            slots = _table(keys, ends, last)
            seen = np.full(len(slots), -1, np.int64)
        both = 0
        for k in range(_begin(ends, rights[p]), U(ends[rights[p]])):
            slot = find_slot(U(keys[k]) + ONE, slots)
            both += slots[slot] != ZERO and seen[slot] != p
            seen[slot] = p
        shared[p] = both


@kernel
def compact_shared_keys(
    entries: Entries, rank_bits: int, starts: NDArray[np.int64], lengths: NDArray[np.int64]
) -> tuple[int, int]:
    """Move sorted entries to the front whose key another rank holds, too, each once; write where the run of each key
    starts there, and its length. Return how many entries and how many runs there are.
    """
    shift = U(rank_bits)
    kept = runs = first = n = ZERO
    while n < U(len(entries)):
        first, key, last = kept, entries[n] >> shift, ~entries[n]
        while n < U(len(entries)) and entries[n] >> shift == key:
            entry = entries[n]
            entries[kept] = entry
            kept += U(entry != last)
            last = entry
            n += ONE
        if kept - first < TWO:
            kept = first
        else:
            starts[runs], lengths[runs] = first, kept - first
            runs += ONE
    return signed(kept), signed(runs)


@kernel
def write_run_pairs(
    entries: Entries,
    rank_bits: int,
    starts: NDArray[np.int64],
    lengths: NDArray[np.int64],
    max_neighbours: int,
    pairs: Entries,
) -> None:
    """Write low << 32 | high for every entry of a run with each of the next `max_neighbours` of the run. Ranks rise
    within a run.
    """
    mask = (ONE << U(rank_bits)) - ONE
    found = ZERO
    for r in range(len(starts)):
        first = U(starts[r])
        after = first + U(lengths[r])
        for low in range(first, after):
            for high in range(low + ONE, min(after, low + ONE + U(max_neighbours))):
                pairs[found] = (entries[low] & mask) << U(32) | entries[high] & mask
                found += ONE

"""Pairing: from keys that articles share to pairs of articles.

Keys are compared by sorting: an entry is one number, the key in its high bits and the article's rank in its low ones.
A plain sort of whole numbers brings the holders of a key together, in the order of their ranks. What needs no loop
stays in numpy: see `dedup.sketch.candidates`.
"""

from __future__ import annotations

import numpy as np

from dedup.kernels.compiled import kernel, stage

U = np.uint64
ZERO, ONE, TWO, THREE = U(0), U(1), U(2), U(3)
SPREAD = U(0x9E3779B97F4A7C15)  # the golden ratio: anchors are least values, and lie close together


@kernel
def recurring_entries(keys, ends, articles, ranks, leaders, slot_bits, entries):
    """Write key << 32 | rank for every key whose slot of 2**slot_bits is met twice; return how many.

    Keys of article a, of 32 bits, end at ends[a]; those of articles[n] are written as number n, with ranks[n]. An
    article with another one for leader adds what its leader lacks. Most anchors occur once and need no sorting: two
    bits a slot, met and met again, sort them out. `entries` needs room for one more than all keys.
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
        rank, a = U(ranks[n]), articles[n]
        for k in range(_begin(ends, a), U(ends[a])):
            slot = U(keys[k]) >> shift
            entries[kept] = U(keys[k]) << U(32) | rank
            kept += U(is_added[k]) & U(met[slot >> TWO]) >> (((slot & THREE) << ONE) + ONE)
    return kept


@stage
def _leave_out(keys, ends, leader, article, is_added):
    """Leave out the keys of an article that its leader has, too."""
    slots = _table(keys, ends, leader)
    for k in range(_begin(ends, article), U(ends[article])):
        is_added[k] = slots[_slot(keys[k], slots)] == ZERO


@stage
def _begin(ends, article):
    return U(ends[article - 1]) if article else ZERO


@stage
def _table(keys, ends, article):
    """Return an open-addressing table of the keys of an article, at most half of it filled; 0 is a free slot."""
    first, end = _begin(ends, article), U(ends[article])
    size = U(64)
    while size < U(2) * (end - first):
        size <<= ONE
    slots = np.zeros(size, np.uint64)
    for k in range(first, end):
        slots[_slot(keys[k], slots)] = U(keys[k]) + ONE
    return slots


@stage
def _slot(key, slots):
    """Return where a key stands in a table, or would."""
    mask = U(len(slots)) - ONE
    slot = U(key) * SPREAD >> U(32) & mask
    while slots[slot] != ZERO and slots[slot] != U(key) + ONE:
        slot = (slot + ONE) & mask
    return slot


@kernel
def shared_keys(keys, ends, lefts, rights, shared):
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
            slot = _slot(keys[k], slots)
            both += slots[slot] != ZERO and seen[slot] != p
            seen[slot] = p
        shared[p] = both


@kernel
def keep_shared(entries, rank_bits, starts, lengths):
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
    return kept, runs


@kernel
def pairs_in_runs(entries, rank_bits, starts, lengths, reach, pairs):
    """Write low << 32 | high for every entry of a run with the next `reach` of the run. Ranks rise within a run."""
    mask = (ONE << U(rank_bits)) - ONE
    found = ZERO
    for r in range(len(starts)):
        first = U(starts[r])
        after = first + U(lengths[r])
        for low in range(first, after):
            for high in range(low + ONE, min(after, low + ONE + U(reach))):
                pairs[found] = (entries[low] & mask) << U(32) | entries[high] & mask
                found += ONE


@kernel
def collapse(pairs, signatures, articles, alike, kin, representatives):
    """Give every rank the lowest representative that it belongs to, or make it one.

    `pairs` are high << 32 | low, sorted, so that all lower ranks are settled before a rank is; signatures[articles[r]]
    belongs to rank r. A rank belongs to the representative of a lower one with `alike` equal values, when `kin` of its
    values equal the representative's too: so no chain of small steps drifts away. Start from representatives 0, 1, 2...
    """
    for p in range(len(pairs)):
        rank, low = pairs[p] >> U(32), pairs[p] & U(0xFFFFFFFF)
        other = representatives[low]
        if other >= representatives[rank]:
            continue
        signature = signatures[articles[rank]]
        if _equal(signature, signatures[articles[other]]) < kin or _equal(signature, signatures[articles[low]]) < alike:
            continue
        representatives[rank] = other


@stage
def _equal(left, right):
    """Count the values that two signatures share."""
    equal = 0
    for k in range(len(left)):
        equal += left[k] == right[k]
    return equal


@kernel
def expand_pairs(pairs, members, first, sizes, limit, expanded):
    """Write low << 32 | high for the members of every pair of groups.

    Members of the group that rank r represents are members[first[r]:first[r] + sizes[r]], r itself first. All of the
    one with all of the other as far as these are `limit` pairs; beyond, each with the other's representative.
    """
    found = ZERO
    for p in range(len(pairs)):
        left, right = pairs[p] >> U(32), pairs[p] & U(0xFFFFFFFF)
        is_small = sizes[left] * sizes[right] <= limit
        for m in range(sizes[left]):
            for n in range(sizes[right] if is_small or m == 0 else 1):
                one, other = members[first[left] + m], members[first[right] + n]
                expanded[found] = U(min(one, other)) << U(32) | U(max(one, other))
                found += ONE

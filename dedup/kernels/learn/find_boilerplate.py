"""Learning: which lines and phrases are carried by articles that have nothing else to do with each other.

An article is a list of distinct words here, end to end with those of others; two articles are unlike when they share
less than some part of the words of the lesser. Of the carriers of a line or a phrase, mutually unlike ones are chosen
greedily: each is looked up, word by word, in one table of the words of all chosen before it.

What needs no loop stays in numpy: see `dedup.corpus.dissimilarity` and `dedup.corpus.boilerplate`.
"""

from __future__ import annotations

import numpy as np

from dedup.kernels.compiled import kernel, stage
from dedup.kernels.reading import ONE, TWO, ZERO, U, _spell, longest_article, read, scratch
from dedup.kernels.tables import holds

CARRIERS = 16  # looked at, at most: a mark has a bit for each
ALWAYS = np.uint8(2)  # a kind of word that counts, frequent or not; 1 = unless frequent, 0 = never


@stage
def _clear(bits, marks):
    for slot in range(ONE << bits):
        marks[slot] = 0


@stage
def _table_bits(entries):
    bits = U(6)
    while ONE << bits < TWO * entries:
        bits += ONE
    return bits


@stage
def _slot(key, bits, slots, marks):
    """Find the slot of a key in a half-empty table of 2**bits slots: its own, or a free one (mark 0)."""
    slot = key >> (U(64) - bits)
    while marks[slot] and slots[slot] != key:
        slot = (slot + ONE) & ((ONE << bits) - ONE)
    return slot


@kernel
def read_carriers(
    buffer,
    offsets,
    table,
    lexicon,
    articles,
    unit_ends,
    is_left_out,
    wanted,
    frequent,
    ends,
    words,
):
    """Write the distinct words of some articles, in order of occurrence.

    The texts are those of `articles`, in this order. Units of article a end at unit_ends[a], distinct words of
    articles[n] at ends[n]. Words of units that are left out do not count; others do when wanted[kind] is 2, or 1 and
    they are not in the open-addressing table `frequent`. `words` needs room for one entry more than the articles have
    bytes.
    """
    room = scratch(longest_article(offsets))
    slots, marks = np.empty(8 * len(room.words), np.uint64), np.empty(8 * len(room.words), np.uint8)
    total = ZERO
    for n in range(len(articles)):
        a = articles[n]
        count, units = read(buffer, U(offsets[n]), U(offsets[n + 1]), table, lexicon, room)
        _spell(room.folded, room.edges, count, room.kinds)
        bits = _table_bits(count)
        _clear(bits, marks)
        place, first = U(unit_ends[a]) - units, ZERO
        for u in range(units):
            after = U(room.unit_ends[u])
            for w in range(first, first if is_left_out[place + u] else after):
                h, want = room.words[w], wanted[room.kinds[w]]
                if want == 0 or (want != ALWAYS and holds(frequent, h)):
                    continue
                slot = _slot(h, bits, slots, marks)
                words[total] = h
                total += U(marks[slot] == 0)
                slots[slot], marks[slot] = h, ONE
            first = after
        ends[n] = total


@kernel
def find_unlike(words, ends, samples, entries, groups, fewest, is_like_any, share, needed, found):
    """Tell for every row of `samples` (up to 16 articles, then -1) whether needed[row] of them are mutually unlike.

    Distinct words of article a end at ends[a]; a row has entries[row] of them in all. Articles of one group are alike,
    and those that share `share` of the words of the lesser. One with under `fewest` words is passed over, or else
    `is_like_any`. Chosen greedily, in order.
    """
    most = 0
    for r in range(len(samples)):
        most = max(most, entries[r])
    room = ONE << _table_bits(U(most))
    slots, marks = np.empty(room, np.uint64), np.empty(room, np.uint16)
    chosen, sizes, both = np.empty(CARRIERS, np.int64), np.empty(CARRIERS, np.int64), np.empty(CARRIERS, np.int64)
    for r in range(len(samples)):
        bits = _table_bits(U(entries[r]))
        _clear(bits, marks)
        kept = 0
        for c in range(CARRIERS):
            a = samples[r, c]
            if a < 0 or kept == needed[r]:
                break
            first, end = U(ends[a - 1] if a else 0), U(ends[a])
            size = np.int64(end - first)
            if size < fewest:
                if is_like_any and kept == 0:
                    break
                continue
            for k in range(CARRIERS):
                both[k] = 0
            for w in range(first, end):
                mark = marks[_slot(words[w], bits, slots, marks)]
                for k in range(kept if mark else 0):
                    both[k] += mark >> k & 1
            is_unlike = True
            for k in range(kept):
                is_unlike &= groups[chosen[k]] != groups[a] and both[k] < share * min(size, sizes[k])
            if not is_unlike:
                continue
            for w in range(first, end):
                slot = _slot(words[w], bits, slots, marks)
                slots[slot] = words[w]
                marks[slot] |= np.uint16(1 << kept)
            chosen[kept], sizes[kept] = a, size
            kept += 1
        found[r] = kept >= needed[r]


@kernel
def recurring_units(keys, ends, articles, slot_bits, places, holders):
    """Write the places of keys whose slot of 2**slot_bits is met twice, and the articles that hold them; return how
    many.

    Keys of article a end at ends[a]; `articles` gives the order. Most units occur once and need no sorting: two bits a
    slot sort them out. What is written needs room for one more than all keys.
    """
    shift = U(64) - U(slot_bits)
    once, twice = np.zeros(ONE << U(slot_bits - 3), np.uint8), np.zeros(ONE << U(slot_bits - 3), np.uint8)
    for k in range(U(len(keys))):
        slot = keys[k] >> shift
        bit, byte = np.uint8(ONE << (slot & U(7))), slot >> U(3)
        twice[byte] |= once[byte] & bit
        once[byte] |= bit
    kept = ZERO
    for n in range(len(articles)):
        a = articles[n]
        for k in range(ends[a - 1] if a else 0, ends[a]):
            slot = keys[k] >> shift
            places[kept], holders[kept] = k, a
            kept += U(twice[slot >> U(3)]) >> (slot & U(7)) & ONE
    return kept


@kernel
def find_long_blocks(keys, lengths, ends, samples, places, long, reach, found):
    """Tell for every row of `samples` (articles, then -1) whether its unit stands in a long shared block in more than
    half of the pairs of neighbours.

    Units of article a end at ends[a], and count lengths[u] words each; the row's unit stands at places[row]. A block is
    the units round it that both articles hold side by side, up to `reach` on either side; `long` words make it long.
    """
    columns = samples.shape[1]
    for r in range(len(samples)):
        pairs = many = 0
        for c in range(columns - 1):
            left, right = samples[r, c], samples[r, c + 1]
            if right < 0:
                break
            pairs += 1
            left_first, right_first = ends[left - 1] if left else 0, ends[right - 1] if right else 0
            left_at, right_at = places[r, c], places[r, c + 1]
            before = min(left_at - left_first, right_at - right_first, reach)
            after = min(ends[left] - left_at, ends[right] - right_at, reach)
            words, t = 0, 0
            while t < after and words < long and keys[left_at + t] == keys[right_at + t]:
                words += lengths[left_at + t]
                t += 1
            t = 1
            while t <= before and words < long and keys[left_at - t] == keys[right_at - t]:
                words += lengths[left_at - t]
                t += 1
            many += words >= long
        found[r] = 2 * many > pairs

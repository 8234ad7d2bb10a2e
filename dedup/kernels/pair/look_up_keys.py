"""Looks keys up: in sorted postings, and in the filter that rules most keys out before.

An addition looks up some 150 keys, in half a dozen places. By numpy a place takes ten calls, each as long as the loop.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dedup.kernels.decorators import inlined, kernel
from dedup.kernels.scalars import ONE, ZERO, U, signed

Keys = NDArray[np.uint64]
Places = NDArray[np.int64]

MULTIPLIER = U(0x9E3779B97F4A7C15)  # odd, 2**64 by the golden ratio: every bit of a key moves all those above
HALF = U(32)
BIT = U(63)  # a mask of the number of a bit


@kernel
def find_postings(entries: Keys, keys: Keys, place_bits: int, positions: Places, places: Places) -> int:
    """Write which of `keys`, which ascend, is in an entry, and the place in its `place_bits` low bits; return how many
    these are. No more are written than there is room for.
    """
    mask = (ONE << U(place_bits)) - ONE
    found, room, row = ZERO, U(len(positions)), ZERO
    for k in range(len(keys)):
        low = keys[k] & ~mask
        row = _first_at_least(entries, low, row)
        held = row
        while held < U(len(entries)) and entries[held] & ~mask == low:
            if found < room:
                positions[found], places[found] = k, signed(entries[held] & mask)
            found += ONE
            held += ONE
    return signed(found)


@inlined
def _first_at_least(entries: Keys, low: U, begin: U) -> U:
    """Return the first row from `begin` on that is no less; the end of the rows where there is none."""
    size = U(len(entries)) - begin
    while size > ZERO:
        half = size >> ONE
        if entries[begin + half] < low:
            begin, size = begin + half + ONE, size - half - ONE
        else:
            size = half
    return begin


@kernel
def insert_into_filter(keys: Keys, dropped_bits: int, words: Keys) -> None:
    """Set the bits of keys in a filter."""
    for k in range(U(len(keys))):
        hashed = _spread(keys[k] >> U(dropped_bits))
        words[_word_of(hashed, words)] |= _bits_of(hashed)


@kernel
def passing_keys(keys: Keys, words: Keys, dropped_bits: int, passing: Places) -> int:
    """Write the positions of the keys whose bits are all set in a filter; return how many these are."""
    found = ZERO
    for k in range(U(len(keys))):
        hashed = _spread(keys[k] >> U(dropped_bits))
        bits = _bits_of(hashed)
        passing[found] = signed(k)
        found += U(words[_word_of(hashed, words)] & bits == bits)
    return signed(found)


@inlined
def _spread(key: U) -> U:
    """Return a key spread evenly: anchors have zeros in their lower halves, and as least hashes of six are small."""
    hashed = key * MULTIPLIER
    return (hashed ^ hashed >> HALF) * MULTIPLIER


@inlined
def _word_of(hashed: U, words: Keys) -> U:
    """Return the word of a key, by the upper half of its hash."""
    return (hashed >> HALF) * U(len(words)) >> HALF


@inlined
def _bits_of(hashed: U) -> U:
    """Return the four bits of a key in its word, by the lower half of its hash."""
    low, high = hashed >> U(8), hashed >> U(20)
    return ONE << (low & BIT) | ONE << (low >> U(6) & BIT) | ONE << (high & BIT) | ONE << (high >> U(6) & BIT)

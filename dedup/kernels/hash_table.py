"""Open-addressing hash tables: a key stands in the slot that its hash names, or in the next free one.

Three kinds, by what a slot holds; in each at most half of the slots (of places, a quarter) are filled:

    keys      the key itself, 0 where free: sets that live as long as a corpus, and tables of keys with values beside
    marked    the key, and beside it a mark that is 0 where free: a large table that is cleared a byte a slot
    places    the place of the key in an array, -1 where free: four bytes a slot, so that the tables of an article lie
              in the nearest cache
"""

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from dedup.kernels.decorators import inlined, kernel, stage
from dedup.kernels.hashing import K3
from dedup.kernels.scalars import ONE, TWO, ZERO, U

MIN_PLACE_SLOTS = 16  # a table of places has so many at least, else four to eight an entry

Keys = NDArray[np.uint64]
Places = NDArray[np.int32]
Value = TypeVar("Value", np.uint64, np.int64, np.int32, np.float64)


# --- keys --------------------------------------------------------------------------------------------------------


@stage
def find_slot(key: U, slots: Keys) -> U:
    """Return the slot of a key, or the free one where it belongs: with one branch, which is nearly always predicted.

    A key may end in zeros: its own low bits would crowd such keys together.
    """
    mask = U(len(slots)) - ONE
    slot = key * K3 >> U(32) & mask
    held = slots[slot]
    while U(held != ZERO) & U(held != key):
        slot = (slot + ONE) & mask
        held = slots[slot]
    return slot


@stage
def holds(slots: Keys, key: U) -> bool:
    """Return whether a table holds a key."""
    return bool(slots[find_slot(key, slots)] == key)


@kernel
def insert_keys(keys: Keys, slots: Keys) -> None:
    """Enter keys into an empty table, at most half of which gets filled; the size is a power of two."""
    for k in range(len(keys)):
        slots[find_slot(keys[k], slots)] = keys[k]


@kernel
def add_values(keys: Keys, values: NDArray[Value], slots: Keys, slot_values: NDArray[Value]) -> None:
    """Enter keys with their values; a key that stands twice adds up. `slots` has more room than keys."""
    for k in range(len(keys)):
        slot = find_slot(keys[k], slots)
        slots[slot] = keys[k]
        slot_values[slot] += values[k]


@stage
def new_table(entries: int) -> Keys:
    """Make an empty table for so many entries."""
    size = 16
    while size < 2 * entries + 2:
        size *= 2
    return np.zeros(size, np.uint64)


# --- marked keys -------------------------------------------------------------------------------------------------


@stage
def table_bits(entries: U) -> U:
    """Return the size of a table for so many entries, as a power of two."""
    bits = U(6)
    while ONE << bits < TWO * entries:
        bits += ONE
    return bits


@stage
def clear_marks(bits: U, marks: NDArray[Any]) -> None:
    """Empty a table of 2**bits slots."""
    for slot in range(ONE << bits):
        marks[slot] = 0


@stage
def find_marked(key: U, bits: U, slots: Keys, marks: NDArray[Any]) -> U:
    """Return the slot of a key in a table of 2**bits slots, or the free one (mark 0) where it belongs."""
    slot = key >> (U(64) - bits)
    while marks[slot] and slots[slot] != key:
        slot = (slot + ONE) & ((ONE << bits) - ONE)
    return slot


# --- places of keys ----------------------------------------------------------------------------------------------


@stage
def clear_places(slots: Places, entries: U) -> Places:
    """Clear the first slots, at least four times as many as there are entries to come; return them."""
    size = U(MIN_PLACE_SLOTS)
    while size < U(4) * entries:
        size <<= ONE
    for slot in range(size):
        slots[slot] = -1
    return slots[:size]


@inlined
def find_place(key: U, keys: Keys, slots: Places) -> U:
    """Return the slot that leads to a key, or the free one where it belongs. The upper half of keys is well mixed."""
    mask = U(len(slots)) - ONE
    slot = key >> U(32) & mask
    while slots[slot] >= 0 and keys[U(slots[slot])] != key:
        slot = (slot + ONE) & mask
    return slot


@stage
def insert_place(k: U, keys: Keys, slots: Places) -> np.int32:
    """Enter keys[k]; return the first place of the same key: k, if it is new."""
    slot = find_place(keys[k], keys, slots)
    first = np.int32(k) if slots[slot] < 0 else slots[slot]
    slots[slot] = first
    return first


@stage
def insert_places(keys: Keys, slots: Places) -> Places:
    """Enter all keys into a new table; return it."""
    slots = clear_places(slots, U(len(keys)))
    for k in range(U(len(keys))):
        insert_place(U(k), keys, slots)
    return slots


@inlined
def distinct_common(
    left_keys: Keys, right_keys: Keys, right_slots: Places, seen: NDArray[np.uint8], found: Keys
) -> int:
    """Write the distinct keys of both; return how many."""
    seen[: len(right_keys)] = 0
    both = 0
    for k in range(U(len(left_keys))):
        place = right_slots[find_place(left_keys[k], right_keys, right_slots)]
        if place >= 0 and not seen[place]:
            seen[place] = 1
            found[both] = left_keys[k]
            both += 1
    return both

"""Tables of hashes, and how to look into them: the furniture, frequent words and common phrases that a corpus taught.

Open addressing: a hash stands in the slot that it points to, or in the next free one; 0 is free. At most half of the
slots are filled.
"""

from __future__ import annotations

from dedup.kernels.compiled import kernel, stage
from dedup.kernels.reading import K3, ONE, ZERO, U


@stage
def _slot(key):
    """Where a table of hashes looks first. A key may end in zeros: its own low bits would crowd such keys together."""
    return key * K3 >> U(32)


@stage
def holds(table, key):
    """Tell whether an open-addressing table holds a key: with one jump, which is nearly always the same."""
    mask = U(len(table)) - ONE
    slot = _slot(key) & mask
    found = table[slot]
    while U(found != ZERO) & U(found != key):
        slot = (slot + ONE) & mask
        found = table[slot]
    return found == key


@kernel
def fill_table(keys, slots):
    """Enter keys into an empty open-addressing table, at most half of which gets filled."""
    mask = U(len(slots)) - ONE
    for k in range(len(keys)):
        slot = _slot(keys[k]) & mask
        while slots[slot] != ZERO and slots[slot] != keys[k]:
            slot = (slot + ONE) & mask
        slots[slot] = keys[k]

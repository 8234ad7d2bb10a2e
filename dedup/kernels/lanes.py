"""Eight bytes at a step: bytes as one number, and the places of flags.

A loop over flags with a branch costs a misprediction a flag; a table that lists the set bits of a byte has none.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dedup.kernels.decorators import stage
from dedup.kernels.scalars import ONE, ZERO, U

LANES = U(64)  # arrays are padded to a multiple, so that no loop over them has a remainder
BLOCK_FLAGS = U(256)  # flags a step: their places within the step fit in a byte
EACH_BYTE, HIGH_BITS = U(0x0101010101010101), U(0x8080808080808080)

# Eight bytes of 0 or 1, times this, have their bits in the highest byte; for each such byte, where its ones stand.
GATHER_BITS = U(0x0102040810204080)
PLACES_OF_BITS = np.array(
    [int.from_bytes(bytes(t for t in range(8) if bits >> t & 1), "little") for bits in range(256)], U
)


@stage
def load8(buffer: NDArray[np.uint8], i: U) -> U:
    """Eight bytes as one little-endian number; LLVM makes a single load of it."""
    value = ZERO
    for t in range(U(8)):
        value |= U(buffer[i + t]) << (t << U(3))
    return value


@stage
def store8(buffer: NDArray[np.uint8], i: U, value: U) -> None:
    """Write eight bytes in a single store."""
    for t in range(U(8)):
        buffer[i + t] = np.uint8(value >> (t << U(3)))


@stage
def padded(count: U, lanes: U) -> U:
    """Return the next multiple of `lanes`: a loop of so many steps has no remainder."""
    return (count + lanes - ONE) // lanes * lanes


@stage
def set_places(flags: NDArray[np.uint8], size: U, near: NDArray[np.uint8], places: NDArray[np.int32]) -> U:
    """Write the places of the flags that are 1 (others are 0); return their number.

    `flags` and `near` have room for 256 more than `size`, `places` for 32 more than there are flags.
    """
    for i in range(size, size + BLOCK_FLAGS):
        flags[i] = 0
    count = ZERO
    for block in range(ZERO, size, BLOCK_FLAGS):
        found = ZERO
        for i in range(ZERO, BLOCK_FLAGS, U(8)):
            eight = load8(flags, U(block + i))
            store8(near, found, PLACES_OF_BITS[eight * GATHER_BITS >> U(56)] + i * EACH_BYTE)
            found += eight * EACH_BYTE >> U(56)
        for f in range(padded(found, U(32))):
            places[count + f] = block + U(near[f])
        count += found
    return count

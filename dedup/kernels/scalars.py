"""Typed numbers: numba takes the type of a variable from the numbers that it meets.

Counters and places are unsigned where they index an array: a signed index is tested for wrap-around at every access.
A mix of signed and unsigned numbers becomes a floating-point number in numba, so constants are typed like their
variables.
"""

from __future__ import annotations

import numpy as np

from dedup.kernels.decorators import stage

U = np.uint64
U32 = np.uint32
ZERO, ONE, TWO, THREE = U(0), U(1), U(2), U(3)
LOW_HALF, HIGH_HALF = U(0xFFFFFFFF), U(0xFFFFFFFF00000000)


@stage
def signed(number: U | np.int32 | int) -> int:
    """Return a number of 64 bits with a sign: to a type checker a plain one."""
    return np.int64(number)  # type: ignore[return-value] # numba has no other whole numbers


@stage
def pack_pair(one: int, other: int) -> U:
    """Return a pair of numbers of 32 bits as lower << 32 | higher."""
    return U(min(one, other)) << U(32) | U(max(one, other))

"""Hashes of 64 bits: of bytes, of words in a row, of numbers. None of them is cryptographic.

What is stored in an index depends on every one of them: changing a multiplier changes all keys.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dedup.kernels.decorators import stage
from dedup.kernels.lanes import load8, padded
from dedup.kernels.scalars import ZERO, U

# Odd multipliers: fractional parts of the golden ratio and of the square roots of 2 and 3.
K1, K2, K3 = U(0x9E3779B97F4A7C15), U(0x6A09E667F3BCC909), U(0xBB67AE8584CAA73B)

HASH_STEP = U(16)  # bytes hashed at once
LOW_MASK = np.array([(1 << 8 * min(n, 8)) - 1 for n in range(17)], U)  # the first n of sixteen bytes, low eight
HIGH_MASK = np.array([(1 << 8 * max(n - 8, 0)) - 1 for n in range(17)], U)  # and high eight


@stage
def rotate(x: U, bits: int) -> U:
    """Return the 64 bits of a number, moved round by so many."""
    return x << U(bits) | x >> U(64 - bits)


@stage
def mix(number: U) -> U:
    """Return a number whose bits each depend on all bits of another: the finaliser of splitmix64, other multipliers."""
    number = (number ^ (number >> U(30))) * K1
    number = (number ^ (number >> U(27))) * K2
    return number ^ (number >> U(31))


@stage
def hash_step(buffer: NDArray[np.uint8], start: U, length: U, h: U) -> U:
    """Take up to sixteen bytes into a hash."""
    low, high = load8(buffer, start) & LOW_MASK[length], load8(buffer, start + U(8)) & HIGH_MASK[length]
    h = (h ^ low) * K1 + high * K2
    return h ^ h >> U(32)


@stage
def hash_bytes(buffer: NDArray[np.uint8], start: U, left: U) -> U:
    """Hash `left` bytes, sixteen at a step, the last step padded with zeros."""
    h = ZERO
    while left > HASH_STEP:
        h = hash_step(buffer, start, HASH_STEP, h)
        start += HASH_STEP
        left -= HASH_STEP
    return hash_step(buffer, start, left, h)


@stage
def hash_sequence(words: NDArray[np.uint64], first: U, end: U) -> U:
    """Return one number for words in their order, none of them waiting for the one before."""
    h = (end - first) * K3
    for t in range(padded(end - first, U(32))):
        x = (words[first + t] + t * K2) * K1
        x = (x ^ x >> U(29)) * K3
        h += x if first + t < end else ZERO
    return h ^ h >> U(32)

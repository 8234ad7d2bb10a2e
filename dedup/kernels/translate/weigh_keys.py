"""The heaviest keys of texts: a key weighs by its shape, and more by how often it occurs."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from dedup.kernels.decorators import kernel, stage
from dedup.kernels.scalars import U, signed
from dedup.kernels.sorting import sort_few
from dedup.kernels.translate.key_parts import SHAPE_SHIFT, HeavyKeys

UNIT, MAX_WEIGHT, WEIGHT_BITS = 1024.0, 0xFFFF, U(16)  # of the weights in postings
LEAST_NORM = 1e-3


@kernel
def weigh_keys(
    ends: NDArray[np.int64],
    ids: NDArray[np.uint32],
    order: NDArray[np.uint16],
    shape_weights: NDArray[np.float64],
    max_heavy: int,
    found: HeavyKeys,
) -> int:
    """Write the heaviest keys of each text; return how many there are.

    The keys of text a are ids[ends[a]:ends[a + 1]], and `order` in the same place the order of these by number.
    """
    heaviest, held = np.empty(max_heavy), np.empty(max_heavy, np.int64)
    in_order = np.empty(max_heavy, np.uint64)
    total = 0
    found.ends[0] = 0
    for a in range(len(ends) - 1):
        first, square, kept = ends[a], 0.0, 0
        k = first
        while k < ends[a + 1]:
            key, count = ids[first + order[k]], 0
            while k < ends[a + 1] and ids[first + order[k]] == key:
                k, count = k + 1, count + 1
            weight = shape_weights[key >> SHAPE_SHIFT] * (1.0 + math.log(count))
            square += weight * weight
            kept = _keep_heaviest(weight, signed(key), heaviest, held, kept)
        for h in range(kept):
            in_order[h] = U(held[h]) << WEIGHT_BITS | U(min(int(heaviest[h] * UNIT + 0.5), MAX_WEIGHT))
        sort_few(in_order[:kept])
        for h in range(kept):
            found.ids[total], found.weights[total] = in_order[h] >> WEIGHT_BITS, in_order[h] & U(MAX_WEIGHT)
            total += 1
        found.norms[a] = max(math.sqrt(square) * UNIT, LEAST_NORM)
        found.ends[a + 1] = total
    return total


@stage
def _keep_heaviest(weight: float, key: int, heaviest: NDArray[np.float64], held: NDArray[np.int64], kept: int) -> int:
    """Insert a key among the heaviest, if it belongs there, behind those of its weight; return how many they are."""
    if kept == len(heaviest) and weight <= heaviest[kept - 1]:
        return kept
    h = min(kept, len(heaviest) - 1)
    while h > 0 and heaviest[h - 1] < weight:
        heaviest[h], held[h] = heaviest[h - 1], held[h - 1]
        h -= 1
    heaviest[h], held[h] = weight, key
    return min(kept + 1, len(heaviest))

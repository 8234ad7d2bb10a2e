"""The distinct keys of texts and their weights: a key weighs by its shape, and more by how often it occurs."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.kernels.decorators import kernel, stage
from dedup.kernels.flags import HEAVY
from dedup.kernels.translate.key_parts import SHAPE_SHIFT

UNIT, MAX_WEIGHT = 1024.0, 0xFFFF  # of the weights in postings
LEAST_NORM = 1e-3


class DistinctKeys(NamedTuple):
    """Room for the distinct keys of texts, end to end, in order of key; weights are in 1/1024."""

    ends: NDArray[np.int64]  # (texts + 1,)
    ids: NDArray[np.uint32]
    weights: NDArray[np.uint16]
    flags: NDArray[np.uint8]  # HEAVY: among the heaviest
    norms: NDArray[np.float32]  # (texts,) the length of the vector of a text


@kernel
def weigh_keys(
    ends: NDArray[np.int64],
    ids: NDArray[np.uint32],
    order: NDArray[np.int32],
    shape_weights: NDArray[np.float64],
    max_heavy: int,
    found: DistinctKeys,
) -> int:
    """Write the distinct keys of each text and mark the heaviest; return how many keys there are.

    The keys of text a are ids[ends[a]:ends[a + 1]], and `order` in the same place the order of these by number.
    """
    heaviest, held = np.empty(max_heavy), np.empty(max_heavy, np.int64)
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
            found.ids[total], found.flags[total] = key, 0
            found.weights[total] = min(int(weight * UNIT + 0.5), MAX_WEIGHT)
            kept = _keep_heaviest(weight, total, heaviest, held, kept)
            total += 1
        for h in range(kept):
            found.flags[held[h]] = HEAVY
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

"""The keys that are found in one text, in the order in which they are found; sorted by place when all are."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.kernels.decorators import inlined, stage
from dedup.kernels.scalars import LOW_HALF, U
from dedup.kernels.sorting import sort_few

PLACE_SHIFT = U(32)


class FoundKeys(NamedTuple):
    """Keys, and for each its place << 32 | its number."""

    keys: NDArray[np.uint32]
    orders: NDArray[np.uint64]


@inlined
def put_key(found: FoundKeys, count: int, key: int, place: int) -> int:
    """Add a key to those found; return how many they are."""
    found.keys[count] = key
    found.orders[count] = U(place) << PLACE_SHIFT | U(count)
    return count + 1


@stage
def write_sorted(found: FoundKeys, count: int, ids: NDArray[np.uint32], places: NDArray[np.int32]) -> int:
    """Write the keys in order of place, those of one place as they were found, while there is room; return how many."""
    sort_few(found.orders[:count])
    count = min(count, len(ids))
    for k in range(count):
        ids[k] = found.keys[found.orders[k] & LOW_HALF]
        places[k] = found.orders[k] >> PLACE_SHIFT
    return count

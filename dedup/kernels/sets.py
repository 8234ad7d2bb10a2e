"""What two sorted lists of distinct numbers have in common."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from dedup.kernels.decorators import inlined, kernel, stage

Sorted = NDArray[Any]  # of whole numbers, rising


@inlined
def next_common(left: Sorted, i: int, right: Sorted, j: int) -> tuple[int, int]:
    """Return the next two places, from `i` and `j` on, that hold the same number; `len(left)` first if there are none.

    Start again from one place further on either side.
    """
    while i < len(left) and j < len(right):
        if left[i] < right[j]:
            i += 1
        elif left[i] > right[j]:
            j += 1
        else:
            return i, j
    return len(left), len(right)


@stage
def count_common(left: Sorted, right: Sorted) -> int:
    """Return how many numbers two lists have in common."""
    common = 0
    i, j = next_common(left, 0, right, 0)
    while i < len(left):
        common += 1
        i, j = next_common(left, i + 1, right, j + 1)
    return common


@stage
def places_in(left: Sorted, right: Sorted) -> NDArray[np.int32]:
    """Return, for each number on the left, its place on the right, or -1."""
    places = np.full(len(left), -1, np.int32)
    i, j = next_common(left, 0, right, 0)
    while i < len(left):
        places[i] = j
        i, j = next_common(left, i + 1, right, j + 1)
    return places


@kernel
def common_places(left: NDArray[np.uint64], right: NDArray[np.uint64]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return where two lists agree: places in the left and in the right one, both (k,)."""
    left_places = np.empty(min(len(left), len(right)), np.int32)
    right_places = np.empty(len(left_places), np.int32)
    found = 0
    i, j = next_common(left, 0, right, 0)
    while i < len(left):
        left_places[found], right_places[found] = i, j
        found += 1
        i, j = next_common(left, i + 1, right, j + 1)
    return left_places[:found], right_places[:found]

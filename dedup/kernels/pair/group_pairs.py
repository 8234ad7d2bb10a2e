"""From pairs to groups: near-duplicates behind a representative, pairs of groups to pairs of members."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dedup.kernels.decorators import kernel, stage
from dedup.kernels.scalars import LOW_HALF, ONE, ZERO, U, pack_pair

Pairs = NDArray[np.uint64]
Ranks = NDArray[np.int64]


@kernel
def assign_representatives(
    pairs: Pairs,
    signatures: NDArray[np.uint32],
    articles: Ranks,
    min_equal: int,
    min_equal_to_representative: int,
    representatives: Ranks,
) -> None:
    """Give every rank the lowest representative that it belongs to, or make it one.

    `pairs` are high << 32 | low, sorted, so that all lower ranks are settled before a rank is; signatures[articles[r]]
    belongs to rank r. A rank belongs to the representative of a lower one with `min_equal` equal values, when
    `min_equal_to_representative` of its values equal the representative's too: so no chain of small steps drifts away.
    Start from representatives 0, 1, 2...
    """
    for p in range(len(pairs)):
        rank, low = pairs[p] >> U(32), pairs[p] & LOW_HALF
        other = representatives[low]
        if other >= representatives[rank]:
            continue
        signature = signatures[articles[rank]]
        if (
            _equal(signature, signatures[articles[other]]) < min_equal_to_representative
            or _equal(signature, signatures[articles[low]]) < min_equal
        ):
            continue
        representatives[rank] = other


@stage
def _equal(left: NDArray[np.uint32], right: NDArray[np.uint32]) -> int:
    """Count the values that two signatures share."""
    equal = 0
    for k in range(len(left)):
        equal += left[k] == right[k]
    return equal


@kernel
def write_expanded_pairs(
    pairs: Pairs, members: Ranks, first: Ranks, sizes: Ranks, max_pairs: int, expanded: Pairs
) -> None:
    """Write low << 32 | high for the members of every pair of groups.

    Members of the group that rank r represents are members[first[r]:first[r] + sizes[r]], r itself first. All of the
    one with all of the other as far as these are `max_pairs`; beyond, each with the other's representative.
    """
    found = ZERO
    for p in range(len(pairs)):
        left, right = pairs[p] >> U(32), pairs[p] & LOW_HALF
        is_small = sizes[left] * sizes[right] <= max_pairs
        for m in range(sizes[left]):
            for n in range(sizes[right] if is_small or m == 0 else 1):
                one, other = members[first[left] + m], members[first[right] + n]
                expanded[found] = pack_pair(one, other)
                found += ONE

"""From pairs to groups of near-duplicates, and from pairs of groups to pairs of members."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dedup.kernels.decorators import kernel, stage
from dedup.kernels.layouts import Matrix
from dedup.kernels.scalars import LOW_HALF, ONE, ZERO, U, pack_pair, signed

Pairs = NDArray[np.uint64]
Ranks = NDArray[np.int64]


@kernel
def unite_alike(
    pairs: Pairs,
    signatures: Matrix[np.uint32],
    articles: Ranks,
    word_counts: NDArray[np.int32],
    min_equal: int,
    min_containment: float,
    roots: Ranks,
) -> None:
    """Write the lowest rank of the group of each rank: the ranks that pairs of near-duplicates connect.

    signatures[articles[r]] belongs to rank r, and so do word counts. Two ranks are near-duplicates with `min_equal`
    equal values of their signatures from which a containment of the smaller in the larger of `min_containment` is
    estimated. Pairs that are connected already are not looked at. Start from roots 0, 1, 2...
    """
    for p in range(len(pairs)):
        low, high = _root(pairs[p] >> U(32), roots), _root(pairs[p] & LOW_HALF, roots)
        if low == high:
            continue
        left, right = articles[pairs[p] >> U(32)], articles[pairs[p] & LOW_HALF]
        equal = _equal(signatures[left], signatures[right])
        if equal < min_equal:
            continue
        jaccard = equal / signatures.shape[1]
        one, other = word_counts[left], word_counts[right]
        if jaccard / (1 + jaccard) * (one + other) >= min_containment * min(one, other):
            roots[max(low, high)] = min(low, high)
    for rank in range(len(roots)):
        roots[rank] = _root(U(rank), roots)


@stage
def _root(rank: U, roots: Ranks) -> int:
    """Return the lowest rank of a group, and shorten the way to it."""
    root = signed(rank)
    while roots[root] != root:
        roots[root] = roots[roots[root]]
        root = roots[root]
    return root


@kernel
def choose_leaders(
    members: Ranks,
    starts: Ranks,
    sizes: Ranks,
    signatures: Matrix[np.uint32],
    articles: Ranks,
    sample_size: int,
    leaders: Ranks,
) -> None:
    """Write the place in `members` of the leader of each group: the member that is most like a sample of them.

    Members of group g are members[starts[g]:starts[g] + sizes[g]], ranks; signatures[articles[r]] belongs to rank r.
    The sample are up to `sample_size` members at equal distances. Of equals, the first leads.
    """
    for g in range(len(starts)):
        most = -1
        step = max(1, sizes[g] // sample_size)
        for m in range(starts[g], starts[g] + sizes[g]):
            equal = 0
            for n in range(starts[g], starts[g] + sizes[g], step):
                equal += _equal(signatures[articles[members[m]]], signatures[articles[members[n]]])
            if equal > most:
                most, leaders[g] = equal, m


@stage
def _equal(left: NDArray[np.uint32], right: NDArray[np.uint32]) -> int:
    """Count the values that two signatures share."""
    equal = 0
    for k in range(len(left)):
        equal += left[k] == right[k]
    return equal


@kernel
def write_expanded_pairs(pairs: Pairs, sizes: Ranks, max_pairs: int, expanded: Pairs) -> None:
    """Write low << 32 | high for the members of every pair of groups, which lie behind their leaders.

    The members of the group whose leader has place p are p, p + 1... up to p + sizes[p]. All of the one with all of
    the other as far as these are `max_pairs`; beyond, the first `max_pairs` that pair a member with the other's leader.
    """
    found = ZERO
    for p in range(len(pairs)):
        left, right = signed(pairs[p] >> U(32)), signed(pairs[p] & LOW_HALF)
        is_small = sizes[left] * sizes[right] <= max_pairs
        written = 0
        for m in range(sizes[left]):
            for n in range(sizes[right] if is_small or m == 0 else 1):
                if written < max_pairs:
                    expanded[found] = pack_pair(left + m, right + n)
                    found += ONE
                    written += 1

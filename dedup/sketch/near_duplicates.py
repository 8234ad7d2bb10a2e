"""Copies stand behind one of them, so that they count once.

How many articles hold an anchor, a word or a line says how common it is, if the articles are different ones. Counted
raw, a wire story with a thousand copies makes its own words look like page furniture, and 60 words quoted from it
would find nothing.

An article belongs to the group of an earlier one that it is alike to (estimated Jaccard .7), when it is still near
(.6) to the group's representative: the first bound decides, the second keeps a chain of small steps from drifting
away. A margin of .1 is more than two standard errors of the estimate.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dedup.sketch.sorted_keys import (
    KeyedRanks,
    KeyRuns,
    pack_pairs,
    pairs_within_runs,
    sort_in_place,
    stable_order,
    unpack_pairs,
)
from dedup.tokens.words import readonly

MAX_DRIFT = 0.1  # below the similarity of copies: how far from its representative a member may be


@dataclass(frozen=True, slots=True)
class DuplicateGroups:
    """Ranks grouped as copies; the members of representative r are `members[first[r]:first[r] + sizes[r]]`."""

    representatives: NDArray[np.int64]  # (n,) the lowest rank of its group
    members: NDArray[np.int64]  # (n,) by representative, then by rank
    starts: NDArray[np.int64]  # (n,)
    sizes: NDArray[np.int64]  # (n,) 0 where somebody else stands for a rank


def group_near_duplicates(
    pairs: NDArray[np.uint64], signatures: NDArray[np.uint32], articles: NDArray[np.int64], min_similarity: float
) -> DuplicateGroups:
    """Group ranks by pairs that might be copies; `signatures[articles[r]]` belongs to rank r."""
    representatives = np.arange(len(articles))
    by_higher = pairs << np.uint64(32) | pairs >> np.uint64(32)
    sort_in_place(by_higher)
    min_equal_minima, min_equal_to_representative = (
        int(np.ceil(share * signatures.shape[1])) for share in (min_similarity, min_similarity - MAX_DRIFT)
    )
    from dedup.kernels.pair.group_pairs import assign_representatives

    assign_representatives(
        by_higher,
        readonly(signatures),
        readonly(articles),
        min_equal_minima,
        min_equal_to_representative,
        representatives,
    )
    sizes = np.bincount(representatives, minlength=len(articles))
    return DuplicateGroups(representatives, stable_order(representatives), np.cumsum(sizes) - sizes, sizes)


def pairs_within_groups(groups: DuplicateGroups, max_pairs: int) -> NDArray[np.uint64]:
    """All pairs of a group of up to `limit` pairs; in a larger one, each member with its representative.

    A pair may stand twice.
    """
    followers = np.flatnonzero(groups.representatives != np.arange(len(groups.representatives)))
    is_small = (groups.sizes > 1) & (groups.sizes * (groups.sizes - 1) // 2 <= max_pairs)
    runs = KeyRuns(groups.starts, groups.sizes).where(is_small)
    within = pairs_within_runs(KeyedRanks(groups.members.astype(np.uint64), 32), runs, max_neighbours=max_pairs)
    return np.concatenate([pack_pairs(groups.representatives[followers], followers), within])


@dataclass(frozen=True, slots=True)
class ExpandedPairs:
    """Pairs of members that pairs of groups stand for."""

    pairs: NDArray[np.uint64]
    capped_pairs: int


def expand_group_pairs(pairs: NDArray[np.uint64], groups: DuplicateGroups, max_pairs: int) -> ExpandedPairs:
    """All members of the one group with all of the other, as far as these are `limit` pairs.

    Beyond, each member is paired with the other group's representative.
    """
    left, right = (groups.sizes[ranks] for ranks in unpack_pairs(pairs))
    formed = np.where(left * right <= max_pairs, left * right, left + right - 1)
    total = int(formed.sum())
    expanded = ExpandedPairs(np.empty(total, np.uint64), int((left * right).sum()) - total)
    from dedup.kernels.pair.group_pairs import write_expanded_pairs

    write_expanded_pairs(pairs, groups.members, groups.starts, groups.sizes, max_pairs, expanded.pairs)
    return expanded

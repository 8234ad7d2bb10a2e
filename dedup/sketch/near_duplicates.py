"""Groups near-duplicates under one representative, so that document frequencies count each text once.

How many articles contain an anchor, a word or a line says how common it is only if the articles are different ones.
Counted raw, a wire story with a thousand copies would make its words look like boilerplate, and a quotation of 60
words from it would generate no candidate.

An article joins the group of an earlier one if the Jaccard similarity of the two, as the signatures estimate it, is at
least `min_duplicate_jaccard`, and that to the representative of the group is at most `max_duplicate_drift` lower. The
first bound decides; the second stops a chain of small steps from drifting away. A margin of .1 is more than two
standard errors of the estimate.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dedup.settings import SearchSettings
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


@dataclass(frozen=True, slots=True)
class DuplicateGroups:
    """Ranks in groups; the members of representative r are `members[starts[r]:starts[r] + sizes[r]]`."""

    representatives: NDArray[np.int64]  # (n,) the lowest rank of each rank's group
    members: NDArray[np.int64]  # (n,) by representative, then by rank
    starts: NDArray[np.int64]  # (n,)
    sizes: NDArray[np.int64]  # (n,) 0 for ranks that are not a representative


def group_near_duplicates(
    pairs: NDArray[np.uint64],
    signatures: NDArray[np.uint32],
    articles: NDArray[np.int64],
    settings: SearchSettings,
) -> DuplicateGroups:
    """Group ranks by packed pairs that may be near-duplicates; `signatures[articles[r]]` belongs to rank r."""
    from dedup.kernels.pair.group_pairs import assign_representatives

    representatives = np.arange(len(articles))
    by_higher = pairs << np.uint64(32) | pairs >> np.uint64(32)
    sort_in_place(by_higher)
    drifted = settings.min_duplicate_jaccard - settings.max_duplicate_drift
    min_equal, min_equal_to_representative = (
        int(np.ceil(share * signatures.shape[1])) for share in (settings.min_duplicate_jaccard, drifted)
    )
    assign_representatives(
        by_higher, readonly(signatures), readonly(articles), min_equal, min_equal_to_representative, representatives
    )
    sizes = np.bincount(representatives, minlength=len(articles))
    return DuplicateGroups(representatives, stable_order(representatives), np.cumsum(sizes) - sizes, sizes)


def pairs_within_groups(groups: DuplicateGroups, max_pairs: int) -> NDArray[np.uint64]:
    """All pairs of a group with up to `max_pairs` pairs; in a larger one, each member with the representative.

    A pair may occur twice.
    """
    followers = np.flatnonzero(groups.representatives != np.arange(len(groups.representatives)))
    is_small = (groups.sizes > 1) & (groups.sizes * (groups.sizes - 1) // 2 <= max_pairs)
    runs = KeyRuns(groups.starts, groups.sizes).where(is_small)
    within = pairs_within_runs(KeyedRanks(groups.members.astype(np.uint64), 32), runs, max_neighbours=max_pairs)
    return np.concatenate([pack_pairs(groups.representatives[followers], followers), within])


@dataclass(frozen=True, slots=True)
class ExpandedPairs:
    """Pairs of members, made of pairs of groups."""

    pairs: NDArray[np.uint64]
    capped_pairs: int  # pairs of members that were not formed


def expand_group_pairs(pairs: NDArray[np.uint64], groups: DuplicateGroups, max_pairs: int) -> ExpandedPairs:
    """Pair all members of one group with all of the other, if these are at most `max_pairs` pairs.

    Else each member is paired with the other group's representative.
    """
    from dedup.kernels.pair.group_pairs import write_expanded_pairs

    left, right = (groups.sizes[ranks] for ranks in unpack_pairs(pairs))
    formed = np.where(left * right <= max_pairs, left * right, left + right - 1)
    total = int(formed.sum())
    expanded = ExpandedPairs(np.empty(total, np.uint64), int((left * right).sum()) - total)

    write_expanded_pairs(pairs, groups.members, groups.starts, groups.sizes, max_pairs, expanded.pairs)
    return expanded

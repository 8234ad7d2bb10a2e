"""Stories from links: average linkage of log-odds on a sparse graph.

Two groups are merged if the mean log-odds over all pairs between them are at least `threshold`, the pair of groups with
the highest mean first; a pair without a link counts as `missing`. A mean of log-odds is a geometric mean of odds: a
pair that surely does not belong weighs as much as one that surely does, where a mean of probabilities hardly notices
either. Missing links dilute a single strong link between two large groups, so chains do not grow.

Two coherent groups with less in common than either has within are two events, and are divided again (`division`).

Groups never merge across connected components of links at or above the threshold, because their mean cannot reach it;
so each component is solved alone. Ties are broken by the lower number: with articles in order of id, the result does
not depend on the order in which they were read.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from dedup.runtime.arrays import connected_components
from dedup.stories.linking.division import divided_groups


def linked_groups(
    count: int,
    left: NDArray[Any],
    right: NDArray[Any],
    log_odds: NDArray[np.floating[Any]],
    threshold: float,
    missing: float,
) -> list[list[int]]:
    """Groups of two or more of `count` items, each in order, in order of their first item.

    Link e is between `left[e]` and `right[e]` and has `log_odds[e]`; each pair has at most one link. `missing` is below
    the threshold.

    >>> log_odds = np.array([2.0, 0.5, 2.0])
    >>> linked_groups(4, np.array([0, 1, 2]), np.array([1, 2, 3]), log_odds, 0.0, -2.0)
    [[0, 1], [2, 3]]
    """
    from dedup.kernels.relate.link_groups import merge_linked

    is_strong = log_odds >= threshold
    roots = connected_components(left[is_strong], right[is_strong], count)
    inner = np.flatnonzero(roots[left] == roots[right])
    sides = left[inner].astype(np.int32), right[inner].astype(np.int32)
    excess = log_odds[inner].astype(np.float64) - missing
    joined_to = np.empty(count, np.int32)
    merge_linked(*sides, excess, missing, threshold, joined_to)
    return divided_groups(_members(joined_to), *sides, excess, missing - threshold)


def _members(joined_to: NDArray[np.int32]) -> list[list[int]]:
    """The groups of items each of which joined a lower one, or began a group."""
    firsts = joined_to
    while (firsts[firsts] != firsts).any():
        firsts = firsts[firsts]
    sizes = np.bincount(firsts, minlength=len(firsts))
    grouped = np.flatnonzero(sizes[firsts] > 1)
    grouped = grouped[np.argsort(firsts[grouped], kind="stable")]
    ends = np.cumsum(sizes[sizes > 1])
    return [group.tolist() for group in np.split(grouped, ends)[:-1]]

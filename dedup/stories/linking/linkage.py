"""Stories from links: average linkage of log-odds on a sparse graph.

Two groups are merged if the mean log-odds over all pairs between them are at least `threshold`, the pair of groups with
the highest mean first; a pair without a link counts as `missing`. A mean of log-odds is a geometric mean of odds: a
pair that surely does not belong weighs as much as one that surely does, where a mean of probabilities hardly notices
either. Missing links dilute a single strong link between two large groups, so chains do not grow.

Groups never merge across connected components of links at or above the threshold, because their mean cannot reach it;
so each component is solved alone. Ties are broken by the lower number: with articles in order of id, the result does
not depend on the order in which they were read.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dedup.clusters.cohesion import connected_components


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
    groups: list[list[int]] = []
    for links in _by_component(count, left, right, log_odds, threshold):
        groups += _Graph(links, missing).merged(threshold)
    return sorted(groups)


def _by_component(
    count: int, left: NDArray[Any], right: NDArray[Any], log_odds: NDArray[np.floating[Any]], threshold: float
) -> Iterator[list[tuple[int, int, float]]]:
    """The links inside each connected component of links at or above the threshold."""
    is_strong = log_odds >= threshold
    roots = connected_components(left[is_strong], right[is_strong], count)
    inner = np.flatnonzero(roots[left] == roots[right])
    inner = inner[np.lexsort((right[inner], left[inner], roots[left[inner]]))]
    ends = np.flatnonzero(np.diff(roots[left[inner]], append=-1)) + 1
    for start, end in pairwise([0, *ends.tolist()]):
        links = inner[start:end]
        yield list(zip(left[links].tolist(), right[links].tolist(), log_odds[links].tolist(), strict=True))


class _Graph:
    """Groups by their lowest member, and the sums of links between them, each by how much it exceeds a missing one."""

    def __init__(self, links: Sequence[tuple[int, int, float]], missing: float) -> None:
        self.missing = missing
        self.members = {end: [end] for link in links for end in link[:2]}
        self.sums: dict[int, dict[int, float]] = defaultdict(dict)
        for one, other, log_odds in links:
            self._add(one, other, log_odds - missing)

    def _add(self, one: int, other: int, more: float) -> None:
        sums = self.sums
        sums[one][other] = sums[other][one] = sums[one].get(other, 0.0) + more

    def merged(self, threshold: float) -> Iterable[list[int]]:
        """Merge the pair of groups with the highest mean, while it reaches the threshold.

        The mean of two groups is `missing` and the sum of their links, shared among their pairs.
        """
        version: dict[int, int] = defaultdict(int)
        sizes, missing = dict.fromkeys(self.members, 1), self.missing
        queue = [
            (-mean, one, other, 0, 0)
            for one, others in self.sums.items()
            for other, total in others.items()
            if one < other and (mean := missing + total) >= threshold
        ]
        heapq.heapify(queue)
        while queue:
            _, low, high, low_version, high_version = heapq.heappop(queue)
            if version[low] != low_version or version[high] != high_version:
                continue  # one of the two groups has changed since
            self._join(low, high)
            sizes[low] += sizes.pop(high)
            version[high] += 1
            version[low] = now = version[low] + 1
            size = sizes[low]
            for other, total in self.sums[low].items():
                mean = missing + total / (size * sizes[other])
                if mean >= threshold:
                    if low < other:
                        heapq.heappush(queue, (-mean, low, other, now, version[other]))
                    else:
                        heapq.heappush(queue, (-mean, other, low, version[other], now))
        return [sorted(group) for group in self.members.values() if len(group) > 1]

    def _join(self, low: int, high: int) -> None:
        sums = self.sums
        joined = sums[low]
        for other, total in sums.pop(high).items():
            del sums[other][high]
            if other != low:
                joined[other] = sums[other][low] = joined.get(other, 0.0) + total
        self.members[low] += self.members.pop(high)

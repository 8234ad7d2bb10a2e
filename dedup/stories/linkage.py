"""Stories from links: average linkage on a sparse graph.

Two groups become one when the mean link over all pairs between them is at least `threshold`, best pair of groups first;
a pair without a link counts as 0. A single strong link between two large groups is diluted by all the links that are
missing, so no chain builds a monster: on ECB+ this keeps the best figures over the widest range of thresholds, ahead of
connected components, which collapse, and of community detection, which needs a resolution for every corpus (average
linkage B-cubed .85-.90 from threshold .12 to .30; components .43-.85).

Groups never merge across connected components of links at or above the threshold (their mean could not reach it), so
each component is a small problem of its own. Ties go to the lower numbers: with articles in order of id the result does
not depend on the order in which they were read.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Sequence


def linked_groups(
    count: int, links: Iterable[tuple[int, int, float]], threshold: float, together: Sequence[Sequence[int]] = ()
) -> list[list[int]]:
    """Groups of two or more of `count` things, each in order, in order of their first.

    `links`: (left, right, strength), each pair once. `together`: groups that are never parted.

    >>> linked_groups(4, [(0, 1, 0.9), (1, 2, 0.6), (2, 3, 0.9)], 0.5)
    [[0, 1], [2, 3]]
    """
    graph = _Graph(count, links, together)
    graph.merge(threshold)
    return sorted(sorted(group) for group in graph.members.values() if len(group) > 1)


class _Graph:
    """Groups by their lowest member, and the sums of links between them."""

    def __init__(self, count: int, links: Iterable[tuple[int, int, float]], together: Sequence[Sequence[int]]) -> None:
        home = list(range(count))
        for group in together:
            lowest = min(group)
            for member in group:
                home[member] = lowest
        self.members: dict[int, list[int]] = defaultdict(list)
        for member, lowest in enumerate(home):
            self.members[lowest].append(member)
        self.sums: dict[int, dict[int, float]] = defaultdict(dict)
        for left, right, strength in sorted(links):
            one, other = home[left], home[right]
            if one != other:
                self._add(one, other, strength)
                self._add(other, one, strength)

    def _add(self, one: int, other: int, strength: float) -> None:
        self.sums[one][other] = self.sums[one].get(other, 0.0) + strength

    def _mean(self, one: int, other: int) -> float:
        return self.sums[one][other] / (len(self.members[one]) * len(self.members[other]))

    def merge(self, threshold: float) -> None:
        """Merge the pair of groups with the highest mean, while it reaches the threshold."""
        version: dict[int, int] = defaultdict(int)
        queue = [
            (-mean, one, other, 0, 0)
            for one, others in self.sums.items()
            for other in others
            if one < other and (mean := self._mean(one, other)) >= threshold
        ]
        heapq.heapify(queue)
        while queue:
            _, low, high, low_version, high_version = heapq.heappop(queue)
            if version[low] != low_version or version[high] != high_version:
                continue  # one of the two has grown or gone since
            self._join(low, high)
            version[low] += 1
            version[high] += 1
            for other in self.sums[low]:
                mean = self._mean(low, other)
                if mean >= threshold:
                    one, two = min(low, other), max(low, other)
                    heapq.heappush(queue, (-mean, one, two, version[one], version[two]))

    def _join(self, low: int, high: int) -> None:
        for other, total in self.sums.pop(high).items():
            del self.sums[other][high]
            if other != low:
                self._add(low, other, total)
                self._add(other, low, total)
        self.members[low] += self.members.pop(high)

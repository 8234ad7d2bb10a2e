"""Groups that hold two events, divided: two coherent groups with less in common than either has within.

Two matches of one champion, two patches of one browser, two roles in one film: every article on one is somewhat like
every article on the other, so the mean between them reaches any threshold that the reports of one event reach. What
tells is the contrast: inside each of the two the log-odds are much higher. So two groups are merged only if the mean
between them is also at least

    .4 w n / (n + 20)      w: the mean within a group of n pairs; asked by that of the two groups that asks for less

A group of two or three articles says little of how much alike its reports are, and asks for little. Groups of many
articles are linked again under this rule; of few, there are not pairs enough to tell, and groups of more than 2,000
stay as they are.

The numbers were chosen by leaving one labelled set out; from .4 to .5 and 15 to 40 pairs all come to nearly the same.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

MIN_MEMBERS = 8
MAX_MEMBERS = 2_000  # bounds time: three seconds
CONTRAST = 0.4
TELLING_PAIRS = 20.0


def divided_groups(
    groups: Iterable[Sequence[int]],
    left: NDArray[Any],
    right: NDArray[Any],
    excess: NDArray[np.float64],
    missing: float,
) -> list[list[int]]:
    """The groups of items, those that hold two events divided, in order of their first items.

    Link e is between `left[e]` and `right[e]`, and exceeds a missing one, which counts `missing`, by `excess[e]`. Two
    groups merge from a mean of 0 on.

    >>> from itertools import combinations
    >>> left, right = np.array(list(combinations(range(12), 2))).T
    >>> between = (left < 6) & (right >= 6)
    >>> divided_groups([range(12)], left, right, np.where(between, 2.5, 6.0), -2.0)
    [[0, 1, 2, 3, 4, 5], [6, 7, 8, 9, 10, 11]]
    >>> len(divided_groups([range(12)], left, right, np.where(between, 4.0, 6.0), -2.0))
    1
    """
    kept = list(groups)
    large = [number for number, group in enumerate(kept) if MIN_MEMBERS <= len(group) <= MAX_MEMBERS]
    group_of = np.full(max(left.max(initial=-1), right.max(initial=-1)) + 1, -1)
    for number in large:
        group_of[np.array(kept[number])] = number
    numbers = np.where(group_of[left] == group_of[right], group_of[left], -1)
    order = np.lexsort((right, left, numbers))
    starts, ends = (np.searchsorted(numbers[order], large, side=side) for side in ("left", "right"))
    divided = [list(group) for group in kept if not MIN_MEMBERS <= len(group) <= MAX_MEMBERS]
    for number, start, end in zip(large, starts.tolist(), ends.tolist(), strict=True):
        rows = order[start:end]
        links = zip(left[rows].tolist(), right[rows].tolist(), excess[rows].tolist(), strict=True)
        divided += _Merging(kept[number], links, missing).groups()
    return sorted(divided)


class _Merging:
    """Merges the items of one group anew, the two groups with the highest mean first, where the contrast allows it."""

    def __init__(self, items: Sequence[int], links: Iterable[tuple[int, int, float]], missing: float) -> None:
        self._missing = missing
        self._members = {item: [item] for item in items}
        self._within = dict.fromkeys(items, 0.0)  # the sum over all pairs of a group
        self._excess: dict[int, dict[int, float]] = {item: {} for item in items}
        self._versions = dict.fromkeys(items, 0)
        self._queue: list[tuple[float, int, int, int, int]] = []
        for one, other, excess in links:
            self._excess[one][other] = self._excess[other][one] = excess
        for one, others in self._excess.items():
            for other in others:
                if one < other:
                    self._ask(one, other)

    def groups(self) -> list[list[int]]:
        """The groups of two and more."""
        while self._queue:
            mean, low, high, *versions = heapq.heappop(self._queue)
            is_fresh = [self._versions.get(low), self._versions.get(high)] == versions
            if is_fresh and -mean >= min(self._required(low), self._required(high)):
                self._merge(low, high, -mean)
        return [sorted(members) for members in self._members.values() if len(members) > 1]

    def _ask(self, one: int, other: int) -> None:
        """Queue two groups, if the mean between them may be enough."""
        low, high = min(one, other), max(one, other)
        pairs = len(self._members[low]) * len(self._members[high])
        mean = self._missing + self._excess[low][high] / pairs
        if mean >= 0:
            heapq.heappush(self._queue, (-mean, low, high, self._versions[low], self._versions[high]))

    def _required(self, group: int) -> float:
        """What a group asks of the mean between it and another."""
        items = len(self._members[group])
        return CONTRAST * self._within[group] / (items * (items - 1) / 2 + TELLING_PAIRS)

    def _merge(self, low: int, high: int, mean: float) -> None:
        between = mean * len(self._members[low]) * len(self._members[high])
        self._within[low] += self._within.pop(high) + between
        self._members[low] += self._members.pop(high)
        self._versions[low] += 1
        del self._versions[high]
        own, taken = self._excess[low], self._excess.pop(high)
        for other, excess in taken.items():
            del self._excess[other][high]
            if other != low:
                own[other] = self._excess[other][low] = own.get(other, 0.0) + excess
        for other in own:
            self._ask(low, other)

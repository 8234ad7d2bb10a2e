"""Groups of linked articles: the two groups with the highest mean are merged, while it reaches a threshold.

The mean of two groups is that of all pairs between them: what a missing link counts, and the excess over it of each
link that there is. Links stand in a list for each of their two groups, as halves: half h of a link is paired with half
h ^ 1, which stands in the other list and names this group. A half that names no group has been merged away.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.kernels.decorators import kernel, stage
from dedup.kernels.scalars import LOW_HALF, U, pack_pair, signed

NONE = -1

Places = NDArray[np.int32]
Sums = NDArray[np.float64]


class Halves(NamedTuple):
    """The halves of all links, and the first of each group's list."""

    firsts: Places  # (groups,)
    following: Places  # (2 * links,) the next of the same list
    others: Places  # (2 * links,) the group at the other end
    sums: Sums  # (2 * links,) of the excesses between the two groups: the same for both halves


class Queue(NamedTuple):
    """Pairs of groups that may be merged, as a heap: the highest mean first, of equals that of the lower groups."""

    means: Sums
    pairs: NDArray[np.uint64]  # lower << 32 | higher
    versions: NDArray[np.uint64]  # of both groups, when the mean was taken


# --- the queue ---------------------------------------------------------------------------------------------------


@stage
def _is_before(queue: Queue, one: int, other: int) -> bool:
    if queue.means[one] != queue.means[other]:
        return bool(queue.means[one] > queue.means[other])
    return bool(queue.pairs[one] < queue.pairs[other])


@stage
def _exchange(queue: Queue, one: int, other: int) -> None:
    queue.means[one], queue.means[other] = queue.means[other], queue.means[one]
    queue.pairs[one], queue.pairs[other] = queue.pairs[other], queue.pairs[one]
    queue.versions[one], queue.versions[other] = queue.versions[other], queue.versions[one]


@stage
def _longer(queue: Queue, size: int) -> Queue:
    """Return a queue with room for another pair: the same, or a copy twice as long."""
    if size < len(queue.means):
        return queue
    longer = Queue(np.empty(2 * size, np.float64), np.empty(2 * size, np.uint64), np.empty(2 * size, np.uint64))
    for q in range(size):
        longer.means[q], longer.pairs[q], longer.versions[q] = queue.means[q], queue.pairs[q], queue.versions[q]
    return longer


@stage
def _add(queue: Queue, size: int, mean: float, one: int, other: int, versions: Places) -> Queue:
    """Add a pair of groups to a queue of `size` pairs; return the queue, which may be a longer one."""
    queue = _longer(queue, size)
    low, high = min(one, other), max(one, other)
    queue.means[size], queue.pairs[size] = mean, pack_pair(low, high)
    queue.versions[size] = U(versions[low]) << U(32) | U(versions[high])
    place = size
    while place > 0 and _is_before(queue, place, (place - 1) // 2):
        _exchange(queue, place, (place - 1) // 2)
        place = (place - 1) // 2
    return queue


@stage
def _drop_first(queue: Queue, size: int) -> None:
    """Take the first of `size` pairs out."""
    last, place = size - 1, 0
    _exchange(queue, 0, last)
    while 2 * place + 1 < last:
        child = 2 * place + 1
        if child + 1 < last and _is_before(queue, child + 1, child):
            child += 1
        if not _is_before(queue, child, place):
            return
        _exchange(queue, child, place)
        place = child


# --- groups ------------------------------------------------------------------------------------------------------


@stage
def _link(left: Places, right: Places, excess: Sums, groups: int) -> Halves:
    """Return the halves of links between groups of one article each."""
    count = 2 * len(left)
    halves = Halves(
        np.full(groups, NONE, np.int32), np.empty(count, np.int32), np.empty(count, np.int32), np.empty(count)
    )
    for link in range(len(left)):
        for side in range(2):
            half = 2 * link + side
            own, other = (left[link], right[link]) if side == 0 else (right[link], left[link])
            halves.others[half], halves.sums[half] = other, excess[link]
            halves.following[half], halves.firsts[own] = halves.firsts[own], half
    return halves


@stage
def _join(low: int, high: int, halves: Halves, half_to: Places) -> None:
    """Give the links of one group to another; `half_to` is room for a place for each group, -1 before and after."""
    firsts, following, others, sums = halves
    half = signed(firsts[low])
    firsts[low] = NONE
    while half >= 0:
        behind = signed(following[half])
        if others[half] >= 0:
            half_to[others[half]] = half
            following[half], firsts[low] = firsts[low], half
        half = behind
    half = signed(firsts[high])
    firsts[high] = NONE
    while half >= 0:
        behind, other = signed(following[half]), signed(others[half])
        if other >= 0 and other != low and half_to[other] < 0:
            others[half ^ 1] = low
            following[half], firsts[low] = firsts[low], half
        elif other >= 0:
            if other != low:
                known = signed(half_to[other])
                sums[known] += sums[half]
                sums[known ^ 1] = sums[known]
            others[half] = others[half ^ 1] = NONE
        half = behind
    half_to[high] = NONE
    half = signed(firsts[low])
    while half >= 0:
        if others[half] >= 0:
            half_to[others[half]] = NONE
        half = signed(following[half])


@kernel
def merge_linked(
    left: Places, right: Places, excess: Sums, missing: float, threshold: float, joined_to: Places
) -> None:
    """Merge articles; `joined_to` says for each the lower one whose group took it in, itself for the lowest of a group.

    Link l is between `left[l]` and `right[l]`, two articles that no other link is between.
    """
    groups = len(joined_to)
    halves = _link(left, right, excess, groups)
    sizes, versions = np.ones(groups, np.int64), np.zeros(groups, np.int32)
    half_to = np.full(groups, NONE, np.int32)
    queue, size = Queue(np.empty(64, np.float64), np.empty(64, np.uint64), np.empty(64, np.uint64)), 0
    for group in range(groups):
        joined_to[group] = group
    for link in range(len(left)):
        if missing + excess[link] >= threshold:
            queue = _add(queue, size, missing + excess[link], left[link], right[link], versions)
            size += 1
    while size > 0:
        low, high = signed(queue.pairs[0] >> U(32)), signed(queue.pairs[0] & LOW_HALF)
        is_fresh = queue.versions[0] == U(versions[low]) << U(32) | U(versions[high])
        _drop_first(queue, size)
        size -= 1
        if not is_fresh:
            continue  # one of the two groups has changed since
        _join(low, high, halves, half_to)
        joined_to[high] = low
        sizes[low] += sizes[high]
        versions[low] += 1
        versions[high] += 1
        half = signed(halves.firsts[low])
        while half >= 0:
            other = signed(halves.others[half])
            if other >= 0:
                mean = missing + halves.sums[half] / (sizes[low] * sizes[other])
                if mean >= threshold:
                    queue = _add(queue, size, mean, low, other, versions)
                    size += 1
            half = signed(halves.following[half])

"""The heaviest chain: common keys of two texts in an order that both have.

Names and figures of one text stand in another in the same language as well as in any; that they stand there in the same
order is what a translation is known by.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

MAX_PLACES = 4  # of a key in either text that are paired: more are a word of the subject


class KeyLink(NamedTuple):
    """A place of a key in the left text, one of it in the right one, and the weight of the key."""

    left: int
    right: int
    weight: float


def common_links(
    left: Sequence[tuple[int, int]], right: Sequence[tuple[int, int]], weights: Sequence[float]
) -> list[KeyLink]:
    """The places of common keys, each with each; a text is its keys with their places, `weights` are those of shapes.

    >>> common_links([(7, 0), (9, 4)], [(9, 2), (9, 8)], [1.5])
    [KeyLink(left=4, right=2, weight=1.5), KeyLink(left=4, right=8, weight=1.5)]
    """
    from dedup.translations.keys.key_shapes import SHAPE_SHIFT

    common = {key for key, _ in left} & {key for key, _ in right}
    places = defaultdict[int, list[int]](list)
    for key, place in right:
        if key in common:
            places[key].append(place)
    used, links = Counter[int](), list[KeyLink]()
    for key, place in left:
        if key in common and used[key] < MAX_PLACES:
            used[key] += 1
            weight = weights[key >> SHAPE_SHIFT]
            links += [KeyLink(place, other, weight) for other in places[key][:MAX_PLACES]]
    return links


def heaviest_chain(links: Sequence[KeyLink]) -> list[KeyLink]:
    """The links of greatest weight in all that grow in both texts, in order; by a tree of prefix maxima (Fenwick 1994).

    >>> heaviest_chain([KeyLink(0, 9, 1.0), KeyLink(2, 3, 1.0), KeyLink(5, 7, 1.0)])
    [KeyLink(left=2, right=3, weight=1.0), KeyLink(left=5, right=7, weight=1.0)]
    """
    links = sorted(links, key=lambda link: (link.left, -link.right))
    rights = sorted({link.right for link in links})
    sums, ends = [0.0] * (len(rights) + 1), [-1] * (len(rights) + 1)
    before, best, last = list[int](), 0.0, -1
    for number, (_, right, weight) in enumerate(links):
        rank = bisect_left(rights, right)
        most, end = 0.0, -1
        node = rank
        while node:
            if sums[node] > most:
                most, end = sums[node], ends[node]
            node &= node - 1
        before.append(end)
        total = most + weight
        if total > best:
            best, last = total, number
        node = rank + 1
        while node <= len(rights):
            if total > sums[node]:
                sums[node], ends[node] = total, number
            node += node & -node
    chain = list[KeyLink]()
    while last >= 0:
        chain.append(links[last])
        last = before[last]
    return chain[::-1]

"""The heaviest chain: common keys of two texts in an order that both have.

Links are the places of a common key in the left text, each with each of it in the right one. The heaviest chain of
links that grow in both texts is found by a tree of prefix maxima (Fenwick 1994) over the places of the right text.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.kernels.decorators import stage
from dedup.kernels.scalars import signed

MAX_PLACES = 4  # of a key in either text that are paired: more are a word of the subject


class Links(NamedTuple):
    """The links of two texts, by place of the left text: this place, the key of the right text, the weight, and the
    link before in a chain, -1 for none; and those of the heaviest chain, in order.
    """

    left: NDArray[np.int32]
    right: NDArray[np.int32]
    weights: NDArray[np.float64]
    before: NDArray[np.int32]
    chain: NDArray[np.int32]


class PrefixMaxima(NamedTuple):
    """For places of the right text, the weight of the heaviest chain that ends there or before, and its last link."""

    sums: NDArray[np.float64]
    ends: NDArray[np.int32]
    ranks: NDArray[np.int32]  # of the keys of the right text: how many of them stand before


class Partners(NamedTuple):
    """For each key of the left text, by place, where it stands in the right text's order by key, and how often."""

    firsts: NDArray[np.int32]
    counts: NDArray[np.int32]


@stage
def find_chain(
    left_places: NDArray[np.uint16],
    left_weights: NDArray[np.float64],
    right_places: NDArray[np.uint16],
    right_order: NDArray[np.uint16],
    partners: Partners,
    links: Links,
    maxima: PrefixMaxima,
) -> int:
    """Write the links of two texts and the heaviest chain of them; return how many links this has.

    `right_order` are the keys of the right text by key, those of one key by place.
    """
    count = len(right_places)
    for j in range(count):
        maxima.ranks[j] = maxima.ranks[j - 1] if j and right_places[j] == right_places[j - 1] else j
        maxima.sums[j + 1], maxima.ends[j + 1] = 0.0, -1
    total, last, best, i = 0, -1, 0.0, 0
    while i < len(left_places):
        first, place = total, signed(left_places[i])
        while i < len(left_places) and left_places[i] == place:
            for k in range(partners.counts[i]):
                j = signed(right_order[partners.firsts[i] + k])
                total = _insert_link(links, first, total, place, j, left_weights[i])
            i += 1
        for link in range(first, total):
            j = links.right[link]
            most, end = _heaviest_before(maxima, maxima.ranks[j])
            links.before[link] = end
            most += links.weights[link]
            if most > best:
                best, last = most, link
            _enter(maxima, maxima.ranks[j], count, most, link)
    return _list_chain(links, last)


@stage
def _insert_link(links: Links, first: int, total: int, place: int, key: int, weight: float) -> int:
    """Insert a link among those of its left place, by falling key of the right text; return how many there are."""
    at = total
    while at > first and links.right[at - 1] < key:
        links.right[at], links.weights[at] = links.right[at - 1], links.weights[at - 1]
        at -= 1
    links.right[at], links.weights[at], links.left[total] = key, weight, place
    return total + 1


@stage
def _heaviest_before(maxima: PrefixMaxima, rank: int) -> tuple[float, int]:
    """Return the weight of the heaviest chain that ends before a rank, and its last link."""
    most, end, node = 0.0, -1, rank
    while node:
        if maxima.sums[node] > most:
            most, end = maxima.sums[node], maxima.ends[node]
        node &= node - 1
    return most, end


@stage
def _enter(maxima: PrefixMaxima, rank: int, count: int, weight: float, link: int) -> None:
    """Enter a chain that ends at a rank."""
    node = rank + 1
    while node <= count:
        if weight > maxima.sums[node]:
            maxima.sums[node], maxima.ends[node] = weight, link
        node += node & -node


@stage
def _list_chain(links: Links, last: int) -> int:
    """Write the links of the chain that ends with one, in order; return how many they are."""
    count, link = 0, last
    while link >= 0:
        count, link = count + 1, links.before[link]
    place, link = count, last
    while link >= 0:
        place -= 1
        links.chain[place] = link
        link = links.before[link]
    return count

"""The order of pairs in which each text is read few times: measuring reads a text again when it left the cache."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dedup.kernels.verify.cache_articles import CACHE_BYTES

LOCALITY_STEPS = 3  # links that a group of pairs reaches over: nearly all copies of a text are as near to each other

Places = NDArray[np.int64]


def measuring_order(left: Places, right: Places, sizes: Places) -> Places:
    """The order in which pairs are measured, (pairs,): those of two blocks of articles together, as two fit the cache.

    `sizes` are the bytes of each text. Without blocks, 210,000 pairs of 5,000 long posts read each post 45 times.
    """
    rank = np.empty(len(sizes), np.int64)
    neighbours = np.argsort(_lowest_linked(left, right, len(sizes)), kind="stable")
    rank[neighbours] = np.arange(len(sizes))
    blocks = np.empty(len(sizes), np.int64)
    blocks[neighbours] = (sizes[neighbours].cumsum() - sizes[neighbours]) // (CACHE_BYTES // 2)
    lower = np.where(rank[left] < rank[right], left, right)
    upper = left + right - lower
    return np.lexsort((rank[lower], rank[upper], blocks[lower], blocks[upper]))


def locality_order(left: Places, right: Places, articles: int) -> Places:
    """The order in which pairs of the same few articles stand together, (pairs,); `articles` is how many there are."""
    return np.lexsort((left, right, _lowest_linked(left, right, articles)[left]))


def _lowest_linked(left: Places, right: Places, articles: int) -> Places:
    """The lowest article that a few links lead to from each, (articles,)."""
    first = np.arange(articles)
    for _ in range(LOCALITY_STEPS):
        nearest = np.minimum(first[left], first[right])
        np.minimum.at(first, left, nearest)
        np.minimum.at(first, right, nearest)
    return first

"""The order in which pairs are measured: all of them, each text read few times."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dedup.comparison.verified.measuring_order import locality_order, measuring_order
from dedup.kernels.verify.cache_articles import CACHE_BYTES

ARTICLES = 400
TEXT_BYTES = CACHE_BYTES // 40


def _pairs(seed: int, count: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    random = np.random.default_rng(seed)
    one, other = random.integers(0, ARTICLES, (2, count))
    return np.minimum(one, other)[one != other], np.maximum(one, other)[one != other]


def _readings(left: NDArray[np.int64], right: NDArray[np.int64]) -> int:
    """Texts that are read where those of the last pairs are kept, as many as fit the cache."""
    kept: set[int] = set()
    readings = 0
    for pair in zip(left.tolist(), right.tolist(), strict=True):
        if len(kept | set(pair)) * TEXT_BYTES > CACHE_BYTES:
            kept = set()
        readings += len(set(pair) - kept)
        kept |= set(pair)
    return readings


def test_every_pair_is_measured_once() -> None:
    left, right = _pairs(1, 1000)
    order = measuring_order(left, right, np.full(ARTICLES, 5000))
    assert np.array_equal(np.sort(order), np.arange(len(left)))
    assert len(measuring_order(left[:0], right[:0], np.full(ARTICLES, 5000))) == 0


def test_pairs_of_two_blocks_stand_together() -> None:
    """Where all articles have pairs with all others, a text is read once for each other block, not for each pair."""
    left, right = _pairs(2, 20_000)
    by_neighbour = locality_order(left, right, ARTICLES)
    by_block = measuring_order(left, right, np.full(ARTICLES, TEXT_BYTES))
    assert 2 * _readings(left[by_block], right[by_block]) < _readings(left[by_neighbour], right[by_neighbour])


def test_copies_that_are_linked_stand_together() -> None:
    left, right = np.array([0, 7, 1, 8, 0, 7]), np.array([2, 9, 3, 9, 4, 8])
    order = measuring_order(left, right, np.full(10, TEXT_BYTES))
    assert [{int(left[pair]), int(right[pair])} <= {7, 8, 9} for pair in order] in (
        [False] * 3 + [True] * 3,
        [True] * 3 + [False] * 3,
    )

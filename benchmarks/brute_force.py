"""Every pair of texts that share a word 3-gram, counted exactly: what a scan with shortcuts is judged against.

An incidence matrix (texts by 3-grams) times its own transpose holds, for each pair, the number of 3-grams in common.
Nothing is left out, however common a 3-gram is. Built from plain Python words (`wire.py`), with no code of `dedup`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from wire import Shingle, plain_words, shingles

ROWS_AT_ONCE = 1000  # bounds memory: a block holds the counts of so many texts with all others

MIN_JACCARD, MIN_CONTAINMENT = 0.5, 0.8
MIN_COMMON_WORDS = 30  # for containment: in a row they make 28 distinct 3-grams
MIN_COMMON_SHINGLES = MIN_COMMON_WORDS - 2


@dataclass(frozen=True, slots=True)
class Overlaps:
    """Pairs of places in the list of texts, lower first, and how many 3-grams the two have in common and each."""

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    common: NDArray[np.int64]
    left_size: NDArray[np.int64]
    right_size: NDArray[np.int64]

    @property
    def jaccard(self) -> NDArray[np.float64]:
        """3-grams in common / 3-grams in either."""
        return self.common / (self.left_size + self.right_size - self.common)

    @property
    def containment(self) -> NDArray[np.float64]:
        """3-grams in common / 3-grams of the text that has fewer."""
        return self.common / np.minimum(self.left_size, self.right_size)

    def where(self, chosen: NDArray[np.bool_]) -> Overlaps:
        """The chosen pairs alone."""
        left, right, common = self.left[chosen], self.right[chosen], self.common[chosen]
        return Overlaps(left, right, common, self.left_size[chosen], self.right_size[chosen])


def alike(texts: Sequence[str]) -> Overlaps:
    """All pairs with Jaccard >= .5, or containment >= .8 with 30 words or more in common; in order.

    >>> alike(["one two three four", "one two three", "nine ten eleven"]).jaccard.tolist()
    [0.5]
    """
    incidence = _incidence([shingles(plain_words(text)) for text in texts])
    blocks = [_kept(block) for block in _overlaps(incidence)]
    parts = ([getattr(block, name) for block in blocks] for name in Overlaps.__slots__)
    return Overlaps(*(np.concatenate([np.zeros(0, np.int64), *part]) for part in parts))


def _kept(pairs: Overlaps) -> Overlaps:
    contained = (pairs.containment >= MIN_CONTAINMENT) & (pairs.common >= MIN_COMMON_SHINGLES)
    return pairs.where((pairs.jaccard >= MIN_JACCARD) | contained)


def _incidence(sets: Sequence[frozenset[Shingle]]) -> sparse.csr_array:
    """Texts by 3-grams, 1 where the text holds the 3-gram."""
    numbers: dict[Shingle, int] = {}
    columns = [numbers.setdefault(shingle, len(numbers)) for own in sets for shingle in sorted(own)]
    starts = np.cumsum([0, *map(len, sets)])
    ones = np.ones(len(columns), np.int32)
    return sparse.csr_array((ones, np.array(columns, np.int32), starts), shape=(len(sets), max(1, len(numbers))))


def _overlaps(incidence: sparse.csr_array) -> Iterator[Overlaps]:
    """All pairs with anything in common, a block of left texts at a time."""
    sizes = np.diff(incidence.indptr).astype(np.int64)
    by_shingle = incidence.T.tocsr()
    for start in range(0, incidence.shape[0], ROWS_AT_ONCE):
        counts = (incidence[start : start + ROWS_AT_ONCE] @ by_shingle).tocsr()
        counts.sort_indices()
        counts = counts.tocoo()
        left, right = counts.row.astype(np.int64) + start, counts.col.astype(np.int64)
        everything = Overlaps(left, right, counts.data.astype(np.int64), sizes[left], sizes[right])
        yield everything.where(left < right)

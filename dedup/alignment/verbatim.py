"""Copies, with exact borders.

A stretch grown by log-odds ends where its words stop paying, give or take a common word, and leans to sentence ends.
That is right for a retelling, whose borders are a matter of opinion. A copy has exact ones: the first and last word
of what was copied. They are found by chaining: of the runs in common around the stretch, the row of runs that is
worth most, a word copied being worth 1 and a gap costing 1 more than its words. A row with few gaps is a copy.

How long must a copy be to be one? The longest run that two texts share by chance grows with the logarithm of the
product of their lengths (Arratia and Waterman 1985, Adv. Math. 55:13), and formulas and titles are longer than chance.
"""

from __future__ import annotations

from dataclasses import replace
from math import log

import numpy as np
from numpy.typing import NDArray

from dedup.alignment.alignment_text import Alignable
from dedup.alignment.lcs import Run, common_runs
from dedup.alignment.segment_pair import Stretch

REACH = 24  # words around the stretch that may belong to the copy
LEAST_AGREEING = 0.92  # of a copy's words, gaps included, agree; with less, the borders of a rewording move too
LEAST_COPIED = 0.6  # of a stretch's words are in the copy, if the copy is what the stretch is about
COPY_GROWTH = (
    1.75  # words of a certain copy for each e-fold of the texts' product: 15 in two of 70 words, 25 in two of 1,200
)
LEAST_COPY = 10.0  # words, however short the texts


def find_copy(stretch: Stretch, left: Alignable, right: Alignable) -> Stretch | None:
    """The copy in or around a stretch, with exact borders, or None; scores and shares stay those of the stretch."""
    left_offset, right_offset = max(0, stretch.left_first - REACH), max(0, stretch.right_first - REACH)
    chain = best_chain(
        common_runs(
            left.hashes[left_offset : stretch.left_end + REACH],
            right.hashes[right_offset : stretch.right_end + REACH],
        )
    )
    if not chain or not _is_dense(chain):
        return None
    first, last = chain[0], chain[-1]
    left_first, right_first = left_offset + first.left, right_offset + first.right
    left_end, right_end = left_offset + last.left + last.length, right_offset + last.right + last.length
    before = _agreeing(left.hashes[:left_first][::-1], right.hashes[:right_first][::-1])
    behind = _agreeing(left.hashes[left_end:], right.hashes[right_end:])
    return replace(
        stretch,
        left_first=left_first - before,
        left_end=left_end + behind,
        right_first=right_first - before,
        right_end=right_end + behind,
    )


def is_most_of(copy: Stretch, stretch: Stretch) -> bool:
    """Whether the copy is what the stretch is about."""
    copied = min(copy.left_words, copy.right_words)
    return copied >= LEAST_COPIED * max(stretch.left_words, stretch.right_words)


def is_certain(copy: Stretch, left: Alignable, right: Alignable) -> bool:
    """Whether a copy is too long for two texts of these lengths to share it by chance."""
    lengths = left.length(copy.left_first, copy.left_end), right.length(copy.right_first, copy.right_end)
    return min(lengths) >= max(LEAST_COPY, COPY_GROWTH * log(len(left) * len(right)))


def _is_dense(chain: list[Run]) -> bool:
    first, last = chain[0], chain[-1]
    spanned = max(last.left - first.left, last.right - first.right) + last.length
    return sum(run.length for run in chain) >= LEAST_AGREEING * spanned


def best_chain(runs: list[Run]) -> list[Run]:
    """The row of neighbouring runs whose words, less what the gaps cost, are most.

    >>> best_chain([Run(0, 0, 1), Run(9, 5, 20), Run(30, 26, 4)])
    [Run(left=9, right=5, length=20), Run(left=30, right=26, length=4)]
    """
    best = total = first = best_first = best_end = 0
    for index, run in enumerate(runs):
        total -= _gap_cost(runs[index - 1], run) if index else 0
        if total < 0 or not index:
            total, first = 0, index
        total += run.length
        if total > best:
            best, best_first, best_end = total, first, index + 1
    return runs[best_first:best_end]


def _gap_cost(run: Run, following: Run) -> int:
    gap = max(following.left - run.left, following.right - run.right) - run.length
    return 1 + gap if gap else 0


def _agreeing(left: NDArray[np.uint64], right: NDArray[np.uint64]) -> int:
    """How many words agree from the beginning on."""
    agreeing = 0
    while agreeing < min(len(left), len(right)) and left[agreeing] == right[agreeing]:
        agreeing += 1
    return agreeing

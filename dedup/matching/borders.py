"""Exact borders for copies.

A stretch grown by log-odds ends where its words stop paying, give or take a common word, and leans to sentence ends.
That is right for a retelling, whose borders are a matter of opinion. A copy has exact ones: the first and last word
of what was copied. They are found by chaining: of the runs in common around the stretch, the row of runs that is
worth most, a word copied being worth 1 and a gap costing 1 more than its words. If that row is most of the stretch,
and has few gaps, it is the copy.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from dedup.matching.runs import Run, common_runs
from dedup.matching.stretch import Stretch

REACH = 24  # words around the stretch that may belong to the copy
LEAST_COPIED = 0.6  # of the stretch's words are in the row...
LEAST_AGREEING = 0.9  # ...and of the row's words, gaps included, agree; with less, the borders of a rewording move too


def sharpen(stretch: Stretch, left: NDArray[np.uint64], right: NDArray[np.uint64]) -> Stretch:
    """The stretch with exact borders when it is a copy, else as it is; `left` and `right` are both texts' words."""
    left_offset = max(0, stretch.left_first - REACH)
    right_offset = max(0, stretch.right_first - REACH)
    runs = common_runs(left[left_offset : stretch.left_end + REACH], right[right_offset : stretch.right_end + REACH])
    chain = best_chain(runs)
    if not _is_copy(chain, stretch):
        return stretch
    first, last = chain[0], chain[-1]
    left_first, right_first = left_offset + first.left, right_offset + first.right
    left_end, right_end = left_offset + last.left + last.length, right_offset + last.right + last.length
    before = _agreeing(left[:left_first][::-1], right[:right_first][::-1])
    behind = _agreeing(left[left_end:], right[right_end:])
    return replace(
        stretch,
        left_first=left_first - before,
        left_end=left_end + behind,
        right_first=right_first - before,
        right_end=right_end + behind,
    )


def _is_copy(chain: list[Run], stretch: Stretch) -> bool:
    if not chain:
        return False
    copied = sum(run.length for run in chain)
    first, last = chain[0], chain[-1]
    spanned = max(last.left - first.left, last.right - first.right) + last.length
    return copied >= LEAST_COPIED * max(stretch.left_words, stretch.right_words) and copied >= LEAST_AGREEING * spanned


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

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

from dedup.alignment.alignment_text import AlignmentText
from dedup.alignment.lcs import MatchingBlock, matching_blocks
from dedup.alignment.segment_pair import SegmentPair

SEARCH_MARGIN = 24  # words around the stretch that may belong to the copy
MIN_AGREEING_SHARE = 0.92  # of a copy's words, gaps included, agree; with less, the borders of a rewording move too
MIN_COPIED_SHARE = 0.6  # of a stretch's words are in the copy, if the copy is what the stretch is about
WORDS_PER_LOG_LENGTH = (
    1.75  # words of a certain copy for each e-fold of the texts' product: 15 in two of 70 words, 25 in two of 1,200
)
MIN_COPY_WORDS = 10.0  # words, however short the texts


def verbatim_core(segment: SegmentPair, left: AlignmentText, right: AlignmentText) -> SegmentPair | None:
    """The copy in or around a stretch, with exact borders, or None; scores and shares stay those of the stretch."""
    left_offset, right_offset = max(0, segment.left_first - SEARCH_MARGIN), max(0, segment.right_first - SEARCH_MARGIN)
    chain = best_block_chain(
        matching_blocks(
            left.hashes[left_offset : segment.left_end + SEARCH_MARGIN],
            right.hashes[right_offset : segment.right_end + SEARCH_MARGIN],
        )
    )
    if not chain or not _is_dense(chain):
        return None
    first, last = chain[0], chain[-1]
    left_first, right_first = left_offset + first.left, right_offset + first.right
    left_end, right_end = left_offset + last.left + last.length, right_offset + last.right + last.length
    before = _equal_words(left.hashes[:left_first][::-1], right.hashes[:right_first][::-1])
    behind = _equal_words(left.hashes[left_end:], right.hashes[right_end:])
    return replace(
        segment,
        left_first=left_first - before,
        left_end=left_end + behind,
        right_first=right_first - before,
        right_end=right_end + behind,
    )


def dominates(core: SegmentPair, segment: SegmentPair) -> bool:
    """Whether the copy is what the stretch is about."""
    copied = min(core.left_words, core.right_words)
    return copied >= MIN_COPIED_SHARE * max(segment.left_words, segment.right_words)


def exceeds_chance(core: SegmentPair, left: AlignmentText, right: AlignmentText) -> bool:
    """Whether a copy is too long for two texts of these lengths to share it by chance."""
    lengths = left.length(core.left_first, core.left_end), right.length(core.right_first, core.right_end)
    return min(lengths) >= max(MIN_COPY_WORDS, WORDS_PER_LOG_LENGTH * log(len(left) * len(right)))


def _is_dense(chain: list[MatchingBlock]) -> bool:
    first, last = chain[0], chain[-1]
    spanned = max(last.left - first.left, last.right - first.right) + last.length
    return sum(run.length for run in chain) >= MIN_AGREEING_SHARE * spanned


def best_block_chain(blocks: list[MatchingBlock]) -> list[MatchingBlock]:
    """The row of neighbouring runs whose words, less what the gaps cost, are most.

    >>> best_chain([Run(0, 0, 1), Run(9, 5, 20), Run(30, 26, 4)])
    [Run(left=9, right=5, length=20), Run(left=30, right=26, length=4)]
    """
    best = total = first = best_first = best_end = 0
    for index, run in enumerate(blocks):
        total -= _gap_cost(blocks[index - 1], run) if index else 0
        if total < 0 or not index:
            total, first = 0, index
        total += run.length
        if total > best:
            best, best_first, best_end = total, first, index + 1
    return blocks[best_first:best_end]


def _gap_cost(run: MatchingBlock, following: MatchingBlock) -> int:
    gap = max(following.left - run.left, following.right - run.right) - run.length
    return 1 + gap if gap else 0


def _equal_words(left: NDArray[np.uint64], right: NDArray[np.uint64]) -> int:
    """How many words agree from the beginning on."""
    agreeing = 0
    while agreeing < min(len(left), len(right)) and left[agreeing] == right[agreeing]:
        agreeing += 1
    return agreeing

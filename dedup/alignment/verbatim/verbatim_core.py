"""Verbatim cores: copies with exact borders.

A segment grown by log-odds ends where its words are no longer evidence, give or take a common word, and leans to
sentence ends. That is right for a rewording, whose borders are a matter of opinion. A copy has exact ones: the first
and the last word that was copied. They are found by chaining: of the matching blocks around the segment, the chain that
is worth most, a word copied being worth 1 and a gap costing 1 more than its words. A chain with few gaps is a copy.

How long must a copy be to be one? The longest run that two texts share by chance grows with the logarithm of the
product of their lengths (Arratia and Waterman 1985, Adv. Math. 55:13), and formulas and titles are longer than chance:
1.75 words for each e-fold make 15 words in two texts of 70, and 25 in two of 1,200.
"""

from __future__ import annotations

from dataclasses import replace
from math import log

import numpy as np
from numpy.typing import NDArray

from dedup.alignment.alignment_text import AlignmentText
from dedup.alignment.lcs import MatchingBlock, matching_blocks
from dedup.alignment.segment_pair import SegmentPair
from dedup.settings import PassageSettings


def verbatim_core(
    segment: SegmentPair, left: AlignmentText, right: AlignmentText, settings: PassageSettings
) -> SegmentPair | None:
    """The copy in or around a segment, with exact borders, or None; scores and shares stay those of the segment."""
    margin = settings.core_margin
    left_offset, right_offset = max(0, segment.left_first - margin), max(0, segment.right_first - margin)
    chain = best_block_chain(
        matching_blocks(
            left.hashes[left_offset : segment.left_end + margin],
            right.hashes[right_offset : segment.right_end + margin],
        )
    )
    if not chain or not _is_dense(chain, settings.min_core_agreement):
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


def dominates(core: SegmentPair, segment: SegmentPair, settings: PassageSettings) -> bool:
    """Whether most of a segment is its verbatim core."""
    copied = min(core.left_words, core.right_words)
    return copied >= settings.min_core_share * max(segment.left_words, segment.right_words)


def exceeds_chance(core: SegmentPair, left: AlignmentText, right: AlignmentText, settings: PassageSettings) -> bool:
    """Whether a copy is too long for two texts of these lengths to share it by chance."""
    lengths = left.length(core.left_first, core.left_end), right.length(core.right_first, core.right_end)
    by_chance = settings.core_words_per_log * log(len(left) * len(right))
    return min(lengths) >= max(settings.min_core_words, by_chance)


def _is_dense(chain: list[MatchingBlock], min_agreement: float) -> bool:
    first, last = chain[0], chain[-1]
    spanned = max(last.left - first.left, last.right - first.right) + last.length
    return sum(block.length for block in chain) >= min_agreement * spanned


def best_block_chain(blocks: list[MatchingBlock]) -> list[MatchingBlock]:
    """The chain of neighbouring blocks whose words, less the cost of the gaps, are most.

    >>> best_block_chain([MatchingBlock(0, 0, 1), MatchingBlock(9, 5, 20), MatchingBlock(30, 26, 4)])
    [MatchingBlock(left=9, right=5, length=20), MatchingBlock(left=30, right=26, length=4)]
    """
    best = total = first = best_first = best_end = 0
    for index, block in enumerate(blocks):
        total -= _gap_cost(blocks[index - 1], block) if index else 0
        if total < 0 or not index:
            total, first = 0, index
        total += block.length
        if total > best:
            best, best_first, best_end = total, first, index + 1
    return blocks[best_first:best_end]


def _gap_cost(block: MatchingBlock, following: MatchingBlock) -> int:
    gap = max(following.left - block.left, following.right - block.right) - block.length
    return 1 + gap if gap else 0


def _equal_words(left: NDArray[np.uint64], right: NDArray[np.uint64]) -> int:
    """How many words are equal from the first on."""
    agreeing = 0
    while agreeing < min(len(left), len(right)) and left[agreeing] == right[agreeing]:
        agreeing += 1
    return agreeing

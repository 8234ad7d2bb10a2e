"""The blocks that two word sequences share, short and long."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from rapidfuzz.distance import Indel, LCSseq

from dedup.alignment.lcs import MatchingBlock, indel_similarity, matching_blocks
from dedup.alignment.verbatim.verbatim_core import best_block_chain

sequences = st.lists(st.integers(0, 6), max_size=30)


def words(values: list[int]) -> NDArray[np.uint64]:
    return np.array(values, np.uint64)


def is_shared(blocks: list[MatchingBlock], left: list[int], right: list[int]) -> bool:
    """Whether the blocks are equal on both sides, and stand one behind the other."""
    left_end = right_end = 0
    for block in blocks:
        if block.left < left_end or block.right < right_end:
            return False
        left_end, right_end = block.left + block.length, block.right + block.length
        if left[block.left : left_end] != right[block.right : right_end]:
            return False
    return left_end <= len(left) and right_end <= len(right)


@settings(deadline=None)
@given(sequences, sequences)
def test_short_sequences_are_matched_as_well_as_can_be(left: list[int], right: list[int]) -> None:
    blocks = matching_blocks(words(left), words(right))
    assert is_shared(blocks, left, right)
    assert sum(block.length for block in blocks) == LCSseq.similarity(left, right)
    if left or right:
        expected = Indel.normalized_similarity(left, right)
        assert indel_similarity(blocks, len(left), len(right)) == pytest.approx(expected)


@settings(deadline=None)
@given(sequences, sequences, st.integers(1, 5))
def test_cut_sequences_are_still_matched_in_order(left: list[int], right: list[int], piece: int) -> None:
    assert is_shared(matching_blocks(words(left), words(right), max_cells=0, piece_words=piece), left, right)


def test_a_long_copy_is_matched_across_insertions_and_cuts() -> None:
    chosen = random.Random(5)
    left = [chosen.randrange(50_000) for _ in range(30_000)]
    right = left[:9000] + [chosen.randrange(50_000) for _ in range(5000)] + left[9000:]
    blocks = matching_blocks(words(left), words(right))
    assert is_shared(blocks, left, right)
    assert sum(block.length for block in blocks) > 0.99 * len(left)


def test_a_chain_leaves_chance_words_out_and_jumps_edits() -> None:
    copy = [MatchingBlock(10, 4, 20), MatchingBlock(31, 25, 12), MatchingBlock(45, 40, 9)]
    assert best_block_chain([MatchingBlock(1, 0, 2), *copy, MatchingBlock(80, 60, 1)]) == copy
    assert best_block_chain([]) == []

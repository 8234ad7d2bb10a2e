"""Runs that two word sequences have in common, short and long."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from rapidfuzz.distance import Indel, LCSseq

from dedup.alignment import lcs as runs_module
from dedup.alignment.lcs import MatchingBlock, indel_similarity, matching_blocks
from dedup.alignment.verbatim import best_block_chain

sequences = st.lists(st.integers(0, 6), max_size=30)


def words(values: list[int]) -> NDArray[np.uint64]:
    return np.array(values, np.uint64)


def is_common(runs: list[MatchingBlock], left: list[int], right: list[int]) -> bool:
    """Whether the runs agree and stand one behind the other on both sides."""
    left_end = right_end = 0
    for run in runs:
        if run.left < left_end or run.right < right_end:
            return False
        left_end, right_end = run.left + run.length, run.right + run.length
        if left[run.left : left_end] != right[run.right : right_end]:
            return False
    return left_end <= len(left) and right_end <= len(right)


@settings(deadline=None)
@given(sequences, sequences)
def test_short_sequences_are_matched_as_well_as_can_be(left: list[int], right: list[int]) -> None:
    runs = matching_blocks(words(left), words(right))
    assert is_common(runs, left, right)
    assert sum(run.length for run in runs) == LCSseq.similarity(left, right)
    if left or right:
        expected = Indel.normalized_similarity(left, right)
        assert indel_similarity(runs, len(left), len(right)) == pytest.approx(expected)


@settings(deadline=None)
@given(sequences, sequences, st.integers(1, 5))
def test_cut_sequences_are_still_matched_in_order(left: list[int], right: list[int], piece: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(runs_module, "MOST_CELLS", 0)
        patch.setattr(runs_module, "PIECE", piece)
        assert is_common(matching_blocks(words(left), words(right)), left, right)


def test_a_long_copy_is_matched_across_insertions_and_cuts() -> None:
    chosen = random.Random(5)
    left = [chosen.randrange(50_000) for _ in range(30_000)]
    right = left[:9000] + [chosen.randrange(50_000) for _ in range(5000)] + left[9000:]
    runs = matching_blocks(words(left), words(right))
    assert is_common(runs, left, right)
    assert sum(run.length for run in runs) > 0.99 * len(left)


def test_a_chain_leaves_chance_words_out_and_jumps_edits() -> None:
    copy = [MatchingBlock(10, 4, 20), MatchingBlock(31, 25, 12), MatchingBlock(45, 40, 9)]
    assert best_block_chain([MatchingBlock(1, 0, 2), *copy, MatchingBlock(80, 60, 1)]) == copy
    assert best_block_chain([]) == []

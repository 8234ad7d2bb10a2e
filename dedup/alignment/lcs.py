"""The longest common subsequence of two sequences of words, as matching blocks (rapidfuzz, bit-parallel).

It takes time and memory in the product of the lengths. Long sequences are first cut at words that stand once in both
and in the same order (patience diff, B. Cohen; longest increasing subsequence by Aldous and Diaconis 1999), then into
pieces of a few thousand words each: linear for texts of any length, and the same but for words that moved across a cut.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

MAX_CELLS = 1 << 23  # words left x right that are compared at once: a megabyte of bits
KEPT_STRETCHES = 32  # pairs of stretches whose blocks are kept: those of the passages of one pair of texts, mostly
PIECE_WORDS = 2000  # words, roughly, of a piece that is cut: MAX_CELLS is well above its square


class MatchingBlock(NamedTuple):
    """`length` words from place `left` of one sequence on, equal to those from place `right` of the other."""

    left: int
    right: int
    length: int


def matching_blocks(
    left: NDArray[np.uint64],
    right: NDArray[np.uint64],
    *,
    max_cells: int = MAX_CELLS,
    piece_words: int = PIECE_WORDS,
) -> list[MatchingBlock]:
    """The blocks of a longest common subsequence, in order.

    Sequences whose lengths multiply to more than `max_cells` are cut into pieces of about `piece_words`.

    >>> matching_blocks(np.array([1, 2, 3, 4], np.uint64), np.array([2, 3, 9, 4], np.uint64))
    [MatchingBlock(left=1, right=0, length=2), MatchingBlock(left=3, right=3, length=1)]
    """
    from rapidfuzz.distance import LCSseq

    blocks = []
    for left_piece, right_piece in _pieces(left, right, max_cells, piece_words):
        operations = LCSseq.editops(
            array("Q", left[left_piece].tobytes()),
            array("Q", right[right_piece].tobytes()),
        )
        blocks += [
            MatchingBlock(left_piece.start + block.a, right_piece.start + block.b, block.size)
            for block in operations.as_matching_blocks()
            if block.size
        ]
    return blocks


def shared_blocks(left: NDArray[np.uint64], right: NDArray[np.uint64]) -> Sequence[MatchingBlock]:
    """The blocks of two stretches, whichever is given first: where several subsequences are equally long, the same one
    is chosen. The last ones are kept: a passage is measured, and then asked for its edits.
    """
    return _ordered_blocks(left.tobytes(), right.tobytes())


@lru_cache(KEPT_STRETCHES)
def _ordered_blocks(left: bytes, right: bytes) -> Sequence[MatchingBlock]:
    if left <= right:
        return tuple(matching_blocks(np.frombuffer(left, np.uint64), np.frombuffer(right, np.uint64)))
    return tuple(MatchingBlock(block.right, block.left, block.length) for block in _ordered_blocks(right, left))


def indel_similarity(blocks: Sequence[MatchingBlock], left_words: int, right_words: int) -> float:
    """Indel similarity: twice the shared words over the words of both; 1 = the same words in the same order."""
    return 2 * sum(run.length for run in blocks) / (left_words + right_words)


def _pieces(
    left: NDArray[np.uint64], right: NDArray[np.uint64], max_cells: int, piece_words: int
) -> Iterator[tuple[slice, slice]]:
    if len(left) * len(right) <= max_cells:
        yield slice(0, len(left)), slice(0, len(right))
        return
    for (left_first, right_first), (left_end, right_end) in pairwise(_cuts(left, right, piece_words)):
        is_small = (left_end - left_first) * (right_end - right_first) <= max_cells
        parts = 1 if is_small else 1 + max(left_end - left_first, right_end - right_first) // piece_words
        left_marks = np.linspace(left_first, left_end, parts + 1).astype(int).tolist()
        right_marks = np.linspace(right_first, right_end, parts + 1).astype(int).tolist()
        for left_piece, right_piece in zip(pairwise(left_marks), pairwise(right_marks), strict=True):
            yield slice(*left_piece), slice(*right_piece)


def _cuts(left: NDArray[np.uint64], right: NDArray[np.uint64], piece_words: int) -> Iterator[tuple[int, int]]:
    """Places to cut at, about half a piece apart; where the next is far, also the last one before the gap."""
    cut = last = (0, 0)
    yield cut
    for anchor in _longest_increasing(left, right):
        if _distance(cut, anchor) >= piece_words // 2:
            if _distance(last, anchor) >= piece_words // 2 and last != cut:
                yield last
            cut = anchor
            yield cut
        last = anchor
    yield len(left), len(right)


def _distance(place: tuple[int, int], later: tuple[int, int]) -> int:
    return max(later[0] - place[0], later[1] - place[1])


def _longest_increasing(left: NDArray[np.uint64], right: NDArray[np.uint64]) -> list[tuple[int, int]]:
    """Places of the longest sequence of words that stand once in both, in the same order."""
    left_once, right_once = _unique_places(left), _unique_places(right)
    shared = sorted((left_once[word], right_once[word]) for word in left_once.keys() & right_once.keys())
    ends: list[int] = []  # right places that end sequences of 1, 2, 3... words, each the least possible
    members: list[int] = []  # which pair of `shared` that is
    before: list[int] = []  # the pair before each pair in its sequence
    for index, (_, right_place) in enumerate(shared):
        length = bisect_left(ends, right_place)
        before.append(members[length - 1] if length else -1)
        ends[length : length + 1] = [right_place]
        members[length : length + 1] = [index]
    found = []
    index = members[-1] if members else -1
    while index >= 0:
        found.append(shared[index])
        index = before[index]
    return found[::-1]


def _unique_places(words: NDArray[np.uint64]) -> dict[int, int]:
    distinct, first, counts = np.unique(words, return_index=True, return_counts=True)
    return dict(zip(distinct[counts == 1].tolist(), first[counts == 1].tolist(), strict=True))

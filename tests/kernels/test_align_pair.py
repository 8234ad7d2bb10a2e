"""The compiled aligner finds what its twin of sets and dictionaries finds."""

from __future__ import annotations

from dataclasses import dataclass

import align_pair_twin as twin
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kernel_numbers import SUMMARY_NUMBERS
from numpy.typing import NDArray

from dedup.kernels.sets import common_places
from dedup.kernels.verify.align_pair import Nats, Words, find_seeds, find_segments
from dedup.kernels.verify.find_summary import find_summary
from dedup.tokens.words import readonly

WORDS_IN_COMMON = 120
NUMBERS = twin.NUMBERS


@dataclass(frozen=True)
class Pair:
    """Two texts of numbered words, a bonus before each word and behind the last, a rate for each number."""

    left: list[int]
    right: list[int]
    left_bonus: list[float]
    right_bonus: list[float]
    rates: list[float]

    def arrays(self) -> tuple[Words, Words, Nats, Nats, Nats]:
        return (
            np.array(self.left, np.int32),
            np.array(self.right, np.int32),
            readonly(np.array(self.left_bonus)),
            readonly(np.array(self.right_bonus)),
            np.array(self.rates),
        )


@st.composite
def pairs(draw: st.DrawFn) -> Pair:
    """Texts of foreign and common words, into which a few stretches are copied, some words lost or shuffled."""
    random = draw(st.randoms(use_true_random=False))
    common = draw(st.floats(0.0, 0.3))

    def foreign(length: int) -> list[int]:
        return [random.randrange(WORDS_IN_COMMON) if random.random() < common else -1 for _ in range(length)]

    left, right = foreign(draw(st.integers(1, 80))), foreign(draw(st.integers(1, 80)))
    for _ in range(draw(st.integers(0, 3))):
        copied = [random.randrange(WORDS_IN_COMMON) for _ in range(draw(st.integers(5, 60)))]
        changed = [-1 if random.random() < 0.2 else word for word in copied]
        if draw(st.booleans()):
            random.shuffle(changed)
        left += [*copied, *foreign(draw(st.integers(0, 60)))]
        right = [*changed, *foreign(draw(st.integers(0, 60))), *right]
    # Only words in common have a number.
    both = set(left) & set(right)
    left, right = ([word if word in both else -1 for word in side] for side in (left, right))
    left_bonus, right_bonus = (
        [4.0, *random.choices([0.0, 0.0, 0.0, 3.0, 4.0], k=len(side) - 1), 4.0] for side in (left, right)
    )
    rates = [10 ** random.uniform(-4, -1) for _ in range(WORDS_IN_COMMON)]
    return Pair(left, right, left_bonus, right_bonus, rates)


sorted_hashes = st.lists(st.integers(0, 40), unique=True).map(sorted)


@settings(deadline=None)
@given(sorted_hashes, sorted_hashes)
def test_words_in_common(left: list[int], right: list[int]) -> None:
    found = common_places(readonly(np.array(left, np.uint64)), readonly(np.array(right, np.uint64)))
    assert tuple(places.tolist() for places in found) == twin.common_places(left, right)


def stretches(pair: Pair) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """What grows from the seeds, strongest first."""
    left, right, left_bonus, right_bonus, rates = pair.arrays()
    begins, columns, nats = find_seeds(left, right, rates, NUMBERS)
    rows = np.repeat(np.arange(len(begins) - 1), np.diff(begins))
    return find_segments(
        left, right, left_bonus, right_bonus, rates, begins, columns, rows, np.lexsort((columns, rows, -nats)), NUMBERS
    )


@settings(max_examples=100, deadline=None)
@given(pairs())
def test_seeds(pair: Pair) -> None:
    left, right, *_, rates = pair.arrays()
    begins, columns, nats = find_seeds(left, right, rates, NUMBERS)
    rows = np.repeat(np.arange(len(begins) - 1), np.diff(begins)).tolist()
    expected = twin.seeds(pair.left, pair.right, pair.rates)
    found = dict(zip(zip(rows, columns.tolist(), strict=True), nats.tolist(), strict=True))
    assert found == pytest.approx(expected)
    assert len(found) == len(columns)


@settings(max_examples=100, deadline=None)
@given(pairs())
def test_stretches(pair: Pair) -> None:
    places, scores = stretches(pair)
    expected = twin.find_segments(pair.left, pair.right, pair.left_bonus, pair.right_bonus, pair.rates)
    assert [tuple(place) for place in places.tolist()] == [place for place, _ in expected]
    assert scores.ravel().tolist() == pytest.approx([value for _, score in expected for value in score])


@settings(max_examples=100, deadline=None)
@given(pairs())
def test_summaries(pair: Pair) -> None:
    left, right, left_bonus, _, rates = pair.arrays()
    first, end, measures = find_summary(left, left_bonus, right, rates, SUMMARY_NUMBERS)
    expected_first, expected_end, expected = twin.find_summary(pair.left, pair.left_bonus, pair.right, pair.rates)
    assert (first, end) == (expected_first, expected_end)
    assert measures.tolist() == pytest.approx(expected, abs=1e-9)


def test_the_pairs_tried_have_stretches() -> None:
    """A copied block of 60 rare words in foreign text is one stretch, to the word."""
    block = list(range(60))
    left, right = [-1] * 50 + block + [-1] * 30, [-1] * 20 + block + [-1] * 90
    plain = Pair(left, right, [0.0] * (len(left) + 1), [0.0] * (len(right) + 1), [1e-4] * 60)
    places, _ = stretches(plain)
    assert places.tolist() == [[50, 110, 20, 80]]

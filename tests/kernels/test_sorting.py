"""Numbers are sorted as Python sorts them."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.sketch.sorted_keys import sort_in_place, stable_order

unsigned = st.lists(st.integers(0, (1 << 64) - 1) | st.integers(0, 9) | st.just((1 << 64) - 1))
signed = st.lists(st.integers(-(1 << 63), (1 << 63) - 1) | st.integers(-3, 3))


@settings(deadline=None)
@given(unsigned, st.integers(0, 63))
def test_numbers_are_sorted_by_their_high_bits(numbers: list[int], low_bit: int) -> None:
    found = np.array(numbers, np.uint64)
    sort_in_place(found, low_bit)
    assert found.tolist() == sorted(numbers, key=lambda number: number >> low_bit)


@settings(deadline=None)
@given(unsigned)
def test_places_of_equal_numbers_rise(numbers: list[int]) -> None:
    assert stable_order(np.array(numbers, np.uint64)).tolist() == sorted(range(len(numbers)), key=numbers.__getitem__)


@settings(deadline=None)
@given(signed)
def test_numbers_may_have_a_sign(numbers: list[int]) -> None:
    assert stable_order(np.array(numbers, np.int64)).tolist() == sorted(range(len(numbers)), key=numbers.__getitem__)
